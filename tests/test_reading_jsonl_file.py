"""JSON Lines, good and hostile: a bad line costs itself alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.documents.json_reader import read_json
from smeadvisor.limits import FILE_BYTES
from smeadvisor.tables.reading.json_cells import quick


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"id":"a","kind":"firm","economy":"TWN","employees":1,"employees":2}', "E-DUP-KEY"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":1,"\\u0065mployees":2}', "E-DUP-KEY"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":NaN}', "E-NUM-FINITE"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":1e999}', "E-NUM-FINITE"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":' + "[" * 100_000, "E-DEPTH"),
        ('{"id":"A\\u0000B","kind":"firm","economy":"TWN"}', "E-CHAR"),
        ('{"id":"\\ud800","kind":"firm","economy":"TWN"}', "E-CHAR"),
        ('{"id":"a","kind":"firm","economy":"TWN"', "E-JSON-SYNTAX"),
        ("[1]", "E-FORMAT"),
        ("hello", "E-JSON-SYNTAX"),
        ('{"id":"' + "x" * (FILE_BYTES + 1) + '"}', "E-SIZE"),
        ('{"id":"' + "x" * 4_000_000 + '"}', "E-SIZE"),
    ],
)
def test_a_bad_line_of_json_costs_itself_alone(line, code, told):
    """At its line, whatever stands before and after it."""
    good = '{"id":"a","kind":"firm","economy":"TWN","answers":{"employees":5}}\n'
    assert told(f"{good}{good}{line}\n\n{good}", "t.jsonl") == (4, 3, [(3, code)])


def test_a_line_of_json_in_another_encoding_is_told(told):
    """Bytes that are not UTF-8 cost their line."""
    good = b'{"id":"a","kind":"firm","economy":"TWN"}\n'
    assert told(good + good + '{"id":"公司"}\n'.encode("cp950"), "t.jsonl") == (3, 2, [(3, "E-ENCODING")])


_JSON_BITS = ['{"a":1}', '"x"', "1.50", "1e5", "-0", "01", "NaN", "[1,[2]]", '{"a":1,"a":2}', '"\\ud83d\\ude00"', "{}"]


_JSON_BITS += ['"\\u0000"', '"\\b"', '"\t"', "true", "nul", "1" * 301, "0." + "1" * 301, '"\x7f"', '"\\ud800"', ""]


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from(["k", "l", "m"]), st.sampled_from(_JSON_BITS)), max_size=4),
    st.sampled_from(["", " ", "}", "x"]),
)
def test_what_the_quick_reader_takes_the_strict_one_reads_alike(pairs, rest):
    """It takes nothing that the strict one refuses or reads otherwise, but for numbers that no answer can be."""
    text = "{" + ",".join(f'"{name}":{raw}' for name, raw in pairs) + "}" + rest
    found = quick(text.encode())
    if found is not None and "1" * 301 not in text:
        assert found == read_json(text, "x").data
