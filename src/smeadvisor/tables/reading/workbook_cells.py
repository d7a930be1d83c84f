"""The rows of a sheet, one after the other: what each cell holds, and what of it is not as it must be."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers import expat

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel

from smeadvisor.messages import message
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import NUMBER_DIGITS, SHEET_COLUMNS, SHEET_ROWS
from smeadvisor.tables.reading.assembly import Fault, empty, plain
from smeadvisor.tables.reading.workbook_guard import damaged, elements, out_of_order
from smeadvisor.tables.reading.workbook_package import Package, child_of, tag, text_of, unescaped

_SHEET, _CELL, _VALUE, _FORMULA, _INLINE = map(tag, ("worksheet", "c", "v", "f", "is"))
ROWS = {(tag("sheetData"), tag("row"))}
"""The rows of a sheet, by the names of what they are in and of their own."""
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_EXPECTED = message("errors.expected.text_or_number")


class Cell(NamedTuple):
    """What stands in a cell: its column from 0, its value (a Fault for what is none), and its formula."""

    column: int
    value: Any
    formula: str | None


class _OutOfOrder(Exception):
    """A row or a cell does not come after the one before it."""


def rows_of_sheet(archive: zipfile.ZipFile, part: str, package: Package, name: str) -> Iterator[tuple[int, list[Cell]]]:
    """Each row that is written down, with its number and the cells of it that hold anything.

    Raises InvalidInput at rows and cells that are not in order: which of them is meant cannot be told.
    """
    reading, number, before = _Cells(package), 0, 0
    with archive.open(part) as opened:
        try:
            for row in elements(opened, ROWS, name, outermost=_SHEET):
                before, number = number, _number_of(row, number)
                if number <= before:
                    raise _OutOfOrder
                if number > SHEET_ROWS:
                    raise InvalidInput(problem("E-SHEET-ROWS", limit=str(SHEET_ROWS)).at(Place(name, number), ""))
                yield number, list(reading.of(row, number))
        except expat.ExpatError:
            raise InvalidInput(damaged(name, number or None)) from None
        except _OutOfOrder:
            raise InvalidInput(out_of_order(name, number or before + 1)) from None


def _number_of(row: Element, before: int) -> int:
    given = row.get("r")
    return before + 1 if given is None else int(given) if _is_whole(given) else 0


def _is_whole(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 10


class _Cells:
    """What is needed to read the cells of a sheet."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.kinds = {"s": self._shared, "str": unescaped, "b": _truth, "e": _error, "d": _date}

    def of(self, row: Element, number: int) -> Iterator[Cell]:
        """The cells of a row that hold anything, in order."""
        column, ending = 0, str(number)
        for element in row:
            if element.tag != _CELL:
                continue
            where = element.get("r")
            before, column = column, column + 1 if where is None else _column(where, ending)
            if not before < column <= SHEET_COLUMNS:
                raise _OutOfOrder
            formula = child_of(element, _FORMULA) if len(element) else None
            value = self._value(element) if len(element) else None
            if value is not None or formula is not None:
                yield Cell(column - 1, value, None if formula is None else f"={formula.text or ''}")

    def _value(self, element: Element) -> Any:
        found = child_of(element, _VALUE)
        text = None if found is None else found.text
        if not text:
            inline = child_of(element, _INLINE)
            return None if inline is None else text_of(inline)
        try:
            kind = element.get("t", "n")
            return self._number(text, element.get("s")) if kind == "n" else self.kinds[kind](text)
        except (LookupError, ValueError):
            return _fault(text, "damaged cell")

    def _number(self, text: str, style: str | None) -> Any:
        value = int(text) if _is_whole(text) else _decimal(text.strip())
        if style is None:
            return plain(value)
        styles, index = self.package.styles, int(style)
        if not 0 <= index < styles.size:
            raise LookupError
        if index in styles.dates:
            return self._date(value, duration=index in styles.durations)
        # As the sheet shows it: what is 5% there must not be read as 0.05.
        return f"{(Decimal(repr(value)) * 100).normalize():f}%" if index in styles.percentages else plain(value)

    def _date(self, value: float, *, duration: bool) -> Fault:
        try:
            return _date(from_excel(value, self.package.epoch, timedelta=duration))
        except (ValueError, OverflowError):
            return _error("#VALUE!")

    def _shared(self, text: str) -> str:
        return self.package.texts[int(text) if text.isdecimal() else len(self.package.texts)]


@lru_cache(SHEET_COLUMNS)
def _letters(letters: str) -> int:
    return column_index_from_string(letters)


def _column(where: str, ending: str) -> int:
    """The column of a cell, which must be one of the row with this number."""
    try:
        return _letters(where.removesuffix(ending)) if where.endswith(ending) else 0
    except ValueError:
        return 0


def _decimal(text: str) -> float:
    if len(text) > NUMBER_DIGITS or not _NUMBER.fullmatch(text):
        raise ValueError
    return float(text) if "." in text or "e" in text.lower() else int(text)


def _truth(text: str) -> bool:
    return {"0": False, "1": True}[text]


def _error(text: str) -> Fault:
    return _fault(text, "error")


def _date(value: object) -> Fault:
    return _fault(value, "date")


def _fault(value: object, what: str) -> Fault:
    return Fault(problem("E-TYPE", f"{value} ({what})", expected=_EXPECTED))


def uncached(cell: Cell) -> Problem | None:
    """The problem of a formula whose result was not saved."""
    if cell.formula is None or not empty(cell.value):
        return None
    return problem("E-FORMULA-UNCACHED", cell.formula)
