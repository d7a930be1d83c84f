"""What tests of explanations share: subjects, and an independent judge of what comes of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.subject import Subject, subject_of
from smeadvisor.model.plain import plain
from smeadvisor.model.profile import read_profile
from support.both_engines import HOMES, profile_of
from support.generated import drawn_answers
from support.paths import ECONOMIES, FIRMS
from support.plain import Plain
from support.scale import randomness, sample, scaled
from support.whole import whole

SHIPPED = [*ECONOMIES, *FIRMS]
GENERATED = scaled(3, most=60)
"""How many profiles of each kind are drawn."""


@cache
def shipped() -> list[Subject]:
    """The shipped profiles as of the review."""
    book = whole()
    return [subject_of(read_profile(path, book), book, book.about.reviewed_through) for path in SHIPPED]


@cache
def generated() -> list[Subject]:
    """Profiles drawn at random."""
    book, chance = whole(), randomness(20)
    return [
        subject_of(
            profile_of(book, kind, chance.choice(HOMES), drawn_answers(book, kind, chance), f"{kind}-{i}"),
            book,
            book.about.reviewed_through,
        )
        for kind in ("firm", "economy")
        for i in range(GENERATED)
    ]


@cache
def subjects(every: int = 1) -> list[Subject]:
    """The shipped profiles, in the suite one in ``every``, and those drawn."""
    return [*sample(shipped(), every), *generated()]


def raw_answers(subject, changed=None):
    """The answers as a file would have them, some of them changed; None takes one back. Sources are left out."""
    answers = {**subject.profile.answers, **(changed or {})}
    return {name: _raw(each) for name, each in answers.items() if each is not None}


def _raw(answer):
    return _exact(plain(replace(answer, year=None, period=None, source=None, note=None)))


def _exact(raw):
    """Decimals as a file is read, not as Python has them."""
    if isinstance(raw, dict):
        return {key: _exact(each) for key, each in raw.items()}
    return Decimal(str(raw)) if isinstance(raw, float) else raw


def judge(subject, changed=None) -> Plain:
    """The plain evaluator on the answers, which a profile can have."""
    raw, profile = raw_answers(subject, changed), subject.profile
    profile_of(subject.rulebook, profile.kind, profile.economy, raw)
    return Plain(subject.rulebook, profile.kind, profile.economy, raw)


def came_out(subject, goal: Goal, plain: Plain) -> bool:
    """Whether the goal follows, as the plain evaluator has it."""
    if goal.kind == "barrier":
        return goal.id in plain.barriers()
    if goal.kind == "recommendation":
        return goal.id in {each[1] for each in plain.recommendations()}
    if goal.kind == "requirement":
        return plain.found({goal.name}) is True
    instrument = subject.rulebook.instruments[goal.id]
    asked = [each for each in instrument.requirements if each.rules]
    return all(plain.found({f"instruments/{goal.id}#{each.id}"}) is not False for each in asked)


def goals(subject) -> Iterator[Goal]:
    """Everything that can be asked after."""
    book = subject.rulebook
    yield from (Goal("barrier", each) for each in book.barriers)
    yield from (Goal("recommendation", each) for each in book.recommendations)
    yield from (Goal("instrument", each) for each in book.instruments)
    for name, each in book.instruments.items():
        yield from (Goal("requirement", f"{name}#{own.id}") for own in each.requirements)
