"""How many questions an interview takes until its first three recommendations are certain.

Against asking everything, a fixed order and an order by chance, which stop by the same proof; and against the floor:
the fewest answers that make the three certain, which only one could choose who knew all answers. Every interview is
held against the full questionnaire. What a shipped profile does not answer is not known.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import mean
from typing import NamedTuple

from floor import floor
from measuring import ROOT, table

from smeadvisor.engines.chaining import Engine
from smeadvisor.interview.choosing import best_attribute, relevant
from smeadvisor.interview.proof import settled
from smeadvisor.interview.stakes import Stakes
from smeadvisor.interview.view import View, view_of
from smeadvisor.model.attributes import Audience
from smeadvisor.model.profile import Profile, read_profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import at
from smeadvisor.rules.shipped import shipped_rulebook

sys.path.append(str(ROOT / "tests"))
TOP = 3
_TOLD_EVERY = 100


class Case(NamedTuple):
    """Somebody to be asked: what the answers are, as cells, and what the full questionnaire leads to."""

    stakes: Stakes
    cells: Mapping[str, int]
    leaders: Sequence[int]


class Found(NamedTuple):
    """How many questions were asked of one, and how long the slowest choice of a question took."""

    adaptive: int
    fixed: int
    by_chance: int
    slowest: float


class Cases:
    """Profiles made ready; ``stakes`` of an economy are worked out once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook, self._engine = rulebook, Engine(rulebook)
        self._stakes: dict[tuple[Audience, str], Stakes] = {}

    def of(self, profile: Profile) -> Case:
        """The case; its leaders are held against experta's advice."""
        key = (profile.kind, profile.economy)
        if key not in self._stakes:
            self._stakes[key] = Stakes(self._rulebook, *key)
        stakes, measures = self._stakes[key], profile.comparables()
        cells = {name: each.of(measures[name]) if name in measures else 0 for name, each in stakes.cells.items()}
        leaders = view_of(stakes, cells).leaders(TOP)
        heads = [each.id for each in self._engine.consult(profile).recommendations if each.under is None][:TOP]
        if heads != [stakes.recommendations[each] for each in leaders]:
            raise AssertionError(f"the leaders of {profile.id} are not those of the engine")
        return Case(stakes, cells, leaders)


def interview(case: Case) -> tuple[int, float]:
    """How many questions are asked until nothing can change the leaders, and the slowest choice of one in seconds."""
    view, asked, slowest, topic = view_of(case.stakes, {}), 0, 0.0, None
    attributes = case.stakes.rulebook.attributes
    while True:
        start = time.perf_counter()
        name = None
        if not settled(view, TOP):
            name = best_attribute(view, TOP, relevant(view, TOP), attributes, topic)
        slowest = max(slowest, time.perf_counter() - start)
        if name is None:
            break
        view, asked = view.with_cell(name, case.cells[name]), asked + 1
        topic = attributes[name].topic
    if view.leaders(TOP) != case.leaders:
        raise AssertionError("the interview leads to other recommendations than the full questionnaire")
    return asked, slowest


def in_order(case: Case, names: Sequence[str]) -> int:
    """How many questions are asked in that order until nothing can change the leaders."""

    def certain(count: int) -> bool:
        return settled(_after(case, names[:count]), TOP)

    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if certain(middle) else (middle + 1, high)
    if _after(case, names[:low]).leaders(TOP) != case.leaders:
        raise AssertionError("the order leads to other recommendations than the full questionnaire")
    return low


def _after(case: Case, names: Sequence[str]) -> View:
    return view_of(case.stakes, {name: case.cells[name] for name in names if name in case.cells})


def measure(cases: Sequence[Case], names: Sequence[str], tell: Callable[[int], None]) -> Iterator[Found]:
    """Every case interviewed in each way."""
    chance = random.Random(2011)
    for i, case in enumerate(cases):
        asked, slowest = interview(case)
        yield Found(asked, in_order(case, names), in_order(case, chance.sample(names, len(names))), slowest)
        tell(i + 1)


def generated(rulebook: Rulebook, count: int) -> Iterator[Profile]:
    """Firms at random that answer everything."""
    from support.both_engines import HOMES, profile_of  # pyright: ignore[reportMissingImports]
    from support.generated import drawn_answers  # pyright: ignore[reportMissingImports]

    chance = random.Random(2011)
    for _ in range(count):
        yield profile_of(rulebook, "firm", chance.choice(HOMES), drawn_answers(rulebook, "firm", chance, full=True))


def shipped(rulebook: Rulebook, kind: str) -> Iterator[Profile]:
    """The profiles that come with the program."""
    return (read_profile(path, rulebook) for path in sorted((ROOT / "profiles" / kind).glob("*.yaml")))


def main(count: int, floors: int) -> None:
    """Comparable and print."""
    whole = shipped_rulebook()
    rulebook = at(whole, whole.about.reviewed_through)
    ready = Cases(rulebook)
    groups = {
        "firms shipped": [ready.of(each) for each in shipped(rulebook, "firms")],
        "economies shipped": [ready.of(each) for each in shipped(rulebook, "economies")],
        "firms generated": [ready.of(each) for each in generated(rulebook, count)],
    }
    rows = [row for title, cases in groups.items() for row in _rows(title, cases, rulebook, floors)]
    print(table(["questions until the first three are certain", "mean", "90th percentile", "of all"], rows))


def _rows(title: str, cases: Sequence[Case], rulebook: Rulebook, floors: int) -> Iterator[list[str]]:
    kind = cases[0].stakes.kind
    names = [name for name, each in rulebook.attributes.items() if kind in each.audience]

    def tell(done: int) -> None:
        if done % _TOLD_EVERY == 0:
            print(f"{title}: {done} of {len(cases)}", file=sys.stderr, flush=True)

    found = [*measure(cases, names, tell)]
    yield _row(f"{title} ({len(cases)}): asked by this program", [each.adaptive for each in found], len(names))
    yield _row(f"{title}: in a fixed order", [each.fixed for each in found], len(names))
    yield _row(f"{title}: in an order by chance", [each.by_chance for each in found], len(names))
    some = [floor(each.stakes, each.cells, TOP) for each in cases[:floors]]
    exact = sum(each.exact for each in some)
    yield _row(f"{title}: the floor ({exact} of {len(some)} exact)", [each.fewest for each in some], len(names))
    yield _row(f"{title}: asked of the same {len(some)}", [each.adaptive for each in found[: len(some)]], len(names))
    slowest = sorted(1000 * each.slowest for each in found)
    print(
        f"{title}: the slowest choice of a question took {slowest[-1]:.0f} ms, in half the interviews at most", end=" "
    )
    print(f"{slowest[len(slowest) // 2]:.0f} ms")


def _row(title: str, counts: Sequence[int], full: int) -> list[str]:
    ninetieth = sorted(counts)[int(len(counts) * 0.9)]
    return [title, f"{mean(counts):.1f}", str(ninetieth), f"{mean(counts) / full:.0%}"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=2000, help="firms drawn at random")
    parser.add_argument("--floors", type=int, default=40, help="of how many of each group the floor is searched")
    given = parser.parse_args()
    main(given.firms, given.floors)
