"""Where a number decides, a rule has an example on each side of it: the bound itself and its neighbour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from smeadvisor.model.answers import read_answer
from smeadvisor.model.attributes import HALVES, MONEY_STEP, Attribute
from smeadvisor.model.conditions import Test
from smeadvisor.model.records import Example
from smeadvisor.model.rulebook import Rule
from smeadvisor.problems import InvalidInput, Problem, problem
from smeadvisor.rules.files import Shelf
from smeadvisor.rules.linking import entries

_SIDES = {"at_least": (0, -1), "at_most": (0, 1), "above": (1, 0), "below": (-1, 0)}
"""How far from its bound a test just passes, and just fails, in units."""

_MONEY_UNIT = int(1 / MONEY_STEP)
"""Steps of an amount to its neighbour: nobody writes a limit down to the hundredth."""


class _Edge(NamedTuple):
    """A value that an example should have, in steps, as the bound and how far from it."""

    test: Test
    expect: str
    currency: str | None
    bound: int
    away: int

    @property
    def value(self) -> int:
        return self.bound + self.away

    def is_at(self, steps: int) -> bool:
        """Whether an example has it; of an amount, any between the bound and its neighbour will do."""
        past = (steps - self.bound) * (1 if self.away > 0 else -1)
        return past == 0 if self.away == 0 else 0 < past <= abs(self.away)


def edge_faults(shelf: Shelf, by_id: dict[str, Rule]) -> Iterator[Problem]:
    """Every side of a bound for which the rule has no example at the edge."""
    for entry in entries(shelf):
        examples = [each for each in shelf.models[entry.kind][entry.owner].examples if each.rule == entry.text.id]
        for edge in _edges(by_id[entry.id].tests, shelf.models["attributes"]):
            attribute = shelf.models["attributes"][edge.test.subject]
            if not any(_has(each, edge, attribute) for each in examples):
                blanks = {"attribute": attribute.id, "expected": edge.expect, "edge": _written(edge, attribute)}
                fault = problem("E-EDGE", entry.text.id, **blanks)
                yield shelf.document(entry.kind, entry.owner).located(fault, (*entry.path, "when", attribute.id))


def _edges(tests: Iterable[Test], attributes: dict[str, Attribute]) -> Iterator[_Edge]:
    for test in (each for each in tests if each.operator in _SIDES):
        low, high = attributes[test.subject].bounds()
        currency, bound = test.operand if isinstance(test.operand, tuple) else (None, test.operand // HALVES)
        unit = _MONEY_UNIT if currency else 1
        sides = zip(("fired", "blocked"), _SIDES[test.operator], strict=True)
        edges = [_Edge(test, expect, currency, bound, away * unit) for expect, away in sides]
        # A test that every answer passes, or none, decides nothing, and is told of as such.
        if all(low <= edge.value <= high for edge in edges):
            yield from edges


def _has(example: Example, edge: _Edge, attribute: Attribute) -> bool:
    if example.expect != edge.expect or attribute.id not in example.given:
        return False
    try:
        answer = read_answer(attribute, example.given[attribute.id])
    except InvalidInput:
        # An example that cannot be read has been told of.
        return False
    steps = _steps(answer.comparable if answer else None, edge.currency)
    return steps is not None and edge.is_at(steps)


def _steps(measure: Any, currency: str | None) -> int | None:
    """The one value of a number or of an amount in that currency."""
    if not isinstance(measure, tuple):
        return None
    if currency is not None:
        return measure[1] if measure[0] == currency else None
    return measure[0] // HALVES if measure[0] == measure[1] else None


def _written(edge: _Edge, attribute: Attribute) -> str:
    if edge.currency is None:
        return f"{(edge.value * Decimal(attribute.step)).normalize():f}"
    return f"{{amount: {(edge.value * MONEY_STEP).normalize():f}, currency: {edge.currency}}}"
