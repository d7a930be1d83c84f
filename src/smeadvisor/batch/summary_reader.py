"""What a summary is made from: counts, a rulebook and a language; and the pieces that its page is laid out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smeadvisor.batch.counts import Counts
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang, title_of
from smeadvisor.rendering.advice.wording import bracketed, colon, number_text, phrase

UNKNOWN = "unknown"
"""The value of a classification that nothing could be concluded for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: its shade (see SHADES) and its width in percent."""

    shade: int
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What is counted, the bar's pieces, and the numbers in words."""

    title: str
    parts: tuple[Part, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as text, with a shade where it is part of a heat table (0: none)."""

    text: str
    shade: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """What the row is of, and its cells."""

    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the heads of its columns, the first being that of the titles."""

    head: Sequence[str]
    rows: Sequence[TableRow]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a chart with its table folded behind it, or heat tables, or sentences alone."""

    id: str
    title: str
    notes: Sequence[str] = ()
    key: Sequence[tuple[int, str]] = ()
    bars: Sequence[Bar] = ()
    folded: Table | None = None
    tables: Sequence[Table] = ()


@dataclass(frozen=True, slots=True)
class SummaryReader:
    """The counts of a run, the rulebook that it was advised by, and the language they are read in."""

    counts: Counts
    rulebook: Rulebook
    lang: Lang

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return phrase(f"batch.page.{name}", self.lang, **blanks)

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return colon(self.lang)

    def barrier(self, name: str) -> str:
        """What the barrier is called."""
        return self._title(self.rulebook.barriers, name)

    def recommendation(self, name: str) -> str:
        """What the recommendation is called."""
        return self._title(self.rulebook.recommendations, name)

    def question(self, name: str) -> str:
        """What the attribute is called."""
        return self._title(self.rulebook.attributes, name)

    def _title(self, shelf: Mapping[str, Any], name: str) -> str:
        said = shelf.get(name)
        return said.title.to(self.lang) if said is not None else name

    def reason(self, code: str) -> str:
        """The code and its title; where it has none its sentence, with dots where a row's own values stand."""
        said = title_of(code, self.lang)
        return f"{code}{self.colon}{said}" if said else code

    def number(self, count: int) -> str:
        """A count with thousands separators."""
        return number_text(count)

    def with_share(self, count: int, of: int) -> str:
        """A count and its share."""
        return self.number(count) + bracketed(share(count, of), self.lang)

    def split(self, total: int, parts: Iterable[tuple[str, int]]) -> str:
        """A count, its share of the advised, and what it is made up of."""
        said = [f"{self.say(name)} {self.number(count)}" for name, count in parts if count]
        return (
            self.with_share(total, self.counts.advised) + self.colon + (", " if self.lang == "en" else "、").join(said)
        )

    def placed(self, places: Sequence[int]) -> str:
        """How often a recommendation came first, and how often it was given."""
        first, given, of = places[0], sum(places), self.counts.advised
        blanks = {"first_share": share(first, of), "any_share": share(given, of)}
        return self.say("first_and_any", first=self.number(first), any=self.number(given), **blanks)

    def cells(self, numbers: Iterable[int], of: int) -> list[Cell]:
        """Numbers as cells, and the share of the last one."""
        listed = list(numbers)
        return [*(Cell(self.number(each)) for each in listed), Cell(share(listed[-1], of))]

    def heads(self, *names: str) -> list[str]:
        """The heads of a table's columns."""
        return [self.say(name) for name in names]

    def asked(self, attribute: str) -> int:
        """How many of the advised the question is put to."""
        said = self.rulebook.attributes.get(attribute)
        kinds = self.counts.groups.get("kind", {})
        if said is None or not kinds:
            return self.counts.advised
        return sum(group["profiles"]["all"] for kind, group in kinds.items() if kind in said.audience)

    def chart(self, name: str, key: Sequence[str], bars: Sequence[Bar], table: Table) -> Section:
        """A chart with its table; where there is nothing to count, a sentence that says so."""
        if not bars:
            return Section(name, self.say(name), (self.say(f"no_{name}"),))
        shades = [*zip(shades_of(len(key)), self.heads(*key), strict=True)]
        return Section(name, self.say(name), (self.say(f"{name}_note"),), shades, bars, table)


def shades_of(pieces: int) -> tuple[int, ...]:
    """The shades of a bar's pieces, as far from each other as they go."""
    return {0: (), 1: (3,), 2: (4, 2)}.get(pieces, (4, 3, 2))


def ranked(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """Those that were counted at all, the most frequent first; among equals by id."""
    return sorted(((name, count) for name, count in numbers.items() if count), key=lambda each: (-each[1], each[0]))


def share(count: int, of: int) -> str:
    """A count in percent of another; what is there is never told as 0."""
    if not of:
        return "–"
    if count and 2000 * count < of:
        return "<0.1%"
    return f"{100 * count / of:.1f}%"
