"""Nested columns as one text a cell, for CSV and XLSX: items joined by semicolons."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from smeadvisor.tables.kernels import kernels

_ITEMS = {"barriers": ("id", "=", "severity", ":", "weight"), "recommendations": ("rank", "=", "id", "=", "points")}
"""How an item is written: names of its fields, and the signs between them."""


def cells(table: pa.Table) -> pa.Table:
    """The table with each list as a text; what is not a list stays."""
    columns = [_cell(name, column) for name, column in zip(table.column_names, table.columns, strict=True)]
    return pa.table(columns, names=table.column_names)


def _cell(name: str, column: Any) -> Any:
    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    if not pa.types.is_list(column.type):
        return column
    whole = column.combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    items = _items(name, whole.flatten())
    lists = pa.ListArray.from_arrays(offsets(whole), items)
    return kernels.binary_join(lists, ";")


def _items(name: str, values: Any) -> Any:
    if not pa.types.is_struct(values.type):
        return values.cast(pa.string())
    pieces = [values.field(each).cast(pa.string()) if each.isalpha() else each for each in _ITEMS[name]]
    return kernels.binary_join_element_wise(*pieces, "")


def offsets(lists: Any) -> Any:
    """Where the items of each list begin among those of all; a list that is not there has none."""
    lengths = kernels.fill_null(kernels.list_value_length(lists), 0)
    return pa.concat_arrays([pa.array([0], pa.int32()), kernels.cumulative_sum(lengths).cast(pa.int32())])
