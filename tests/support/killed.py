"""Processes that are killed in the midst of their work, at a call of the system that a test chooses."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.scale import is_long

CALLS = ("mkdir", "open", "write", "fsync", "replace", "unlink", "rmdir")
FORK: Any = multiprocessing.get_context("fork")


def begun(work: Callable[[], object]) -> Any:
    """Work in a process of its own, forked from this one."""
    process = FORK.Process(target=work)
    process.start()
    return process


def killed_at(nth: int, work: Callable[[], object]) -> bool:
    """Whether the work was ended by SIGKILL: its process meets that at its ``nth`` call, a write half done."""

    def work_until_then() -> None:
        made, process = itertools.count(), os.getpid()

        def die_at_last(call: str, arguments: tuple[Any, ...]) -> None:
            # The calls of processes that this one begins are not counted; they end with it.
            if os.getpid() == process and next(made) == nth:
                if call == "write":
                    real["write"](arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(process, signal.SIGKILL)

        real = _before_each(setattr, die_at_last)
        work()

    process = begun(work_until_then)
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


@contextlib.contextmanager
def noted() -> Iterator[list[str]]:
    """The calls that this process makes within: which, and of which sort of file."""
    calls: list[str] = []

    def note(call: str, arguments: tuple[Any, ...]) -> None:
        file = arguments[0]
        path = Path(f"/proc/self/fd/{file}").readlink() if isinstance(file, int) else Path(file)
        name = re.sub("[0-9a-f]{16}", "#", path.name)
        calls.append(f"{call} {re.sub('[0-9]+', '#', name)}")

    with pytest.MonkeyPatch.context() as patch:
        _before_each(patch.setattr, note)
        yield calls


def _before_each(put: Callable[..., None], do: Callable[[str, tuple[Any, ...]], None]) -> dict[str, Any]:
    """Do something before each of these calls of the system; the calls as they were."""
    real = {call: getattr(os, call) for call in CALLS}

    def with_before(call: str) -> Callable[..., Any]:
        def called(*arguments: Any, **more: Any) -> Any:
            do(call, arguments)
            return real[call](*arguments, **more)

        return called

    for call in CALLS:
        put(os, call, with_before(call))
    return real


def moments(calls: list[str]) -> list[int]:
    """Numbers of calls: of the first and the last of each sort in the suite, of all in the long run."""
    first = {call: nth for nth, call in reversed([*enumerate(calls)])}
    last = {call: nth for nth, call in enumerate(calls)}
    return [*range(len(calls))] if is_long() else sorted({*first.values(), *last.values()})
