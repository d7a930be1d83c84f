"""Strict reading of YAML and JSON: what is accepted, and the one clear error for everything else."""

from __future__ import annotations

import errno
import json
import os
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.files.documents import Document, parse, read, wide_encoding
from smeadvisor.model.profile import profile_from
from smeadvisor.problems import InvalidInput, escaped
from smeadvisor.problems.limits import FILE_BYTES, NESTING, TEXT_LENGTH
from support.paths import FIRMS


def fault(content: bytes, name: str = "file.yaml"):
    with pytest.raises(InvalidInput) as caught:
        parse(content, name)
    (problem,) = caught.value.problems
    return problem


def data(content: str, name: str = "file.yaml"):
    return parse(content.encode(), name).data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("economy: NO\nall: [NO, SE, ON, Y, OFF]", {"economy": "NO", "all": ["NO", "SE", "ON", "Y", "OFF"]}),
        ("on: push\ny: 1\nn: 2", {"on": "push", "y": 1, "n": 2}),
        ("ubn: 04595257\nmode: 017", {"ubn": "04595257", "mode": "017"}),
        ("time: 12:30:45\nratio: 190:20:30", {"time": "12:30:45", "ratio": "190:20:30"}),
        ("day: 2024-02-30", {"day": "2024-02-30"}),
        ("a: 0.10\nb: 1e3\nc: -5\nd: 0x1F\ne: 0o17", {"a": Decimal("0.10"), "b": 1000, "c": -5, "d": 31, "e": 15}),
        ("a: ~\nb:\nc: null\nd: true\ne: 'true'", {"a": None, "b": None, "c": None, "d": True, "e": "true"}),
        ("\ufeffa: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("name: 𠮷 👨‍👩‍👧 台", {"name": "𠮷 👨‍👩‍👧 台"}),
    ],
)
def test_yaml_is_read_by_the_1_2_core_schema(text, expected):
    """Norway stays Norway, a business number stays text, sexagesimals and dates are text."""
    assert data(text) == expected


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        (b'a: 1\nv: !!python/object/apply:os.system ["touch pwned"]', "E-YAML-TAG", 2, 4),
        (b"v: !!python/name:os.system", "E-YAML-TAG", 1, 4),
        (b"!!map {a: 1}", "E-YAML-TAG", 1, 1),
        (b"a: &a [x, x]\nb: [*a, *a]", "E-YAML-ALIAS", 2, 5),
        (b"a: &a 1", "E-YAML-ALIAS", 1, 4),
        (b"<<: {weight: 9}", "E-YAML-MERGE", 1, 1),
        (b"when: A\nx: 1\nwhen: B", "E-DUP-KEY", 3, 1),
        (b"v: .nan", "E-NUM-FINITE", 1, 4),
        (b"v: [1, -.inf]", "E-NUM-FINITE", 1, 8),
        (b"v: 1e999", "E-NUM-FINITE", 1, 4),
        (b"---\na: 1\n---\na: 2", "E-YAML-MULTIDOC", 3, 1),
        (b"a:\n\tb: 1", "E-YAML-TAB", 2, 1),
        (b"a: [1, 2", "E-YAML-SYNTAX", 2, 1),
        (b"? [a]\n: 1", "E-KEY", 1, 3),
        (b"", "E-EMPTY", 1, 1),
        (b"# nothing\n", "E-EMPTY", 1, 1),
        (b"\xff\xfea\x00", "E-ENCODING", 1, 1),
        ("a: 1\nb: 公司".encode("cp950"), "E-ENCODING", 2, 4),
        (b"caf\xe9: 1", "E-ENCODING", 1, 4),
        (b'a: "A\\u0000B"', "E-CHAR", 1, 4),
        (b"a: A\x07B", "E-CHAR", 1, 5),
        ("a: A\u202eB".encode(), "E-CHAR", 1, 5),
        (b'a: "A\\u2066B"', "E-CHAR", 1, 4),
        (b'a: "\\ud800"', "E-CHAR", 1, 7),
    ],
)
def test_anything_beyond_plain_yaml_is_one_error_at_its_place(content, code, line, column):
    """Each fault has its code, its line and its column."""
    problem = fault(content)
    assert (problem.code, problem.place.line, problem.place.column) == (code, line, column)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"exports": 1, "exports": 2}', "E-DUP-KEY"),
        (b'{"exports": 1, "\\u0065xports": 2}', "E-DUP-KEY"),
        (b'{"a": NaN}', "E-NUM-FINITE"),
        (b'{"a": -Infinity}', "E-NUM-FINITE"),
        (b'{"a": 1e999}', "E-NUM-FINITE"),
        (b"[" * 100_000, "E-DEPTH"),
        (b'{"a": "\\ud800"}', "E-CHAR"),
        (b'{"a": "\\u202E"}', "E-CHAR"),
        (b'{"\\u061c": 1}', "E-CHAR"),
        (b'{"a": 1,}', "E-JSON-SYNTAX"),
        (b'{"a": 1} x', "E-JSON-SYNTAX"),
        (b'{"a": 01}', "E-JSON-SYNTAX"),
        (b"{", "E-JSON-SYNTAX"),
    ],
)
def test_json_is_as_strict(content, code):
    """Duplicate keys however escaped, NaN, bombs and loose syntax are refused."""
    assert fault(content, "file.json").code == code


