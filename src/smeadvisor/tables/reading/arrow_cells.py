"""Arrow arrays judged as whole columns: bounds, steps and choices at once, different texts one by one."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from smeadvisor.messages import message
from smeadvisor.model.answers import trimmed
from smeadvisor.model.attributes import HALVES, MONEY_STEP, Attribute, Number
from smeadvisor.problems import Problem, problem
from smeadvisor.problems.limits import MONEY, VALUES
from smeadvisor.tables.encoded import CURRENCY_CODES, NO_CURRENCY, Array, dtype_of, unknown
from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.reading.assembly import plain, text_is_good
from smeadvisor.tables.reading.cells import (
    WRONG,
    Judged,
    at_positions,
    indices_of,
    judged_list,
    values_of,
)
from smeadvisor.tables.reading.verdicts import Verdicts

_BITS = 4_096
_PLAIN_AMOUNT = "^[1-9][0-9]{0,12}$"
"""At most 13 digits are within the limit of amounts."""


def is_text(kind: pa.DataType) -> bool:
    """Whether the values are texts, encoded as a dictionary or not."""
    return pt.is_string(kind) or pt.is_large_string(kind) or (pt.is_dictionary(kind) and is_text(kind.value_type))


def encoding_fault_in(cells: pa.Array) -> tuple[int, Problem] | None:
    """Where the first text is that is not UTF-8, and the problem of it; None where all are, or more is wrong."""
    encoded = pt.is_dictionary(cells.type)
    texts = cells.dictionary if encoded else cells
    if not is_text(texts.type):
        return None
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid as error:
        # Where offsets are wrong, no text may be looked at.
        if "UTF8" not in str(error):
            return None
        faults = {i: fault for i, each in enumerate(texts) if (fault := _encoding_fault(each))}
        positions = indices_of(cells, -1).tolist() if encoded else list(range(len(cells)))
        return next(((at, faults[each]) for at, each in enumerate(positions) if each in faults), None)
    return None


def _encoding_fault(cell: pa.Scalar) -> Problem | None:
    try:
        cell.as_py()
    except UnicodeDecodeError as error:
        detail = f"0x{error.object[error.start]:02x}"
        return problem(
            "E-ENCODING", encoding="UTF-8", offset=str(error.start), detail=detail, of=message("errors.of_cell")
        )
    return None


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
        return (_amount_texts if attribute.type == "money" and pt.is_string(kind) else _texts)(verdicts, cells)
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
    return at_positions(verdicts, positions, indices_of(encoded, len(positions) - 1))


def _amount_texts(verdicts: Verdicts, cells: pa.Array) -> Judged:
    """Amounts as texts: of plain ones there are as many as rows, the others are looked up."""
    is_plain = kernels.match_substring_regex(cells, _PLAIN_AMOUNT).fill_null(False)
    judged = _texts(verdicts, kernels.if_else(is_plain, pa.scalar(None, pa.string()), cells))
    amounts = kernels.if_else(is_plain, cells, "0").cast(pa.int64()).to_numpy()
    plain_ones, alone = is_plain.to_numpy(zero_copy_only=False), judged.present
    judged.low = np.where(plain_ones, amounts * int(1 / MONEY_STEP), judged.low)
    judged.present = lambda: alone() | plain_ones
    return judged


def _present(valid: Array | None, size: int) -> Callable[[], Array]:
    return lambda: np.ones(size, bool) if valid is None else valid


def _coded(codes: Array, valid: Array | None, dtype: np.dtype[Any]) -> Array:
    """The codes in their type, null ones unknown."""
    codes = codes.astype(dtype)
    return codes if valid is None else np.where(valid, codes, dtype.type(unknown(dtype)))


def _truths(attribute: Attribute, cells: pa.Array) -> Judged:
    values, valid = values_of(cells.cast(pa.int8()), np.dtype(np.int8))
    return Judged(_coded(values, valid, dtype_of(attribute)), _present(valid, len(cells)))


def _numbers(attribute: Attribute, cells: pa.Array) -> Judged:
    """Numbers as steps; one that is not plainly a multiple of the step within the range is not good."""
    values, valid = values_of(cells, np.dtype(cells.type.to_pandas_dtype()))
    money = attribute.type == "money"
    step = Fraction(MONEY_STEP if money else attribute.step)
    low, high = (0, MONEY) if money else _range(attribute)
    bad = np.zeros(0, bool)
    if len(values) and not (values.min() >= low and values.max() <= high):
        bad = ~((values >= low) & (values <= high))
        values = np.where(bad, 0, values)
    steps, exact = _steps(values, step)
    if exact is not None and not exact.all():
        bad = ~exact | (bad if len(bad) else False)
    codes = steps if money else steps * HALVES
    judged = Judged(_coded(codes, valid, dtype_of(attribute)), _present(valid, len(values)))
    if len(bad):
        judged.refuse(bad if valid is None else bad & valid)
    judged.currency = np.full(len(values), NO_CURRENCY, np.int16) if money else None
    return judged


def _range(attribute: Attribute) -> tuple[Number, Number]:
    """The range of a number, and the largest number at all."""
    ends = attribute.range.min, attribute.range.max
    low, high = (-MONEY if ends[0] is None else ends[0]), (MONEY if ends[1] is None else ends[1])
    return (math.ceil(low), math.floor(high)) if low == math.ceil(low) and high == math.floor(high) else (low, high)


def _steps(values: Array, step: Fraction) -> tuple[Array, Array | None]:
    """Numbers in steps, and which of them are whole steps (None: all).

    A floating number counts as its shortest decimal: it is k steps if it is the number nearest to k steps.
    With at most 15 digits, and there are no more in the range, no other decimal is as short.
    """
    if values.dtype.kind in "iu":
        whole = values.astype(np.int64) * step.denominator
        if step.numerator == 1:
            return whole, None
        steps, rest = np.divmod(whole, step.numerator)
        return steps, rest == 0
    # The shortest decimal of a half or single number is not that of the same number as a double.
    exact = values if values.dtype == np.float64 else values.astype(str).astype(np.float64)
    steps = np.rint(exact * step.denominator / step.numerator)
    return steps.astype(np.int64), steps * step.numerator / step.denominator == exact


def _lists(attribute: Attribute, cells: pa.Array) -> Judged:
    dtype, size = dtype_of(attribute), len(cells)
    valid = cells.is_valid().to_numpy(zero_copy_only=False) if cells.null_count else None
    offsets = cells.offsets.to_numpy()
    items = cells.values.slice(offsets[0], offsets[-1] - offsets[0])
    encoded = items if pt.is_dictionary(items.type) else items.dictionary_encode()
    bits = _bits(attribute, encoded.dictionary, dtype)
    members = bits.take(indices_of(encoded, len(bits) - 1))
    offsets = offsets - offsets[0]
    codes, exact = _added_up(members, offsets)
    good = None
    if not exact:
        codes, good = _joined(members, offsets)
    if valid is not None:
        codes = np.where(valid, codes, unknown(dtype))
    judged = Judged(codes.astype(dtype), _present(valid, size))
    if good is not None:
        judged.refuse(~good if valid is None else ~good & valid)
    judged.refuse(np.diff(offsets) > VALUES)
    return judged


def _added_up(members: Array, offsets: Array) -> tuple[Array, bool]:
    """The bits of each list added up, and whether that is all: as many bits are set as there are members.

    A sum of powers of two has as many bits as summands only if no two are the same and none is nothing.
    """
    sums = np.zeros(len(members) + 1, np.int64)
    np.cumsum(members, out=sums[1:])
    at_ends = sums.take(offsets)
    codes = at_ends[1:] - at_ends[:-1]
    return codes, bool((np.bitwise_count(codes) == offsets[1:] - offsets[:-1]).all())


def _joined(members: Array, offsets: Array) -> tuple[Array, Array]:
    """The bits of each list with members twice or wrong, and which lists have no wrong ones."""
    # An empty list would take what begins at its place, if only the zero put at the end.
    ended, filled = np.append(members, members.dtype.type(0)), offsets[1:] > offsets[:-1]
    codes = np.bitwise_or.reduceat(ended, offsets[:-1]) if len(filled) else ended[:0]
    good = np.logical_and.reduceat(ended != 0, offsets[:-1]) if len(filled) else filled
    return np.where(filled, codes, 0), good | ~filled


def _bits(attribute: Attribute, items: pa.Array, dtype: np.dtype[Any]) -> Array:
    """The bit of each item, none for what is no choice; the last stands for a missing item."""
    bits: dict[str | None, int] = {choice: 1 << position for position, choice in enumerate(attribute.choices)}
    # There may be many wrong ones: some at a time are Python's.
    texts = (each for start in range(0, len(items), _BITS) for each in items.slice(start, _BITS).to_pylist())
    named = (attribute.choice_named(each) if each is not None and text_is_good(each) else None for each in texts)
    codes = np.fromiter((bits.get(each, 0) for each in named), dtype, len(items))
    return np.append(codes, dtype.type(0))


def _amounts(verdicts: Verdicts, cells: pa.Array) -> Judged:
    """Amounts with a currency inside; a currency without an amount is nothing."""
    parts = {each.name: part for each, part in zip(cells.type, cells.flatten(), strict=True)}
    judged = judged_array(verdicts, parts["amount"])
    encoded = parts["currency"]
    encoded = encoded if pt.is_dictionary(encoded.type) else encoded.dictionary_encode()
    codes = [*(CURRENCY_CODES.get(trimmed(each), WRONG) for each in encoded.dictionary.to_pylist()), NO_CURRENCY]
    table = np.array(codes, np.int16)
    judged.currency = table[indices_of(encoded, len(codes) - 1)]
    return judged


def good_arrow_texts(cells: pa.Array, limit: int, *, needed: bool) -> Array:
    """Which texts of an array are good; see ``good_texts``."""
    if not is_text(cells.type):
        return cells.is_null().to_numpy(zero_copy_only=False) & (not needed)
    if pt.is_dictionary(cells.type):
        table = np.array([_is_good(each, limit, needed) for each in (*cells.dictionary.to_pylist(), None)], bool)
        return table[indices_of(cells, len(table) - 1)]
    sizes = pc.call_function("binary_length", [cells]).fill_null(0).to_numpy(zero_copy_only=False)
    good = sizes > 0 if needed else np.ones(len(cells), bool)
    unusual = ~pc.call_function("utf8_is_printable", [cells]).fill_null(True).to_numpy(zero_copy_only=False)
    for index in np.flatnonzero(good & (unusual | (sizes > limit))):
        good[index] = _is_good(cells[int(index)].as_py(), limit, needed)
    return good


def _is_good(text: str | None, limit: int, needed: bool) -> bool:
    return text_is_good(text, limit) if text else not needed
