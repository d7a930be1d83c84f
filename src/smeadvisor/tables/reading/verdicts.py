"""The verdict on each different answer, given once: the single check decides, rows look it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from smeadvisor.model.answers import MARKS, Answer, amount_of, read_answer, trimmed
from smeadvisor.model.attributes import Attribute
from smeadvisor.problems import InvalidInput
from smeadvisor.problems.limits import KEPT_VERDICTS, MONEY
from smeadvisor.tables.encoded import CURRENCY_CODES, NO_CURRENCY, Array, Code, code_of, dtype_of
from smeadvisor.tables.reading.assembly import Fault, empty, texts_are_good

_ANY_CURRENCY = "USD"
_DIGITS = len(str(MONEY))


class Verdict(NamedTuple):
    """Whether an answer is good, whether there is one at all, and its code."""

    good: bool
    present: bool
    code: Code


class Known(NamedTuple):
    """The verdicts so far as arrays, at the positions that look-ups give."""

    good: Array
    present: Array
    low: Array
    high: Array
    currency: Array


class Verdicts(dict[Any, int]):
    """The position of each raw answer's verdict, judged at its first look-up.

    Look up texts and None as they are, all else as ``key`` makes of it. An amount of money that has no currency
    of its own is judged as if it had one, and its code has none.
    """

    def __init__(self, attribute: Attribute) -> None:
        super().__init__()
        self.attribute = attribute
        # Lists of plain values: a tuple for each verdict would cost the garbage collector more than all the rest.
        self._given: tuple[list[Any], ...] = ([], [], [], [], [])
        self._known: Known | None = None

    def __missing__(self, key: Any) -> int:
        verdict = _judged(self.attribute, _raw(key))
        self[key] = position = len(self._given[0])
        for held, each in zip(self._given, (verdict.good, verdict.present, *verdict.code), strict=True):
            held.append(each)
        return position

    def known(self) -> Known:
        """All verdicts so far."""
        if self._known is None or len(self._known.good) != len(self._given[0]):
            dtype = dtype_of(self.attribute)
            dtypes = (np.dtype(bool), np.dtype(bool), dtype, dtype, np.dtype(np.int16))
            self._known = Known._make(map(np.array, self._given, dtypes))
        return self._known

    def trim(self) -> None:
        """Forget everything when it has grown too much."""
        if len(self._given[0]) > KEPT_VERDICTS:
            self.clear()
            self._given = ([], [], [], [], [])
            self._known = None


def key(raw: Any) -> Any:
    """What a raw value is looked up by: hashable, and never the same for values of different types."""
    if raw is None or raw.__class__ is str:
        return raw
    if raw.__class__ is list:
        return list, tuple(map(key, raw))
    if raw.__class__ is dict:
        return dict, tuple((name, key(each)) for name, each in raw.items())
    return raw.__class__, raw


def _raw(key: Any) -> Any:
    if key.__class__ is not tuple:
        return key
    kind, held = key
    if kind is list:
        return [_raw(each) for each in held]
    return {name: _raw(each) for name, each in held} if kind is dict else held


def _judged(attribute: Attribute, raw: Any) -> Verdict:
    """The single check's verdict; of amounts there are as many as rows, so a plain one is told at once."""
    if attribute.type == "money" and (hundredths := _plain_amount(raw)) is not None:
        return Verdict(True, True, (hundredths, 0, NO_CURRENCY))
    if isinstance(raw, Fault) or not texts_are_good(raw):
        return Verdict(False, True, code_of(attribute, None))
    raw = amount_of(raw) if attribute.type == "money" else raw
    alone = attribute.type == "money" and not isinstance(raw, Mapping) and not empty(raw) and not _is_mark(raw)
    try:
        answer = read_answer(attribute, {"amount": raw, "currency": _ANY_CURRENCY} if alone else raw)
    except InvalidInput:
        return Verdict(False, True, code_of(attribute, None))
    low, high, currency = answer_code(attribute, answer)
    return Verdict(True, not empty(raw), (low, high, NO_CURRENCY if alone else currency))


def _plain_amount(raw: Any) -> int | None:
    """The hundredths of an amount in a few plain digits, else None."""
    if raw.__class__ is str and raw.isdecimal() and raw.isascii() and len(raw) < _DIGITS and raw[0] != "0":
        return int(raw) * 100
    return raw * 100 if raw.__class__ is int and 0 <= raw <= MONEY else None


def _is_mark(raw: Any) -> bool:
    return isinstance(raw, str) and trimmed(raw) in MARKS


def companion_is_good(attribute: Attribute, companion: str, raw: Any) -> bool:
    """Whether a companion of an answer is right, whatever the answer."""
    if empty(raw):
        return True
    try:
        read_answer(attribute, {"value": None, companion: raw})
    except InvalidInput:
        return False
    return True


def answer_code(attribute: Attribute, answer: Answer | None) -> Code:
    """The code of a checked answer."""
    comparable = answer.comparable if answer else None
    if isinstance(comparable, tuple):
        # Numbers and amounts are their own codes, and there are as many as rows.
        low, high = comparable
        return (int(high), 0, CURRENCY_CODES[low]) if isinstance(low, str) else (low, int(high), NO_CURRENCY)
    return code_of(attribute, comparable)
