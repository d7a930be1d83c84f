"""Tests on answers over whole columns: where each is true, and where it is false."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from smeadvisor.engines.columns.bits import Array, packed
from smeadvisor.model.attributes import Attribute
from smeadvisor.model.conditions import Test
from smeadvisor.tables.encoded import CURRENCY_CODES, Column, not_applicable, unknown


class Truth(NamedTuple):
    """A plane where something is true and one where it is false; in neither it is unknown."""

    true: Array
    false: Array


class Answers:
    """The answers to one attribute, ready for tests; as many rows as fill whole words."""

    def __init__(self, attribute: Attribute, column: Column) -> None:
        self._attribute, self._column = attribute, column
        self._codes = column.codes

    @cached_property
    def _answered(self) -> Array:
        """Where it is known, or known not to apply."""
        return packed(self._codes != unknown(self._codes.dtype))

    @cached_property
    def _known(self) -> Array:
        return packed(self._codes > not_applicable(self._codes.dtype))

    def truth(self, test: Test) -> Truth:
        """Where the test is true and where it is false. What does not apply is false to every test."""
        if test.operator == "known":
            return Truth(self._known, self._answered & ~self._known)
        holds, fails = _TESTS[self._attribute.type](self, test)
        true = holds & self._known
        if fails is None:
            return Truth(true, self._answered & ~true)
        return Truth(true, (fails & self._known) | (self._answered & ~self._known))

    def _choice(self, test: Test) -> _Sides:
        return self._membership(test, [self._position(each) for each in _members(test)])

    def _position(self, choice: Any) -> int:
        return int(choice) if isinstance(choice, bool) else self._positions[choice]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {choice: i for i, choice in enumerate(self._attribute.choices)}

    def _list(self, test: Test) -> _Sides:
        bits = sum(1 << self._positions[each] for each in _members(test))
        mask = self._codes.dtype.type(bits)
        wanted = mask if test.operator == "includes" else 0
        return packed((self._codes & mask) == wanted), None

    def _number(self, test: Test) -> _Sides:
        low, high = self._codes, self._column.high
        if test.operator in ("equals", "one_of", "not_in"):
            return self._membership(test, _members(test)) if high is None else _within(test, low, high)
        if high is None:
            return packed(_COMPARE[test.operator](low, test.operand)), None
        # A test on a range of numbers is decided where all of it agrees.
        worst, best = (low, high) if test.operator in ("at_least", "above") else (high, low)
        compare = _COMPARE[test.operator]
        return packed(compare(worst, test.operand)), ~packed(compare(best, test.operand))

    def _money(self, test: Test) -> _Sides:
        """Amounts in another currency than that of the test are unknown to it."""
        currency, bound = test.operand
        if self._column.currency is None:
            raise ValueError("an amount of money without its currency")
        comparable = packed(self._column.currency == CURRENCY_CODES[currency])
        holds = packed(_COMPARE[test.operator](self._codes, bound))
        return holds & comparable, ~holds & comparable

    def _membership(self, test: Test, codes: list[int]) -> _Sides:
        found = self._codes == codes[0]
        for code in codes[1:]:
            found |= self._codes == code
        plane = packed(found)
        return ~plane if test.operator == "not_in" else plane, None


_Sides = tuple[Array, Array | None]
"""Where a known answer passes the test; where it fails it, None for everywhere else."""


def _members(test: Test) -> list[Any]:
    return sorted(test.operand, key=str) if isinstance(test.operand, frozenset) else [test.operand]


def _within(test: Test, low: Array, high: Array) -> _Sides:
    """Membership of numbers some of which are ranges: sure of points, and of ranges that hold no member."""
    members = _members(test)
    point = low == high
    is_one = packed(point & np.isin(low, members))
    may_be = np.logical_or.reduce([(low <= each) & (each <= high) for each in members])
    is_none = ~packed(may_be)
    return (is_none, is_one) if test.operator == "not_in" else (is_one, is_none)


_COMPARE: dict[str, Callable[[Array, int], Array]] = {
    "at_least": np.greater_equal,
    "above": np.greater,
    "at_most": np.less_equal,
    "below": np.less,
}


_TESTS: dict[str, Callable[[Answers, Test], _Sides]] = {
    "yes_no": Answers._choice,
    "choice": Answers._choice,
    "list": Answers._list,
    "number": Answers._number,
    "money": Answers._money,
}
