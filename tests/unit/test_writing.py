"""Tables of advice to files: nothing lost, nothing that a spreadsheet runs, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.problems import InvalidInput
from smeadvisor.tables.defusing import defused, restored
from smeadvisor.tables.writing import ENDINGS, SHEET_ROWS, WritingOptions, writer, xlsx

LURING = ['=HYPERLINK("http://x","a")', "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\x00=1", "'=1", "''+1"]
HARMLESS = ["＝1", "|cmd", "a=1", "'a", "公司", '"', "line\nbreak", ""]

BARRIER = pa.struct({"id": pa.string(), "severity": pa.string(), "weight": pa.int32()})
ADVICE = pa.struct(
    {"rank": pa.int16(), "id": pa.string(), "evidence": pa.string(), "points": pa.int32(), "under": pa.string()}
)
SCHEMA = pa.schema(
    {
        "row": pa.int64(),
        "id": pa.string(),
        "name": pa.string(),
        "sme": pa.dictionary(pa.int8(), pa.string()),
        "barriers": pa.list_(BARRIER),
        "recommendations": pa.list_(ADVICE),
        "undecided": pa.list_(pa.string()),
    }
)


def table(names: list[str | None], first: int = 1) -> pa.Table:
    rows = [
        {
            "row": first + i,
            "id": f"f{i}",
            "name": name,
            "sme": "yes" if i % 2 else None,
            "barriers": [
                {"id": "a/b", "severity": "mild", "weight": 4},
                {"id": "c", "severity": "severe", "weight": 2},
            ],
            "recommendations": [{"rank": 1, "id": "r", "evidence": "need", "points": 6, "under": None}] if i else [],
            "undecided": None if i == 2 else ["x", "y"],
        }
        for i, name in enumerate(names)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def written(form, *tables: pa.Table, **options) -> bytes:
    sink = io.BytesIO()
    made = writer(form, sink, SCHEMA, WritingOptions(**options))
    for each in tables:
        made.write(each)
    made.close()
    return sink.getvalue()


def test_parquet_gives_back_the_tables_one_row_group_a_part():
    """With checksums on its pages."""
    parts = table(["a", None]), table([]), table(["b", "c", "d"], first=3)
    content = written("parquet", *parts)
    file = pq.ParquetFile(io.BytesIO(content), page_checksum_verification=True)
    assert file.num_row_groups == 2
    assert file.read().equals(pa.concat_tables(parts))


def test_jsonl_is_what_json_says():
    """One object a line, keys in the order of the schema, text escaped where it must be."""
    given_rows = table([*LURING, *HARMLESS, None])
    lines = written("jsonl", given_rows).decode().split("\n")
    assert lines.pop() == ""
    assert lines == [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in given_rows.to_pylist()]


@given(st.lists(st.text()))
def test_jsonl_holds_any_text(names):
    """Surrogates are no text."""
    names = [each.encode(errors="ignore").decode() for each in names]
    content = written("jsonl", table(names)).decode()
    assert [json.loads(line)["name"] for line in content.split("\n")[:-1]] == names


@given(st.text("'=+-@\t\r\x00a"))
def test_defused_text_is_harmless_and_comes_back(text):
    """Whatever apostrophes it had."""
    (safe,) = defused(pa.array([text])).to_pylist()
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\x00"))
    assert restored(pa.array([safe])).to_pylist() == [text]


def test_csv_is_defused_but_for_raw():
    """Numbers are left alone; names come back exactly."""
    names = [*LURING, *HARMLESS]
    rows = list(csv.DictReader(io.StringIO(written("csv", table(names)).decode(), newline="")))
    assert [row["name"] for row in rows[: len(LURING)]] == ["'" + each for each in LURING]
    assert restored(pa.array([row["name"] for row in rows])).to_pylist() == names
    raw = list(csv.DictReader(io.StringIO(written("csv", table(names), raw=True).decode(), newline="")))
    assert [row["name"] for row in raw] == names


def test_lists_are_cells_in_csv():
    """Items joined by semicolons; nothing where there is none."""
    rows = list(csv.DictReader(io.StringIO(written("csv", table(["a", "b", "c"])).decode(), newline="")))
    assert rows[0]["barriers"] == "a/b=mild:4;c=severe:2"
    assert [row["recommendations"] for row in rows] == ["", "1=r=6", "1=r=6"]
    assert [row["undecided"] for row in rows] == ["x;y", "x;y", ""]
    assert [row["sme"] for row in rows] == ["", "yes", ""]


def test_excel_is_given_the_mark_it_looks_for():
    """By default there is none."""
    assert written("csv", table(["a"]), excel=True) == b"\xef\xbb\xbf" + written("csv", table(["a"]))


def test_a_workbook_holds_text_as_text():
    """No formulas, no links; the cells of the CSV."""
    names = [*LURING, *HARMLESS]
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", table(names)))).active
    found = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in found if cell.value is not None} == {"s"}
    assert all(cell.hyperlink is None for cell in found)
    # openpyxl leaves the escapes of control characters as they stand in the file.
    assert [cell.value for cell in found][:4] == LURING[:4]
    assert sheet["E2"].value == "a/b=mild:4;c=severe:2"


def test_a_workbook_is_ready_for_people():
    """Its header is bold and stays in sight, its columns have filters and widths, long lists are wrapped."""
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", table(["a", "b"])))).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G3")
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["B2"].font.bold
    assert [sheet.column_dimensions[each].width > 9 for each in "ABE"] == [True, True, True]
    assert (sheet["E2"].alignment.wrap_text, sheet["D3"].alignment.wrap_text) == (True, None)


def test_a_workbook_too_small_is_refused(monkeypatch):
    """More rows than a sheet has, more text than a cell."""
    assert SHEET_ROWS == 2**20 - 1
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
    with pytest.raises(InvalidInput, match="E-ROWS"):
        written("xlsx", table(["a", "b"]), table(["c", "d"]))
    with pytest.raises(InvalidInput, match=r"E-CELL.*row 3"):
        written("xlsx", table(["a", "b" * 32_768]))


@pytest.mark.parametrize("form", ENDINGS.values())
def test_the_same_rows_give_the_same_bytes(form):
    """Also where there are none."""
    for rows in (["a", "b", None], []):
        assert written(form, table(rows)) == written(form, table(rows))
