"""What a sheet says of its cells beside what they hold: which are merged, and what of it is hidden."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple
from xml.parsers import expat

from openpyxl.utils import range_boundaries
from openpyxl.xml.constants import SHEET_MAIN_NS

from smeadvisor.problems import InvalidInput, Place, problem
from smeadvisor.problems.limits import SHEET_COLUMNS, SHEET_ROWS, VALUES

_BLOCK = 1 << 20
_OVERLAP = 256
_MERGED = b"mergeCell"
_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?!0[\"']|false)")
_TRUE = ("1", "true")


class Merged(NamedTuple):
    """Cells that are merged: rows count from 1, columns from 0, the last ones included."""

    ref: str
    first_row: int
    last_row: int
    columns: range


@dataclass(slots=True)
class Marks:
    """The merged cells by their first row; how many rows with cells that hold anything and which columns are hidden."""

    merged: list[Merged] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: list[range] = field(default_factory=list)


def marks_of_sheet(archive: zipfile.ZipFile, part: str, name: str) -> Marks:
    """The marks of a sheet; raises InvalidInput (E-MERGED) where more cells are merged than can be told apart.

    Merged cells are listed after all rows, so they are looked for before the rows are read. What is damaged is told
    where the rows are.
    """
    found = _Found(name)
    parser = expat.ParserCreate(None, " ")
    parser.StartElementHandler = found.element
    with suppress(expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError):
        with archive.open(part) as opened:
            if not any(map(_may_have_marks, _blocks(opened))):
                return found.marks
        with archive.open(part) as opened:
            parser.ParseFile(opened)
    found.marks.merged.sort(key=attrgetter("first_row"))
    return found.marks


def _blocks(opened: Any) -> Iterator[bytes]:
    held = b""
    while block := opened.read(_BLOCK):
        yield held + block
        held = block[-_OVERLAP:]


def _may_have_marks(block: bytes) -> bool:
    """Whether there may be any in these bytes; no letter of a name can be written otherwise, unless each takes two."""
    return _MERGED in block or (b"hidden" in block and _HIDDEN.search(block) is not None) or b"\0" in block


class _Found:
    """The marks found so far."""

    def __init__(self, name: str) -> None:
        self.name, self.marks, self._in_hidden = name, Marks(), False
        own: dict[str, Callable[[Mapping[str, str]], None]] = {"row": self._row, "col": self._column}
        own |= {"mergeCell": self._merged, **dict.fromkeys(("v", "f", "is"), self._holds)}
        self._by_tag = {f"{SHEET_MAIN_NS} {each}": take for each, take in own.items()}

    def element(self, tag: str, attributes: Mapping[str, str]) -> None:
        take = self._by_tag.get(tag)
        if take:
            take(attributes)

    def _row(self, attributes: Mapping[str, str]) -> None:
        self._in_hidden = attributes.get("hidden") in _TRUE and attributes.get("r") != "1"

    def _holds(self, _: Mapping[str, str]) -> None:
        self.marks.hidden_rows += self._in_hidden
        self._in_hidden = False

    def _column(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _TRUE:
            self.marks.hidden_columns.append(range(int(attributes["min"]) - 1, int(attributes["max"])))

    def _merged(self, attributes: Mapping[str, str]) -> None:
        # Whole columns name no rows, whole rows no columns.
        ends = zip(range_boundaries(attributes["ref"]), (1, 1, SHEET_COLUMNS, SHEET_ROWS), strict=True)
        first_column, first_row, last_column, last_row = (given or end for given, end in ends)
        if (first_column, first_row) == (last_column, last_row):
            return
        if len(self.marks.merged) == VALUES:
            fault = problem("E-MERGED", f"{self.marks.merged[0].ref} … {attributes['ref']}")
            raise InvalidInput(fault.at(Place(self.name), ""))
        columns = range(first_column - 1, last_column)
        self.marks.merged.append(Merged(attributes["ref"], first_row, last_row, columns))


class MergedRows:
    """Which of some columns are merged in a row, asked of rows that come in order."""

    def __init__(self, merged: list[Merged], columns: range | set[int]) -> None:
        self._coming = [each for each in merged if any(column in columns for column in each.columns)]
        self._coming.reverse()
        self._columns = columns
        self._here: dict[int, Merged] = {}

    def on(self, row: int) -> Mapping[int, Merged]:
        """The merged cells that each column is part of."""
        if not (self._here or self._coming):
            return self._here
        self._here = {column: each for column, each in self._here.items() if each.last_row >= row}
        while self._coming and self._coming[-1].first_row <= row:
            each = self._coming.pop()
            if each.last_row >= row:
                self._here |= {column: each for column in each.columns if column in self._columns}
        return self._here
