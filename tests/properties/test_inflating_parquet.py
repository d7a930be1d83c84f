"""A Parquet file is small, and what is packed in it is not: it is refused before it fills the memory."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from support.memory import MOST, peak
from support.scale import randomness

MIB = 1024 * 1024
FIRM = {"id": ["a"], "kind": ["firm"], "economy": ["TWN"]}


def written(column: str, cells: Any, **options: Any) -> bytes:
    """A firm with that column as the last."""
    out = io.BytesIO()
    options = {"compression": "zstd", "write_statistics": False, **options}
    pq.write_table(pa.table({**FIRM, column: cells}), out, **options)
    return out.getvalue()


@cache
def large_list() -> bytes:
    """A list of twenty million items in one row."""
    count = 20_000_000
    items = pa.DictionaryArray.from_arrays(np.zeros(count, np.int8), ["independent"])
    return written("strengths", pa.ListArray.from_arrays([0, count], items))


def large_text(column: str, **options: Any) -> bytes:
    """A text larger than a command may take."""
    offsets, text = np.array([0, 320 * MIB], np.int32), bytes(320 * MIB)
    buffers = [None, *map(pa.py_buffer, (offsets, text))]
    return written(column, pa.Array.from_buffers(pa.string(), 1, buffers), **options)


def last_column(content: bytes) -> slice:
    """Where the pages of the last column are."""
    group = pq.ParquetFile(pa.BufferReader(content)).metadata.row_group(0)
    chunk = group.column(group.num_columns - 1)
    begin = chunk.dictionary_page_offset or chunk.data_page_offset
    return slice(begin, begin + chunk.total_compressed_size)


def lying_list() -> bytes:
    """The pages of a large list in the place of those of a small one, of which the end of the file tells."""
    large, small = large_list(), bytearray(written("strengths", [[randomness(1).randbytes(1024).hex()]]))
    pages = large[last_column(large)]
    begin = last_column(bytes(small)).start
    small[begin : begin + len(pages)] = pages
    return bytes(small)


def many_lengths() -> bytes:
    """One text by what it shares with the one before it, where half a billion are said to share nothing."""
    options = {"use_dictionary": False, "column_encoding": {"name": "DELTA_BYTE_ARRAY"}, "compression": "none"}
    small = bytearray(written("name", ["x" * 100], **options))
    at = small.index(b"\x80\x01\x04\x01", last_column(bytes(small)).start)
    lengths = b"".join(map(varied, (2**31 - 128, 1, 2**29 - 1, 0, 0, 0)))
    small[at : at + len(lengths)] = lengths
    return bytes(small)


def varied(number: int) -> bytes:
    """A number in as many bytes as it needs."""
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + varied(number >> 7)


def many_columns() -> bytes:
    """The end of a file alone: a row group that is said to have a million columns."""
    name = b"\x48\x01a\x15\x02\x00"
    end = b"\x15\x02\x19\x1c" + name + b"\x16\x00\x19\x1c\x19\xfc" + varied(1_000_000)
    return b"PAR1" + end + len(end).to_bytes(4, "little") + b"PAR1"


BOMBS = {
    "a list": (large_list, "E-SIZE"),
    "a text": (lambda: large_text("name", use_dictionary=False), "E-SIZE"),
    "a text of a dictionary": (lambda: large_text("sector"), "E-SIZE"),
    "a list of which the end does not tell": (lying_list, "E-SIZE"),
    "lengths": (many_lengths, "E-PARQUET"),
    "columns": (many_columns, "E-PARQUET"),
}


@pytest.fixture(scope="module")
def usual(tmp_path_factory) -> int:
    """The memory that a run takes of a file as it should be, in bytes."""
    path = tmp_path_factory.mktemp("usual") / "t.parquet"
    path.write_bytes(written("strengths", [["independent"]]))
    return run(path)


def run(path: Path, code: str = "") -> int:
    done, used = peak("batch", path, "-o", path.with_name("out.parquet"))
    assert (done.returncode, code in done.told) == (65 if code else 0, True), done
    return used


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_that_inflates_is_refused(bomb, usual, tmp_path):
    """Whatever its pages hold, and whatever its end says of them; nothing is left behind."""
    make, code = BOMBS[bomb]
    path = tmp_path / "t.parquet"
    path.write_bytes(make())
    assert path.stat().st_size < MIB
    assert run(path, code) - usual < MOST
    assert [each.name for each in tmp_path.iterdir()] == ["t.parquet"]
