"""One recommendation in the manner of the paper's conclusion, block by block or as one paragraph.

Evidence with its figures and places, the barrier it answers, what is missing, the measures open to
the reader, the precedents elsewhere, the effect hoped for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smeadvisor.engines.consultation import Advice
from smeadvisor.model.records import Strategy
from smeadvisor.rendering.advice.blocks import Block
from smeadvisor.rendering.advice.evidence import barrier_sentence, evidence_sentences, reading_sentence
from smeadvisor.rendering.advice.instruments import Told, instrument_blocks
from smeadvisor.rendering.advice.wording import (
    bracketed,
    clauses,
    joined,
    listing,
    sentence,
    source_label,
    uncapitalised,
)
from smeadvisor.rendering.advice.writer import Writer


def blocks(writer: Writer, advice: Advice, told: Told) -> list[Block]:
    """All that is said of a recommendation, block by block; what is told already is only referred to."""
    wording = writer.wording(advice)
    reasons = [
        *evidence_sentences(writer, advice),
        barrier_sentence(writer, advice),
        reading_sentence(writer, advice),
        wording.gap.to(writer.lang),
        trait_sentence(writer, advice),
    ]
    effect = writer.say("effect", effect=wording.effect.to(writer.lang))
    found = [
        Block("", (_running(writer, reasons),)),
        *instrument_blocks(writer, advice, told),
        Block("", (_running(writer, [effect]),)),
        Block(writer.say("disputed"), tuple(sentence(each, writer.lang) for each in _errata(writer, advice))),
    ]
    return [each for each in found if each.lines]


def paragraph(writer: Writer, advice: Advice) -> str:
    """The same as one paragraph, complete in itself."""
    parts = []
    for block in blocks(writer, advice, {}):
        lead = block.heading + writer.colon if block.heading else ""
        parts.append(lead + joined(block.lines, writer.lang))
    return joined([sentence(each, writer.lang) for each in parts], writer.lang)


def _running(writer: Writer, sentences: Sequence[str]) -> str:
    return joined([sentence(each, writer.lang) for each in sentences if each], writer.lang)


def trait_sentence(writer: Writer, advice: Advice) -> str:
    """The traits of the conclusion that the recommendation follows, and the economies that show them."""
    told = [_trait(writer, writer.rulebook.strategies[name], advice) for name in advice.traits]
    return writer.say("traits", list=clauses(told, writer.lang)) if told else ""


def _trait(writer: Writer, strategy: Strategy, advice: Advice) -> str:
    link = next(each for each in strategy.recommendations if each.recommendation == advice.id)
    place = [source_label(strategy.sources[0], writer.rulebook, writer.lang)]
    if link.basis == "inference":
        place.append(writer.say("our_reading"))
    economies = [writer.rulebook.economies[each.economy].name.to(writer.lang) for each in strategy.economies]
    return writer.say(
        "trait",
        economies=listing(economies, writer.lang),
        trait=uncapitalised(strategy.title.to(writer.lang)),
        place=clauses(place, writer.lang),
    )


def _errata(writer: Writer, advice: Advice) -> Iterator[str]:
    """What the paper leaves open or contradicts in the facts and measures that this recommendation rests on."""
    rules = [writer.rulebook.by_id[each.rule] for each in writer.consultation.firings if each.n in advice.firings]
    subjects = {test.subject for rule in rules for test in rule.tests}
    cited = {writer.consultation.answers[name].source for name in subjects & set(writer.consultation.answers)}
    shown = {f"instruments/{name}" for name in advice.measures}
    for erratum in writer.rulebook.errata:
        rests_on_it = f"recommendations/{advice.id}" in erratum.touches and cited & {erratum.place, *erratum.also}
        if rests_on_it or (erratum.told and shown & set(erratum.touches)):
            place = bracketed(source_label(erratum.place, writer.rulebook, writer.lang), writer.lang)
            says = sentence(erratum.says.to(writer.lang) + place, writer.lang)
            yield joined([says, writer.say("held", text=erratum.holds.to(writer.lang))], writer.lang)
