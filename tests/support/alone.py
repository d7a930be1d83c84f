"""Profiles and rulebooks cut down to some answers and some rules, and what then follows."""

from __future__ import annotations

from dataclasses import replace

from smeadvisor.engines.chaining.assembly import assemble
from smeadvisor.engines.consultation import Consultation
from smeadvisor.engines.states import States
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.profile import Profile
from smeadvisor.model.rulebook import Rulebook


def alone(subject: Subject, answers, rules=None):
    """The consultation of the profile with these answers alone, by these rules alone (None: by all)."""
    book = subject.rulebook
    if rules is not None:
        book = replace(book, rules=tuple(rule for rule in book.rules if rule.id in rules))
    kept = {name: each for name, each in subject.profile.answers.items() if name in answers}
    return consulted(book, replace(subject.profile, answers=kept))


def consulted(book: Rulebook, profile: Profile) -> Consultation:
    """The consultation by the plain three-valued states, which other tests hold equal to the engine."""
    measures = {**profile.comparables(), "economy": profile.economy}
    own = book.rules_for(profile.kind)
    states = States(own, measures)
    return assemble(book, profile, measures, [rule.id for rule in own if states.of(rule) == "fired"])


def findings_in(subject: Subject, consultation) -> set[str]:
    """All that the firings concluded."""
    return {subject.rulebook.by_id[each.rule].finding for each in consultation.firings}


def conclusions(subject: Subject) -> list[str]:
    """The full name of everything that came out, of every kind."""
    case = subject.consultation
    met = [
        f"instruments/{each.id}#{name}"
        for each in case.instruments
        for name, state in each.requirements
        if state == "met"
    ]
    classes = [f"classification/{name}" for name, value in case.classification.items() if value not in ("unknown", [])]
    return [
        *(f"recommendations/{each.id}" for each in case.recommendations),
        *(f"barriers/{each.id}" for each in case.barriers),
        *met,
        *classes,
    ]


def said_of(consultation, conclusion: str):
    """What a consultation says of a conclusion, apart from its place among others."""
    kind, _, name = conclusion.partition("/")
    if kind == "recommendations":
        found = next((each for each in consultation.recommendations if each.id == name), None)
        return found and (found.evidence, found.points, found.parts, found.barriers)
    if kind == "barriers":
        return next(((each.severity, each.weight) for each in consultation.barriers if each.id == name), None)
    if kind == "classification":
        return consultation.classification[name]
    instrument, _, own = name.partition("#")
    standing = next(each for each in consultation.instruments if each.id == instrument)
    return dict(standing.requirements).get(own)
