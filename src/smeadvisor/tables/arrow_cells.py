"""Arrow arrays judged as whole columns: bounds, steps and choices at once, different texts one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from smeadvisor.attributes import HALVES, MONEY_STEP, Attribute
from smeadvisor.columns.encoded import CURRENCY_CODES, NO_CURRENCY, Array, dtype_of, unknown
from smeadvisor.limits import MONEY
from smeadvisor.tables.assembly import plain
from smeadvisor.tables.cells import WRONG, Judged, at_positions, judged_list, text_is_good
from smeadvisor.tables.verdicts import Verdicts


def is_text(kind: pa.DataType) -> bool:
    """Whether the values are texts, encoded as a dictionary or not."""
    return pt.is_string(kind) or pt.is_large_string(kind) or (pt.is_dictionary(kind) and is_text(kind.value_type))


def is_list(kind: pa.DataType) -> bool:
    """Whether the values are lists of texts."""
    return (pt.is_list(kind) or pt.is_large_list(kind)) and is_text(kind.value_type)


def is_scalar(kind: pa.DataType) -> bool:
    """Whether the values are such as a cell of a table can hold."""
    numeric = pt.is_integer(kind) or pt.is_floating(kind) or pt.is_decimal(kind)
    return is_text(kind) or numeric or pt.is_boolean(kind) or pt.is_null(kind)


def is_money(kind: pa.DataType) -> bool:
    """Whether the values are amounts with their currency."""
    if not pt.is_struct(kind):
        return False
    parts = {each.name: each.type for each in kind}
    return len(kind) == 2 and set(parts) == {"amount", "currency"} and all(map(is_scalar, parts.values()))


def _is_amount(kind: pa.DataType) -> bool:
    """Whether the values are amounts that can be judged as numbers, in a currency that is a text."""
    if not is_money(kind):
        return False
    amount = kind.field("amount").type
    return (pt.is_integer(amount) or pt.is_floating(amount)) and is_text(kind.field("currency").type)


def judged_array(verdicts: Verdicts, cells: pa.Array) -> Judged:
    """The cells of one attribute, judged."""
    kind, attribute = cells.type, verdicts.attribute
    if is_text(kind):
        return _texts(verdicts, cells)
    if attribute.type == "yes_no" and pt.is_boolean(kind):
        return _truths(attribute, cells)
    if attribute.type in ("number", "money") and (pt.is_integer(kind) or pt.is_floating(kind)):
        return _numbers(attribute, cells)
    if attribute.type == "list" and is_list(kind):
        return _lists(attribute, cells)
    if attribute.type == "money" and _is_amount(kind):
        return _amounts(verdicts, cells)
    return judged_list(verdicts, [plain(each) for each in cells.to_pylist()], texts=False)


def _texts(verdicts: Verdicts, cells: pa.Array) -> Judged:
    encoded = cells if pt.is_dictionary(cells.type) else cells.dictionary_encode()
    positions = np.array([verdicts[each] for each in (*encoded.dictionary.to_pylist(), None)], np.intp)
    indices = encoded.indices
    if indices.null_count:
        indices = indices.cast(pa.int64()).fill_null(len(positions) - 1)
    return at_positions(verdicts, positions[indices.to_numpy(zero_copy_only=False)])


def _present(cells: pa.Array) -> Array:
    return cells.is_valid().to_numpy(zero_copy_only=False) if cells.null_count else np.ones(len(cells), bool)


def _truths(attribute: Attribute, cells: pa.Array) -> Judged:
    dtype = dtype_of(attribute)
    codes = cells.cast(pa.int8()).fill_null(unknown(dtype)).to_numpy(zero_copy_only=False)
    return Judged(np.ones(len(cells), bool), _present(cells), codes)


def _numbers(attribute: Attribute, cells: pa.Array) -> Judged:
    """Numbers as steps; one that is not plainly a multiple of the step within the range is not good."""
    present = _present(cells)
    values = (cells.fill_null(0) if cells.null_count else cells).to_numpy(zero_copy_only=False)
    money = attribute.type == "money"
    step = Fraction(MONEY_STEP if money else attribute.step)
    low, high = (0, MONEY) if money else _range(attribute)
    inside = (values >= low) & (values <= high)
    values = np.where(inside, values, 0)
    steps, exact = _steps(values, step)
    good = ~present | (inside & exact)
    dtype = dtype_of(attribute)
    codes = np.where(good & present, steps * (1 if money else HALVES), unknown(dtype)).astype(dtype)
    return Judged(good, present, codes, currency=np.full(len(cells), NO_CURRENCY, np.int16) if money else None)


def _range(attribute: Attribute) -> tuple[float, float]:
    """The range of a number, and the largest number at all."""
    ends = attribute.range.min, attribute.range.max
    low, high = (-MONEY if ends[0] is None else ends[0]), (MONEY if ends[1] is None else ends[1])
    return (math.ceil(low), math.floor(high)) if low == math.ceil(low) and high == math.floor(high) else (low, high)


def _steps(values: Array, step: Fraction) -> tuple[Array, Array]:
    """Numbers in steps, and which of them are whole steps.

    A floating number counts as its shortest decimal: it is k steps if it is the number nearest to k steps.
    With at most 15 digits, and there are no more in the range, no other decimal is as short.
    """
    if values.dtype.kind in "iu":
        values = values.astype(np.int64)
        steps, rest = np.divmod(values * step.denominator, step.numerator)
        return steps, rest == 0
    # The shortest decimal of a half or single number is not that of the same number as a double.
    exact = values.astype(np.float64) if values.dtype == np.float64 else values.astype(str).astype(np.float64)
    steps = np.rint(exact * step.denominator / step.numerator)
    return steps.astype(np.int64), steps * step.numerator / step.denominator == exact


def _lists(attribute: Attribute, cells: pa.Array) -> Judged:
    dtype = dtype_of(attribute)
    present = _present(cells)
    items = cells.flatten()
    encoded = items if pt.is_dictionary(items.type) else items.dictionary_encode()
    bits, wrong = _bits(attribute, encoded.dictionary.to_pylist(), dtype)
    indices = encoded.indices
    if indices.null_count:
        indices = indices.cast(pa.int64()).fill_null(len(bits) - 1)
    at = indices.to_numpy(zero_copy_only=False)
    lengths = pc.list_value_length(cells).fill_null(0).to_numpy(zero_copy_only=False)
    filled = lengths > 0
    starts = np.cumsum(lengths, dtype=np.int64)[filled] - lengths[filled]
    codes = np.where(present, 0, unknown(dtype)).astype(dtype)
    good = np.ones(len(cells), bool)
    if len(starts):
        codes[filled] = np.bitwise_or.reduceat(bits[at], starts)
        if wrong.any():
            good[filled] = ~np.logical_or.reduceat(wrong[at], starts)
    return Judged(good, present, codes)


def _bits(attribute: Attribute, items: Sequence[Any], dtype: np.dtype[Any]) -> tuple[Array, Array]:
    """The bit of each item, and which are no choices; the last stands for a missing item."""
    choices = {choice: 1 << position for position, choice in enumerate(attribute.choices)}
    bits = np.array([*(choices.get(each, 0) for each in items), 0], dtype)
    return bits, bits == 0


def _amounts(verdicts: Verdicts, cells: pa.Array) -> Judged:
    """Amounts with a currency inside; a currency without an amount is nothing."""
    parts = {each.name: part for each, part in zip(cells.type, cells.flatten(), strict=True)}
    judged = judged_array(verdicts, parts["amount"])
    encoded = parts["currency"]
    encoded = encoded if pt.is_dictionary(encoded.type) else encoded.dictionary_encode()
    codes = [*(CURRENCY_CODES.get(each, WRONG) for each in encoded.dictionary.to_pylist()), NO_CURRENCY]
    table = np.array(codes, np.int16)
    at = encoded.indices.cast(pa.int64()).fill_null(len(codes) - 1).to_numpy(zero_copy_only=False)
    judged.currency = table[at]
    return judged


def good_arrow_texts(cells: pa.Array, limit: int, *, needed: bool) -> Array:
    """Which texts of an array are good; see ``good_texts``."""
    if not is_text(cells.type):
        return ~_present(cells) if not needed else np.zeros(len(cells), bool)
    if pt.is_dictionary(cells.type):
        return _good_different_texts(cells, limit, needed)
    lengths = pc.utf8_length(cells).fill_null(0).to_numpy(zero_copy_only=False)
    good = (lengths <= limit) & ((lengths > 0) | (not needed))
    unusual = ~pc.utf8_is_printable(cells).fill_null(True).to_numpy(zero_copy_only=False)
    for index in np.flatnonzero(good & unusual):
        good[index] = lengths[index] == 0 or text_is_good(cells[index].as_py(), limit)
    return good


def _good_different_texts(cells: pa.DictionaryArray, limit: int, needed: bool) -> Array:
    texts = (*cells.dictionary.to_pylist(), None)
    table = np.array([not needed if not each else text_is_good(each, limit) for each in texts], bool)
    at = cells.indices.cast(pa.int64()).fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)
    return table[at]
