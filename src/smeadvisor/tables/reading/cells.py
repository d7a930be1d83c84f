"""The cells of a column judged together: from lists of raw values by look-ups, from Arrow arrays by whole columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from smeadvisor.model.answers import trimmed
from smeadvisor.model.attributes import HALVES, Attribute
from smeadvisor.tables.encoded import (
    CURRENCY_CODES,
    NO_CURRENCY,
    Array,
    Code,
    Column,
    dtype_of,
    not_applicable,
    unknown,
)
from smeadvisor.tables.reading.assembly import empty, text_is_good, year_in
from smeadvisor.tables.reading.verdicts import Verdicts, companion_is_good, key

Cells = Sequence[Any] | pa.Array
WRONG = -2
"""The code of a currency or a companion that is none."""
_NO_TEXT = -3
"""The code of what may not stand in any text."""


@dataclass(slots=True)
class Judged:
    """The cells of one attribute: the codes, which are good (None: all), and where something is given at all."""

    low: Array
    present: Callable[[], Array]
    good: Array | None = None
    high: Array | None = None
    currency: Array | None = None

    def refuse(self, bad: Array) -> None:
        """Some of the rows are not good."""
        if bad.any():
            self.good = ~bad if self.good is None else self.good & ~bad

    def column(self) -> Column:
        """The codes as a column."""
        return Column(self.low, self.high, self.currency)

    def put(self, index: int, attribute: Attribute, code: Code) -> None:
        """Another answer in one row."""
        low, high, currency = code
        before = self.low
        self.low = _with(before, index, low)
        if attribute.type == "number" and (self.high is not None or high != low):
            self.high = _with(before.copy() if self.high is None else self.high, index, high)
        if self.currency is not None:
            self.currency = _with(self.currency, index, currency)


def _with(array: Array, index: int, value: int) -> Array:
    array = array if array.flags.writeable and array.flags.owndata else array.copy()
    array[index] = value
    return array


def nothing_known(attribute: Attribute, size: int) -> Judged:
    """A column without answers."""
    dtype = dtype_of(attribute)
    currency = np.full(size, NO_CURRENCY, np.int16) if attribute.type == "money" else None
    return Judged(np.full(size, unknown(dtype), dtype), lambda: np.zeros(size, bool), currency=currency)


def judged_list(verdicts: Verdicts, cells: Sequence[Any], *, texts: bool) -> Judged:
    """Raw values judged by look-ups; ``texts`` says that all of them are texts or None."""
    keys = cells if texts else map(key, cells)
    positions = np.fromiter(map(verdicts.__getitem__, keys), np.intp, len(cells))
    return at_positions(verdicts, positions)


def at_positions(verdicts: Verdicts, positions: Array, at: Array | None = None) -> Judged:
    """The verdicts at these positions, a row each; with ``at``, a row each of the positions at them."""
    known = verdicts.known()

    def rows(table: Array) -> Array:
        return table.take(positions) if at is None else table.take(positions).take(at)

    judged = Judged(rows(known.low), lambda: rows(known.present))
    if not known.good[positions].all():
        judged.good = rows(known.good)
    if verdicts.attribute.type == "number" and (known.low != known.high).any():
        judged.high = rows(known.high)
    if verdicts.attribute.type == "money":
        judged.currency = rows(known.currency)
    return judged


def values_of(cells: pa.Array, dtype: np.dtype[Any]) -> tuple[Array, Array | None]:
    """The values of a flat array as they lie in memory, and which of them are valid (None: all)."""
    size, start = len(cells), cells.offset
    bitmap, data = cells.buffers()[:2]
    values = np.frombuffer(data, dtype, size, start * dtype.itemsize) if data else np.zeros(size, dtype)
    if not cells.null_count:
        return values, None
    bits = np.unpackbits(np.frombuffer(bitmap, np.uint8), count=start + size, bitorder="little")
    return values, bits[start:].view(bool)


def indices_of(encoded: pa.DictionaryArray, missing: int) -> Array:
    """Where in the dictionary each value is; ``missing`` for one that is null."""
    indices = encoded.indices
    values, valid = values_of(indices, np.dtype(indices.type.to_pandas_dtype()))
    if valid is None:
        return values
    fits = missing <= np.iinfo(values.dtype).max
    return np.where(valid, values, values.dtype.type(missing) if fits else np.int64(missing))


def _encoded(cells: Any) -> Any:
    return cells.dictionary_encode()


def looked_up(cells: Cells, meaning: Callable[[Any], int]) -> Array:
    """What each cell means, each different one asked once."""
    if isinstance(cells, pa.Array):
        encoded: Any = cells if isinstance(cells, pa.DictionaryArray) else _encoded(cells)
        table = np.array([*map(meaning, encoded.dictionary.to_pylist()), meaning(None)], np.int16)
        return table.take(indices_of(encoded, len(table) - 1))
    seen: dict[Any, int] = {}
    keys = [key(each) for each in cells]
    for each, cell in zip(keys, cells, strict=True):
        if each not in seen:
            seen[each] = meaning(cell)
    return np.fromiter(map(seen.__getitem__, keys), np.int16, len(keys))


def with_currency(judged: Judged, cells: Cells | None, unit: str | None) -> None:
    """Give amounts the currency beside them, or that of the column; those without any are not good."""
    otherwise = CURRENCY_CODES.get(unit, WRONG) if unit else NO_CURRENCY

    def meaning(raw: Any) -> int:
        if empty(raw):
            return otherwise
        if isinstance(raw, str) and not text_is_good(raw):
            return _NO_TEXT
        return CURRENCY_CODES.get(trimmed(raw), WRONG) if isinstance(raw, str) else WRONG

    beside = np.int16(otherwise) if cells is None else looked_up(cells, meaning)
    if cells is not None:
        judged.refuse(beside == _NO_TEXT)
    own = judged.currency if judged.currency is not None else np.full(len(judged.low), NO_CURRENCY, np.int16)
    known = judged.low > not_applicable(judged.low.dtype)
    currency = np.where(known, np.where(own != NO_CURRENCY, own, beside), np.int16(NO_CURRENCY))
    judged.refuse(known & (currency < 0))
    if cells is not None and judged.currency is not None:
        # What has a currency of its own and another one beside it is left to the single check.
        judged.refuse(known & (own != NO_CURRENCY) & (beside != NO_CURRENCY) & (beside != own))
    judged.currency = currency.astype(np.int16, copy=False)


def with_companion(judged: Judged, attribute: Attribute, companion: str, cells: Cells) -> None:
    """Take account of what a companion column adds: whether it is right, and what it does to a number."""
    meanings = looked_up(cells, lambda raw: _companion(attribute, companion, raw))
    judged.refuse(meanings == WRONG)
    alone = judged.present
    judged.present = lambda: alone() | (meanings != 0)
    above = (meanings == 2) & (judged.low > not_applicable(judged.low.dtype))
    if above.any():
        top = HALVES * attribute.bounds()[1]
        end = judged.low if judged.high is None else judged.high
        judged.refuse(above & (end >= top))
        inside = above & (end < top)
        judged.low, judged.high = judged.low.copy(), end.copy()
        judged.low[inside] = end[inside] + 1
        judged.high[inside] = top


def _companion(attribute: Attribute, companion: str, raw: Any) -> int:
    if empty(raw):
        return 0
    raw = year_in(raw) if companion == "year" else raw
    if (isinstance(raw, str) and not text_is_good(raw)) or not companion_is_good(attribute, companion, raw):
        return WRONG
    return 2 if companion == "qualifier" and raw == ">" else 1


def good_texts(cells: Cells, limit: int, *, needed: bool) -> Array:
    """Which cells hold a text that is good; an empty one is, unless it is needed."""
    if isinstance(cells, pa.Array):
        from smeadvisor.tables.reading.arrow_cells import good_arrow_texts

        return good_arrow_texts(cells, limit, needed=needed)
    good = (not needed if empty(each) else isinstance(each, str) and text_is_good(each, limit) for each in cells)
    return np.fromiter(good, bool, len(cells))
