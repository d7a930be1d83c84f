"""Parquet files: the schema is checked here, rows are read and judged as whole columns where the portion is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from smeadvisor.errors import OR_STANDARD_INPUT, Place, Problem, Rejected, problem
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.reading.arrow_table import refuse_types, table_of_columns
from smeadvisor.tables.reading.cell_table import CellTable
from smeadvisor.tables.reading.header import Header, header_of
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.rows import Rows

_BUFFER = 1 << 20


@dataclass(slots=True)
class ParquetSource(TableFile):
    """A Parquet file as a source; see ``Source``."""

    def rows_hint(self) -> int | None:
        """How many rows the file says that it has."""
        with damage_told(self.name), _opened(self.name, ()) as opened:
            return opened.metadata.num_rows

    def portions(self, rulebook: Rulebook) -> Iterator[ParquetPortion]:
        """The rows of each row group in portions; raises Rejected for faults of the schema."""
        with damage_told(self.name), _opened(self.name, ()) as opened:
            schema, metadata = opened.schema_arrow, opened.metadata
            header = header_of(schema.names, rulebook, self.options, Place(self.name))
            refuse_types(schema, header, self.name)
            texts = _text_paths(opened, header)
            groups = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        names = tuple(name for name, column in zip(schema.names, header, strict=True) if column)
        kept = tuple(column for column in header if column)
        first = 1
        for group, rows in enumerate(groups):
            for start in range(0, rows, self.options.part_rows):
                size = min(self.options.part_rows, rows - start)
                yield ParquetPortion(self.name, kept, names, texts, self.options, group, start, size, first + start)
            first += rows


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
def _opened(path: str, texts: Sequence[str]) -> Iterator[pq.ParquetFile]:
    with pq.ParquetFile(path, **_how(texts)) as opened:
        yield opened


def _how(texts: Sequence[str]) -> dict[str, Any]:
    # Checksums are compared where the file has them; buffers keep a large row group from being held as a whole.
    return {"read_dictionary": list(texts), "page_checksum_verification": True, "buffer_size": _BUFFER}


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Whatever the reader of Parquet says of a damaged file, as a problem."""
    try:
        yield
    except FileNotFoundError:
        raise Rejected(Problem("E-NOT-FOUND", Place(name), details=OR_STANDARD_INPUT)) from None
    except (pa.ArrowException, OSError, MemoryError, ValueError, OverflowError, LookupError) as error:
        text = str(error)
        if "CRC" in text or "checksum" in text:
            raise Rejected(Problem("E-CHECKSUM", Place(name))) from None
        detail = " ".join(text.split())[:100] or type(error).__name__
        raise Rejected(problem("E-PARQUET", detail=detail).at(Place(name), "")) from None


@dataclass(frozen=True, slots=True)
class ParquetPortion:
    """Some rows of a row group, not read yet: ``rows`` from ``start`` on; ``number`` is that of the first."""

    file: str
    header: Header
    names: tuple[str, ...]
    texts: tuple[str, ...]
    options: ReadingOptions
    group: int
    start: int
    rows: int
    number: int

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return self.number

    def table(self, rulebook: Rulebook) -> CellTable:
        """The cells; raises Rejected where the file proves damaged."""
        with damage_told(self.file):
            batch = _batch(self)
            columns = [batch.column(name) for name in self.names]
            return table_of_columns(columns, self.header, self.number, self.options, self.file)

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, judged; raises Rejected where the file proves damaged."""
        with damage_told(self.file):
            return judge_for(rulebook).rows(self.table(rulebook))


class _Group:
    """A row group being read batch by batch: who reads the next portion of it goes on from there."""

    def __init__(self, portion: ParquetPortion) -> None:
        self.key = (portion.file, _version(portion.file), portion.group, portion.names, portion.options.part_rows)
        self.at = 0
        self.file = pq.ParquetFile(portion.file, **_how(portion.texts))
        self.batches = self.file.iter_batches(
            portion.options.part_rows, row_groups=[portion.group], columns=_leaves(self.file, portion.names)
        )

    def batch(self, portion: ParquetPortion) -> pa.RecordBatch:
        while True:
            batch = next(self.batches, None)
            if batch is None:
                raise pa.ArrowInvalid("fewer rows than the file says")
            start, self.at = self.at, self.at + len(batch)
            if start == portion.start and len(batch) == portion.rows:
                return batch
            if self.at > portion.start:
                raise pa.ArrowInvalid("rows are not where the file says")


_reading: list[_Group] = []


def _batch(portion: ParquetPortion) -> pa.RecordBatch:
    key = (portion.file, _version(portion.file), portion.group, portion.names, portion.options.part_rows)
    if not (_reading and _reading[0].key == key and _reading[0].at <= portion.start):
        for each in _reading:
            each.file.close()
        _reading[:] = [_Group(portion)]
    return _reading[0].batch(portion)


def _version(path: str) -> tuple[int, int]:
    stat = Path(path).stat()
    return stat.st_size, stat.st_mtime_ns


def _leaves(opened: pq.ParquetFile, names: Sequence[str]) -> list[str] | None:
    """The columns to read; None reads all, as dots in names would be taken for nesting."""
    return None if len(names) == len(opened.schema_arrow.names) else list(names)
