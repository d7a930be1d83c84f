"""An interview that is asked to stop by a signal: it ends with what is saved."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import Any

_STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

_instead: list[Callable[[Stopped], None]] = []


class Stopped(BaseException):
    """The interview was asked to stop; ``exit_code`` says by which signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within, a signal to stop raises Stopped, or is handed to what :func:`handed_to` names."""

    def stop(number: int, frame: Any) -> None:
        stopped = Stopped(number)
        if not _instead:
            raise stopped
        _instead[-1](stopped)

    before = [(each, signal.signal(each, stop)) for each in _STOPPING]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextlib.contextmanager
def handed_to(take: Callable[[Stopped], None]) -> Iterator[None]:
    """Within, a signal to stop is handed over: an event loop would swallow what is raised in it."""
    _instead.append(take)
    try:
        yield
    finally:
        _instead.pop()
