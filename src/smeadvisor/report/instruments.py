"""What there is to take up, what is closed to the reader and why, and what others do."""

from __future__ import annotations

from smeadvisor.consultation import Advice
from smeadvisor.report.wording import bracketed, clauses, first_sentence, joined, listing, sentence
from smeadvisor.report.writer import Writer
from smeadvisor.rulebook import Instrument, Requirement

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
    names = [name for name in advice.precedents if writer.standing(name).place != "abroad"]
    told = [_not_open(writer, name) for name in names[:_FULL_MEASURES]]
    return _lead(writer, "not_open", told, tuple(names[_FULL_MEASURES:])) if names else ""


def precedent_sentences(writer: Writer, advice: Advice) -> str:
    """What there is elsewhere; nothing if there is nothing."""
    names = tuple(name for name in advice.precedents if writer.standing(name).place == "abroad")
    told = [_precedent(writer, name) for name in names[:_FULL_PRECEDENTS]]
    return _lead(writer, f"precedents_{writer.consultation.kind}", told, names[_FULL_PRECEDENTS:]) if names else ""


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
    if writer.consultation.kind == "economy":
        return text
    conditions = _conditions(writer, instrument) or sentence(writer.say("no_conditions"), writer.lang)
    return joined([sentence(text, writer.lang), conditions], writer.lang)


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
    summary = writer.rulebook.instruments[name].summary.to(writer.lang)
    return writer.instrument(name) + writer.colon + first_sentence(summary)


def _not_open(writer: Writer, name: str) -> str:
    """What is closed, or what would have to change; only the conditions where nothing can be changed."""
    instrument, standing = writer.rulebook.instruments[name], writer.standing(name)
    if standing.status == "closed":
        return joined([sentence(_precedent(writer, name), writer.lang), writer.say("closed")], writer.lang)
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
