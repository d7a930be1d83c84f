"""Workbooks, good and hostile: nothing is parsed that is not plain, no cell is read for what it is not."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter
from openpyxl.xml.constants import SHEET_MAIN_NS

from smeadvisor.problems import InvalidInput
from smeadvisor.problems.limits import VALUES, WORKBOOK_PARTS
from smeadvisor.tables.reading.inputs import read_rows, sources
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.workbook_cells import rows_of_sheet
from smeadvisor.tables.reading.workbook_guard import elements
from smeadvisor.tables.reading.workbook_package import package_of, tag, text_of, unescaped
from smeadvisor.tables.writing import WritingOptions
from smeadvisor.tables.writing.xlsx import XlsxWriter

HEAD = "id,kind,economy,employees\n"
GOOD = "a,firm,TWN,5\n"


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
            before = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(before) if name == part else before)
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
        ("xl/worksheets/sheet1.dat", lambda _: ENTITY, "E-XML-DTD"),
        ("xl/vbaProject.bin", lambda _: b"macro", "E-FORMAT"),
        ("../../x", lambda _: b"out", "E-FORMAT"),
        ("xl/worksheets/sheet1.xml", lambda old: old[: len(old) // 2], "E-FORMAT"),
        ("xl/workbook.xml", lambda _: b"<x/>", "E-EMPTY"),
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


def rows_as(*rows: str, root: str = "worksheet") -> Any:
    """What puts these rows in the place of a sheet's own."""
    return lambda _: f'<{root} xmlns="{SHEET_MAIN_NS}"><sheetData>{"".join(rows)}</sheetData></{root}>'.encode()


def texts(*cells: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)


SHEET = "xl/worksheets/sheet1.xml"
FIRST = f"<row>{texts('id', 'kind', 'economy', 'employees')}</row>"
FIRM = texts("x", "firm", "TWN")


