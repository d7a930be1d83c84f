"""Tables as a workbook: the data, and beside it what is for people. Text is text, never a formula or a link."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, cast

import pyarrow as pa
import xlsxwriter
import xlsxwriter.xmlwriter
from xlsxwriter.exceptions import FileCreateError

from smeadvisor.problems import InvalidInput, problem
from smeadvisor.tables.writing import SHEET_ROWS, Sheet, WritingOptions
from smeadvisor.tables.writing.cells import cells

_SHEET = "advice"
_LONGEST = 32_767
_WRAPPED_FROM = 48
"""Width from which columns hold texts that may need several lines."""
_CREATED = datetime(2000, 1, 1)
"""A fixed day, so that the same rows give the same bytes."""

# Workbooks write a control character by its number, _x000D_, and a text that looks so with its first _ as _x005F_.
# The library overlooks such texts where they overlap, or where a control character makes them so: they would be
# read as another text.
xlsxwriter.xmlwriter.re_control_chars_1 = re.compile("(_(?=x[0-9a-fA-F]{4}[_\0-\x08\x0b-\x1f\ufffe\uffff]))")


class XlsxWriter:
    """Writes a header and a row a profile on each sheet; in memory there is one row of each at a time."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, options: WritingOptions) -> None:
        folder = None if options.folder is None else str(options.folder)
        self._sink = _Sink(sink)
        self._book = xlsxwriter.Workbook(cast(BinaryIO, self._sink), {"constant_memory": True, "tmpdir": folder})
        self._book.set_properties({"created": _CREATED})
        self._data = _Lines(self._book, Sheet(_SHEET, [*_columns(schema)]))
        self._beside = options.beside
        self._profiles = _Lines(self._book, options.beside.profiles) if options.beside else None

    def write(self, table: pa.Table) -> None:
        self._data.add(each.to_pylist() for each in cells(table).columns)
        if self._beside and self._profiles:
            self._profiles.add(self._beside.profile_columns(table))

    def close(self) -> None:
        self._data.close()
        if self._beside and self._profiles:
            self._profiles.close()
            names = _Lines(self._book, self._beside.names)
            names.add(self._beside.name_columns())
            names.close()
        try:
            self._book.close()
        except BaseException as error:
            self._sink.file = io.BytesIO()
            raise (error.args[0] if isinstance(error, FileCreateError) else error) from None

    def drop(self) -> None:
        pass


class _Sink:
    """The file that a workbook goes to; where it fails another takes its place, for an archive that ends late."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def _columns(schema: pa.Schema) -> Iterator[tuple[str, int]]:
    """The columns of the data with their widths: those of lists are wide, those of codes and numbers are not."""
    for field in schema:
        narrow = 16 if pa.types.is_dictionary(field.type) else 10
        wide = 60 if pa.types.is_list(field.type) else 24 if pa.types.is_string(field.type) else narrow
        yield field.name, max(wide, min(len(field.name) + 4, 28))


class _Lines:
    """A sheet with a header that stays in sight, bold and with filters, to which rows are added."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self._sheet = book.add_worksheet(sheet.name)
        self._sheet.freeze_panes(1, 0)
        self._row, self._width = 0, len(sheet.columns)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for column, (head, width) in enumerate(sheet.columns):
            # A format costs time with every cell: only what is long has one.
            self._sheet.set_column(column, column, width, wrapped if width >= _WRAPPED_FROM else None)
            self._sheet.write_string(0, column, head, bold)

    def add(self, columns: Iterable[Sequence[Any]]) -> None:
        """The rows of these columns. Raises InvalidInput where a sheet cannot hold them."""
        for values in zip(*columns, strict=True):
            self._row += 1
            if self._row > SHEET_ROWS:
                raise InvalidInput(problem("E-ROWS", limit=f"{SHEET_ROWS + 1:,}"))
            self._write_row(values)

    def _write_row(self, values: Sequence[Any]) -> None:
        for column, value in enumerate(values):
            if isinstance(value, str):
                self._write_text(column, value)
            elif value is not None:
                self._sheet.write_number(self._row, column, value)

    def _write_text(self, column: int, text: str) -> None:
        if len(text) > _LONGEST:
            raise InvalidInput(problem("E-CELL", limit=f"{_LONGEST:,}", row=str(self._row + 1)))
        self._sheet.write_string(self._row, column, text)

    def close(self) -> None:
        """Put the filters over all rows."""
        self._sheet.autofilter(0, 0, self._row, self._width - 1)
