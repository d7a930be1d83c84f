"""The pages of a handbook in one language as plain data: sections of marked lines, and groups of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smeadvisor.messages import say
from smeadvisor.rendering.handbook.ranking import ranking_sections
from smeadvisor.rendering.rulebook.marks import pieces
from smeadvisor.rendering.rulebook.names import Thing, things, title_of
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import Section
from smeadvisor.rendering.rulebook.show import sections_of

RANKING = "ranking"


@dataclass(frozen=True, slots=True)
class Page:
    """What one page says: ``kind`` is the list that it belongs to, empty where it belongs to none."""

    name: str
    kind: str
    title: str
    sections: tuple[Section, ...]


def pages(reader: Reader) -> dict[str, Page]:
    """A page for each thing of the rulebook and one on the ranking, by name; each refers back to all that refer to it.

    The reader must mark references.
    """
    found = [_page(each, reader) for each in things(reader.rulebook)]
    found.append(Page(RANKING, "", say("handbook.ranking", reader.lang), tuple(ranking_sections(reader))))
    return {each.name: each for each in _linked_back(found, reader)}


def references(page: Page) -> set[str]:
    """The names of the pages that the page refers to, its own not among them."""
    lines = [line for each in page.sections for line in (each.heading, *each.lines)]
    marked = {each.target for line in lines for each in pieces(line) if each.kind == "reference"}
    return {each.partition("#")[0] for each in marked} - {page.name}


def _page(thing: Thing, reader: Reader) -> Page:
    return Page(thing.name, thing.kind, title_of(thing, reader), tuple(sections_of(thing, reader)))


def _linked_back(found: list[Page], reader: Reader) -> Iterator[Page]:
    """The pages, each with a last section that names those that refer to it without being named by it."""
    leads = {each.name: references(each) for each in found}
    titles = {each.name: each.title for each in found}
    for page in found:
        others = [name for name in titles if page.name in leads[name] and name not in leads[page.name]]
        yield _with_others(page, others, titles, reader) if others else page


def _with_others(page: Page, others: Iterable[str], titles: dict[str, str], reader: Reader) -> Page:
    lines = tuple(reader.reference(each, titles[each]) for each in others)
    return Page(
        page.name, page.kind, page.title, (*page.sections, Section(say("handbook.named_by", reader.lang), lines))
    )
