"""Reads a consultation and writes it for people or programs; draws no conclusions of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from smeadvisor.engines.consultation import Consultation
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import at
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.writer import Writer

if TYPE_CHECKING:
    from smeadvisor.rendering.advice.outline import Section

Format = Literal["text", "markdown", "json"]

PLAIN_WIDTH = 88
"""Columns of a text that does not go to a terminal."""


def render(  # noqa: PLR0913 - how it is to look goes by name
    consultation: Consultation,
    rulebook: Rulebook,
    form: Format = "text",
    lang: Lang = "en",
    *,
    before: Consultation | None = None,
    top: int | None = None,
    width: int = PLAIN_WIDTH,
    colour: bool = False,
    added: Sequence[Section] = (),
) -> str:
    """The consultation as text, Markdown or one line of JSON.

    ``rulebook`` is the one of its digest, whole or as of the consultation's day; raises ValueError for one
    of another day.
    ``before`` is another consultation of the profile: what has moved since then is told.
    ``top`` limits how many recommendations are shown; what is left out is said.
    ``added`` are sections of others' words, told before those of the report; JSON has none of them.
    """
    if rulebook.as_of not in ("", consultation.as_of):
        raise ValueError(f"the rulebook is as of {rulebook.as_of}, the consultation as of {consultation.as_of}")
    writer = Writer(consultation, rulebook if rulebook.as_of else at(rulebook, consultation.as_of), lang, before)
    if form == "json":
        from smeadvisor.rendering.advice.json_format import as_json

        return as_json(writer, top)
    from smeadvisor.rendering.advice.outline import outline

    whole = outline(writer, top)
    whole = replace(whole, sections=(*added, *whole.sections))
    if form == "markdown":
        from smeadvisor.rendering.advice.markdown_format import as_markdown

        return as_markdown(whole)
    from smeadvisor.rendering.advice.text_format import as_text

    return as_text(whole, width, colour)
