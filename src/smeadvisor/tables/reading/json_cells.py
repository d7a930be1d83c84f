"""Lines of JSON read quickly where they are plainly good; answers of one type as an Arrow array, judged as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from smeadvisor.files.documents.scalars import FORBIDDEN
from smeadvisor.problems.limits import NESTING, NUMBER_DIGITS, TEXT_LENGTH
from smeadvisor.tables.reading.cells import Cells

_DOUBTFUL_ESCAPE = re.compile(
    r"\\(?:[bf]|u(?:00[0189]|007f|00ad|061c|180e|20[026]|d[89a-f]|feff|fff[9a-f]))", re.IGNORECASE
)
_NESTED = (dict, list)
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


class _Doubtful(ValueError):
    """JSON that may be good or not: the strict reader is to say."""


def quick(line: bytes) -> dict[str, Any] | None:
    """The data of a line that is plainly good JSON, else None."""
    if len(line) > TEXT_LENGTH:
        return None
    try:
        text = line.decode()
        if not (text.isprintable() or not FORBIDDEN.search(text)):
            return None
        if "\\" in text and _DOUBTFUL_ESCAPE.search(text):
            return None
        data = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None
    return data if data.__class__ is dict and not _is_deep(data) else None


def _is_deep(data: dict[str, Any]) -> bool:
    """Whether it is nested more deeply than a file may be."""
    level: list[Any] = [data]
    for _ in range(NESTING):
        inner = (each.values() if each.__class__ is dict else each for each in level)
        level = [each for part in inner for each in part if each.__class__ in _NESTED]
        if not level:
            return False
    return True


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Doubtful
    return found


def _number(text: str) -> Decimal:
    if len(text) > NUMBER_DIGITS or "e" in text or "E" in text:
        raise _Doubtful
    return Decimal(text)


def _constant(_: str) -> Any:
    raise _Doubtful


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_number, parse_constant=_constant)
