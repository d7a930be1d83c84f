"""Raw text of rows on its way from a file to the process that reads it: runs of whole rows, and rows that are none."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smeadvisor.problems import Problem
from smeadvisor.problems.limits import PORTION_BYTES


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that follow each other: the number of the first, their text, and how many there are."""

    first: int
    raw: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that could not even be told from the next, and why, in the cell at ``column`` if that is known."""

    first: int
    problem: Problem
    rows: int = 1
    raw: bytes = b""
    column: int | None = None


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


@dataclass(frozen=True, slots=True)
class LineEnds:
    """What ends a line: a line feed; a carriage return without one too if ``bare``, else it is white space."""

    bare: bool = True

    def split(self, lines: bytes) -> list[bytes]:
        """The lines with their ends."""
        return lines.splitlines(keepends=True) if self.bare else io.BytesIO(lines).readlines()

    def count(self, lines: bytes) -> int:
        """How many lines these bytes have, the last with or without its end."""
        ends = lines.count(b"\n")
        if self.bare and b"\r" in lines:
            ends += lines.count(b"\r") - lines.count(b"\r\n")
        return ends + bool(lines and not lines.endswith((b"\n", b"\r") if self.bare else b"\n"))

    def last(self, held: bytes) -> int:
        """After the last line that is whole; a last carriage return may be half a line end."""
        carriage = held.rfind(b"\r", 0, len(held) - 1) if self.bare else -1
        return max(held.rfind(b"\n"), carriage) + 1

    def after(self, held: bytes, at: int = 0) -> int:
        """After the line that begins there, or -1 where it has no end."""
        newline = held.find(b"\n", at)
        carriage = held.find(b"\r", at, newline if newline >= 0 else len(held)) if self.bare else -1
        if carriage >= 0:
            return carriage + (2 if held[carriage + 1 : carriage + 2] == b"\n" else 1)
        return newline + 1 if newline >= 0 else -1


def runs(lines: bytes, first: int, rows: int, part_rows: int, ends: LineEnds) -> Iterator[Run]:
    """Whole lines as runs of at most ``part_rows`` rows."""
    if rows <= part_rows:
        if lines:
            yield Run(first, lines, rows)
        return
    each = ends.split(lines)
    for start in range(0, len(each), part_rows):
        some = each[start : start + part_rows]
        yield Run(first + start, b"".join(some), len(some))
