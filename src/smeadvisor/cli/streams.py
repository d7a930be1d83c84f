"""Where output goes: data to standard output, messages to standard error, in one manner and language."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from smeadvisor.problems import EXIT_DONE, EXIT_OUTPUT, InvalidInput, Lang, Place, Problem, escaped, problem

T = TypeVar("T")

_NO_MEMORY = re.compile("failed to map segment|annot allocate memory|can't start new thread")
_WIDEST = 100
"""Columns beyond which lines are hard to read."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The two streams of one run: its language, and whether messages are sentences or JSON."""

    lang: Lang = "en"
    errors_as: str = "text"

    def tell(self, problems: Iterable[Problem]) -> None:
        """Messages on standard error, one a line."""
        for each in problems:
            self.say(self._message(each) + "\n")

    def say(self, text: str) -> None:
        """Any text on standard error."""
        # A message that cannot be shown must not keep the data from being written.
        with contextlib.suppress(OSError, AttributeError):
            sys.stderr.buffer.write(text.encode(errors="backslashreplace"))
            sys.stderr.buffer.flush()

    def _message(self, each: Problem) -> str:
        """The problem on one line; what a terminal would obey, such as in a name, stands there as its code."""
        if self.errors_as == "text":
            return escaped(each.line(self.lang))
        import json

        text = json.dumps(each.as_dict(self.lang), ensure_ascii=False)
        return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)

    def tell_bug(self, error: Exception) -> int:
        """One line for a fault of ours, or for want of memory; with SMEADVISOR_DEBUG the traceback. The exit code."""
        if os.environ.get("SMEADVISOR_DEBUG"):
            raise error
        found = problem("E-MEMORY") if _is_memory(error) else problem("E-INTERNAL", detail=type(error).__name__)
        self.tell([found])
        return found.exit_code

    def tell_refused(self, error: OSError) -> int:
        """One line for what the system refused as output was written. The exit code."""
        if error.errno == errno.ENOMEM:
            return self.tell_bug(error)
        self.tell([problem("E-OUTPUT", detail=error.strerror or "")])
        drop_output()
        return EXIT_OUTPUT

    def write(self, text: str | bytes) -> None:
        """Data on standard output, UTF-8 whatever the locale says; ends the run where they cannot be written."""
        try:
            sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # The reader has seen enough, as in `… | head`.
            drop_output()
            sys.exit(EXIT_DONE)
        except (OSError, AttributeError) as error:
            detail = getattr(error, "strerror", None) or "closed"
            self.tell([problem("E-OUTPUT", detail=detail)])
            drop_output()
            sys.exit(EXIT_OUTPUT)

    def wrote(self, *paths: Path) -> None:
        """The files that were written, a line each, without anything that a terminal would obey."""
        self.write("".join(f"{Place(str(each))}\n" for each in paths))

    def or_exit(self, make: Callable[[], T]) -> T:
        """What is made, or the end of the run with every problem told."""
        try:
            return make()
        except InvalidInput as rejected:
            self.tell(rejected.problems)
            sys.exit(rejected.exit_code)


def _is_memory(error: BaseException | None) -> bool:
    """Whether it comes of want of memory: libraries that find none to load fail in ways of their own."""
    while error is not None:
        is_told = isinstance(error, ImportError | RuntimeError) and _NO_MEMORY.search(str(error))
        if is_told or isinstance(error, MemoryError) or getattr(error, "errno", None) in (errno.ENOMEM, errno.EAGAIN):
            return True
        error = error.__cause__ or error.__context__
    return False


def drop_output() -> None:
    """What could not be written would be tried once more, and complained of, at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def width() -> int:
    """The columns to write in."""
    from smeadvisor.rendering.advice import PLAIN_WIDTH

    if not _on_terminal():
        return PLAIN_WIDTH
    import shutil

    return min(shutil.get_terminal_size().columns, _WIDEST)


def colour() -> bool:
    """Whether the output goes to somebody who sees colours and wants them."""
    return _on_terminal() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
