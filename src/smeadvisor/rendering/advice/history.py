"""What became of an instrument, in full or in short, and where it is known from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from smeadvisor.model.records import Event, Instrument
from smeadvisor.model.timeline import has_happened
from smeadvisor.rendering.advice.wording import bracketed, clauses, day_text, listing, sentence, source_label
from smeadvisor.rendering.advice.writer import Writer


def history(writer: Writer, instrument: Instrument) -> list[str]:
    """Sentences on where it is known from, if not from the paper, on what became of it and what is announced."""
    told = [_origin(writer, instrument)] if instrument.origin != "paper" else []
    past = _past(writer, instrument)
    if past:
        told.append(_told_of(writer, _decisive(past)))
    for each in (event for event in instrument.history if event not in past):
        day = day_text(each.since or "", writer.lang)
        told.append(writer.say("announced", date=day, what=_event(writer, each)))
    return [sentence(each, writer.lang) for each in told]


def history_in_short(writer: Writer, instrument: Instrument) -> list[str]:
    """How a closed one ended; of others only that they changed, or that it is not known."""
    if instrument.status == "in_force":
        return []
    if instrument.status == "closed":
        return [sentence(_told_of(writer, _decisive(_past(writer, instrument))), writer.lang)]
    return [sentence(writer.say(f"status_{instrument.status}"), writer.lang)]


def later_sources(instrument: Instrument) -> Iterator[str]:
    """The later sources that it is known from."""
    if instrument.origin != "paper":
        yield from instrument.sources
    yield from (each.source for each in instrument.history if each.source)


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
