"""Sections and rows as lines of text, wide characters counted as two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smeadvisor.rendering.advice.lines import width_of, wrapped
from smeadvisor.rendering.rulebook.sections import Section

_GAP = "  "
_INDENT = 4


def laid_out(sections: Iterable[Section], width: int) -> str:
    """The sections as text in lines of at most ``width`` columns, each heading above its lines."""
    return "\n\n".join("\n".join(_lines(each, width)) for each in sections) + "\n"


def _lines(section: Section, width: int) -> list[str]:
    lines = wrapped(section.heading, width)
    for each in section.lines:
        first, *rest = wrapped(each, width - _INDENT)
        lines += ["  - " + first, *(" " * _INDENT + line for line in rest)]
    return lines


def aligned(rows: Sequence[Sequence[str]], right: bool = False) -> list[str]:
    """The rows as lines; with ``right``, all but the first column end at the same place instead of beginning there."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            _padded(text, width, right and place > 0)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - width_of(text))
    return space + text if right else text + space
