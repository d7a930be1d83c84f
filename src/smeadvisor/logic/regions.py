"""What tests cover: exact sets of answers, to be met, held against each other and found empty.

Numbers are ranges of half steps (see :mod:`smeadvisor.model.conditions`), amounts ranges of steps; choices are
sets; a list is told by what it must hold and must not hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from smeadvisor.model.attributes import HALVES, UNBOUNDED, Attribute
from smeadvisor.model.conditions import Test

Ranges = tuple[tuple[int, int], ...]
"""Ranges of whole numbers, ends included, apart from each other and in order."""

_ALL: Ranges = ((-HALVES * UNBOUNDED, HALVES * UNBOUNDED),)


@dataclass(frozen=True, slots=True)
class Region:
    """The answers to one attribute that some tests allow.

    ``values`` are choices or truths, ``ranges`` numbers or amounts (of ``currency``); None allows all.
    """

    values: frozenset[Any] | None = None
    ranges: Ranges | None = None
    currency: str | None = None
    holds: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    impossible: bool = False

    @property
    def empty(self) -> bool:
        """Whether no answer is allowed; a number is an even count of half steps."""
        nothing = self.values == frozenset() or bool(self.holds & self.lacks)
        if self.impossible or nothing or self.ranges is None:
            return self.impossible or nothing
        step = 1 if self.currency else HALVES
        return not any(low + low % step <= high for low, high in self.ranges)

    def met(self, other: Region) -> Region:
        """What both allow."""
        return Region(
            values=_both(self.values, other.values),
            ranges=_overlap(self.ranges, other.ranges),
            currency=self.currency or other.currency,
            holds=self.holds | other.holds,
            lacks=self.lacks | other.lacks,
            impossible=self.impossible or other.impossible or _clash(self.currency, other.currency),
        )

    def within(self, other: Region) -> bool:
        """Whether the other allows all that this one does."""
        return self.empty or (
            not other.impossible
            and (other.values is None or (self.values is not None and self.values <= other.values))
            and (other.ranges is None or _overlap(self.ranges or _ALL, other.ranges) == (self.ranges or _ALL))
            and other.currency in (None, self.currency)
            and other.holds <= self.holds
            and other.lacks <= self.lacks
        )


def domain(attribute: Attribute) -> Region:
    """All answers that the attribute can have."""
    if attribute.type == "yes_no":
        return Region(values=frozenset((True, False)))
    if attribute.type == "choice":
        return Region(values=frozenset(attribute.choices))
    if attribute.type == "number":
        low, high = attribute.bounds()
        return Region(ranges=((HALVES * low, HALVES * high),))
    return Region()


def covered(attribute: Attribute, tests: Iterable[Test]) -> Region:
    """The answers that pass all of the tests, which are on that attribute."""
    return reduce(Region.met, (_region(attribute, test) for test in tests), domain(attribute))


def _region(attribute: Attribute, test: Test) -> Region:
    operand = test.operand
    if test.operator == "known":
        return Region()
    if test.operator == "includes":
        return Region(holds=frozenset(operand))
    if test.operator == "lacks":
        return Region(lacks=frozenset(operand))
    if test.operator in ("equals", "one_of", "not_in"):
        wanted = frozenset(operand) if isinstance(operand, frozenset) else frozenset((operand,))
        return _finite(attribute, wanted, excluded=test.operator == "not_in")
    currency, bound = operand if isinstance(operand, tuple) else (None, operand)
    return Region(ranges=(_SIDE[test.operator](bound),), currency=currency)


def _finite(attribute: Attribute, wanted: frozenset[Any], *, excluded: bool) -> Region:
    if attribute.type == "number":
        ranges = tuple((each, each) for each in sorted(wanted))
        return Region(ranges=_without(ranges) if excluded else ranges)
    return Region(values=(domain(attribute).values or frozenset()) - wanted if excluded else wanted)


_LOW, _HIGH = _ALL[0]
_SIDE = {
    "at_least": lambda bound: (bound, _HIGH),
    "above": lambda bound: (bound + 1, _HIGH),
    "at_most": lambda bound: (_LOW, bound),
    "below": lambda bound: (_LOW, bound - 1),
}


def _without(points: Ranges) -> Ranges:
    """All but these points."""
    found, low = [], _LOW
    for point, _ in points:
        found.append((low, point - 1))
        low = point + 1
    return (*found, (low, _HIGH))


def _both(one: frozenset[Any] | None, other: frozenset[Any] | None) -> frozenset[Any] | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _overlap(one: Ranges | None, other: Ranges | None) -> Ranges | None:
    if one is None or other is None:
        return one if other is None else other
    found = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((low, high) for low, high in found if low <= high))


def _clash(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
