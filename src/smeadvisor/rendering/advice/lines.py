"""Lines of a given width, for Chinese and English: widths in columns, no line that begins with 。 or ，.

Made here because the libraries for it either let a closing mark begin a line or take longer than
the whole rest of the program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_OPEN = "（「『《〈【［｛“‘"
_CLOSE = "，。；：、！？）」』》〉】］｝”’…％"
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U0001f300-\U0001faff\U00020000-\U0003ffff"
# A unit that stays together: a word, or one wide character, with the marks that cling to it.
_MARKS = rf"[{_CLOSE},.;:!?)\]]*"
_UNIT = re.compile(rf"[{_OPEN}]*(?:[^\s{_WIDE}{_OPEN}{_CLOSE}]+|[{_WIDE}])?{_MARKS}\s*|\s+")


def width_of(text: str) -> int:
    """The columns that the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns; a longer single word is cut."""
    lines: list[str] = []
    line, used = "", 0
    for unit in _units(text, width):
        needed = width_of(unit.rstrip())
        if line and used + needed > width:
            lines.append(line.rstrip())
            line, used = "", 0
        line += unit
        used += width_of(unit)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _units(text: str, width: int) -> Iterator[str]:
    for match in _UNIT.finditer(text):
        unit = match.group()
        while width_of(unit.rstrip()) > width:
            cut = max(1, fitting(unit, width))
            if re.fullmatch(_MARKS, unit[cut:].rstrip()):
                # The marks go with at least one character of the word.
                cut = max(1, cut - 1)
            yield unit[:cut]
            unit = unit[cut:]
        if unit:
            yield unit


def fitting(text: str, width: int) -> int:
    """How many characters of the text, from its beginning, take at most ``width`` columns."""
    used = 0
    for position, char in enumerate(text):
        used += _columns(char)
        if used > width:
            return position
    return len(text)
