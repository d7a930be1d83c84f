"""The points part by part: three factors of each barrier, and where each of them comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from smeadvisor.engines.ranking import factors
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.plain import Plain
from smeadvisor.model.rulebook import Rulebook

_TABLE_9 = "table-9"
_STAGES = "section-3"


@dataclass(frozen=True, slots=True)
class Factor(Plain):
    """A number of the ranking: its value, its key in ``priorities.yaml``, and the place it is read off.

    ``sources`` are the places from which its order or direction is taken; the size of every step is an inference,
    and a factor without sources is one wholly.
    """

    value: int
    key: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighing(Plain):
    """The weight of a present barrier: severity × importance × stage = points."""

    barrier: str
    severity: Factor
    importance: Factor
    stage: Factor
    points: int


def weighings(subject: Subject) -> dict[str, Weighing]:
    """The weighing of every barrier that is present, by its id."""
    stage = str(subject.consultation.classification["stage"])
    return {each.id: _weighing(subject.rulebook, each, stage) for each in subject.consultation.barriers}


def _weighing(rulebook: Rulebook, present: Any, stage: str) -> Weighing:
    barrier = rulebook.barriers[present.id]
    severity, importance, by_stage = factors(rulebook.priorities, barrier, present.severity, stage)
    ranked = barrier.rank is not None
    key = f"importance.ranked.{barrier.rank}" if ranked else "importance.unranked"
    known = stage in ("planning", "operational")
    return Weighing(
        present.id,
        Factor(severity, f"severity.{present.severity}", ()),
        Factor(importance, key, (_TABLE_9,) if ranked else ()),
        Factor(by_stage, f"stage.{stage}.{barrier.stage_group}" if known else "stage.neutral", (_STAGES,) * known),
        present.weight,
    )
