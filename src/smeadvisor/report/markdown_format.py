"""A report as Markdown; whatever the profile brings along is shown as text, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smeadvisor.report.outline import Outline

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def as_markdown(outline: Outline) -> str:
    """The report as a Markdown document."""
    return "\n".join(_lines(outline)) + "\n"


def escaped(text: str) -> str:
    """The text with every character that Markdown or HTML could read as markup made literal."""
    return _SPECIAL.sub(r"\\\1", text)


def _lines(outline: Outline) -> Iterator[str]:
    yield from (f"# {escaped(outline.title)}", "")
    for each in outline.preamble:
        yield from (escaped(each), "")
    for item in outline.items:
        yield from (f"## {item.ordinal}{escaped(item.headline)}", "")
        if item.tag:
            yield from (f"*{escaped(item.tag)}*", "")
        yield from (escaped(item.paragraph), "")
        if item.covers:
            yield from (escaped(item.covers), "")
    for note in outline.notes:
        yield from (escaped(note), "")
    for section in outline.sections:
        yield from (f"## {escaped(section.heading)}", "")
        if section.remark:
            yield from (escaped(section.remark), "")
        yield from (f"- {escaped(each)}" for each in section.lines)
        yield ""
