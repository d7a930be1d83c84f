"""Lines of JSON Lines: wherever portions are cut and whatever ends lines, the same rows."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.tables.reading.jsonl_records import line_ends, parts_of
from smeadvisor.tables.reading.raw import Run

LINES = st.lists(st.text('{}a"\t ', min_size=1, max_size=5), min_size=1, max_size=8)


def lines_of(content: bytes, part_rows: int) -> list[tuple[int, bytes]]:
    opened, ends, found = io.BytesIO(content), line_ends(content), []
    for part in parts_of(opened, opened.read(7), part_rows, ends):
        assert isinstance(part, Run)
        assert part.rows == len(ends.split(part.raw)) <= part_rows
        found += [(part.first + i, line.rstrip(b"\r\n")) for i, line in enumerate(ends.split(part.raw))]
    return found


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.integers(1, 5))
def test_lines_are_cut_where_they_end(lines, end, ended, part_rows):
    """Each once, in order, with its number."""
    content = end.join(lines) + (end if ended else "")
    expected = [(i, line.encode()) for i, line in enumerate(lines, 1)]
    assert lines_of(content.encode(), part_rows) == expected


@given(st.integers(1, 4))
def test_a_carriage_return_within_a_line_is_white_space(part_rows):
    """Where line feeds end the lines, and where the file is one object."""
    assert lines_of(b'{"a":\r1}\n{\r}\r\n{}', part_rows) == [(1, b'{"a":\r1}'), (2, b"{\r}"), (3, b"{}")]
    assert lines_of(b'{"a":\r1}', part_rows) == [(1, b'{"a":\r1}')]


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_line_too_large_costs_itself_alone(end, told):
    """Whatever ends it."""
    good = '{"id":"a","kind":"firm","economy":"TWN"}' + end
    assert told(good + '"' + "x" * 4_000_000 + end + good, "t.jsonl") == (3, 2, [(2, "E-SIZE")])
