"""Tables as CSV: UTF-8, commas, every text in quotation marks."""

from __future__ import annotations

from typing import BinaryIO

import pyarrow as pa
from pyarrow import csv

from smeadvisor.tables.defusing import defused
from smeadvisor.tables.writing import WritingOptions
from smeadvisor.tables.writing.cells import cells

_MARK = b"\xef\xbb\xbf"


class CsvWriter:
    """Writes a header and a line a row."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, options: WritingOptions) -> None:
        self._raw = options.raw
        if options.excel:
            sink.write(_MARK)
        shape = cells(schema.empty_table()).schema
        self._csv = csv.CSVWriter(sink, shape, write_options=csv.WriteOptions(quoting_style="needed"))

    def write(self, table: pa.Table) -> None:
        flat = cells(table)
        # Any text may begin with what users wrote: a reason quotes the value that it rejects.
        for i, field in enumerate(() if self._raw else flat.schema):
            if field.type == pa.string():
                flat = flat.set_column(i, field.name, defused(flat[field.name]))
        self._csv.write_table(flat)

    def close(self) -> None:
        self._csv.close()

    def drop(self) -> None:
        pass
