"""Rows of profiles that were read: the good ones encoded, the bad ones with every reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from smeadvisor.model.attributes import AUDIENCES, Audience
from smeadvisor.problems import Problem
from smeadvisor.tables.encoded import Array, Chunk, Column


class RowPlace(NamedTuple):
    """Where a row stands: its file, its sheet in a workbook, its number as the file's own tool counts it."""

    file: str
    sheet: str | None
    row: int


class Remark(NamedTuple):
    """A problem or a warning of a row. ``position`` counts from 0 within the rows read together.

    ``id`` is that of a row with a problem, where it could be read.
    """

    position: int
    place: RowPlace
    problem: Problem
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows read together, in the order given.

    ``count`` is how many there were, good and bad; ``positions`` are those of the good ones, and ``ids``,
    ``names`` (null where there is none), ``kinds`` (position in AUDIENCES), ``economies`` (position in
    ECONOMY_CODES) and ``columns`` (by attribute id; none is unknown throughout) hold the good ones alone.
    ``rejected`` has at least one remark for every other row, ``warned`` those of good ones.
    """

    count: int
    positions: Array
    ids: pa.Array
    names: pa.Array
    kinds: Array
    economies: Array
    columns: Mapping[str, Column]
    rejected: tuple[Remark, ...] = ()
    warned: tuple[Remark, ...] = ()

    def chunk(self, kind: Audience) -> tuple[Array, Chunk]:
        """Which of the good rows are of that kind, and those as a chunk."""
        which = np.flatnonzero(self.kinds == AUDIENCES.index(kind))
        columns = {name: each.rows(which) for name, each in self.columns.items()}
        return which, Chunk(kind, self.economies[which], columns)


def no_rows() -> Rows:
    """Rows of which there are none."""
    none, texts = np.zeros(0, np.int64), pa.array([], pa.string())
    return Rows(0, none, texts, texts, none.astype(np.int8), none.astype(np.int16), {})
