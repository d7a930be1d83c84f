"""Many variations of one profile at once: some answers changed in each, computed as a small table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from smeadvisor.engines.columns.bits import Array, unpacked
from smeadvisor.engines.columns.engine import Columns, Results
from smeadvisor.engines.columns.weighing import Weighed
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.answers import Answer
from smeadvisor.tables.encoded import ECONOMY_CODES, Chunk, Code, Column, code_of, column_of

Changed = Mapping[str, Answer | None]
"""Answers that take the place of those of the profile, by attribute; None for one that is not known."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A recommendation in its place; ``under`` is the one that covers it, if one does."""

    rank: int
    id: str
    evidence: str
    points: int
    under: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of one variation; ``barriers`` are severity and weight by id."""

    fired: frozenset[str]
    barriers: Mapping[str, tuple[str, int]]
    recommendations: tuple[Listed, ...]
    eligible: frozenset[str]
    ineligible: frozenset[str]
    measures: frozenset[str]


class Variations:
    """The variations of a subject's profile. Nothing else of the profile than its answers is varied."""

    def __init__(self, subject: Subject) -> None:
        self._profile = subject.profile
        self._columns = Columns(subject.rulebook, subject.profile.kind)

    def answer(self, name: str) -> Answer | None:
        """The profile's own answer, if it has one."""
        return self._profile.answers.get(name)

    def outcomes(self, changes: Sequence[Changed]) -> list[Outcome]:
        """What comes of each variation, in the order given."""
        return [each for results in self._results(changes) for each in self._outcomes(results)]

    def listings(self, changes: Sequence[Changed]) -> list[tuple[Listed, ...]]:
        """The recommendations of each variation alone."""
        return [self._listed(results, row) for results in self._results(changes) for row in range(results.rows)]

    def reordered(self, weighings: Sequence[Mapping[str, int]]) -> list[tuple[Listed, ...]]:
        """The recommendations to the profile as it is, were its barriers to weigh so, for each weighing."""
        start, found = 0, []
        for results in self._results([{}] * len(weighings)):
            weighed = self._reweighed(results, weighings[start : start + results.rows])
            ordered = self._columns.ordering.order(results.states, weighed)
            anew = replace(results, weighed=weighed, ordered=ordered)
            found += [self._listed(anew, row) for row in range(results.rows)]
            start += results.rows
        return found

    def _reweighed(self, results: Results, weighings: Sequence[Mapping[str, int]]) -> Weighed:
        weight = results.weighed.weight.copy()
        for i, barrier in enumerate(self._columns.weighing.barriers):
            if results.weighed.severity[i, 0]:
                weight[i, : results.rows] = [each[barrier] for each in weighings]
        return results.weighed._replace(weight=weight)

    def reaching(self, goal: Goal, changes: Sequence[Changed]) -> list[bool]:
        """Whether the goal comes out in each variation."""
        return [
            bool(each)
            for results in self._results(changes)
            for each in unpacked(self._plane(goal, results), results.rows)
        ]

    def _plane(self, goal: Goal, results: Results) -> Array:
        columns = self._columns
        if goal.kind == "barrier":
            return results.weighed.present[columns.weighing.barriers.index(goal.id)]
        if goal.kind == "recommendation":
            return results.ordered.given[columns.ordering.recommendations.index(goal.id)]
        if goal.kind == "instrument":
            return results.standings.measure[columns.matching.instruments.index(goal.id)]
        return results.standings.met[columns.matching.requirements.index((goal.owner, goal.own))]

    def _results(self, changes: Sequence[Changed]) -> Iterator[Results]:
        return self._columns.results(self._chunk(changes)) if changes else iter(())

    def _chunk(self, changes: Sequence[Changed]) -> Chunk:
        """A row for each variation; a column for each attribute that is answered in any."""
        varied: dict[str, dict[int, Answer | None]] = {name: {} for name in self._profile.answers}
        for row, change in enumerate(changes):
            for name, answer in change.items():
                varied.setdefault(name, {})[row] = answer
        columns = {name: self._column(name, rows, len(changes)) for name, rows in varied.items()}
        home = np.full(len(changes), ECONOMY_CODES[self._profile.economy], np.int16)
        return Chunk(self._profile.kind, home, columns)

    def _column(self, name: str, varied: Mapping[int, Answer | None], rows: int) -> Column:
        attribute = self._columns.program.rulebook.attributes[name]

        def code(answer: Answer | None) -> Code:
            return code_of(attribute, answer.comparable if answer else None)

        codes = [code(self._profile.answers.get(name))] * rows
        for row, answer in varied.items():
            codes[row] = code(answer)
        return column_of(attribute, codes)

    def _outcomes(self, results: Results) -> Iterator[Outcome]:
        columns, standings = self._columns, results.standings
        rules = [rule.id for rule in columns.program.rules]
        fired = _named(results.states.fired, rules, results.rows)
        sets = [
            _named(planes, columns.matching.instruments, results.rows)
            for planes in (standings.eligible, standings.ineligible, standings.measure)
        ]
        for row in range(results.rows):
            barriers, listed = self._barriers(results, row), self._listed(results, row)
            yield Outcome(fired[row], barriers, listed, *(each[row] for each in sets))

    def _barriers(self, results: Results, row: int) -> dict[str, tuple[str, int]]:
        weighing, weighed = self._columns.weighing, results.weighed
        return {
            weighing.barriers[i]: (weighing.severities[weighed.severity[i, row] - 1], int(weighed.weight[i, row]))
            for i in np.flatnonzero(weighed.severity[:, row]).tolist()
        }

    def _listed(self, results: Results, row: int) -> tuple[Listed, ...]:
        ordering, ordered = self._columns.ordering, results.ordered
        names = ordering.recommendations
        parts = (ordered.ids, ordered.ranks, ordered.evidence, ordered.points, ordered.under)
        rows = zip(*(each[:, row].tolist() for each in parts), strict=True)
        return tuple(
            Listed(rank, names[own], ordering.kinds[evidence], points, None if under == own else names[under])
            for own, rank, evidence, points, under in rows
            if own < len(names)
        )


def _named(planes: Array, names: Sequence[str], rows: int) -> list[frozenset[str]]:
    """For each row the names of the planes that are true of it."""
    truths = unpacked(planes, rows)
    return [frozenset(names[i] for i in np.flatnonzero(truths[:, row]).tolist()) for row in range(rows)]


def swapped(listing: Sequence[Listed], first: str, second: str) -> bool:
    """Whether both are given, the second before the first."""
    names = [each.id for each in listing]
    return first in names and second in names and names.index(second) < names.index(first)
