"""Hostile tables: each costs its row or its file, with the promised code, and nothing else."""

from __future__ import annotations

import io
import os
import pickle
import random
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.documents.json_reader import read_json
from smeadvisor.errors import Rejected
from smeadvisor.limits import FILE_BYTES, WORKBOOK_PARTS
from smeadvisor.tables.inputs import ReadingOptions, read_rows, sources
from smeadvisor.tables.jsonl_file import _quick

HEAD = "id,kind,economy,employees\n"
GOOD = "a,firm,TWN,5\n"


@pytest.fixture
def told(tmp_path, rulebook):
    """What is told of a file with this content: rows, good rows, and (file row, code) of each remark."""

    def read(content: bytes | str, name: str = "t.csv", **options: Any):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        parts = list(read_rows([str(path)], rulebook, ReadingOptions(**options)))
        remarks = [(each.place.row, each.problem.code) for part in parts for each in (*part.rejected, *part.warned)]
        count, good = sum(part.count for part in parts), sum(len(part.positions) for part in parts)
        assert count == good + len({(i, r.position) for i, part in enumerate(parts) for r in part.rejected})
        return count, good, remarks

    return read


@pytest.fixture
def refused(tmp_path, rulebook):
    """The codes with which a whole file is refused."""

    def read(content: bytes | str, name: str = "t.csv", **options: Any) -> list[str]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with pytest.raises(Rejected) as caught:
            list(read_rows([str(path)], rulebook, ReadingOptions(**options)))
        for problem in caught.value.problems:
            assert problem.line("en")
            assert problem.line("zh-Hant")
        return [each.code for each in caught.value.problems]

    return read


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (("\ufeff" + HEAD + GOOD).encode(), {}),
        ((HEAD + GOOD).encode("utf-16"), {}),
        ((HEAD + "公司,firm,TWN,5\n").encode("cp950"), {"encoding": "cp950"}),
        ((HEAD + GOOD).replace("\n", "\r").encode(), {}),
        ((HEAD + GOOD).replace("\n", "\r\n").encode(), {}),
        ((HEAD + GOOD).rstrip().encode(), {}),
        ((HEAD + '"a\nb",firm,TWN,"5"\n').encode(), {}),
        (b"id,employees\na,5\n", {"kind": "firm", "economy": "TWN"}),
        (("no,kind,economy,employees,x\n" + "a,firm,TWN,5,y\n").encode(), {"mapping": {"no": "id", "x": "-"}}),
        ((HEAD + "\n,,,\n" + GOOD).encode(), {}),
        ((HEAD.replace("\n", ",,\n") + "a,firm,TWN,5,,\n").encode(), {}),
    ],
)
def test_tables_of_many_hands_are_read(content, options, told):
    """Marks, encodings, line ends, quoted line breaks, mapped columns, blank rows."""
    assert told(content, **options) == (1, 1, [])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_another_delimiter_is_announced(delimiter, tmp_path, rulebook):
    """The file is read, and says so."""
    path = tmp_path / "t.csv"
    path.write_text((HEAD + GOOD).replace(",", delimiter))
    (source,) = sources([str(path)], ReadingOptions())
    (portion,) = source.portions(rulebook)
    assert len(portion.read(rulebook).positions) == 1
    assert [each.code for each in source.warnings] == ["W-DELIMITER"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("", ["E-EMPTY"]),
        ("id|kind|economy\n", ["E-CSV-DELIM"]),
        ("id,kind,economi\n", ["E-COLUMN-UNKNOWN", "E-COLUMN-MISSING"]),
        ("id,kind,economy,sector,sector\n", ["E-COLUMN-DUP"]),
        ("id,kind,economy,employes\n", ["E-COLUMN-UNKNOWN"]),
        ("公司,kind,economy\n".encode("cp950"), ["E-ENCODING"]),
        (b"\xff\xfei\x00d\x00,\x00\x00\xd8\x00\xd8", ["E-ENCODING"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", ["E-FORMAT"]),
        (b"\x00\x01\x02", ["E-FORMAT"]),
        ("id,kind,economy,employees.colour\n", ["E-COLUMN-UNKNOWN"]),
    ],
)
def test_a_header_that_is_wrong_refuses_the_file(content, codes, refused):
    """With every fault of it at once."""
    assert refused(content) == codes


def test_a_header_of_the_wrong_encoding_names_the_remedy(tmp_path, rulebook):
    """The option that declares the encoding is told."""
    path = tmp_path / "t.csv"
    path.write_bytes("公司,kind\n".encode("cp950"))
    with pytest.raises(Rejected) as caught:
        list(read_rows([str(path)], rulebook))
    assert "--encoding cp950" in caught.value.problems[0].remedy("en")


def test_rows_of_the_wrong_width_or_encoding_cost_themselves_alone(told):
    """Short, long and not UTF-8 rows are rejected, the rest is read; a header alone is no fault."""
    content = (HEAD + GOOD + "b,firm\n" + "c,firm,TWN,5,6\n").encode() + b"\xa4\xbd,firm,TWN,5\n" + GOOD.encode()
    assert told(content) == (5, 2, [(3, "E-ROW-WIDTH"), (4, "E-ROW-WIDTH"), (5, "E-ENCODING")])
    assert told(HEAD) == (0, 0, [])


@pytest.mark.parametrize("row", ['"b,firm,TWN,5\n', 'b,firm,"TWN,5\n', 'b,"fi"rm,TWN,5\n'])
def test_an_open_quote_swallows_no_other_row(row, told):
    """Ten thousand rows follow it, and all are read."""
    assert told(HEAD + row + GOOD * 10_000) == (10_001, 10_000, [(2, "E-CSV-QUOTE")])


def test_an_open_quote_before_quoted_rows_costs_itself_alone(told):
    """Rows with quotes of their own follow it."""
    assert told(HEAD + 'b,firm,"TWN,5\n' + '"a","firm","TWN","5"\n' * 50) == (51, 50, [(2, "E-CSV-QUOTE")])


def test_a_field_of_many_megabytes_is_refused_and_the_next_row_read(told):
    """Without and with quotes."""
    huge = "x" * 3_000_000
    assert told(HEAD + f"{huge},firm,TWN,5\n" + GOOD) == (2, 1, [(2, "E-LEN")])
    assert told(HEAD + f'"{huge}",firm,TWN,5\n' + GOOD)[:2] == (2, 1)


def test_empty_zero_none_and_unknown_are_four_things(tmp_path, rulebook):
    """An empty cell is not asked, 0 is zero, 無 is the empty list, 不知道 is unknown."""
    path = tmp_path / "t.csv"
    path.write_text("id,kind,economy,employees,strengths\na,firm,TWN,,\nb,firm,TWN,0,無\nc,firm,TWN,不知道,不適用\n")
    (rows,) = read_rows([str(path)], rulebook)
    low = np.iinfo(rows.columns["strengths"].codes.dtype).min
    assert rows.columns["employees"].codes.tolist()[1] == 0
    assert rows.columns["employees"].codes[0] == rows.columns["employees"].codes[2] < 0
    assert rows.columns["strengths"].codes.tolist() == [low, 0, low + 1]


def test_names_keep_their_characters_and_lose_our_mark(tmp_path, rulebook):
    """Emoji, rare characters, both forms of é; a leading ' before what a spreadsheet would run."""
    names = ["𠮷👨‍👩‍👧", "e\u0301", "é", "台", "臺", "'=1+1", "'abc", "'"]
    path = tmp_path / "t.csv"
    path.write_text("id,kind,economy,name\n" + "".join(f"{i},firm,TWN,{name}\n" for i, name in enumerate(names)))
    (rows,) = read_rows([str(path)], rulebook)
    assert rows.names.to_pylist() == [*names[:5], "=1+1", "'abc", "'"]


def test_rows_of_equal_id_are_both_kept(told):
    """Equal ids are for the run to tell."""
    assert told(HEAD + GOOD * 2) == (2, 2, [])


def test_amounts_take_the_currency_of_the_column(told):
    """Stated for the column; a cell beside an amount goes before it."""
    content = "id,kind,economy,annual_sales,annual_sales.currency\na,firm,TWN,5,\nb,firm,TWN,5,NTD\nc,firm,TWN,5,USD\n"
    assert told(content) == (3, 1, [(2, "E-CURRENCY"), (3, "E-CHOICE")])
    assert told(content, units={"annual_sales": "TWD"}) == (3, 2, [(3, "E-CHOICE")])


def test_a_likely_slip_of_unit_is_told_in_every_row(told):
    """The warning of the single check, at the row."""
    content = "id,kind,economy,employees,annual_sales,annual_sales.currency\na,firm,TWN,5,3200000000000,TWD\n"
    assert told(content) == (1, 1, [(2, "W-UNIT-SUSPECT")])


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


_JSON_BITS = st.sampled_from(
    ['{"a":1}', '"x"', "1.50", "1e5", "-0", "01", "NaN", "[1,[2]]", '{"a":1,"a":2}', '"\\ud83d\\ude00"', '"\\ud800"']
    + [
        '"\\u0000"',
        '"\\b"',
        '"\t"',
        "true",
        "nul",
        "1" * 301,
        "0." + "1" * 301,
        '"' + "y" * 50 + '"',
        '"\x7f"',
        "{}",
        "",
    ]
)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from(["k", "l", "m"]), _JSON_BITS), max_size=4), st.sampled_from(["", " ", "}", "x"])
)
def test_what_the_quick_reader_takes_the_strict_one_reads_alike(pairs, rest):
    """The quick reader takes nothing that the strict one refuses or reads otherwise, but for numbers no answer can be."""
    text = "{" + ",".join(f'"{name}":{raw}' for name, raw in pairs) + "}" + rest
    quick = _quick(text.encode())
    if quick is not None and "1" * 301 not in text:
        assert quick == read_json(text, "x").data


