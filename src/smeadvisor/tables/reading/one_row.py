"""One row of inputs as the single profile that it stands for, by its number or by its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from smeadvisor.model.profile import Profile, profile_from
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.tables.reading.assembly import plain
from smeadvisor.tables.reading.judging import Table
from smeadvisor.tables.reading.source import Source

_SHOWN = 5
_MOST_DIGITS = 12


def profile_in_row(sources: Iterable[Source], row: int, rulebook: Rulebook) -> Profile:
    """The profile in a row, counted from 1 through all inputs as a run counts them.

    Raises InvalidInput with what is wrong with the row, or E-NO-ROW where there are not so many.
    """
    rows = 0
    for before, table in _tables(sources, rulebook):
        rows = before + table.count
        if row <= rows:
            return _profile(table, row - before - 1, rulebook)
    raise InvalidInput(problem("E-NO-ROW", row=str(row), rows=str(rows)))


def is_output(rejected: InvalidInput) -> bool:
    """Whether what is wrong shows that the table is what a run wrote, not what it read."""
    return {"barriers", "recommendations"} <= {each.value for each in rejected.problems}


def only_profile(source: Source, rulebook: Rulebook) -> Profile:
    """The profile in the only row of a table.

    Raises InvalidInput with what is wrong with the row, E-ROW-WHICH where there are more, or E-NO-ROW where there is
    none.
    """
    first = None
    for before, table in _tables([source], rulebook):
        if before + table.count > 1:
            raise InvalidInput(Problem("E-ROW-WHICH", Place(source.name)))
        first = table if table.count else first
    if first is None:
        raise InvalidInput(problem("E-NO-ROW", row="1", rows="0").at(Place(source.name), ""))
    return _profile(first, 0, rulebook)


def profile_named(source: Source, name: str, rulebook: Rulebook) -> tuple[Profile, list[Problem]]:
    """The profile in the row of a table that has this number, counted from 1, or else this id.

    A row of that number goes before others with that id, which is then to be said (W-ROW-ID). Raises InvalidInput with
    what is wrong with the row, E-ROW-TWICE where several have the id, E-ROW-NAME where none fits.
    """
    named = _Named(name)
    for before, table in _tables([source], rulebook):
        named.look(before, table)
    place = Place(source.name)
    return _profile(*named.row(place), rulebook), named.others(place)


@dataclass(slots=True)
class _Named:
    """The rows of a table that go by a name: the one of that number, and those of that id."""

    name: str
    rows: int = 0
    by_number: tuple[Table, int] | None = None
    by_id: tuple[Table, int] | None = None
    with_id: list[int] = field(default_factory=list)

    def look(self, before: int, table: Table) -> None:
        """See which rows of a table fit, before which there are so many rows."""
        self.rows = before + table.count
        if before < self._number <= self.rows:
            self.by_number = table, self._number - before - 1
        for position in _positions(table, self.name):
            self.by_id = self.by_id or (table, position)
            self.with_id.append(before + position + 1)

    @property
    def _number(self) -> int:
        is_number = self.name.isascii() and self.name.isdecimal() and len(self.name) <= _MOST_DIGITS
        return int(self.name) if is_number else 0

    def row(self, place: Place) -> tuple[Table, int]:
        """The row that is meant; raises InvalidInput."""
        if self.by_number is not None:
            return self.by_number
        if self.by_id is None:
            raise InvalidInput(problem("E-ROW-NAME", self.name, rows=f"{self.rows:,}").at(place, ""))
        if len(self.with_id) > 1:
            raise InvalidInput(problem("E-ROW-TWICE", self.name, rows=_listed(self.with_id)).at(place, ""))
        return self.by_id

    def others(self, place: Place) -> list[Problem]:
        """What is to be said of other rows that have the number of the one that is meant for their id."""
        others = [each for each in self.with_id if each != self._number] if self.by_number else []
        return [problem("W-ROW-ID", self.name, rows=_listed(others)).at(place, "")] if others else []


def _listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:_SHOWN]))
    return f"{shown} …" if len(rows) > _SHOWN else shown


def _tables(sources: Iterable[Source], rulebook: Rulebook) -> Iterator[tuple[int, Table]]:
    """The rows as tables, each with how many rows there are before it."""
    before = 0
    for portion in (portion for source in sources for portion in source.portions(rulebook)):
        table = portion.table(rulebook)
        yield before, table
        before += table.count


def _positions(table: Table, wanted: str) -> Iterator[int]:
    """Where in the table rows have that id."""
    ids = [each.as_py() if isinstance(each, pa.Scalar) else each for each in table.fields["id"]]
    return (int(at) for at, each in zip(table.positions, ids, strict=True) if str(plain(each)) == wanted)


def _profile(table: Table, position: int, rulebook: Rulebook) -> Profile:
    found = np.flatnonzero(table.positions == position)
    if not len(found):
        raise InvalidInput(each.problem for each in table.rejected if each.position == position)
    index = int(found[0])
    try:
        profile = profile_from(table.document(index), rulebook)
    except InvalidInput as rejected:
        raise InvalidInput(table.placed(index, each) for each in rejected.problems) from None
    remarked = (each for at, each in table.remarked if at == index)
    return replace(profile, warnings=tuple(table.placed(index, each) for each in (*profile.warnings, *remarked)))
