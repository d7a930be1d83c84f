"""What the answers so far amount to, and what may still come of those that are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from smeadvisor.interview.stakes import Stakes, Tally
from smeadvisor.interview.ways import Way


class View:
    """Answers as tests: ``true`` are those known to be true, ``open`` those of attributes that may still be answered.

    ``now`` is what holds already; ``alive`` are the ways that may still be taken and would add to it.
    """

    def __init__(self, stakes: Stakes, true: int, still_open: int, now: Tally, ways: Iterable[Way]) -> None:
        self.stakes, self.true, self.open = stakes, true, still_open
        reach = true | still_open
        taken, alive = [], []
        for way in ways:
            if not way.needs & ~true:
                taken.append(way)
            elif not way.needs & ~reach:
                alive.append(way)
        self.now = stakes.add(now.copy(), taken) if taken else now
        self.alive: Sequence[Way] = [way for way in alive if stakes.tells_more(self.now, way)]

    def with_cell(self, attribute: str, cell: int) -> View:
        """What there is when an attribute is answered by that cell."""
        mask = self.stakes.cells[attribute].mask
        return View(self.stakes, self.true | cell, self.open & ~mask, self.now, self.alive)

    def leaders(self, count: int) -> list[int]:
        """The first recommendations if nothing more is answered."""
        return self.stakes.leaders(self.now, count)

    @cached_property
    def best(self) -> Tally:
        """What all ways that are alive would lead to together, apart from the stage: more than can come."""
        return self.stakes.add(self.now.copy(), (way for way in self.alive if way.stage is None))

    def waiting(self, way: Way) -> Iterator[str]:
        """The attributes whose answers the way still lacks."""
        return (name for name in way.attributes if self.stakes.cells[name].mask & way.needs & self.open)


def view_of(stakes: Stakes, cells: Mapping[str, int]) -> View:
    """The view of these answers, each given by its cell."""
    still_open = sum(each.mask for name, each in stakes.cells.items() if name not in cells)
    return View(stakes, sum(cells.values()), still_open, stakes.nothing(), stakes.ways)
