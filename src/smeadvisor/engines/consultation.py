"""The result of advising one profile, as plain, serialisable, deterministic data.

The form is that of the JSON contract, version 1; texts are added when it is rendered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from smeadvisor.engines.matching import Eligibility, Place, is_measure
from smeadvisor.model.answers import Answer, PlainValue
from smeadvisor.model.attributes import Audience
from smeadvisor.model.plain import Plain
from smeadvisor.model.records import Severity, Status
from smeadvisor.model.texts import Text
from smeadvisor.problems import Problem

SCHEMA = "smeadvisor/consultation/1"

RequirementState = Literal["met", "unmet", "unknown"]


class MatchedAnswer(TypedDict):
    """An answer that a rule tested."""

    attribute: str | None
    value: NotRequired[PlainValue]


class MatchedFinding(TypedDict):
    """A finding that a rule tested."""

    finding: str


@dataclass(frozen=True, slots=True)
class Match(Plain):
    """One thing that a firing matched: a known answer, or a finding."""

    attribute: str | None = None
    value: Any = None
    finding: str | None = None

    def written(self) -> MatchedAnswer | MatchedFinding:
        """The one or the other."""
        if self.finding is not None:
            return {"finding": self.finding}
        return {"attribute": self.attribute, "value": self.value}


@dataclass(frozen=True, slots=True)
class Firing(Plain):
    """One rule that fired: its number in the order of firing, what it matched and concluded."""

    n: int
    rule: str
    matched: tuple[Match, ...]
    concluded: dict[str, str]


@dataclass(frozen=True, slots=True)
class PresentBarrier(Plain):
    """A barrier that is present, with its weight and the firings that revealed it."""

    id: str
    severity: Severity
    weight: int
    firings: tuple[int, ...]


class RequirementData(TypedDict):
    """A requirement of an instrument, and whether the profile meets it."""

    id: str
    state: RequirementState


class StandingData(TypedDict):
    """What an instrument is to this profile."""

    id: str
    economy: str
    place: Place
    eligibility: Eligibility
    status: Status
    requirements: list[RequirementData]
    relieves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstrumentAssessment(Plain):
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

    def written(self) -> StandingData:
        """The fields, each requirement with its names."""
        return {
            "id": self.id,
            "economy": self.economy,
            "place": self.place,
            "eligibility": self.eligibility,
            "status": self.status,
            "requirements": [{"id": name, "state": state} for name, state in self.requirements],
            "relieves": self.relieves,
        }


@dataclass(frozen=True, slots=True)
class Part(Plain):
    """The share of one barrier in a recommendation's points."""

    barrier: str
    severity: int
    importance: int
    stage: int
    points: int


@dataclass(frozen=True, slots=True)
class Advice(Plain):
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
class Undecided(Plain):
    """An answer that is missing: the rules that wait for it, the recommendations it could change."""

    attribute: str
    rules: tuple[str, ...]
    could_change: tuple[str, ...]


class RulebookData(TypedDict):
    """Which rulebook it follows from."""

    version: str
    digest: str


TextData = TypedDict("TextData", {"en": str, "zh-Hant": str})
"""A text in both languages."""


class ProfileData(TypedDict):
    """The profile as it was read: what advises it again."""

    id: str
    kind: Audience
    economy: str
    answers: dict[str, Answer]
    name: NotRequired[TextData]


class GapsData(TypedDict):
    """Barriers that are present and that nothing relieves."""

    no_instrument: tuple[str, ...]
    no_recommendation: tuple[str, ...]


class WarningData(TypedDict):
    """A warning about the profile."""

    code: str
    pointer: str


class ConsultationData(TypedDict):
    """All that follows from one profile under one rulebook."""

    schema: str
    rulebook: RulebookData
    profile: ProfileData
    as_of: str
    classification: dict[str, str | list[str]]
    barriers: tuple[PresentBarrier, ...]
    instruments: tuple[InstrumentAssessment, ...]
    recommendations: tuple[Advice, ...]
    firings: tuple[Firing, ...]
    undecided: tuple[Undecided, ...]
    gaps: GapsData
    warnings: list[WarningData]


@dataclass(frozen=True, slots=True)
class Consultation(Plain):
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
    instruments: tuple[InstrumentAssessment, ...]
    recommendations: tuple[Advice, ...]
    firings: tuple[Firing, ...]
    undecided: tuple[Undecided, ...]
    no_instrument: tuple[str, ...]
    no_recommendation: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()

    def written(self) -> ConsultationData:
        """The JSON contract without the texts of recommendations."""
        return {
            "schema": SCHEMA,
            "rulebook": {"version": self.rulebook_version, "digest": self.rulebook_digest},
            "profile": {
                "id": self.profile_id,
                "kind": self.kind,
                "economy": self.economy,
                "answers": self.answers,
            },
            "as_of": self.as_of,
            "classification": self.classification,
            "barriers": self.barriers,
            "instruments": self.instruments,
            "recommendations": self.recommendations,
            "firings": self.firings,
            "undecided": self.undecided,
            "gaps": {"no_instrument": self.no_instrument, "no_recommendation": self.no_recommendation},
            "warnings": [{"code": each.code, "pointer": each.pointer} for each in self.warnings],
        }
