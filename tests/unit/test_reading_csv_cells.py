"""Records of CSV as columns: the quick way says what the csv module says, or nothing."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.tables.reading.csv_cells import joined, quick_columns, turned
from smeadvisor.tables.reading.csv_records import Records
from smeadvisor.tables.reading.raw import Run

CELLS = st.text('ab"\0\r\n ,;\t公=', max_size=4)


def rows_of(columns):
    return [list(row) for row in zip(*(each.to_pylist() for each in columns), strict=True)]


def by_module(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1), delimiter=st.sampled_from(",;\t"))
def test_what_is_written_is_read(rows, delimiter):
    """Quotation marks, delimiters and line ends within cells."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert rows_of(quick_columns(out.getvalue(), 3, delimiter)) == rows


@given(text=st.text('ab"\0\r\n ,公', max_size=30))
def test_any_records_are_read_as_the_csv_module_reads_them(text):
    """Whatever is told apart as records: the same cells, or the quick way gives up."""
    for part in Records(io.BytesIO(), ",", 2, 100).parts(text.encode()):
        if isinstance(part, Run):
            found = quick_columns(part.raw.decode(), 2, ",")
            if found is not None:
                # An empty line is a row of empty cells, which nobody takes for a profile.
                assert rows_of(found) == [each or ["", ""] for each in by_module(part.raw.decode())]


def test_rows_of_another_width_are_left_to_the_slow_way():
    """So that they are told."""
    assert [quick_columns(each, 2, ",") for each in ("a,b\nc\n", "a,b,c\n")] == [None, None]


def test_pieces_are_joined():
    """In order; columns of no rows are there all the same."""
    pieces = [turned([]), turned([["a", "b"]]), turned([["c", "d"], ["e", "f"]])]
    assert rows_of(joined(pieces, 2)) == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert [each.to_pylist() for each in joined([], 2)] == [[], []]
