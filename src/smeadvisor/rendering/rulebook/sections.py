"""The sections that things of several kinds have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smeadvisor.model.attributes import AUDIENCES
from smeadvisor.model.plain import Plain
from smeadvisor.model.records import Erratum, Relief, Service
from smeadvisor.model.rulebook import Rule
from smeadvisor.rendering.advice.wording import clauses, day_text
from smeadvisor.rendering.rulebook.citing import cited_by
from smeadvisor.rendering.rulebook.examples import examples_in_words
from smeadvisor.rendering.rulebook.names import Thing, owner_of, referred, rules_of, title_of, titled
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.words import condition_in_words, rule_in_words


@dataclass(frozen=True, slots=True)
class Section(Plain):
    """Lines under a heading."""

    heading: str
    lines: tuple[str, ...]


def section(name: str, lines: Iterable[str], reader: Reader) -> Section:
    """The lines that say something, under a fixed heading."""
    return Section(reader.say(name), tuple(each for each in lines if each))


def rule_sections(thing: Thing, reader: Reader) -> Iterator[Section]:
    """The thing's own rules in full, those for a firm apart from those for an economy."""
    rules = rules_of(thing, reader.rulebook)
    for audience in AUDIENCES:
        lines = [rule_line(each, reader) for each in rules if each.audience == audience]
        yield section(f"h_rules_{audience}", lines, reader)
    yield section("h_examples", examples_in_words(thing, reader), reader)


def rule_line(rule: Rule, reader: Reader) -> str:
    """The rule's own id, and the rule in words with its ground."""
    return reader.named(rule.id, rule.id.partition("#")[2], rule_in_words(rule, reader))


def tested_section(subject: str, reader: Reader) -> Section:
    """The rules that test the attribute, classification or barrier; what follows from relief stands elsewhere."""
    rules = [
        each
        for each in reader.rulebook.rules
        if each.text is not None and any(test.subject == subject for test in each.tests)
    ]
    lines = [_way_to(each, reader) + reader.colon + condition_in_words(each, reader) for each in rules]
    return section("h_tested", lines, reader)


def closing_sections(thing: Thing, reader: Reader) -> Iterator[Section]:
    """What is inferred, where it is from, and where the paper is in doubt: the end of everything shown."""
    inference = getattr(thing.said, "inference", None)
    if inference:
        yield section("h_inference", [reader.to(inference)], reader)
    if thing.kind != "sources":
        lines = [source_in_words(each, reader) for each in cited_by(thing, reader.rulebook)]
        yield section("h_sources", lines, reader)
    touching = [each for each in reader.rulebook.errata if thing.name in each.touches or _is_at(each, thing)]
    yield section("h_errata", [_erratum(each, reader) for each in touching], reader)


def source_in_words(name: str, reader: Reader) -> str:
    """The place cited: its label and title, its date and its addresses, as far as it has them."""
    source = reader.rulebook.sources.get(name)
    if source is None:
        return name
    dated = [reader.say("dated", day=day_text(source.dated, reader.lang))] if source.dated else []
    told = reader.place(name) + reader.colon + reader.to(source.title)
    return reader.marked(told, clauses([*dated, *map(reader.address, source.urls)], reader.lang))


def relief_line(name: str, relief: Relief, reader: Reader) -> str:
    """The thing that relieves or is relieved, for whom, and on what ground."""
    only = [reader.say("only_for", who=reader.say(relief.audience))] if relief.audience else []
    return referred(name, reader) + reader.colon + clauses([*only, ground(relief, reader)], reader.lang)


def service_line(name: str, service: Service, reader: Reader) -> str:
    """The thing that serves or is served, and on what ground."""
    return referred(name, reader) + reader.colon + ground(service, reader)


def ground(link: Relief | Service, reader: Reader) -> str:
    """That the paper says so, or that we infer it, and why."""
    said = reader.say(f"by_{link.basis}")
    return said + reader.colon + reader.to(link.reason) if link.reason else said


def _is_at(erratum: Erratum, thing: Thing) -> bool:
    return thing.kind == "sources" and thing.id in (erratum.place, *erratum.also)


def _erratum(erratum: Erratum, reader: Reader) -> str:
    code = "" if reader.linked else erratum.id + reader.colon
    says = reader.marked(titled(f"errata/{erratum.id}", reader), reader.place(erratum.place))
    return clauses([code + says, reader.say("holds", text=reader.to(erratum.holds))], reader.lang)


def _way_to(rule: Rule, reader: Reader) -> str:
    """The full name of the rule; where it can be linked, the title of what it is a rule of."""
    if not reader.linked:
        return rule.id
    return reader.reference(rule.id, title_of(owner_of(rule, reader.rulebook), reader))
