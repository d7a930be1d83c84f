"""The lists of a handbook: the things of each kind, in groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from smeadvisor.messages import say
from smeadvisor.rendering.rulebook.listing import LISTED, listed
from smeadvisor.rendering.rulebook.names import Thing, thing_at, things, title_of
from smeadvisor.rendering.rulebook.reader import Reader

MAIN = (
    "barriers",
    "recommendations",
    "instruments",
    "economies",
    "strategies",
    "attributes",
    "classification",
    "errata",
    "sources",
)
"""The kinds in the order in which people look for them."""


class Row(NamedTuple):
    """A thing in a list, and a remark on it."""

    name: str
    title: str
    remark: str


class Group(NamedTuple):
    """Rows under a heading, which is empty where there is but one group."""

    heading: str
    rows: tuple[Row, ...]


def grouped(kind: str, reader: Reader) -> list[Group]:
    """The things of the kind in groups: barriers by family, instruments by economy and so on."""
    groups: dict[str, list[Row]] = {}
    for row in _rows(kind, reader):
        groups.setdefault(_GROUPS[kind](thing_at(reader.rulebook, row.name), reader), []).append(row)
    found = [Group(heading, tuple(rows)) for heading, rows in groups.items()]
    return found if len(found) > 1 else [Group("", each.rows) for each in found]


def _rows(kind: str, reader: Reader) -> list[Row]:
    if kind in LISTED:
        rows = listed(reader.rulebook, kind, lang=reader.lang)
        return [Row(f"{kind}/{each.id}", each.title, each.remark) for each in rows]
    known = [each for each in things(reader.rulebook) if each.kind == kind]
    return [Row(each.name, title_of(each, reader), _emphasis(each, reader)) for each in known]


def _emphasis(economy: Thing, reader: Reader) -> str:
    return reader.to(economy.said.emphasis.text) if economy.said.emphasis else ""


def _family(thing: Thing, reader: Reader) -> str:
    return reader.word("family", thing.id.partition("/")[0])


def _economy(thing: Thing, reader: Reader) -> str:
    return title_of(thing_at(reader.rulebook, f"economies/{thing.said.economy}"), reader)


def _asked(thing: Thing, reader: Reader) -> str:
    who = thing.said.audience
    return say("handbook.of_both" if len(who) > 1 else f"handbook.of_{who[0]}", reader.lang)


def _time(thing: Thing, reader: Reader) -> str:
    return say("handbook.since" if thing.said.urls else "handbook.in_paper", reader.lang)


def _activity(thing: Thing, reader: Reader) -> str:
    active = {each.economy for each in reader.rulebook.instruments.values()}
    return say("handbook.with_instruments" if thing.id in active else "handbook.without_instruments", reader.lang)


def _together(thing: Thing, reader: Reader) -> str:
    return ""


_GROUPS: dict[str, Callable[[Thing, Reader], str]] = {
    "attributes": _asked,
    "barriers": _family,
    "instruments": _economy,
    "recommendations": _together,
    "strategies": _together,
    "classification": _together,
    "sources": _time,
    "errata": _together,
    "economies": _activity,
}
