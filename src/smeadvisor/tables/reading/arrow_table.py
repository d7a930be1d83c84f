"""Tables in memory, and what a Parquet file holds, as rows: their columns are judged as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.types as pt

from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, problem
from smeadvisor.problems.limits import TEXT_LENGTH, VALUES
from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.layout import InputColumn
from smeadvisor.tables.reading.arrow_cells import encoding_fault_in, is_list, is_money, is_scalar, is_text
from smeadvisor.tables.reading.cell_table import CellTable
from smeadvisor.tables.reading.header import Header, header_of
from smeadvisor.tables.reading.judging import judge_for
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.rows import Rows


def rows_of(
    table: pa.Table, rulebook: Rulebook, options: ReadingOptions | None = None, name: str = "table"
) -> Iterator[Rows]:
    """The rows of an Arrow table, at most ``part_rows`` of the options at a time.

    Its columns are those of an input file. Raises InvalidInput for faults of the header and of types, and for a table
    that is not sound inside (E-ARROW); faults of rows are in the rows, under the name given.
    """
    options = options or ReadingOptions()
    header = header_of(table.schema.names, rulebook, options, Place(name))
    refuse_types(table.schema, header, name)
    kept = tuple(each for each in header if each)
    chosen = [column for column, each in zip(table.columns, header, strict=True) if each]
    for start in range(0, table.num_rows, options.part_rows):
        columns = [each.slice(start, options.part_rows).combine_chunks() for each in chosen]
        try:
            part = table_of_columns(columns, kept, start + 1, options, name)
        except pa.ArrowInvalid as error:
            raise InvalidInput(problem("E-ARROW", detail=str(error)[:100]).at(Place(name), "")) from None
        yield judge_for(rulebook).rows(part)


def table_of_columns(
    columns: Sequence[pa.Array], header: Header, first: int, options: ReadingOptions, name: str
) -> CellTable:
    """The table of columns of one length, ``first`` the number of the first of its rows."""
    size = len(columns[0])
    for each, column in zip(columns, header, strict=True):
        if column and (found := encoding_fault_in(each)):
            raise InvalidInput(found[1].at(Place(name, first + found[0], header=column.header), column.pointer))
    sound = [_array(each) for each in columns]
    numbers = range(first, first + size)
    return CellTable(name, None, header, sound, numbers, options, size, np.arange(size))


def refuse_types(schema: pa.Schema, header: Header, name: str) -> None:
    """Raise InvalidInput with E-SCHEMA for each column of a type that holds no answers."""
    wrong = [
        each for each, column in zip(schema, header, strict=True) if column and not _holds_cells(each.type, column)
    ]
    if wrong:
        place = Place(name)
        raise InvalidInput(problem("E-SCHEMA", each.name, type=str(each.type)).at(place, "") for each in wrong)


def _holds_cells(kind: pa.DataType, column: InputColumn) -> bool:
    """Whether a column of this type can be read: lists and amounts hold answers, all else is a single value."""
    if is_scalar(kind):
        return True
    is_answer = column.attribute is not None and not column.companion
    return is_answer and (is_list(kind) or is_money(kind) or (pt.is_list(kind) and pt.is_null(kind.value_type)))


def _array(column: pa.Array) -> pa.Array:
    """A column that is sound inside; other dictionaries than of texts are written out, half floats are made longer."""
    if pt.is_string(column.type) or pt.is_large_string(column.type):
        column.validate(full=True)
    if pt.is_dictionary(column.type) and not is_text(column.type):
        column = column.dictionary_decode()
    if pt.is_float16(column.type):
        # Too small for the bounds that it is compared with; its decimals are kept.
        values = column.to_numpy(zero_copy_only=False).astype(str).astype(np.float64)
        column = pa.array(values, mask=column.is_null().to_numpy(zero_copy_only=False))
    return column.cast(pa.string()) if pt.is_null(column.type) else _cut(column)


def _cut(column: pa.Array) -> pa.Array:
    """A column whose texts and lists are cut one beyond what they may be at most: as wrong as before, and no larger."""
    if pt.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(column.indices, _cut(column.dictionary))
    if pt.is_struct(column.type):
        parts = [_cut(column.field(i)) for i in range(len(column.type))]
        return pa.StructArray.from_arrays(parts, fields=list(column.type), mask=column.is_null())
    if pt.is_list(column.type) or pt.is_large_list(column.type):
        return _cut_list(column)
    if not is_text(column.type):
        return column
    sizes = kernels.binary_length(column).fill_null(0).to_numpy(zero_copy_only=False)
    # A character takes four bytes at most.
    return (
        column if sizes.max(initial=0) <= 4 * TEXT_LENGTH else kernels.utf8_slice_codeunits(column, 0, TEXT_LENGTH + 1)
    )


def _cut_list(column: Any) -> pa.Array:
    offsets = column.offsets.to_numpy()
    sizes, items = np.diff(offsets), _cut(column.values.slice(offsets[0], offsets[-1] - offsets[0]))
    kept = np.minimum(sizes, VALUES + 1)
    ends = np.append(0, np.cumsum(kept)).astype(offsets.dtype)
    if ends[-1] < len(items):
        items = items.take(pa.array(np.arange(ends[-1]) + np.repeat(offsets[:-1] - offsets[0] - ends[:-1], kept)))
    return type(column).from_arrays(pa.array(ends), items, mask=column.is_null())
