"""What there is to take up, what is closed to the reader and why, and what others do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from smeadvisor.consultation import Advice
from smeadvisor.forms import Event, Instrument, Requirement
from smeadvisor.report.wording import (
    bracketed,
    clauses,
    day_text,
    first_sentence,
    joined,
    listing,
    sentence,
    source_label,
)
from smeadvisor.report.writer import Writer
from smeadvisor.timeline import has_happened

_FULL_MEASURES = 5

_FULL_PRECEDENTS = 2
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading; a block without heading is running text."""

    heading: str
    lines: tuple[str, ...]


def measures(writer: Writer, advice: Advice, told: Mapping[str, int]) -> list[Block]:
    """The measures with agency, what they pay and the conditions met and unmet; those in doubt apart.

    ``told`` names those described already, with the rank of the recommendation that did.
    """
    kind = writer.consultation.kind
    doubtful = tuple(name for name in advice.measures if writer.standing(name).status == "unknown")
    known = tuple(name for name in advice.measures if name not in doubtful)
    none = () if doubtful else (sentence(writer.say(f"no_measure_{kind}"), writer.lang),)
    return [
        Block(writer.say(f"measures_{kind}"), _measures(writer, known, told) or none),
        Block(writer.say("measures_unknown"), _measures(writer, doubtful, told)),
    ]


def _measures(writer: Writer, names: tuple[str, ...], told: Mapping[str, int]) -> tuple[str, ...]:
    lines = [_measure(writer, name, told) for name in names[:_FULL_MEASURES]]
    return (*lines, *_further(writer, names[_FULL_MEASURES:]))


def not_open(writer: Writer, advice: Advice, told: Mapping[str, int]) -> Block:
    """What there is at home or in the region that is not open, and why; ``told`` as in :func:`measures`."""
    names = tuple(name for name in advice.precedents if _is_near(writer, name))
    lines = [
        _told(writer, name, told) or sentence(_not_open(writer, name), writer.lang) for name in names[:_FULL_MEASURES]
    ]
    heading = writer.say(f"not_open_{writer.consultation.kind}")
    return Block(heading, (*lines, *_further(writer, names[_FULL_MEASURES:])))


def precedents(writer: Writer, advice: Advice, told: Mapping[str, int]) -> Block:
    """What there is elsewhere, or is for governments to take up; ``told`` as in :func:`measures`."""
    names = tuple(name for name in advice.precedents if not _is_near(writer, name))
    shown = names[:_FULL_PRECEDENTS]
    lines = [_told(writer, name, told) or sentence(_precedent(writer, name), writer.lang) for name in shown]
    heading = writer.say(f"precedents_{writer.consultation.kind}")
    return Block(heading, (*lines, *_further(writer, names[_FULL_PRECEDENTS:])))


def _is_near(writer: Writer, name: str) -> bool:
    """Whether the instrument is meant for this kind of reader and at home, or in the region and not closed."""
    meant_for, standing = writer.rulebook.instruments[name].audience, writer.standing(name)
    here = standing.place == "home" or (standing.place == "region" and standing.status != "closed")
    return here and meant_for in (None, writer.consultation.kind)


def _further(writer: Writer, rest: tuple[str, ...]) -> list[str]:
    if not rest:
        return []
    names = [writer.instrument(name) for name in rest[:_NAMED]]
    if len(rest) > _NAMED:
        names.append(writer.say("and_more", count=len(rest) - _NAMED))
    return [sentence(writer.say("more", list=listing(names, writer.lang)), writer.lang)]


def _measure(writer: Writer, name: str, told: Mapping[str, int]) -> str:
    instrument = writer.rulebook.instruments[name]
    if name in told:
        return _told(writer, name, told)
    title = _with_agency(writer, instrument) + writer.colon
    parts = [sentence(title + instrument.summary.to(writer.lang), writer.lang), *fate(writer, instrument)]
    if writer.consultation.kind == "firm":
        if instrument.how_to_apply is not None:
            parts.append(sentence(instrument.how_to_apply.to(writer.lang), writer.lang))
        parts.append(_conditions(writer, instrument) or sentence(writer.say("no_conditions"), writer.lang))
    return joined(parts, writer.lang)


def _told(writer: Writer, name: str, told: Mapping[str, int]) -> str:
    """Where the instrument is described already; nothing if it is not."""
    if name not in told:
        return ""
    return sentence(writer.instrument(name) + writer.colon + writer.say("told", rank=told[name]), writer.lang)


def described(writer: Writer, advice: Advice) -> list[str]:
    """The instruments that the report on a recommendation describes, not only names."""
    near = [name for name in advice.precedents if _is_near(writer, name)]
    far = [name for name in advice.precedents if name not in near]
    known = [name for name in advice.measures if writer.standing(name).status != "unknown"]
    doubtful = [name for name in advice.measures if name not in known]
    own = [name for names in (known, doubtful, near) for name in names[:_FULL_MEASURES]]
    return [*own, *far[:_FULL_PRECEDENTS]]


