"""What there is to take up, what is closed to the reader and why, and what others do."""

from __future__ import annotations

from smeadvisor.consultation import Advice
from smeadvisor.forms import Event, Instrument, Requirement
from smeadvisor.report.wording import bracketed, clauses, first_sentence, joined, listing, sentence, source_label
from smeadvisor.report.writer import Writer
from smeadvisor.timeline import has_happened

_FULL_MEASURES = 5
_FULL_PRECEDENTS = 2
_NAMED = 3


def measure_sentences(writer: Writer, advice: Advice) -> str:
    """The measures with agency, what they pay and the conditions met and unmet."""
    kind = writer.consultation.kind
    if not advice.measures:
        return writer.say(f"no_measure_{kind}")
    told = [_measure(writer, name) for name in advice.measures[:_FULL_MEASURES]]
    return _lead(writer, f"measures_{kind}", told, advice.measures[_FULL_MEASURES:])


def not_open_sentences(writer: Writer, advice: Advice) -> str:
    """What there is at home or in the region that is not open, and why; nothing if there is nothing."""
    names = [name for name in advice.precedents if _is_near(writer, name)]
    told = [_not_open(writer, name) for name in names[:_FULL_MEASURES]]
    return _lead(writer, f"not_open_{writer.consultation.kind}", told, tuple(names[_FULL_MEASURES:])) if names else ""


def precedent_sentences(writer: Writer, advice: Advice) -> str:
    """What there is elsewhere, or is for governments to take up; nothing if there is nothing."""
    names = tuple(name for name in advice.precedents if not _is_near(writer, name))
    told = [_precedent(writer, name) for name in names[:_FULL_PRECEDENTS]]
    return _lead(writer, f"precedents_{writer.consultation.kind}", told, names[_FULL_PRECEDENTS:]) if names else ""


def _is_near(writer: Writer, name: str) -> bool:
    """Whether the instrument is at home or in the region, and meant for this kind of reader."""
    meant_for = writer.rulebook.instruments[name].audience
    return writer.standing(name).place != "abroad" and meant_for in (None, writer.consultation.kind)


def _lead(writer: Writer, name: str, told: list[str], rest: tuple[str, ...]) -> str:
    text = writer.say(name) + writer.colon + joined([sentence(each, writer.lang) for each in told], writer.lang)
    if not rest:
        return text
    names = [writer.instrument(name) for name in rest[:_NAMED]]
    if len(rest) > _NAMED:
        names.append(writer.say("and_more", count=len(rest) - _NAMED))
    more = sentence(writer.say("more", list=listing(names, writer.lang)), writer.lang)
    return joined([text, more], writer.lang)


def _measure(writer: Writer, name: str) -> str:
    instrument = writer.rulebook.instruments[name]
    text = _with_agency(writer, instrument) + writer.colon + instrument.summary.to(writer.lang)
    told = [sentence(text, writer.lang), *fate(writer, instrument)]
    if writer.consultation.kind == "firm":
        if instrument.how_to_apply is not None:
            told.append(sentence(instrument.how_to_apply.to(writer.lang), writer.lang))
        told.append(_conditions(writer, instrument) or sentence(writer.say("no_conditions"), writer.lang))
    return joined(told, writer.lang)


def fate(writer: Writer, instrument: Instrument) -> list[str]:
    """Sentences on where it is known from, if not from the paper, and on what became of it."""
    told = [_origin(writer, instrument)] if instrument.origin != "paper" else []
    past = [each for each in instrument.history if has_happened(each, writer.consultation.as_of)]
    coming = [each for each in instrument.history if each not in past]
    told += [writer.say("since", what=_event(writer, each)) for each in past[-1:]]
    told += [writer.say("announced", date=each.since, what=_event(writer, each)) for each in coming]
    return [sentence(each, writer.lang) for each in told]


def _origin(writer: Writer, instrument: Instrument) -> str:
    places = [source_label(each, writer.rulebook, writer.lang) for each in instrument.sources]
    return writer.say("origin", place=listing(places, writer.lang))


def _event(writer: Writer, event: Event) -> str:
    place = source_label(event.source, writer.rulebook, writer.lang) if event.source else writer.say("not_sourced")
    what = event.what.to(writer.lang).rstrip("。.") + bracketed(place, writer.lang)
    known = [writer.instrument(each) for each in event.successors if each in writer.rulebook.instruments]
    return clauses([what, writer.say("replaced", list=listing(known, writer.lang))] if known else [what], writer.lang)


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
    """Its first sentence, and what became of it unless it goes on as it was."""
    instrument = writer.rulebook.instruments[name]
    text = writer.instrument(name) + writer.colon + first_sentence(instrument.summary.to(writer.lang))
    later = [] if instrument.status == "in_force" else fate(writer, instrument)[-1:]
    return joined([sentence(text, writer.lang), *later], writer.lang)


def _not_open(writer: Writer, name: str) -> str:
    """What is closed, or what would have to change; only the conditions where nothing can be changed."""
    instrument, standing = writer.rulebook.instruments[name], writer.standing(name)
    if standing.status == "closed":
        return joined(
            [sentence(_precedent(writer, name), writer.lang), sentence(writer.say("closed"), writer.lang)], writer.lang
        )
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
