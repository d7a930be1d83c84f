"""Rule engines on the same firms: first that they say the same, then how fast they say it.

Each engine runs in a process of its own and all take turns, so that a busy machine slows them alike: figures are
medians of the rounds, ratios those within a round. Each is given the answers in its own form, checked and ready;
making that form is timed in the whole run from file to file alone. Memory is the most that the process held.
Usage: python benchmarks/engines.py [--rows N] [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from competitors import ENGINES, Advice, rulebook
from firms import write
from measuring import SMEADVISOR, cost, megabytes, own_peak, table

WHOLE = "columns, file to file"
_FIRST = "experta"
_TOLD = """
experta: the engine that explains, one engine reused, consultations whole.
plain Python: `tests/support/plain.py`, from raw answers to barriers and ranked recommendations.
CLIPS: all {rules} rules for firms, with salience by stratum; its time is that of the rules, weights and order follow
from those that fired in Python and are not timed. The third truth is not CLIPS's: undecided rules, requirements unmet
and open questions are left out.
columns: everything, one process on encoded answers; file to file: `smeadvisor batch --flat --fired` as a whole, its
set-up that of a file of ten firms.
Rows a round: {counts}.
All gave the same barriers with weights and the same ranked recommendations with points on the first {equal:,} firms,
CLIPS and both ways of columns on the first {more:,}.
"""


class Runner:
    """An engine in a process of its own."""

    def __init__(self, name: str, path: Path, count: int) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, name, str(path), count), daemon=True)
        self._process.start()

    def ask(self, what: str, *arguments: Any) -> Any:
        """What the engine answers; raises EOFError where it came to an end."""
        self._pipe.send((what, arguments))
        return self._pipe.recv()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _serve(pipe: Any, name: str, path: str, count: int) -> None:
    book, engine = rulebook(), ENGINES[name]()
    set_up = _timed(lambda: engine.set_up(book))
    engine.ready(Path(path), count)
    answers: dict[str, Callable[..., Any]] = {
        "set up": lambda: set_up,
        "advice": engine.advice,
        "round": lambda: _rate(engine),
        "memory": own_peak,
    }
    while True:
        what, arguments = pipe.recv()
        pipe.send(answers[what](*arguments))


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _rate(engine: Any) -> float:
    """Rows a second."""
    start = time.perf_counter()
    rows = engine.run()
    return rows / (time.perf_counter() - start)


def told_by_file(path: Path, count: int) -> list[Advice]:
    """The advice for the first firms in an output of ``batch`` in lists."""
    with pq.ParquetFile(path) as file:
        rows = file.read_row_group(0, columns=["barriers", "recommendations"]).slice(0, count).to_pylist()
    return [
        (
            {each["id"]: (each["severity"], each["weight"]) for each in row["barriers"]},
            [(e["rank"], e["id"], e["evidence"], e["points"], e["under"]) for e in row["recommendations"]],
        )
        for row in rows
    ]


def batch(path: Path, out: Path, *options: str) -> Any:
    """A whole run of ``smeadvisor batch``."""
    return cost([SMEADVISOR, "batch", str(path), "-o", str(out), "--overwrite", "--quiet", *options])


def first_difference(said: Mapping[str, Sequence[Advice]]) -> str | None:
    """Where two say something else of the same firm, as far as both have spoken; None where they never do."""
    names = list(said)
    for one, other in pairwise(names):
        for row, (left, right) in enumerate(zip(said[one], said[other], strict=False)):
            if left != right:
                return f"firm {row + 1}: {one} says {left}, {other} says {right}"
    return None


def said_by_all(runners: Mapping[str, Runner], counts: Mapping[str, int], path: Path) -> dict[str, list[Advice]]:
    """What each engine says, and what a whole run puts into its file."""
    most = counts["CLIPS"]
    said = {name: runner.ask("advice", min(counts[name], most)) for name, runner in runners.items()}
    out = path.with_name("lists.parquet")
    batch(path, out)
    said[WHOLE] = told_by_file(out, most)
    out.unlink()
    return said


def measured(runners: Mapping[str, Runner], path: Path, rounds: int) -> dict[str, list[float]]:
    """Rows a second of each, round by round."""
    rates: dict[str, list[float]] = {name: [] for name in (*runners, WHOLE)}
    rows = pq.read_metadata(path).num_rows
    for number in range(rounds):
        for name, runner in runners.items():
            rates[name].append(runner.ask("round"))
        rates[WHOLE].append(rows / batch(path, path.with_name("out.parquet"), "--flat", "--fired").seconds)
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return rates


def lines(rates: Mapping[str, Sequence[float]], set_up: Mapping[str, float], memory: Mapping[str, int]) -> Any:
    """A row of the table for each engine."""
    for name, own in rates.items():
        times = statistics.median(mine / first for mine, first in zip(own, rates[_FIRST], strict=True))
        yield [
            name, f"{statistics.median(own):,.0f}", f"{times:,.1f}", megabytes(memory[name]), f"{set_up[name]:.2f}"
        ]  # fmt: skip


def compared(folder: Path, counts: dict[str, int], rounds: int) -> str:
    """The whole comparison as text; raises SystemExit where the engines differ."""
    path, few = folder / "firms.parquet", folder / "few.parquet"
    write(path, counts["columns"])
    write(few, 10)
    with ExitStack() as stack:
        runners = {name: Runner(name, path, counts[name]) for name in ENGINES}
        for runner in runners.values():
            stack.callback(runner.end)
        if difference := first_difference(said_by_all(runners, counts, path)):
            raise SystemExit(f"The engines differ, so there is nothing to compare. {difference}")
        set_up = {name: runner.ask("set up") for name, runner in runners.items()}
        set_up[WHOLE] = batch(few, folder / "out.parquet", "--flat", "--fired").seconds
        rates = measured(runners, path, rounds)
        memory = {name: runner.ask("memory") for name, runner in runners.items()}
    memory[WHOLE] = batch(path, folder / "out.parquet", "--flat", "--fired").memory
    heads = ["engine", "rows a second", f"times {_FIRST}", "memory", "set-up, seconds"]
    told = _TOLD.format(
        rules=len(rulebook().rules_for("firm")),
        counts=", ".join(f"{name} {count:,}" for name, count in counts.items()),
        equal=min(counts.values()),
        more=counts["CLIPS"],
    )
    return table(heads, list(lines(rates, set_up, memory))) + told


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="firms for the columnar engine")
    parser.add_argument("--experta", type=int, default=300, help="firms for experta")
    parser.add_argument("--plain", type=int, default=300, help="firms for the plain evaluator")
    parser.add_argument("--clips", type=int, default=3000, help="firms for CLIPS")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    counts = {"experta": given.experta, "plain Python": given.plain, "CLIPS": given.clips, "columns": given.rows}
    if given.rows < max(given.experta, given.plain, given.clips):
        parser.error("--rows must be the largest number")
    with tempfile.TemporaryDirectory(prefix="smeadvisor-bench-") as folder:
        print(compared(Path(folder), counts, given.rounds))


if __name__ == "__main__":
    main()