def test_json_keeps_decimals_and_text():
    """A number keeps its decimals; surrogate pairs are one character."""
    assert data('{"a": [0.10, "\\ud83d\\ude00", true, null, -3]}', "f.json") == {
        "a": [Decimal("0.10"), "😀", True, None, -3]
    }


def test_an_alias_bomb_costs_nothing():
    """Nine levels of nine aliases are refused at the first alias."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    problem = fault("\n".join(lines).encode())
    assert (problem.code, problem.place.line) == ("E-YAML-ALIAS", 2)


@pytest.mark.parametrize("depth", [500, 5_000, 50_000, 200_000])
def test_a_nesting_bomb_is_refused_before_anything_is_built(depth):
    """The depth is counted on the event stream."""
    assert fault(b"v: " + b"[" * depth).code == "E-DEPTH"


def test_limits_hold_at_the_limit_and_one_beyond(tmp_path):
    """Nesting, text length and file size: the limit is accepted, one more is not."""
    assert data("[" * NESTING + "]" * NESTING)
    assert fault(b"[" * (NESTING + 1) + b"]" * (NESTING + 1)).code == "E-DEPTH"
    assert data("a: " + "x" * TEXT_LENGTH)
    assert fault(b"a: " + b"x" * (TEXT_LENGTH + 1)).code == "E-LEN"
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: 1\n".ljust(FILE_BYTES))
    assert read(path).data == {"a": 1}
    path.write_bytes(b"a: 1\n".ljust(FILE_BYTES + 1))
    with pytest.raises(InvalidInput) as caught:
        read(path)
    assert caught.value.problems[0].code == "E-SIZE"


def test_a_file_cut_short_anywhere_is_read_or_refused(tmp_path):
    """Each prefix of a profile is a smaller document or one clear error."""
    content = FIRMS[0].read_bytes()
    for end in range(len(content)):
        try:
            parse(content[:end], "cut.yaml")
        except InvalidInput as rejected:
            assert len(rejected.problems) == 1


def test_a_file_with_too_many_values_is_refused_quickly():
    """Neither reader builds more than it may hold, nor counts lines again for each value."""
    assert fault(b"a: [" + b"0," * 400_000 + b"0]").code == "E-MANY"
    assert fault(b"[" + b"0," * 400_000 + b"0]", "x.json").code == "E-MANY"


@pytest.mark.parametrize("text", ["1e99999999999999999999", "0e99999999999999999999", "1e-99999999999999999999"])
def test_an_exponent_beyond_use_is_refused(text):
    """In YAML and in JSON."""
    assert fault(f"a: {text}".encode()).code == "E-NUM-FINITE"
    assert fault(f'{{"a": {text}}}'.encode(), "x.json").code == "E-NUM-FINITE"


@given(st.binary(max_size=60))
def test_no_bytes_end_in_anything_but_data_or_a_problem(content):
    """Whatever the bytes, as YAML or as JSON."""
    for name in ("x.yaml", "x.json"):
        try:
            parse(content, name)
        except InvalidInput as rejected:
            assert rejected.problems[0].line("zh-Hant")


@given(st.text(alphabet="[]{}:,-'\"&*!|>%@ \n\ta1~.", max_size=40))
def test_no_yaml_punctuation_ends_in_anything_else(text):
    """Texts made of YAML's own signs."""
    try:
        parse(text.encode(), "x.yaml")
    except InvalidInput as rejected:
        assert rejected.problems[0].place


