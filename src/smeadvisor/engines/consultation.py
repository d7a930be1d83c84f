"""The result of advising one profile, as plain, serialisable, deterministic data.

The form is that of the JSON contract, version 1; texts are added when it is rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from smeadvisor.engines.matching import Eligibility, Place, is_measure
from smeadvisor.model.answers import Answer, Money
from smeadvisor.model.attributes import Audience
from smeadvisor.model.records import Severity, Status
from smeadvisor.model.texts import Text
from smeadvisor.problems import Problem

SCHEMA = "smeadvisor/consultation/1"

RequirementState = Literal["met", "unmet", "unknown"]


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that a firing matched: a known answer, or a finding."""

    attribute: str | None = None
    value: Any = None
    finding: str | None = None

    def as_dict(self) -> dict[str, Any]:
        if self.finding is not None:
            return {"finding": self.finding}
        return {"attribute": self.attribute, "value": self.value}


@dataclass(frozen=True, slots=True)
class Firing:
    """One rule that fired: its number in the order of firing, what it matched and concluded."""

    n: int
    rule: str
    matched: tuple[Match, ...]
    concluded: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        matched = [match.as_dict() for match in self.matched]
        return {"n": self.n, "rule": self.rule, "matched": matched, "concluded": self.concluded}


@dataclass(frozen=True, slots=True)
class PresentBarrier:
    """A barrier that is present, with its weight and the firings that revealed it."""

    id: str
    severity: Severity
    weight: int
    firings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What an instrument is to this profile."""

    id: str
    economy: str
    place: Place
    eligibility: Eligibility
    status: Status
    requirements: tuple[tuple[str, RequirementState], ...]
    relieves: tuple[str, ...]

    @property
    def is_measure(self) -> bool:
        """Whether it is there to be taken up; if not, it is a precedent."""
        return is_measure(self.place, self.eligibility, self.status)

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "economy": self.economy,
            "place": self.place,
            "eligibility": self.eligibility,
            "status": self.status,
            "requirements": [{"id": name, "state": state} for name, state in self.requirements],
            "relieves": list(self.relieves),
        }


@dataclass(frozen=True, slots=True)
class Part:
    """The share of one barrier in a recommendation's points."""

    barrier: str
    severity: int
    importance: int
    stage: int
    points: int


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation.

    ``under`` names the higher one of the same kind that relieves all its barriers, if there is one;
    it then shares that one's rank.
    """

    rank: int
    id: str
    evidence: str
    points: int
    parts: tuple[Part, ...]
    barriers: tuple[str, ...]
    measures: tuple[str, ...]
    precedents: tuple[str, ...]
    traits: tuple[str, ...]
    firings: tuple[int, ...]
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """An answer that is missing: the rules that wait for it, the recommendations it could change."""

    attribute: str
    rules: tuple[str, ...]
    could_change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consultation:
    """All that follows from one profile under one rulebook."""

    rulebook_version: str
    rulebook_digest: str
    profile_id: str
    kind: Audience
    economy: str
    name: Text | None
    answers: dict[str, Answer]
    as_of: str
    classification: dict[str, str | list[str]]
    barriers: tuple[PresentBarrier, ...]
    instruments: tuple[Standing, ...]
    recommendations: tuple[Advice, ...]
    firings: tuple[Firing, ...]
    undecided: tuple[Undecided, ...]
    no_instrument: tuple[str, ...]
    no_recommendation: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON contract without the texts of recommendations."""
        return {
            "schema": SCHEMA,
            "rulebook": {"version": self.rulebook_version, "digest": self.rulebook_digest},
            "profile": {
                "id": self.profile_id,
                "kind": self.kind,
                "economy": self.economy,
                "answers": {name: plain_answer(answer) for name, answer in self.answers.items()},
            },
            "as_of": self.as_of,
            "classification": self.classification,
            "barriers": [plain(each) for each in self.barriers],
            "instruments": [each.as_dict() for each in self.instruments],
            "recommendations": [plain(each) for each in self.recommendations],
            "firings": [each.as_dict() for each in self.firings],
            "undecided": [plain(each) for each in self.undecided],
            "gaps": {"no_instrument": list(self.no_instrument), "no_recommendation": list(self.no_recommendation)},
            "warnings": [{"code": each.code, "pointer": each.pointer} for each in self.warnings],
        }


def plain(value: Any) -> Any:
    """A record of this module as lists and dicts."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def plain_answer(answer: Answer) -> Any:
    """An answer as it would stand in a profile file."""
    if answer.state != "known":
        return answer.state
    value = plain_value(answer.value)
    extra = {name: getattr(answer, name) for name in ("qualifier", "year", "period", "source", "note")}
    given = {name: each for name, each in extra.items() if each is not None}
    return {"value": value, **given} if given else value


def plain_value(value: Any) -> Any:
    """A value as JSON holds it: whole numbers as integers, decimals as numbers."""
    if isinstance(value, Money):
        return {"amount": plain_value(value.amount), "currency": value.currency}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value
