"""What a file of text is: its ending says so; where it says nothing of tables, or there is none, its first lines."""

from __future__ import annotations

import csv
import json
import re
from itertools import pairwise
from typing import Literal

from smeadvisor.files.documents import wide_encoding
from smeadvisor.tables.layout import FIELDS
from smeadvisor.tables.reading.csv_encoding import is_wide, mark_of
from smeadvisor.tables.reading.header import renamed
from smeadvisor.tables.reading.options import ReadingOptions

TextForm = Literal["csv", "jsonl", "profile"]

_ENDINGS: dict[str, TextForm] = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_YAML_LINE = re.compile(rb"(---\s*$|%YAML|[\w\"'.-]+[ ]*:(\s|$))")
_FIRST = 16
_GOES_ON = (b"{", b"[", b",", b":")


def form_by_ending(name: str) -> TextForm | None:
    """What the ending of a file says that it is."""
    return next((form for ending, form in _ENDINGS.items() if name.lower().endswith(ending)), None)


def form_by_content(head: bytes, options: ReadingOptions) -> TextForm | None:
    """What a text that begins so is; None where it is no text."""
    mark = mark_of(head)
    if is_wide(mark.encoding if mark else options.encoding) or wide_encoding(head):
        return "csv"
    lines = [line for line in _lines(head[len(mark.raw) if mark else 0 :]) if line.strip()]
    if _are_objects(lines):
        return "jsonl"
    if not lines or _names_fields(lines[0], options):
        return "csv"
    if b"\0" in head[:64]:
        return None
    lines = [line.strip() for line in lines if not line.lstrip().startswith(b"#")]
    is_profile = bool(lines) and (lines[0].startswith((b"{", b"[")) or _YAML_LINE.match(lines[0]) is not None)
    return "profile" if is_profile else "csv"


def is_object(text: bytes) -> bool:
    """Whether it is a whole JSON object, strictly good or not."""
    try:
        return text.lstrip()[:1] == b"{" and isinstance(json.loads(text.decode("utf-8", "replace")), dict)
    except (ValueError, RecursionError):
        return False


def _lines(head: bytes) -> list[bytes]:
    """The lines; a carriage return ends one only where no line feed does."""
    return head.split(b"\n") if b"\n" in head else head.splitlines()


def _are_objects(lines: list[bytes]) -> bool:
    """Whether it is JSON Lines, whatever a bad line among the first ones holds.

    No line that is an object follows another in one JSON text, nor a line that has nothing to go on with.
    """
    if not lines:
        return False
    if is_object(lines[0]) or (len(lines) == 1 and lines[0].startswith(b"{")):
        return True
    whole = [line.startswith(b"{") and is_object(line) for line in lines[1:_FIRST]]
    alone = whole[:1] == [True] and not lines[0].rstrip().endswith(_GOES_ON)
    return alone or (True, True) in pairwise(whole)


def _names_fields(line: bytes, options: ReadingOptions) -> bool:
    """Whether it is the header of a table, whatever else its names look like."""
    # A carriage return within the line ends the header, as it does where the table is read.
    text = line.decode("utf-8", "replace").partition("\r")[0]
    rows = [next(csv.reader([text], delimiter=sign), []) for sign in ",;\t"]
    return any(sum(renamed(name, options) in (*FIELDS, "-") for name in row) > 1 for row in rows)
