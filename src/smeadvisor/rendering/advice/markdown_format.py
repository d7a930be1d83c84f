"""A report as Markdown; whatever the profile brings along is shown as text, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smeadvisor.rendering.advice.blocks import Block
from smeadvisor.rendering.advice.outline import Item, Outline

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def as_markdown(outline: Outline) -> str:
    """The report as a Markdown document."""
    return "\n".join(_lines(outline)) + "\n"


def escaped(text: str) -> str:
    """The text with every character that Markdown or HTML could read as markup made literal."""
    return _SPECIAL.sub(r"\\\1", text)


def _lines(outline: Outline) -> Iterator[str]:
    yield from (f"# {escaped(outline.title)}", "")
    for text in outline.preamble:
        yield from (escaped(text), "")
    for item in outline.items:
        yield from _item(item)
    for note in outline.notes:
        yield from (escaped(note), "")
    for section in outline.sections:
        yield from (f"## {escaped(section.heading)}", "")
        if section.remark:
            yield from (escaped(section.remark), "")
        yield from (*_listed(section.lines), "")


def _item(item: Item) -> Iterator[str]:
    yield from (f"## {item.ordinal}{escaped(item.headline)}", "")
    if item.tag:
        yield from (f"*{escaped(item.tag)}*", "")
    for block in item.blocks:
        yield from _block(block)
    if item.covers:
        yield from (escaped(item.covers), "")


def _block(block: Block) -> Iterator[str]:
    if block.heading:
        yield from (f"**{escaped(block.heading[:1].upper() + block.heading[1:])}**", "", *_listed(block.lines), "")
    else:
        yield from (*map(escaped, block.lines), "")


def _listed(lines: Iterable[str]) -> Iterator[str]:
    return (f"- {escaped(each)}" for each in lines)
