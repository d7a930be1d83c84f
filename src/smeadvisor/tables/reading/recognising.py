"""What a file is, told from how it begins; nothing of it is read for that."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.sniffing import form_by_content, form_by_ending

HEAD = 1 << 16
"""As many bytes as tell what a file is."""
PARQUET, ZIP, OLE = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVED = re.compile(rb'\s*\{\s*"schema": "smeadvisor/consultation/')
_DELIMITER = re.compile(rb"[,;\t]")
_ONE_PROFILE = (".yaml", ".yml")
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".parquet")

Form = Literal["empty", "old workbook", "parquet", "workbook", "other", "jsonl", "profile", "csv"]
"""Of texts that are nothing else, CSV."""

_MAGIC: dict[bytes, Form] = {OLE: "old workbook", PARQUET: "parquet", ZIP: "workbook"}
_ANY = ReadingOptions()


def form_of(head: bytes, name: str = "", options: ReadingOptions = _ANY) -> Form:
    """What a file of that name is that begins so."""
    if not head:
        return "empty"
    for magic, form in _MAGIC.items():
        if head.startswith(magic):
            return form
    return form_by_ending(name) or form_by_content(head, options) or "other"


def holds_one(head: bytes, name: str) -> bool:
    """Whether a file of that name which begins so is surely a profile or one saved consultation."""
    return name.lower().endswith(_ONE_PROFILE) or bool(_SAVED.match(head)) or form_of(head, name) == "profile"


def is_table(head: bytes, name: str) -> bool:
    """Whether a file of that name which begins so is surely a table of profiles.

    A single line of JSON in a file of another ending is taken for a profile, and any text for one that fails, unless a
    column of its first line is the id.
    """
    if not head or holds_one(head, name):
        return False
    form = form_of(head, name)
    lines = [line for line in head.removeprefix(codecs.BOM_UTF8).splitlines() if line.strip()]
    if form in ("old workbook", "parquet", "workbook") or name.lower().endswith(_TABLES):
        return True
    if form == "jsonl":
        return len(lines) > 1
    return form == "csv" and bool(lines) and _has_an_id(lines[0])


def _has_an_id(header: bytes) -> bool:
    names = [each.strip(b"\" '") for each in _DELIMITER.split(header)]
    return len(names) > 1 and b"id" in names
