"""One interview from its first prompt to its end, however that comes about."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator

from smeadvisor.files.signals import Interrupted, stoppable_interview
from smeadvisor.interview.dialogue import Dialogue
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.terminal.ending import Ending, Record, broken_off, ended
from smeadvisor.terminal.plain import hold


def held(
    dialogue: Dialogue,
    rulebook: Rulebook,
    write: Callable[[str], None],
    *,
    on_screen: bool,
    width: int,
    colour: bool,
    record: Record | None = None,
) -> Ending:
    """Hold the interview on the screen, or line by line with ``write``; how it ended and what is to be told.

    What was answered is saved, whatever ends it. Raises InvalidInput where the advice cannot be recorded.
    """
    try:
        with stoppable_interview():
            whole = _on_screen(dialogue, colour) if on_screen else hold(dialogue, _lines(), write)
    except Interrupted as stopped:
        return broken_off(dialogue, "E-INTERVIEW-STOPPED", stopped.exit_code)
    return ended(dialogue, rulebook, width, colour, record) if whole else broken_off(dialogue, "E-INPUT-ENDED")


def _on_screen(dialogue: Dialogue, colour: bool) -> bool:
    from smeadvisor.terminal.screen import show

    return show(dialogue, colour)


def _lines() -> Iterator[str]:
    """The lines of standard input as UTF-8, whatever the locale says."""
    if sys.stdin is None:
        return
    source = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="surrogateescape")
    yield from iter(source.readline, "")