def with_rows(*rows: str) -> bytes:
    return changed(book(lambda *_: None), SHEET, rows_as(FIRST, *rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/sheets/s1.xml", "xl/worksheets/s1.dat"])
def test_a_sheet_is_found_by_its_relationship(part, encoding, told):
    """Its formulas are known whatever its part is called and however it is encoded."""
    rows = rows_as(FIRST, f"<row>{FIRM}<c><f>1+1</f></c></row>", f"<row>{FIRM}<c><f>1+1</f><v>2</v></c></row>")
    content = changed(book(lambda *_: None), part, lambda _: rows(b"").decode().encode(encoding))
    rels = "xl/_rels/workbook.xml.rels"
    content = changed(content, rels, lambda old: old.replace(b"worksheets/sheet1.xml", part[3:].encode()))
    assert told(content, "t.xlsx") == (2, 1, [(2, "E-FORMULA-UNCACHED"), (3, "W-FORMULA")])


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (f'<row r="2">{FIRM}</row>', 2),
        (f'<row r="3">{FIRM}</row><row r="2">{FIRM}</row>', 2),
        (f'<row r="0">{FIRM}</row>', 3),
        (f'<row r="-5">{FIRM}</row>', 3),
        (f'<row r="3">{texts("x")}<c r="D3"/>{texts("y")}<c r="A3"/></row>', 3),
        (f'<row r="3">{texts("x")}<c r="A3"/></row>', 3),
        (f'<row r="3">{texts("x")}<c r="B4"/></row>', 3),
        (f'<row r="3">{texts("x")}<c r="ZZZ3"/></row>', 3),
    ],
)
def test_rows_and_cells_out_of_order_are_refused_with_their_row(row, place, tmp_path, rulebook):
    """Which of them is meant cannot be told, and none is left out in silence."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(with_rows(f'<row r="2">{FIRM}</row>', row))
    with pytest.raises(InvalidInput) as caught:
        list(read_rows([str(path)], rulebook))
    assert [(each.code, each.place.line) for each in caught.value.problems] == [("E-FORMAT", place)]


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="b"><v>true</v></c>',
        "<c><v>five</v></c>",
        "<c><v>1_0</v></c>",
        "<c><v>nan</v></c>",
        '<c s="99"><v>5</v></c>',
        '<c t="s"><v>-1</v></c>',
        '<c t="s"><v>9999</v></c>',
        '<c t="q"><v>5</v></c>',
    ],
)
def test_a_damaged_cell_costs_its_own_row(cell, told):
    """The others are read."""
    rows = [f"<row>{FIRM}{each}</row>" for each in ("<c><v>5</v></c>", cell, "<c><v>6</v></c>")]
    assert told(with_rows(*rows), "t.xlsx") == (3, 2, [(3, "E-TYPE")])


def test_a_header_that_is_a_formula_without_result_is_refused(refused):
    """As such, and not as a row that is too wide."""
    head = f"<row>{texts('id', 'kind', 'economy')}<c><f>A1</f></c></row>"
    assert refused(changed(book(lambda *_: None), SHEET, rows_as(head)), "t.xlsx") == ["E-FORMULA-UNCACHED"]


def test_a_part_that_is_no_sheet_is_refused(refused):
    """Rather than read as a sheet without rows."""
    assert refused(changed(book(lambda *_: None), SHEET, rows_as(FIRST, root="other")), "t.xlsx") == ["E-FORMAT"]


def test_a_workbook_of_the_strict_form_is_refused_with_what_to_do(tmp_path, rulebook):
    """It is not taken for an empty one."""
    path = tmp_path / "t.xlsx"
    old, new = b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument"
    path.write_bytes(changed(book(lambda *_: None), "_rels/.rels", lambda rels: rels.replace(old, new)))
    with pytest.raises(InvalidInput) as caught:
        list(read_rows([str(path)], rulebook))
    assert [each.remedy("en") for each in caught.value.problems] == ["Save it as “Excel Workbook (.xlsx)”."]
    assert [each.code for each in caught.value.problems] == ["E-FORMAT"]


NAMES = ["a\rb", "_x000D_", "kx005F_y", "_x005F_x000D_", "_x000d", "x_x0041_x0042_y", "😀_x", "_X000D_", "_x0041\r"]


def test_texts_written_by_our_own_writer_are_read_back(tmp_path, rulebook):
    """Also those with control characters, or with what looks like the form in which workbooks keep these."""
    path = tmp_path / "t.xlsx"
    with path.open("wb") as sink:
        size = len(NAMES)
        ids = [f"i{i}" for i in range(size)]
        table = pa.table({"id": ids, "kind": ["firm"] * size, "economy": ["TWN"] * size, "name": NAMES})
        writer = XlsxWriter(sink, table.schema, WritingOptions())
        writer.write(table)
        writer.close()
    (rows,) = read_rows([str(path)], rulebook)
    assert rows.names.to_pylist() == NAMES


@pytest.mark.parametrize("shared", [False, True])
def test_characters_written_by_number_are_read_as_such(shared, tmp_path):
    """In shared texts, in those of cells and in runs; a pair of numbers is one character."""
    out = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(out, {"constant_memory": not shared}) as workbook:
        workbook.add_worksheet().write_column(0, 0, ["a\x01b", *NAMES])
    with zipfile.ZipFile(out) as archive:
        package = package_of(archive, "t.xlsx")
        read = [cells[0].value for _, cells in rows_of_sheet(archive, package.sheets[0].part, package, "t.xlsx")]
    assert read == ["a\x01b", *NAMES]
    assert unescaped("_xD83D__xDE00_") == "😀"
    runs = "<si><r><t>a_x0</t></r><rPh><t>-</t></rPh><r><t>041_x0042_</t></r></si>"
    part = io.BytesIO(f'<sst xmlns="{SHEET_MAIN_NS}">{runs}</sst>'.encode())
    (item,) = elements(part, {(tag("sst"), tag("si"))}, "t.xlsx")
    assert text_of(item) == "a_x0041B"


@pytest.mark.parametrize(
    ("style", "code"), [('0.0"% of"', None), (r"0\%", None), ("0_%", None), ("0%", "E-NUM"), ("[Red]0.0%", "E-NUM")]
)
def test_a_percent_sign_counts_where_it_makes_a_percentage(style, code, told):
    """Words in quotation marks and single characters after a backslash do not."""

    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row(2, 0, ["b", "firm", "TWN"])
        sheet.write_number(2, 3, 5, workbook.add_format({"num_format": style}))

    assert told(book(write), "t.xlsx") == ((2, 2, []) if code is None else (2, 1, [(3, code)]))


def test_dates_of_the_east_asian_editions_are_dates(told):
    """Their formats have numbers and are written down nowhere."""

    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row(2, 0, ["b", "firm", "TWN"])
        sheet.write_number(2, 3, 40_000, workbook.add_format({"num_format": 30}))

    assert told(book(write), "t.xlsx") == (2, 1, [(3, "E-TYPE")])


def test_the_first_sheet_that_is_shown_is_read(told):
    """Not one that is hidden before it, unless that is named."""

    def write(workbook: Any, sheet: Any) -> None:
        workbook.add_worksheet("shown").write_row(0, 0, ["id", "kind", "economy"])
        workbook.get_worksheet_by_name("shown").activate()
        sheet.very_hidden()

    assert told(book(write), "t.xlsx") == (0, 0, [])
    assert told(book(write), "t.xlsx", sheet="data") == (1, 1, [])


def warned(content: bytes, tmp_path: Any, rulebook: Any, **options: Any) -> list[Any]:
    """What is said of a workbook as a whole."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    (source,) = sources([str(path)], ReadingOptions(**options))
    list(source.portions(rulebook))
    return source.warnings


