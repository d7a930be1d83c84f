"""The long run of agreement between the engines.

First every boundary profile, of firms and of economies, through experta and the columnar engine, in every field; then
profiles at random, of both kinds, through the plain evaluator and the columnar engine: rules fired and blocked,
barriers with severity and weight, requirements, recommendations with rank, evidence, points and what covers them.
Usage: python benchmarks/agreement.py [--random N] [--seed N]. Prints the first difference and ends with 1, or says
how many were compared.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import numpy as np  # noqa: E402

from smeadvisor.engines.chaining import Engine  # noqa: E402
from smeadvisor.engines.columns import Columns  # noqa: E402
from smeadvisor.model.answers import read_answer  # noqa: E402
from smeadvisor.model.attributes import AUDIENCES, Attribute, Audience  # noqa: E402
from smeadvisor.model.rulebook import Rulebook  # noqa: E402
from smeadvisor.model.timeline import at  # noqa: E402
from smeadvisor.rules.shipped import shipped_rulebook  # noqa: E402
from smeadvisor.tables.encoded import ECONOMY_CODES, Chunk, encoded  # noqa: E402
from support.both_engines import HOMES, by_columns, by_experta, profile_of, said, set_in  # noqa: E402
from support.generated import boundary_profiles, turning_points  # noqa: E402
from support.plain import Plain  # noqa: E402

_BATCH = 500
_ONE_ECONOMY_IN = 4
Case = tuple[str, dict[str, Any]]
"""An economy and raw answers."""


class Difference(NamedTuple):
    """What the engines say of one profile, where that is not the same."""

    kind: str
    case: Case
    field: str
    one: Any
    other: Any

    def told(self) -> str:
        """In a few lines."""
        home, answers = self.case
        return f"{self.kind} in {home} with {answers}\n{self.field}:\n  {self.one}\n  columns: {self.other}"


@cache
def rulebook() -> Rulebook:
    """The shipped one as of its review."""
    whole = shipped_rulebook()
    return at(whole, whole.about.reviewed_through)


@cache
def columns(kind: Audience) -> Columns:
    """The columnar engine, once a process."""
    return Columns(rulebook(), kind)


@cache
def experta() -> Engine:
    """experta, once a process."""
    return Engine(rulebook(), rulebook().as_of)


@cache
def boundaries(kind: Audience) -> list[Case]:
    """All boundary profiles."""
    return boundary_profiles(rulebook(), kind)


def on_boundaries(asked: tuple[Audience, int]) -> Difference | None:
    """The first difference between experta and the columns within a batch of boundary profiles."""
    kind, start = asked
    cases = boundaries(kind)[start : start + _BATCH]
    profiles = [profile_of(rulebook(), kind, *case) for case in cases]
    theirs = by_columns(columns(kind), profiles)
    return first_difference(kind, cases, map(partial(by_experta, experta()), profiles), theirs)


def at_random(seed: tuple[int, int]) -> Difference | None:
    """The first difference between the plain evaluator and the columns within a batch of profiles at random."""
    chance = random.Random(f"{seed}")
    kind: Audience = "economy" if seed[1] % _ONE_ECONOMY_IN == 0 else "firm"
    cases = [drawn(kind, chance) for _ in range(_BATCH)]
    return first_difference(kind, cases, (by_plain(kind, case) for case in cases), by_chunk(kind, cases))


def drawn(kind: Audience, chance: random.Random) -> Case:
    """Answers at turning points, lists of any length, unknown and not applicable; more of them or fewer."""
    share = chance.choice([0.1, 0.3, 0.6, 0.9, 1.0])
    asked = [name for name in choices(kind) if chance.random() < share]
    return chance.choice(HOMES), {
        name: _answer(rulebook().attributes[name], choices(kind)[name], chance) for name in asked
    }


@cache
def choices(kind: Audience) -> dict[str, list[Any]]:
    """What may be answered to each question, what decides things twice as often."""
    asked = (name for name, each in rulebook().attributes.items() if kind in each.audience)
    return {name: [*turning_points(rulebook(), name) * 2, None, "dont_know", "not_applicable"] for name in asked}


def _answer(attribute: Attribute, values: list[Any], chance: random.Random) -> Any:
    if attribute.type == "list" and chance.random() < 0.5:
        return chance.sample(list(attribute.choices), chance.randint(0, len(attribute.choices)))
    return chance.choice(values)


def by_plain(kind: Audience, case: Case) -> dict[str, Any]:
    """What the plain evaluator says."""
    plain = Plain(rulebook(), kind, *case)
    states = {name: plain.state(name) for name in plain.rules}
    met = {True: "met", False: "unmet", None: "unknown"}
    return {
        "fired": {name for name, state in states.items() if state},
        "blocked": {name for name, state in states.items() if state is False},
        "barriers": plain.barriers(),
        "requirements": {
            pair: met[plain.requirement(*pair) if kind == "firm" else None]
            for pair in columns(kind).matching.requirements
        },
        "recommendations": plain.recommendations(),
    }


def by_chunk(kind: Audience, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """What the columns say, of answers that are read one by one but not as whole profiles."""
    attributes = {name: each for name, each in rulebook().attributes.items() if kind in each.audience}
    answers = {
        name: encoded(each, [read_answer(each, case.get(name)) for _, case in cases])
        for name, each in attributes.items()
    }
    homes = np.array([ECONOMY_CODES[home] for home, _ in cases], np.int16)
    engine, rules = columns(kind), columns(kind).program.rules
    found = []
    for results in engine.results(Chunk(kind, homes, answers)):
        for row in range(results.rows):
            blocked = {rules[i].id for i in set_in(results.states.blocked, row)}
            found.append({**said(engine, results, row), "blocked": blocked})
    return found


def first_difference(
    kind: str, cases: Sequence[Case], ones: Iterable[dict[str, Any]], others: Sequence[dict[str, Any]]
) -> Difference | None:
    """Where one says something that the other does not say too."""
    for case, one, other in zip(cases, ones, others, strict=True):
        for field, value in one.items():
            if value != other[field]:
                return Difference(kind, case, field, value, other[field])
    return None


def agreed(
    title: str, compare: Callable[[Any], Difference | None], tasks: Sequence[Any], counts: Iterator[int]
) -> bool:
    """Compare all, batch by batch on all processors; tell the first difference or how many there were."""
    done, shown = 0, sys.stderr.isatty()
    with Pool() as pool:
        for number, difference in enumerate(pool.imap(compare, tasks), start=1):
            if difference is not None:
                print(f"{title}: after {done:,} that agree, a difference.\n{difference.told()}")
                return False
            done += next(counts)
            if shown or number % 100 == 0:
                print(f"{title}: {done:,} agree", end="\r" if shown else "\n", file=sys.stderr, flush=True)
    print(f"{title}: {done:,} profiles compared, all agree.")
    return True


def main() -> int:
    """0 if they agree in everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=1_000_000, metavar="N", help="profiles at random")
    parser.add_argument("--seed", type=int, default=2011)
    parser.add_argument("--no-boundaries", action="store_true", help="profiles at random alone")
    given = parser.parse_args()
    same = True
    if not given.no_boundaries:
        tasks = [(kind, start) for kind in AUDIENCES for start in range(0, len(boundaries(kind)), _BATCH)]
        sizes = (min(_BATCH, len(boundaries(kind)) - start) for kind, start in tasks)
        same = agreed("Boundary profiles, experta and columns", on_boundaries, tasks, sizes)
    seeds = [(given.seed, number) for number in range(-(-given.random // _BATCH))]
    title = "Profiles at random, plain evaluator and columns"
    return 0 if agreed(title, at_random, seeds, (_BATCH for _ in seeds)) and same else 1


if __name__ == "__main__":
    sys.exit(main())
