"""An instrument in full: what it is, what it takes, what it is for, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from smeadvisor.messages import is_said
from smeadvisor.model.records import Event, Figure, Instrument, Requirement
from smeadvisor.model.timeline import has_happened
from smeadvisor.rendering.advice.wording import clauses, day_text, listing, number_text
from smeadvisor.rendering.rulebook.names import Thing, economy_name, referred
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import Section, relief_line, rule_line, rule_sections, section, service_line


def instrument_sections(thing: Thing, reader: Reader) -> Iterator[Section]:
    """Everything that its file says, and the instruments that it is part of, holds or replaces."""
    said: Instrument = thing.said
    yield section("h_thing", _facts(said, reader), reader)
    yield section("h_summary", [reader.to(said.summary)], reader)
    points = [reader.marked(reader.to(each.title), reader.places([each.source])) for each in said.points]
    yield section("h_points", points, reader)
    yield section("h_figures", [_figure(each, reader) for each in said.figures], reader)
    yield section("h_apply", [reader.to(said.how_to_apply)] if said.how_to_apply else [], reader)
    for each in said.requirements:
        yield _requirement(each, said, reader)
    relieves = [relief_line(f"barriers/{each.barrier}", each, reader) for each in said.relieves]
    yield section("h_relieves", relieves, reader)
    serves = [service_line(f"recommendations/{each.recommendation}", each, reader) for each in said.serves]
    yield section("h_serves", serves, reader)
    yield section("h_history", [_event(each, reader) for each in said.history], reader)
    yield section("h_parts", _parts(said, reader), reader)
    yield section("h_replaces", _predecessors(said, reader), reader)
    # Its rules stand with its requirements.
    yield list(rule_sections(thing, reader))[-1]


def _facts(said: Instrument, reader: Reader) -> Iterator[str]:
    yield reader.say("run_by", agency=reader.to(said.agency), economy=economy_name(said.economy, reader))
    yield reader.say("support", support=reader.say(said.support))
    yield reader.say("status", status=reader.say(said.status))
    yield reader.say(said.origin)
    if said.begins:
        yield reader.say("begins", day=day_text(said.begins, reader.lang))
    if said.audience:
        yield reader.say("for_one", who=reader.say(said.audience))


def _figure(figure: Figure, reader: Reader) -> str:
    unit = f"unit_{figure.unit}"
    said = reader.say(unit) if is_said(f"rulebook.{unit}") else figure.unit
    told = f"{figure.id}{reader.colon}{_amount(figure, reader)} {said}".rstrip()
    return reader.marked(told, reader.places([figure.source]))


def _amount(figure: Figure, reader: Reader) -> str:
    """The value; a year or a date as one, without thousands separators."""
    if figure.unit == "date":
        return day_text(str(figure.value), reader.lang)
    if isinstance(figure.value, str) or figure.unit == "year":
        return str(figure.value)
    return number_text(figure.value)


def _requirement(requirement: Requirement, said: Instrument, reader: Reader) -> Section:
    """The requirement, and the rules of which any one meets it."""
    owner = f"instruments/{said.id}"
    names = [f"{owner}#{each.id}" for each in requirement.rules]
    rules = [reader.rulebook.by_id[each] for each in names if each in reader.rulebook.by_id]
    title = reader.marked(reader.to(requirement.title), reader.places([requirement.source]))
    lines = [rule_line(each, reader) for each in rules] or [reader.say("unchecked")]
    return Section(reader.say("h_requirements") + reader.colon + title, tuple(lines))


def _event(event: Event, reader: Reader) -> str:
    details = [reader.places([event.source])] if event.source else []
    details.append(reader.say("confidence", level=reader.say(event.confidence)))
    what = reader.marked(reader.to(event.what).rstrip("。."), clauses(details, reader.lang))
    day = day_text(event.since, reader.lang) if event.since else reader.say("undated")
    said = reader.say(_manner(event, reader), day=day, status=reader.say(event.status), what=what)
    if not event.successors:
        return said
    heirs = listing([referred(f"instruments/{each}", reader) for each in event.successors], reader.lang)
    return clauses([said, reader.say("successors", list=heirs)], reader.lang)


def _manner(event: Event, reader: Reader) -> str:
    """Whether it is told as past or as announced; the whole rulebook knows no day and tells all as past."""
    day, reviewed = reader.rulebook.as_of, reader.rulebook.about.reviewed_through
    return "event" if not day or has_happened(event, day, reviewed) else "announced"


def _parts(said: Instrument, reader: Reader) -> Iterator[str]:
    if said.parent:
        yield reader.say("parent", title=referred(f"instruments/{said.parent}", reader))
    for each in reader.rulebook.instruments.values():
        if each.parent == said.id:
            yield reader.say("child", title=referred(f"instruments/{each.id}", reader))


def _predecessors(said: Instrument, reader: Reader) -> Iterator[str]:
    for each in reader.rulebook.instruments.values():
        if any(said.id in event.successors for event in each.history):
            yield referred(f"instruments/{each.id}", reader)
