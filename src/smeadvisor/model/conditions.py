"""A rule's tests: parse them, evaluate them (true, false, unknown), name the attributes they use.

A condition is a conjunction of tests. Each test is on one answer or on one finding; each is
``True``, ``False`` or ``None`` (unknown). Numbers are compared as intervals in half steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from smeadvisor.messages import message
from smeadvisor.model.answers import Comparable, NotApplicable, choice_problem, read_answer
from smeadvisor.model.attributes import NOT_STATED, Attribute
from smeadvisor.problems import InvalidInput, Problem, near, nearest, problem

State = Literal["fired", "blocked", "undecided"]
Truth = Callable[[str], bool | None]

OPERATORS: dict[str, tuple[str, ...]] = {
    "yes_no": ("equals", "known"),
    "number": ("equals", "one_of", "not_in", "at_least", "at_most", "above", "below", "known"),
    "money": ("at_least", "at_most", "above", "below", "known"),
    "choice": ("equals", "one_of", "not_in", "known"),
    "list": ("includes", "lacks", "known"),
}
_PLURAL = {"one_of", "not_in"}
_MEMBERSHIP = {"includes", "lacks"}


@dataclass(frozen=True, slots=True)
class Test:
    """One test. ``operand`` is in the form of the answer's comparable; for a finding it holds the
    ids of the findings of which any one makes the test true."""

    subject: str
    operator: str
    operand: Any

    @property
    def on_finding(self) -> bool:
        return self.operator == "found"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a condition may speak of: attributes, and findings as name -> value -> finding id."""

    attributes: Mapping[str, Attribute]
    findings: Mapping[str, Mapping[str, str]]

    def names(self) -> set[str]:
        return {*self.attributes, *self.findings}


Fault = tuple[tuple[str | int, ...], Problem]


def parse(when: Any, vocabulary: Vocabulary) -> tuple[tuple[Test, ...], list[Fault]]:
    """The tests of a ``when`` mapping and the faults found in it, each with its path."""
    if not isinstance(when, Mapping) or not when:
        return (), [((), problem("E-EXPR", when))]
    tests: list[Test] = []
    faults: list[Fault] = []
    for subject, spec in when.items():
        for path, make in _makers(subject, spec, vocabulary):
            try:
                tests.append(make())
            except InvalidInput as rejected:
                faults.extend((path, fault) for fault in rejected.problems)
    return tuple(tests), faults


def _makers(
    subject: str, spec: Any, vocabulary: Vocabulary
) -> Iterator[tuple[tuple[str | int, ...], Callable[[], Test]]]:
    """Each test on the subject, yet to be made, with its path."""
    if subject in vocabulary.findings:
        yield (subject,), partial(_finding_test, spec, subject, vocabulary.findings[subject])
        return
    for operator, operand in _operators(spec):
        path = (subject, operator) if isinstance(spec, Mapping) and spec else (subject,)
        yield path, partial(_attribute_test, subject, operator, operand, vocabulary)


def _attribute_test(subject: str, operator: str, operand: Any, vocabulary: Vocabulary) -> Test:
    if subject not in vocabulary.attributes:
        close = near(nearest(subject, vocabulary.names()))
        raise InvalidInput(problem("E-REF", subject, what=message("errors.what.attribute"), **close))
    attribute = vocabulary.attributes[subject]
    if attribute.unit == NOT_STATED:
        raise InvalidInput(problem("E-UNIT", subject))
    return _answer_test(attribute, operator, operand)


def _operators(spec: Any) -> list[tuple[str, Any]]:
    if isinstance(spec, Mapping):
        return list(spec.items()) or [("{}", None)]
    return [("one_of" if isinstance(spec, list) else "equals", spec)]


def _finding_test(spec: Any, subject: str, values: Mapping[str, str]) -> Test:
    wanted: list[Any] = spec if isinstance(spec, list) and spec else [spec]
    for value in wanted:
        if not isinstance(value, str) or value not in values:
            close = near(nearest(str(value), values))
            raise InvalidInput(problem("E-CHOICE", value, choices=", ".join(values), **close))
    return Test(subject, "found", tuple(sorted(values[value] for value in wanted)))


