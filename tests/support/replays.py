"""Answers put to the rules anew, many at once by the columnar engine, and what must come of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from smeadvisor.engines.columns.bits import unpacked
from smeadvisor.engines.columns.engine import Columns
from smeadvisor.model.answers import Answer, read_answer
from smeadvisor.tables.encoded import ECONOMY_CODES, Chunk, Column, code_of, dtype_of, unknown
from support.generated import turning_points

AT_ONCE = 16_384
"""Replays computed together."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Answers, what must come of them, and the fault that it is if that does not.

    ``scattered`` says that every other question is answered by chance, in place of not at all.
    """

    economy: str
    answers: Mapping[str, Answer]
    holds: Callable[[Row], bool]
    fault: str
    scattered: bool = False


Finding = str | Replay
"""What a property finds: a fault outright, or one that it is unless a replay holds."""


class Row:
    """What came of one replay."""

    def __init__(self, table: Table, at: int) -> None:
        self._table, self._at = table, at

    def fired(self, rule: str) -> bool:
        """Whether the rule fired; one for others never does."""
        return rule in self._table.rules and bool(self._table.fired[self._table.rules[rule], self._at])

    def found(self, finding: str) -> bool:
        """Whether any rule that concludes it fired."""
        return any(self._table.fired[i, self._at] for i in self._table.concluding.get(finding, ()))

    def barrier(self, name: str) -> tuple[str, int] | None:
        """Severity and weight."""
        weighing, weighed = self._table.columns.weighing, self._table.results.weighed
        i = weighing.barriers.index(name)
        severity = int(weighed.severity[i, self._at])
        return (weighing.severities[severity - 1], int(weighed.weight[i, self._at])) if severity else None

    def order(self) -> list[tuple[str, str, int, int, str]]:
        """The recommendations: id, kind of evidence, points, rank, the one that it is listed under or itself."""
        ordering, ordered = self._table.columns.ordering, self._table.results.ordered
        names = ordering.recommendations
        parts = (ordered.ids, ordered.evidence, ordered.points, ordered.ranks, ordered.under)
        rows = zip(*(each[:, self._at].tolist() for each in parts), strict=True)
        return [(names[i], ordering.kinds[k], p, r, names[u]) for i, k, p, r, u in rows if i < len(names)]

    def advice(self, name: str) -> tuple[str, int] | None:
        """Kind of evidence and points."""
        return next(((kind, points) for own, kind, points, _, _ in self.order() if own == name), None)

    def requirement(self, instrument: str, own: str) -> str:
        i = self._table.columns.matching.requirements.index((instrument, own))
        return "met" if self._table.met[i, self._at] else "unmet" if self._table.unmet[i, self._at] else "unknown"

    def measure(self, instrument: str) -> bool:
        return bool(self._table.measure[self._table.columns.matching.instruments.index(instrument), self._at])


class Table:
    """The results of some replays, unpacked as far as they are asked for."""

    def __init__(self, columns, results, rules, concluding) -> None:
        self.columns, self.results, self.rules, self.concluding = columns, results, rules, concluding

    @cached_property
    def fired(self):
        return unpacked(self.results.states.fired, self.results.rows)

    @cached_property
    def met(self):
        return unpacked(self.results.standings.met, self.results.rows)

    @cached_property
    def unmet(self):
        return unpacked(self.results.standings.unmet, self.results.rows)

    @cached_property
    def measure(self):
        return unpacked(self.results.standings.measure, self.results.rows)


class Replays:
    """Replays for one kind of profile by one rulebook as of a day."""

    def __init__(self, rulebook, kind, seed: int = 1) -> None:
        self.columns, self._chance = Columns(rulebook, kind), np.random.default_rng(seed)
        self._attributes = {n: each for n, each in rulebook.attributes.items() if kind in each.audience}
        self._rules = {rule.id: i for i, rule in enumerate(self.columns.program.rules)}
        self._concluding: dict[str, list[int]] = {}
        for i, rule in enumerate(self.columns.program.rules):
            self._concluding.setdefault(rule.finding, []).append(i)
        self._pools = {name: self._pool(rulebook, name) for name in self._attributes}
        self._codes: dict[tuple, tuple] = {}
        self.made = 0

    def _pool(self, rulebook, name):
        """The values that may be scattered, encoded."""
        attribute = self._attributes[name]
        raw = [*turning_points(rulebook, name) * 2, None, "not_applicable"]
        answers = [read_answer(attribute, each) for each in raw]
        return np.array([code_of(attribute, each.comparable if each else None) for each in answers])

    def faults(self, found: Iterable[Finding]) -> list[str]:
        """The faults among the findings of properties."""
        told, waiting = [], []
        for each in found:
            if isinstance(each, str):
                told.append(each)
                continue
            waiting.append(each)
            if len(waiting) == AT_ONCE:
                told += self._failed(waiting)
                waiting = []
        return told + self._failed(waiting)

    def _failed(self, replays: list[Replay]) -> list[str]:
        self.made += len(replays)
        if not replays:
            return []
        (results,) = self.columns.results(self._chunk(replays))
        table = Table(self.columns, results, self._rules, self._concluding)
        return [each.fault for i, each in enumerate(replays) if not each.holds(Row(table, i))]

    def _chunk(self, replays: list[Replay]) -> Chunk:
        """A column for every attribute: unknown or scattered, then what each replay says."""
        cells: dict[str, list[tuple[int, tuple]]] = {}
        for i, each in enumerate(replays):
            for name, answer in each.answers.items():
                cells.setdefault(name, []).append((i, self._code(name, answer)))
        scattered = np.array([i for i, each in enumerate(replays) if each.scattered], np.intp)
        columns = {n: self._column(n, cells.get(n, ()), scattered, len(replays)) for n in self._attributes}
        homes = np.array([ECONOMY_CODES[each.economy] for each in replays], np.int16)
        return Chunk(self.columns.kind, homes, columns)

    def _code(self, name, answer):
        key = name, answer.comparable
        if key not in self._codes:
            self._codes[key] = code_of(self._attributes[name], answer.comparable)
        return self._codes[key]

    def _column(self, name, cells, scattered, rows) -> Column:
        attribute = self._attributes[name]
        none = unknown(dtype_of(attribute))
        codes = np.empty((rows, 3), np.int64)
        codes[:] = none, none, -1
        if len(scattered):
            pool = self._pools[name]
            codes[scattered] = pool[self._chance.integers(len(pool), size=len(scattered))]
        if cells:
            codes[[i for i, _ in cells]] = [code for _, code in cells]
        low, high, currency = codes.T
        dtype = dtype_of(attribute)
        return Column(
            low.astype(dtype),
            high.astype(dtype) if attribute.type == "number" else None,
            currency.astype(np.int16) if attribute.type == "money" else None,
        )


def without(answers: Mapping[str, Answer], name: str) -> dict[str, Answer]:
    """The answers but one."""
    return {each: answer for each, answer in answers.items() if each != name}


def known(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that say something: neither missing nor ``dont_know``."""
    return {name: each for name, each in answers.items() if each.comparable is not None}
