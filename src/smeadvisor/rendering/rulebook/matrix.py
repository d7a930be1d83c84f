"""Which economy has what: barriers by the instruments in force that relieve them, traits by who shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smeadvisor.model.records import Instrument
from smeadvisor.model.rulebook import REGION, Rulebook
from smeadvisor.model.texts import Text, program_text
from smeadvisor.rendering.rulebook.names import of_kind

IN_FORCE = ("in_force", "changed")
"""The states in which an instrument is there to be had."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What an economy has in a row: the names of the things, and a text on each."""

    names: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()

    @property
    def count(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Row:
    """A barrier or a trait, with a cell for each economy of the matrix."""

    id: str
    title: Text
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        """How many there are in all."""
        return sum(each.count for each in self.cells)

    @property
    def is_gap(self) -> bool:
        """Whether no economy has anything."""
        return self.count == 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by economies. ``columns`` are pairs of code and name; ``told`` says that cells are read, not counted.

    ``kind`` is that of the things in its rows.
    """

    id: str
    kind: str
    title: Text
    corner: Text
    columns: tuple[tuple[str, Text], ...]
    rows: tuple[Row, ...]
    told: bool = False


def barrier_matrix(rulebook: Rulebook) -> Matrix:
    """Each barrier by each economy that the rulebook has instruments of: those in force that relieve it."""
    with_instruments = {each.economy for each in rulebook.instruments.values()}
    columns = _columns(rulebook, with_instruments)
    rows = tuple(
        Row(name, barrier.title, tuple(_relief(rulebook, name, code) for code, _ in columns))
        for name, barrier in rulebook.barriers.items()
    )
    title, corner = program_text("rulebook.matrix_barriers"), program_text("rulebook.corner_barriers")
    return Matrix("barriers", "barriers", title, corner, columns, rows)


def trait_matrix(rulebook: Rulebook) -> Matrix:
    """Each trait of the conclusion by each economy that shows one: how it does."""
    showing = {each.economy for strategy in rulebook.strategies.values() for each in strategy.economies}
    columns = _columns(rulebook, showing)
    rows = tuple(
        Row(name, strategy.title, tuple(_showing(rulebook, name, code) for code, _ in columns))
        for name, strategy in rulebook.strategies.items()
    )
    title, corner = program_text("rulebook.matrix_traits"), program_text("rulebook.corner_traits")
    return Matrix("traits", "strategies", title, corner, columns, rows, told=True)


def _columns(rulebook: Rulebook, wanted: set[str]) -> tuple[tuple[str, Text], ...]:
    """The economies in the order of their file; the region, short, comes last."""
    found = [(code, each.name) for code, each in of_kind(rulebook, "economies").items() if code in wanted - {REGION}]
    return (*found, *([(REGION, Text(en=REGION, zh_hant=REGION))] if REGION in wanted else []))


def _relief(rulebook: Rulebook, barrier: str, economy: str) -> Cell:
    found = [each for each in _relievers(rulebook, barrier) if each.economy == economy]
    return Cell(tuple(each.id for each in found), tuple(each.title for each in found))


def _relievers(rulebook: Rulebook, barrier: str) -> Iterator[Instrument]:
    for each in rulebook.instruments.values():
        if each.status in IN_FORCE and any(relief.barrier == barrier for relief in each.relieves):
            yield each


def _showing(rulebook: Rulebook, strategy: str, economy: str) -> Cell:
    found = [each for each in rulebook.strategies[strategy].economies if each.economy == economy]
    return Cell(tuple(each.economy for each in found), tuple(each.how for each in found))