def merged(*ranges: str) -> bytes:
    """A workbook of five firms and a column that may be left out, some cells merged."""

    def write(workbook: Any, sheet: Any) -> None:
        for each in ranges:
            sheet.merge_range(each, "")
        sheet.write_row(0, 0, [*HEAD.strip().split(","), "more"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"f{row}", "firm", "TWN", row, "x"])

    return book(write)


@pytest.mark.parametrize(
    ("ranges", "told_of"),
    [
        (["D3:D5"], (5, 2, [(3, "E-MERGED"), (4, "E-MERGED"), (5, "E-MERGED")])),
        (["D2:D3", "D5:D6"], (5, 1, [(row, "E-MERGED") for row in (2, 3, 5, 6)])),
        (["C4:D4"], (5, 4, [(4, "E-MERGED"), (4, "E-MERGED")])),
        (["D6:E6"], (5, 4, [(6, "E-MERGED")])),
        (["A2:A3"], (5, 3, [(2, "E-MERGED"), (3, "E-MERGED")])),
        (["D9:D12", "E2:E6", "G2:H9"], (5, 5, [])),
        (["B4:XFD4"], (5, 4, [(4, "E-MERGED")] * 3)),
    ],
)
def test_rows_with_merged_cells_are_refused(ranges, told_of, told):
    """Each row they reach and no other, in portions of any size; not where the column is not read, or no row is."""
    for part_rows in (1, 2, 9):
        assert told(merged(*ranges), "t.xlsx", mapping={"more": "-"}, part_rows=part_rows) == told_of


