"""Records of CSV as columns of texts: by Arrow where all are as wide as the header, else turned from lists of cells."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.csv

from smeadvisor.tables.kernels import kernels


def quick_columns(text: str, width: int, delimiter: str) -> list[pa.Array] | None:
    """The columns of records that are told apart already; None where they are not plainly as wide as that."""
    raw, names = text.encode(), [str(i) for i in range(width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(raw),
            pyarrow.csv.ReadOptions(use_threads=False, block_size=len(raw) + 1, column_names=names),
            pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    return [whole(each) for each in table.columns]


def turned(rows: Sequence[Sequence[str]]) -> list[pa.Array]:
    """Rows of cells as columns; none of no rows."""
    return [pa.array(each, pa.string()) for each in zip(*rows, strict=True)]


def joined(pieces: Sequence[Sequence[pa.Array]], width: int) -> list[pa.Array]:
    """Columns of rows that follow each other as columns of all of them."""
    filled = [each for each in pieces if each]
    if not filled:
        return [pa.array([], pa.string())] * width
    return [pa.concat_arrays(list(each)) for each in zip(*filled, strict=True)]


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def has_empty(texts: pa.Array) -> bool:
    """Whether one of the texts is empty."""
    return kernels.any(kernels.equal(texts, "")).as_py() is True


def is_all_empty(texts: pa.Array) -> bool:
    """Whether all of the texts are empty."""
    return kernels.any(kernels.not_equal(texts, "")).as_py() is not True
