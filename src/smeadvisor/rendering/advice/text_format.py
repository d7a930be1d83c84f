"""A report for reading on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from click import style

from smeadvisor.rendering.advice.blocks import Block
from smeadvisor.rendering.advice.lines import width_of, wrapped
from smeadvisor.rendering.advice.outline import Item, Outline, Section

_INDENT = 4


def as_text(outline: Outline, width: int, colour: bool) -> str:
    """The report in lines of at most ``width`` columns."""
    page = _Page(width, colour)
    return "\n".join(page.lines(outline)) + "\n"


class _Page:
    def __init__(self, width: int, colour: bool) -> None:
        self._width = max(width, 30)
        self._colour = colour

    def lines(self, outline: Outline) -> Iterator[str]:
        yield from (self._styled(line, bold=True) for line in self._wrapped(outline.title))
        for each in outline.preamble:
            yield from (self._styled(line, dim=True) for line in self._wrapped(each))
        for item in outline.items:
            yield from self._item(item)
        for note in outline.notes:
            yield ""
            yield from self._wrapped(note)
        for section in outline.sections:
            yield from self._section(section)

    def _item(self, item: Item) -> Iterator[str]:
        yield ""
        first, *rest = self._wrapped(item.headline, width_of(item.ordinal))
        for line in (item.ordinal + first.lstrip(), *rest):
            yield self._styled(line, bold=True, fg="green")
        if item.tag:
            yield from (self._styled(line, dim=True) for line in self._wrapped(f"[{item.tag}]", _INDENT))
        for block in item.blocks:
            yield from self._block(block)
        if item.covers:
            yield from self._wrapped(item.covers, _INDENT)

    def _block(self, block: Block) -> Iterator[str]:
        if not block.heading:
            yield from (line for each in block.lines for line in self._wrapped(each, _INDENT))
            return
        heading = block.heading[:1].upper() + block.heading[1:]
        yield from (self._styled(line, bold=True) for line in self._wrapped(heading, _INDENT))
        yield from self._listed(block.lines, 2 * _INDENT)

    def _section(self, section: Section) -> Iterator[str]:
        yield ""
        yield from (self._styled(line, bold=True) for line in self._wrapped(section.heading))
        if section.remark:
            yield from self._wrapped(section.remark)
        yield from self._listed(section.lines, _INDENT)

    def _listed(self, lines: Sequence[str], indent: int) -> Iterator[str]:
        for each in lines:
            first, *rest = self._wrapped(each, indent)
            yield " " * (indent - 2) + "- " + first[indent:]
            yield from rest

    def _wrapped(self, text: str, indent: int = 0) -> list[str]:
        return [" " * indent + line for line in wrapped(text, self._width - indent)]

    def _styled(self, line: str, **how: object) -> str:
        return style(line, **how) if self._colour else line  # type: ignore[arg-type]
