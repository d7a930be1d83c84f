"""Raw text of rows on its way from a file to the process that reads it: runs of whole rows, and rows that are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smeadvisor.errors import Problem
from smeadvisor.limits import PORTION_BYTES


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that follow each other: the number of the first, their text, and how many there are."""

    first: int
    raw: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that could not even be told from the next, and why."""

    first: int
    problem: Problem
    rows: int = 1
    raw: bytes = b""


Part = Run | Bad


def grouped(parts: Iterable[Part], part_rows: int) -> Iterator[tuple[Part, ...]]:
    """Parts put together as far as the limits of a portion allow; each part is within them."""
    held: list[Part] = []
    rows = size = 0
    for part in parts:
        if held and (rows + part.rows > part_rows or size + len(part.raw) > PORTION_BYTES):
            yield tuple(held)
            held, rows, size = [], 0, 0
        held.append(part)
        rows, size = rows + part.rows, size + len(part.raw)
    if held:
        yield tuple(held)


def runs(lines: bytes, first: int, rows: int, part_rows: int) -> Iterator[Run]:
    """Whole lines as runs of at most ``part_rows`` rows."""
    if rows <= part_rows:
        if lines:
            yield Run(first, lines, rows)
        return
    each = lines.splitlines(keepends=True)
    for start in range(0, len(each), part_rows):
        some = each[start : start + part_rows]
        yield Run(first + start, b"".join(some), len(some))
