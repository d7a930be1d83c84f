"""Profiles made from the rulebook itself: the values that its tests turn on, their neighbours, and unknowns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from smeadvisor.rulebook import Rulebook


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
        amounts = [{"amount": o["amount"] + d, "currency": o["currency"]} for o in operands for d in (-1, 0, 1)]
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
