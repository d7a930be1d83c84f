"""What there is to take up, what is closed to the reader and why, and what others do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from smeadvisor.engines.consultation import Advice
from smeadvisor.model.records import Instrument, Requirement
from smeadvisor.rendering.advice.blocks import Block
from smeadvisor.rendering.advice.history import history, history_in_short
from smeadvisor.rendering.advice.wording import bracketed, clauses, first_sentence, joined, sentence
from smeadvisor.rendering.advice.writer import Writer

_DESCRIBED = 5
_DESCRIBED_ELSEWHERE = 2
_NAMED = 3

Told = Mapping[str, int]
"""The instruments described already, each with the rank of the recommendation that did."""


class _Sorted(NamedTuple):
    """The instruments of a recommendation, as the reader meets them."""

    open: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    not_open: tuple[str, ...]
    elsewhere: tuple[str, ...]

    def described(self) -> Iterator[str]:
        """Those that are described, not only named."""
        for names in self[:3]:
            yield from names[:_DESCRIBED]
        yield from self.elsewhere[:_DESCRIBED_ELSEWHERE]


def instrument_blocks(writer: Writer, advice: Advice, told: Told) -> list[Block]:
    """The measures, those of them that are not confirmed, those that are not open, and the precedents."""
    kind, found = writer.consultation.kind, _sorted(writer, advice)
    none = () if advice.measures else (sentence(writer.say(f"no_measure_{kind}"), writer.lang),)
    heading = writer.say(f"measures_{kind}")
    blocks = [
        Block(heading, _lines(writer, found.open, _measure, told) or none),
        Block(writer.say("measures_unknown"), _lines(writer, found.unconfirmed, _measure, told)),
        Block(writer.say(f"not_open_{kind}"), _lines(writer, found.not_open, _not_open, told)),
        Block(
            writer.say(f"precedents_{kind}"),
            _lines(writer, found.elsewhere, _precedent, told, most=_DESCRIBED_ELSEWHERE),
        ),
    ]
    return [each for each in blocks if each.lines]


def described(writer: Writer, advice: Advice) -> list[str]:
    """The instruments that the report on a recommendation describes, not only names."""
    return list(_sorted(writer, advice).described())


def _sorted(writer: Writer, advice: Advice) -> _Sorted:
    unconfirmed = tuple(name for name in advice.measures if writer.standing(name).status == "unknown")
    not_open = tuple(name for name in advice.precedents if _is_near(writer, name))
    return _Sorted(
        open=tuple(name for name in advice.measures if name not in unconfirmed),
        unconfirmed=unconfirmed,
        not_open=not_open,
        elsewhere=tuple(name for name in advice.precedents if name not in not_open),
    )


def _lines(
    writer: Writer, names: tuple[str, ...], tell: Callable[[Writer, str], str], told: Told, most: int = _DESCRIBED
) -> tuple[str, ...]:
    lines = [_see(writer, name, told) or sentence(tell(writer, name), writer.lang) for name in names[:most]]
    return (*lines, *_further(writer, names[most:]))


def _see(writer: Writer, name: str, told: Told) -> str:
    """Where the instrument is described already; nothing if it is not."""
    if name not in told:
        return ""
    return sentence(writer.instrument(name) + writer.colon + writer.say("told", rank=told[name]), writer.lang)


def _is_near(writer: Writer, name: str) -> bool:
    """Whether the instrument would be one for this reader: meant for its kind, and at home or still in the region.

    What is closed and was never open to it tells it nothing.
    """
    instrument, standing = writer.rulebook.instruments[name], writer.standing(name)
    closed = standing.status == "closed"
    here = standing.place == "home" or (standing.place == "region" and not closed)
    lost = not closed or _can_be_met(writer, instrument)
    return here and lost and instrument.audience in (None, writer.consultation.kind)


def _further(writer: Writer, rest: tuple[str, ...]) -> list[str]:
    if not rest:
        return []
    names = writer.listing([writer.instrument(name) for name in rest], _NAMED)
    return [sentence(writer.say("more", list=names), writer.lang)]


def _measure(writer: Writer, name: str) -> str:
    instrument = writer.rulebook.instruments[name]
    text = _with_agency(writer, instrument) + writer.colon + instrument.summary.to(writer.lang)
    parts = [sentence(text, writer.lang), *history(writer, instrument)]
    if writer.consultation.kind == "firm":
        if instrument.how_to_apply is not None:
            parts.append(sentence(instrument.how_to_apply.to(writer.lang), writer.lang))
        parts.append(_conditions(writer, instrument) or sentence(writer.say("no_conditions"), writer.lang))
    return joined(parts, writer.lang)


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
    return joined([sentence(text, writer.lang), *history_in_short(writer, instrument)], writer.lang)


def _not_open(writer: Writer, name: str) -> str:
    """What is closed, or what would have to change; only the conditions where nothing can be changed."""
    instrument, standing = writer.rulebook.instruments[name], writer.standing(name)
    if standing.status == "closed":
        return _precedent(writer, name)
    told = _missing(writer, instrument)
    if not _can_be_met(writer, instrument):
        return _with_agency(writer, instrument) + writer.colon + told
    text = _with_agency(writer, instrument) + writer.colon + first_sentence(instrument.summary.to(writer.lang))
    return joined([sentence(text, writer.lang), told], writer.lang)


def _missing(writer: Writer, instrument: Instrument) -> str:
    """The conditions that are not met; whether meeting them would do depends on those not known yet."""
    names = [each.title.to(writer.lang) for each in _unmet(writer, instrument)]
    unknown = any(state == "unknown" for _, state in writer.standing(instrument.id).requirements)
    say = ("at_least" if unknown else "once") if _can_be_met(writer, instrument) else "unmet"
    return writer.say(say, list=clauses(names, writer.lang))


def _unmet(writer: Writer, instrument: Instrument) -> list[Requirement]:
    unmet = {own for own, state in writer.standing(instrument.id).requirements if state == "unmet"}
    return [each for each in instrument.requirements if each.id in unmet]


def _can_be_met(writer: Writer, instrument: Instrument) -> bool:
    """Whether the firm itself can change all that keeps the instrument closed to it."""
    return all(_changeable(writer, each) for each in _unmet(writer, instrument))


def _changeable(writer: Writer, requirement: Requirement) -> bool:
    """Whether the firm itself can change an answer that the requirement turns on."""
    attributes = {name for rule in requirement.rules if isinstance(rule.when, dict) for name in rule.when}
    known = writer.rulebook.attributes
    return any(name in known and known[name].changeable for name in attributes)
