"""One profile in a YAML or JSON file as a source of one row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np

from smeadvisor.files.documents import Document, parse
from smeadvisor.messages import message
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import FILE_BYTES, PORTION_BYTES
from smeadvisor.tables.encoded import Array
from smeadvisor.tables.reading.cells import Cells
from smeadvisor.tables.reading.judging import AnswerCells, Table, judge_for
from smeadvisor.tables.reading.opening import InputFile
from smeadvisor.tables.reading.source import Fingerprint, Portion
from smeadvisor.tables.rows import Remark, RowPlace, Rows

_FILES = 256
"""Most files of a portion: enough to be worth a part of a run, few enough to share out among processes."""


@dataclass(slots=True)
class ProfileFile:
    """A file of one profile as a source; see ``Source``. Whatever is wrong with it costs its row alone."""

    file: InputFile
    warnings: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What errors call it."""
        return self.file.name

    def fingerprint(self) -> Fingerprint:
        """What the file is now."""
        return self.file.fingerprint()

    def rows_hint(self) -> int | None:
        """One."""
        return 1

    def portions(self, rulebook: Rulebook) -> Iterator[ProfilePortion]:
        """The one profile."""
        with closing(self.file.open()) as opened:
            yield ProfilePortion(((self.name, opened.read(FILE_BYTES + 1)),))


@dataclass(frozen=True, slots=True)
class ProfilePortion:
    """Names and contents of such files, not read yet."""

    files: tuple[tuple[str, bytes], ...]

    @property
    def file(self) -> str:
        """The name of the first."""
        return self.files[0][0]

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return 1

    def table(self, rulebook: Rulebook) -> Table:
        """A row each; its problems keep their line and column."""
        return _Documents(self.files)

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, judged."""
        return judge_for(rulebook).rows(self.table(rulebook))


def together(portions: Iterable[Portion], part_rows: int) -> Iterator[Portion]:
    """The portions in order, those of profile files that follow each other put together."""
    held: list[tuple[str, bytes]] = []
    size = 0
    for portion in portions:
        more = portion.files if isinstance(portion, ProfilePortion) else ()
        size += sum(len(content) for _, content in more)
        if held and (not more or size > PORTION_BYTES or len(held) >= min(part_rows, _FILES)):
            yield ProfilePortion(tuple(held))
            held, size = [], 0
        held += more
        if not more:
            yield portion
    if held:
        yield ProfilePortion(tuple(held))


class _Documents:
    """Profile files as a table whose rows are left to the single check."""

    texts = False
    rejected: list[Remark]
    remarked: list[tuple[int, Problem]]
    answers: Mapping[str, AnswerCells]

    def __init__(self, files: Sequence[tuple[str, bytes]]) -> None:
        self.files, self.count = files, len(files)
        self.positions: Array = np.arange(self.count)
        self.doubtful: Array | None = np.ones(self.count, bool)
        self.fields: Mapping[str, Cells] = {name: [None] * self.count for name in ("id", "kind", "economy", "name")}
        self.answers = {}
        self.rejected, self.remarked = [], []

    def place(self, index: int) -> RowPlace:
        """The file itself."""
        return RowPlace(self.files[index][0], None, 1)

    def placed(self, index: int, fault: Problem) -> Problem:
        """The problem as it is: the strict reader has given it its line and column."""
        return fault

    def document(self, index: int, only: Collection[str] | None = None) -> Document:
        """The file, all of it, as the strict readers read it; raises InvalidInput."""
        name, content = self.files[index]
        if len(content) > FILE_BYTES:
            raise InvalidInput(
                problem("E-SIZE", limit=str(FILE_BYTES), what=message("errors.what.file")).at(Place(name), "")
            )
        return parse(content, name)
