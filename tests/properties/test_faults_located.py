"""Whatever is wrong in a table is told with the name of its column, whichever file it comes in."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from smeadvisor.problems import InvalidInput
from smeadvisor.problems.limits import ROW_BYTES
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows
from support.faults import FAULTS, firm
from support.rendered import WRITERS, Data, columns_of
from support.scale import randomness

WHOLE = {"answers that are a list", "missing id", "missing kind", "missing economy"}
"""Faults of the row: in a line of JSON a field that is missing stands nowhere."""


def faulty_columns(data: Data) -> set[str]:
    """The columns in which a profile differs from a good one, and those that they add to."""
    good = columns_of(firm({}))
    found = {name for name, cell in columns_of(data).items() if good.get(name, cell and "") != cell or name not in good}
    return found | {name.split(".")[0] for name in found}


def located(path: Path, rulebook, **options):
    """The row, the header and the cell of each problem, all told in one line in both languages."""
    problems = [
        each.problem for rows in read_rows([str(path)], rulebook, ReadingOptions(**options)) for each in rows.rejected
    ]
    for each in problems:
        assert each.place.header in each.line("en")
        assert each.place.header in each.line("zh-Hant")
    return [(each.place.line, each.place.header, each.place.cell) for each in problems]


@pytest.mark.parametrize("form", WRITERS)
def test_every_fault_is_told_with_its_column(form, tmp_path, rulebook):
    """As the file's own header names it, and in a workbook with its cell."""
    left_out = WHOLE if "jsonl" in form else ()
    held = [data for label, (data, forms) in FAULTS.items() if form in forms and label not in left_out]
    # A column of one type cannot hold all of them.
    path = tmp_path / f"t.{form}"
    for profiles in [[each] for each in held] if form == "typed.parquet" else [held]:
        WRITERS[form](path, profiles)
        problems = located(path, rulebook)
        first = 2 if form in ("csv", "xlsx") else 1
        assert {row - first for row, _, _ in problems} == {*range(len(profiles))}
        for row, header, cell in problems:
            assert header in faulty_columns(profiles[row - first]) | {"ids", "employes"}
            assert bool(cell) == (form == "xlsx")


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "text.parquet"])
def test_a_text_that_cannot_be_is_found_among_many_columns(form, tmp_path, rulebook):
    """Wherever its column stands and whatever that is called: characters and length, in fields, answers, companions."""
    names = ["id", "name", "note", "sector", "strengths", "annual_sales", "employees.note", "annual_sales.currency"]
    path, draw = tmp_path / f"t.{form}", randomness(14)
    for bad, text in product(names, ("a\x7fb", "a\u202eb", "x" * 10_001)):
        cells = {"kind": "firm", "economy": "TWN", "id": "a", **dict.fromkeys(names[1:]), bad: text}
        order = draw.sample(list(cells), len(cells))
        write_cells(form, path, {"我的 欄位" if name == bad else name: cells[name] for name in order})
        ((row, header, cell),) = located(path, rulebook, mapping={"我的 欄位": bad})
        assert (row, header) == (1 if form in ("jsonl", "text.parquet") else 2, "我的 欄位")
        assert cell == (f"{'ABCDEFGHIJ'[order.index(bad)]}2" if form == "xlsx" else "")


def test_a_byte_of_another_encoding_is_found_in_its_column(tmp_path, rulebook):
    """It is counted within the cell or the line, and the place says which; columns left out have their number."""
    path = tmp_path / "t.csv"
    for bad in range(4):
        row = b",".join(b"\xe5\x85\xac\xa4" if i == bad else b"" for i in range(4))
        path.write_bytes(b"id,kind,economy,name,note,sector,more\nf,firm,TWN," + row + b"\n")
        (rows,) = read_rows([str(path)], rulebook, ReadingOptions(mapping={"more": "-"}))
        line = rows.rejected[0].problem.line("en")
        where = ["2: column name", "2: column note", "2: column sector", "2:7"][bad]
        assert f"t.csv:{where}: E-ENCODING: The text is not UTF-8: byte 3 of the cell (0xa4)" in line
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"id":"f","kind":"firm","economy":"TWN","name":"a","answers":{"sector":"\xa4"}}\n')
    assert located(path, rulebook) == [(1, "sector", "")]
    path.write_bytes(b'{"id":"f","kind":"firm","economy":"TWN","name":"\xa4","answers":{"sector":"a"}}\n')
    assert located(path, rulebook) == [(1, "name", "")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("id", pa.string()),
        ("note", pa.large_string()),
        ("sector", pa.string()),
        ("sector", pa.dictionary(pa.int8(), pa.string())),
    ],
)
def test_a_column_of_parquet_that_is_no_text_is_named(name, kind, tmp_path, rulebook):
    """With its row and the byte: what the file's writer did wrong."""
    good = {"id": ["a", "b"], "kind": ["firm"] * 2, "economy": ["TWN"] * 2}
    bad = pa.array([b"a", b"b\xa4"], pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 2, bad.buffers())
    if kind == pa.large_string():
        texts = pa.Array.from_buffers(kind, 2, bad.cast(pa.large_binary()).buffers())
    if pa.types.is_dictionary(kind):
        texts = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), texts)
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({**good, name: texts}), path)
    with pytest.raises(InvalidInput) as caught:
        list(read_rows([str(path)], rulebook))
    (fault,) = caught.value.problems
    assert f"t.parquet:2: column {name}: E-ENCODING: The text is not UTF-8: byte 1 of the cell (0xa4)" in fault.line(
        "en"
    )


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ('f,firm,TWN,"a"b,5', "E-CSV-QUOTE", "name"),
        ('f,firm,TWN,a,"5', "E-CSV-QUOTE", "employees"),
        ('"f,firm,TWN,a,5', "E-CSV-QUOTE", "id"),
        ('"f,1","firm""x",TWN,"a"" b,5', "E-CSV-QUOTE", "name"),
        ("f,firm,TWN," + "x" * ROW_BYTES + ",5", "E-LEN", "name"),
        ("f,firm,TWN,a," + "5" * ROW_BYTES, "E-LEN", "employees"),
        ("x" * ROW_BYTES * 20 + ",firm,TWN,a,5", "E-LEN", "id"),
    ],
)
def test_a_record_that_cannot_be_told_from_the_next_is_told_with_its_column(row, code, column, tmp_path, rulebook):
    """Where the quotation marks do not match, or its longest cell."""
    path = tmp_path / "t.csv"
    path.write_text(f"id,kind,economy,name,employees\n{row}\nb,firm,TWN,,5\n", encoding="utf-8")
    rows = list(read_rows([str(path)], rulebook))
    ((remark,),) = [each.rejected for each in rows if each.rejected]
    assert (remark.problem.code, remark.problem.place.line, remark.problem.place.header) == (code, 2, column)
    assert sum(each.count for each in rows) == 2


def write_cells(form: str, path: Path, cells: Data) -> None:
    """One row under names of any kind, in any order."""
    if form == "jsonl":
        WRITERS[form](path, [cells])
    elif form == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([cells, cells.values()])
    elif form == "xlsx":
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, cells)
        sheet.write_row(1, 0, cells.values())
        book.close()
    else:
        pq.write_table(pa.table({name: pa.array([cell], pa.string()) for name, cell in cells.items()}), path)
