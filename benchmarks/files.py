"""Whole files: ``smeadvisor batch`` from Parquet to Parquet against the bare cost of the same reading and writing.

The bare process is the same Python with pyarrow alone: it reads the same input, row group by row group, and writes
the same output with the same compression, dictionaries, row groups and page checksums. What it writes it maps into
memory from an Arrow file made before. Both take turns; the ratio is the median of those within a round.
Usage: python benchmarks/files.py [--rows N] [--rounds N] [--grow] [--rules 1,4,10] [--repeat N]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from firms import TAIWAN_SMES, write
from measuring import SMEADVISOR, Cost, cost, megabytes, table

BARE = str(Path(__file__).with_name("bare.py"))
LAYOUTS = {"flat": ("--flat", "--fired"), "lists": ("--fired",)}
REGION_SMES = 110_000_000
"""The number of SMEs in the region, about (Table 2 of the paper)."""

_GROWTH = (10_000, 100_000, 1_000_000, 10_000_000)
_RULES_ROWS = 262_144


def batch(inputs: Sequence[Path], out: Path, layout: str) -> Cost:
    """A whole run; raises CalledProcessError where it fails or rejects a row."""
    names = [str(each) for each in inputs]
    return cost([SMEADVISOR, "batch", *names, "-o", str(out), "--overwrite", "--quiet", *LAYOUTS[layout]])


def keep_bare(advice: Path, folder: Path) -> Path:
    """What the bare process needs: the advice as an Arrow file, and how it was written as Parquet."""
    plan = folder / "plan.json"
    with pq.ParquetFile(advice) as file:
        group = file.metadata.row_group(0)
        chunks = [group.column(i) for i in range(group.num_columns)]
        dictionaries = [each.path_in_schema for each in chunks if each.has_dictionary_page]
        how = {"compression": chunks[0].compression, "use_dictionary": dictionaries}
        arrow = folder / "advice.arrow"
        with pa.ipc.new_stream(arrow, file.schema_arrow) as kept:
            for i in range(file.num_row_groups):
                kept.write_table(file.read_row_group(i).combine_chunks())
    plan.write_text(json.dumps({"arrow": str(arrow), **how}), encoding="utf-8")
    return plan


def against_bare(folder: Path, rows: int, rounds: int) -> Iterable[list[str]]:
    """For each layout: seconds of both, the ratio, and the memory of both."""
    source = folder / "firms.parquet"
    write(source, rows)
    for layout in LAYOUTS:
        out, again = folder / f"{layout}.parquet", folder / "bare.parquet"
        batch([source], out, layout)
        plan = keep_bare(out, folder)
        command = [sys.executable, BARE, str(source), str(plan), str(again)]
        pairs = [(batch([source], out, layout), cost(command)) for _ in range(rounds)]
        _refuse_unlike(out, again)
        yield _line(layout, rows, pairs)


def _refuse_unlike(out: Path, again: Path) -> None:
    """Both files must hold the same, or the comparison is one of different work."""
    ours, theirs = pq.read_metadata(out), pq.read_metadata(again)
    if (ours.num_rows, ours.num_row_groups) != (theirs.num_rows, theirs.num_row_groups):
        raise SystemExit("The bare process wrote other rows.")
    with pq.ParquetFile(out) as one, pq.ParquetFile(again) as other:
        for i in range(one.num_row_groups):
            if one.read_row_group(i) != other.read_row_group(i):
                raise SystemExit(f"The bare process wrote something else in row group {i}.")


def _line(layout: str, rows: int, pairs: Sequence[tuple[Cost, Cost]]) -> list[str]:
    own = statistics.median(each.seconds for each, _ in pairs)
    least = statistics.median(each.seconds for _, each in pairs)
    ratio = statistics.median(one.seconds / other.seconds for one, other in pairs)
    memory = [max(each.memory for each in side) for side in zip(*pairs, strict=True)]
    return [layout, f"{own:.2f}", f"{least:.2f}", f"{ratio:.2f}", f"{rows / own:,.0f}", *map(megabytes, memory)]


def growth(folder: Path, largest: int) -> Iterable[list[str]]:
    """Rows a second and memory of whole runs, ten times as many rows each time."""
    for rows in (each for each in _GROWTH if each <= largest):
        source, out = folder / "firms.parquet", folder / "out.parquet"
        write(source, rows)
        found = batch([source], out, "flat")
        yield [f"{rows:,}", f"{found.seconds:.1f}", f"{rows / found.seconds:,.0f}", megabytes(found.memory)]


def with_rules(folder: Path, times: Sequence[int], rounds: int) -> Iterable[list[str]]:
    """Rows a second of the rules alone, the rulebook that many times over."""
    from competitors import rulebook
    from multiplied import multiplied

    from smeadvisor.engines.columns import Columns
    from smeadvisor.tables.reading.inputs import read_rows

    source = folder / "firms.parquet"
    write(source, _RULES_ROWS)
    chunks = [rows.chunk("firm")[1] for rows in read_rows([str(source)], rulebook())]
    engines = [Columns(multiplied(rulebook(), each), "firm") for each in times]
    taken = [[_seconds(engine, chunks) for engine in engines] for _ in range(rounds)]
    for number, engine, own in zip(times, engines, zip(*taken, strict=True), strict=True):
        yield [f"×{number}", f"{len(engine.program.rules):,}", f"{_RULES_ROWS / statistics.median(own):,.0f}"]


def _seconds(engine: object, chunks: Sequence[object]) -> float:
    start = time.perf_counter()
    for chunk in chunks:
        for _ in engine.results(chunk):  # type: ignore[attr-defined]
            pass
    return time.perf_counter() - start


def repeated(folder: Path, rows: int, times: int) -> str:
    """One run over the same file many times, its numbering looked through, and what the region would take."""
    source, out = folder / "firms.parquet", folder / "out.parquet"
    write(source, rows)
    found = batch([source] * times, out, "flat")
    _refuse_gaps(out, rows * times)
    minutes = found.seconds * REGION_SMES / (rows * times) / 60
    return (
        f"{rows * times:,} rows ({times} times the same {rows:,}) in {found.seconds:,.1f} s: "
        f"{rows * times / found.seconds:,.0f} rows a second, {megabytes(found.memory)}; numbered without a gap.\n"
        f"At that rate {REGION_SMES:,} rows would take {minutes:,.1f} minutes; that is worked out, not measured."
    )


def _refuse_gaps(out: Path, rows: int) -> None:
    import numpy as np

    seen = 0
    with pq.ParquetFile(out) as file:
        for i in range(file.num_row_groups):
            numbers = file.read_row_group(i, columns=["row"])["row"].to_numpy()
            if not np.array_equal(numbers, np.arange(seen + 1, seen + 1 + len(numbers))):
                raise SystemExit(f"Rows are not numbered one after the other in row group {i}.")
            seen += len(numbers)
    if seen != rows:
        raise SystemExit(f"{rows:,} rows in, {seen:,} out.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=TAIWAN_SMES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--grow", action="store_true", help="also more and more rows")
    parser.add_argument("--largest", type=int, default=_GROWTH[-1], help="where growth ends")
    parser.add_argument("--rules", metavar="1,4,10", help="also the rules alone, the rulebook that many times over")
    parser.add_argument("--repeat", type=int, metavar="N", help="also one run over the file N times")
    parser.add_argument("--folder", type=Path, help="where the files are made  [default: a temporary folder]")
    return parser.parse_args()


def main() -> None:
    """Print a table for each thing asked for."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="smeadvisor-bench-", dir=given.folder) as name:
        folder = Path(name)
        heads = ["layout", "batch s", "bare s", "ratio", "rows a second", "memory", "memory, bare"]
        print(f"{given.rows:,} firms, with the rules that fired; medians of {given.rounds} rounds\n")
        print(table(heads, list(against_bare(folder, given.rows, given.rounds))))
        if given.grow:
            print(table(["rows", "seconds", "rows a second", "memory"], list(growth(folder, given.largest))))
        if given.rules:
            times = [int(each) for each in given.rules.split(",")]
            print(
                table(["rulebook", "rules for firms", "rows a second"], list(with_rules(folder, times, given.rounds)))
            )
        if given.repeat:
            print(repeated(folder, given.rows, given.repeat))


if __name__ == "__main__":
    main()
