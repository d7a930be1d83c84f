"""The rulebook changed in one place at a time: what boundary profiles tell of it, and what examples do.

A change is told where any field of the advice differs on any profile. Survivors are listed.
Usage: python benchmarks/mutation.py [--sample N] [--random N]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from multiprocessing import Pool
from pathlib import Path

_PLAIN = ("threshold", "operator")
"""Changes that examples are there to tell; members of sets and hundredths of money are finer."""

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from smeadvisor.engines.columns.bits import WORD  # noqa: E402
from smeadvisor.model.attributes import AUDIENCES  # noqa: E402
from smeadvisor.model.rulebook import Rulebook  # noqa: E402
from smeadvisor.model.timeline import at  # noqa: E402
from smeadvisor.rules.shipped import shipped_rulebook  # noqa: E402
from smeadvisor.tables.encoded import Chunk  # noqa: E402
from support.both_engines import HOMES, chunk_of, profile_of  # noqa: E402
from support.generated import boundary_profiles, drawn_answers  # noqa: E402
from support.mutants import Judge, Mutant, mutants, noticed_by_examples  # noqa: E402


@cache
def rulebook() -> Rulebook:
    """The shipped rulebook as of its review."""
    whole = shipped_rulebook()
    return at(whole, whole.about.reviewed_through)


def chunk(kind: str, at_random: int) -> Chunk:
    """All boundary profiles of a kind and at least that many at random, so many that whole words are full."""
    book, chance = rulebook(), random.Random(2011)
    cases = boundary_profiles(book, kind)
    count = at_random + -(len(cases) + at_random) % WORD
    cases += [(chance.choice(HOMES), drawn_answers(book, kind, chance)) for _ in range(count)]
    return chunk_of(book, kind, [profile_of(book, kind, home, answers) for home, answers in cases])


@cache
def judge(at_random: int) -> Judge:
    """One a process."""
    return Judge(rulebook(), {kind: chunk(kind, at_random) for kind in AUDIENCES})


@cache
def all_mutants() -> list[Mutant]:
    """All of them, in order."""
    return list(mutants(rulebook()))


def verdict(asked: tuple[int, int]) -> tuple[bool, bool | None]:
    """Of one mutant: whether profiles tell it, and whether examples do."""
    number, at_random = asked
    mutant = all_mutants()[number]
    return judge(at_random).kills(mutant), noticed_by_examples(rulebook(), mutant)


def verdicts(numbers: Sequence[int], at_random: int) -> list[tuple[bool, bool | None]]:
    """Of all of these, on all processors, with a line of progress."""
    found, end = [], "\r" if sys.stderr.isatty() else "\n"
    with Pool() as pool:
        for each in pool.imap(verdict, [(number, at_random) for number in numbers], chunksize=8):
            found.append(each)
            if sys.stderr.isatty() or len(found) % 500 == 0:
                print(f"{len(found):,} of {len(numbers):,} changes tried", end=end, file=sys.stderr, flush=True)
    return found


def report(title: str, told: Sequence[tuple[Mutant, bool]]) -> int:
    """A table by kind of change and the survivors; how many survived."""
    total = Counter(mutant.sort for mutant, _ in told)
    killed = Counter(mutant.sort for mutant, dead in told if dead)
    print(f"\n{title}: {sum(killed.values()):,} of {len(told):,} ({sum(killed.values()) / max(len(told), 1):.1%})\n")
    print("| change | told | of |\n|---|---|---|")
    for sort, number in total.items():
        print(f"| {sort} | {killed[sort]:,} | {number:,} |")
    survivors = [mutant for mutant, dead in told if not dead]
    if survivors:
        print("\nNot told:")
    for mutant in survivors:
        print(f"- {mutant.sort} in {mutant.where}")
    return len(survivors)


def main() -> int:
    """Exit code 1 if a change went unnoticed by the profiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, metavar="N", help="no more than N changes, evenly taken")
    parser.add_argument(
        "--random", type=int, default=2000, metavar="N", help="profiles at random beside those at boundaries"
    )
    given = parser.parse_args()
    count = len(all_mutants())
    numbers = range(0, count, max(count // given.sample, 1) if given.sample else 1)
    found = verdicts(numbers, given.random)
    tried = [all_mutants()[number] for number in numbers]
    pairs = list(zip(tried, found, strict=True))
    survived = report("Changes told by profiles", [(mutant, dead) for mutant, (dead, _) in pairs])
    own = [(mutant, seen) for mutant, (_, seen) in pairs if seen is not None]
    report("Thresholds and operators told by the rule's own examples", [each for each in own if each[0].sort in _PLAIN])
    report("Finer changes told by the rule's own examples", [each for each in own if each[0].sort not in _PLAIN])
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
