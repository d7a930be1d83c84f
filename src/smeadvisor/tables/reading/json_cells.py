"""Answers from JSON, all of one type, as an Arrow array, which is judged as a whole; others are left as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from smeadvisor.tables.reading.cells import Cells

_TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    list: pa.list_(pa.string()),
}


def of_one_type(cells: Sequence[Any]) -> Cells:
    """The cells as an array where they are texts, truth values, numbers, lists of texts or amounts, or nothing."""
    kinds = {*map(type, cells)} - {type(None)}
    if len(kinds) != 1:
        return cells
    (kind,) = kinds
    try:
        if kind is dict:
            return _amounts(cells)
        return pa.array(cells, _TYPES[kind]) if kind in _TYPES else cells
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return cells


def _amounts(cells: Sequence[Any]) -> Cells:
    """Whole amounts, each with its currency and nothing else."""
    given = [each for each in cells if each is not None]
    amounts, currencies = ([each.get(part) for each in given] for part in ("amount", "currency"))
    if {*map(len, given)} != {2} or {*map(type, amounts)} != {int} or {*map(type, currencies)} != {str}:
        return cells
    parts = {"amount": pa.int64(), "currency": pa.string()}
    return pa.StructArray.from_arrays(
        [pa.array([each and each[name] for each in cells], kind) for name, kind in parts.items()], list(parts)
    )
