"""Parquet files: the schema is checked here, rows are read and judged as whole columns where the portion is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from smeadvisor.messages import message
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import OR_STANDARD_INPUT, InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import PARQUET_BYTES, PARQUET_CONTENTS, PARQUET_RATIO, PORTION_BYTES
from smeadvisor.tables.reading.arrow_table import refuse_types, table_of_columns
from smeadvisor.tables.reading.cell_table import CellTable
from smeadvisor.tables.reading.header import Header, header_of
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.parquet_headers import Group, contents_size, groups_of
from smeadvisor.tables.reading.parquet_weights import Size, sizes_of
from smeadvisor.tables.rows import Rows

_BUFFER = 1 << 20
_MOST_ALIKE = 1 << 16


@dataclass(slots=True)
class ParquetSource(TableFile):
    """A Parquet file as a source; see ``Source``."""

    def rows_hint(self) -> int | None:
        """How many rows the file says that it has."""
        return sum(group.rows for group in self._groups())

    def portions(self, rulebook: Rulebook) -> Iterator[ParquetPortion]:
        """The rows of the row groups in portions; raises InvalidInput for faults of the schema."""
        found = self._groups()
        with damage_told(self.name), _opened(self.file.path, ()) as opened:
            schema = opened.schema_arrow
            header = header_of(schema.names, rulebook, self.options, Place(self.name))
            refuse_types(schema, header, self.name)
            names = tuple(name for name, column in zip(schema.names, header, strict=True) if column)
            sizes, texts = self._sizes(found, opened, names, _text_paths(opened, header))
        kept = tuple(column for column in header if column)
        for piece in _pieces(sizes):
            yield ParquetPortion(self.name, self.file.path, kept, names, texts, self.options, piece)

    def _groups(self) -> Sequence[Group]:
        """The row groups; raises InvalidInput where the contents are damaged or take too much."""
        with damage_told(self.name), self.file.open() as file:
            limit = max(PARQUET_CONTENTS, file.seek(0, os.SEEK_END) // 8)
            if contents_size(file) > limit:
                what = message("errors.what.parquet_contents")
                raise InvalidInput(problem("E-SIZE", limit=str(limit), what=what).at(Place(self.name), ""))
            return groups_of(file)

    def _sizes(
        self, groups: Sequence[Group], opened: pq.ParquetFile, names: Sequence[str], texts: tuple[str, ...]
    ) -> tuple[Sequence[Size], tuple[str, ...]]:
        """The sizes of the row groups, and which texts can be read as dictionaries.

        Raises InvalidInput where one row may take too much.
        """
        wanted, most = _leaves(opened, names), self.options.part_rows
        every = enumerate(opened.schema.column(i) for i in range(len(opened.schema)))
        leaves = [(i, leaf) for i, leaf in every if wanted is None or _is_within(leaf.path, wanted)]
        with self.file.open() as file:
            limit = max(PARQUET_BYTES, PARQUET_RATIO * file.seek(0, os.SEEK_END))
            sizes, unfit = sizes_of(file, groups, leaves, texts, limit, most)
            if not unfit.isdisjoint(texts):
                texts = tuple(each for each in texts if each not in unfit)
                sizes, _ = sizes_of(file, groups, leaves, texts, limit, most)
        for number, size in enumerate(sizes, 1):
            if not size.most:
                what = message("errors.what.row_group", number=number)
                raise InvalidInput(problem("E-SIZE", limit=str(limit), what=what).at(Place(self.name), ""))
        return sizes, texts


def _is_within(path: str, names: Sequence[str]) -> bool:
    """Whether the reader takes a column of the file for one of these names or for a part of it."""
    return any(path == name or path.startswith(f"{name}.") for name in names)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of a file: the whole of some row groups, or those of one from ``start`` on; ``number`` is the first's.

    A row group that is taken apart is so in pieces of ``most`` rows; 0 for whole ones.
    """

    groups: range
    start: int
    rows: int
    number: int
    most: int


def _pieces(sizes: Sequence[Size]) -> Iterator[_Piece]:
    """Row groups of these sizes in pieces: small ones together, large ones taken apart."""
    first = 1
    for groups in _together(sizes):
        total, most = sum(sizes[i].rows for i in groups), sizes[groups[0]].most
        for start in range(0, total, most):
            yield _Piece(groups, start, min(most, total - start), first + start, most if total > most else 0)
        first += total


def _together(sizes: Sequence[Size]) -> Iterator[range]:
    """The row groups in order, those that follow each other together while they are small."""
    begin = rows = taken = 0
    for i, size in enumerate(sizes):
        if i > begin and (rows + size.rows > size.most or taken + size.taken > PORTION_BYTES):
            yield range(begin, i)
            begin, rows, taken = i, 0, 0
        rows, taken = rows + size.rows, taken + size.taken
    if sizes:
        yield range(begin, len(sizes))


