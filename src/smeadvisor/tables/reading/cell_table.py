"""A table of cells under a header, as the judge reads it: from CSV, workbooks and Parquet files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from smeadvisor.files.documents import Document
from smeadvisor.problems import Place, Problem
from smeadvisor.tables.encoded import Array
from smeadvisor.tables.layout import InputColumn
from smeadvisor.tables.reading.assembly import assembled, empty, plain, strictly
from smeadvisor.tables.reading.cells import Cells
from smeadvisor.tables.reading.header import Header
from smeadvisor.tables.reading.judging import AnswerCells
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.remedies import in_table
from smeadvisor.tables.rows import Remark, RowPlace


@dataclass(slots=True)
class CellTable:
    """Rows of cells: ``columns`` go with the header, ``numbers`` are those that the file's own tool counts."""

    file: str
    sheet: str | None
    header: Header
    columns: Sequence[Cells]
    numbers: Sequence[int] | range
    options: ReadingOptions
    count: int
    positions: Array
    texts: bool = False
    rejected: list[Remark] = field(default_factory=list)
    remarked: list[tuple[int, Problem]] = field(default_factory=list)
    doubtful: Array | None = None

    @property
    def fields(self) -> Mapping[str, Cells]:
        """The cells that speak of the profile, by field; options stand in for a missing kind or economy."""
        size = len(self.positions)
        by_name = self._by_name()
        found = {name: by_name[name] for name in ("id", "kind", "economy", "note") if name in by_name}
        for name, given in (("kind", self.options.kind), ("economy", self.options.economy)):
            if given is not None and name not in found:
                found[name] = pa.DictionaryArray.from_arrays(np.zeros(size, np.int8), [given])
        if "name" in by_name:
            found["name"] = by_name["name"]
        elif "name.en" in by_name or "name.zh-Hant" in by_name:
            none = pa.nulls(size, pa.string())
            found["name"], found["name.zh-Hant"] = (by_name.get(f"name.{lang}", none) for lang in ("en", "zh-Hant"))
        return found

    @property
    def answers(self) -> Mapping[str, AnswerCells]:
        """The cells of each attribute."""
        by_name = self._by_name()
        beside: dict[str, dict[str, Cells]] = {}
        for attribute in (each.attribute for each in self.header if each and each.attribute):
            beside[attribute.id] = {}
        for column in self.header:
            if column and column.attribute and column.companion:
                beside[column.attribute.id][column.companion] = by_name[column.name]
        none = pa.nulls(len(self.positions), pa.string())
        return {
            name: AnswerCells(by_name.get(name, none), companions, self.options.units.get(name))
            for name, companions in beside.items()
        }

    def _by_name(self) -> dict[str, Cells]:
        return {each.name: cells for each, cells in zip(self.header, self.columns, strict=True) if each}

    def place(self, index: int) -> RowPlace:
        """Where the row stands."""
        return RowPlace(self.file, self.sheet, int(self.numbers[index]))

    def placed(self, index: int, fault: Problem) -> Problem:
        """The problem with the remedy of a table, at the row, and at its column where it is that of a field."""
        fault = in_table(fault)
        row = int(self.numbers[index])
        field_ = f"/{fault.value}" if fault.code == "E-MISSING" and not fault.pointer else fault.pointer
        at = self._column_of(field_, index)
        column = None if at is None else self.header[at]
        if at is None or column is None:
            return fault.at(Place(self.file, row), fault.pointer)
        cell = "" if self.sheet is None else cell_name(row, at)
        return fault.at(Place(self.file, row, header=column.header, cell=cell), fault.pointer)

    def _column_of(self, pointer: str, index: int) -> int | None:
        """Which column a field stands in: a part of an answer where its own column holds one, else the answer's."""
        keys = pointer.split("/")[1:]
        keys = keys[1:] if keys[:1] == ["answers"] else keys
        columns = {each.name: i for i, each in enumerate(self.header) if each}
        part = columns.get(".".join(keys[:2])) if keys else None
        if part is None or empty(_raw(self.columns[part], index)):
            return columns.get(keys[0], part) if keys else None
        return part

    def document(self, index: int, only: Collection[str] | None = None) -> Document:
        """The row as the document of a single profile; raises InvalidInput for faults of cells and of texts.

        With ``only``, without the answers to other attributes.
        """
        cells = [
            _raw(column, index) if _is_wanted(each, only) else None
            for each, column in zip(self.header, self.columns, strict=True)
        ]
        data = assembled(self.header, cells, self.options)
        for column, cell in zip(self.header, cells, strict=True):
            if column:
                strictly(cell, column.pointer)
        return Document(self.file, data)


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls the cell, the row counted from 1, the column from 0."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row}"


def _is_wanted(column: InputColumn | None, only: Collection[str] | None) -> bool:
    return column is not None and (only is None or column.attribute is None or column.attribute.id in only)


def _raw(column: Cells, index: int) -> Any:
    cell = column[index]
    return plain(_whole(cell.as_py()) if isinstance(cell, pa.Scalar) else cell)


def _whole(value: Any) -> Any:
    """A whole number of a column of decimals as one, as it is in a column of floating numbers."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
