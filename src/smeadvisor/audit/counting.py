"""Counting what came about in rows of profiles: by the set bits of the engine's planes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from smeadvisor.audit.coverage import Group, Tally
from smeadvisor.audit.seen import Seen, Some, some_at_once
from smeadvisor.engines.columns import Columns
from smeadvisor.engines.columns.bits import Array, Rules, all_of, any_of, counted, packed, padded
from smeadvisor.engines.columns.engine import CHUNK_ROWS, Results
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook, requirement_finding
from smeadvisor.problems import InvalidInput, problem
from smeadvisor.tables.encoded import ECONOMY_CODES
from smeadvisor.tables.reading.source import Portion
from smeadvisor.tables.rows import Rows

Tallies = Mapping[Audience, Tally]

UNKNOWN = "unknown"
"""The group of profiles that cannot be classified."""
_ECONOMIES = [*ECONOMY_CODES]


class Census:
    """Counts by one rulebook, which speaks of a day; ``by`` (``economy`` or a classification) breaks firings down.

    Raises InvalidInput (E-NO-CLASSIFICATION) where the rulebook does not have it.
    """

    def __init__(self, rulebook: Rulebook, by: str | None = None, size: int = CHUNK_ROWS) -> None:
        if by is not None and by not in ("economy", *rulebook.classification):
            raise InvalidInput(problem("E-NO-CLASSIFICATION", by))
        self.rulebook, self.by, self._size = rulebook, by, size
        self._counters: dict[Audience, _Counter] = {}

    def look(self, portion: Portion, was_read: Callable[[], None]) -> Seen[Tallies]:
        """The counts of a portion; raises InvalidInput where it cannot be read."""
        rows = portion.read(self.rulebook)
        was_read()
        return Seen(rows.count, len(rows.positions), rows.rejected, self.tallies(rows))

    def tallies(self, rows: Rows) -> Tallies:
        """The counts of the good rows, by their kinds."""
        found: dict[Audience, Tally] = {}
        for some in some_at_once(rows, self._size):
            tally = self._counter(some.kind).tally(some, self.by)
            found[some.kind] = found[some.kind] + tally if some.kind in found else tally
        return found

    def _counter(self, kind: Audience) -> _Counter:
        if kind not in self._counters:
            self._counters[kind] = _Counter(Columns(self.rulebook, kind))
        return self._counters[kind]


class _Counter:
    """Counts one kind of profile."""

    def __init__(self, engine: Columns) -> None:
        self._engine = engine
        program, matching = engine.program, engine.matching
        self._findings = {
            shelf: {name: rules for name in names if len(rules := program.concluding([name]))}
            for shelf, names in (
                ("recommendations", [f"recommendations/{each}" for each in engine.ordering.recommendations]),
                ("barriers", [f"barriers/{each}" for each in engine.weighing.barriers]),
            )
        }
        # Requirements are put to firms.
        asked = matching.requirements if engine.kind == "firm" else ()
        self._names = {
            "rules": [rule.id for rule in program.rules],
            "requirements": [requirement_finding(*each) for each in asked],
            **{shelf: [*found] for shelf, found in self._findings.items()},
            "instruments": [f"instruments/{each}" for each in matching.instruments],
        }

    def tally(self, some: Some, by: str | None) -> Tally:
        """The counts of these rows."""
        results = next(self._engine.results(some.chunk))
        rows, states, standings = results.rows, results.states, results.standings
        measures = counted(standings.measure, rows)
        asked = len(self._names["requirements"])
        counts = {
            "rules": _three(states.fired, states.blocked, rows),
            "requirements": _three(standings.met[:asked], standings.unmet[:asked], rows),
            **{shelf: self._found(results, found.values()) for shelf, found in self._findings.items()},
            "instruments": np.stack([measures, rows - measures], axis=1),
        }
        groups = self._groups(some, results, by) if by else {}
        return Tally(rows, self._names, counts, groups)

    @staticmethod
    def _found(results: Results, concluding: Collection[Rules]) -> Array:
        """How often findings hold, do not hold, and are open, each concluded by those rules."""
        states = results.states
        true = np.array([any_of(states.fired, rules) for rules in concluding])
        false = np.array([all_of(states.blocked, rules) for rules in concluding])
        return _three(true, false, results.rows)

    def _groups(self, some: Some, results: Results, by: str) -> dict[str, Group]:
        codes, names = self._grouped(some, results, by)
        found = {}
        for code in np.unique(codes).tolist():
            alike = np.zeros(padded(results.rows), np.bool_)
            alike[: results.rows] = codes == code
            fired = counted(results.states.fired & packed(alike), results.rows)
            found[names[code]] = Group(int(alike.sum()), fired)
        return found

    def _grouped(self, some: Some, results: Results, by: str) -> tuple[Array, Sequence[str]]:
        """The group of every row as a position, and what the groups are called; -1 finds the last one."""
        if by == "economy":
            return some.chunk.economies, _ECONOMIES
        return results.classes[by][: results.rows], [*self._engine.classing.values[by], UNKNOWN]


def _three(true: Array, false: Array, rows: int) -> Array:
    """In how many rows each is true, false and neither: [plane, 3]."""
    if not len(true):
        return np.zeros((0, 3), np.int64)
    yes, no = counted(true, rows), counted(false, rows)
    return np.stack([yes, no, rows - yes - no], axis=1)
