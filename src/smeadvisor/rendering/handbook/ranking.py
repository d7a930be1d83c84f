"""How recommendations are ranked, with the figures of ``priorities.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from smeadvisor.model.attributes import AUDIENCES
from smeadvisor.model.records import Severity, StageGroup
from smeadvisor.rendering.advice.wording import listing, phrase
from smeadvisor.rendering.rulebook.names import titled
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import Section, source_in_words


def ranking_sections(reader: Reader) -> Iterator[Section]:
    """The order of kinds, the points and their factors, what decides ties, what is inferred, and the sources."""
    yield _section("r_order", _kinds(reader), reader)
    yield _section("r_points", [_say("r_points_how", reader)], reader)
    yield _section("r_severity", _severities(reader), reader)
    yield _section("r_importance", _importance(reader), reader)
    yield _section("r_stage", _stages(reader), reader)
    yield _section("r_ties", [_say("r_ties_how", reader)], reader)
    said = reader.rulebook.priorities
    yield Section(reader.say("h_inference"), (reader.to(said.inference),))
    yield Section(reader.say("h_sources"), tuple(source_in_words(each, reader) for each in said.sources))


def _section(name: str, lines: Iterator[str] | list[str], reader: Reader) -> Section:
    return Section(_say(name, reader), tuple(lines))


def _say(name: str, reader: Reader, /, **blanks: object) -> str:
    return phrase(f"handbook.{name}", reader.lang, **blanks)


def _kinds(reader: Reader) -> Iterator[str]:
    yield _say("r_order_how", reader)
    for audience in AUDIENCES:
        kinds = reader.rulebook.priorities.evidence[audience]
        told = [_say("r_kind", reader, place=place, title=reader.to(each.title)) for place, each in enumerate(kinds, 1)]
        yield _say(f"r_order_{audience}", reader, kinds=listing(told, reader.lang))


def _severities(reader: Reader) -> Iterator[str]:
    for name in get_args(Severity):
        value = reader.rulebook.priorities.severity[name]
        yield _say("r_value", reader, name=reader.say(name), value=value)


def _importance(reader: Reader) -> Iterator[str]:
    """What each rank counts for, and which barriers have it."""
    said, barriers = reader.rulebook.priorities.importance, reader.rulebook.barriers
    for rank, weight in said.ranked.items():
        names = [f"barriers/{name}" for name, each in barriers.items() if str(each.rank) == rank]
        told = _say("r_ranked", reader, rank=rank, weight=weight)
        yield reader.colon.join([told, *filter(None, [listing([titled(each, reader) for each in names], reader.lang)])])
    yield _say("r_unranked", reader, weight=said.unranked)


def _stages(reader: Reader) -> Iterator[str]:
    said = reader.rulebook.priorities.stage
    for group in get_args(StageGroup):
        factors = {"planning": said.planning[group], "operational": said.operational[group]}
        yield _say("r_group", reader, group=reader.say(group), **factors)
    yield _say("r_neutral", reader, neutral=said.neutral)
