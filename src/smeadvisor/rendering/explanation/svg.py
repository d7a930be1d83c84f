"""A picture as an SVG that stands alone: no scripts, no fonts of its own, nothing fetched; every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from smeadvisor.rendering.advice.lines import fitting, width_of, wrapped
from smeadvisor.rendering.explanation.labels import Label, Picture
from smeadvisor.rendering.explanation.layout import MARGIN, Layout, Size, layout

_HAN = "'Noto Sans CJK TC', 'Noto Sans TC', 'PingFang TC', 'Microsoft JhengHei'"
_LATIN = "'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans'"
_FONTS = {"en": f"{_LATIN}, {_HAN}, sans-serif", "zh-Hant": f"{_HAN}, {_LATIN}, sans-serif"}
"""In English quotation marks are those of Latin fonts: in a Chinese one they are as wide as a Han character."""
_LETTERS, _SMALL, _TITLE = 13, 11, 18
_LINE, _SMALL_LINE, _TITLE_LINE = 18, 15, 26
_COLUMN = 0.55
"""How wide one column of a line is, in letters' heights: what wide letters need, and more than half a Han character."""
_PADDING = 9
_MOST_LINES = 7
_TITLE_COLUMNS = 240
_WIDTHS = {"answer": 220, "economy": 150, "firing": 290, "recommendation": 280}
_OTHER_WIDTH = 240
_COLOURS = {
    "answer": ("#eef2f6", "#5a6b7b"),
    "economy": ("#eef2f6", "#5a6b7b"),
    "firing": ("#ffffff", "#7d8b99"),
    "class": ("#ece7f8", "#6a55a8"),
    "barrier": ("#fdeadb", "#b4602a"),
    "requirement": ("#e4f4e6", "#3f7f4c"),
    "recommendation": ("#d9ebfc", "#1f6fb5"),
    "instrument": ("#dcf3f0", "#1d7a70"),
}
_INK, _FAINT, _EDGE = "#12263a", "#4a5b6b", "#8796a5"


def as_svg(picture: Picture) -> str:
    """The picture; its title and description are there for those who cannot see it."""
    texts = {each.id: _lines(picture.labels[each.id], _width(each.kind)) for each in picture.graph.nodes}
    sizes = {each.id: Size(_width(each.kind), _height(texts[each.id])) for each in picture.graph.nodes}
    pairs = list(dict.fromkeys((each.source, each.target) for each in picture.graph.edges))
    last, late = (_of_kind(picture, kind) for kind in ("recommendation", "instrument"))
    found = layout(sizes, pairs, last, late)
    return "\n".join(_document(picture, found, sizes, texts)) + "\n"


def _of_kind(picture: Picture, kind: str) -> list[str]:
    return [each.id for each in picture.graph.nodes if each.kind == kind]


def _width(kind: str) -> int:
    return _WIDTHS.get(kind, _OTHER_WIDTH)


def _columns(width: float, letters: float) -> int:
    return int(width / (letters * _COLUMN))


def _lines(label: Label, width: float) -> list[str]:
    """The label in lines that fit; what is left out is told by a mark, and in full by the box's own title."""
    columns = _columns(width - 2 * _PADDING, _LETTERS)
    lines = wrapped(label.text, columns)
    if len(lines) > _MOST_LINES:
        last = lines[_MOST_LINES - 1]
        lines = [*lines[: _MOST_LINES - 1], last[: fitting(last, columns - 2)] + "…"]
    return lines


def _height(lines: list[str]) -> float:
    return 2 * _PADDING + _SMALL_LINE + _LINE * len(lines)


def _document(picture: Picture, found: Layout, sizes: dict[str, Size], texts: dict[str, list[str]]) -> Iterator[str]:
    title = wrapped(_shortened(picture.title, _TITLE_COLUMNS), max(_columns(found.width - 2 * MARGIN, _TITLE), 40))
    above = _TITLE_LINE * len(title) + MARGIN
    width = max(found.width, max(width_of(each) for each in title) * _TITLE * _COLUMN + 2 * MARGIN)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" lang="{picture.lang}" '
        f'width="{width:g}" height="{found.height + above:g}" viewBox="0 0 {width:g} {found.height + above:g}" '
        f'font-family="{_FONTS[picture.lang]}" font-size="{_LETTERS}" fill="{_INK}">'
    )
    yield f'<title id="title">{escape(picture.title)}</title>'
    yield f'<desc id="desc">{escape(picture.description)}</desc>'
    yield '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    yield f'<path d="M0 0L8 4L0 8z" fill="{_EDGE}"/></marker></defs>'
    yield '<rect width="100%" height="100%" fill="#ffffff"/>'
    for i, each in enumerate(title):
        yield _text(each, MARGIN, MARGIN + _TITLE + i * _TITLE_LINE, _TITLE, _INK, 'font-weight="bold"')
    if not picture.graph.nodes:
        yield _text(picture.description, MARGIN, above + MARGIN, _LETTERS, _INK)
    yield f'<g transform="translate(0 {above:g})">'
    yield f'<g fill="none" stroke="{_EDGE}" stroke-width="1.2">'
    yield from (f'<path d="{_curve(points)}" marker-end="url(#end)"/>' for points in found.edges.values())
    yield "</g>"
    for each in picture.graph.nodes:
        yield from _box(each.kind, picture.labels[each.id], found.boxes[each.id], sizes[each.id], texts[each.id])
    yield "</g>"
    yield "</svg>"


def _shortened(text: str, columns: int) -> str:
    """The text, or as much of it as fits, with a mark that there is more."""
    return text if width_of(text) <= columns else text[: fitting(text, columns - 2)] + "…"


def _curve(points: tuple[tuple[float, float], ...]) -> str:
    """Curves from box to column and from column to column, straight along the spots between."""
    (x, y), *rest = points
    path = f"M{x:g} {y:g}"
    for i, (right, low) in enumerate(rest):
        if i % 2 == 0:
            middle = (x + right) / 2
            path += f"C{middle:g} {y:g} {middle:g} {low:g} {right:g} {low:g}"
        else:
            path += f"L{right:g} {low:g}"
        x, y = right, low
    return path


def _box(kind: str, label: Label, corner: tuple[float, float], size: Size, lines: list[str]) -> Iterator[str]:
    x, y = corner
    ground, border = _COLOURS[kind]
    rounded = 3 if kind == "firing" else 9
    yield f"<g><title>{escape(f'{label.kind}: {label.text} [{label.name}]')}</title>"
    yield (
        f'<rect x="{x:g}" y="{y:g}" width="{size.width:g}" height="{size.height:g}" rx="{rounded}" '
        f'fill="{ground}" stroke="{border}" stroke-width="1.4"/>'
    )
    left, base = x + _PADDING, y + _PADDING + _SMALL
    heading = label.kind + (f" · {label.name.rpartition('#')[2]}" if kind == "firing" else "")
    yield _text(_shortened(heading, _columns(size.width - 2 * _PADDING, _SMALL)), left, base, _SMALL, _FAINT)
    for i, each in enumerate(lines, start=1):
        yield _text(each, left, base + i * _LINE, _LETTERS, _INK)
    yield "</g>"


def _text(text: str, x: float, y: float, letters: int, ink: str, more: str = "") -> str:
    space = " " if more else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{letters}" fill="{ink}"{space}{more}>{escape(text)}</text>'
