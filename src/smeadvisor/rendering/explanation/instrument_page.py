"""How an instrument stands to a profile, as passages of a page."""

from __future__ import annotations

from collections.abc import Iterator

from smeadvisor.explanation.standings import ExplainedInstrument, Relieved, Required, Waiting
from smeadvisor.rendering.advice.history import history
from smeadvisor.rendering.advice.wording import bracketed, clauses, day_text, listing
from smeadvisor.rendering.explanation.page import Line, Passage, flat
from smeadvisor.rendering.explanation.teller import Teller
from smeadvisor.rendering.explanation.trees import tree_lines
from smeadvisor.rendering.rulebook.words import tests_in_words


def instrument_passages(stood: ExplainedInstrument, teller: Teller) -> Iterator[Passage]:
    """Its standing and why, its requirements, what became of it, what it relieves and serves."""
    yield Passage(teller.say("h_standing"), flat(_standing(stood, teller)))
    yield Passage(teller.say("h_requirements"), tuple(_requirements(stood, teller)))
    instrument = teller.subject.rulebook.instruments[stood.id]
    yield Passage(teller.say("h_history"), flat(history(teller.writer, instrument)))
    yield Passage(teller.say("h_relieves"), flat([_relief(each, teller) for each in stood.relieves]))
    serves = [teller.named(f"recommendations/{each}") for each in stood.serves]
    yield Passage(teller.say("h_serves"), flat(serves))


def _standing(stood: ExplainedInstrument, teller: Teller) -> Iterator[str]:
    yield teller.say(f"place_{stood.place}", economy=teller.writer.economy(stood.economy))
    day = day_text(teller.subject.consultation.as_of, teller.lang)
    yield teller.say("status", day=day, status=teller.reader.say(stood.status))
    yield teller.say(stood.eligibility)
    if not stood.addressed:
        audience = teller.subject.rulebook.instruments[stood.id].audience
        yield teller.say("not_addressed", who=teller.reader.say(str(audience)))
    if stood.measure:
        yield teller.say("is_measure")
    else:
        reasons = [teller.say(f"why_{each}") for each in stood.precedent_for]
        yield teller.say("is_precedent", list=listing(reasons, teller.lang))


def _requirements(stood: ExplainedInstrument, teller: Teller) -> Iterator[Line]:
    if not stood.requirements:
        yield Line(0, teller.say("requirements_none"))
    for each in stood.requirements:
        yield from _requirement(each, stood, teller)


def _requirement(required: Required, stood: ExplainedInstrument, teller: Teller) -> Iterator[Line]:
    said = teller.subject.rulebook.instruments[stood.id].requirements
    title = next(teller.reader.to(each.title) for each in said if each.id == required.id)
    place = bracketed(teller.places([required.source]), teller.lang)
    yield Line(0, teller.say(required.state, title=title) + place)
    yield from tree_lines([required.met_by], teller, 1)
    for each in required.rules:
        yield from _waiting(each, teller)
    if not (required.met_by.reasons or required.rules):
        asked = teller.subject.profile.kind == "firm"
        yield Line(1, teller.say("none_can_tell" if asked else "requirements_firm"))


def _waiting(waiting: Waiting, teller: Teller) -> Iterator[Line]:
    """A rule that does not meet it: what stands against it, and what it waits for."""
    yield Line(1, teller.say("rule", rule=waiting.rule) + teller.writer.colon + teller.reader.say(waiting.state))
    rule = teller.subject.rulebook.by_id[waiting.rule]
    for each in waiting.blocked_by:
        needed = tests_in_words([test for test in rule.tests if test.subject == each.attribute], teller.reader)
        given = teller.value(each.attribute, each.answer)
        yield Line(2, teller.say("blocked_by", needed=clauses(needed, teller.lang), given=given))
    for each in waiting.not_found:
        yield Line(2, teller.say("not_found", finding=teller.title(each)))
    for each in waiting.missing:
        yield Line(2, teller.say("missing", title=teller.title(f"attributes/{each}")) + f" [{each}]")


def _relief(relieved: Relieved, teller: Teller) -> str:
    told = [teller.say("present" if relieved.present else "absent"), teller.reader.say(f"by_{relieved.basis}")]
    return teller.named(f"barriers/{relieved.barrier}") + teller.writer.colon + clauses(told, teller.lang)
