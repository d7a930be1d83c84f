"""The answers of many profiles as arrays of integers: what the columnar engine computes on.

An answer is one integer or, where it takes more, two: a number known to be above another has a high
end of its own, an amount of money has a currency. Unknown and not applicable are the two smallest
integers of the array's type, so that no answer can be mistaken for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from smeadvisor.model.answers import Answer, Comparable, NotApplicable
from smeadvisor.model.attributes import HALVES, Attribute, Audience
from smeadvisor.model.codes import CURRENCIES, ECONOMIES
from smeadvisor.problems.limits import MONEY

Array = np.ndarray[Any, np.dtype[Any]]
Code = tuple[int, int, int]
"""An answer: its integer, its high end (numbers), its currency (money)."""

ECONOMY_CODES = {code: position for position, code in enumerate(sorted(ECONOMIES))}
CURRENCY_CODES = {code: position for position, code in enumerate(sorted(CURRENCIES))}
NO_CURRENCY = -1


@dataclass(frozen=True, slots=True)
class Column:
    """The answers to one attribute, a row a profile.

    ``codes`` hold 0 or 1 (yes_no), the position of the choice (choice), a bit for each choice (list), half steps
    (number, the low end) or hundredths (money). ``high`` is the high end of numbers, None where all are points.
    ``currency`` is the position of the currency in CURRENCY_CODES, None where there is no money.
    """

    codes: Array
    high: Array | None = None
    currency: Array | None = None

    def rows(self, which: slice | Array) -> Column:
        """The same for some of the rows."""
        parts = (self.codes, self.high, self.currency)
        return Column(*(None if each is None else each[which] for each in parts))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Profiles of one kind. ``economies`` are positions in ECONOMY_CODES; an attribute without a column is unknown."""

    kind: Audience
    economies: Array
    columns: Mapping[str, Column]

    @property
    def size(self) -> int:
        """How many profiles there are."""
        return len(self.economies)

    def rows(self, which: slice | Array) -> Chunk:
        """The chunk of some of the rows."""
        columns = {name: each.rows(which) for name, each in self.columns.items()}
        return Chunk(self.kind, self.economies[which], columns)


def dtype_of(attribute: Attribute) -> np.dtype[Any]:
    """The smallest signed type that holds every answer and the two marks below them."""
    if attribute.type == "yes_no":
        largest = 1
    elif attribute.type == "choice":
        largest = len(attribute.choices)
    elif attribute.type == "list":
        largest = (1 << len(attribute.choices)) - 1
    elif attribute.type == "money":
        largest = MONEY * 100
    else:
        # Two more than the range, for the marks at the lower end.
        largest = HALVES * max(abs(end) for end in attribute.bounds()) + 2
    return next(np.dtype(each) for each in (np.int8, np.int16, np.int32, np.int64) if largest <= np.iinfo(each).max)


def unknown(dtype: np.dtype[Any]) -> int:
    """The mark of an answer that is not there."""
    return int(np.iinfo(dtype).min)


def not_applicable(dtype: np.dtype[Any]) -> int:
    """The mark of a question that does not apply."""
    return int(np.iinfo(dtype).min) + 1


def code_of(attribute: Attribute, comparable: Comparable | None) -> Code:
    """One answer as integers."""
    if comparable is None or isinstance(comparable, NotApplicable):
        mark = (unknown if comparable is None else not_applicable)(dtype_of(attribute))
        return mark, mark, NO_CURRENCY
    return _CODES[attribute.type](attribute, comparable)


def _list_code(attribute: Attribute, comparable: Any) -> Code:
    return sum(1 << i for i, choice in enumerate(attribute.choices) if choice in comparable), 0, NO_CURRENCY


_CODES: dict[str, Callable[[Attribute, Any], Code]] = {
    "yes_no": lambda _, comparable: (int(comparable), 0, NO_CURRENCY),
    "choice": lambda attribute, comparable: (list(attribute.choices).index(comparable), 0, NO_CURRENCY),
    "list": _list_code,
    "number": lambda _, comparable: (*comparable, NO_CURRENCY),
    "money": lambda _, comparable: (comparable[1], 0, CURRENCY_CODES[comparable[0]]),
}


def column_of(attribute: Attribute, codes: Sequence[Code]) -> Column:
    """A column of answers encoded one by one."""
    dtype = dtype_of(attribute)
    low, high, currency = (np.array(each) for each in zip(*codes, strict=True)) if codes else (np.array([]),) * 3
    column = Column(low.astype(dtype))
    if attribute.type == "money":
        return Column(column.codes, currency=currency.astype(np.int16))
    if attribute.type == "number" and (low != high).any():
        return Column(column.codes, high=high.astype(dtype))
    return column


def encoded(attribute: Attribute, answers: Sequence[Answer | None]) -> Column:
    """A column of checked answers; None is unknown."""
    none = code_of(attribute, None)
    return column_of(attribute, [code_of(attribute, each.comparable) if each else none for each in answers])