def _text_paths(opened: pq.ParquetFile, header: Header) -> tuple[str, ...]:
    """The columns of few different texts, which are read as dictionaries: all texts but ids and names."""
    free = {"id", "name", "name.en", "name.zh-Hant", "note"}
    wanted = {i for i, column in enumerate(header) if column and column.name not in free}
    roots = {name: i for i, name in enumerate(opened.schema_arrow.names)}
    columns = (opened.schema.column(i) for i in range(len(opened.schema)))
    return tuple(
        each.path
        for each in columns
        if each.physical_type == "BYTE_ARRAY" and _root(each.path, roots) in wanted and "amount" not in each.path
    )


def _root(path: str, roots: dict[str, int]) -> int | None:
    """Which column of the table a column of the file belongs to; names may have dots."""
    while path and path not in roots:
        path = path.rpartition(".")[0]
    return roots.get(path)


@contextmanager
def _opened(path: Path, texts: Sequence[str]) -> Iterator[pq.ParquetFile]:
    with pa.OSFile(os.fsencode(path)) as file:
        yield pq.ParquetFile(file, **_how(texts))


def _how(texts: Sequence[str]) -> dict[str, Any]:
    # Checksums are compared where the file has them; buffers keep a large row group from being held as a whole. The
    # decoder makes room for as many things of a kind as the contents say that there are before it looks for them.
    return {
        "read_dictionary": list(texts),
        "page_checksum_verification": True,
        "buffer_size": _BUFFER,
        "thrift_container_size_limit": _MOST_ALIKE,
    }


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Whatever the reader of Parquet says of a damaged file, as a problem."""
    try:
        yield
    except FileNotFoundError:
        raise InvalidInput(Problem("E-NOT-FOUND", Place(name), details=OR_STANDARD_INPUT)) from None
    except (pa.ArrowException, OSError, MemoryError, ValueError, OverflowError, LookupError) as error:
        text = str(error)
        if "CRC" in text or "checksum" in text:
            raise InvalidInput(Problem("E-CHECKSUM", Place(name))) from None
        detail = " ".join(text.split())[:100] or type(error).__name__
        raise InvalidInput(problem("E-PARQUET", detail=detail).at(Place(name), "")) from None


@dataclass(frozen=True, slots=True)
class ParquetPortion:
    """Some rows of a file, not read yet; ``texts`` are the columns that are read as dictionaries."""

    file: str
    path: Path
    header: Header
    names: tuple[str, ...]
    texts: tuple[str, ...]
    options: ReadingOptions
    piece: _Piece

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return self.piece.number

    def table(self, rulebook: Rulebook) -> CellTable:
        """The cells; raises InvalidInput where the file proves damaged."""
        with damage_told(self.file):
            read = _read(self)
            columns = [_in_one(read.column(name)) for name in self.names]
            return table_of_columns(columns, self.header, self.piece.number, self.options, self.file)

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, judged; raises InvalidInput where the file proves damaged."""
        with damage_told(self.file):
            return judge_for(rulebook).rows(self.table(rulebook))


def _in_one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


class _Reading:
    """A file kept open: who reads the next portion of a large row group goes on from where the last one ended."""

    def __init__(self, portion: ParquetPortion) -> None:
        self.key = _key(portion)
        self.opened = pa.OSFile(os.fsencode(portion.path))
        self.file = pq.ParquetFile(self.opened, **_how(portion.texts))
        self.leaves = _leaves(self.file, portion.names)
        self.group, self.at, self.batches = -1, 0, iter(())

    def table(self, piece: _Piece) -> pa.Table:
        if piece.most:
            return pa.Table.from_batches([self._batch(piece)])
        # One by one: each has dictionaries of its own, which are not joined while nested columns are read.
        table = pa.concat_tables([self.file.read_row_group(group, self.leaves) for group in piece.groups])
        if len(table) != piece.rows:
            raise pa.ArrowInvalid("another number of rows than the file says")
        return table.unify_dictionaries()

    def _batch(self, piece: _Piece) -> pa.RecordBatch:
        (group,) = piece.groups
        if group != self.group or self.at > piece.start:
            self.group, self.at = group, 0
            self.batches = self.file.iter_batches(piece.most, row_groups=[group], columns=self.leaves)
        for batch in self.batches:
            start, self.at = self.at, self.at + len(batch)
            if start == piece.start and len(batch) == piece.rows:
                return batch
            if self.at > piece.start:
                raise pa.ArrowInvalid("rows are not where the file says")
        raise pa.ArrowInvalid("fewer rows than the file says")


_kept: list[_Reading] = []


def _read(portion: ParquetPortion) -> pa.Table:
    if not (_kept and _kept[0].key == _key(portion)):
        for each in _kept:
            each.opened.close()
        _kept[:] = [_Reading(portion)]
    return _kept[0].table(portion.piece)


def _key(portion: ParquetPortion) -> tuple[object, ...]:
    stat = portion.path.stat()
    return portion.path, stat.st_size, stat.st_mtime_ns, portion.names, portion.texts


def _leaves(opened: pq.ParquetFile, names: Sequence[str]) -> list[str] | None:
    """The columns to read; None reads all, as dots in names would be taken for nesting."""
    return None if len(names) == len(opened.schema_arrow.names) else list(names)
