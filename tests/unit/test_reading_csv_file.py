"""CSV of many hands and hostile CSV: each fault costs its row or its file, and nothing else."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.problems import InvalidInput
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows, sources

HEAD = "id,kind,economy,employees\n"
GOOD = "a,firm,TWN,5\n"


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


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("at", [0, 3])
def test_a_name_in_the_header_may_hold_a_line_break(delimiter, at, told):
    """In quotes, whatever the delimiter."""
    names = ["id", "kind", "economy", "employees"]
    head = [*names[:at], f'"{names[at][:1]}\n{names[at][1:]}"', *names[at + 1 :]]
    content = delimiter.join(head) + "\n" + GOOD.replace(",", delimiter)
    assert told(content, mapping={head[at].strip('"'): names[at]}) == (1, 1, [])


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({"mapping": {"nosuch": "sector"}}, ["E-MAP"]),
        ({"mapping": {"employes": "-"}}, ["E-MAP"]),
        ({"mapping": {"no": "id"}}, []),
        ({"mapping": {"employees": "id"}}, ["E-COLUMN-DUP"]),
        ({"units": {"nosuch": "TWD"}}, ["E-UNIT-OF"]),
        ({"units": {"employees": "TWD"}}, ["E-UNIT-OF"]),
        ({"units": {"annual_sales.currency": "TWD"}}, ["E-UNIT-OF"]),
        ({"units": {"annual_sales": "TWD"}}, []),
    ],
)
def test_options_that_go_with_nothing_are_refused(options, codes, tmp_path, rulebook):
    """A column that is not there, unless one of its new name is; a unit of what is no amount of money."""
    path = tmp_path / "t.csv"
    path.write_text(HEAD + GOOD)
    try:
        found = [
            remark.problem.code
            for rows in read_rows([str(path)], rulebook, ReadingOptions(**options))
            for remark in rows.rejected
        ]
    except InvalidInput as rejected:
        found = [each.code for each in rejected.problems]
    assert found == codes


def test_a_nul_costs_its_row_wherever_it_stands(told):
    """Near the beginning of the file too."""
    assert told(HEAD + "a\0b,firm,TWN,5\n" + GOOD) == (2, 1, [(2, "E-CHAR")])


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
        ("id,kind,eco\0nomy\n", ["E-FORMAT"]),
        ("id,kind,economy,employees.colour\n", ["E-COLUMN-UNKNOWN"]),
        ("id,kind,economy,employees.currency\n", ["E-COLUMN-UNKNOWN"]),
    ],
)
def test_a_header_that_is_wrong_refuses_the_file(content, codes, refused):
    """With every fault of it at once."""
    assert refused(content) == codes


def test_a_header_of_the_wrong_encoding_names_the_remedy(tmp_path, rulebook):
    """The option that declares the encoding is told."""
    path = tmp_path / "t.csv"
    path.write_bytes("公司,kind\n".encode("cp950"))
    with pytest.raises(InvalidInput) as caught:
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


def test_a_suspicious_amount_in_a_bad_row_costs_the_row(told):
    """Its year has a needless zero, which the rows beside it do not care for."""
    head = "id,kind,economy,employees,employees.year,annual_sales,annual_sales.currency\n"
    rows = "a,firm,TWN,5,02008,3200000000000,TWD\nb,firm,TWN,5,2008,5,TWD\n"
    assert told(head + rows) == (2, 1, [(2, "E-TYPE")])


@pytest.mark.parametrize("amount", ["", "dont_know", "5"])
def test_a_currency_is_a_text_like_any_other(amount, told):
    """Too long beside no amount too."""
    content = f"id,kind,economy,annual_sales,annual_sales.currency\na,firm,TWN,{amount},{'x' * 10_001}\n"
    assert told(content) == (1, 0, [(2, "E-LEN")])


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["a", "b\rc", '"', "d\ne", "f,g", "\ufeffh"]), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.sampled_from([None, "utf-8-sig", "utf-16"]),
    st.integers(1, 5),
)
def test_the_size_of_portions_changes_nothing(tmp_path, rulebook, ids, end, quoted, encoding, part_rows):
    """Whatever ends lines, and with quotes, breaks and marks in cells; only a mark costs its row."""
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_NONNUMERIC, lineterminator=end)
    writer.writerows([["id", "kind", "economy", "employees"], *([each, "firm", "TWN", 5] for each in ids)])
    path = tmp_path / "t.csv"
    path.write_bytes(out.getvalue().encode(encoding or "utf-8"))
    found = list(read_rows([str(path)], rulebook, ReadingOptions(encoding=encoding, part_rows=part_rows)))
    assert [each for rows in found for each in rows.ids.to_pylist()] == [each for each in ids if "\ufeff" not in each]
    assert sum(rows.count for rows in found) == len(ids)


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.text('ab",\n\r;', max_size=4), min_size=2, max_size=2), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(1, 5),
)
def test_records_are_cut_where_the_csv_module_ends_them(rows, end, part_rows):
    """Quotes, delimiters and line breaks inside cells; portions of any size; each record once and in order."""
    import csv

    from smeadvisor.tables.reading.csv_records import Records
    from smeadvisor.tables.reading.raw import Run

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(rows)
    parts = list(Records(io.BytesIO(out.getvalue().encode()), ",", 2, part_rows).parts(b""))
    assert all(isinstance(part, Run) and part.rows <= part_rows for part in parts)
    text = b"".join(part.raw for part in parts).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows
    assert [part.first for part in parts] == [2 + sum(p.rows for p in parts[:i]) for i in range(len(parts))]