def book(write: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, options)
    sheet = workbook.add_worksheet("data")
    sheet.write_row(0, 0, HEAD.strip().split(","))
    sheet.write_row(1, 0, ["a", "firm", "TWN", 5])
    write(workbook, sheet)
    workbook.close()
    return out.getvalue()


def changed(content: bytes, part: str, change: Any) -> bytes:
    """The workbook with one part changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), part}:
            new.writestr(
                name, change(old.read(name) if name in old.namelist() else b"") if name == part else old.read(name)
            )
    return out.getvalue()


def test_formulas_count_by_their_saved_result(told):
    """With a warning; without a result the cell is refused; a link is never followed."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write_row(2, 0, ["b", "firm", "TWN"])
        sheet.write_formula(2, 3, "=1+1", None, 2)
        sheet.write_row(3, 0, ["c", "firm", "TWN"])
        sheet.write_formula(3, 3, "=[http://x/y.xlsx]S!A1", None, "")

    told_of = told(book(write), "t.xlsx")
    assert told_of == (3, 2, [(4, "E-FORMULA-UNCACHED"), (3, "W-FORMULA")])


def test_a_workbook_by_openpyxl_has_no_saved_results(told):
    """Its formulas are refused cell by cell."""
    workbook = openpyxl.Workbook()
    workbook.active.append(HEAD.strip().split(","))
    workbook.active.append(["a", "firm", "TWN", "=1+1"])
    out = io.BytesIO()
    workbook.save(out)
    assert told(out.getvalue(), "t.xlsx") == (1, 0, [(2, "E-FORMULA-UNCACHED")])


