"""Tables as Parquet: one row group a part, a checksum on every page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from smeadvisor.tables.writing import WritingOptions

_COMPRESSION = "snappy"
"""As fast as none and as LZ4 on tables of advice, and every reader knows it; Zstandard takes longer than it saves."""

_SELDOM_REPEATED = ("row", "id", "name")


class ParquetWriter:
    """Writes each table as a row group."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, options: WritingOptions) -> None:
        repeated: Any = [path for field in schema for path in _repeated(field)]
        # A dictionary of values that hardly repeat is made in vain.
        self._parquet = pq.ParquetWriter(
            sink, schema, compression=_COMPRESSION, use_dictionary=repeated, write_page_checksum=True
        )

    def write(self, table: pa.Table) -> None:
        if table.num_rows:
            self._parquet.write_table(table, row_group_size=table.num_rows)

    def close(self) -> None:
        self._parquet.close()

    def drop(self) -> None:
        # Closed in any case when it goes, and then complains where nobody can help.
        with contextlib.suppress(Exception):
            self._parquet.close()


def _repeated(field: Any) -> Iterator[str]:
    """The leaves of a field whose values are likely to repeat."""
    if field.name not in _SELDOM_REPEATED and not pa.types.is_uint64(field.type):
        yield from _leaves(field.name, field.type)


def _leaves(path: str, kind: Any) -> Iterator[str]:
    if pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(f"{path}.{field.name}", field.type)
    else:
        yield path
