"""The files of a run while they are written: in the working folder, part after part."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from smeadvisor.batch.counts import Counts
from smeadvisor.batch.duplicates import LIMIT, repeated
from smeadvisor.batch.part import DIGEST, Part, advice_of, rejects_of
from smeadvisor.files.disk import created, writing
from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.writing import Form, Writer, WritingOptions, writer


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is whole and on the disk, under the name that it has until it is published."""

    path: Path
    sha256: str
    size: int


class Growing:
    """One file that tables are added to; there is none before the first table."""

    def __init__(self, path: Path, form: Form, options: WritingOptions) -> None:
        self._path = path
        self._form: Form = form
        self._options = options
        self._stack = contextlib.ExitStack()
        self._writer: Writer | None = None
        self._sums: Any = None

    def add(self, table: pa.Table) -> None:
        """The rows after those before. Raises OutputError, or InvalidInput where the form cannot hold them."""
        if self._writer is None:
            file, self._sums = self._stack.enter_context(created(self._path, sync=True))
            with writing(self._path):
                self._writer = writer(self._form, file, table.schema, self._options)
        with writing(self._path):
            self._writer.write(table)

    def finish(self) -> Written | None:
        """The whole file, on the disk; None where no table was added. Raises OutputError."""
        if self._writer is None:
            return None
        with writing(self._path):
            self._writer.close()
        self._stack.close()
        return Written(self._path, self._sums.digest.hexdigest(), self._sums.size)

    def drop(self) -> None:
        """Close it unfinished: why is being told already."""
        if self._writer is not None:
            self._writer.drop()
        with contextlib.suppress(Exception):
            self._stack.close()


class Output:
    """Takes finished parts in order; gives whole files and the counts of all."""

    def __init__(self, folder: Path, form: Form, rejects_form: Form, options: WritingOptions) -> None:
        self.counts = Counts()
        self._folder = folder
        self._out = Growing(folder / "out", form, options)
        self._rejects = Growing(folder / "rejects", rejects_form, options)
        self._digests: list[Any] = []
        self._parts: list[tuple[Part, int]] = []

    def __enter__(self) -> Output:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._out.drop()
            self._rejects.drop()

    def add(self, part: Part) -> None:
        """The rows of the part, numbered through the run."""
        with writing(self._folder):
            advice = advice_of(self._folder, part)
        self._note(advice[DIGEST])
        self._parts.append((part, self.counts.rows))
        self._out.add(_numbered(advice.drop_columns([DIGEST]), self.counts.rows))
        if part.rejects is not None:
            with writing(self._folder):
                bad = rejects_of(self._folder, part)
            self._rejects.add(_numbered(bad, self.counts.rows))
        self.counts += part.counts

    def finish(self, empty: Callable[[], pa.Table]) -> tuple[Written, Written | None]:
        """The output and the rejects, if there are any; ``empty`` gives a table of no advice, should there be none."""
        if not self.counts.rows:
            self._out.add(empty())
        out = self._out.finish()
        assert out is not None  # noqa: S101 - a table was added
        return out, self._rejects.finish()

    def ids(self) -> Iterator[tuple[int, str]]:
        """The number and the id of each advised row, read again part by part."""
        for part, before in self._parts:
            with writing(self._folder):
                advice = advice_of(self._folder, part)
            rows = _numbered(advice, before)["row"].to_pylist()
            yield from zip(rows, advice["id"].to_pylist(), strict=True)

    def duplicates(self) -> int | None:
        """How many advised rows have an id that an earlier one has; None where there were too many to look."""
        return repeated(self._digests) if self.counts.advised <= LIMIT else None

    def _note(self, digests: Any) -> None:
        if self.counts.advised <= LIMIT:
            self._digests.append(digests.to_numpy().copy())
        else:
            self._digests.clear()


def _numbered(table: pa.Table, before: int) -> pa.Table:
    """The table with its row numbers counting on from those before."""

    return table.set_column(0, "row", kernels.add(table["row"], before))
