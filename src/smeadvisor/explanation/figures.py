"""Single figures of the priorities that would swap two recommendations in the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from smeadvisor.consultation import Advice, plain
from smeadvisor.explanation.subject import Subject
from smeadvisor.forms import Priorities
from smeadvisor.inference.order import in_order
from smeadvisor.ranking import factors, severities, weight

LOWEST, HIGHEST = 1, 100
"""The figures that a file of priorities may hold."""


@dataclass(frozen=True, slots=True)
class FigureSwap:
    """A figure of ``priorities.yaml``, by its path there, and the nearest other value that swaps them."""

    figure: str
    before: int
    after: int

    def as_dict(self) -> dict[str, Any]:
        """The swap as plain data."""
        return plain(self)


def figures_of(priorities: Priorities) -> dict[str, int]:
    """Every single figure, by its path in the file."""
    stages = {"planning": priorities.stage.planning, "operational": priorities.stage.operational}
    return {
        **{f"severity.{name}": each for name, each in priorities.severity.items()},
        **{f"importance.ranked.{rank}": each for rank, each in priorities.importance.ranked.items()},
        "importance.unranked": priorities.importance.unranked,
        "stage.neutral": priorities.stage.neutral,
        **{f"stage.{stage}.{group}": each for stage, own in stages.items() for group, each in own.items()},
    }


def with_figure(priorities: Priorities, figure: str, value: int) -> Priorities:
    """The priorities with that one figure changed."""
    return _replaced(priorities, figure.split("."), value)


def _replaced(held: Any, path: Sequence[str], value: int) -> Any:
    if not path:
        return value
    name, *rest = path
    if isinstance(held, dict):
        return {**held, name: _replaced(held[name], rest, value)}
    return replace(held, **{name: _replaced(getattr(held, name), rest, value)})


class Figures:
    """The orders that come of every single figure changed."""

    def __init__(self, subject: Subject) -> None:
        self._book = subject.rulebook
        self._found = subject.consultation
        self._given = [replace(each, under=None) for each in self._found.recommendations]
        self._orders: dict[tuple[str, int], list[str]] = {}

    def swapping(self, first: Advice, second: Advice) -> tuple[FigureSwap, ...]:
        """The nearest value of each figure that puts the second before the first, the smallest change first."""
        if first.evidence != second.evidence:
            # Kinds come before points, whatever the figures.
            return ()
        found = [
            FigureSwap(figure, before, after)
            for figure, before in figures_of(self._book.priorities).items()
            if (after := self._nearest(figure, before, first.id, second.id)) is not None
        ]
        return tuple(sorted(found, key=lambda each: abs(each.after - each.before)))

    def _nearest(self, figure: str, before: int, first: str, second: str) -> int | None:
        return next((each for each in _outward(before) if self._swaps(figure, each, first, second)), None)

    def _swaps(self, figure: str, value: int, first: str, second: str) -> bool:
        order = self._order(figure, value)
        return order.index(second) < order.index(first)

    def _order(self, figure: str, value: int) -> list[str]:
        if (figure, value) not in self._orders:
            self._orders[figure, value] = self.order(with_figure(self._book.priorities, figure, value))
        return self._orders[figure, value]

    def order(self, priorities: Priorities) -> list[str]:
        """The recommendations in the order that these priorities give them."""
        weights = self._weights(priorities)
        moved = [replace(each, points=sum(weights[name] for name in each.barriers)) for each in self._given]
        return [each.id for each in in_order(moved, self._on_their_own, self._book, self._found.kind)]

    def _weights(self, priorities: Priorities) -> dict[str, int]:
        worst_first, stage = severities(priorities)[::-1], str(self._found.classification["stage"])
        barriers = self._book.barriers
        return {
            name: weight(*factors(priorities, barriers[name], next(s for s in worst_first if s in signs), stage))
            for name, signs in self._signs.items()
        }

    @cached_property
    def _signs(self) -> Mapping[str, set[str]]:
        """The severities in which each barrier that is present showed itself."""
        found: dict[str, set[str]] = {}
        for firing in self._found.firings:
            if "barrier" in firing.concluded:
                found.setdefault(firing.concluded["barrier"], set()).add(firing.concluded["severity"])
        return found

    @cached_property
    def _on_their_own(self) -> set[str]:
        """The recommendations that have evidence of their own."""
        said = (firing.concluded for firing in self._found.firings)
        return {each["recommendation"] for each in said if "recommendation" in each and "evidence" in each}


def _outward(value: int) -> Iterator[int]:
    """All other values, those nearest first."""
    return iter(sorted((each for each in range(LOWEST, HIGHEST + 1) if each != value), key=lambda e: abs(e - value)))
