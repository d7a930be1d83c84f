"""CSV files: the header is read here, rows are cut into portions, cells are read where the portion is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from smeadvisor.messages import message
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import HEADER_COLUMNS, ROW_BYTES
from smeadvisor.tables.defusing import restored
from smeadvisor.tables.reading.cell_table import CellTable
from smeadvisor.tables.reading.csv_cells import has_empty, is_all_empty, joined, quick_columns, turned
from smeadvisor.tables.reading.csv_encoding import decoded, encoding_fault, wide_fault
from smeadvisor.tables.reading.csv_records import Records, record_pattern
from smeadvisor.tables.reading.header import Header, header_of, known_names, renamed
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import LEFT_OUT, ReadingOptions
from smeadvisor.tables.reading.raw import Bad, LineEnds, Part, Run, grouped
from smeadvisor.tables.reading.workbook_guard import not_readable
from smeadvisor.tables.rows import Remark, RowPlace, Rows

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_BLOCK = 1 << 20
# A long text is refused by us, with its place, and not by the csv module.
csv.field_size_limit(1 << 24)


@dataclass(slots=True)
class CsvFile(TableFile):
    """A CSV file as a source; see ``Source``."""

    def rows_hint(self) -> int | None:
        """About how many rows there are, by the length of the first lines."""
        with self.file.open() as opened:
            head = opened.read(_BLOCK)
        lines = max(head.count(b"\n"), head.count(b"\r"))
        return round(self.file.size() / len(head) * lines) if lines else None

    def portions(self, rulebook: Rulebook) -> Iterator[CsvPortion]:
        """The rows in portions; raises InvalidInput for faults of the header and of the encoding."""
        self.warnings.clear()
        with closing(self.file.open()) as opened:
            text, encoding, begun, told = decoded(opened, self.name, self.options.encoding)
            self.warnings.extend(told)
            place = Place(self.name, 1)
            begun = begun or text.read(_BLOCK)
            names, delimiter, end = _header(begun, encoding, rulebook, self.options, place)
            if delimiter != ",":
                sign = message(f"errors.delimiter.{_DELIMITERS[delimiter]}")
                self.warnings.append(problem("W-DELIMITER", sign=sign).at(place, ""))
            width = len(names)
            while names and not names[-1].strip():
                names.pop()
            header = header_of(names, rulebook, self.options, place)
            records = Records(text, delimiter, width, self.options.part_rows)
            for parts in grouped(records.parts(begun[end:]), self.options.part_rows):
                yield CsvPortion(self.name, header, width, delimiter, encoding, self.options, parts)


def _strict(raw: bytes, encoding: str, place: Place) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        fault = encoding_fault(encoding, error.start, f"0x{raw[error.start]:02x}")
        raise InvalidInput(fault.at(place, "")) from None


def _header(
    begun: bytes, encoding: str, rulebook: Rulebook, options: ReadingOptions, place: Place
) -> tuple[list[str], str, int]:
    """The names of the header, the delimiter, and where the record ends; raises InvalidInput for what is no header.

    The delimiter is that which makes most names known, or most cells.
    """
    known = {*known_names(rulebook), LEFT_OUT}

    def worth(names: Sequence[str]) -> tuple[int, int]:
        return sum(renamed(each, options).split(".")[0] in known for each in names), len(names)

    if not begun.strip():
        raise InvalidInput(Problem("E-EMPTY", place))
    if fault := wide_fault(encoding, begun):
        raise InvalidInput(fault.at(place, ""))
    ends = {each: _record_end(begun, each, place) for each in _DELIMITERS}
    lines = {each: _strict(begun[:end], encoding, place) for each, end in ends.items()}
    ways = {each: next(csv.reader(io.StringIO(lines[each], newline=""), delimiter=each), []) for each in _DELIMITERS}
    best = max(ways, key=lambda each: worth(ways[each]))
    if "\0" in lines[best]:
        raise InvalidInput(not_readable(place.file, "other").at(place, ""))
    if worth(ways[best]) < (0, 2):
        raise InvalidInput(problem("E-CSV-DELIM", lines[best].strip()).at(place, ""))
    return ways[best], best, ends[best]


def _record_end(begun: bytes, delimiter: str, place: Place) -> int:
    """Where the first record ends if that is the delimiter: with its line, unless quotation marks go on beyond it."""
    limit = min(ROW_BYTES, HEADER_COLUMNS * 100)
    end = LineEnds().after(begun)
    end = end if end >= 0 else len(begun)
    if end > limit:
        raise InvalidInput(problem("E-LEN", limit=str(ROW_BYTES)).at(place, ""))
    found = record_pattern(delimiter).match(begun) if b'"' in begun[:end] else None
    return found.end() if found and end < found.end() <= limit else end


@dataclass(frozen=True, slots=True)
class CsvPortion:
    """Some records of a CSV file, not read yet."""

    file: str
    header: Header
    width: int
    delimiter: str
    encoding: str
    options: ReadingOptions
    parts: tuple[Part, ...]

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return self.parts[0].first

    def table(self, rulebook: Rulebook) -> CellTable:
        """The cells; what is not even a row is rejected."""
        return _Reading(self).table()

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, judged."""
        return judge_for(rulebook).rows(self.table(rulebook))


