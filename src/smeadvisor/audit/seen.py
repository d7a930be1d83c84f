"""One look at all rows of the inputs, portion after portion, by several processes; every row is accounted for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from smeadvisor.batch.workers import Crashed, in_order
from smeadvisor.engines.columns.bits import Array
from smeadvisor.engines.columns.engine import CHUNK_ROWS
from smeadvisor.files.signals import raise_if_interrupted
from smeadvisor.model.attributes import AUDIENCES, Audience
from smeadvisor.problems import InvalidInput
from smeadvisor.tables.encoded import Chunk
from smeadvisor.tables.reading.source import Portion
from smeadvisor.tables.rows import Remark, Rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What was found in a portion: of ``rows`` so many were ``audited``; ``rejected`` says why the others were not."""

    rows: int
    audited: int
    rejected: tuple[Remark, ...]
    found: T


Look = Callable[[Portion, Callable[[], None]], Seen[T]]
"""Reads a portion, calls what it is given once that is read, and says what it found. It can be sent to a process."""


def seen(portions: Iterable[Any], look: Look[T], jobs: int) -> Iterator[Seen[T]]:
    """What the look finds in each portion, or whatever else it takes for one, in order, by that many processes.

    Raises InvalidInput where an input cannot be read or a process came to a sudden end, Interrupted.
    """
    try:
        for each in in_order(portions, lambda number: None, functools.partial(_numbered, look), jobs):
            yield each
            raise_if_interrupted()
    except Crashed as crash:
        # An audit keeps nothing that it could go on from.
        told = crash.problem if crash.reading else replace(crash.problem, code="E-AUDIT-CRASH")
        raise InvalidInput(told) from None


def _numbered(look: Look[T], number: int, portion: Portion, was_read: Callable[[], None]) -> Seen[T]:
    return look(portion, was_read)


class Some(NamedTuple):
    """Good rows of one kind, few enough to be computed at once: which of the good ones they are, and their answers."""

    kind: Audience
    which: Array
    chunk: Chunk


def some_at_once(rows: Rows, size: int = CHUNK_ROWS) -> Iterator[Some]:
    """All good rows, those of each kind by themselves."""
    for kind in AUDIENCES:
        which, chunk = rows.chunk(kind)
        for start in range(0, chunk.size, size):
            part = slice(start, start + size)
            yield Some(kind, which[part], chunk.rows(part))
