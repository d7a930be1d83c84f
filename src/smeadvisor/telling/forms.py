"""Sections as text, Markdown or one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from smeadvisor.browse.layout import laid_out
from smeadvisor.browse.sections import Section
from smeadvisor.report.markdown_format import escaped

Form = Literal["text", "markdown", "json"]


def formed(data: Mapping[str, Any], sections: Sequence[Section], form: Form, width: int) -> str:
    """The sections in that form; JSON is the data, with the sections as they would be read."""
    if form == "json":
        told = [{"heading": each.heading, "lines": list(each.lines)} for each in sections]
        return json.dumps({**data, "told": told}, ensure_ascii=False) + "\n"
    return laid_out(sections, width) if form == "text" else "\n".join(_markdown(sections)) + "\n"


def _markdown(sections: Iterable[Section]) -> Iterator[str]:
    for place, each in enumerate(sections):
        yield from (f"{'##' if place else '#'} {escaped(each.heading)}", "")
        yield from (f"- {escaped(line)}" for line in each.lines)
        yield ""
