"""What a file is, told from how it begins; nothing of it is read for that."""

from __future__ import annotations

import codecs
import re
from typing import Literal

HEAD = 1 << 16
"""As many bytes as tell what a file is."""
PARQUET, ZIP, OLE = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_YAML_LINE = re.compile(rb"(---\s*$|%YAML|[\w\"'.-]+[ ]*:(\s|$))")
_SAVED = re.compile(rb'\s*\{\s*"schema": "smeadvisor/consultation/')
_DELIMITER = re.compile(rb"[,;\t]")
_ONE_PROFILE = (".yaml", ".yml")
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".parquet")

Form = Literal["empty", "old workbook", "parquet", "workbook", "other", "jsonl", "profile", "csv"]
"""Of texts that are nothing else, CSV."""


def form_of(head: bytes) -> Form:
    """What a file is that begins so."""
    if not head:
        return "empty"
    if head.startswith(OLE):
        return "old workbook"
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(ZIP):
        return "workbook"
    if b"\0" in head[:64] and not head.startswith(_UTF16):
        return "other"
    return _form_of_text(_lines(head))


def _lines(head: bytes) -> list[bytes]:
    """The lines that say something."""
    lines = [line.strip() for line in head.removeprefix(codecs.BOM_UTF8).splitlines()]
    return [line for line in lines if line and not line.startswith(b"#")]


def _form_of_text(lines: list[bytes]) -> Form:
    if lines and lines[0].startswith(b"{") and (len(lines) == 1 or lines[1].startswith(b"{")):
        return "jsonl"
    if lines and (lines[0].startswith((b"{", b"[")) or _YAML_LINE.match(lines[0])):
        return "profile"
    return "csv"


def holds_one(head: bytes, name: str) -> bool:
    """Whether a file of that name which begins so is surely a profile or one saved consultation."""
    return name.lower().endswith(_ONE_PROFILE) or bool(_SAVED.match(head)) or form_of(head) == "profile"


def is_table(head: bytes, name: str) -> bool:
    """Whether a file of that name which begins so is surely a table of profiles.

    A single line of JSON in a file of another ending is taken for a profile, and any text for one that fails, unless a
    column of its first line is the id.
    """
    if not head or holds_one(head, name):
        return False
    form, lines = form_of(head), _lines(head)
    if form in ("old workbook", "parquet", "workbook") or name.lower().endswith(_TABLES):
        return True
    if form == "jsonl":
        return len(lines) > 1
    return form == "csv" and bool(lines) and _has_an_id(lines[0])


def _has_an_id(header: bytes) -> bool:
    names = [each.strip(b"\" '") for each in _DELIMITER.split(header)]
    return len(names) > 1 and b"id" in names
