"""What answers are worth to the order of recommendations: the numbers of the ranking, laid out for quick counting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smeadvisor.engines.ranking import factors, severities, weight
from smeadvisor.interview.ways import Way, Ways
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook


@dataclass(slots=True)
class Tally:
    """What some ways together lead to. Barriers and recommendations are counted by their places in the rulebook.

    ``severity`` of each barrier is 0 where it is absent; ``kind`` of each recommendation is that of its strongest
    evidence, the number of kinds where it is not given; ``own`` are those with evidence of their own, as bits.
    """

    severity: list[int]
    kind: list[int]
    own: int = 0
    stage: str | None = None

    def copy(self) -> Tally:
        """The same, to be added to."""
        return Tally(self.severity[:], self.kind[:], self.own, self.stage)


class Stakes:
    """The ways of a rulebook as of a day, for one kind of profile at home in one economy, and what they count for."""

    def __init__(self, rulebook: Rulebook, kind: Audience, economy: str) -> None:
        self.rulebook, self.economy = rulebook, economy
        self.kind: Audience = kind
        self.barriers, self.recommendations = tuple(rulebook.barriers), tuple(rulebook.recommendations)
        self.severities = severities(rulebook.priorities)
        found = Ways(rulebook, kind, economy, self.severities)
        self.ways, self.cells = found.all, found.cells
        self.kinds = len(rulebook.priorities.evidence[kind])
        self.relieves = [self._relieved(name) for name in self.recommendations]
        self.relievers = [
            [r for r, mask in enumerate(self.relieves) if mask >> b & 1] for b in range(len(self.barriers))
        ]
        self.witnesses = {way: self._witness(way) for way in self.ways}
        self._weights: dict[str | None, list[list[int]]] = {}

    def _relieved(self, recommendation: str) -> int:
        """The barriers that a recommendation relieves, as bits."""
        reliefs = self.rulebook.recommendations[recommendation].relieves
        return sum(1 << self.barriers.index(each.barrier) for each in reliefs if each.audience in (None, self.kind))

    def weights(self, stage: str | None) -> list[list[int]]:
        """What each barrier weighs in each severity, 0 for absent, in that stage."""
        if stage not in self._weights:
            self._weights[stage] = [self._weighed(name, stage or "unknown") for name in self.barriers]
        return self._weights[stage]

    def _weighed(self, barrier: str, stage: str) -> list[int]:
        numbers, each = self.rulebook.priorities, self.rulebook.barriers[barrier]
        return [0, *(weight(*factors(numbers, each, severity, stage)) for severity in self.severities)]

    def _witness(self, way: Way) -> int:
        """Answers that take the way and make as few other tests true as may be."""
        cells = (self.cells[name] for name in way.attributes)
        return sum(each.least(way.needs & each.mask) or 0 for each in cells)

    def nothing(self) -> Tally:
        """What no way leads to."""
        return Tally([0] * len(self.barriers), [self.kinds] * len(self.recommendations))

    def add(self, tally: Tally, ways: Iterable[Way]) -> Tally:
        """The tally with what these ways lead to."""
        severity, kind, relievers = tally.severity, tally.kind, self.relievers
        for way in ways:
            if way.barrier is not None:
                severity[way.barrier] = max(severity[way.barrier], way.severity)
                for each in relievers[way.barrier]:
                    kind[each] = min(kind[each], way.kind)
            elif way.recommendation is not None:
                tally.own |= 1 << way.recommendation
                kind[way.recommendation] = min(kind[way.recommendation], way.kind)
            else:
                tally.stage = way.stage
        return tally

    def tells_more(self, tally: Tally, way: Way) -> bool:
        """Whether the way would add anything to the tally."""
        if way.barrier is not None:
            stronger = any(way.kind < tally.kind[each] for each in self.relievers[way.barrier])
            return way.severity > tally.severity[way.barrier] or stronger
        if way.recommendation is not None:
            covered = self.relieves[way.recommendation] and not tally.own >> way.recommendation & 1
            return way.kind < tally.kind[way.recommendation] or bool(covered)
        return tally.stage is None

    def present(self, tally: Tally) -> int:
        """The barriers that are present, as bits."""
        return sum(1 << b for b, severity in enumerate(tally.severity) if severity)

    def points(self, tally: Tally) -> list[int]:
        """The points of every recommendation."""
        weights, points = self.weights(tally.stage), [0] * len(self.recommendations)
        for b, severity in enumerate(tally.severity):
            if severity:
                for each in self.relievers[b]:
                    points[each] += weights[b][severity]
        return points

    def leaders(self, tally: Tally, count: int) -> list[int]:
        """The recommendations of the first ranks: those covered by a higher one have no rank of their own."""
        points, present = self.points(tally), self.present(tally)
        given = (r for r, kind in enumerate(tally.kind) if kind < self.kinds)
        heads: list[int] = []
        for each in sorted(given, key=lambda r: (tally.kind[r], -points[r], r)):
            if not self._covered(each, heads, tally, present):
                heads.append(each)
                if len(heads) == count:
                    break
        return heads

    def _covered(self, each: int, heads: Sequence[int], tally: Tally, present: int) -> bool:
        if tally.own >> each & 1:
            return False
        mine, kind = present & self.relieves[each], tally.kind[each]
        return any(tally.kind[head] == kind and not mine & ~self.relieves[head] for head in heads)
