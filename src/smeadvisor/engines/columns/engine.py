"""A rulebook as of a day, ready for chunks of profiles of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from smeadvisor.engines.columns.bits import Array, padded
from smeadvisor.engines.columns.classing import Classing
from smeadvisor.engines.columns.ordering import Ordered, Ordering
from smeadvisor.engines.columns.program import Program, States
from smeadvisor.engines.columns.standing import InstrumentAssessments, Matching
from smeadvisor.engines.columns.weighing import Weighed, Weighing
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.tables.encoded import Chunk, Column, unknown

CHUNK_ROWS = 32_768
"""Rows computed at once: what is made of them on the way stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Results:
    """All that follows from the profiles of a chunk. Planes may have bits beyond the last row, of no meaning."""

    rows: int
    classes: dict[str, Array]
    states: States
    weighed: Weighed
    ordered: Ordered
    standings: InstrumentAssessments
    missing: dict[str, Array]


class Columns:
    """The rules for one kind of profile as of a day, ready for any number of chunks.

    ``rulebook`` speaks of a day already (:func:`smeadvisor.model.timeline.at`).
    """

    def __init__(self, rulebook: Rulebook, kind: Audience) -> None:
        self.kind: Audience = kind
        self.program = Program(rulebook, kind)
        self.classing = Classing(self.program)
        self.weighing = Weighing(self.program)
        self.ordering = Ordering(self.program, self.weighing.barriers)
        self.matching = Matching(self.program, self.ordering.recommendations)

    def results(self, chunk: Chunk, size: int = CHUNK_ROWS) -> Iterator[Results]:
        """What follows from the profiles, at most ``size`` at a time, in order."""
        for start in range(0, chunk.size, size):
            yield self._results(chunk.rows(slice(start, start + size)))

    def nothing(self) -> Results:
        """The results of no profile."""
        return self._results(Chunk(self.kind, np.zeros(0, np.int16), {}))

    def _results(self, chunk: Chunk) -> Results:
        rows = chunk.size
        chunk = _filled(chunk)
        states = self.program.run(chunk)
        classes = self.classing.classes(states, chunk.size)
        weighed = self.weighing.weigh(states, classes["stage"])
        ordered = self.ordering.order(states, weighed)
        standings = self.matching.match(states, chunk.economies, ordered.given)
        return Results(rows, classes, states, weighed, ordered, standings, self.program.missing(states))


def _filled(chunk: Chunk) -> Chunk:
    """The chunk with rows of which nothing is known, so that the last word is full."""
    more = padded(chunk.size) - chunk.size
    if more == 0:
        return chunk
    columns = {name: _longer(each, more) for name, each in chunk.columns.items()}
    return Chunk(chunk.kind, np.pad(chunk.economies, (0, more)), columns)


def _longer(column: Column, more: int) -> Column:
    parts = (column.codes, column.high, column.currency)
    fill = unknown(column.codes.dtype)
    codes, high, currency = (
        None if each is None else np.pad(each, (0, more), constant_values=fill if each is not column.currency else -1)
        for each in parts
    )
    return Column(codes, high, currency)  # type: ignore[arg-type]
