"""What a change of rules does to the advice of many profiles: how many, what, and because of which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from typing_extensions import TypedDict

from smeadvisor.audit.causes import Cause, Causes
from smeadvisor.audit.compared import Change, Compared, Said, Side
from smeadvisor.audit.differences import Differences, DifferencesData, differences, form_of
from smeadvisor.audit.leading import Leading
from smeadvisor.audit.seen import Seen, Some, some_at_once
from smeadvisor.engines.columns import Columns
from smeadvisor.engines.columns.bits import Array
from smeadvisor.engines.columns.engine import CHUNK_ROWS
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.tables.encoded import ECONOMY_CODES
from smeadvisor.tables.reading.profile_file import together
from smeadvisor.tables.reading.source import Identity, Portion, Source
from smeadvisor.tables.rows import Remark, Rows

SCHEMA = "smeadvisor/impact/1"
_ECONOMIES = [*ECONOMY_CODES]


class ChangedData(TypedDict):
    """In how many profiles something changes, and how."""

    thing: str
    how: str
    profiles: int


class CauseData(TypedDict):
    """In how many profiles something changes because of one cause, and what."""

    cause: str
    profiles: int
    changes: list[ChangedData]


class MovedData(TypedDict):
    """How many profiles change, what and because of what, the most frequent first."""

    changed: int
    changes: list[ChangedData]
    causes: list[CauseData]


class SideData(TypedDict):
    """One of the two rulebooks."""

    version: str
    digest: str
    as_of: str


class ImpactData(MovedData):
    """What a change of rules does to the advice of many profiles."""

    schema: str
    before: SideData
    after: SideData
    inputs: list[Identity]
    rows: int
    audited: int
    rejected: int
    differences: DifferencesData


class CaseChange(TypedDict):
    """What changes for one profile; null where the thing is not there."""

    thing: str
    how: list[str]
    before: Said
    after: Said
    because: list[str]


class CaseData(TypedDict):
    """A profile whose advice changes."""

    row: int
    id: str
    name: str | None
    kind: Audience
    economy: str
    changes: list[CaseChange]


Case = dict[str, Any]
"""A profile whose advice changes, as plain data: who it is, and ``changes``: what was, what is, and because of what."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many profiles change: in all, by what changes and how, by cause, and by all of these."""

    profiles: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    because: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __add__(self, other: Moved) -> Moved:
        """Both together."""
        return Moved(
            self.profiles + other.profiles,
            self.changes + other.changes,
            self.causes + other.causes,
            self.because + other.because,
        )

    def as_dict(self) -> MovedData:
        """The numbers as plain data, the most frequent first."""
        return {
            "changed": self.profiles,
            "changes": [{"thing": of, "how": how, "profiles": n} for (of, how), n in ordered(self.changes)],
            "causes": [
                {
                    "cause": cause,
                    "profiles": n,
                    "changes": [
                        {"thing": of, "how": how, "profiles": m}
                        for (own, of, how), m in ordered(self.because)
                        if own == cause
                    ],
                }
                for cause, n in ordered(self.causes)
            ],
        }


def ordered(counter: Mapping[Any, int]) -> list[tuple[Any, int]]:
    """The most frequent first, among equals by name."""
    return sorted(counter.items(), key=lambda each: (-each[1], each[0]))


