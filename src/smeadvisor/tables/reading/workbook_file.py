"""XLSX workbooks: guarded, then read row by row; what a cell shows as a date, a percentage or an error is told."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import iterparse

import numpy as np
import openpyxl
import openpyxl.reader.strings
import openpyxl.worksheet._reader
from defusedxml import DefusedXmlException

from smeadvisor.errors import Place, Problem, Rejected, near, nearest, pointer, problem
from smeadvisor.limits import SHEET_ROWS
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.layout import InputColumn
from smeadvisor.tables.reading.assembly import Fault, empty, plain
from smeadvisor.tables.reading.cell_table import CellTable
from smeadvisor.tables.reading.header import Header, header_of
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.workbook_guard import guard, has_formulas, not_readable
from smeadvisor.tables.rows import Remark, RowPlace, Rows

_SHEETS = "xl/worksheets/"

# The guard has refused every part with a document type, without which XML can do no harm. Sheets and texts,
# which are all of the work, need not go through the parser that watches for it once more, in Python.
_PARSING: tuple[Any, ...] = (openpyxl.worksheet._reader, openpyxl.reader.strings)
for _module in _PARSING:
    _module.iterparse = iterparse


@dataclass(slots=True)
class Workbook(TableFile):
    """A sheet of a workbook as a source; see ``Source``."""

    def rows_hint(self) -> int | None:
        """Unknown: a sheet may say anything of its size."""
        return None

    def portions(self, rulebook: Rulebook) -> Iterator[SheetPortion]:
        """The rows of the sheet in portions; raises Rejected for what is no plain workbook and for its header."""
        with closing(self.file.open()) as opened:
            guard(opened, self.name)
            with _damage_told(self.name):
                yield from self._portions(opened, rulebook)

    def _portions(self, opened: Any, rulebook: Rulebook) -> Iterator[SheetPortion]:
        twice = _any_formulas(opened)
        with _loaded(opened, data_only=True) as values, _loaded(opened, data_only=False) as formulas:
            sheet = _sheet(values, self.options.sheet, self.name)
            other = formulas[sheet.title] if twice else None
            rows = _quietly(_rows(sheet, other, self.name))
            first = next(rows, None)
            if first is None:
                raise Rejected(Problem("E-EMPTY", Place(self.name)))
            names = ["" if empty(cell.value) else str(cell.value) for cell, _ in first[1]]
            while names and not names[-1].strip():
                names.pop()
            header = header_of(names, rulebook, self.options, Place(self.name, 1))
            reading = _Reading(self.name, sheet.title, header, self.options)
            for number, cells in rows:
                reading.add(number, cells)
                if reading.count >= self.options.part_rows:
                    yield reading.portion()
                    reading = _Reading(self.name, sheet.title, header, self.options)
            if reading.count:
                yield reading.portion()


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """Whatever the parser of workbooks says of one that is damaged, as a problem."""
    try:
        yield
    except Rejected:
        raise
    except DefusedXmlException:
        raise Rejected(Problem("E-XML-DTD", Place(name))) from None
    except Exception:
        # A damaged part shows as any error at all.
        raise Rejected(not_readable(name, "a damaged workbook", "損壞的活頁簿")) from None


def _any_formulas(opened: Any) -> bool:
    with zipfile.ZipFile(opened) as archive:
        parts = [part for part in archive.namelist() if part.lower().startswith(_SHEETS) and part.endswith(".xml")]
    return any(has_formulas(opened, part) for part in parts)


@contextmanager
def _loaded(opened: Any, *, data_only: bool) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(opened, read_only=True, data_only=data_only, keep_links=False)
    try:
        yield workbook
    finally:
        workbook.close()


def _sheet(workbook: Any, wanted: str | None, name: str) -> Any:
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    if not sheets:
        raise Rejected(Problem("E-EMPTY", Place(name)))
    if wanted is None:
        return next(iter(sheets.values()))
    if wanted not in sheets:
        choices = ", ".join(sheets)
        raise Rejected(problem("E-SHEET", wanted, choices=choices, **near(nearest(wanted, sheets))).at(Place(name), ""))
    return sheets[wanted]


_Pairs = list[tuple[Any, Any]]


def _rows(sheet: Any, other: Any, name: str) -> Iterator[tuple[int, _Pairs]]:
    """The rows with their numbers, each cell with its formula (None where there is none)."""
    sheet.reset_dimensions()
    if other is not None:
        other.reset_dimensions()
    beside = iter(other.iter_rows()) if other is not None else None
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > SHEET_ROWS:
            raise Rejected(problem("E-SHEET-ROWS", limit=str(SHEET_ROWS)).at(Place(name, number), ""))
        formulas = next(beside) if beside is not None else (None,) * len(cells)
        if cells:
            yield number, [(cell, _formula(formula)) for cell, formula in zip(cells, formulas, strict=True)]
        elif number == 1:
            yield number, []


def _formula(cell: Any) -> str | None:
    if cell is None or cell.data_type != "f":
        return None
    return str(getattr(cell.value, "text", cell.value))


def _quietly(rows: Iterator[Any]) -> Iterator[Any]:
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row = next(rows, None)
        if row is None:
            return
        yield row


class _Reading:
    """Rows of a sheet on their way to a portion."""

    def __init__(self, file: str, sheet: str, header: Header, options: ReadingOptions) -> None:
        self.file, self.sheet, self.header, self.options = file, sheet, header, options
        self.pointers = [each and _pointer(each) for each in header]
        self.rows: list[list[Any]] = []
        self.numbers: list[int] = []
        self.positions: list[int] = []
        self.rejected: list[Remark] = []
        self.remarked: list[tuple[int, Problem]] = []
        self.count = 0

    def add(self, number: int, cells: _Pairs) -> None:
        if all(formula is None and empty(cell.value) for cell, formula in cells):
            return
        width = len(self.header)
        if len(cells) > width and any(not empty(cell.value) for cell, _ in cells[width:]):
            fault = problem("E-ROW-WIDTH", str(len(cells)), width=str(width))
            place = RowPlace(self.file, self.sheet, number)
            self.rejected.append(Remark(self.count, place, fault.at(Place(self.file, number), "")))
        else:
            pairs = zip(self.pointers, cells, strict=False)
            # Most cells of a wide table are empty.
            row = [
                None if where is None or (formula is None and cell.value is None) else self._value(where, cell, formula)
                for where, (cell, formula) in pairs
            ]
            self.rows.append(row + [None] * (width - len(row)))
            self.numbers.append(number)
            self.positions.append(self.count)
        self.count += 1

    def _value(self, where: str, cell: Any, formula: str | None) -> Any:
        if formula is not None:
            if empty(cell.value):
                return Fault(problem("E-FORMULA-UNCACHED", formula).at(None, where))
            self.remarked.append((len(self.rows), Problem("W-FORMULA", None, where)))
        return _plain(cell, where)

    def portion(self) -> SheetPortion:
        rest = (tuple(self.rejected), tuple(self.remarked), self.count)
        return SheetPortion(
            self.file, self.sheet, self.header, self.options, self.rows, self.numbers, self.positions, *rest
        )


def _pointer(column: InputColumn) -> str:
    return pointer(("answers", column.attribute.id) if column.attribute else (column.name,))


def _plain(cell: Any, where: str) -> Any:
    """The value of a cell as a profile file would have it, or what keeps it from being one."""
    value = cell.value
    if value.__class__ is str and cell.data_type not in ("d", "e"):
        return value
    if cell.data_type in ("d", "e"):
        kind = ("date", "日期") if cell.data_type == "d" else ("error", "錯誤值")
        shown = f"{value} ({kind[0]})"
        expected = {"expected_en": "an answer as text or number", "expected_zh": "文字或數字的答案"}
        return Fault(problem("E-TYPE", shown, **expected).at(None, where))
    if value.__class__ in (int, float) and "%" in (cell.number_format or ""):
        # As the sheet shows it: what is 5% there must not be read as 0.05.
        return f"{(Decimal(repr(value)) * 100).normalize():f}%"
    return plain(value)


@dataclass(frozen=True, slots=True)
class SheetPortion:
    """Some rows of a sheet, their cells read and not judged yet."""

    file: str
    sheet: str
    header: Header
    options: ReadingOptions
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    positions: Sequence[int]
    rejected: Sequence[Remark]
    remarked: Sequence[tuple[int, Problem]]
    count: int

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return min((*self.numbers, *(each.place.row for each in self.rejected)), default=1)

    def table(self, rulebook: Rulebook) -> CellTable:
        """The cells."""
        columns = [list(each) for each in zip(*self.rows, strict=True)] or [[] for _ in self.header]
        return CellTable(
            self.file,
            self.sheet,
            self.header,
            columns,
            self.numbers,
            self.options,
            self.count,
            np.array(self.positions, np.int64),
            rejected=list(self.rejected),
            remarked=list(self.remarked),
        )

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, judged."""
        return judge_for(rulebook).rows(self.table(rulebook))
