"""The answers to one attribute as far as rules tell them apart: a *cell* is the set of tests that an answer makes true.

Sets of tests are bits of an integer. The empty cell is always there: an answer that is not known, or does not apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations

from smeadvisor.model.answers import Comparable
from smeadvisor.model.attributes import HALVES, Attribute
from smeadvisor.model.conditions import Test, evaluate
from smeadvisor.problems.limits import MONEY

MOST_CHOICES = 10
"""Choices of a list that are told apart together; of more there are too many combinations to go through."""

_CHOSEN = 0.3


class Cells:
    """The cells of an attribute; ``tests`` are all that rules have on it, each with its bit."""

    def __init__(self, attribute: Attribute, tests: Mapping[Test, int]) -> None:
        self._attribute, self._tests = attribute, tests
        self.mask = sum(tests.values())
        self._least: dict[int, int | None] = {}
        self._shares: dict[int, float] = {}
        self._known: dict[int, tuple[int, ...] | None] = {}

    def of(self, measure: Comparable) -> int:
        """The tests that this answer makes true."""
        return self._true(self._tests, measure)

    def among(self, wanted: int) -> tuple[int, ...] | None:
        """The cells as far as the wanted tests tell them apart, the fullest first; None where they are too many."""
        if wanted not in self._known:
            self._known[wanted] = self._found(wanted)
        return self._known[wanted]

    def least(self, needed: int) -> int | None:
        """A cell that makes the needed tests true and as few others as may be; None if there is none."""
        if needed not in self._least:
            self._least[needed] = self._fewest(needed)
        return self._least[needed]

    def _fewest(self, needed: int) -> int | None:
        tests = {test: bit for test, bit in self._tests.items() if bit & needed}
        found = (self.of(each) for each in self._measures(tests))
        return min(
            (each for each in found if needed & ~each == 0), key=lambda each: (each.bit_count(), each), default=None
        )

    def share(self, needed: int) -> float:
        """What part of the answers makes the needed tests true; a choice of a list is taken as made now and then."""
        if needed & self.mask not in self._shares:
            self._shares[needed & self.mask] = self._share(needed)
        return self._shares[needed & self.mask]

    def _share(self, needed: int) -> float:
        tests = [test for test, bit in self._tests.items() if bit & needed]
        if self._attribute.type == "list":
            held = _mentioned(test for test in tests if test.operator == "includes")
            lacked = _mentioned(test for test in tests if test.operator == "lacks")
            return _CHOSEN ** len(held) * (1 - _CHOSEN) ** len(lacked)
        found = [self.of(each) & needed & self.mask == needed & self.mask for each in self._measures(tests)]
        return sum(found) / len(found)

    def _found(self, wanted: int) -> tuple[int, ...] | None:
        tests = {test: bit for test, bit in self._tests.items() if bit & wanted}
        if self._attribute.type == "list" and len(_mentioned(tests)) > MOST_CHOICES:
            return None
        found = {0, *(self._true(tests, each) for each in self._measures(tests))}
        return tuple(sorted(found, key=lambda each: (-each.bit_count(), each)))

    def _true(self, tests: Mapping[Test, int], measure: Comparable) -> int:
        return sum(bit for test, bit in tests.items() if evaluate(test, {test.subject: measure}, _no_finding))

    def _measures(self, tests: Iterable[Test]) -> Iterator[Comparable]:
        """Answers among which there is one for every cell but the empty one."""
        kind = self._attribute.type
        if kind == "yes_no":
            return iter((True, False))
        if kind == "choice":
            return iter(self._attribute.choices)
        if kind == "list":
            return (frozenset(each) for each in _subsets(_mentioned(tests)))
        return _amounts(tests) if kind == "money" else self._numbers(tests)

    def _numbers(self, tests: Iterable[Test]) -> Iterator[Comparable]:
        """Every turning point and its neighbours, then all that lies above each of these."""
        low, top = (HALVES * end for end in self._attribute.bounds())
        turns = {low, top, *(each + step for each in _bounds(tests) for step in (-HALVES, 0, HALVES))}
        inside = sorted(each for each in turns if low <= each <= top)
        yield from ((each, each) for each in inside)
        yield from ((each + 1, top) for each in inside if each < top)


def _bounds(tests: Iterable[Test]) -> Iterator[int]:
    for test in tests:
        if test.operator != "known":
            yield from test.operand if isinstance(test.operand, frozenset) else (test.operand,)


def _amounts(tests: Iterable[Test]) -> Iterator[Comparable]:
    """Every turning point and its neighbours, and an amount in a currency that no test is in."""
    yield "", 0
    for test in tests:
        if test.operator != "known":
            currency, bound = test.operand
            yield from ((currency, each) for each in (bound - 1, bound, bound + 1) if 0 <= each <= MONEY * 100)


def _mentioned(tests: Iterable[Test]) -> tuple[str, ...]:
    """The choices that the tests on a list speak of."""
    return tuple(sorted({each for test in tests if test.operator != "known" for each in test.operand}))


def _subsets(choices: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(choices, count) for count in range(len(choices) + 1))


def _no_finding(finding: str) -> None:
    return None
