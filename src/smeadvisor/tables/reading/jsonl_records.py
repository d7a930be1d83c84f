"""Where the lines of a file of JSON Lines end, told from the bytes; one that is too large costs its row alone."""

from __future__ import annotations

from collections.abc import Iterator

from smeadvisor.messages import message
from smeadvisor.problems import Problem, problem
from smeadvisor.problems.limits import FILE_BYTES
from smeadvisor.tables.reading.csv_records import Readable
from smeadvisor.tables.reading.raw import Bad, LineEnds, Part, runs
from smeadvisor.tables.reading.sniffing import is_object

_BLOCK = 1 << 20


def line_ends(begun: bytes) -> LineEnds:
    """Carriage returns end lines only where there is nothing else that does, and all of it is not one line."""
    return LineEnds(bare=b"\r" in begun and b"\n" not in begun and not is_object(begun))


def too_large() -> Problem:
    """The problem of a line that is larger than a profile may be."""
    return problem("E-SIZE", limit=str(FILE_BYTES), what=message("errors.what.line"))


def parts_of(opened: Readable, held: bytes, part_rows: int, ends: LineEnds) -> Iterator[Part]:
    """The lines of an open file as parts, numbered from 1; ``held`` is what was read of it already."""
    row = 1
    while held:
        block = opened.read(_BLOCK)
        end = ends.last(held) if block else len(held)
        rows = ends.count(held[:end])
        yield from runs(held[:end], row, rows, part_rows, ends)
        held, row = held[end:] + block, row + rows
        if len(held) > FILE_BYTES + _BLOCK and ends.after(held) < 0:
            yield Bad(row, too_large())
            held, row = _after_line(opened, ends), row + 1


def _after_line(opened: Readable, ends: LineEnds) -> bytes:
    while block := opened.read(_BLOCK):
        if (end := ends.after(block)) >= 0:
            return block[end:] or opened.read(_BLOCK)
    return b""
