"""XLSX workbooks: guarded, then read row by row; what a cell shows as a date, a percentage or an error is told."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from defusedxml import DefusedXmlException

from smeadvisor.errors import Place, Problem, Rejected, near, nearest, pointer, problem
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.layout import InputColumn
from smeadvisor.tables.reading.assembly import Fault, empty
from smeadvisor.tables.reading.cell_table import CellTable
from smeadvisor.tables.reading.header import Header, header_of
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.workbook_cells import Cell, rows_of_sheet, uncached
from smeadvisor.tables.reading.workbook_guard import damaged, guard
from smeadvisor.tables.reading.workbook_package import Sheet, package_of
from smeadvisor.tables.rows import Remark, RowPlace, Rows


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
        with zipfile.ZipFile(opened) as archive:
            with _quiet():
                package = package_of(archive, self.name)
            sheet = _sheet(package.sheets, self.options.sheet, self.name)
            rows = rows_of_sheet(archive, sheet.part, package, self.name)
            header = header_of(_names(next(rows, None), self.name), rulebook, self.options, Place(self.name, 1))
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
        raise Rejected(damaged(name)) from None


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _sheet(sheets: Sequence[Sheet], wanted: str | None, name: str) -> Sheet:
    """The sheet of this name, or the first that is shown."""
    if not sheets:
        raise Rejected(Problem("E-EMPTY", Place(name)))
    if wanted is None:
        return next((each for each in sheets if each.visible), sheets[0])
    by_title = {sheet.title: sheet for sheet in sheets}
    if wanted not in by_title:
        choices = ", ".join(by_title)
        found = problem("E-SHEET", wanted, choices=choices, **near(nearest(wanted, by_title)))
        raise Rejected(found.at(Place(name), ""))
    return by_title[wanted]


def _names(first: tuple[int, list[Cell]] | None, name: str) -> list[str]:
    """The names in the first row, blank ones at its end left out."""
    if first is None:
        raise Rejected(Problem("E-EMPTY", Place(name)))
    number, cells = first
    if number != 1:
        return []
    faults = [fault.at(Place(name, 1), "") for fault in map(uncached, cells) if fault]
    if faults:
        raise Rejected(faults)
    names = [""] * (max((cell.column for cell in cells), default=-1) + 1)
    for cell in cells:
        shown = cell.value.problem.value if isinstance(cell.value, Fault) else cell.value
        names[cell.column] = str(shown)
    while names and not names[-1].strip():
        names.pop()
    return names


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

    def add(self, number: int, cells: Sequence[Cell]) -> None:
        filled = [cell for cell in cells if cell.formula is not None or not empty(cell.value)]
        if not filled:
            return
        width = len(self.header)
        if filled[-1].column >= width:
            fault = problem("E-ROW-WIDTH", str(filled[-1].column + 1), width=str(width))
            place = RowPlace(self.file, self.sheet, number)
            self.rejected.append(Remark(self.count, place, fault.at(Place(self.file, number), "")))
        else:
            row: list[Any] = [None] * width
            for cell in filled:
                where = self.pointers[cell.column]
                row[cell.column] = None if where is None else self._value(where, cell)
            self.rows.append(row)
            self.numbers.append(number)
            self.positions.append(self.count)
        self.count += 1

    def _value(self, where: str, cell: Cell) -> Any:
        if cell.formula is not None:
            if fault := uncached(cell):
                return Fault(fault.at(None, where))
            self.remarked.append((len(self.rows), Problem("W-FORMULA", None, where)))
        return Fault(cell.value.problem.at(None, where)) if isinstance(cell.value, Fault) else cell.value

    def portion(self) -> SheetPortion:
        rest = (tuple(self.rejected), tuple(self.remarked), self.count)
        return SheetPortion(
            self.file, self.sheet, self.header, self.options, self.rows, self.numbers, self.positions, *rest
        )


def _pointer(column: InputColumn) -> str:
    if column.attribute is None:
        return pointer((column.name,))
    return pointer(("answers", column.attribute.id, *([column.companion] if column.companion else ())))


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
