"""A picture as text for other programs to draw: DOT for Graphviz, Mermaid for pages and editors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smeadvisor.rendering.advice.lines import wrapped
from smeadvisor.rendering.explanation.labels import Picture

_COLUMNS = 34
_UNSAFE = re.compile(r"[^\w \u3000-\u303f\uff00-\uffef\u2018-\u201d\u2026.,:;()+×→–—-]")
"""What Mermaid or a page that holds it could read as something else than text."""


def as_dot(picture: Picture) -> str:
    """The picture in the language of Graphviz."""
    return "\n".join(_dot(picture)) + "\n"


def _dot(picture: Picture) -> Iterator[str]:
    names = _names(picture)
    yield "digraph advice {"
    yield f"  graph [rankdir=LR, label={_quoted(picture.title)}, labelloc=t, tooltip={_quoted(picture.description)}];"
    yield '  node [shape=box, fontname="sans-serif", fontsize=10];'
    for each in picture.graph.nodes:
        label = picture.labels[each.id]
        text = "\n".join([label.kind, *wrapped(label.text, _COLUMNS)])
        style = "" if each.kind == "firing" else ', style="rounded,filled", fillcolor="#eef2f6"'
        yield f"  {names[each.id]} [label={_quoted(text)}, tooltip={_quoted(label.name)}{style}];"
    for each in picture.graph.edges:
        tooltip = f" [tooltip={_quoted(each.rule)}]" if each.rule else ""
        yield f"  {names[each.source]} -> {names[each.target]}{tooltip};"
    yield "}"


def _quoted(text: str) -> str:
    """A string of DOT: backslashes doubled, so that none begins an escape, quotes escaped, lines as such."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def as_mermaid(picture: Picture) -> str:
    """The picture in the language of Mermaid."""
    return "\n".join(_mermaid(picture)) + "\n"


def _mermaid(picture: Picture) -> Iterator[str]:
    names = _names(picture)
    yield "flowchart LR"
    yield f"  accTitle: {_coded(picture.title)}"
    yield f"  accDescr: {_coded(picture.description)}"
    for each in picture.graph.nodes:
        label = picture.labels[each.id]
        opening, closing = ("[", "]") if each.kind == "firing" else ("(", ")")
        yield f'  {names[each.id]}{opening}"{_coded(f"{label.kind}: {label.text}")}"{closing}'
    for each in picture.graph.edges:
        yield f"  {names[each.source]} --> {names[each.target]}"


def _coded(text: str) -> str:
    """The text on one line, whatever is not a letter, digit or plain mark as a code of Mermaid's."""
    return _UNSAFE.sub(lambda found: f"#{ord(found.group())};", " ".join(text.split()))


def _names(picture: Picture) -> dict[str, str]:
    return {each.id: f"n{i}" for i, each in enumerate(picture.graph.nodes)}
