"""Where the records of a CSV file end: told from the bytes, without reading the cells.

A record ends with a line unless a quotation mark is open there. One that stays open costs the record
its row and no other: the next line begins anew.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Protocol

from smeadvisor.problems import problem
from smeadvisor.problems.limits import ROW_BYTES, TEXT_LENGTH
from smeadvisor.tables.reading.raw import Bad, LineEnds, Part, Run, runs

_BLOCK = 1 << 20
_ENDS = LineEnds()


class Readable(Protocol):
    """A file open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """At most that many bytes, none at the end."""
        ...


def record_pattern(delimiter: str, end: bytes = rb"(?:\r\n|\r|\n|\Z)") -> re.Pattern[bytes]:
    """What a record with its line end looks like (RFC 4180; a quotation mark inside a bare cell is text)."""
    cut = re.escape(delimiter.encode())
    cell = rb'(?:"[^"]*+(?:""[^"]*+)*+"|[^"\r\n' + cut + rb"][^\r\n" + cut + rb"]*+|)"
    return re.compile(cell + rb"(?:" + cut + cell + rb")*+" + end)


class Records:
    """The records of an open file after its header; ``width`` is the number of cells of a header."""

    def __init__(self, file: Readable, delimiter: str, width: int, part_rows: int) -> None:
        self._file, self._delimiter, self._width, self._part_rows = file, delimiter, width, part_rows
        self._record, self._begin = record_pattern(delimiter), record_pattern(delimiter, b"")
        self._ended = False
        self._row = 2

    def parts(self, begun: bytes) -> Iterator[Part]:
        """The records as parts, row numbers from 2; ``begun`` is what was read of them with the header."""
        held = begun
        while held or not self._ended:
            held = self._more(held)
            used = 0
            for part, end in self._parts_in(held):
                used = end
                yield part
            held = held[used:]
            if not used and len(held) > ROW_BYTES:
                yield self._bad(held[: ROW_BYTES + 1])
                self._row += 1
                held = self._after_line(held)

    def _more(self, held: bytes) -> bytes:
        block = b"" if self._ended else self._file.read(_BLOCK)
        self._ended = self._ended or not block
        return held + block

    def _after_line(self, held: bytes) -> bytes:
        """What follows the line that goes on in ``held``, however long it is."""
        while (end := _ENDS.after(held)) < 0:
            if self._ended:
                return b""
            held = self._more(b"")
        return held[end:]

    def _parts_in(self, held: bytes) -> Iterator[tuple[Part, int]]:
        """The parts in these bytes, each with where it ends; what may go on in the next block is left."""
        end = len(held) if self._ended else _ENDS.last(held)
        if b'"' not in held[:end]:
            rows = _ENDS.count(held[:end])
            for run in runs(held[:end], self._row, rows, self._part_rows, _ENDS):
                yield run, end
            self._row += rows
            return
        yield from self._with_quotes(held, end)

    def _with_quotes(self, held: bytes, end: int) -> Iterator[tuple[Part, int]]:
        start = at = 0
        rows = 0
        while at < end and (self._ended or len(held) - at > ROW_BYTES or not self._is_open(held, at)):
            after = self._record_end(held, at)
            if after < 0 or rows == self._part_rows:
                if rows:
                    yield Run(self._row, held[start:at], rows), at
                    self._row += rows
                start, rows = at, 0
            if after < 0:
                at = _line_end(held, at)
                yield self._bad(held[start:at]), at
                self._row += 1
                start = at
            else:
                at, rows = after, rows + 1
        if rows:
            yield Run(self._row, held[start:at], rows), at
            self._row += rows

    def _is_open(self, held: bytes, at: int) -> bool:
        """Whether the record that begins there may end beyond these bytes."""
        found = self._record.match(held, at)
        return found is None or found.end() == len(held)

    def _record_end(self, held: bytes, at: int) -> int:
        """Where the record that begins there ends, or -1 when it does not."""
        line = _line_end(held, at)
        if held.find(b'"', at, line) < 0:
            return line
        limit = min(at + ROW_BYTES, len(held))
        found = self._record.match(held, at, limit)
        if found is None or (limit < len(held) and found.end() == limit):
            return -1
        if found.end() > line and len(self._cells(found.group())) != self._width:
            return -1
        return found.end()

    def _cells(self, record: bytes) -> list[str]:
        text = io.StringIO(record.decode("utf-8", "replace"), newline="")
        return next(csv.reader(text, delimiter=self._delimiter), [])

    def _bad(self, line: bytes) -> Bad:
        """A line that is too long, told at its longest cell, or whose quotation marks do not match, told where."""
        if len(line) > ROW_BYTES:
            sizes = [len(each) for each in self._cells(line[:ROW_BYTES])]
            longest = max(range(len(sizes)), key=sizes.__getitem__, default=None)
            return Bad(self._row, problem("E-LEN", limit=str(ROW_BYTES)), column=longest)
        fault = problem("E-CSV-QUOTE", line[:TEXT_LENGTH].decode("utf-8", "replace").strip())
        sound = self._begin.match(line)
        return Bad(self._row, fault, column=max(len(self._cells(sound.group())) - 1, 0) if sound else None)


def _line_end(held: bytes, at: int) -> int:
    end = _ENDS.after(held, at)
    return end if end >= 0 else len(held)
