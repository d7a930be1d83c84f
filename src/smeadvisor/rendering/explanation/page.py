"""A page of an explanation: passages of lines, some below others; as text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.rendering.advice.lines import wrapped
from smeadvisor.rendering.advice.markdown_format import escaped
from smeadvisor.rendering.rulebook.sections import Section

_STEP = 2
_NARROWEST = 30
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and how deep it stands below others."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole: a title, what stands under it, and the passages that have lines."""

    title: str
    preamble: tuple[str, ...]
    passages: tuple[Passage, ...]


def flat(texts: Iterator[str] | tuple[str, ...] | list[str]) -> tuple[Line, ...]:
    """Lines of which none stands below another."""
    return tuple(Line(0, each) for each in texts)


def page_of(sections: Sequence[Section]) -> Page:
    """The page that sections make: the first one is its title and what stands under that."""
    first, *rest = sections
    return Page(first.heading, first.lines, tuple(Passage(each.heading, flat(each.lines)) for each in rest))


def as_text(page: Page, width: int) -> str:
    """The page in lines of at most ``width`` columns."""
    return "\n".join(_text(page, max(width, _NARROWEST))) + "\n"


def as_markdown(page: Page) -> str:
    """The page as Markdown; whatever the profile brings along is shown as text."""
    return "\n".join(_markdown(page)) + "\n"


def _text(page: Page, width: int) -> Iterator[str]:
    yield from wrapped(page.title, width)
    for each in page.preamble:
        yield from wrapped(each, width)
    for passage in page.passages:
        yield ""
        yield from wrapped(passage.heading, width)
        for line in passage.lines:
            yield from _hanging(line, width)


def _hanging(line: Line, width: int) -> Iterator[str]:
    """The line after a dash, its continuation below its beginning; what is very deep goes no deeper."""
    indent = min(_INDENT + _STEP * line.depth, width // 3)
    first, *rest = wrapped(line.text, width - indent - 2)
    yield " " * indent + "- " + first
    yield from (" " * (indent + 2) + each for each in rest)


def _markdown(page: Page) -> Iterator[str]:
    yield from (f"# {escaped(page.title)}", "")
    for each in page.preamble:
        yield from (escaped(each), "")
    for passage in page.passages:
        yield from (f"## {escaped(passage.heading)}", "")
        yield from ("  " * line.depth + "- " + escaped(line.text) for line in passage.lines)
        yield ""
