"""XLSX workbooks: guarded, then read row by row; what a cell shows as a date, a percentage or an error is told."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from smeadvisor.messages import message
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem, near, nearest, problem, shown, together
from smeadvisor.problems.limits import PROBLEMS
from smeadvisor.tables.layout import column_named
from smeadvisor.tables.reading.assembly import Fault, empty
from smeadvisor.tables.reading.cell_table import CellTable, cell_name
from smeadvisor.tables.reading.header import Header, header_of, renamed
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.workbook_cells import Cell, rows_of_sheet, uncached
from smeadvisor.tables.reading.workbook_guard import damaged, guard
from smeadvisor.tables.reading.workbook_marks import Marks, Merged, MergedRows, marks_of_sheet
from smeadvisor.tables.reading.workbook_package import Package, Sheet, package_of
from smeadvisor.tables.rows import Remark, RowPlace, Rows

_SHOWN = 10


@dataclass(slots=True)
class Workbook(TableFile):
    """A sheet of a workbook as a source; see ``Source``."""

    def rows_hint(self) -> int | None:
        """Unknown: a sheet may say anything of its size."""
        return None

    def portions(self, rulebook: Rulebook) -> Iterator[SheetPortion]:
        """The rows of the sheet in portions; raises InvalidInput for what is no plain workbook and for its header."""
        with closing(self.file.open()) as opened:
            guard(opened, self.name)
            with _damage_told(self.name):
                yield from self._portions(opened, rulebook)

    def _portions(self, opened: Any, rulebook: Rulebook) -> Iterator[SheetPortion]:
        with zipfile.ZipFile(opened) as archive:
            package = package_of(archive, self.name)
            sheet = _sheet(package.sheets, self.options.sheet, self.name)
            marks = marks_of_sheet(archive, sheet.part, self.name)
            rows = rows_of_sheet(archive, sheet.part, package, self.name)
            header = _header(_names(next(rows, None), self.name), marks.merged, rulebook, self.options, self.name)
            others = [each for each in package.sheets if each is not sheet] if self.options.sheet is None else []
            unread = [each.title for each in others if _is_table(archive, each, package, rulebook, self.options)]
            self.warnings[:] = _warnings(self.name, sheet.title, header, marks, unread)
            merged = MergedRows(marks.merged, {i for i, column in enumerate(header) if column})
            reading = _Reading(self.name, sheet.title, header, self.options)
            for number, cells in rows:
                reading.add(number, cells, merged.on(number))
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
    except InvalidInput:
        raise
    except Exception:
        # A damaged part shows as any error at all.
        raise InvalidInput(damaged(name)) from None


def _sheet(sheets: Sequence[Sheet], wanted: str | None, name: str) -> Sheet:
    """The sheet of this name, or the first that is shown."""
    if not sheets:
        raise InvalidInput(Problem("E-EMPTY", Place(name)))
    if wanted is None:
        return next((each for each in sheets if each.visible), sheets[0])
    by_title = {sheet.title: sheet for sheet in sheets}
    if wanted not in by_title:
        choices = ", ".join(by_title)
        found = problem("E-SHEET", wanted, choices=choices, **near(nearest(wanted, by_title)))
        raise InvalidInput(found.at(Place(name), ""))
    return by_title[wanted]


def _names(first: tuple[int, list[Cell]] | None, name: str) -> list[str]:
    """The names in the first row, blank ones at its end left out."""
    if first is None:
        raise InvalidInput(Problem("E-EMPTY", Place(name)))
    number, cells = first
    if number != 1:
        return []
    found = [(cell, fault) for cell in cells if (fault := uncached(cell))]
    if found:
        raise InvalidInput(fault.at(_in_header(name, cell), "") for cell, fault in found)
    names = [""] * (max((cell.column for cell in cells), default=-1) + 1)
    for cell in cells:
        held = cell.value.problem.value if isinstance(cell.value, Fault) else cell.value
        names[cell.column] = str(held)
    while names and not names[-1].strip():
        names.pop()
    return names


def _in_header(name: str, cell: Cell) -> Place:
    return Place(name, 1, header=shown(cell.formula), cell=cell_name(1, cell.column))


def _header(
    names: list[str], merged: Sequence[Merged], rulebook: Rulebook, options: ReadingOptions, name: str
) -> Header:
    """The columns; raises InvalidInput for faults of the header and for merged cells in it."""
    ahead = [each for each in merged if each.first_row == 1]
    try:
        header = header_of(names, rulebook, options, Place(name, 1))
        faults: tuple[Problem, ...] = ()
    except InvalidInput as rejected:
        header, faults = (), rejected.problems
    read = {i for i, column in enumerate(header) if column} if header else range(len(names))
    told = [_merged_cells(each).at(Place(name, 1), "") for each in ahead if any(i in read for i in each.columns)]
    if told or faults:
        raise InvalidInput([*told, *faults][:PROBLEMS])
    return header


def _merged_cells(merged: Merged) -> Problem:
    return problem("E-MERGED", merged.ref)


def _is_table(
    archive: zipfile.ZipFile, sheet: Sheet, package: Package, rulebook: Rulebook, options: ReadingOptions
) -> bool:
    """Whether the first row of a sheet has names of columns that are read; what cannot be read is no table."""
    try:
        names = _names(next(rows_of_sheet(archive, sheet.part, package, ""), None), "")
    except Exception:
        return False
    known = [name for name in names if column_named(renamed(name, options), rulebook)]
    return len(known) > 1 and "id" in {renamed(name, options) for name in known}


def _warnings(file: str, sheet: str, header: Header, marks: Marks, unread: Sequence[str]) -> Iterator[Problem]:
    """What is to be said of sheets that are not read, and of what is read though it is not seen."""
    if unread:
        yield problem("W-SHEETS", sheet, list=_listed(unread)).at(Place(file), "")
    columns = [
        column.header for i, column in enumerate(header) if column and any(i in each for each in marks.hidden_columns)
    ]
    if marks.hidden_rows or columns:
        hidden = [message("errors.hidden_rows", count=f"{marks.hidden_rows:,}")] * bool(marks.hidden_rows)
        hidden += [message("errors.hidden_columns", list=_listed(columns))] * bool(columns)
        yield problem("W-HIDDEN", sheet, what=together(hidden, "errors.in_clauses")).at(Place(file), "")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(shown, names[:_SHOWN])) + (" …" if len(names) > _SHOWN else "")


class _Reading:
    """Rows of a sheet on their way to a portion."""

    def __init__(self, file: str, sheet: str, header: Header, options: ReadingOptions) -> None:
        self.file, self.sheet, self.header, self.options = file, sheet, header, options
        self.pointers = [each and each.pointer for each in header]
        self.rows: list[list[Any]] = []
        self.numbers: list[int] = []
        self.positions: list[int] = []
        self.rejected: list[Remark] = []
        self.remarked: list[tuple[int, Problem]] = []
        self.faulty: list[int] = []
        self.count = 0

    def add(self, number: int, cells: Sequence[Cell], merged: Mapping[int, Merged]) -> None:
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
            for column, each in merged.items():
                row[column] = Fault(_merged_cells(each).at(None, self.pointers[column] or ""))
            if any(isinstance(each, Fault) for each in row):
                self.faulty.append(len(self.rows))
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
        rest = (tuple(self.rejected), tuple(self.remarked), self.count, tuple(self.faulty))
        return SheetPortion(
            self.file, self.sheet, self.header, self.options, self.rows, self.numbers, self.positions, *rest
        )


@dataclass(frozen=True, slots=True)
class SheetPortion:
    """Some rows of a sheet, their cells read and not judged yet; ``faulty`` rows have one that cannot be read."""

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
    faulty: Sequence[int] = ()

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return min((*self.numbers, *(each.place.row for each in self.rejected)), default=1)

    def table(self, rulebook: Rulebook) -> CellTable:
        """The cells."""
        columns = [list(each) for each in zip(*self.rows, strict=True)] or [[] for _ in self.header]
        doubtful = np.zeros(len(self.rows), bool)
        doubtful[list(self.faulty)] = True
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
            doubtful=doubtful,
        )

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, judged."""
        return judge_for(rulebook).rows(self.table(rulebook))
