"""Everything of one thing of the rulebook, found by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from smeadvisor.model.attributes import Attribute
from smeadvisor.model.records import (
    Barrier,
    Classification,
    Economy,
    Erratum,
    Recommendation,
    Showing,
    Strategy,
    Wording,
)
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import clauses, listing
from smeadvisor.rendering.rulebook.citing import citing
from smeadvisor.rendering.rulebook.instrument import instrument_sections
from smeadvisor.rendering.rulebook.names import Thing, economy_name, find, referred, title_of
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import (
    Section,
    closing_sections,
    relief_line,
    rule_sections,
    section,
    service_line,
    source_in_words,
    tested_section,
)


def show(rulebook: Rulebook, name: str, lang: Lang) -> list[Section]:
    """Heading by heading what there is to know of the thing; the first heading is its title.

    The name is its id with or without its folder. Raises InvalidInput with E-REF if nothing is called so, with
    E-CHOICE if several things are.
    """
    thing, reader = find(rulebook, name), Reader(rulebook, lang)
    title = Section(title_of(thing, reader), (reader.say("id", id=thing.name),))
    return [title, *sections_of(thing, reader)]


def sections_of(thing: Thing, reader: Reader) -> list[Section]:
    """Heading by heading what there is to know of the thing below its title."""
    found = [*_SHOWN[thing.kind](thing, reader), *closing_sections(thing, reader)]
    return [each for each in found if each.lines]


def _attribute(thing: Thing, reader: Reader) -> Iterator[Section]:
    said: Attribute = thing.said
    yield section("h_thing", _attribute_facts(said, reader), reader)
    yield section("h_question", [reader.to(said.question), reader.to(said.help)], reader)
    choices = [value + reader.colon + reader.to(text) for value, text in said.choices.items()]
    yield section("h_choices", choices, reader)
    yield section("h_inference", [reader.to(said.reason)] if said.reason else [], reader)
    yield tested_section(said.id, reader)


def _attribute_facts(said: Attribute, reader: Reader) -> Iterator[str]:
    yield reader.say("type", type=reader.say(said.type))
    if said.unit:
        yield reader.say("unit", unit=reader.say(said.unit), step=said.step)
    low, high = said.range.min, said.range.max
    if low is not None or high is not None:
        ends = [reader.say("unbounded") if each is None else f"{each:,}" for each in (low, high)]
        yield reader.say("range", low=ends[0], high=ends[1])
    who = [reader.say(each) for each in said.audience]
    yield reader.say("asked_of", who=listing(who, reader.lang))
    yield reader.say("topic", topic=reader.word("topic", said.topic))
    yield reader.say("changeable") if said.changeable else ""


def _barrier(thing: Thing, reader: Reader) -> Iterator[Section]:
    said: Barrier = thing.said
    yield section("h_thing", _barrier_facts(said, reader), reader)
    studies = [
        reader.say("study", place=each.place, source=reader.places([each.source]), says=reader.to(each.says))
        + (reader.colon + reader.to(each.reason) if each.reason else "")
        for each in said.studies
    ]
    yield section("h_studies", studies, reader)
    yield from rule_sections(thing, reader)
    yield section("h_relieved", _relievers(thing, "instruments", reader), reader)
    yield section("h_answered", _relievers(thing, "recommendations", reader), reader)
    yield tested_section(said.id, reader)


def _barrier_facts(said: Barrier, reader: Reader) -> Iterator[str]:
    yield reader.say("family", family=reader.word("family", said.id.partition("/")[0]))
    yield reader.say("side", side=reader.say(said.side))
    yield reader.say("ranked", rank=said.rank) if said.rank else reader.say("unranked")
    yield reader.say("group", group=reader.say(said.stage_group))


def _relievers(thing: Thing, kind: str, reader: Reader) -> Iterator[str]:
    """The instruments or recommendations that relieve the barrier; of an instrument its status as well."""
    for name, said in getattr(reader.rulebook, kind).items():
        for relief in said.relieves:
            if relief.barrier == thing.id:
                status = reader.say(said.status) + reader.colon if kind == "instruments" else ""
                yield status + relief_line(f"{kind}/{name}", relief, reader)


def _recommendation(thing: Thing, reader: Reader) -> Iterator[Section]:
    said: Recommendation = thing.said
    yield section("h_to_economy", _wording(said.economy, reader), reader)
    yield section("h_to_firm", _wording(said.firm, reader), reader)
    relieves = [relief_line(f"barriers/{each.barrier}", each, reader) for each in said.relieves]
    yield section("h_relieves", relieves, reader)
    yield from rule_sections(thing, reader)
    yield section("h_served", _servants(thing, reader), reader)
    yield section("h_traits", _traits(thing, reader), reader)


def _wording(wording: Wording, reader: Reader) -> Iterator[str]:
    for name in ("headline", "gap", "effect"):
        yield reader.say(name, text=reader.to(getattr(wording, name)))


def _servants(thing: Thing, reader: Reader) -> Iterator[str]:
    for name, said in reader.rulebook.instruments.items():
        for service in said.serves:
            if service.recommendation == thing.id:
                yield reader.say(said.status) + reader.colon + service_line(f"instruments/{name}", service, reader)


def _traits(thing: Thing, reader: Reader) -> Iterator[str]:
    for name, said in reader.rulebook.strategies.items():
        for service in said.recommendations:
            if service.recommendation == thing.id:
                yield service_line(f"strategies/{name}", service, reader)


def _strategy(thing: Thing, reader: Reader) -> Iterator[Section]:
    said: Strategy = thing.said
    yield section("h_summary", [reader.to(said.summary)], reader)
    shown = [
        economy_name(each.economy, reader)
        + reader.colon
        + reader.marked(reader.to(each.how), clauses([reader.places([each.source]), _basis(each, reader)], reader.lang))
        for each in said.economies
    ]
    yield section("h_economies", shown, reader)
    follow = [service_line(f"recommendations/{each.recommendation}", each, reader) for each in said.recommendations]
    yield section("h_follow", follow, reader)


def _basis(showing: Showing, reader: Reader) -> str:
    return reader.say({"since-2011": "by_since"}.get(showing.basis, f"by_{showing.basis}"))


def _classification(thing: Thing, reader: Reader) -> Iterator[Section]:
    said: Classification = thing.said
    yield section("h_thing", [reader.say("many") if said.many else ""], reader)
    values = [value + reader.colon + reader.to(text) for value, text in said.values.items()]
    yield section("h_values", values, reader)
    yield from rule_sections(thing, reader)
    yield tested_section(said.id, reader)


def _source(thing: Thing, reader: Reader) -> Iterator[Section]:
    yield section("h_thing", [source_in_words(thing.id, reader)], reader)
    cited = [referred(each.name, reader) for each in citing(thing.id, reader.rulebook) if each.kind != "errata"]
    if thing.id in reader.rulebook.priorities.sources:
        cited.append(reader.reference("ranking", reader.say("priorities")))
    yield section("h_cited", cited, reader)


def _erratum(thing: Thing, reader: Reader) -> Iterator[Section]:
    said: Erratum = thing.said
    lines = [
        reader.say("says", text=reader.to(said.says)),
        reader.say("holds", text=reader.to(said.holds)),
        reader.say("at_place", place=reader.places([said.place, *said.also])),
    ]
    yield section("h_thing", lines, reader)
    yield section("h_touches", [referred(each, reader) for each in said.touches], reader)


def _economy(thing: Thing, reader: Reader) -> Iterator[Section]:
    said: Economy = thing.said
    yield section("h_thing", [reader.say("member") if said.apec else ""], reader)
    if said.emphasis:
        text = reader.marked(reader.to(said.emphasis.text), reader.places([said.emphasis.source]))
        yield section("h_emphasis", [text], reader)
    instruments = [
        reader.say(each.status) + reader.colon + referred(f"instruments/{each.id}", reader)
        for each in reader.rulebook.instruments.values()
        if each.economy == thing.id
    ]
    yield section("h_instruments", instruments, reader)
    shown = [
        referred(f"strategies/{each.id}", reader) + reader.colon + reader.to(showing.how)
        for each in reader.rulebook.strategies.values()
        for showing in each.economies
        if showing.economy == thing.id
    ]
    yield section("h_shown", shown, reader)


_SHOWN: dict[str, Callable[[Thing, Reader], Iterator[Section]]] = {
    "attributes": _attribute,
    "barriers": _barrier,
    "instruments": instrument_sections,
    "recommendations": _recommendation,
    "strategies": _strategy,
    "classification": _classification,
    "sources": _source,
    "errata": _erratum,
    "economies": _economy,
}
