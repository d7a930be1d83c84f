"""Why a conclusion came out: the tree of firings from the answers up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NotRequired

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import Firing, Match
from smeadvisor.explanation.places import RulePlaces
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.answers import Answer
from smeadvisor.model.grounds import ground_of
from smeadvisor.model.plain import Plain
from smeadvisor.model.records import Basis
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.problems import Place

ECONOMY = "economy"
"""What classification rules call the profile's economy, which is no answer."""


@dataclass(frozen=True, slots=True)
class Answered(Plain):
    """A leaf: an answer of the profile, as it was given, or its economy."""

    attribute: str
    answer: Answer


class ReasonData(TypedDict):
    """One firing, with the file and line of its rule; ``text`` is what it says, in the language asked for."""

    n: int
    rule: str
    concluded: Mapping[str, str]
    basis: Basis
    sources: tuple[str, ...]
    file: str
    line: int | None
    answers: tuple[Answered, ...]
    findings: tuple[Found, ...]
    text: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Reason(Plain):
    """One firing: the rule, where it stands and on what ground, what it concluded, and what it matched.

    ``place`` is its file and line; ``sources`` are ids of the rulebook's sources.
    """

    n: int
    rule: str
    concluded: Mapping[str, str]
    basis: Basis
    sources: tuple[str, ...]
    place: Place
    answers: tuple[Answered, ...]
    findings: tuple[Found, ...]

    def written(self) -> ReasonData:
        """The fields, the place as file and line."""
        return {
            "n": self.n,
            "rule": self.rule,
            "concluded": self.concluded,
            "basis": self.basis,
            "sources": self.sources,
            "file": self.place.file,
            "line": self.place.line,
            "answers": self.answers,
            "findings": self.findings,
        }


@dataclass(frozen=True, slots=True)
class Found(Plain):
    """A finding that was matched, and every firing that concluded it: any one of them would do.

    ``sources`` are those of the thing that it speaks of, such as Table 8 of a barrier.
    """

    finding: str
    sources: tuple[str, ...]
    reasons: tuple[Reason, ...]


def said_in(finding: str, rulebook: Rulebook) -> Any:
    """What the file says of the thing that the finding speaks of."""
    kind, _, name = finding.partition("/")
    return getattr(rulebook, kind)[name.partition("#")[0].partition("=")[0]]


class Reasons:
    """The firings of a consultation as trees."""

    def __init__(self, subject: Subject, places: RulePlaces | None = None) -> None:
        self._subject = subject
        self._places = places or RulePlaces(subject.rulebook)

    @cached_property
    def _concluding(self) -> dict[str, list[Firing]]:
        found: dict[str, list[Firing]] = {}
        for firing in self._subject.consultation.firings:
            found.setdefault(self._rule(firing).finding, []).append(firing)
        return found

    def _rule(self, firing: Firing) -> Rule:
        return self._subject.rulebook.by_id[firing.rule]

    def found(self, finding: str) -> Found:
        """The finding with all that leads to it; without reasons if it did not come out."""
        reasons = tuple(self._reason(each) for each in self._concluding.get(finding, ()))
        return Found(finding, said_in(finding, self._subject.rulebook).sources, reasons)

    def _reason(self, firing: Firing) -> Reason:
        rule = self._rule(firing)
        ground = ground_of(rule, self._subject.rulebook)
        return Reason(
            n=firing.n,
            rule=firing.rule,
            concluded=firing.concluded,
            basis=ground.basis,
            sources=ground.sources,
            place=self._places.of(rule),
            answers=tuple(self.answered(each) for each in firing.matched if each.attribute is not None),
            findings=tuple(self.found(each.finding) for each in firing.matched if each.finding is not None),
        )

    def answered(self, match: Match) -> Answered:
        """The answer that was matched, with all that the profile says of it."""
        name = match.attribute or ""
        if name == ECONOMY:
            return Answered(name, Answer(match.value, match.value))
        return Answered(name, self._subject.profile.answers[name])
