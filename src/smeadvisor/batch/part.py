"""One part of a run: read, checked, advised, and kept in the working folder until the run is whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from smeadvisor.batch.counting import counts_of
from smeadvisor.batch.counts import Counts, counts_from
from smeadvisor.batch.duplicates import digests
from smeadvisor.batch.rejects import rejects
from smeadvisor.batch.sealed import damaged, keep, kept
from smeadvisor.files.disk import Checksum, atomic
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.tables.reading.source import Portion
from smeadvisor.tables.rows import Rows

Advise = Callable[[Rows], pa.Table]
"""Rows to a table of advice: a row for each good one, in order, its first column ``row``."""

DIGEST = "digest of id"
"""A column that a part has beside those of the advice."""


@dataclass(frozen=True, slots=True)
class Work:
    """What finishing a part takes beside its rows."""

    rulebook: Rulebook
    advise: Advise
    folder: Path
    lang: Lang


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: its number, what it counts, checksum and size of its tables (None for a table of no rows)."""

    number: int
    counts: Counts
    advice: Mapping[str, Any]
    rejects: Mapping[str, Any] | None


def finish(work: Work, number: int, portion: Portion, was_read: Callable[[], None]) -> Part:
    """Read the rows, advise them and keep what came of it; ``was_read`` is called in between.

    Raises InvalidInput where the file as a whole cannot be used, OutputError where the disk refuses.
    """
    rows = portion.read(work.rulebook)
    was_read()
    advice = work.advise(rows)
    counts = counts_of(rows, advice, work.rulebook)
    advice = advice.set_column(0, "row", pa.array(np.asarray(rows.positions, np.int64) + 1))
    advice = advice.append_column(DIGEST, pa.array(digests(rows.ids)))
    stem = _stem(work.folder, number)
    sums = _keep(stem.with_suffix(".arrow"), advice)
    bad = _keep(stem.with_suffix(".rejects"), rejects(rows.rejected, work.lang)) if rows.rejected else None
    part = Part(number, counts, sums, bad)
    # From here on the part counts as finished.
    keep(stem.with_suffix(".json"), {"counts": counts.as_dict(), "advice": sums, "rejects": bad})
    return part


def finished(folder: Path, number: int) -> Part | None:
    """The part of that number if an earlier run finished it; raises InvalidInput (E-CHECKPOINT) if it is damaged."""
    record = _stem(folder, number).with_suffix(".json")
    if not record.exists():
        return None
    data = kept(record)
    part = Part(number, counts_from(data["counts"]), data["advice"], data["rejects"])
    for path, sums in ((record.with_suffix(".arrow"), part.advice), (record.with_suffix(".rejects"), part.rejects)):
        if sums is not None and sums != _sums(path):
            raise damaged(path)
    return part


def advice_of(folder: Path, part: Part) -> pa.Table:
    """The table of advice of the part, with the digests of its ids."""
    return _read(_stem(folder, part.number).with_suffix(".arrow"))


def rejects_of(folder: Path, part: Part) -> pa.Table:
    """The table of rejects of a part that has some."""
    return _read(_stem(folder, part.number).with_suffix(".rejects"))


def _stem(folder: Path, number: int) -> Path:
    return folder / f"{number:07d}"


def _keep(path: Path, table: pa.Table) -> dict[str, Any]:
    with atomic(path) as (file, sums), pa.ipc.new_file(file, table.schema) as arrow:
        arrow.write_table(table)
    return {"checksum": sums.digest.hexdigest(), "size": sums.size}


def _read(path: Path) -> pa.Table:
    # Read, not mapped: Windows removes no file that is mapped.
    with pa.OSFile(os.fsencode(path)) as file:
        return pa.ipc.open_file(file).read_all()


def _sums(path: Path) -> dict[str, Any]:
    checksum = Checksum()
    try:
        content = path.read_bytes()
    except OSError:
        raise damaged(path) from None
    checksum.update(content)
    return {"checksum": checksum.hexdigest(), "size": len(content)}