def places_of(writer: Writer, advice: Advice) -> Iterator[str]:
    """The later sources of the measures that are described."""
    for name in described(writer, advice):
        instrument = writer.rulebook.instruments[name]
        if instrument.origin != "paper":
            yield from instrument.sources
        yield from (each.source for each in instrument.history if each.source)


def fate(writer: Writer, instrument: Instrument) -> list[str]:
    """Sentences on where it is known from, if not from the paper, and on what became of it."""
    told = [_origin(writer, instrument)] if instrument.origin != "paper" else []
    past = _past(writer, instrument)
    if past:
        told.append(_told_of(writer, _decisive(past)))
    for each in (event for event in instrument.history if event not in past):
        day = day_text(each.since or "", writer.lang)
        told.append(writer.say("announced", date=day, what=_event(writer, each)))
    return [sentence(each, writer.lang) for each in told]


def _past(writer: Writer, instrument: Instrument) -> list[Event]:
    return [each for each in instrument.history if has_happened(each, writer.consultation.as_of, writer.reviewed)]


def _decisive(past: Sequence[Event]) -> Event:
    """The last event; of a closed instrument the one that closed it, whatever was noted of it later."""
    if past[-1].status != "closed":
        return past[-1]
    return list(takewhile(lambda each: each.status == "closed", reversed(past)))[-1]


def _origin(writer: Writer, instrument: Instrument) -> str:
    places = [source_label(each, writer.rulebook, writer.lang) for each in instrument.sources]
    return writer.say("origin", place=listing(places, writer.lang))


def _told_of(writer: Writer, event: Event) -> str:
    """The event, announced as such; one that nothing is known of says so itself."""
    what = _event(writer, event)
    return writer.say("since", what=what) if event.source else what


def _event(writer: Writer, event: Event) -> str:
    place = source_label(event.source, writer.rulebook, writer.lang) if event.source else ""
    what = event.what.to(writer.lang).rstrip("。.") + bracketed(place, writer.lang)
    known = [writer.instrument(each) for each in event.successors if each in writer.rulebook.instruments]
    # What replaced a closed one stands beside its title.
    if not known or event.status == "closed":
        return what
    return clauses([what, writer.say("replaced", list=listing(known, writer.lang))], writer.lang)


def _with_agency(writer: Writer, instrument: Instrument) -> str:
    """The title with the agency, unless one of them names the other anyway."""
    title, agency = instrument.title.to(writer.lang), instrument.agency.to(writer.lang)
    return title if agency in title or title.split("（")[0] in agency else title + bracketed(agency, writer.lang)


def _conditions(writer: Writer, instrument: Instrument) -> str:
    standing = writer.standing(instrument.id)
    groups = {"met": "met", "unmet": "unmet", "unknown": "unchecked"}
    titles = {each.id: each.title.to(writer.lang) for each in instrument.requirements}
    parts = []
    for state, name in groups.items():
        found = [titles[own] for own, each in standing.requirements if each == state]
        if found:
            parts.append(writer.say(name, list=clauses(found, writer.lang)))
    return joined([sentence(each, writer.lang) for each in parts], writer.lang)


def _precedent(writer: Writer, name: str) -> str:
    """Its first sentence, and whether it is still what it was."""
    instrument = writer.rulebook.instruments[name]
    text = writer.instrument(name) + writer.colon + first_sentence(instrument.summary.to(writer.lang))
    return joined([sentence(text, writer.lang), *_fate_in_short(writer, instrument)], writer.lang)


def _fate_in_short(writer: Writer, instrument: Instrument) -> list[str]:
    """What replaced a closed one; of others only that they changed, or that it is not known."""
    if instrument.status == "in_force":
        return []
    if instrument.status == "closed":
        closing = _decisive(_past(writer, instrument))
        return [sentence(_told_of(writer, closing), writer.lang)]
    return [sentence(writer.say(f"status_{instrument.status}"), writer.lang)]


def _not_open(writer: Writer, name: str) -> str:
    """What is closed, or what would have to change; only the conditions where nothing can be changed."""
    instrument, standing = writer.rulebook.instruments[name], writer.standing(name)
    if standing.status == "closed":
        return _precedent(writer, name)
    unmet = {own for own, state in standing.requirements if state == "unmet"}
    missing = [each for each in instrument.requirements if each.id in unmet]
    say = "once" if all(_changeable(writer, each) for each in missing) else "unmet"
    told = writer.say(say, list=clauses([each.title.to(writer.lang) for each in missing], writer.lang))
    if say == "unmet":
        return _with_agency(writer, instrument) + writer.colon + told
    text = _with_agency(writer, instrument) + writer.colon + first_sentence(instrument.summary.to(writer.lang))
    return joined([sentence(text, writer.lang), told], writer.lang)


def _changeable(writer: Writer, requirement: Requirement) -> bool:
    """Whether the firm itself can change an answer that the requirement turns on."""
    attributes = {name for rule in requirement.rules if isinstance(rule.when, dict) for name in rule.when}
    known = writer.rulebook.attributes
    return any(name in known and known[name].changeable for name in attributes)
