"""One profile in a YAML or JSON file as a source of one row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np

from smeadvisor.documents import Document, parse
from smeadvisor.encoded import Array
from smeadvisor.errors import Place, Problem, Rejected, problem
from smeadvisor.limits import FILE_BYTES
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.reading.cells import Cells
from smeadvisor.tables.reading.judging import AnswerCells, judge_for
from smeadvisor.tables.reading.opening import InputFile
from smeadvisor.tables.reading.source import Fingerprint
from smeadvisor.tables.rows import Remark, RowPlace, Rows


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
            yield ProfilePortion(self.name, opened.read(FILE_BYTES + 1))


@dataclass(frozen=True, slots=True)
class ProfilePortion:
    """The content of the file, not read yet."""

    file: str
    content: bytes

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return 1

    def read(self, rulebook: Rulebook) -> Rows:
        """The row; its problems keep their line and column."""
        return judge_for(rulebook).rows(_OneDocument(self))


class _OneDocument:
    """A profile file as a table of one row that is left to the single check."""

    count = 1
    texts = False
    exact = True
    rejected: list[Remark]
    remarked: list[tuple[int, Problem]]
    answers: Mapping[str, AnswerCells]

    def __init__(self, portion: ProfilePortion) -> None:
        self.portion = portion
        self.positions: Array = np.zeros(1, np.int64)
        self.doubtful: Array | None = np.ones(1, bool)
        self.fields: Mapping[str, Cells] = {name: [None] for name in ("id", "kind", "economy", "name")}
        self.answers = {}
        self.rejected, self.remarked = [], []

    def place(self, index: int) -> RowPlace:
        """The file itself."""
        return RowPlace(self.portion.file, None, index + 1)

    def document(self, index: int, only: Collection[str] | None = None) -> Document:
        """The file, all of it, as the strict readers read it; raises Rejected."""
        if len(self.portion.content) > FILE_BYTES:
            what = {"what_en": "file", "what_zh": "檔案"}
            raise Rejected(problem("E-SIZE", limit=str(FILE_BYTES), **what).at(Place(self.portion.file), ""))
        return parse(self.portion.content, self.portion.file)
