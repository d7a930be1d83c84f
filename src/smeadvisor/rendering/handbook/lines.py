"""Marked lines as HTML: every text escaped, references to pages and addresses of the web as links."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from smeadvisor.rendering.advice.wording import spaced
from smeadvisor.rendering.handbook.addresses import anchor_of, way
from smeadvisor.rendering.rulebook.marks import BREAK, Piece, pieces

_LINK = Markup('<a href="{}">{}</a>')


class Line(NamedTuple):
    """A line of a page: its paragraphs, the label above them, and the anchor that leads to it."""

    anchor: str
    label: str
    paragraphs: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Linker:
    """Makes links on the page of a name to the pages that there are."""

    page: str
    names: Container[str]

    def line(self, text: str) -> Line:
        """The line taken apart and made safe."""
        found = list(pieces(text))
        label = found.pop(0) if found and found[0].kind == "name" else Piece("name", "")
        paragraphs = _split(found)
        return Line(anchor_of(label.target), label.text, tuple(self._joined(each) for each in paragraphs))

    def inline(self, text: str) -> Markup:
        """A line of one paragraph."""
        return self._joined([*pieces(text)])

    def link(self, name: str, text: str) -> Markup:
        """The text as a link to the page of that name, or as it is if there is none or it is this page."""
        return self._piece(Piece("reference", text, name))

    def _joined(self, found: list[Piece]) -> Markup:
        html, before = Markup(), ""
        for each in found:
            # Chinese and Latin letters that meet at the edge of a link.
            html += (" " if " " in spaced(before + each.text[:1]).strip() else "") + self._piece(each)
            before = each.text[-1:]
        return html

    def _piece(self, piece: Piece) -> Markup:
        target = piece.target
        if piece.kind == "reference" and target.startswith(("http://", "https://")):
            return _LINK.format(target, piece.text)
        page = target.partition("#")[0]
        if piece.kind != "reference" or page not in self.names or target == self.page:
            return Markup.escape(piece.text)
        return _LINK.format(f"#{anchor_of(target)}" if page == self.page else way(self.page, target), piece.text)


def _split(found: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each paragraph."""
    paragraph: list[Piece] = []
    for each in found:
        first, *rest = each.text.split(BREAK) if each.kind == "text" else [each.text]
        paragraph.append(each._replace(text=first))
        for text in rest:
            yield paragraph
            paragraph = [Piece("text", text)]
    yield paragraph
