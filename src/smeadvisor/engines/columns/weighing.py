"""Barriers over whole columns: which are present, how severe, and what they weigh in each stage."""

from __future__ import annotations

from typing import NamedTuple, get_args

import numpy as np

from smeadvisor.engines.columns.bits import Array, Rules, any_of, unpacked
from smeadvisor.engines.columns.program import Program, States
from smeadvisor.engines.ranking import importance, severities, weight
from smeadvisor.model.records import Severity, StageGroup


class Weighed(NamedTuple):
    """For each barrier a row of profiles: its severity (0 where absent, then positions in ``severities`` from 1 on)
    and its weight; and a plane of where it is present."""

    severity: Array
    weight: Array
    present: Array


class Weighing:
    """The barriers of a program. ``barriers`` are all of the rulebook, ``severities`` from the least to the worst."""

    def __init__(self, program: Program) -> None:
        self._book = program.rulebook
        steps = self._book.priorities.severity
        self.barriers = tuple(self._book.barriers)
        self.severities = severities(self._book.priorities)
        counted = [0, *(steps[each] for each in self.severities)]
        self._rises = np.diff(counted).astype(np.uint8)
        self._at_least = [
            [_signs(program, barrier, self.severities[least:]) for least in range(len(self.severities))]
            for barrier in self.barriers
        ]

    def weigh(self, states: States, stage: Array) -> Weighed:
        """The barriers of every row; ``stage`` is the position of its stage, -1 where unknown."""
        rows = len(stage)
        severity = np.zeros((len(self.barriers), rows), np.uint8)
        found = np.zeros((len(self.barriers), rows), np.int32)
        present = np.zeros((len(self.barriers), states.fired.shape[1]), np.uint64)
        factors = self._stage_factors(stage)
        for i, barrier in enumerate(self._book.barriers.values()):
            present[i] = any_of(states.fired, self._at_least[i][0])
            if not present[i].any():
                continue
            counted = np.zeros(rows, np.uint8)
            for rules, rise in zip(self._at_least[i], self._rises, strict=True):
                if len(rules):
                    step = unpacked(any_of(states.fired, rules), rows)
                    severity[i] += step
                    counted += step * rise
            found[i] = weight(
                counted.astype(np.int32), importance(self._book.priorities, barrier), factors[barrier.stage_group]
            )
        return Weighed(severity, found, present)

    def _stage_factors(self, stage: Array) -> dict[StageGroup, Array]:
        """How much each stage group counts on every row."""
        numbers, stages = self._book.priorities.stage, self._book.classification["stage"].values
        by_stage = {"planning": numbers.planning, "operational": numbers.operational}
        table = {
            group: [
                *(by_stage[each][group] if each in by_stage else numbers.neutral for each in stages),
                numbers.neutral,
            ]
            for group in get_args(StageGroup)
        }
        # -1 finds the last one.
        return {group: np.array(each, np.int32)[stage] for group, each in table.items()}


def _signs(program: Program, barrier: str, severities: list[Severity]) -> Rules:
    """The rules that reveal the barrier in one of the severities."""
    return program.which(
        lambda rule: rule.concluded.get("barrier") == barrier and rule.concluded["severity"] in severities
    )
