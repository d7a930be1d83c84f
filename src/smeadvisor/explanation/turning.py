"""The answers at which rules turn: for each attribute those worth trying, so that none between them matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smeadvisor.explanation.nearest import answer_of
from smeadvisor.model.answers import Answer, Comparable
from smeadvisor.model.attributes import HALVES, Attribute
from smeadvisor.model.conditions import Test
from smeadvisor.model.rulebook import Rule
from smeadvisor.problems.limits import MONEY


def turning_answers(rules: Iterable[Rule], attributes: dict[str, Attribute], known: dict[str, Answer]) -> _Turning:
    """For each attribute that a rule tests the other answers that can make a difference.

    Numbers and amounts stand at the value that a test names and one step to either side, amounts in the currency
    that is answered; a list has one item more or less. None stands for an answer that is not known.
    """
    tests: dict[str, list[Test]] = {}
    for rule in rules:
        for test in rule.tests:
            if test.subject in attributes and not test.on_finding:
                tests.setdefault(test.subject, []).append(test)
    return {name: [*_others(attributes[name], own, known.get(name))] for name, own in sorted(tests.items())}


_Turning = dict[str, list[Answer | None]]


def _others(attribute: Attribute, tests: list[Test], answer: Answer | None) -> Iterator[Answer | None]:
    measure = answer.comparable if answer else None
    for each in dict.fromkeys(_measures(attribute, tests, measure)):
        if each != measure:
            yield answer_of(attribute, each)
    if measure is not None:
        yield None


def _measures(attribute: Attribute, tests: list[Test], measure: Comparable | None) -> Iterator[Comparable]:
    if attribute.type == "yes_no":
        yield from (True, False)
    elif attribute.type == "choice":
        yield from attribute.choices
    elif attribute.type == "list":
        yield from _lists(attribute, measure)
    elif attribute.type == "money":
        yield from _amounts(tests, measure)
    else:
        low, high = (HALVES * end for end in attribute.bounds())
        named = {point for test in tests for point in _points(test) if test.operator != "known"}
        near = {point + step for point in named for step in (-HALVES, 0, HALVES)}
        yield from ((each, each) for each in sorted(near) if low <= each <= high)


def _points(test: Test) -> Iterable[int]:
    return test.operand if isinstance(test.operand, frozenset) else (test.operand,)


def _lists(attribute: Attribute, measure: Comparable | None) -> Iterator[frozenset[str]]:
    held = measure if isinstance(measure, frozenset) else frozenset[str]()
    if held is not measure:
        yield held
    yield from (held ^ {each} for each in attribute.choices)


def _amounts(tests: list[Test], measure: Comparable | None) -> Iterator[tuple[str, int]]:
    own = measure[0] if isinstance(measure, tuple) else None
    for currency, amount in sorted({test.operand for test in tests if test.operator != "known"}):
        if own in (None, currency):
            yield from ((currency, each) for each in (amount - 1, amount, amount + 1) if 0 <= each <= MONEY * 100)
