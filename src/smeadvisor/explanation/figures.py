"""Single figures of the priorities that would swap two recommendations in the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from smeadvisor.engines.consultation import Advice
from smeadvisor.engines.ranking import factors, severities, weight
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.variations import Listed, Variations, swapped
from smeadvisor.model.plain import Plain
from smeadvisor.model.records import Priorities

LOWEST, HIGHEST = 1, 100
"""The figures that a file of priorities may hold."""


@dataclass(frozen=True, slots=True)
class FigureSwap(Plain):
    """A figure of ``priorities.yaml``, by its path there, and the nearest other value that swaps them."""

    figure: str
    before: int
    after: int


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
    """The orders that come of every single figure changed to any other value."""

    def __init__(self, subject: Subject, variations: Variations) -> None:
        self._book = subject.rulebook
        self._found = subject.consultation
        self._variations = variations

    def swapping(self, first: Advice, second: Advice) -> tuple[FigureSwap, ...]:
        """The nearest value of each figure that puts the second before the first, the smallest change first."""
        if first.evidence != second.evidence:
            # Kinds come before points, whatever the figures.
            return ()
        nearest: dict[str, FigureSwap] = {}
        for swap, listing in self._orders:
            if swapped(listing, first.id, second.id):
                nearest.setdefault(swap.figure, swap)
        return tuple(nearest.values())

    @cached_property
    def _orders(self) -> list[tuple[FigureSwap, tuple[Listed, ...]]]:
        """Every other value of every figure, the nearest first, with the order that comes of it."""
        figures = figures_of(self._book.priorities)
        swaps = [
            FigureSwap(figure, before, after)
            for figure, before in figures.items()
            for after in range(LOWEST, HIGHEST + 1)
            if after != before
        ]
        swaps.sort(key=lambda each: abs(each.after - each.before))
        priorities = (with_figure(self._book.priorities, each.figure, each.after) for each in swaps)
        weights = [tuple(self.weights(each).items()) for each in priorities]
        # Most figures count for no barrier that is present.
        different = list(dict.fromkeys(weights))
        listings = self._variations.reordered([dict(each) for each in different])
        listing_of = dict(zip(different, listings, strict=True))
        return [(swap, listing_of[each]) for swap, each in zip(swaps, weights, strict=True)]

    def weights(self, priorities: Priorities) -> dict[str, int]:
        """What each barrier that is present weighs by these priorities."""
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
