"""A workbook is small, and its XML is not: it is refused before it fills the memory, or read within its limits."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from support.memory import MOST, peak
from support.scale import is_long

MIB = 1024 * 1024
SHEET, TEXTS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
TEXTS_MADE = 4 * MIB if is_long() else MIB // 2
"""Texts cost time as those of a large workbook do; as many as are refused are made in the long run."""

GROWN = {
    "elements in a row": (SHEET, b"</sheetData>", b'<row r="3">' + b"<x/>" * (6 * MIB) + b"</row></sheetData>"),
    "cells in a row": (SHEET, b"</sheetData>", b'<row r="3">' + b"<c/>" * (6 * MIB) + b"</row></sheetData>"),
    "elements outside rows": (SHEET, b"<sheetData>", b"<x/>" * (6 * MIB) + b"<sheetData>"),
    "shared texts": (TEXTS, b"</sst>", b"<si/>" * TEXTS_MADE + b"</sst>"),
    "styles": (STYLES, b"</cellXfs>", b"<xf/>" * (12 * MIB) + b"</cellXfs>"),
    "a comment": (SHEET, b"<sheetData>", b"<!--" + b"x" * (48 * MIB) + b"--><sheetData>"),
    "an attribute": (SHEET, b"<sheetData>", b'<x a="' + b"x" * (48 * MIB) + b'"/><sheetData>'),
    "nesting": (SHEET, b"<sheetData>", b"<x>" * (8 * MIB) + b"</x>" * (8 * MIB) + b"<sheetData>"),
}
"""A part, where in it, and what stands there."""


def workbook(path: Path, part: str = "", where: bytes = b"", instead: bytes = b"") -> Path:
    """A workbook of one firm, one of its parts grown; what cannot be packed keeps its ratio usual."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "kind", "economy"])
        sheet.write_row(1, 0, ["f", "firm", "TWN"])
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or where in content
            made.writestr(name, content.replace(where, instead, 1) if name == part else content)
        size = sum(each.file_size for each in made.infolist())
        made.writestr("xl/media/photo.png", np.random.default_rng(1).bytes(size // 90))
    return path


@pytest.fixture(scope="module")
def usual(tmp_path_factory) -> int:
    """The memory that a usual workbook of one firm takes, in bytes."""
    folder = tmp_path_factory.mktemp("usual")
    done, used = peak("batch", workbook(folder / "t.xlsx"), "-o", folder / "o.csv", "--quiet", "--jobs", "1")
    assert done.returncode == 0
    return used


@pytest.mark.parametrize("name", GROWN)
def test_a_workbook_that_grows_in_one_place_stays_within_its_memory(tmp_path, usual, name):
    """Refused as such, and nothing is left behind; few enough texts are read."""
    path = workbook(tmp_path / "t.xlsx", *GROWN[name])
    done, used = peak("batch", path, "-o", tmp_path / "o.csv", "--quiet", "--jobs", "1")
    is_read = name == "shared texts" and not is_long()
    assert (done.returncode, used - usual < MOST) == (0 if is_read else 65, True), (done, used - usual)
    assert is_read or [each.name for each in tmp_path.iterdir()] == ["t.xlsx"]
