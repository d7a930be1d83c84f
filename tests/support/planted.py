"""Faults planted in explanations: each takes a faithful one and makes it lie in one way, or None where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from smeadvisor.explanation.subject import Subject
from smeadvisor.model.answers import Answer, read_answer
from support.generated import turning_points


class Fault(NamedTuple):
    """A way to lie: in which explanation, what is wrong with it, and how it is planted."""

    part: str
    what: str
    plant: Callable[[Subject, Any], Any]


def into(faults: list[Fault]):
    """A decorator by which what plants a fault is put on that list."""

    def fault(part: str, what: str):
        def register(plant):
            faults.append(Fault(part, what, plant))
            return plant

        return register

    return fault


def another(subject: Subject, name: str, given: Answer) -> Answer | None:
    """Another answer to the question."""
    attribute = subject.rulebook.attributes[name]
    others = (read_answer(attribute, each) for each in turning_points(subject.rulebook, name))
    return next((each for each in others if each and each.comparable != given.comparable), None)


def first(steps, change):
    """The first of the steps that can be changed so is; None if none can."""
    for i, each in enumerate(steps):
        changed = change(each)
        if changed is not None:
            return (*steps[:i], changed, *steps[i + 1 :])
    return None