class Pair(NamedTuple):
    """The same rows for both rulebooks; ``after`` is None where both read them alike."""

    before: Portion
    after: Portion | None

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.before.file

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return self.before.first_row

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows as that rulebook reads them, the one that the first of the two is for."""
        return self.before.read(rulebook)


class Impact:
    """Two rulebooks, both of a day, held against each other; ``most`` is how many cases of a portion are told."""

    def __init__(self, before: Rulebook, after: Rulebook, most: int | None = None, size: int = CHUNK_ROWS) -> None:
        self.before, self.after = before, after
        self.differing: Differences = differences(before, after)
        self._most, self._size = most, size
        self._reading = _reading(before, after)
        self._engines: dict[Audience, tuple[Columns, Columns, Causes]] = {}

    def portions(self, sources: Iterable[Source], part_rows: int) -> Iterator[Pair]:
        """The rows of the sources, to be looked at; raises InvalidInput as sources do."""
        listed = [*sources]

        def of(rulebook: Rulebook) -> Iterator[Portion]:
            return together((portion for each in listed for portion in each.portions(rulebook)), part_rows)

        first, second = self._reading
        if first is second:
            yield from (Pair(portion, None) for portion in of(first))
        else:
            yield from (Pair(*both) for both in zip(of(first), of(second), strict=True))

    def look(self, pair: Any, was_read: Callable[[], None]) -> Seen[tuple[Moved, list[Case]]]:
        """What changes for the profiles of a pair of portions; those are audited that both rulebooks can read."""
        one = pair.read(self._reading[0])
        other = one if pair.after is None else pair.after.read(self._reading[1])
        was_read()
        one, other, rejected = _read_by_both(one, other)
        return Seen(one.count, len(one.positions), rejected, self.held(one, other))

    def held(self, before: Rows, after: Rows) -> tuple[Moved, list[Case]]:
        """How many of the profiles change, and so many of them as cases, in the order of their rows.

        Both hold the same profiles, as the one and as the other rulebook reads them.
        """
        moved, cases = Moved(), []
        pairs = zip(some_at_once(before, self._size), some_at_once(after, self._size), strict=True)
        for one, other in pairs:
            found = self._compared(one, other)
            moved += found.moved()
            cases += _Cases(before, one, found).told(self._most)
        cases.sort(key=lambda each: each["row"])
        return moved, cases[: self._most]

    def _compared(self, one: Some, other: Some) -> _Found:
        first, second, causes = self._engine(one.kind)
        before, after = next(first.results(one.chunk)), next(second.results(other.chunk))
        compared = Compared(Side(first, before), Side(second, after))
        changes = [*compared.changes()]
        return _Found(compared, changes, causes.of(changes, compared.sides) if changes else {})

    def _engine(self, kind: Audience) -> tuple[Columns, Columns, Causes]:
        if kind not in self._engines:
            leading = [Leading(each, kind) for each in (self.before, self.after)]
            causes = Causes(self.before, self.after, self.differing, leading)
            self._engines[kind] = (Columns(self.before, kind), Columns(self.after, kind), causes)
        return self._engines[kind]


class _Found(NamedTuple):
    """What changes in some rows, and the causes of each thing that does."""

    compared: Compared
    changes: Sequence[Change]
    causes: Mapping[str, Sequence[Cause]]

    def any(self) -> Array:
        """The rows in which anything changes."""
        none = np.zeros(self.compared.sides[0].results.rows, np.bool_)
        return np.logical_or.reduce([none, *(each.rows for each in self.changes)])

    def moved(self) -> Moved:
        """The rows counted."""
        by_cause: dict[str, list[Array]] = {}
        for cause in (each for own in self.causes.values() for each in own):
            by_cause.setdefault(cause.name, []).append(cause.rows)
        because = {
            (cause.name, each.thing, each.how): int((cause.rows & each.rows).sum())
            for each in self.changes
            for cause in self.causes[each.thing]
        }
        return Moved(
            int(self.any().sum()),
            Counter({(each.thing, each.how): int(each.rows.sum()) for each in self.changes}),
            Counter({name: int(np.logical_or.reduce(rows).sum()) for name, rows in by_cause.items()}),
            Counter({key: count for key, count in because.items() if count}),
        )


class _Cases:
    """The rows in which something changes, told as data."""

    def __init__(self, rows: Rows, some: Some, found: _Found) -> None:
        self._rows, self._some, self._found = rows, some, found

    def told(self, most: int | None) -> list[Case]:
        """The first of them."""
        changed = np.flatnonzero(self._found.any())[:most].tolist()
        cases = {row: self._who(row) for row in changed}
        how: dict[str, list[Change]] = {}
        for each in self._found.changes:
            how.setdefault(each.thing, []).append(each)
        for thing, changes in how.items():
            rows = np.logical_or.reduce([each.rows for each in changes])
            for row in np.flatnonzero(rows).tolist():
                if row in cases:
                    cases[row]["changes"].append(self._change(thing, changes, row))
        return [*cases.values()]

    def _who(self, row: int) -> Case:
        at = int(self._some.which[row])
        return {
            "row": int(self._rows.positions[at]) + 1,
            "id": self._rows.ids[at].as_py(),
            "name": self._rows.names[at].as_py(),
            "kind": self._some.kind,
            "economy": _ECONOMIES[self._some.chunk.economies[row]],
            "changes": [],
        }

    def _change(self, thing: str, changes: Sequence[Change], row: int) -> CaseChange:
        before, after = self._found.compared.said(thing, row)
        return {
            "thing": thing,
            "how": [each.how for each in changes if each.rows[row]],
            "before": before,
            "after": after,
            "because": [each.name for each in self._found.causes[thing] if each.rows[row]],
        }


def _reading(before: Rulebook, after: Rulebook) -> tuple[Rulebook, Rulebook]:
    """The rulebooks to read rows by: each knows the questions of both, so that no column is strange to one.

    They are one and the same where both keep the answers alike.
    """
    first = replace(before, attributes={**after.attributes, **before.attributes})
    alike = all(
        form_of(each) == form_of(after.attributes[name])
        for name, each in before.attributes.items()
        if name in after.attributes
    )
    return first, first if alike else replace(after, attributes={**before.attributes, **after.attributes})


def _read_by_both(one: Rows, other: Rows) -> tuple[Rows, Rows, tuple[Remark, ...]]:
    """The rows that both have, and why the others were rejected."""
    if one is other:
        return one, other, one.rejected
    shared = np.intersect1d(one.positions, other.positions)
    known = {each.position for each in one.rejected}
    rejected = (*one.rejected, *(each for each in other.rejected if each.position not in known))
    return _only(one, shared), _only(other, shared), rejected


def _only(rows: Rows, positions: Array) -> Rows:
    which = np.flatnonzero(np.isin(rows.positions, positions))
    return replace(
        rows,
        positions=rows.positions[which],
        ids=rows.ids.take(pa.array(which)),
        names=rows.names.take(pa.array(which)),
        kinds=rows.kinds[which],
        economies=rows.economies[which],
        columns={name: each.rows(which) for name, each in rows.columns.items()},
    )
