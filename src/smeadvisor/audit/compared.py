"""What two rulebooks advise the same rows, held against each other: arrays of truths, one a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from typing_extensions import TypedDict

from smeadvisor.engines.columns import Columns
from smeadvisor.engines.columns.bits import Array, unpacked
from smeadvisor.engines.columns.engine import Results

_SEVERITIES = ("mild", "moderate", "severe")
_NOT_GIVEN = -1


class Placed(TypedDict):
    """The place of a recommendation."""

    rank: int
    points: int
    under: str | None


class Present(TypedDict):
    """A barrier that is present."""

    severity: str


class Open(TypedDict):
    """Whether an instrument is a measure."""

    measure: bool


Said = Placed | Present | Open | None
"""What is said of a thing in one row; None where it is not there."""


class Side(NamedTuple):
    """One rulebook's engine, and what it found in some rows."""

    engine: Columns
    results: Results


class Change(NamedTuple):
    """Something advised that is not the same in both: what, how, and in which rows."""

    thing: str
    how: str
    rows: Array


class Held(NamedTuple):
    """One thing as both rulebooks have it, a number a row; the first that says whether it is there at all."""

    thing: str
    before: tuple[Array, ...]
    after: tuple[Array, ...]


class Compared:
    """All that is advised in some rows, before and after."""

    def __init__(self, before: Side, after: Side) -> None:
        self.sides = (before, after)
        self._recommendations = _union(each.engine.ordering.recommendations for each in self.sides)
        self._barriers = _union(each.engine.weighing.barriers for each in self.sides)
        self._instruments = _union(each.engine.matching.instruments for each in self.sides)
        self.held = {each.thing: each for each in self._all()}

    def changes(self) -> Iterator[Change]:
        """Every way in which something changes in some row."""
        for thing, held in self.held.items():
            for how, rows in _KINDS[thing.partition("/")[0]](held):
                if rows.any():
                    yield Change(thing, how, rows)

    def said(self, thing: str, row: int) -> tuple[Said, Said]:
        """The thing in that row before and after; None where it is not there."""
        held = self.held[thing]
        tellers: dict[str, Callable[..., Any]] = {"barriers": _barrier, "instruments": _measure}
        tell = tellers.get(thing.partition("/")[0], self._advice)
        before, after = ([int(each[row]) for each in side] for side in (held.before, held.after))
        return tell(*before), tell(*after)

    def _all(self) -> Iterator[Held]:
        for name, *sides in zip(
            self._recommendations, *(_advised(each, self._recommendations) for each in self.sides), strict=True
        ):
            yield Held(f"recommendations/{name}", *sides)
        for name, *sides in zip(self._barriers, *(_present(each, self._barriers) for each in self.sides), strict=True):
            yield Held(f"barriers/{name}", *sides)
        for name, *sides in zip(
            self._instruments, *(_measures(each, self._instruments) for each in self.sides), strict=True
        ):
            yield Held(f"instruments/{name}", *sides)

    def _advice(self, rank: int, points: int, under: int) -> Placed | None:
        if not rank:
            return None
        return {"rank": rank, "points": points, "under": None if under < 0 else self._recommendations[under]}


def _union(names: Iterator[tuple[str, ...]] | Any) -> list[str]:
    return sorted({name for each in names for name in each})


def _advised(side: Side, names: Sequence[str]) -> Iterator[tuple[Array, ...]]:
    """Of each recommendation its rank (0 where it is not given), its points, and the one that it is listed under."""
    ordered, own = side.results.ordered, side.engine.ordering.recommendations
    where = np.array([names.index(each) for each in own] + [_NOT_GIVEN], np.int16)
    ids = ordered.ids.astype(np.intp)
    none = len(own)
    under = np.where(ordered.under == ordered.ids, _NOT_GIVEN, where[ordered.under.clip(0, none)])
    found = []
    for values, empty in ((ordered.ranks, 0), (ordered.points, 0), (under, _NOT_GIVEN)):
        by_id = np.full((none + 1, ids.shape[1]), empty, np.int32)
        np.put_along_axis(by_id, ids, values.astype(np.int32), axis=0)
        by_id[none] = empty
        found.append(by_id[:, : side.results.rows])
    for name in names:
        at = own.index(name) if name in own else none
        yield tuple(each[at] for each in found)


def _present(side: Side, names: Sequence[str]) -> Iterator[tuple[Array, ...]]:
    """Of each barrier its severity, from 1; 0 where it is absent."""
    weighing, rows = side.engine.weighing, side.results.rows
    steps = np.array([0, *(_SEVERITIES.index(each) + 1 for each in weighing.severities)], np.uint8)
    for name in names:
        if name in weighing.barriers:
            yield (steps[side.results.weighed.severity[weighing.barriers.index(name), :rows]],)
        else:
            yield (np.zeros(rows, np.uint8),)


def _measures(side: Side, names: Sequence[str]) -> Iterator[tuple[Array, ...]]:
    """Where each instrument is a measure to take up."""
    rows, own = side.results.rows, side.engine.matching.instruments
    measures = unpacked(side.results.standings.measure, rows) if own else np.zeros((0, rows), np.uint8)
    for name in names:
        yield (measures[own.index(name)] if name in own else np.zeros(rows, np.uint8),)


def _moves(held: Held) -> Iterator[tuple[str, Array]]:
    (rank, points, under), (new_rank, new_points, new_under) = held.before, held.after
    both = (rank > 0) & (new_rank > 0)
    yield from _comes_and_goes(held, "appears", "goes")
    yield "rises", both & (new_rank < rank)
    yield "falls", both & (new_rank > rank)
    yield "points", both & (new_points != points)
    yield "under", both & (new_under != under)


def _severities(held: Held) -> Iterator[tuple[str, Array]]:
    (before,), (after,) = held.before, held.after
    both = (before > 0) & (after > 0)
    yield from _comes_and_goes(held, "appears", "goes")
    yield "worse", both & (after > before)
    yield "milder", both & (after < before)


def _comes_and_goes(held: Held, comes: str, goes: str) -> Iterator[tuple[str, Array]]:
    before, after = held.before[0] > 0, held.after[0] > 0
    yield comes, after & ~before
    yield goes, before & ~after


_KINDS = {
    "recommendations": _moves,
    "barriers": _severities,
    "instruments": lambda held: _comes_and_goes(held, "measure_now", "measure_no_more"),
}


def _barrier(severity: int) -> Present | None:
    return {"severity": _SEVERITIES[severity - 1]} if severity else None


def _measure(is_measure: int) -> Open:
    return {"measure": bool(is_measure)}
