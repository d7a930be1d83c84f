"""Where an audit writes: standard output or a file that appears when it is whole; rejected rows beside it."""

from __future__ import annotations

import contextlib
import errno
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from smeadvisor.batch.rejects import SCHEMA, rejects
from smeadvisor.cli.streams import Streams
from smeadvisor.files.disk import atomic, writing
from smeadvisor.problems import InvalidInput, Lang, Place, Problem
from smeadvisor.rendering.advice.wording import phrase
from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.rows import Remark
from smeadvisor.tables.writing import Form, Writer, WritingOptions, writer

STANDARD_OUTPUT = "-"
_TOLD = 20
"""Most rejected rows that are told where no file is named for them."""
_ENDINGS = {".txt": "text", ".json": "json", ".html": "html", ".jsonl": "jsonl", ".csv": "csv"}


def form_of(out: str, asked: str | None, forms: Sequence[str]) -> str:
    """The form asked for, or that of the output's ending. Raises InvalidInput (E-OUT-FORMAT) where neither says one."""
    if asked or out == STANDARD_OUTPUT:
        return asked or forms[0]
    form = _ENDINGS.get(Path(out).suffix.lower(), "")
    if form not in forms:
        choices = " ".join(ending for ending, each in _ENDINGS.items() if each in forms)
        raise InvalidInput(Problem("E-OUT-FORMAT", Place(out), details={"choices": choices}))
    return form


@contextlib.contextmanager
def opened(out: str) -> Iterator[BinaryIO]:
    """Standard output, or a new file that appears under its name when it is whole. Raises OutputError, OSError."""
    if out == STANDARD_OUTPUT:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "closed")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with atomic(Path(out)) as (file, _), writing(Path(out)):
        yield file


class Records:
    """Writes records, a line each: as JSON, or as CSV in these columns."""

    def __init__(self, file: BinaryIO, form: str, columns: Sequence[str], options: WritingOptions) -> None:
        self._file, self._schema = file, pa.schema([(name, _TYPES.get(name, pa.string())) for name in columns])
        self._writer = writer("csv", file, self._schema, options) if form == "csv" else None

    def write(self, records: Sequence[Mapping[str, Any]]) -> None:
        """The records after those before."""
        if self._writer is not None:
            self._writer.write(pa.Table.from_pylist([*records], schema=self._schema))
            return
        for each in records:
            self._file.write(json.dumps(each, ensure_ascii=False).encode(errors="replace") + b"\n")

    def close(self) -> None:
        """Write what stands at the end."""
        if self._writer is not None:
            self._writer.close()


_TYPES = {"row": pa.int64()}


@contextlib.contextmanager
def rejecting(path: str | None, streams: Streams) -> Iterator[Callable[[Sequence[Remark], int], None]]:
    """What to call with remarks on rejected rows, and the number of rows before those: it writes or tells them."""
    told = _Told(streams)
    if path is None:
        yield told.add
        told.close()
        return
    form: Form = "jsonl" if path.endswith(".jsonl") else "csv"
    with opened(path) as file:
        kept: Writer = writer(form, file, SCHEMA, WritingOptions())
        yield lambda remarks, before: kept.write(_numbered(rejects(remarks, streams.lang), before))
        kept.close()


def _numbered(table: pa.Table, before: int) -> pa.Table:
    return table.set_column(0, "row", kernels.add(table["row"], before))


class _Told:
    """Tells the first remarks on standard error, and of how many rows nothing was told."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._told = self._untold = 0

    def add(self, remarks: Sequence[Remark], before: int) -> None:
        """Remarks on rows that were rejected."""
        by_row: dict[int, list[Problem]] = {}
        for each in remarks:
            by_row.setdefault(each.position, []).append(_placed(each))
        for problems in by_row.values():
            if self._told < _TOLD:
                self._streams.tell(problems)
                self._told += 1
            else:
                self._untold += 1

    def close(self) -> None:
        """Say how many there were beside."""
        if self._untold:
            self._streams.say(phrase("audit.further", self._streams.lang, count=f"{self._untold:,}") + "\n")


def _placed(remark: Remark) -> Problem:
    """The problem with its place, where it has none of its own the file and the row."""
    return remark.problem if remark.problem.place else remark.problem.at(Place(remark.place.file, remark.place.row), "")


def distinct(problems: Iterable[Problem], lang: Lang) -> list[Problem]:
    """Each problem once."""
    return [*{each.line(lang): each for each in problems}.values()]
