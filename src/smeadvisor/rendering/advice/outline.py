"""What a report says, in order, before any layout: the same for text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.engines.consultation import Advice, Undecided
from smeadvisor.model.records import Source
from smeadvisor.rendering.advice.blocks import Block
from smeadvisor.rendering.advice.history import later_sources
from smeadvisor.rendering.advice.instruments import Told, described
from smeadvisor.rendering.advice.paragraphs import blocks
from smeadvisor.rendering.advice.wording import (
    bracketed,
    clauses,
    day_text,
    listing,
    one_line,
    ordinals,
    sentence,
    source_label,
)
from smeadvisor.rendering.advice.writer import Writer

_QUESTIONS = 10
_HELPING = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One recommendation: headline, a tag (number where the ordinal is a word, points), what is said, covered ones."""

    ordinal: str
    headline: str
    tag: str
    blocks: tuple[Block, ...]
    covers: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, an optional remark and lines under it."""

    heading: str
    lines: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole report."""

    title: str
    preamble: tuple[str, ...]
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


def outline(writer: Writer, top: int | None) -> Outline:
    """The report on a consultation, at most ``top`` recommendations of it."""
    heads = [each for each in writer.consultation.recommendations if each.under is None]
    shown = heads if top is None else heads[:top]
    numbers = ordinals(len(shown), writer.lang)
    told: dict[str, int] = {}
    items = []
    for ordinal, each in zip(numbers, shown, strict=True):
        items.append(_item(writer, ordinal, each, told))
        told = {**dict.fromkeys(described(writer, each), each.rank), **told}
    return Outline(
        title=writer.say("title", name=_name(writer)),
        preamble=tuple(_preamble(writer)),
        items=tuple(items),
        notes=tuple(_notes(writer, len(heads) - len(shown), bool(heads))),
        sections=tuple(each for each in _sections(writer) if each.lines),
    )


def _name(writer: Writer) -> str:
    name = writer.consultation.name
    return one_line(name.to(writer.lang) if name else writer.consultation.profile_id)


def _preamble(writer: Writer) -> Iterator[str]:
    case = writer.consultation
    kind = writer.say(case.kind)
    if case.kind == "firm":
        kind += f", {writer.economy(case.economy)}"
    if writer.lang == "zh-Hant":
        kind = kind.replace(", ", "，")
    yield writer.say("profile") + writer.colon + one_line(case.profile_id) + bracketed(kind, writer.lang)
    if case.kind == "firm":
        known = clauses(list(_classes(writer)), writer.lang)
        yield writer.say("classified") + writer.colon + (known or writer.say("unknown"))
    reviewed = day_text(writer.reviewed, writer.lang)
    blanks = {
        "version": case.rulebook_version,
        "digest": case.rulebook_digest[:12],
        "reviewed": reviewed,
        "date": day_text(case.as_of, writer.lang),
    }
    yield writer.say("as_of", **blanks)
    if case.as_of > writer.rulebook.about.paper_through:
        yield writer.rulebook.about.scope.to(writer.lang)
    if writer.rulebook.about.paper_through < case.as_of < writer.reviewed:
        yield writer.say("written_later", reviewed=reviewed)


def _classes(writer: Writer) -> Iterator[str]:
    for name, value in writer.consultation.classification.items():
        known = writer.rulebook.classification[name]
        values = value if isinstance(value, list) else [value]
        titles = [known.values[each].to(writer.lang) for each in values if each in known.values]
        if titles:
            yield known.title.to(writer.lang) + writer.colon + listing(titles, writer.lang)


def _item(writer: Writer, ordinal: str, advice: Advice, told: Told) -> Item:
    covered = [each for each in writer.consultation.recommendations if each.under == advice.id]
    names = [_covered(writer, each, advice) for each in covered]
    covers = sentence(writer.say("under", list=clauses(names, writer.lang)), writer.lang) if names else ""
    return Item(ordinal, writer.headline(advice), _tag(writer, advice), tuple(blocks(writer, advice, told)), covers)


def _tag(writer: Writer, advice: Advice) -> str:
    """Its number, where a word such as 首先 stands before the headline but others refer to it by number; its points."""
    number = [writer.say("number", rank=advice.rank)] if writer.lang == "zh-Hant" else []
    points = [writer.say("points", points=advice.points)] if advice.parts else []
    return clauses([*number, *points], writer.lang)


def _covered(writer: Writer, each: Advice, head: Advice) -> str:
    """A covered recommendation, with the measures that it would add."""
    added = [writer.instrument(name) for name in each.measures if name not in head.measures]
    there = writer.say("open_there", list=listing(added, writer.lang)) if added else ""
    return writer.headline(each) + bracketed(there, writer.lang)


