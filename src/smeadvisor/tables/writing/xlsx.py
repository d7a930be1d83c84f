"""Tables as a workbook of one sheet. Text is written as text, never as a formula or a link."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, BinaryIO

import pyarrow as pa
import xlsxwriter
import xlsxwriter.xmlwriter
from xlsxwriter.exceptions import FileCreateError

from smeadvisor.errors import Rejected, problem
from smeadvisor.tables.writing import SHEET_ROWS, WritingOptions
from smeadvisor.tables.writing.cells import cells

_SHEET = "advice"
_LONGEST = 32_767
_CREATED = datetime(2000, 1, 1)
"""A fixed day, so that the same rows give the same bytes."""

# Workbooks write a control character by its number, _x000D_, and a text that looks so with its first _ as _x005F_.
# The library overlooks such texts where they overlap, or where a control character makes them so: they would be
# read as another text.
xlsxwriter.xmlwriter.re_control_chars_1 = re.compile("(_(?=x[0-9a-fA-F]{4}[_\0-\x08\x0b-\x1f\ufffe\uffff]))")


class XlsxWriter:
    """Writes a header and a row a profile; in memory there is one row at a time."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, options: WritingOptions) -> None:
        folder = None if options.folder is None else str(options.folder)
        self._book = xlsxwriter.Workbook(sink, {"constant_memory": True, "tmpdir": folder})
        self._book.set_properties({"created": _CREATED})
        self._sheet = self._book.add_worksheet(_SHEET)
        self._sheet.freeze_panes(1, 0)
        self._row = 0
        self._write_row(schema.names)

    def write(self, table: pa.Table) -> None:
        if self._row - 1 + table.num_rows > SHEET_ROWS:
            raise Rejected(problem("E-ROWS", limit=f"{SHEET_ROWS + 1:,}"))
        columns = [each.to_pylist() for each in cells(table).columns]
        for values in zip(*columns, strict=True):
            self._write_row(values)

    def _write_row(self, values: Any) -> None:
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._write_text(column, value)
            elif value is not None:
                self._sheet.write_number(self._row, column, value)
        self._row += 1

    def _write_text(self, column: int, text: str) -> None:
        if len(text) > _LONGEST:
            raise Rejected(problem("E-CELL", limit=f"{_LONGEST:,}", row=str(self._row + 1)))
        self._sheet.write_string(self._row, column, text)

    def close(self) -> None:
        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from None

    def drop(self) -> None:
        pass
