"""Matrices as one page of HTML that needs nothing else: a heat map whose cells hold their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from smeadvisor.browse.matrix import Cell, Matrix, Row
from smeadvisor.browse.matrix_formats import NOTHING
from smeadvisor.browse.reader import Reader
from smeadvisor.browse.style import SHADES, STYLE
from smeadvisor.errors import Lang
from smeadvisor.report.wording import day_text, joined
from smeadvisor.rulebook import Rulebook


def as_html(matrices: Iterable[Matrix], rulebook: Rulebook, lang: Lang) -> str:
    """The matrices, made from that rulebook, as one page: no scripts, nothing to fetch; each table scrolls."""
    reader = Reader(rulebook, lang)
    parts = [*_head(reader), *(line for each in matrices for line in _section(each, reader)), "</body>", "</html>"]
    return "\n".join(parts) + "\n"


def shade(count: int) -> int:
    """The step of the heat map that a count falls on."""
    return next((step for step, most in enumerate((0, 1, 2, 4)) if count <= most), len(SHADES) - 1)


def _head(reader: Reader) -> Iterator[str]:
    title = escape(reader.say("page"))
    yield f'<!DOCTYPE html>\n<html lang="{reader.lang}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    yield f"<p>{escape(joined([_imprint(reader), reader.say('scroll')], reader.lang))}</p>"


def _imprint(reader: Reader) -> str:
    """Which rulebook it is, and as of which day."""
    book = reader.rulebook
    blanks = {"version": book.about.version, "digest": book.digest[:12]}
    if not book.as_of:
        return reader.say("whole", **blanks)
    return reader.say("as_of", **blanks, date=day_text(book.as_of, reader.lang))


def _section(matrix: Matrix, reader: Reader) -> Iterator[str]:
    title = escape(reader.to(matrix.title))
    yield f"<h2>{title}</h2>"
    if not matrix.told:
        yield _key(reader)
    # A region that scrolls must be reachable without a pointer.
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">\n<table>'
    yield from _table(matrix, reader)
    yield "</table>\n</div>"
    if not matrix.told:
        yield from _details(matrix, reader)


def _key(reader: Reader) -> str:
    labels = (NOTHING, "1", "2", "3–4", reader.say("or_more", count=5))
    spans = "".join(f'<span class="h{i}">{escape(label)}</span>' for i, label in enumerate(labels))
    return f'<p class="key">{escape(reader.say("key"))}{reader.colon}{spans}</p>'


def _table(matrix: Matrix, reader: Reader) -> Iterator[str]:
    heads = [reader.to(matrix.corner), *(reader.to(name) for _, name in matrix.columns)]
    if not matrix.told:
        heads.append(reader.say("total"))
    yield "<thead><tr>" + "".join(f'<th scope="col">{escape(each)}</th>' for each in heads) + "</tr></thead>\n<tbody>"
    for row in matrix.rows:
        cells = "".join(_cell(cell, matrix.told, reader) for cell in row.cells)
        whole = "" if matrix.told else _whole(row, reader)
        yield f'<tr><th scope="row">{escape(reader.to(row.title))}</th>{cells}{whole}</tr>'
    yield "</tbody>"


def _cell(cell: Cell, told: bool, reader: Reader) -> str:
    if not told:
        return f'<td class="h{shade(cell.count)}">{cell.count or NOTHING}</td>'
    text = " ".join(reader.to(each) for each in cell.texts)
    return f'<td class="told h{shade(cell.count)}">{escape(text) or NOTHING}</td>'


def _whole(row: Row, reader: Reader) -> str:
    return f'<td class="h0">{escape(reader.say("gap_mark"))}</td>' if row.is_gap else f"<td>{row.count}</td>"


def _details(matrix: Matrix, reader: Reader) -> Iterator[str]:
    """The instruments behind the numbers, folded away."""
    yield f"<details><summary>{escape(reader.say('which'))}</summary>\n<dl>"
    for row in matrix.rows:
        yield f"<dt>{escape(reader.to(row.title))}</dt>"
        named = [
            reader.marked(reader.to(title), reader.to(economy))
            for (_, economy), cell in zip(matrix.columns, row.cells, strict=True)
            for title in cell.texts
        ] or [reader.say("gap_mark")]
        yield "".join(f"<dd>{escape(each)}</dd>" for each in named)
    yield "</dl>\n</details>"
