"""Profiles made from the rulebook itself: the values that its tests turn on, their neighbours, and unknowns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from smeadvisor.model.attributes import MONEY_STEP
from smeadvisor.model.conditions import attributes_of
from smeadvisor.model.rulebook import REGION, Rule, Rulebook


def turning_points(rulebook: Rulebook, name: str) -> list[Any]:
    """The raw values worth trying for an attribute."""
    attribute = rulebook.attributes[name]
    if attribute.type == "yes_no":
        return [True, False]
    if attribute.type == "choice":
        return list(attribute.choices)
    if attribute.type == "list":
        choices = list(attribute.choices)
        return [[], choices, *([each] for each in choices)]
    operands = list(_operands(rulebook, name))
    if attribute.type == "money":
        near = (-MONEY_STEP, 0, MONEY_STEP)
        amounts = [{"amount": o["amount"] + d, "currency": o["currency"]} for o in operands for d in near]
        return [*amounts, {"amount": 5, "currency": "EUR"}]
    step = Decimal(attribute.step)
    near = {operand + d * step for operand in operands for d in (-1, 0, 1)} | {Decimal(1)}
    low, high = attribute.range.min, attribute.range.max
    inside = [v for v in sorted(near) if (low is None or v >= low) and (high is None or v <= high)]
    return [*inside, *({"value": v, "qualifier": ">"} for v in inside if high is None or v < high)]


def _operands(rulebook: Rulebook, name: str) -> Iterator[Any]:
    for rule in rulebook.rules:
        spec = rule.text.when.get(name) if rule.text else None
        if isinstance(spec, dict):
            yield from (v if isinstance(v, dict) else Decimal(str(v)) for k, v in spec.items() if k != "known")
        elif spec is not None and rulebook.attributes[name].type == "number":
            yield from (Decimal(str(v)) for v in (spec if isinstance(spec, list) else [spec]))


def answers_of(rulebook: Rulebook, kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Raw answers of a profile: each attribute unknown, not applicable, or at a turning point."""
    each = {
        name: st.sampled_from([*turning_points(rulebook, name) * 2, None, "dont_know", "not_applicable"])
        for name, attribute in rulebook.attributes.items()
        if kind in attribute.audience
    }
    return st.fixed_dictionaries({}, optional=each)


def drawn_answers(rulebook: Rulebook, kind: str, chance: Random, *, full: bool = False) -> dict[str, Any]:
    """Raw answers drawn by chance, more of them or fewer; all of them and each known if they are to be full."""
    share, found = 1.0 if full else chance.choice([0.1, 0.3, 0.6, 0.9, 1.0]), {}
    open_ones = [] if full else [None, "dont_know", "not_applicable"]
    for name, attribute in rulebook.attributes.items():
        if kind in attribute.audience and chance.random() < share:
            choices = list(attribute.choices)
            several = [chance.sample(choices, chance.randint(0, len(choices)))] if attribute.type == "list" else []
            found[name] = chance.choice([*turning_points(rulebook, name) * 2, *several * 9, *open_ones])
    return found


def boundary_profiles(rulebook: Rulebook, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Economies and answers at the edge of every rule, each once."""
    return list({repr(each): each for each in _boundaries(rulebook, kind)}.values())


def _boundaries(rulebook: Rulebook, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """At the edge of each rule.

    From answers that make the rule fire, as its examples or those of the rules it builds on have them, one at a
    time is moved to each of its turning points, to unknown and to not applicable; lists to those near by.
    """
    for rule in rulebook.rules_for(kind):  # type: ignore[arg-type]
        home, base = fulfilling(rulebook, rule)
        yield home, base
        for name in attributes_of(rule.tests):
            if name == "economy":
                yield from ((each, base) for each in _economies(rule))
                continue
            for value in [*turning_points(rulebook, name), *_near(rulebook, name, base), None, "not_applicable"]:
                yield home, {**base, name: value}
    yield from _served(rulebook, kind)


def _near(rulebook: Rulebook, name: str, base: dict[str, Any]) -> Iterator[list[str]]:
    """The list that was answered with one choice more or less."""
    if rulebook.attributes[name].type == "list":
        there = set(base.get(name, ()))
        yield from (sorted(there ^ {each}) for each in rulebook.attributes[name].choices)


def _served(rulebook: Rulebook, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each recommendation that an instrument serves, whoever is given it where the instrument is at home."""
    for each in rulebook.instruments.values():
        for service in each.serves:
            for rule in _giving(rulebook, kind, service.recommendation)[:2]:
                yield ("PNG" if each.economy == REGION else each.economy), fulfilling(rulebook, rule)[1]


def _giving(rulebook: Rulebook, kind: str, recommendation: str) -> list[Rule]:
    """The rules that speak for the recommendation of themselves, then those that lead to it."""
    rules = [rule for rule in rulebook.rules_for(kind) if rule.concluded.get("recommendation") == recommendation]  # type: ignore[arg-type]
    return sorted(rules, key=lambda rule: "evidence" not in rule.concluded)


def _economies(rule: Rule) -> Iterator[str]:
    """Those that the rule names, and one that none does."""
    for test in rule.tests:
        if test.subject == "economy":
            yield from sorted(test.operand) if isinstance(test.operand, frozenset) else [test.operand]
    yield "DEU"


def fulfilling(rulebook: Rulebook, rule: Rule) -> tuple[str, dict[str, Any]]:
    """An economy and answers on which the rule fires."""
    home, answers = "DEU", {}
    for test in rule.tests:
        if test.on_finding:
            below = next(each for each in rulebook.rules_for(rule.audience) if each.finding in test.operand)
            home, more = fulfilling(rulebook, below)
            answers |= more
    example = next((each for each in _examples(rulebook, rule) if each.expect == "fired"), None)
    given = dict(example.given) if example else {}
    home = given.get("economy", home)
    return home, answers | {name: raw for name, raw in given.items() if name in rulebook.attributes}


def _examples(rulebook: Rulebook, rule: Rule) -> list[Any]:
    owner, _, own = rule.id.partition("#")
    kind, _, name = owner.partition("/")
    return [each for each in getattr(rulebook, kind)[name].examples if each.rule == own]
