"""The fewest answers that make the first recommendations certain, chosen by one who knows all answers.

Every case in which others lead differs from the true answers in some attributes, and one of these must be known. So the
floor is the smallest set that meets all such differences: cases are collected until the smallest set that meets those
found leaves no case over. Where that takes too long, what was found so far is a lower bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from smeadvisor.interview.proof import ProofBudgetExceeded, contrary
from smeadvisor.interview.stakes import Stakes
from smeadvisor.interview.view import view_of

_ROUNDS = 400
_NODES = 60_000

Cells = Mapping[str, int]
Difference = frozenset[str]


class Floor(NamedTuple):
    """The number of answers; where it is not exact, no fewer than this do."""

    fewest: int
    exact: bool


def floor(stakes: Stakes, cells: Cells, count: int) -> Floor:
    """The floor of one who answers so."""
    search = _Search(stakes, cells, count)
    chosen: frozenset[str] = frozenset()
    try:
        for _ in range(_ROUNDS):
            if not search.collect(chosen):
                return Floor(len(chosen), True)
            chosen = smallest(search.differences)
    except ProofBudgetExceeded:
        pass
    return Floor(len(chosen), False)


class _Search:
    """The differences found so far between the true answers and cases in which others lead."""

    def __init__(self, stakes: Stakes, cells: Cells, count: int) -> None:
        self._stakes, self._cells, self._count = stakes, cells, count
        self._top = view_of(stakes, cells).leaders(count)
        self.differences: set[Difference] = set()

    def collect(self, chosen: frozenset[str]) -> bool:
        """Add differences that the chosen attributes do not meet, several apart from each other, if there are any."""
        known = chosen
        try:
            while difference := self._difference(known):
                self.differences = {each for each in self.differences if not each >= difference} | {difference}
                known |= difference
        except ProofBudgetExceeded:
            if known == chosen:
                raise
        return known != chosen

    def _difference(self, known: frozenset[str]) -> Difference | None:
        view = view_of(self._stakes, {name: self._cells[name] for name in known})
        true = contrary(view, self._top, self._count)
        return None if true is None else self._least({n: self._cell(n, true, known) for n in self._cells})

    def _cell(self, name: str, true: int, known: frozenset[str]) -> int:
        """A whole answer that makes these tests true; none where there are none."""
        if name in known:
            return self._cells[name]
        mine = true & self._stakes.cells[name].mask
        return (self._stakes.cells[name].least(mine) or 0) if mine else 0

    def _least(self, case: dict[str, int]) -> Difference:
        """Where the case differs, after all is made true that need not differ.

        Raises ProofBudgetExceeded if nothing need.
        """
        if not self._others_lead(case):
            raise ProofBudgetExceeded
        for name, cell in self._cells.items():
            nearer = {**case, name: cell}
            if case[name] != cell and self._others_lead(nearer):
                case = nearer
        return frozenset(name for name, cell in case.items() if cell != self._cells[name])

    def _others_lead(self, case: Cells) -> bool:
        return view_of(self._stakes, case).leaders(self._count) != self._top


def smallest(sets: Iterable[Difference]) -> frozenset[str]:
    """A smallest set that meets each of these; raises ProofBudgetExceeded where that takes too long."""
    search = _Smallest()
    search.extend([*sets], ())
    return frozenset(search.best or ())


class _Smallest:
    """Branch and bound; sets that are apart from each other need a member each."""

    def __init__(self) -> None:
        self.best: tuple[str, ...] | None = None
        self._left = _NODES

    def extend(self, sets: Sequence[Difference], chosen: tuple[str, ...]) -> None:
        """Try all ways to meet what is left."""
        self._left -= 1
        if self._left < 0:
            raise ProofBudgetExceeded
        if not sets:
            self.best = chosen
            return
        banned: set[str] = set()
        for name in self._members(sets):
            if self.best is not None and len(chosen) + _apart(sets) >= len(self.best):
                return
            rest = [each - banned for each in sets if name not in each]
            if all(rest):
                self.extend(rest, (*chosen, name))
            banned.add(name)

    def _members(self, sets: Sequence[Difference]) -> list[str]:
        """Those of a smallest set, the one that meets most sets first."""
        least = min(sets, key=lambda each: (len(each), sorted(each)))
        return sorted(least, key=lambda name: (-sum(name in each for each in sets), name))


def _apart(sets: Sequence[Difference]) -> int:
    """How many of the sets, the smallest first, share nothing."""
    used: set[str] = set()
    count = 0
    for each in sorted(sets, key=lambda each: (len(each), sorted(each))):
        if used.isdisjoint(each):
            used |= each
            count += 1
    return count
