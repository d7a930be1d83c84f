"""Marks inside lines that are to become a page: references, the names of rules, breaks between paragraphs.

They are control characters, which no file of a rulebook can hold (E-CHAR), so no text can forge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

BREAK = "\x05"
"""What stands between the paragraphs of one line."""

_REFERENCE, _NAME, _TARGET, _END = "\x01", "\x02", "\x03", "\x04"
_MARK = re.compile(f"([{_REFERENCE}{_NAME}])([^{_TARGET}]*){_TARGET}([^{_END}]*){_END}")


class Piece(NamedTuple):
    """A stretch of a line: plain text, a reference to the target, or the name that others refer to as the target."""

    kind: Literal["text", "reference", "name"]
    text: str
    target: str = ""


def reference(target: str, text: str) -> str:
    """The text, marked as a reference to what has that name, or to that address."""
    return f"{_REFERENCE}{text}{_TARGET}{target}{_END}"


def name(target: str, text: str) -> str:
    """The text, marked as the name that references to the target lead to."""
    return f"{_NAME}{text}{_TARGET}{target}{_END}"


def pieces(line: str) -> Iterator[Piece]:
    """The line taken apart."""
    at = 0
    for found in _MARK.finditer(line):
        if found.start() > at:
            yield Piece("text", line[at : found.start()])
        yield Piece("reference" if found[1] == _REFERENCE else "name", found[2], found[3])
        at = found.end()
    if at < len(line):
        yield Piece("text", line[at:])


def plain(line: str) -> str:
    """The line without its marks."""
    return "".join(each.text for each in pieces(line)).replace(BREAK, " ")
