"""Where an answer stands to a region of answers, and the nearest answers inside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from smeadvisor.logic.regions import Ranges, Region, domain
from smeadvisor.model.answers import Answer, Comparable, NotApplicable, read_answer
from smeadvisor.model.attributes import HALVES, MONEY_STEP, UNBOUNDED, Attribute, Interval
from smeadvisor.model.conditions import Test
from smeadvisor.problems.limits import MONEY

Position = Literal["inside", "outside", "open"]

_ALL_MONEY = (0, MONEY * 100)
_FAR = HALVES * UNBOUNDED


def position(region: Region, comparable: Comparable | None) -> Position:
    """Whether the answer is in the region; open where it is not known, or not well enough to tell."""
    if comparable is None:
        return "open"
    if isinstance(comparable, NotApplicable):
        return "outside"
    if isinstance(comparable, frozenset):
        return _side(region.holds <= comparable and not region.lacks & comparable)
    if isinstance(comparable, tuple):
        return _of_figure(region, comparable)
    return _side(region.values is None or comparable in region.values)


def _side(inside: bool) -> Position:
    return "inside" if inside else "outside"


def _of_figure(region: Region, comparable: tuple[Any, int]) -> Position:
    """Of a number or an amount; what is in another currency is not compared."""
    if isinstance(comparable[0], str):
        if region.currency not in (None, comparable[0]):
            return "open"
        low = high = comparable[1]
    else:
        low, high = comparable
    if region.ranges is None or any(start <= low and high <= end for start, end in region.ranges):
        return "inside"
    return "outside" if all(high < start or end < low for start, end in region.ranges) else "open"


def nearest_in(attribute: Attribute, region: Region, comparable: Comparable | None) -> list[Answer]:
    """The answers in the region that are nearest to the given one, which is not inside: none is nearer than another.

    Where there is no answer yet, those that ask for the least: the end of a range that the region itself sets.
    """
    return [answer_of(attribute, each) for each in _nearest(attribute, region, comparable)]


def _nearest(attribute: Attribute, region: Region, comparable: Comparable | None) -> list[Comparable]:
    if attribute.type == "list":
        held = comparable if isinstance(comparable, frozenset) else frozenset[str]()
        return [(held | region.holds) - region.lacks]
    if attribute.type in ("yes_no", "choice"):
        allowed = region.values if region.values is not None else domain(attribute).values or frozenset()
        order = list(attribute.choices) or [True, False]
        return [each for each in order if each in allowed]
    if attribute.type == "money":
        return _nearest_amount(region, comparable)
    points = _ends(region.ranges or domain(attribute).ranges or (), HALVES)
    known = comparable if isinstance(comparable, tuple) else None
    point = _closest(points, known, domain(attribute).ranges or ())  # type: ignore[arg-type]
    return [] if point is None else [(point, point)]


def _nearest_amount(region: Region, comparable: Comparable | None) -> list[Comparable]:
    if region.currency is None:
        return []
    inside = tuple((max(low, 0), min(high, _ALL_MONEY[1])) for low, high in region.ranges or (_ALL_MONEY,))
    known = (
        (comparable[1], comparable[1]) if isinstance(comparable, tuple) and comparable[0] == region.currency else None
    )
    point = _closest(_ends(inside, 1), known, (_ALL_MONEY,))
    return [] if point is None else [(region.currency, point)]


def _ends(ranges: Ranges, step: int) -> list[Interval]:
    """The ranges cut down to whole steps."""
    inside = ((low + -low % step, high - high % step) for low, high in ranges)
    return [(low, high) for low, high in inside if low <= high]


def _closest(ranges: list[Interval], known: Interval | None, whole: Ranges) -> int | None:
    """The point of the ranges that is closest to what is known; else an end that is not one of the whole."""
    ends = [each for low_high in ranges for each in low_high]
    if known is not None:
        return min(ends, key=lambda each: (_apart(each, known), each), default=None)
    outer = {end for low_high in whole for end in low_high}
    return next((each for each in ends if each not in outer), next((e for e in ends if abs(e) < _FAR), None))


def _apart(point: int, known: Interval) -> int:
    low, high = known
    return max(low - point, point - high, 0)


def answer_of(attribute: Attribute, comparable: Comparable) -> Answer:
    """The plain answer of that comparable, checked as one of a file."""
    answer = read_answer(attribute, _raw(attribute, comparable))
    if answer is None:
        raise ValueError(f"no answer to {attribute.id}")
    return answer


def _raw(attribute: Attribute, comparable: Any) -> Any:
    if attribute.type == "number":
        return _plain(Decimal(comparable[0]) / HALVES * attribute.step)
    if attribute.type == "money":
        return {"amount": _plain(comparable[1] * MONEY_STEP), "currency": comparable[0]}
    if attribute.type == "list":
        return [each for each in attribute.choices if each in comparable]
    return comparable


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == int(number) else number.normalize()


def distance(attribute: Attribute, before: Comparable | None, after: Comparable | None) -> Fraction:
    """How far an answer is from the present one: a figure as a share of that, all else a whole step."""
    if attribute.type not in ("number", "money") or not isinstance(before, tuple) or not isinstance(after, tuple):
        return Fraction(1)
    if isinstance(before[0], str) and before[0] != after[0]:
        return Fraction(1)
    one, other = (each[1] if isinstance(each[0], str) else each[0] for each in (before, after))
    return Fraction(abs(int(one) - int(other)), max(abs(int(one)), 1))


def tests_of(attribute: Attribute, region: Region) -> tuple[Test, ...]:
    """The region as tests, so that it can be told in words."""
    return tuple(_tests(attribute, region)) or (Test(attribute.id, "known", True),)


def _tests(attribute: Attribute, region: Region) -> Iterator[Test]:
    whole = domain(attribute)
    if region.values is not None and region.values != whole.values:
        yield Test(attribute.id, "one_of", region.values)
    if region.holds:
        yield Test(attribute.id, "includes", region.holds)
    if region.lacks:
        yield Test(attribute.id, "lacks", region.lacks)
    ranges = _ends(region.ranges or (), 1 if region.currency else HALVES)
    if ranges:
        yield from _bounds(attribute.id, ranges, (whole.ranges or (_ALL_MONEY,))[0], region.currency)


def _bounds(name: str, ranges: list[Interval], whole: Interval, currency: str | None) -> Iterator[Test]:
    """The ends that the ranges set, and the points between them that are left out."""
    (low, _), (_, high) = ranges[0], ranges[-1]
    ends = [("at_least", low)] * (low > whole[0]) + [("at_most", high)] * (high < whole[1])
    for operator, end in [("equals", low)] if low == high else ends:
        yield Test(name, operator, (currency, end) if currency else end)
    holes = [each for (_, end), (start, _) in pairwise(ranges) for each in range(end + HALVES, start, HALVES)]
    if holes:
        yield Test(name, "not_in", frozenset(holes))
