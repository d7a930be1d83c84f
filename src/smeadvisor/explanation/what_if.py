"""A profile with other answers, as ``ATTRIBUTE=VALUE`` gives them: what would follow?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from smeadvisor.explanation.subject import Subject
from smeadvisor.model.attributes import Attribute
from smeadvisor.model.profile import answered_otherwise
from smeadvisor.problems import InvalidInput, Place, Problem, problem

_QUALIFIED = ("~", ">")
_TYPED = {"E-CURRENCY": "E-SET-CURRENCY", "E-UNKNOWN-KEY": "E-SET-NAME", "E-AUDIENCE": "E-SET-AUDIENCE"}
"""Problems whose remedy speaks of the lines of a file, and those that say what to type."""


def what_if(subject: Subject, settings: Sequence[str]) -> Subject:
    """The subject with these answers in place of its own, consulted anew as of the same day.

    A setting is ``ATTRIBUTE=VALUE``, the value as it can be typed: a number (``~35`` is about, ``>98`` more than), yes
    or no, a choice by its id or label, choices separated by ``;``, ``none``, ``dont_know``, ``not_applicable``, an
    amount with its currency (``250000 USD``); with nothing after the = the answer is taken back.

    Raises InvalidInput with every problem, each at its setting: E-SET, E-SET-TWICE, and those of an answer in a
    profile, with remedies that can be typed.
    """
    attributes = subject.rulebook.attributes
    raw = {name: _raw(attributes.get(name), value) for name, value in _split(settings).items()}
    try:
        profile = answered_otherwise(subject.profile, raw, subject.rulebook)
    except InvalidInput as rejected:
        raise InvalidInput(_placed(each, settings) for each in rejected.problems) from None
    return Subject(profile, subject.engine.consult(profile), subject.engine)


def _split(settings: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    faults = []
    for each in settings:
        name, equals, value = (part.strip() for part in each.partition("="))
        if not (name and equals):
            faults.append(_at(problem("E-SET", each), each))
        elif name in found:
            faults.append(_at(problem("E-SET-TWICE", name), each))
        found[name] = value
    if faults:
        raise InvalidInput(faults)
    return found


def _raw(attribute: Attribute | None, value: str) -> Any:
    """The value as a profile file would have it."""
    kind = attribute.type if attribute else ""
    if kind == "number" and value.startswith(_QUALIFIED):
        return {"value": value[1:].strip(), "qualifier": value[0]}
    return value


def _placed(fault: Problem, settings: Sequence[str]) -> Problem:
    """The problem at the setting that it is of."""
    name = fault.pointer.split("/")[2] if fault.pointer.startswith("/answers/") else ""
    setting = next((each for each in settings if each.partition("=")[0].strip() == name), name)
    typed = replace(fault, code=_TYPED.get(fault.code, fault.code), details={**fault.details, "name": name})
    return _at(typed, setting)


def _at(fault: Problem, setting: str) -> Problem:
    return fault.at(Place(f"--set {setting[:60]}"), fault.pointer)
