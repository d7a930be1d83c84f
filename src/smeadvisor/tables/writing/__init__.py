"""Tables to files, part after part: Parquet, JSONL, CSV, XLSX. The same parts give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, Protocol

import pyarrow as pa

Form = Literal["parquet", "jsonl", "csv", "xlsx"]

ENDINGS: Mapping[str, Form] = {".parquet": "parquet", ".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx"}
SHEET_ROWS = 1_048_575
"""Most rows of a worksheet below its header."""


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, and the head and the width in characters of each column."""

    name: str
    columns: Sequence[tuple[str, int]]


class Beside(Protocol):
    """What a workbook has beside its data: a sheet with a row a profile, and a sheet of all names in the tables."""

    @property
    def profiles(self) -> Sheet: ...

    @property
    def names(self) -> Sheet: ...

    def profile_columns(self, table: pa.Table) -> Sequence[Sequence[Any]]:
        """The cells of the profiles of a table, by column."""
        ...

    def name_columns(self) -> Sequence[Sequence[Any]]:
        """The cells of the names in all tables until now, by column."""
        ...


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """``raw``: text in CSV is not defused; ``excel``: CSV begins with a mark by which Excel knows UTF-8.

    ``folder`` is where unfinished pieces of a workbook may lie; ``beside`` what it has beside the data.
    """

    raw: bool = False
    excel: bool = False
    folder: Path | None = None
    beside: Beside | None = None


class Writer(Protocol):
    """Writes tables of one schema, one after the other."""

    def write(self, table: pa.Table) -> None:
        """The rows after those before; raises OSError, or InvalidInput where the form cannot hold them."""
        ...

    def close(self) -> None:
        """Write what stands at the end; the file below stays open."""
        ...

    def drop(self) -> None:
        """Let go of it unfinished, in no time and without a complaint."""
        ...


def writer(form: Form, sink: BinaryIO, schema: pa.Schema, options: WritingOptions) -> Writer:
    """What writes tables of that schema in that form."""
    # Each brings a library of its own, imported when it is needed.
    if form == "parquet":
        from smeadvisor.tables.writing.parquet import ParquetWriter

        return ParquetWriter(sink, schema, options)
    if form == "jsonl":
        from smeadvisor.tables.writing.jsonl import JsonlWriter

        return JsonlWriter(sink, schema, options)
    if form == "csv":
        from smeadvisor.tables.writing.csv import CsvWriter

        return CsvWriter(sink, schema, options)
    from smeadvisor.tables.writing.xlsx import XlsxWriter

    return XlsxWriter(sink, schema, options)
