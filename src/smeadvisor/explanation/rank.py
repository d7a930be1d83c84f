"""What separates a recommendation from its neighbours in the order, and what single change would swap them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import Advice, Part
from smeadvisor.explanation.figures import Figures, FigureSwap
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.swaps import AnswerSwap, Swaps
from smeadvisor.explanation.variations import Variations
from smeadvisor.model.plain import Plain

Side = Literal["above", "below"]
Separation = Literal["covered", "evidence", "points", "tie"]
"""By what one comes before the other: it covers it, has the stronger kind of evidence, more points, or, all else
being equal, the id that is first in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Neighbour(Plain):
    """The recommendation next to it, what separates them, and the single changes that would swap them.

    ``mine`` and ``theirs`` are the parts of the points that the other has not. ``answers`` are other answers in place
    of those given, ``if_answered`` answers in place of missing ones, ``figures`` other numbers of the priorities.
    """

    id: str
    side: Side
    separation: Separation
    evidence: str
    points: int
    mine: tuple[Part, ...]
    theirs: tuple[Part, ...]
    answers: tuple[AnswerSwap, ...]
    if_answered: tuple[AnswerSwap, ...]
    figures: tuple[FigureSwap, ...]


class GivenData(TypedDict):
    """The place of a recommendation that is given."""

    rank: int
    evidence: str
    points: int
    under: str | None


class RankedData(TypedDict):
    """A recommendation in its place; ``given`` is null for one that is not given."""

    id: str
    given: GivenData | None
    parts: tuple[Part, ...]
    covers: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Ranked(Plain):
    """A recommendation in its place. ``advice`` is None for one that is not given; ``covers`` are listed under it."""

    goal: Goal
    advice: Advice | None
    covers: tuple[str, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()

    def written(self) -> RankedData:
        """The fields, of the advice what decides its place."""
        own = self.advice
        return {
            "id": self.goal.id,
            "given": own and {"rank": own.rank, "evidence": own.evidence, "points": own.points, "under": own.under},
            "parts": own.parts if own else (),
            "covers": self.covers,
            "neighbours": self.neighbours,
        }


class Order:
    """The order of a subject's recommendations, and the orders that single changes would give."""

    def __init__(self, subject: Subject) -> None:
        self._given = subject.consultation.recommendations
        variations = Variations(subject)
        self._swaps, self._figures = Swaps(subject, variations), Figures(subject, variations)

    def rank(self, goal: Goal) -> Ranked:
        """The recommendation's place, and what would move it past those next to it.

        Next to one that has a rank of its own are those with the ranks before and after; next to one that is listed
        under another stands that one.
        """
        advice = next((each for each in self._given if each.id == goal.id), None)
        if advice is None:
            return Ranked(goal, None)
        neighbours = tuple(self._neighbour(advice, other, side) for side, other in self._sides(advice))
        covers = tuple(each.id for each in self._given if each.under == advice.id)
        return Ranked(goal, advice, covers, neighbours)

    def _sides(self, advice: Advice) -> Iterator[tuple[Side, Advice]]:
        heads = [each for each in self._given if each.under is None]
        if advice.under is not None:
            yield "above", next(each for each in heads if each.id == advice.under)
            return
        at = heads.index(advice)
        if at > 0:
            yield "above", heads[at - 1]
        if at + 1 < len(heads):
            yield "below", heads[at + 1]

    def _neighbour(self, advice: Advice, other: Advice, side: Side) -> Neighbour:
        first, second = (other, advice) if side == "above" else (advice, other)
        answers = self._swaps.of(first.id, second.id)
        shared = {each.barrier for each in advice.parts} & {each.barrier for each in other.parts}
        return Neighbour(
            id=other.id,
            side=side,
            separation=_separation(first, second),
            evidence=other.evidence,
            points=other.points,
            mine=tuple(each for each in advice.parts if each.barrier not in shared),
            theirs=tuple(each for each in other.parts if each.barrier not in shared),
            answers=tuple(each for each in answers if each.is_change),
            if_answered=tuple(each for each in answers if not each.is_change),
            figures=self._figures.swapping(first, second),
        )


def rank(subject: Subject, goal: Goal) -> Ranked:
    """The place of one recommendation in the subject's order."""
    return Order(subject).rank(goal)


def _separation(first: Advice, second: Advice) -> Separation:
    if second.under == first.id:
        return "covered"
    if first.evidence != second.evidence:
        return "evidence"
    return "points" if first.points != second.points else "tie"
