"""What the engines have room for, and names that mean something else to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from smeadvisor.messages import message
from smeadvisor.model.attributes import Attribute
from smeadvisor.model.records import Classification, Priorities
from smeadvisor.problems import Problem, problem
from smeadvisor.problems.limits import (
    BARRIERS,
    EVIDENCE_KINDS,
    LIST_CHOICES,
    MONEY,
    RECOMMENDATIONS,
    STEPS,
    VALUES_OF_ONE,
)

Fault = tuple[str, str, tuple[str | int, ...], Problem]
"""Kind and id of the file, the place in it, and what is wrong there."""

_CONCLUDED = {"barrier", "severity", "recommendation", "evidence", "requirement", "instrument"}
_IN_ADVICE = {
    "row",
    "id",
    "name",
    "kind",
    "economy",
    "barriers",
    "recommendations",
    "measures",
    "undecided",
    "warnings",
}
CLASSIFICATION_TAKEN = frozenset({*_CONCLUDED, *_IN_ADVICE, "fired"})
"""Names that rules conclude, or columns of advice: no classification can have them."""

ATTRIBUTE_TAKEN = frozenset({"id", "kind", "name", "note"})
"""What a profile says of itself: no attribute can have these names."""


def capacity_faults(models: Mapping[str, Mapping[str, Any]], priorities: Priorities) -> Iterator[Fault]:
    """Every attribute, classification and list that one of the engines could not hold."""
    for kind, faults in (("attributes", _of_attribute), ("classification", _of_classification)):
        for name, model in models[kind].items():
            yield from ((kind, name, path, fault) for path, fault in faults(model))
    for kind, most in (("barriers", BARRIERS), ("recommendations", RECOMMENDATIONS)):
        if len(models[kind]) > most:
            yield kind, max(models[kind]), (), too_many(len(models[kind]), most, kind)
    for audience, kinds in priorities.evidence.items():
        if len(kinds) > EVIDENCE_KINDS:
            yield (
                "",
                "priorities",
                ("evidence", audience),
                too_many(len(kinds), EVIDENCE_KINDS, "kinds_of_evidence"),
            )


def _of_attribute(attribute: Attribute) -> Iterator[tuple[tuple[str, ...], Problem]]:
    # The chaining engine takes a name of digits for a position.
    if attribute.id in ATTRIBUTE_TAKEN or attribute.id.isdigit():
        yield (), problem("E-NAME-TAKEN", attribute.id)
    if attribute.type == "list" and len(attribute.choices) > LIST_CHOICES:
        yield ("choices",), too_many(len(attribute.choices), LIST_CHOICES, "choices")
    if attribute.type == "number" and attribute.step > 0 and _furthest(attribute) > STEPS:
        yield ("step",), problem("E-STEPS", str(attribute.step), limit=f"{STEPS:,}")


def _furthest(attribute: Attribute) -> Fraction:
    """The largest number of steps that an answer may have."""
    ends = (MONEY if end is None else abs(end) for end in (attribute.range.min, attribute.range.max))
    return Fraction(max(ends)) / Fraction(attribute.step)


def _of_classification(classification: Classification) -> Iterator[tuple[tuple[str, ...], Problem]]:
    if classification.id in CLASSIFICATION_TAKEN or classification.id.isdigit():
        yield (), problem("E-NAME-TAKEN", classification.id)
    most = LIST_CHOICES if classification.many else VALUES_OF_ONE
    if len(classification.values) > most:
        yield ("values",), too_many(len(classification.values), most, "values")
    if classification.id == "stage" and classification.many:
        yield ("many",), problem("E-CHOICE", "true", choices="false")


def too_many(count: int, most: int, what: str) -> Problem:
    """The problem of more things of a kind than there is room for."""
    return problem("E-ROOM", str(count), limit=str(most), what=message(f"errors.many.{what}"))