def test_places_are_known_for_values_and_keys():
    """Where a value and its key stand, by their path."""
    document = parse(b"a: 1\nb:\n  - {c: x}\n", "f.yaml")
    assert str(document.values["b", 0, "c"]) == "f.yaml:3:9"
    assert str(document.keys["b", 0, "c"]) == "f.yaml:3:6"


def test_a_folder_is_told_as_one_where_the_system_says_less(tmp_path, monkeypatch):
    """Windows says that it must not be opened, as of a file of somebody else."""

    def refused(*how: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refused)
    for path, code in ((tmp_path, "E-DIRECTORY"), (tmp_path / "a.yaml", "E-UNREADABLE")):
        with pytest.raises(InvalidInput, match=code):
            read(path)


WRONG = ["a\0b", "a\x1b[31mb", "a\u202eb", "a\u2069", "\ud800", "a\u2028b", "x" * 10_001]


@pytest.mark.parametrize("text", WRONG, ids=ascii)
@pytest.mark.parametrize("field", ["id", "name", "note", "of an answer", "of a language"])
def test_what_no_text_of_a_file_may_hold_no_text_from_python_may(rulebook, field, text):
    """Whatever text of a profile it is: controls, turns of direction, lone surrogates, more than 10,000 characters."""
    nested = {"of an answer": {"answers": {"employees": {"value": 5, "note": text}}}}
    nested["of a language"] = {"name": {"en": "A", "zh-Hant": text}}
    data = {"id": "f", "kind": "firm", "economy": "TWN", **nested.get(field, {field: text})}
    with pytest.raises(InvalidInput) as caught:
        profile_from(Document("f", data), rulebook)
    assert {each.code for each in caught.value.problems} <= {"E-CHAR", "E-LEN"}


@pytest.mark.parametrize(
    "name", ["חברת ייצוא בע״מ", "شركة التصدير", "👩‍👩‍👧 工房", "葛\U000e0100城", "می‌خواهم", "𠮷野家"]
)
def test_texts_of_all_scripts_are_kept_exactly(rulebook, name):
    """Right to left, joined emoji, variants of ideographs, characters beyond the first 65,536."""
    profile = profile_from(Document("f", {"id": name, "kind": "firm", "economy": "TWN", "name": name}), rulebook)
    assert (profile.id, profile.name.en) == (name, name)


@pytest.mark.parametrize(
    "char", "\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041"
)
def test_no_text_holds_what_cannot_be_seen(char):
    """As it is or as an escape, in a value or a key; the error names the character."""
    escape = f"\\U{ord(char):08x}"
    as_json = json.dumps(f"a{char}b")
    for content in (
        f"name: a{char}b",
        f'name: "a{escape}b"',
        f'"a{escape}b": 1',
        f'{{"name": {as_json}}}',
        f"{{{as_json}: 1}}",
    ):
        problem = fault(content.encode(), "file")
        assert problem.code == "E-CHAR"
        assert unicodedata.name(char).lower() in problem.message("en")
        assert problem.value == escaped(char)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["id: a", '\ufeff{"id": 1}', "id: 公司\nkind: firm\n"])
def test_a_wide_encoding_is_told_as_one(encoding, text):
    """With its mark or without: the remedy is how to save the file, not to remove each zero byte."""
    for name in ("t.yaml", "t.json"):
        assert fault(text.encode(encoding), name).code == "E-ENCODING"
    assert wide_encoding(text.removeprefix("\ufeff").encode(encoding)) == encoding
    assert wide_encoding(text.encode() + b"\0") == wide_encoding(b"\0\1\2") == ""
