"""Stand-ins for reading and for the engine, so that a run can be held against what it is given.

An input is a text file of ids, a line each. Lines that start with ! are rejected, "crash" ends the process
that reads it, "crash later" the one that advises it. "wait" holds up the process that reads it until somebody
ends that. As a program this is the command line over such files.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from smeadvisor.batch.counts import Counts
from smeadvisor.batch.folder import place_of
from smeadvisor.batch.run import Job
from smeadvisor.batch.run import run as real_run
from smeadvisor.batch.target import target
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import at
from smeadvisor.problems import Place, Problem, problem
from smeadvisor.rules.shipped import shipped_rulebook
from smeadvisor.tables.reading.opening import InputFile
from smeadvisor.tables.rows import Remark, RowPlace, Rows

BARRIERS = ("product/quality-standards", "price/customer-credit", "functional/working-capital")
ADVICE = ("export-finance", "market-access", "branding-and-quality")
SEVERITIES = ("mild", "moderate", "severe")
CODED = pa.dictionary(pa.int8(), pa.string())
SCHEMA = pa.schema(
    {
        "row": pa.int64(),
        "id": pa.string(),
        "name": pa.string(),
        "kind": CODED,
        "economy": CODED,
        "sme": CODED,
        "size_class": CODED,
        "sector_group": CODED,
        "barriers": pa.list_(pa.struct({"id": pa.string(), "severity": pa.string(), "weight": pa.int32()})),
        "recommendations": pa.list_(
            pa.struct(
                {
                    "rank": pa.int16(),
                    "id": pa.string(),
                    "evidence": pa.string(),
                    "points": pa.int32(),
                    "under": pa.string(),
                }
            )
        ),
        "measures": pa.list_(pa.string()),
        "undecided": pa.list_(pa.string()),
        "warnings": pa.list_(pa.string()),
    }
)


_SOMEWHERE = RowPlace("x", None, 1)


@dataclass(frozen=True)
class FakePortion:
    place: RowPlace
    ids: tuple[str, ...]

    def read(self, rulebook: Any) -> Rows:
        if "wait" in self.ids and os.environ.get("FAKE_WAITS"):
            time.sleep(60)
        if "crash" in self.ids:
            os.kill(os.getpid(), signal.SIGKILL)
        return rows(self.ids, self.place)

    @property
    def file(self) -> str:
        return self.place.file

    @property
    def first_row(self) -> int:
        return self.place.row


def rows(ids: tuple[str, ...], place: RowPlace = _SOMEWHERE) -> Rows:
    bad = [i for i, each in enumerate(ids) if each.startswith("!")]
    good = np.array([i for i, each in enumerate(ids) if not each.startswith("!")], np.int64)
    names = pa.array([ids[i] for i in good], pa.string())
    remarks = tuple(
        Remark(i, place._replace(row=place.row + i), problem("E-CHAR", ids[i]).at(Place(place.file), "/id"))
        for i in bad
    )
    return Rows(len(ids), good, names, names, np.zeros(len(good), np.int8), np.zeros(len(good), np.int16), {}, remarks)


class FakeFingerprint(NamedTuple):
    size: int
    digest: str


@dataclass(frozen=True)
class FakeSource:
    name: str
    part_rows: int

    warnings: tuple[Problem, ...] = ()

    @property
    def file(self) -> InputFile:
        return InputFile(self.name, Path(self.name))

    def fingerprint(self) -> FakeFingerprint:
        content = Path(self.name).read_bytes()
        return FakeFingerprint(len(content), hashlib.sha256(content).hexdigest())

    def rows_hint(self) -> int | None:
        return None

    def portions(self, rulebook: Any) -> Iterator[FakePortion]:
        ids = Path(self.name).read_text(encoding="utf-8").splitlines()
        for first in range(0, len(ids), self.part_rows):
            yield FakePortion(RowPlace(self.name, None, first + 1), tuple(ids[first : first + self.part_rows]))


def advise(read: Rows) -> pa.Table:
    """Some advice that hangs on the id alone."""
    ids = read.ids.to_pylist()
    if "crash later" in ids:
        os.kill(os.getpid(), signal.SIGKILL)
    return pa.Table.from_pylist(
        [_advised(each, int(row)) for each, row in zip(ids, read.positions, strict=True)], schema=SCHEMA
    )


def advise_flat(read: Rows) -> pa.Table:
    """The same advice in flat columns."""
    lists = advise(read)
    rows_given = lists.to_pylist()
    columns = {name: lists[name] for name in lists.column_names[:8]}
    for name in BARRIERS:
        found = [{each["id"]: each["severity"] for each in row["barriers"]} for row in rows_given]
        steps = [SEVERITIES.index(each[name]) + 1 if name in each else 0 for each in found]
        columns[f"barrier:{name}"] = pa.array(steps, pa.uint8())
    for k in range(len(ADVICE)):
        given = [row["recommendations"][k] if k < len(row["recommendations"]) else {} for row in rows_given]
        columns[f"recommendation_{k + 1}"] = pa.array([each.get("id") for each in given]).cast(pa.string()).cast(CODED)
        columns[f"rank_{k + 1}"] = pa.array([each.get("rank") for each in given], pa.int16())
    bits = [
        sum(1 << i for i, each in enumerate(("employees", "sector")) if each in row["undecided"]) for row in rows_given
    ]
    columns["undecided_0"] = pa.array(bits, pa.uint64())
    columns["warnings"] = pa.array([";".join(row["warnings"]) for row in rows_given], pa.string())
    return pa.table(columns).replace_schema_metadata({"undecided": json.dumps(["employees", "sector"])})


def _advised(name: str, row: int) -> dict[str, Any]:
    seed = hashlib.sha256(name.encode()).digest()
    found = [{"id": each, "severity": SEVERITIES[seed[i] % 3], "weight": seed[i]} for i, each in enumerate(BARRIERS)]
    given = [
        {"rank": i + 1, "id": ADVICE[(i + seed[5]) % 3], "evidence": "need", "points": seed[i], "under": None}
        for i in range(seed[4] % 4)
    ]
    return {
        "row": row,
        "id": name,
        "name": name,
        "kind": "firm",
        "economy": ("TWN", "MEX")[seed[6] % 2],
        "sme": "yes",
        "size_class": ("micro", "small", "medium")[seed[7] % 3],
        "sector_group": ("industry", "services")[seed[8] % 2],
        "barriers": found[: seed[3] % 4],
        "recommendations": given,
        "measures": ["mex/sme-export-credit"][: seed[9] % 2],
        "undecided": ["employees", "sector"][: seed[10] % 3],
        "warnings": ["W-UNIT-SUSPECT"][: seed[11] % 2],
    }


@functools.cache
def _rulebook() -> Rulebook:
    whole = shipped_rulebook()
    return at(whole, whole.about.reviewed_through)


def fake_job(*inputs: Path, out: Path, part_rows: int = 10, rejects: Path | None = None, **more: Any) -> Job:
    files = target(str(out), str(rejects) if rejects else None)
    sources = [FakeSource(str(each), part_rows) for each in inputs]
    return Job(sources, _rulebook(), advise, files, part_rows, **more)


IDS = [f"!bad-{i}" if i % 7 == 3 else f"firm-{i}" for i in range(95)]
GOOD = [each for each in IDS if not each.startswith("!")]


def listed(path: Path, ids: list[str]) -> Path:
    path.write_text("".join(f"{each}\n" for each in ids), encoding="utf-8")
    return path


def run(job: Job, **more: Any) -> Counts:
    """The run, after which what went in has come out: advised, or rejected."""
    counts = real_run(replace(job, **more))
    assert counts.rows == counts.advised + counts.rejected
    assert counts.rows == sum(len(Path(each.name).read_text().splitlines()) for each in job.sources)
    if job.target.form == "parquet":
        assert pq.read_table(job.target.out).num_rows == counts.advised
    left = job.target.rejects.read_text(encoding="utf-8").splitlines()[1:] if counts.rejected else []
    assert len(left) == counts.rejected
    assert job.target.rejects.exists() == bool(counts.rejected)
    assert not place_of(job.target.out).exists()
    return counts


def contents(job: Job) -> dict[str, str]:
    """What the run made."""
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in job.target.files() if each.exists()}


def install(put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Put the fakes where the command line looks for the real ones."""
    from smeadvisor.batch import run
    from smeadvisor.cli import batch_run

    def sources(paths: Any, options: Any) -> list[FakeSource]:
        return [FakeSource(name, options.part_rows) for name in paths]

    class FakeAdviser:
        def __init__(self, *of: Any) -> None:
            self.advised = advise

    put(batch_run, "sources", sources)
    put(run, "Adviser", FakeAdviser)


if __name__ == "__main__":
    install()
    from smeadvisor.cli import main

    main()
