"""Two consultations of one profile held against each other: which recommendations moved, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import Advice, Consultation
from smeadvisor.model.plain import Plain


class MoveData(TypedDict):
    """What moved: pairs of before and after."""

    id: str
    rank: tuple[int | None, int | None]
    points: tuple[int | None, int | None]
    under: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Move(Plain):
    """A recommendation that is not the same in both: None where the one or the other has it not."""

    id: str
    before: Advice | None
    after: Advice | None

    @property
    def rank(self) -> tuple[int | None, int | None]:
        """Its rank before and after."""
        return _both(self, "rank")

    @property
    def points(self) -> tuple[int | None, int | None]:
        """Its points before and after."""
        return _both(self, "points")

    @property
    def under(self) -> tuple[str | None, str | None]:
        """The one that it is listed under before and after."""
        return _both(self, "under")

    def written(self) -> MoveData:
        """The move as data: pairs of before and after."""
        return {"id": self.id, "rank": self.rank, "points": self.points, "under": self.under}


_COMPARED = ("rank", "points", "under")


def moves(before: Consultation, after: Consultation) -> tuple[Move, ...]:
    """Every recommendation that appeared, is gone, or has another rank, other points or another one above it.

    In the order of what holds afterwards; those that are gone come last.
    """
    old, new = ({each.id: each for each in case.recommendations} for case in (before, after))
    names = [*new, *(name for name in old if name not in new)]
    found = (Move(name, old.get(name), new.get(name)) for name in names)
    return tuple(each for each in found if _differs(each))


def _differs(move: Move) -> bool:
    if move.before is None or move.after is None:
        return True
    return any(one != other for one, other in (_both(move, name) for name in _COMPARED))


def _both(move: Move, name: str) -> tuple[Any, Any]:
    return getattr(move.before, name, None), getattr(move.after, name, None)
