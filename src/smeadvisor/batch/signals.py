"""A run that is asked to stop: it does so as soon as it can, however often it is asked."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

_STOPPING = (signal.SIGINT, signal.SIGTERM)

_asked: list[int] = []


class Stopped(BaseException):
    """The run was asked to stop; ``exit_code`` says by which signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within, the first signal to stop raises Stopped. No other disturbs the process from then on to its end."""

    def stop(number: int, frame: Any) -> None:
        _asked.append(number)
        for each in _STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    before = [(each, signal.signal(each, stop)) for each in _STOPPING]
    try:
        yield
    finally:
        if not _asked:
            for number, handler in before:
                signal.signal(number, handler)


def heed() -> None:
    """Raise Stopped if a signal to stop came: what it raised is lost where it met C code that clears errors."""
    if _asked:
        raise Stopped(_asked[0])


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Within, signals to stop wait: what belongs together happens together."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