def test_merged_cells_are_told_with_their_range_and_each_cell(tmp_path, rulebook):
    """The range to be unmerged, the column and the cell that lacks its value."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(merged("D3:D4"))
    (rows,) = read_rows([str(path)], rulebook, ReadingOptions(mapping={"more": "-"}))
    lines = [each.problem.line("en") for each in rows.rejected]
    assert [line.partition("t.xlsx:")[2].partition(". Unmerge")[0] for line in lines] == [
        f"{row}: column employees (D{row}): E-MERGED: "
        "The cells D3:D4 are merged, and only the first of them holds what is seen in all"
        for row in (3, 4)
    ]
    assert [each.id for each in rows.rejected] == ["f2", "f3"]


@pytest.mark.parametrize(
    ("ranges", "codes"),
    [(["D1:E1"], ["E-MERGED"]), (["B1:B2"], ["E-MERGED"]), (["E1:F1", "G1:H2"], None), (["E1:E3"], None)],
)
def test_merged_cells_of_a_header_are_refused_where_they_are_read(ranges, codes, told, refused):
    """Those of columns that are left out or beyond the table are not."""
    if codes:
        assert refused(merged(*ranges), "t.xlsx", mapping={"more": "-"}) == codes
    else:
        assert told(merged(*ranges), "t.xlsx", mapping={"more": "-"}) == (5, 5, [])


def test_a_title_over_the_table_is_told_beside_what_it_hides(refused):
    """Its cells are merged, and it is no header."""
    content = book(lambda _, sheet: sheet.merge_range("A1:B1", "All firms"))
    assert refused(content, "t.xlsx") == ["E-MERGED", "E-COLUMN-UNKNOWN", "E-COLUMN-MISSING"]


def test_more_merged_cells_than_can_be_told_apart_refuse_the_sheet(refused):
    """Their number is bounded, and so is what is kept of them."""
    many = b"".join(b'<mergeCell ref="D%d:D%d"/>' % (2 * i, 2 * i + 1) for i in range(1, VALUES + 2))
    content = changed(
        merged("D2:D3"), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<mergeCell ", many + b"<mergeCell ", 1)
    )
    assert refused(content, "t.xlsx", mapping={"more": "-"}) == ["E-MERGED"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_marks_are_found_however_the_sheet_is_written(encoding, told):
    """Another encoding, other quotation marks, a prefix, and cells that are merged with nothing."""

    def write(xml: bytes) -> bytes:
        text = (
            xml.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"').replace('ref="D3:D4"', "ref = 'D3:D4'")
        )
        return text.replace("<mergeCell ", '<mergeCell ref="D6:D6"/><mergeCell ').encode(encoding)

    content = changed(merged("D3:D4"), "xl/worksheets/sheet1.xml", write)
    assert told(content, "t.xlsx", mapping={"more": "-"})[:2] == (5, 3)


def test_what_is_hidden_is_read_and_told(tmp_path, rulebook):
    """Rows hidden by hand, by a filter or by an outline, and columns that are read; not what is empty."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write(0, 4, "more")
        for row in range(2, 6):
            sheet.write_row(row, 0, [f"f{row}", "firm", "TWN", row])
        sheet.autofilter("A1:D6")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True, "level": 1})
        sheet.set_row(8, None, None, {"hidden": True})
        sheet.set_column("D:H", None, None, {"hidden": True})

    (warning,) = warned(book(write), tmp_path, rulebook, mapping={"more": "-"})
    assert warning.code == "W-HIDDEN"
    assert "the sheet data is read as well (rows: 2; columns: employees)" in warning.line("en")
    assert "2 列；欄位 employees" in warning.line("zh-Hant")
    assert warned(book(lambda *_: None), tmp_path, rulebook) == []


def test_a_sheet_that_is_not_read_is_told_if_it_is_a_table(tmp_path, rulebook):
    """Hidden or not, whatever it cannot be read for; not where a sheet was chosen, nor other sheets."""

    def write(workbook: Any, _: Any) -> None:
        workbook.add_worksheet("notes").write_row(0, 0, ["id", "what"])
        workbook.add_worksheet("more").write_row(0, 0, ["id", "kind", "economy", "unknown"])
        hidden = workbook.add_worksheet("old")
        hidden.write_row(0, 0, ["id", "Firm size", "economy"])
        hidden.hide()
        workbook.add_worksheet("none")
        workbook.add_chartsheet("chart")

    (warning,) = warned(book(write), tmp_path, rulebook)
    assert warning.code == "W-SHEETS"
    assert "Only the sheet data is read; these look like tables of profiles as well: more, old." in warning.line("en")
    assert "--sheet" in warning.remedy("zh-Hant")
    assert warned(book(write), tmp_path, rulebook, sheet="data") == []


def test_what_cannot_be_read_in_a_currency_beside_nothing_costs_the_row(told):
    """A date or a merged cell there is a fault, though there is no amount."""

    def write(workbook: Any, sheet: Any) -> None:
        sheet.write_row(0, 4, ["annual_sales", "annual_sales.currency"])
        sheet.write_number(1, 5, 40_000, workbook.add_format({"num_format": "yyyy-mm-dd"}))

    assert told(book(write), "t.xlsx") == (1, 0, [(2, "E-TYPE")])
