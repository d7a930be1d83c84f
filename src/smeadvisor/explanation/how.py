"""How a conclusion came out: a recommendation, a barrier, a classification, an instrument or a requirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NotRequired

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import Advice
from smeadvisor.explanation.places import RulePlaces
from smeadvisor.explanation.reasons import Found, Reasons
from smeadvisor.explanation.standings import ExplainedInstrument, stood
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.weights import Weighing, weighings
from smeadvisor.model.plain import Plain


@dataclass(frozen=True, slots=True)
class Ranking(Plain):
    """Where a recommendation stands, and by what.

    ``kinds`` are the kinds of evidence in their order, the strongest first; ``weighings`` add up to ``points``;
    ``under`` is the recommendation that it is listed under, ``covers`` are those listed under it.
    """

    rank: int
    evidence: str
    kinds: tuple[str, ...]
    points: int
    weighings: tuple[Weighing, ...]
    under: str | None
    covers: tuple[str, ...]
    measures: tuple[str, ...]
    precedents: tuple[str, ...]


class HowData(TypedDict):
    """How a conclusion came out; a part that does not apply to its kind is left out."""

    conclusion: str
    came_out: bool
    findings: tuple[Found, ...]
    stage: tuple[Found, ...]
    ranking: NotRequired[Ranking]
    weighing: NotRequired[Weighing]
    instrument: NotRequired[ExplainedInstrument]


@dataclass(frozen=True, slots=True)
class How(Plain):
    """How a conclusion came out, or that it did not.

    ``conclusion`` is its full name, such as ``barriers/functional/working-capital``; ``findings`` hold what
    concludes it, a tree each: one, but for a classification (every value that holds) and an instrument (none: its
    trees are those of its requirements). ``stage`` is what the stage factor of its points rests on. What is None
    does not apply to its kind.
    """

    conclusion: str
    came_out: bool
    findings: tuple[Found, ...]
    stage: tuple[Found, ...] = ()
    ranking: Ranking | None = None
    weighing: Weighing | None = None
    stood: ExplainedInstrument | None = None

    def written(self) -> HowData:
        """The fields that apply."""
        data: HowData = {
            "conclusion": self.conclusion,
            "came_out": self.came_out,
            "findings": self.findings,
            "stage": self.stage,
        }
        if self.ranking is not None:
            data["ranking"] = self.ranking
        if self.weighing is not None:
            data["weighing"] = self.weighing
        if self.stood is not None:
            data["instrument"] = self.stood
        return data


def how(subject: Subject, conclusion: str, places: RulePlaces | None = None) -> How:
    """How the conclusion of that full name came out.

    It is the name of a recommendation, barrier, classification or instrument with its kind, or a finding:
    ``instruments/ID#REQUIREMENT``, ``classification/ID=VALUE``. Raises KeyError for any other. An instrument always
    comes out: it stands in some way to everyone.
    """
    reasons = Reasons(subject, places)
    kind, _, name = conclusion.partition("/")
    if kind == "instruments" and "#" not in name:
        return How(conclusion, came_out=True, findings=(), stood=stood(subject, name, reasons))
    findings = tuple(reasons.found(each) for each in findings_of(subject, conclusion))
    findings = tuple(each for each in findings if each.reasons)
    ranking = _ranking(subject, name) if kind == "recommendations" else None
    weighing = weighings(subject).get(name) if kind == "barriers" else None
    weighed = weighing is not None or (ranking is not None and bool(ranking.weighings))
    stage = how(subject, "classification/stage", places).findings if weighed else ()
    return How(conclusion, bool(findings), findings, stage, ranking, weighing)


def findings_of(subject: Subject, conclusion: str) -> tuple[str, ...]:
    """The findings that a conclusion other than an instrument consists of: of a classification one for each value."""
    kind, _, name = conclusion.partition("/")
    if kind == "classification" and "=" not in name:
        return tuple(f"{conclusion}={value}" for value in subject.rulebook.classification[name].values)
    return (conclusion,)


def _ranking(subject: Subject, name: str) -> Ranking | None:
    case = subject.consultation
    advice = next((each for each in case.recommendations if each.id == name), None)
    return None if advice is None else _ranked(subject, advice)


def _ranked(subject: Subject, advice: Advice) -> Ranking:
    case, weighed = subject.consultation, weighings(subject)
    return Ranking(
        rank=advice.rank,
        evidence=advice.evidence,
        kinds=tuple(each.id for each in subject.rulebook.priorities.evidence[case.kind]),
        points=advice.points,
        weighings=tuple(weighed[each.barrier] for each in advice.parts),
        under=advice.under,
        covers=tuple(each.id for each in case.recommendations if each.under == advice.id),
        measures=advice.measures,
        precedents=advice.precedents,
    )
