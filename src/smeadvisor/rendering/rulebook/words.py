"""Conditions and rules in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from smeadvisor.model.answers import Answer, Money
from smeadvisor.model.attributes import HALVES, MONEY_STEP, Attribute
from smeadvisor.model.conditions import Test
from smeadvisor.model.grounds import ground_of
from smeadvisor.model.records import RuleText
from smeadvisor.model.rulebook import Rule
from smeadvisor.model.texts import fill
from smeadvisor.rendering.advice.wording import answer_text, clauses, day_text, listing, sentence
from smeadvisor.rendering.rulebook.names import economy_name, owner_of, titled
from smeadvisor.rendering.rulebook.reader import Reader

_MEASURED = ("days", "months", "hours-a-week")
"""Units that are said with every number; percent is written as a sign, and what is counted the title names."""


def tests_in_words(tests: Iterable[Test], reader: Reader) -> list[str]:
    """One clause for each test: ``days from shipment to payment: at least 60 days``."""
    return [_found(test, reader) if test.on_finding else _answered(test, reader) for test in tests]


def condition_in_words(rule: Rule, reader: Reader) -> str:
    """``When …, then …``: the tests of the rule and what it concludes."""
    tests = clauses(tests_in_words(rule.tests, reader), reader.lang)
    return sentence(reader.say("rule", tests=tests, conclusion=conclusion_in_words(rule, reader)), reader.lang)


def rule_in_words(rule: Rule, reader: Reader) -> str:
    """The condition and the conclusion, how it is told, from when till when it holds, and on what ground."""
    parts = [condition_in_words(rule, reader)]
    if rule.text is not None:
        parts += [_told(rule.text, reader), _validity(rule.text, reader), *_ground(rule, rule.text, reader)]
    return reader.paragraphs([sentence(each, reader.lang) for each in parts if each])


def value_in_words(attribute: Attribute, answer: Answer, reader: Reader) -> str:
    """An answer as people say it, with its unit; choices in quotation marks, as they may hold commas of their own."""
    value = answer.value
    if value is None:
        return reader.say(answer.state)
    if isinstance(value, tuple):
        items = [reader.quoted(reader.to(attribute.choices[each])) for each in value]
        return listing(items, reader.lang) if items else reader.say("empty")
    text = answer_text(attribute, answer, reader.lang)
    if attribute.unit in _MEASURED:
        return reader.say(f"one_{attribute.unit}" if value == 1 else f"in_{attribute.unit}", number=text)
    return reader.quoted(text) if isinstance(value, str) else text


def _answered(test: Test, reader: Reader) -> str:
    title, items = _subject(test, reader)
    if test.operator == "known":
        return title + reader.colon + reader.say("is_known")
    said = reader.say(test.operator, any=reader.either(items), all=listing(items, reader.lang))
    return title + reader.colon + said


def _subject(test: Test, reader: Reader) -> tuple[str, list[str]]:
    """What the test is on, and the values that it compares with, in words."""
    attribute = reader.rulebook.attributes.get(test.subject)
    values = list(test.operand) if isinstance(test.operand, frozenset) else [test.operand]
    if attribute is None:
        # Classification rules alone may test the economy, which is no attribute of a file.
        return reader.say("economy"), [economy_name(each, reader) for each in sorted(values)]
    # A set has no order of its own; choices keep the order of their file.
    order = list(attribute.choices) or sorted(values, key=str)
    values.sort(key=lambda each: order.index(each) if each in order else -1)
    return titled(f"attributes/{test.subject}", reader), [_operand(attribute, each, reader) for each in values]


def _operand(attribute: Attribute, operand: Any, reader: Reader) -> str:
    value = operand
    if isinstance(operand, tuple):
        value = Money(_plain(operand[1] * MONEY_STEP), operand[0])
    elif attribute.type == "number":
        value = _plain(Decimal(operand) / HALVES * attribute.step)
    return value_in_words(attribute, Answer(value, None), reader)


def _plain(number: Decimal) -> int | Decimal:
    """The number without zeros at its end."""
    return int(number) if number == int(number) else number.normalize()


def _found(test: Test, reader: Reader) -> str:
    named = reader.rulebook.classification.get(test.subject)
    if named is None:
        return reader.say("present", title=titled(f"barriers/{test.subject}", reader))
    values = [reader.to(text) for value, text in named.values.items() if _finding(test, value) in test.operand]
    return titled(f"classification/{test.subject}", reader) + reader.colon + reader.either(values)


def _finding(test: Test, value: str) -> str:
    return f"classification/{test.subject}={value}"


def conclusion_in_words(rule: Rule, reader: Reader) -> str:
    """What the rule concludes, as a clause."""
    owner = owner_of(rule, reader.rulebook)
    said, title = rule.concluded, titled(owner.name, reader)
    if owner.kind == "barriers":
        evidence = _evidence(rule, reader)
        return reader.say("sign", title=title, severity=reader.say(said["severity"]), evidence=evidence)
    if owner.kind == "classification":
        return reader.say("value", title=title, value=reader.to(owner.said.values[said[owner.id]]))
    if owner.kind == "instruments":
        wanted = said["requirement"].partition("#")[2]
        requirement = next(reader.to(each.title) for each in owner.said.requirements if each.id == wanted)
        return reader.say("meets", requirement=requirement, instrument=title)
    return _advice(rule, title, reader)


def _advice(rule: Rule, title: str, reader: Reader) -> str:
    if "evidence" not in rule.concluded:
        return reader.say("brings", title=title)
    return reader.say("speaks", title=title, evidence=_evidence(rule, reader))


def _evidence(rule: Rule, reader: Reader) -> str:
    kinds = reader.rulebook.priorities.evidence[rule.audience]
    return next(reader.to(each.title) for each in kinds if each.id == rule.concluded["evidence"])


def _told(text: RuleText, reader: Reader) -> str:
    """What the rule says of a profile; where that cites an answer, the title of the question stands."""
    slots = text.because.slots()
    titles = {name: reader.say("slot", title=titled(f"attributes/{name}", reader)) for name in slots}
    return reader.say("told", text=fill(reader.to(text.because), titles))


def _validity(text: RuleText, reader: Reader) -> str:
    start, end = (each and day_text(each, reader.lang) for each in (text.starts, text.ends))
    if start and end:
        return reader.say("from_until", start=start, end=end)
    return reader.say("from", start=start) if start else reader.say("until", end=end) if end else ""


def _ground(rule: Rule, text: RuleText, reader: Reader) -> Iterator[str]:
    ground = ground_of(rule, reader.rulebook)
    if ground.basis != "inference":
        yield reader.say("said_in" if ground.basis == "paper" else "since_in", place=reader.places(ground.sources))
        return
    yield reader.say("inferred_as", reason=reader.to(text.reason)) if text.reason else reader.say("inferred_all")
    if ground.sources:
        yield reader.say("see", place=reader.places(ground.sources))
