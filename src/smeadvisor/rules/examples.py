"""The examples that rule files carry: each gives what it says, and every rule has one of each state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smeadvisor.messages import message
from smeadvisor.model.answers import Comparable, read_answer
from smeadvisor.model.attributes import ECONOMY, Attribute
from smeadvisor.model.codes import ECONOMIES
from smeadvisor.model.conditions import Test, evaluate, state
from smeadvisor.model.rulebook import Rule
from smeadvisor.problems import InvalidInput, Problem, near, nearest, problem
from smeadvisor.rules.files import Shelf
from smeadvisor.rules.linking import entries

_STATES = ("fired", "blocked", "undecided")


def example_faults(shelf: Shelf, by_id: dict[str, Rule]) -> Iterator[Problem]:
    """Every example that is wrong, and every one that is missing."""
    for kind in ("classification", "barriers", "instruments", "recommendations"):
        for name, model in shelf.models[kind].items():
            for path, fault in _example_faults(shelf, kind, name, model.examples, by_id):
                yield shelf.document(kind, name).located(fault, path)
    yield from _missing_examples(shelf)


def _example_faults(
    shelf: Shelf, kind: str, name: str, examples: Any, by_id: dict[str, Rule]
) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    for i, example in enumerate(examples):
        rule = by_id.get(f"{kind}/{name}#{example.rule}")
        if rule is None:
            yield ("examples", i, "rule"), problem("E-REF", example.rule, what=message("errors.what.rule"))
            continue
        if not rule.tests:
            # Its condition could not be read, and that has been told.
            continue
        faults = [*_given_faults(shelf, example.given)]
        if faults:
            yield from ((("examples", i, "given", given), fault) for given, fault in faults)
            continue
        try:
            found = outcome(rule.tests, example.given, shelf.models["attributes"])
        except InvalidInput as rejected:
            yield from ((("examples", i, "given"), fault) for fault in rejected.problems)
            continue
        if found != example.expect:
            blanks = {"found": found, "expected": example.expect}
            yield ("examples", i, "expect"), problem("E-EXAMPLE", example.rule, **blanks)


def _missing_examples(shelf: Shelf) -> Iterator[Problem]:
    for entry in entries(shelf):
        examples = shelf.models[entry.kind][entry.owner].examples
        expected = {each.expect for each in examples if each.rule == entry.text.id}
        for missing in (each for each in _STATES if each not in expected):
            fault = problem("E-EXAMPLE-MISSING", entry.text.id, expected=missing)
            yield shelf.document(entry.kind, entry.owner).located(fault, entry.path)


def _given_faults(shelf: Shelf, given: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    """Names and values of an example that the rulebook does not know."""
    attributes, findings = shelf.models["attributes"], shelf.models["classification"]
    names = {*attributes, *findings, *shelf.models["barriers"], ECONOMY}
    for name, raw in given.items():
        if name not in names:
            yield (
                name,
                problem("E-REF", name, what=message("errors.what.attribute_or_finding"), **near(nearest(name, names))),
            )
        elif name == ECONOMY and raw not in tuple(ECONOMIES):
            yield name, problem("E-ECONOMY", raw)
        elif name in findings and raw not in tuple(findings[name].values):
            choices = tuple(findings[name].values)
            yield name, problem("E-CHOICE", raw, choices=", ".join(choices), **near(nearest(str(raw), choices)))


def outcome(tests: tuple[Test, ...], given: dict[str, Any], attributes: dict[str, Attribute]) -> str:
    """The state of a rule with these tests, given answers and findings as an example states them."""
    measures: dict[str, Comparable] = {}
    findings: dict[str, str] = {}
    for name, raw in given.items():
        if name == ECONOMY:
            measures[name] = raw
        elif name in attributes:
            answer = read_answer(attributes[name], raw)
            if answer is not None and answer.comparable is not None:
                measures[name] = answer.comparable
        else:
            findings[name] = str(raw)
    return state(_truth_of(test, measures, findings) for test in tests)


def _truth_of(test: Test, measures: dict[str, Comparable], findings: dict[str, str]) -> bool | None:
    if not test.on_finding:
        return evaluate(test, measures, lambda finding: None)
    if test.subject not in findings:
        return None
    value = findings[test.subject]
    return any(each.endswith(f"={value}") or value == "present" for each in test.operand)
