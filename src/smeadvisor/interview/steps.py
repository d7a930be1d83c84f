"""The prompts of an interview: its beginning, a question, what next, and the answers looked over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.forms.printable.content import asked_in_order, boxes, hints, keys, ticked, unit_of
from smeadvisor.interview import Session, may_stop, progress
from smeadvisor.interview.prompts import Command, Option, Prompt
from smeadvisor.messages import say
from smeadvisor.model.answers import Answer
from smeadvisor.model.attributes import Attribute, Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import answer_text, joined, listing

_STATES: tuple[Command, ...] = ("dont_know", "not_applicable")
_ALWAYS: tuple[Command, ...] = ("back", "review", "language", "stop")
_BEGINNING: tuple[Command, ...] = ("help", "back", "language", "stop")


@dataclass(frozen=True, slots=True)
class Draft:
    """Who is to be asked, as far as that is known."""

    kind: Audience = "firm"
    economy: str = ""
    id: str = ""


def kind_prompt(lang: Lang) -> Prompt:
    """Whether a firm or an economy is to be advised."""
    kinds: tuple[Audience, ...] = ("firm", "economy")
    options = tuple(Option(str(i), each, say(f"interview.{each}", lang)) for i, each in enumerate(kinds, 1))
    return Prompt(
        "kind", "choice", say("interview.begin", lang), say("interview.ask_kind", lang), ("language", "stop"), options
    )


def economy_prompt(rulebook: Rulebook, lang: Lang) -> Prompt:
    """The home economy: those of the region by name, any other by its code."""
    known = {code: each.name.to(lang) for code, each in rulebook.economies.items()}
    options = tuple(Option(code, code, name) for code, name in known.items())
    names = listing([f"{code} {name}" for code, name in known.items()], lang)
    return Prompt(
        "economy",
        "code",
        say("interview.begin", lang),
        say("interview.ask_economy", lang),
        _BEGINNING,
        options,
        say("interview.help_economy", lang, names=names),
        say("interview.hint_economy", lang, code=next(iter(known), "")),
    )


def text_prompt(name: str, lang: Lang) -> Prompt:
    """The id or the name."""
    help_text = say(f"interview.help_{name}", lang)
    return Prompt(
        name, "text", say("interview.begin", lang), say(f"interview.ask_{name}", lang), _BEGINNING, help=help_text
    )


def question_prompt(session: Session, asked: str, number: int, lang: Lang, *, everything: bool, leave: bool) -> Prompt:
    """The question about an attribute, with the answer that there is."""
    attribute = session.rulebook.attributes[asked]
    answer = session.answers.get(asked)
    head, decided = _head(session, attribute, number, lang, everything)
    keep: tuple[Command, ...] = ("leave",) if leave else ()
    return Prompt(
        asked,
        attribute.type,
        head,
        attribute.question.to(lang),
        ("help", "why", *_STATES, *keep, *_ALWAYS),
        _options(attribute, lang),
        attribute.help.to(lang),
        _hint(attribute, lang),
        answer_words(attribute, answer, lang) if answer else "",
        ticked(answer),
        decided,
    )


def offer_prompt(session: Session, left: int, lang: Lang) -> Prompt:
    """What next, where nothing that is left can change the first recommendations, or nothing is left."""
    choices = {"finish": say("interview.finish", lang)}
    if left:
        choices["go_on"] = say("interview.go_on", lang, count=left)
    choices["look_over"] = say("interview.look_over", lang)
    options = tuple(Option(str(i), value, text) for i, (value, text) in enumerate(choices.items(), 1))
    commands: tuple[Command, ...] = ("help", "back", "language", "stop")
    decided = progress(session).decided
    verdict = may_stop(session)
    text = joined(
        [verdict.why.to(lang) if verdict else say("interview.all_asked", lang), say("interview.offer", lang)], lang
    )
    return Prompt("offer", "choice", "", text, commands, options, say("interview.help_offer", lang), decided=decided)


def review_prompt(session: Session, order: Sequence[str], lang: Lang) -> Prompt:
    """All that was answered; one of them to be changed."""
    attributes = session.rulebook.attributes
    lines = [(each, known_line(attributes[each], session.answers[each], lang)) for each in order]
    options = [Option(str(i), name, text) for i, (name, text) in enumerate(lines, 1)]
    done = Option("0", "", say("interview.review_done", lang))
    commands: tuple[Command, ...] = ("back", "language", "stop")
    return Prompt("review", "choice", "", say("interview.review", lang), commands, (*options, done))


def known_line(attribute: Attribute, answer: Answer, lang: Lang) -> str:
    """One line: what was asked, shortly, and what was answered."""
    title = sentence_start(attribute.title.to(lang))
    return say("interview.known_item", lang, title=title, answer=answer_words(attribute, answer, lang))


def sentence_start(title: str) -> str:
    """A title as it begins a line."""
    return title[:1].upper() + title[1:]


def answer_words(attribute: Attribute, answer: Answer, lang: Lang) -> str:
    """The answer in words, also that it is not known."""
    if answer.state != "known":
        return say(f"interview.{answer.state}", lang)
    if answer.value == ():
        return say("interview.none", lang)
    unit = unit_of(attribute)
    told = answer_text(attribute, answer, lang)
    return told if unit is None or attribute.unit == "percent" else f"{told} {unit.to(lang)}"


def in_form_order(session: Session) -> list[str]:
    """The names of all that can be asked, in the order of the printed form."""
    return [each.id for each in asked_in_order(session.rulebook, session.kind)]


def _head(session: Session, attribute: Attribute, number: int, lang: Lang, everything: bool) -> tuple[str, int | None]:
    topic = say(f"rulebook.topic_{attribute.topic}", lang)
    if everything:
        order = in_form_order(session)
        place = say("interview.question_of", lang, number=order.index(attribute.id) + 1, count=len(order))
        return f"{place} · {topic}", None
    far = progress(session)
    at_most = say("interview.at_most", lang, count=far.at_most) if far.at_most else say("interview.settled", lang)
    said = [
        say("interview.question", lang, number=number),
        topic,
        say("interview.decided", lang, decided=far.decided),
        at_most,
    ]
    return " · ".join(said), far.decided


def _options(attribute: Attribute, lang: Lang) -> tuple[Option, ...]:
    found = zip(keys(attribute), boxes(attribute).items(), strict=True)
    return tuple(Option(key, value, text.to(lang)) for key, (value, text) in found)


def _hint(attribute: Attribute, lang: Lang) -> str:
    if attribute.type == "money":
        return say("interview.money", lang)
    if attribute.type != "number":
        return ""
    unit = unit_of(attribute)
    return joined(
        [*([unit.to(lang) + ("." if lang == "en" else "。")] if unit else []), *_ranges(attribute, lang)], lang
    )


def _ranges(attribute: Attribute, lang: Lang) -> list[str]:
    return [each.to(lang) for each in hints(attribute)]
