"""Matrices as one page of HTML that needs nothing else: a heat map whose cells hold their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import day_text, joined
from smeadvisor.rendering.rulebook.matrix import Matrix
from smeadvisor.rendering.rulebook.matrix_formats import NOTHING
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.style import COLOURS, SHADES
from smeadvisor.rendering.rulebook.templating import templates


def as_html(matrices: Iterable[Matrix], rulebook: Rulebook, lang: Lang) -> str:
    """The matrices, made from that rulebook, as one page: no scripts, nothing to fetch; each table scrolls."""
    reader = Reader(rulebook, lang)
    told = {
        "matrices": list(matrices),
        "imprint": joined([imprint(reader), reader.say("scroll")], lang),
        "colours": COLOURS,
        "link": lambda name, text: text,
    }
    return templates().get_template("matrices.html").render(reader=reader, shade=shade, nothing=NOTHING, **told)


def shade(count: int) -> int:
    """The step of the heat map that a count falls on."""
    return next((step for step, most in enumerate((0, 1, 2, 4)) if count <= most), len(SHADES) - 1)


def imprint(reader: Reader) -> str:
    """Which rulebook it is, and as of which day."""
    book = reader.rulebook
    blanks = {"version": book.about.version, "digest": book.digest[:12]}
    if not book.as_of:
        return reader.say("whole", **blanks)
    return reader.say("as_of", **blanks, date=day_text(book.as_of, reader.lang))