def _answer_test(attribute: Attribute, operator: str, operand: Any) -> Test:
    allowed = OPERATORS[attribute.type]
    if operator not in allowed:
        choices = ", ".join(allowed)
        raise InvalidInput(problem("E-OPERATOR", operator, type=attribute.type, choices=choices))
    if operator == "known":
        if operand is not True:
            raise InvalidInput(problem("E-TYPE", operand, expected=message("errors.expected.true")))
        return Test(attribute.id, "known", True)
    if operator in (*_PLURAL, *_MEMBERSHIP):
        # One member may stand without its brackets.
        items = [operand] if operator in _MEMBERSHIP and not isinstance(operand, list) else operand
        if not isinstance(items, list) or not items:
            raise InvalidInput(problem("E-TYPE", operand, expected=message("errors.expected.list_of_values")))
        return Test(attribute.id, operator, frozenset(_operand(attribute, each) for each in items))
    return Test(attribute.id, operator, _operand(attribute, operand))


def _operand(attribute: Attribute, raw: Any) -> Any:
    """The value a test compares with: half steps of a number, (currency, steps) of money, a choice, a truth."""
    if isinstance(raw, Mapping) and attribute.type != "money":
        raise InvalidInput(problem("E-TYPE", dict(raw), expected=message("errors.expected.plain_value")))
    answer = read_answer(attribute, [raw] if attribute.type == "list" else raw)
    if answer is None or answer.state != "known":
        raise InvalidInput(problem("E-TYPE", raw, expected=message("errors.expected.value")))
    if attribute.choices and raw not in attribute.choices:
        # Answers may give a choice by its label; rules name it, so that labels can be worded anew.
        raise InvalidInput(choice_problem(attribute, raw))
    if attribute.type == "number":
        return answer.comparable[0]  # type: ignore[index]
    return raw if attribute.type == "list" else answer.comparable


def evaluate(test: Test, comparables: Mapping[str, Comparable], truth: Truth) -> bool | None:
    """Whether the test is true, false or unknown (None), given the known answers and findings."""
    if test.on_finding:
        return any_true(truth(finding) for finding in test.operand)
    comparable = comparables.get(test.subject)
    if comparable is None:
        return None
    return _COMPARE[test.operator](comparable, test.operand) if comparable is not NotApplicable.IT else False


def any_true(truths: Iterable[bool | None]) -> bool | None:
    """Three-valued OR: true if one is true, false if all are false, unknown otherwise."""
    found: bool | None = False
    for each in truths:
        if each:
            return True
        if each is None:
            found = None
    return found


def all_true(truths: Iterable[bool | None]) -> bool | None:
    """Three-valued AND: false if one is false, true if all are true, unknown otherwise."""
    found: bool | None = True
    for each in truths:
        if each is False:
            return False
        if each is None:
            found = None
    return found


def state(truths: Iterable[bool | None]) -> State:
    """The state of a rule whose tests have these truths."""
    together = all_true(truths)
    return "undecided" if together is None else "fired" if together else "blocked"


def attributes_of(tests: Iterable[Test]) -> tuple[str, ...]:
    """The attributes that the tests use, each once, in order."""
    return tuple(dict.fromkeys(test.subject for test in tests if not test.on_finding))


def _ends(comparable: Any, operand: Any) -> tuple[int, int, int] | None:
    """Low end, high end and bound as integers; None when the currencies differ."""
    if isinstance(operand, tuple):
        return (comparable[1], comparable[1], operand[1]) if comparable[0] == operand[0] else None
    return comparable[0], comparable[1], operand


def _at_least(comparable: Any, operand: Any) -> bool | None:
    ends = _ends(comparable, operand)
    if ends is None:
        return None
    low, high, bound = ends
    return True if low >= bound else False if high < bound else None


def _above(comparable: Any, operand: Any) -> bool | None:
    ends = _ends(comparable, operand)
    if ends is None:
        return None
    low, high, bound = ends
    return True if low > bound else False if high <= bound else None


def _negated(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _one_of(comparable: Any, operand: frozenset[Any]) -> bool | None:
    if not isinstance(comparable, tuple):
        return comparable in operand
    low, high = comparable
    if low == high:
        return low in operand
    return None if any(low <= each <= high for each in operand) else False


_COMPARE: dict[str, Callable[[Any, Any], bool | None]] = {
    "known": lambda comparable, operand: True,
    "equals": lambda comparable, operand: _one_of(comparable, frozenset((operand,))),
    "one_of": _one_of,
    "not_in": lambda comparable, operand: _negated(_one_of(comparable, operand)),
    "includes": lambda comparable, operand: operand.issubset(comparable),
    "lacks": lambda comparable, operand: operand.isdisjoint(comparable),
    "at_least": _at_least,
    "below": lambda comparable, operand: _negated(_at_least(comparable, operand)),
    "above": _above,
    "at_most": lambda comparable, operand: _negated(_above(comparable, operand)),
}
