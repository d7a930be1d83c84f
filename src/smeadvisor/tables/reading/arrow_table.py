"""Tables in memory, and what a Parquet file holds, as rows: their columns are judged as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.types as pt

from smeadvisor.errors import Place, Rejected, problem
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.reading.arrow_cells import is_list, is_money, is_scalar, is_text
from smeadvisor.tables.reading.cell_table import CellTable
from smeadvisor.tables.reading.header import Header, header_of
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.rows import Rows


def rows_of(
    table: pa.Table, rulebook: Rulebook, options: ReadingOptions | None = None, name: str = "table"
) -> Iterator[Rows]:
    """The rows of an Arrow table, at most ``part_rows`` of the options at a time.

    Its columns are those of an input file. Raises Rejected for faults of the header and of types; those of rows
    are in the rows, under the name given.
    """
    options = options or ReadingOptions()
    header = header_of(table.schema.names, rulebook, options, Place(name))
    refuse_types(table.schema, header, name)
    kept = tuple(each for each in header if each)
    chosen = [column for column, each in zip(table.columns, header, strict=True) if each]
    for start in range(0, table.num_rows, options.part_rows):
        columns = [each.slice(start, options.part_rows).combine_chunks() for each in chosen]
        yield judge_for(rulebook).rows(table_of_columns(columns, kept, start + 1, options, name))


def table_of_columns(
    columns: Sequence[pa.Array], header: Header, first: int, options: ReadingOptions, name: str
) -> CellTable:
    """The table of columns of one length, ``first`` the number of the first of its rows."""
    size = len(columns[0])
    sound = [_array(each) for each in columns]
    numbers = range(first, first + size)
    return CellTable(name, None, header, sound, numbers, options, size, np.arange(size))


def refuse_types(schema: pa.Schema, header: Header, name: str) -> None:
    """Raise Rejected with E-SCHEMA for each column of a type that holds no answers."""
    wrong = [each for each, column in zip(schema, header, strict=True) if column and not _holds_answers(each.type)]
    if wrong:
        place = Place(name)
        raise Rejected(problem("E-SCHEMA", each.name, type=str(each.type)).at(place, "") for each in wrong)


def _holds_answers(kind: pa.DataType) -> bool:
    return is_scalar(kind) or is_list(kind) or is_money(kind) or (pt.is_list(kind) and pt.is_null(kind.value_type))


def _array(column: pa.Array) -> pa.Array:
    """A column that is sound inside; other dictionaries than of texts are written out."""
    if pt.is_string(column.type) or pt.is_large_string(column.type):
        column.validate(full=True)
    if pt.is_dictionary(column.type) and not is_text(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string()) if pt.is_null(column.type) else column
