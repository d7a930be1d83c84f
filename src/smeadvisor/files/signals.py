"""Signals to stop: a run does so as soon as it can, however often it is asked; an interview ends with what is saved."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import Any

_STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

_HANGUP = getattr(signal, "SIGHUP", None)

_SYSTEM: Any = signal
"""The module, untyped: Windows lacks some of it."""
_CAN_MASK = hasattr(signal, "pthread_sigmask")

_asked: list[int] = []
_waiting: list[None] = []
_instead: list[Callable[[Interrupted], None]] = []


class Interrupted(BaseException):
    """The program was asked to stop; ``exit_code`` says by which signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within, the first signal to stop raises Interrupted. No other disturbs the process from then on to its end."""

    def stop(number: int, frame: Any) -> None:
        _asked.append(number)
        for each in _STOPPING:
            signal.signal(each, signal.SIG_IGN)
        if not _waiting:
            raise Interrupted(number)

    # Under nohup a closed terminal is to stop nothing.
    heeded = [each for each in _STOPPING if signal.getsignal(each) != signal.SIG_IGN or each != _HANGUP]
    before = [(each, signal.signal(each, stop)) for each in heeded]
    try:
        yield
    finally:
        if not _asked:
            for number, handler in before:
                signal.signal(number, handler)


def raise_if_interrupted() -> None:
    """Raise Interrupted if a signal to stop came: what it raised is lost where it met C code that clears errors."""
    if _asked:
        raise Interrupted(_asked[0])


@contextlib.contextmanager
def signals_blocked() -> Iterator[None]:
    """Within, signals to stop wait for :func:`raise_if_interrupted`: what belongs together happens together."""
    _waiting.append(None)
    # Processes begun within are not to be disturbed either. Of this process the mask stops one thread alone, and
    # Windows has none.
    before = _SYSTEM.pthread_sigmask(_SYSTEM.SIG_BLOCK, _STOPPING) if _CAN_MASK else None
    try:
        yield
    finally:
        if _CAN_MASK:
            _SYSTEM.pthread_sigmask(_SYSTEM.SIG_SETMASK, before)
        _waiting.pop()


def ignore_from_now_on() -> None:
    """For the workers of a run: signals to stop, also those that wait, are for its first process alone."""
    for each in _STOPPING:
        signal.signal(each, signal.SIG_IGN)
    if _CAN_MASK:
        _SYSTEM.pthread_sigmask(_SYSTEM.SIG_UNBLOCK, _STOPPING)


@contextlib.contextmanager
def stoppable_interview() -> Iterator[None]:
    """Within, a signal to stop raises Interrupted, or is handed to what :func:`handed_to` names."""

    def stop(number: int, frame: Any) -> None:
        stopped = Interrupted(number)
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
def handed_to(take: Callable[[Interrupted], None]) -> Iterator[None]:
    """Within, a signal to stop is handed over: an event loop would swallow what is raised in it."""
    _instead.append(take)
    try:
        yield
    finally:
        _instead.pop()
