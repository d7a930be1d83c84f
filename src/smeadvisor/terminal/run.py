"""One interview from its first prompt to its end, however that comes about."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Protocol

from smeadvisor.errors import EXIT_DONE, EXIT_TRY_LATER, Problem
from smeadvisor.rulebook import Rulebook
from smeadvisor.terminal.dialogue import Dialogue
from smeadvisor.terminal.ending import broken_off, told
from smeadvisor.terminal.plain import hold
from smeadvisor.terminal.signals import Stopped, stoppable


class Output(Protocol):
    """Where the interview is told: data, and messages apart from them."""

    def write(self, text: str) -> None: ...

    def say(self, text: str) -> None: ...

    def tell(self, problems: list[Problem]) -> None: ...


def held(dialogue: Dialogue, rulebook: Rulebook, streams: Output, *, on_screen: bool, width: int, colour: bool) -> int:
    """Hold the interview on the screen or line by line, then tell the advice; the exit code.

    What was answered is saved whatever ends it, and how to go on is told.
    """
    try:
        with stoppable():
            whole = _on_screen(dialogue, colour) if on_screen else hold(dialogue, _lines(), streams.write)
    except (Stopped, KeyboardInterrupt) as stopped:
        streams.tell([broken_off(dialogue, "E-INTERVIEW-STOPPED")])
        return getattr(stopped, "exit_code", 130)
    if not whole:
        streams.tell([broken_off(dialogue, "E-INPUT-ENDED")])
        return EXIT_TRY_LATER
    text, message = told(dialogue, rulebook, width, colour)
    streams.write(text)
    streams.say(message + "\n")
    return EXIT_DONE


def _on_screen(dialogue: Dialogue, colour: bool) -> bool:
    from smeadvisor.terminal.screen import show

    return show(dialogue, colour)


def _lines() -> Iterator[str]:
    """The lines of standard input as UTF-8, whatever the locale says."""
    if sys.stdin is None:
        return
    source = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="surrogateescape")
    yield from iter(source.readline, "")
