"""Tables as JSON lines: an object a row, its keys in the order of the schema.

The text is put together column by column: that is many times faster than row by row.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import pyarrow as pa

from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.writing import WritingOptions
from smeadvisor.tables.writing.cells import offsets

_ESCAPED = r'[\x00-\x1f\x7f"\\]'


class JsonlWriter:
    """Writes a line a row; nested values as they are."""

    def __init__(self, sink: BinaryIO, schema: pa.Schema, options: WritingOptions) -> None:
        self._sink = sink

    def write(self, table: pa.Table) -> None:
        for batch in table.combine_chunks().to_batches():
            lines = kernels.binary_join_element_wise(_json(batch.to_struct_array()), "\n", "")
            # The texts of an array lie one after the other.
            _, _, data = lines.buffers()
            self._sink.write(data if data is not None else b"")

    def close(self) -> None:
        pass

    def drop(self) -> None:
        pass


def _json(values: Any) -> Any:
    """Each value as JSON text; what is not there is null."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        told = _json(values.dictionary).take(values.indices)
    elif pa.types.is_struct(kind):
        told = _objects(values)
    elif pa.types.is_list(kind):
        told = _lists(values)
    elif pa.types.is_string(kind):
        told = _quoted(values)
    else:
        told = values.cast(pa.string())
    return kernels.fill_null(told, "null")


def _objects(values: Any) -> Any:
    pieces: list[Any] = []
    for i, field in enumerate(values.type):
        pieces += [("," if i else "{") + json.dumps(field.name) + ":", _json(values.field(i))]
    told = kernels.binary_join_element_wise(*pieces, "}", "")
    return kernels.if_else(values.is_valid(), told, pa.scalar(None, pa.string()))


def _lists(values: Any) -> Any:
    items = pa.ListArray.from_arrays(offsets(values), _json(values.flatten()))
    told = kernels.binary_join_element_wise("[", kernels.binary_join(items, ","), "]", "")
    return kernels.if_else(values.is_valid(), told, pa.scalar(None, pa.string()))


def _quoted(values: Any) -> Any:
    plain = kernels.binary_join_element_wise('"', values, '"', "")
    which = kernels.fill_null(kernels.match_substring_regex(values, _ESCAPED), False)
    if not kernels.any(which).as_py():
        return plain
    escaped = [json.dumps(each, ensure_ascii=False) for each in values.filter(which).to_pylist()]
    return kernels.replace_with_mask(plain, which, pa.array(escaped, pa.string()))
