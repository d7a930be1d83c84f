"""Parts finished by several processes, given back in order.

Each worker has a pipe of its own, so that the end of one is known at once, and of which part.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import connection, get_context
from typing import Any, TypeVar

from smeadvisor.files.signals import ignore_from_now_on, signals_blocked
from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.tables.reading.source import Portion

T = TypeVar("T")

Task = Callable[[int, Portion, Callable[[], None]], T]
"""Makes what is wanted of a portion, given its number, its rows, and what to call when they are read."""

_AHEAD = 2
"""Parts a worker may be ahead of the output. More would only take room."""


class Crashed(Exception):
    """A worker came to a sudden end: on which rows, how, and whether it was still reading."""

    def __init__(self, portion: Portion, detail: str, reading: bool) -> None:
        super().__init__(detail)
        self.portion = portion
        self.detail = detail
        self.reading = reading

    @property
    def problem(self) -> Problem:
        """What is to be told of it."""
        code = "E-READER-CRASH" if self.reading else "E-WORKER-CRASH"
        details = {"detail": self.detail, "row": str(self.portion.first_row)}
        return Problem(code, Place(self.portion.file), details=details)


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Any
    number: int = -1
    portion: Any = None
    reading: bool = True


def in_order(portions: Iterable[Portion], known: Callable[[int], T | None], task: Task[T], jobs: int) -> Iterator[T]:
    """The part of each portion, in order: ``known`` from an earlier run, or finished now by that many processes.

    Raises Crashed, whatever the task raises, and what the portions raise.
    """
    todo = enumerate(portions)
    start = list(_some(todo, 2))
    if jobs == 1 or len(start) < 2:
        for number, portion in _chained(start, todo):
            yield known(number) or task(number, portion, lambda: None)
        return
    workers = [_begun(task) for _ in range(jobs)]
    try:
        yield from _shared_out(_chained(start, todo), known, workers)
    finally:
        _end(workers)


def _some(of: Iterator[Any], most: int) -> Iterator[Any]:
    for _ in range(most):
        with contextlib.suppress(StopIteration):
            yield next(of)


def _chained(*parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield from part


def _shared_out(
    todo: Iterator[tuple[int, Portion]], known: Callable[[int], T | None], workers: list[_Worker]
) -> Iterator[T]:
    """Give out portions, a few ahead at most, and give back parts as their turn comes."""
    done: dict[int, T] = {}
    turn, given, more = 0, 0, True
    idle = list(workers)
    while True:
        while more and idle and given < turn + len(workers) * _AHEAD:
            number, portion = next(todo, (-1, None))
            more = portion is not None
            if portion is None:
                break
            given += 1
            part = known(number)
            if part is not None:
                done[number] = part
            else:
                _give(idle.pop(0), number, portion)
        while turn in done:
            yield done.pop(turn)
            turn += 1
        if turn == given:
            if not more:
                return
            continue
        idle += _collected([each for each in workers if each.portion is not None], done)


def _give(worker: _Worker, number: int, portion: Portion) -> None:
    worker.number, worker.portion, worker.reading = number, portion, True
    try:
        worker.pipe.send((number, portion))
    except OSError:
        raise _crash(worker) from None


def _collected(busy: list[_Worker], done: dict[int, Any]) -> list[_Worker]:
    """Wait for news of the busy ones; those that are idle again. What they finished is added."""
    free = []
    ready = connection.wait([each.pipe for each in busy])
    for worker in (each for each in busy if each.pipe in ready):
        try:
            said, news = worker.pipe.recv()
        except (EOFError, OSError):
            raise _crash(worker) from None
        if said == "failed":
            raise _failure(news)
        worker.reading = False
        if said == "done":
            done[worker.number] = news
            worker.portion = None
            free.append(worker)
    return free


def _failure(news: Any) -> Exception:
    if isinstance(news, tuple):
        kind, problems = news
        return kind(problems)
    return news


def _crash(worker: _Worker) -> Crashed:
    worker.process.join()
    code = worker.process.exitcode or 0
    detail = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return Crashed(worker.portion, detail, worker.reading)


def _begun(task: Task[Any]) -> _Worker:
    # A fork is quick and shares the rulebook, and is safe while no thread of Python's could hold a lock.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: Any = get_context("fork" if forks else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(task, theirs, ours if forks else None), daemon=True)
    with signals_blocked():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _end(workers: list[_Worker]) -> None:
    """End them all at once: what they have not finished, they have not begun as far as anybody can see."""
    for each in workers:
        each.process.kill()
    for each in workers:
        each.process.join()
        each.pipe.close()


def _serve(task: Task[Any], pipe: Any, other_end: Any) -> None:
    """What a worker does: parts, until there are no more or nobody to give them to."""
    ignore_from_now_on()
    _die_with_parent()
    if other_end is not None:
        other_end.close()
    with contextlib.suppress(EOFError, OSError):
        while True:
            number, portion = pipe.recv()
            pipe.send(_news(task, number, portion, lambda: pipe.send(("read", None))))


def _news(task: Task[Any], number: int, portion: Portion, was_read: Callable[[], None]) -> tuple[str, Any]:
    try:
        return "done", task(number, portion, was_read)
    except InvalidInput as error:
        return "failed", (type(error), error.problems)
    except Exception as error:
        error.add_note(traceback.format_exc())
        return "failed", error


def _die_with_parent() -> None:
    """Ask Linux to end this process with the one that began it, which may be killed and have no time to say so."""
    if sys.platform == "linux":
        import ctypes

        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
