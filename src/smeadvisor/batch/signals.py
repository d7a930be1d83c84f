"""A run that is asked to stop: it does so as soon as it can, however often it is asked."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

_STOPPING = (signal.SIGINT, signal.SIGTERM)

_SYSTEM: Any = signal
"""The module, untyped: Windows lacks some of it."""

_asked: list[int] = []
_waiting: list[None] = []


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
        if not _waiting:
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
    if not hasattr(signal, "pthread_sigmask"):
        # Windows cannot hold signals back: one that comes is noted, and heeded later.
        _waiting.append(None)
        try:
            yield
        finally:
            _waiting.pop()
        return
    before = _SYSTEM.pthread_sigmask(_SYSTEM.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        _SYSTEM.pthread_sigmask(_SYSTEM.SIG_SETMASK, before)


def ignore_from_now_on() -> None:
    """For the workers of a run: signals to stop, also those that wait, are for its first process alone."""
    for each in _STOPPING:
        signal.signal(each, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        _SYSTEM.pthread_sigmask(_SYSTEM.SIG_UNBLOCK, _STOPPING)