def _notes(writer: Writer, omitted: int, any_advice: bool) -> Iterator[str]:
    if not any_advice:
        silent = "none_advised" if len(_open_now(writer)) > _QUESTIONS else "none_needed"
        yield writer.say("none_for_these" if writer.consultation.barriers else silent)
    if omitted:
        yield writer.say("omitted", count=omitted)


def _sections(writer: Writer) -> Iterator[Section]:
    case, say = writer.consultation, writer.say
    yield Section(say("moved"), _moved(writer))
    yield Section(say("not_known"), tuple(_questions(writer, _open_now(writer))), say("provisional"))
    yield Section(say("gap_recommendation"), tuple(_unadvised(writer)))
    lines = tuple(_barrier_titles(writer, case.no_instrument))
    yield Section(say("gap_instrument"), lines, say("gap_instrument_note"))
    yield Section(say("emphasis"), tuple(_emphases(writer)))
    yield Section(say("warnings"), tuple(each.message(writer.lang) for each in case.warnings))
    yield Section(say("cited"), tuple(_cited(writer)))


def _moved(writer: Writer) -> tuple[str, ...]:
    """What is not as it was in the consultation that this one is compared with, if it is compared."""
    if writer.before is None:
        return ()
    from smeadvisor.rendering.advice.moved import moved_lines

    return tuple(moved_lines(writer, writer.before))


def _open_now(writer: Writer) -> list[Undecided]:
    """The missing answers that would change the advice."""
    return [each for each in writer.consultation.undecided if each.could_change]


def _questions(writer: Writer, found: Sequence[Undecided]) -> Iterator[str]:
    for each in found[:_QUESTIONS]:
        question = writer.rulebook.attributes[each.attribute].question.to(writer.lang)
        titles = [writer.rulebook.recommendations[name].title.to(writer.lang) for name in each.could_change]
        yield question + bracketed(writer.say("could_change", list=listing(titles, writer.lang)), writer.lang)
    if len(found) > _QUESTIONS:
        yield writer.say("more_questions", count=len(found) - _QUESTIONS)


def _unadvised(writer: Writer) -> Iterator[str]:
    """Barriers without a recommendation, each with the instruments that relieve it all the same."""
    for name in writer.consultation.no_recommendation:
        instruments = writer.consultation.instruments
        helping = [each for each in instruments if name in each.relieves and each.status != "closed"]
        helping.sort(key=lambda each: (not each.is_measure, each.id))
        names = writer.listing([writer.instrument(each.id) for each in helping], _HELPING)
        there = writer.say("relieved_by", list=names) if names else ""
        yield writer.rulebook.barriers[name].title.to(writer.lang) + bracketed(there, writer.lang)


def _emphases(writer: Writer) -> Iterator[str]:
    """For an economy: what the paper says of the policies of the economies whose instruments are precedents."""
    case, book = writer.consultation, writer.rulebook
    if case.kind == "firm":
        return
    shown = {book.instruments[name].economy for each in case.recommendations for name in each.precedents}
    for name, economy in book.economies.items():
        if name in shown and name != case.economy and economy.emphasis:
            place = bracketed(source_label(economy.emphasis.source, book, writer.lang), writer.lang)
            yield economy.name.to(writer.lang) + writer.colon + economy.emphasis.text.to(writer.lang) + place


def _barrier_titles(writer: Writer, names: Sequence[str]) -> Iterator[str]:
    return (writer.rulebook.barriers[name].title.to(writer.lang) for name in names)


def _cited(writer: Writer) -> Iterator[str]:
    """The notes, tables and pages behind the answers, reasons and instruments of what is recommended."""
    case, book = writer.consultation, writer.rulebook
    firings = {n for each in case.recommendations for n in each.firings}
    rules = [book.by_id[firing.rule] for firing in case.firings if firing.n in firings]
    names: dict[str, None] = {}
    for rule in rules:
        sources = [case.answers[test.subject].source for test in rule.tests if test.subject in case.answers]
        names.update(dict.fromkeys(name for name in (*sources, rule.text and rule.text.source) if name))
    for name in (name for each in case.recommendations for name in described(writer, each)):
        names.update(dict.fromkeys(later_sources(book.instruments[name])))
    lines = (_place(writer, book.sources[name]) for name in names if name in book.sources)
    yield from dict.fromkeys(lines)


def _place(writer: Writer, source: Source) -> str:
    label, title = source.label.to(writer.lang), source.title.to(writer.lang)
    return " ".join([label if label == title else label + writer.colon + title, *source.urls])
