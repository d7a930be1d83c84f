"""Workbooks, good and hostile: nothing is parsed that is not plain, no cell is read for what it is not."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from smeadvisor.limits import WORKBOOK_PARTS

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
