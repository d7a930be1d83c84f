"""A damaged file is the input's fault: it is read, or refused by code; never a fault of ours."""

from __future__ import annotations

import zipfile

import pytest

from smeadvisor.problems import InvalidInput
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows
from support.faults import firm
from support.rendered import WRITERS
from support.scale import sample

PROFILES = [firm({"employees": 7, "strengths": ["independent"]}, id=f"firm-{i}") for i in range(3)]


@pytest.mark.parametrize("form", WRITERS)
def test_one_bit_flipped_anywhere_is_read_or_refused(form, rulebook, tmp_path):
    """Byte after byte: the packed parts of a workbook and the pages of Parquet among them."""
    path = tmp_path / f"firms.{form}"
    WRITERS[form](path, PROFILES)
    whole, refused = path.read_bytes(), 0
    for i in sample(range(len(whole)), every=11):
        path.write_bytes(whole[:i] + bytes([whole[i] ^ 1 << i % 8]) + whole[i + 1 :])
        try:
            list(read_rows([str(path)], rulebook, ReadingOptions()))
        except InvalidInput as rejected:
            refused += 1
            assert {problem.line("en") for problem in rejected.problems}
    assert refused or form in ("jsonl", "flat.jsonl")


@pytest.mark.parametrize("encoding", ["ETF-8", "big5", "utf-7", "idna", "zlib", "utf-8", "x" * 300])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/media/any.bin"])
def test_a_part_in_whatever_encoding_is_read_or_refused(part, encoding, rulebook, tmp_path):
    """One that nobody knows, one of many bytes a character, one that is no encoding of text."""
    path, other = tmp_path / "whole.xlsx", tmp_path / "firms.xlsx"
    WRITERS["xlsx"](path, PROFILES)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in {*old.namelist(), part}:
            content = old.read(name) if name in old.namelist() else b'<?xml version="1.0" encoding="UTF-8"?><x/>'
            new.writestr(name, content.replace(b"UTF-8", encoding.encode(), 1) if name == part else content)
    try:
        list(read_rows([str(other)], rulebook, ReadingOptions()))
    except InvalidInput as rejected:
        assert {problem.code for problem in rejected.problems} == {"E-FORMAT"}


@pytest.mark.parametrize(
    "head", ["id,kind\r,economy\n", "a\rb,c\nd", "\r", "\r\n\r", '"id\r",kind\nx', "id;kind\r\r\n"]
)
def test_a_carriage_return_in_the_first_line_is_no_fault_of_ours(head, rulebook, tmp_path):
    """Where neither the name nor anything else says what the text is."""
    for name in ("firms.txt", "firms", "firms.csv", "firms.sav"):
        path = tmp_path / name
        path.write_bytes(head.encode())
        try:
            list(read_rows([str(path)], rulebook, ReadingOptions()))
        except InvalidInput as rejected:
            assert all(problem.code != "E-INTERNAL" for problem in rejected.problems)
