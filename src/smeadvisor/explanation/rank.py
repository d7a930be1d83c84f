"""What separates a recommendation from its neighbours in the order, and what single change would swap them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from smeadvisor.engines.consultation import Advice, Part, plain
from smeadvisor.explanation.figures import Figures, FigureSwap
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.swaps import AnswerSwap, Swaps
from smeadvisor.explanation.variations import Variations

Side = Literal["above", "below"]
Separation = Literal["covered", "evidence", "points", "tie"]
"""By what one comes before the other: it covers it, has the stronger kind of evidence, more points, or, all else
being equal, the id that is first in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Neighbour:
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

    def as_dict(self) -> dict[str, Any]:
        """The neighbour as plain data."""
        told = ("id", "side", "separation", "evidence", "points")
        swaps = ("answers", "if_answered", "figures")
        return {
            **{name: getattr(self, name) for name in told},
            "mine": [plain(each) for each in self.mine],
            "theirs": [plain(each) for each in self.theirs],
            **{name: [each.as_dict() for each in getattr(self, name)] for name in swaps},
        }


@dataclass(frozen=True, slots=True)
class Ranked:
    """A recommendation in its place. ``advice`` is None for one that is not given; ``covers`` are listed under it."""

    goal: Goal
    advice: Advice | None
    covers: tuple[str, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The whole as plain data."""
        told = ("rank", "evidence", "points", "under")
        advice = {name: getattr(self.advice, name) for name in told} if self.advice else None
        return {
            "id": self.goal.id,
            "given": advice,
            "parts": [plain(each) for each in self.advice.parts] if self.advice else [],
            "covers": list(self.covers),
            "neighbours": [each.as_dict() for each in self.neighbours],
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