@pytest.mark.parametrize("epoch", [False, True])
def test_dates_percentages_and_errors_in_cells_are_told(epoch, told):
    """None of them is read as a number; blank rows are no rows, further cells are too many."""

    def write(workbook: Any, sheet: Any) -> None:
        for row in (2, 3, 5, 6):
            sheet.write_row(row, 0, [f"r{row}", "firm", "TWN"])
        sheet.write_number(2, 3, 40_000, workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(3, 3, 0.05, workbook.add_format({"num_format": "0%"}))
        sheet.write_formula(5, 3, "=1/0", None, "#DIV/0!")
        sheet.write_row(6, 3, [5, "beyond"])

    count, good, remarks = told(book(write, date_1904=epoch), "t.xlsx")
    assert (count, good) == (5, 1)
    assert remarks[:2] == [(3, "E-TYPE"), (4, "E-NUM")]
    assert remarks[2][0] == 6
    assert remarks[3] == (7, "E-ROW-WIDTH")


def test_a_sheet_is_chosen_by_name(told, refused):
    """The first unless one is named; an unknown name is refused."""

    def write(workbook: Any, _: Any) -> None:
        workbook.add_worksheet("more").write_row(0, 0, ["id", "kind", "economy"])

    content = book(write)
    assert told(content, "t.xlsx") == (1, 1, [])
    assert told(content, "t.xlsx", sheet="more") == (0, 0, [])
    assert refused(content, "t.xlsx", sheet="mor") == ["E-SHEET"]


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        ("xl/bomb.xml", lambda _: b"<x>" + b" " * 30_000_000, "E-ZIP-RATIO"),
        ("xl/worksheets/sheet1.xml", lambda _: ENTITY, "E-XML-DTD"),
        ("xl/sharedStrings.xml", lambda _: ENTITY.decode().encode("utf-16"), "E-XML-DTD"),
        ("xl/vbaProject.bin", lambda _: b"macro", "E-FORMAT"),
        ("../../x", lambda _: b"out", "E-FORMAT"),
        ("xl/worksheets/sheet1.xml", lambda old: old[: len(old) // 2], "E-FORMAT"),
        ("xl/workbook.xml", lambda _: b"<x/>", "E-FORMAT"),
    ],
)
def test_a_workbook_that_is_not_plain_is_refused(part, change, code, refused):
    """Before it is parsed: bombs, document types, macros, paths that lead out, damage."""
    assert refused(changed(book(lambda *_: None), part, change), "t.xlsx") == [code]


def test_a_workbook_of_too_many_parts_is_refused(refused):
    """One more than the limit."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(WORKBOOK_PARTS + 1):
            archive.writestr(f"xl/{number}", "")
    assert refused(out.getvalue(), "t.xlsx") == ["E-ZIP-PARTS"]


@pytest.mark.parametrize("name", ["t.xlsx", "t.xls", "t.parquet"])
def test_a_csv_of_another_ending_is_refused(name, refused):
    """The content decides, and the ending must not say otherwise."""
    assert refused(HEAD + GOOD, name) == ["E-FORMAT"]


def parquet(table: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), out, **options)
    return out.getvalue()


FIRM = {"id": ["a", "b"], "kind": ["firm"] * 2, "economy": ["TWN"] * 2}


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (pa.array([1.5, 2.0]), "E-STEP"),
        (pa.array([float("nan"), 2.0]), "E-NUM-FINITE"),
        (pa.array([float("inf"), 2.0]), "E-NUM-FINITE"),
        (pa.array([-1, 2], pa.int8()), "E-RANGE"),
        (pa.array([2**64 - 1, 2], pa.uint64()), "E-RANGE"),
        (pa.array([True, None]), "E-TYPE"),
        (pa.array(["１", "2"]).dictionary_encode(), "E-NUM"),
        (pa.array([["1"], None]), "E-TYPE"),
    ],
)
def test_a_bad_number_in_a_column_costs_its_row(column, code, told):
    """By whole columns, with the code of the single check."""
    assert told(parquet({**FIRM, "employees": column}), "t.parquet") == (2, 1, [(1, code)])


def test_floats_count_as_their_shortest_decimals(told):
    """97.7 is 97.7; 0.1 + 0.2 is finer than a step; -0.0 is zero; single precision too."""
    shares = pa.array([97.7, -0.0])
    assert told(parquet({**FIRM, "tariff_rate": shares}), "t.parquet") == (2, 2, [])
    assert told(parquet({**FIRM, "tariff_rate": shares.cast(pa.float32())}), "t.parquet") == (2, 2, [])
    assert told(parquet({**FIRM, "tariff_rate": pa.array([0.1 + 0.2, 0.3])}), "t.parquet") == (2, 1, [(1, "E-STEP")])


def test_amounts_may_be_structures_or_decimals(told):
    """A currency without an amount is nothing; an unknown one is refused."""
    money = pa.array([{"amount": 5.25, "currency": "TWD"}, {"amount": None, "currency": "TWD"}])
    assert told(parquet({**FIRM, "annual_sales": money}), "t.parquet") == (2, 2, [])
    wrong = pa.array([{"amount": 5, "currency": "NTD"}, None])
    assert told(parquet({**FIRM, "annual_sales": wrong}), "t.parquet", units={"annual_sales": "TWD"}) == (
        2,
        1,
        [(1, "E-CHOICE")],
    )
    exact = pa.array(["5.25", "5.00"]).cast(pa.decimal128(10, 2))
    content = {**FIRM, "annual_sales": exact, "annual_sales.currency": ["TWD", "USD"]}
    assert told(parquet(content), "t.parquet") == (2, 2, [])


def test_lists_may_repeat_be_empty_or_be_missing(tmp_path, rulebook):
    """Members twice count once; a missing member is refused."""
    strengths = pa.array([["independent", "independent"], [], None, ["independent", None], ["big"]])
    path = tmp_path / "t.parquet"
    five = {"id": list("abcde"), "kind": ["firm"] * 5, "economy": ["TWN"] * 5}
    path.write_bytes(parquet({**five, "strengths": strengths}))
    (rows,) = read_rows([str(path)], rulebook)
    bit = 1 << list(rulebook.attributes["strengths"].choices).index("independent")
    assert rows.columns["strengths"].codes.tolist() == [bit, 0, np.iinfo(rows.columns["strengths"].codes.dtype).min]
    assert [(each.place.row, each.problem.code) for each in rows.rejected] == [(4, "E-CHOICE"), (5, "E-CHOICE")]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({**FIRM, "employees": pa.array([0, 1], pa.timestamp("us", "UTC"))}, "E-SCHEMA"),
        ({**FIRM, "employees": pa.array([b"1", b"2"])}, "E-SCHEMA"),
        ({**FIRM, "employees": pa.array([[[1]], None])}, "E-SCHEMA"),
        ({**FIRM, "employees": pa.array([{"a": 1}, None])}, "E-SCHEMA"),
        (pa.Table.from_arrays([pa.array(["a"])] * 4, ["id", "kind", "economy", "id"]), "E-COLUMN-DUP"),
        ({f"c{i}": [1] for i in range(10_000)}, "E-MANY"),
    ],
)
def test_a_schema_that_holds_no_answers_is_refused(table, code, refused):
    """Times, bytes, nested columns, names twice, ten thousand columns."""
    assert set(refused(parquet(table), "t.parquet")) == {code}


def test_no_rows_are_no_fault(told):
    """Of a table of any kind."""
    assert told(parquet({"id": [], "kind": [], "economy": []}), "t.parquet") == (0, 0, [])


def test_a_row_group_is_read_in_portions_in_any_order(tmp_path, rulebook):
    """Portions are sent to other processes, and each is read on its own."""
    path = tmp_path / "t.parquet"
    ids = [f"i{n}" for n in range(100)]
    path.write_bytes(parquet({"id": ids, "kind": ["firm"] * 100, "economy": ["TWN"] * 100}, row_group_size=40))
    (source,) = sources([str(path)], ReadingOptions(part_rows=16))
    portions = list(source.portions(rulebook))
    assert source.rows_hint() == 100
    shuffled = random.Random(1).sample(range(len(portions)), len(portions))
    read = {i: pickle.loads(pickle.dumps(portions[i])).read(rulebook) for i in shuffled}
    assert [each for i in sorted(read) for each in read[i].ids.to_pylist()] == ids
    assert max(each.count for each in read.values()) == 16


def test_a_damaged_parquet_file_is_refused_or_read_right(tmp_path, rulebook):
    """Cut at a hundred places and flipped at three hundred: with checksums, nothing wrong is read in silence."""
    values = [n % 500 for n in range(2000)]
    table = {
        "id": [f"i{n}" for n in range(2000)],
        "kind": ["firm"] * 2000,
        "economy": ["TWN"] * 2000,
        "employees": values,
    }
    whole = parquet(table, write_page_checksum=True)
    path, seen = tmp_path / "t.parquet", Counter()
    rolled = random.Random(2)
    bad = [whole[: len(whole) * n // 100] for n in range(1, 100)]
    for _ in range(300):
        flipped = bytearray(whole)
        flipped[rolled.randrange(4, len(whole))] ^= 1 << rolled.randrange(8)
        bad.append(bytes(flipped))
    for content in bad:
        path.write_bytes(content)
        try:
            parts = list(read_rows([str(path)], rulebook))
        except Rejected as rejected:
            seen[rejected.problems[0].code] += 1
            continue
        seen["read"] += 1
        assert [2 * each for each in values] == [c for part in parts for c in part.columns["employees"].codes.tolist()]
    assert {"E-PARQUET", "E-CHECKSUM"} <= seen.keys()


def test_a_folder_and_standard_input_are_read(tmp_path, rulebook, monkeypatch):
    """Profile files in the order of their paths, problems with line and column; - is CSV or JSON Lines by content."""
    folder = tmp_path / "f"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.yaml").write_text("id: b\nkind: firm\neconomy: TWN\nanswers:\n  employees: 5\n")
    (folder / "a.json").write_text('{"id": "a", "kind": "firm", "economy": "TWN"}')
    (folder / "sub/c.yml").write_text("id: c\nkind: firm\neconomy: TWN\nanswers:\n  employees: -5\n")
    (folder / "notes.txt").write_text("not a profile")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((HEAD + GOOD).encode())))
    parts = list(read_rows([str(folder), "-"], rulebook))
    assert [part.ids.to_pylist() for part in parts] == [["a"], ["b"], [], ["a"]]
    (remark,) = parts[2].rejected
    assert (remark.problem.code, remark.problem.place.line, remark.problem.place.column) == ("E-RANGE", 5, 14)


def test_what_is_not_there_is_refused(tmp_path):
    """With the code of a single profile."""
    with pytest.raises(Rejected) as caught:
        sources([str(tmp_path / "nothing.csv")], ReadingOptions())
    assert [each.code for each in caught.value.problems] == ["E-NOT-FOUND"]


def test_a_fingerprint_tells_a_changed_file(tmp_path):
    """Size, time and content."""
    path = tmp_path / "t.csv"
    path.write_text(HEAD)
    os.utime(path, ns=(5, 5))
    (source,) = sources([str(path)], ReadingOptions())
    before = source.fingerprint()
    path.write_text(HEAD.upper())
    os.utime(path, ns=(5, 5))
    after = source.fingerprint()
    assert (before.size, before.mtime_ns) == (after.size, after.mtime_ns) == (len(HEAD), 5)
    assert before.digest != after.digest


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.text('ab",\n\r;', max_size=4), min_size=2, max_size=2), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 5),
)
def test_records_are_cut_where_the_csv_module_ends_them(rows, end, part_rows):
    """Quotes, delimiters and line breaks inside cells; portions of any size; each record once and in order."""
    import csv

    from smeadvisor.tables.csv_records import Records
    from smeadvisor.tables.raw import Run

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(rows)
    parts = list(Records(io.BytesIO(out.getvalue().encode()), ",", 2, part_rows).parts(b""))
    assert all(isinstance(part, Run) and part.rows <= part_rows for part in parts)
    text = b"".join(part.raw for part in parts).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows
    assert [part.first for part in parts] == [2 + sum(p.rows for p in parts[:i]) for i in range(len(parts))]


def test_paths_of_the_tests_are_left_alone():
    """Nothing was unpacked beside the tests."""
    assert not (Path(__file__).parents[2] / "x").exists()
