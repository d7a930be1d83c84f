"""The arithmetic of the ranking, once: weights, points and order.

Plain integers, so that both engines agree to the last digit: every function takes single integers
or arrays of them. The numbers themselves are in ``rules/priorities.yaml``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from smeadvisor.model.records import Barrier, Priorities, Severity

Ints = Any
"""An integer, or a NumPy array of integers."""

MOST_WEIGHT = 100**3
"""The largest weight that the limits of priorities allow."""


def importance(priorities: Priorities, barrier: Barrier) -> int:
    """What the barrier counts for by its rank in Table 9, or as one that has none."""
    if barrier.rank is None:
        return priorities.importance.unranked
    return priorities.importance.ranked[str(barrier.rank)]


def stage_factor(priorities: Priorities, barrier: Barrier, stage: str) -> int:
    """How much the barrier's stage group counts in the stage; neutral while that is unknown."""
    factors = {"planning": priorities.stage.planning, "operational": priorities.stage.operational}
    return factors[stage][barrier.stage_group] if stage in factors else priorities.stage.neutral


def severity_factor(priorities: Priorities, severity: Severity) -> int:
    """What a severity counts for."""
    return priorities.severity[severity]


def severities(priorities: Priorities) -> list[Severity]:
    """The severities from the least to the worst; of those that count the same, the one named first is the worse."""
    order = list(priorities.severity)
    return sorted(order, key=lambda each: (priorities.severity[each], -order.index(each)))


def factors(priorities: Priorities, barrier: Barrier, severity: Severity, stage: str) -> tuple[int, int, int]:
    """The three factors of a present barrier's weight: severity, importance, stage."""
    return (
        severity_factor(priorities, severity),
        importance(priorities, barrier),
        stage_factor(priorities, barrier, stage),
    )


def weight(severity: Ints, importance: Ints, stage: Ints) -> Ints:
    """The weight of a present barrier."""
    return severity * importance * stage


class KeyForm(NamedTuple):
    """How an order key is laid out: how many bits points and ties take. Evidence takes what is above them."""

    points_bits: int = 32
    tie_bits: int = 12

    def key(self, evidence: Ints, points: Ints, tie: Ints) -> Ints:
        """One integer that sorts recommendations, lowest first.

        First by kind of evidence (0 is the strongest), then by more points, then by the tie key: the
        position of the recommendation's id in alphabetical order.
        """
        return (evidence << (self.points_bits + self.tie_bits)) + ((self._most_points - points) << self.tie_bits) + tie

    def evidence(self, key: Ints) -> Ints:
        """The kind of evidence that a key was made of."""
        return key >> (self.points_bits + self.tie_bits)

    def points(self, key: Ints) -> Ints:
        """The points that a key was made of."""
        return self._most_points - ((key >> self.tie_bits) & self._most_points)

    def tie(self, key: Ints) -> Ints:
        """The tie key that a key was made of."""
        return key & ((1 << self.tie_bits) - 1)

    @property
    def _most_points(self) -> int:
        return (1 << self.points_bits) - 1
