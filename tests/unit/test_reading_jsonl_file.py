"""JSON Lines, good and hostile: a bad line costs itself alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.files.documents.json_reader import read_json
from smeadvisor.problems.limits import FILE_BYTES
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows
from smeadvisor.tables.reading.json_cells import quick


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"id":"a","kind":"firm","economy":"TWN","employees":1,"employees":2}', "E-DUP-KEY"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":1,"\\u0065mployees":2}', "E-DUP-KEY"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":NaN}', "E-NUM-FINITE"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":1e999}', "E-NUM-FINITE"),
        ('{"id":"a","kind":"firm","economy":"TWN","employees":' + "[" * 100_000, "E-DEPTH"),
        ('{"id":"a","kind":"firm","economy":' + '[{"a":' * 300 + "1" + "}]" * 300 + "}", "E-DEPTH"),
        ('{"id":"a","kind":"firm","economy":"TWN","sector":' + "[" * 32 + "]" * 32 + "}", "E-DEPTH"),
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


BAD = ["oops", "[1,2]", "null", "// c", "[]", '{"id":"a",', "\ufeff{}", '{"id":"\0"}', '{"a":1}x', '{"id":"公司"}']


@settings(max_examples=60)
@given(
    st.integers(0, 4),
    st.sampled_from(BAD),
    st.sampled_from(["utf-8", "cp950"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["t.jsonl", "t"]),
    st.integers(1, 6),
)
def test_any_line_may_be_bad_and_costs_itself_alone(told, at, bad, encoding, end, name, part_rows):
    """Wherever it stands, whatever it holds and however lines end; also in a file without an ending."""
    lines = ['{"id":"a","kind":"firm","economy":"TWN","employees":5}'] * 4
    lines.insert(at, bad)
    content = (end.join(lines) + end).encode(encoding, "replace")
    count, good, remarks = told(content, name, part_rows=part_rows)
    assert (count, good, {row for row, _ in remarks}) == (5, 4, {at + 1})


def test_a_name_given_twice_after_mapping_costs_its_line(told):
    """Both names are told; names are not stripped of blanks; a name in one and in two languages is twice one."""
    good = '{"id":"a","kind":"firm","economy":"TWN","employees":5}\n'
    twice = good.replace('"a"', '"a","no":"x"')
    assert told(good + twice, "t.jsonl", mapping={"no": "id"}) == (2, 1, [(2, "E-COLUMN-DUP")])
    blank = good.replace("5", '5," employees":300')
    for mapping in ({}, {"no": "id"}):
        assert told(blank + good, "t.jsonl", mapping=mapping) == (2, 1, [(1, "E-UNKNOWN-KEY")])
    assert told(good.replace("5", '5,"name":"A","name.en":"B"') + good, "t.jsonl") == (2, 1, [(1, "E-COLUMN-DUP")])


def test_places_and_names_of_a_line_are_those_of_the_file(tmp_path, rulebook):
    """A key that stands twice stands twice in that line; the two names that are one are told."""
    path = tmp_path / "t.jsonl"
    good = '{"id":"a","kind":"firm","economy":"TWN"}\n'
    path.write_text(good * 2 + good.replace("}", ',"id":"b"}') + good.replace("}", ',"no":"b"}'))
    (rows,) = read_rows([str(path)], rulebook, ReadingOptions(mapping={"no": "id"}))
    first, second = (each.problem for each in rows.rejected)
    assert (first.place.line, first.message("en")) == (3, "The key id stands here twice; it first stands in line 3")
    assert (second.place.line, second.message("en")) == (4, "The column id stands there twice (id and no)")


def test_json_lines_of_utf_16_are_refused_as_a_whole(refused):
    """With one message, not one a line."""
    good = '{"id":"a","kind":"firm","economy":"TWN"}\n'
    assert refused(("\ufeff" + good * 3).encode("utf-16-le"), "t.jsonl") == ["E-ENCODING"]


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
