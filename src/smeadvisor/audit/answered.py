"""Answers read back from the integers that the columnar engine computes on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from smeadvisor.model.answers import Answer, Money, NotApplicable
from smeadvisor.model.attributes import HALVES, MONEY_STEP, Attribute
from smeadvisor.model.codes import CURRENCIES
from smeadvisor.tables.encoded import Column, not_applicable, unknown

_CURRENCIES = sorted(CURRENCIES)


def answer_at(attribute: Attribute, column: Column | None, row: int) -> Answer | None:
    """The answer of a row; None where it is unknown.

    Of what was added to it the mark for *more than* is kept, for it is part of the number; *about* is not.
    """
    if column is None:
        return None
    code = int(column.codes[row])
    if code == unknown(column.codes.dtype):
        return None
    if code == not_applicable(column.codes.dtype):
        return Answer(None, NotApplicable.IT, "not_applicable")
    if attribute.type == "number":
        return _number(attribute, code, code if column.high is None else int(column.high[row]))
    return Answer(_value(attribute, column, code, row), None)


def _value(attribute: Attribute, column: Column, code: int, row: int) -> Any:
    if attribute.type == "yes_no":
        return bool(code)
    if attribute.type == "choice":
        return [*attribute.choices][code]
    if attribute.type == "list":
        return tuple(choice for i, choice in enumerate(attribute.choices) if code >> i & 1)
    currency = _CURRENCIES[int(column.currency[row])] if column.currency is not None else ""
    return Money(_plain(code * MONEY_STEP), currency)


def _number(attribute: Attribute, low: int, high: int) -> Answer:
    """A point is an even number of half steps; what is more than a point begins half a step above it."""
    above = low != high
    value = Decimal(low - 1 if above else low) / HALVES * attribute.step
    return Answer(_plain(value), None, qualifier=">" if above else None)


def _plain(number: Decimal) -> int | Decimal:
    """The number without zeros at its end."""
    return int(number) if number == int(number) else number.normalize()
