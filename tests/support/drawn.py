"""Profiles drawn by chance for the tests of fidelity, what came of them, and how that is explained."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

from smeadvisor.explanation.differences import differences
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.how import how
from smeadvisor.explanation.places import RulePlaces
from smeadvisor.explanation.rank import rank
from smeadvisor.explanation.subject import Subject, read_subject, subject_of
from smeadvisor.explanation.what_if import what_if
from smeadvisor.explanation.why_not import Inquiry
from smeadvisor.problems import InvalidInput
from support.both_engines import HOMES, profile_of
from support.fidelity_texts import (
    cited_by_differences,
    cited_by_how,
    cited_by_rank,
    cited_by_why_not,
    differences_lines,
    how_lines,
    rank_lines,
    why_not_lines,
)
from support.generated import drawn_answers
from support.paths import ECONOMIES, FIRMS
from support.replays import Replays
from support.scale import randomness, scaled
from support.whole import whole

CONCLUSIONS = scaled(5_000)
"""How many conclusions of drawn profiles are looked at."""
KINDS = ("firm", "economy")
ASKED = {"firm": 5, "economy": 1}
"""One why-not in so many is asked."""
STANDING = 8
"""One instrument in so many is explained, but for those with a requirement met or unmet: they all are."""
TOLD = 40
"""One page in so many is read."""


@cache
def replays(kind: str) -> Replays:
    return Replays(places_of().rulebook, kind)


class _Held:
    """The rulebook as of its review, and the places of its rules, found once."""

    def __init__(self, subject: Subject) -> None:
        self.rulebook, self.places = subject.rulebook, RulePlaces(subject.rulebook)


@cache
def places_of() -> _Held:
    return _Held(drawn(randomness(0), "firm"))


def drawn(chance: Random, kind: str) -> Subject:
    """A profile drawn by chance, consulted."""
    book = whole()
    profile = profile_of(book, kind, chance.choice(HOMES), drawn_answers(book, kind, chance))
    return subject_of(profile, book, book.about.reviewed_through)


def came_out(subject: Subject) -> list[str]:
    """The full name of everything that came out, and of instruments, which stand in some way to everyone."""
    case = subject.consultation
    told = [e for e in case.instruments if any(state != "unknown" for _, state in e.requirements)]
    told += [each for each in case.instruments if each not in told][::STANDING]
    met = [f"instruments/{e.id}#{own}" for e in case.instruments for own, state in e.requirements if state == "met"]
    classes = [f"classification/{name}" for name, value in case.classification.items() if value not in ("unknown", [])]
    return [
        *(f"recommendations/{each.id}" for each in case.recommendations),
        *(f"barriers/{each.id}" for each in case.barriers),
        *classes,
        *met,
        *(f"instruments/{each.id}" for each in told),
    ]


def asked(subject: Subject) -> list[Goal]:
    """One in some of the things that did not come out and that an answer might bring about."""
    book, case = subject.rulebook, subject.consultation
    there = {*came_out(subject)}
    goals = [Goal("barrier", each) for each in book.barriers] + [
        Goal("recommendation", e) for e in book.recommendations
    ]
    for each in case.instruments if subject.profile.kind == "firm" else ():
        open_to = each.place != "abroad" and each.status != "closed" and not each.is_measure
        goals += [Goal("instrument", each.id)] if open_to else []
        goals += [Goal("requirement", f"{each.id}#{own}") for own, state in each.requirements if state == "unmet"]
    return [each for each in goals if each.name not in there or each.kind == "instrument"][
        :: ASKED[subject.profile.kind]
    ]


def counted(subject: Subject) -> int:
    """The firings, classes, barriers, recommendations, requirements met or unmet, and why-nots of a subject."""
    case = subject.consultation
    settled = [state for each in case.instruments for _, state in each.requirements if state != "unknown"]
    classes = [value for value in case.classification.values() if value not in ("unknown", [])]
    own = (case.firings, case.barriers, case.recommendations, settled, classes)
    return sum(map(len, own)) + len(asked(subject))


@cache
def subjects() -> dict[str, list[Subject]]:
    """As many profiles of firms and economies as have that many conclusions."""
    chance, found, count = randomness(7), {kind: [] for kind in KINDS}, 0
    while count < CONCLUSIONS:
        kind = chance.choice(KINDS)
        found[kind].append(drawn(chance, kind))
        count += counted(found[kind][-1])
    return found


def explained(subject: Subject, name: str):
    return how(subject, name, places_of().places)


@cache
def with_ties() -> list[Subject]:
    """Drawn subjects in which two recommendations stand equal."""
    return [each for own in subjects().values() for each in own if _tied(each)][:2]


def _tied(subject: Subject) -> bool:
    heads = [each for each in subject.consultation.recommendations if each.under is None]
    return any((a.evidence, a.points) == (b.evidence, b.points) for a, b in pairwise(heads))


@cache
def ranks() -> list[tuple[Subject, Any]]:
    """Accounts of ranks: of some shipped and drawn profiles, and of those with ties."""
    few = max(CONCLUSIONS // 20000, 1)
    chosen = [*shipped()[::12], *with_ties(), *subjects()["economy"][: 2 * few]]
    return [(s, rank(s, Goal("recommendation", e.id))) for s in chosen for e in s.consultation.recommendations[:4]]


@cache
def shipped() -> list[Subject]:
    return [read_subject(path, whole()) for path in (*FIRMS, *ECONOMIES)]


@cache
def compared() -> list[tuple[Subject, Subject]]:
    """Two profiles of a kind, and a profile with some answers changed."""
    pairs = [pair for own in subjects().values() for pair in [*pairwise(own)][:: max(len(own) // 40, 1)]]
    chance = randomness(6)
    for subject in [each for own in subjects().values() for each in own[:: max(len(own) // 40, 1)]]:
        pairs += [(subject, other) for other in _otherwise(subject, chance)]
    return pairs


def _otherwise(subject: Subject, chance: Random) -> Iterator[Subject]:
    """Some yes and no turned, some answers taken back."""
    names = [name for name, each in subject.rulebook.attributes.items() if subject.profile.kind in each.audience]
    settings = dict.fromkeys(chance.sample(names, 3), "")
    turned = [name for name in names if subject.rulebook.attributes[name].type == "yes_no"]
    settings |= {name: chance.choice(("yes", "no")) for name in chance.sample(turned, min(3, len(turned)))}
    try:
        yield what_if(subject, [f"{name}={value}" for name, value in settings.items()])
    except InvalidInput:
        return


@cache
def pages() -> list[tuple[Subject, dict[str, list[str]], list[Any]]]:
    """Texts of all kinds: of whom, what they say, and what they may speak of."""
    return [*_pages()]


def _pages() -> Iterator[tuple[Subject, dict[str, list[str]], list[Any]]]:
    everyone = [each for own in (*subjects().values(), shipped()) for each in own]
    for subject in everyone[:: max(len(everyone) // 40, 1)]:
        names = came_out(subject)
        for name in [*names[:4], *names[4::TOLD]]:
            told = explained(subject, name)
            yield subject, how_lines(subject, told), cited_by_how(subject, told)
        inquiry = Inquiry(subject)
        for goal in asked(subject)[::8]:
            told = inquiry.why_not(goal)
            yield subject, why_not_lines(subject, told), cited_by_why_not(subject, told)
    for subject, told in ranks():
        yield subject, rank_lines(subject, told), cited_by_rank(subject, told)
    for one, other in compared()[:: max(len(compared()) // 20, 1)]:
        told = differences(one, other)
        yield one, differences_lines(one, other, told), cited_by_differences(one, other, told)
