"""What a file of text is: by its ending, else by its first lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.sniffing import form_by_content, form_by_ending

GOOD = '{"id":"a","kind":"firm","economy":"TWN"}\n'
DOCUMENT = {"id": "a", "kind": "firm", "economy": "TWN", "answers": {"employees": 5, "strengths": ["independent"]}}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", "csv"),
        ("A.TSV", "csv"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.json", None),
        ("<stdin>", None),
    ],
)
def test_an_ending_is_what_the_user_says_it_is(name, form):
    """JSON may be one profile or lines: its content says."""
    assert form_by_ending(name) == form


BAD = ["oops", "null", "[1,2]", "[]", "// comment", '{"id":"a",', '{"a":1}x', "\ufeff{}", '{"id":"\0"}', "# c", "a: b"]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_bad_line_does_not_hide_that_others_are_objects(bad, at):
    """Wherever it stands among good ones."""
    lines = [GOOD] * 3
    lines.insert(at, bad + "\n")
    assert form_by_content("".join(lines).encode(), ReadingOptions()) == "jsonl"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("indent", [0, 1, None])
def test_one_profile_over_several_lines_is_no_json_lines(end, indent):
    """Indented or not; on one line it is read alike either way."""
    text = json.dumps(DOCUMENT, indent=indent).replace("\n", end)
    assert form_by_content(text.encode(), ReadingOptions()) == ("jsonl" if indent is None else "profile")
    assert form_by_content(f"[{end}{text}{end}]".encode(), ReadingOptions()) == "profile"


@pytest.mark.parametrize("name", ["Q1: name", "'id': x", "[id]", "{id}", "#", "a: "])
def test_a_header_that_looks_like_something_else_is_one_of_csv(name):
    """As surveys export it, if two of its columns are known or mapped."""
    head = f"{name},kind,economy\n[a],firm,TWN\n{{b}},firm,TWN\na: b,firm,TWN\n".encode()
    assert form_by_content(head, ReadingOptions()) == "csv"
    assert form_by_content(f"{name};nr\na;b\n".encode(), ReadingOptions({name.strip(): "id", "nr": "-"})) == "csv"


@pytest.mark.parametrize("head", ["# c\nid: a\nkind: firm\n", "---\nid: a\n", "%YAML 1.2\n---\n", "answers: {}\n"])
def test_yaml_is_one_profile(head):
    """With comments and marks before it."""
    assert form_by_content(head.encode(), ReadingOptions()) == "profile"


@given(st.binary(max_size=80), st.sampled_from([None, "utf-16", "cp950"]))
def test_whatever_a_file_begins_with_it_has_a_form_or_none(head, encoding):
    """No first bytes are the end of the program."""
    assert form_by_content(head, ReadingOptions(encoding=encoding)) in ("csv", "jsonl", "profile", None)