class _Reading:
    """A portion on its way to a table."""

    def __init__(self, portion: CsvPortion) -> None:
        self.portion = portion
        self.pieces: list[list[pa.Array]] = []
        self.numbers: list[int] = []
        self.positions: list[int] = []
        self.rejected: list[Remark] = []
        self.count = 0

    def table(self) -> CellTable:
        for part in self.portion.parts:
            if isinstance(part, Bad):
                self._reject(part.first, part.problem, part.column)
            else:
                self._run(part)
        portion = self.portion
        columns = joined(self.pieces, len(portion.header))
        for i, column in enumerate(portion.header):
            if column and column.name in ("id", "name", "name.en", "name.zh-Hant"):
                columns[i] = restored(columns[i])
        return CellTable(
            portion.file,
            None,
            portion.header,
            columns,
            self.numbers,
            portion.options,
            self.count,
            np.array(self.positions, np.int64),
            rejected=self.rejected,
        )

    def _reject(self, row: int, fault: Problem, at: int | None = None) -> None:
        """Reject a row for a fault that may be in one of its cells."""
        file, header = self.portion.file, self.portion.header
        column = header[at] if at is not None and at < len(header) else None
        if column:
            fault = fault.at(Place(file, row, header=column.header), column.pointer)
        else:
            fault = fault.at(Place(file, row, None if at is None else at + 1), "")
        self.rejected.append(Remark(self.count, RowPlace(file, None, row), fault))
        self.count += 1

    def _take(self, columns: list[pa.Array], numbers: Iterable[int], positions: Iterable[int]) -> None:
        self.pieces.append(columns)
        self.numbers.extend(numbers)
        self.positions.extend(positions)

    def _run(self, run: Run) -> None:
        text, damaged = _text(run.raw, self.portion.encoding)
        columns = None if damaged else quick_columns(text, self.portion.width, self.portion.delimiter)
        if columns is None or not self._is_plain(columns, run):
            self._row_by_row(run.first, text, damaged)
            return
        rows = range(run.rows)
        self._take(columns[: len(self.portion.header)], (run.first + i for i in rows), (self.count + i for i in rows))
        self.count += run.rows

    def _is_plain(self, columns: list[pa.Array], run: Run) -> bool:
        """Whether no row is empty (none lacks its id) and nothing stands beyond the header."""
        header = self.portion.header
        at = next(i for i, column in enumerate(header) if column and column.name == "id")
        return (
            len(columns[at]) == run.rows
            and not has_empty(columns[at])
            and all(is_all_empty(each) for each in columns[len(header) :])
        )

    def _row_by_row(self, first: int, text: str, damaged: bool) -> None:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.portion.delimiter)
        width = len(self.portion.header)
        rows: list[list[str]] = []
        numbers, positions = [], []
        for number, cells in enumerate(reader, first):
            if not any(cells):
                continue
            if len(cells) != width and not (len(cells) == self.portion.width and not any(cells[width:])):
                self._reject(number, problem("E-ROW-WIDTH", str(len(cells)), width=str(width)))
            elif damaged and (found := _damage(cells, self.portion.encoding)):
                self._reject(number, *found)
            else:
                rows.append(cells[:width])
                numbers.append(number)
                positions.append(self.count)
                self.count += 1
        self._take(turned(rows), numbers, positions)


def _text(raw: bytes, encoding: str) -> tuple[str, bool]:
    """The text, and whether it has bytes that are not of the encoding (as lone surrogates)."""
    try:
        return raw.decode(encoding), False
    except UnicodeDecodeError:
        return raw.decode(encoding, "surrogateescape"), True


def _damage(cells: Sequence[str], encoding: str) -> tuple[Problem, int] | None:
    """The problem of the first byte in a row that is not of the encoding, and which cell it is in."""
    for at, cell in enumerate(cells):
        for i, char in enumerate(cell):
            if "\udc80" <= char <= "\udcff":
                fault = encoding_fault(encoding, len(cell[:i].encode(encoding)), f"0x{ord(char) - 0xDC00:02x}")
                return replace(fault, details={**fault.details, "of": message("errors.of_cell")}), at
    return None
