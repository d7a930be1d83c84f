"""One recommendation as one paragraph, in the manner of the paper's conclusion.

Evidence with its figures and places, the barrier it answers, what is missing, the measures open to
the reader, the precedents elsewhere, the effect hoped for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from smeadvisor.consultation import Advice, Consultation, Firing, Standing
from smeadvisor.errors import Lang
from smeadvisor.report.phrases import phrase
from smeadvisor.report.wording import (
    bracketed,
    clauses,
    filled,
    first_sentence,
    joined,
    listing,
    sentence,
    source_label,
)
from smeadvisor.rulebook import Instrument, Rule, Rulebook, Wording

_FULL_MEASURES = 3
_FULL_PRECEDENTS = 2
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Writer:
    """A consultation, the rulebook of its digest and a language: all that prose is made from."""

    consultation: Consultation
    rulebook: Rulebook
    lang: Lang

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return phrase(name, self.lang, **blanks)

    def wording(self, advice: Advice) -> Wording:
        """How the recommendation speaks to this kind of reader."""
        recommendation = self.rulebook.recommendations[advice.id]
        return recommendation.firm if self.consultation.kind == "firm" else recommendation.economy

    def headline(self, advice: Advice) -> str:
        """The recommendation in the imperative."""
        return self.wording(advice).headline.to(self.lang)

    def paragraph(self, advice: Advice) -> str:
        """The whole paragraph."""
        wording = self.wording(advice)
        sentences = [
            *evidence_sentences(self, advice),
            barrier_sentence(self, advice),
            reading_sentence(self, advice),
            wording.gap.to(self.lang),
            measure_sentences(self, advice),
            not_open_sentences(self, advice),
            precedent_sentences(self, advice),
            self.say("effect", effect=wording.effect.to(self.lang)),
            *_errata(self, advice),
        ]
        return joined([sentence(each, self.lang) for each in sentences if each], self.lang)


def evidence_sentences(writer: Writer, advice: Advice) -> Iterator[str]:
    """One sentence for each kind of evidence, the strongest first."""
    book, kind = writer.rulebook, writer.consultation.kind
    told = [(firing, book.by_id[firing.rule]) for firing in _telling(writer, advice)]
    told.sort(key=lambda each: book.evidence_rank(kind, each[0].concluded["evidence"]))
    titles = {each.id: each.title.to(writer.lang) for each in book.priorities.evidence[kind]}
    colon = "：" if writer.lang == "zh-Hant" else ": "
    for evidence, group in groupby(told, key=lambda each: each[0].concluded["evidence"]):
        yield titles[evidence] + colon + _reasons(writer, [rule for _, rule in group])


def _telling(writer: Writer, advice: Advice) -> Iterator[Firing]:
    """The firings that state evidence, without those that say less than another of them."""
    stating = [
        firing
        for firing in writer.consultation.firings
        if firing.n in advice.firings and "evidence" in firing.concluded
    ]
    for firing in stating:
        others = [each for each in stating if each is not firing and _same_topic(each, firing)]
        if not any(_says_less(writer.rulebook, firing, other) for other in others):
            yield firing


def _same_topic(one: Firing, other: Firing) -> bool:
    """Whether both reveal the same barrier by the same kind of evidence, or both speak of none."""
    barriers = one.concluded.get("barrier"), other.concluded.get("barrier")
    same_kind = barriers == (None, None) or one.concluded["evidence"] == other.concluded["evidence"]
    return barriers[0] == barriers[1] and same_kind


def _says_less(rulebook: Rulebook, one: Firing, other: Firing) -> bool:
    if "severity" in one.concluded:
        steps = rulebook.priorities.severity
        severity, others = steps[one.concluded["severity"]], steps[other.concluded["severity"]]  # type: ignore[index]
        if severity != others:
            return severity < others
    return _matches(one) < _matches(other)


def _matches(firing: Firing) -> set[str]:
    return {repr(match) for match in firing.matched}


def reading_sentence(writer: Writer, advice: Advice) -> str:
    """For a firm: that its answers show the obstacle is inferred, where it is."""
    if writer.consultation.kind == "economy":
        return ""
    texts = [writer.rulebook.by_id[firing.rule].text for firing in _telling(writer, advice)]
    return writer.say("reading") if any(each and each.basis == "inference" for each in texts) else ""


def _reasons(writer: Writer, rules: Iterable[Rule]) -> str:
    """Clauses with their places; a place that several clauses share stands after the last of them."""
    told = [(_because(writer, rule), places(writer, rule)) for rule in rules]
    parts = []
    for place, group in groupby(dict.fromkeys(told), key=lambda each: each[1]):
        parts.append(clauses([clause for clause, _ in group], writer.lang) + bracketed(place, writer.lang))
    return clauses(parts, writer.lang)


def _because(writer: Writer, rule: Rule) -> str:
    if rule.text is None:
        return ""
    return filled(rule.text.because.to(writer.lang), writer.consultation.answers, writer.rulebook, writer.lang)


def places(writer: Writer, rule: Rule) -> str:
    """Where the reason comes from: the sources of its answers and of the rule, or that it is inferred."""
    dates: dict[str, str] = {}
    for test in rule.tests:
        answer = writer.consultation.answers.get(test.subject)
        if answer is not None and answer.source is not None:
            dates.setdefault(answer.source, str(answer.year or answer.period or ""))
    if rule.text is not None and rule.text.source is not None:
        dates.setdefault(rule.text.source, "")
    labels = [_dated(source_label(name, writer.rulebook, writer.lang), date, writer) for name, date in dates.items()]
    # A firm is told once, after its answers.
    inferred = rule.text is not None and rule.text.basis == "inference" and writer.consultation.kind == "economy"
    return clauses([*labels, writer.say("inferred")] if inferred else labels, writer.lang)


def _dated(label: str, date: str, writer: Writer) -> str:
    return listing([label, date], writer.lang).replace("、", "，") if date else label


def barrier_sentence(writer: Writer, advice: Advice) -> str:
    """The barriers that the recommendation answers, with severity and rank; nothing if it answers none."""
    present = {each.id: each for each in writer.consultation.barriers}
    named = []
    for name in advice.barriers:
        barrier = writer.rulebook.barriers[name]
        severity = writer.say(present[name].severity)
        detail = writer.say("rank", severity=severity, rank=barrier.rank) if barrier.rank else severity
        named.append(_uncapitalised(barrier.title.to(writer.lang)) + bracketed(detail, writer.lang))
    if not named:
        return ""
    return writer.say("answers" if len(named) == 1 else "answers_many", list=clauses(named, writer.lang))


def _uncapitalised(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def measure_sentences(writer: Writer, advice: Advice) -> str:
    """The measures with agency, what they pay and the conditions met and unmet."""
    kind = writer.consultation.kind
    if not advice.measures:
        return writer.say(f"no_measure_{kind}")
    told = [_measure(writer, name) for name in advice.measures[:_FULL_MEASURES]]
    return _lead(writer, f"measures_{kind}", told, advice.measures[_FULL_MEASURES:])


def not_open_sentences(writer: Writer, advice: Advice) -> str:
    """What there is at home or in the region that is not open, and why; nothing if there is nothing."""
    names = [name for name in advice.precedents if _standing(writer, name).place != "abroad"]
    told = [_not_open(writer, name) for name in names[:_FULL_MEASURES]]
    return _lead(writer, "not_open", told, tuple(names[_FULL_MEASURES:])) if names else ""


def precedent_sentences(writer: Writer, advice: Advice) -> str:
    """What there is elsewhere; nothing if there is nothing."""
    names = tuple(name for name in advice.precedents if _standing(writer, name).place == "abroad")
    told = [_precedent(writer, name) for name in names[:_FULL_PRECEDENTS]]
    return _lead(writer, f"precedents_{writer.consultation.kind}", told, names[_FULL_PRECEDENTS:]) if names else ""


def _lead(writer: Writer, name: str, told: list[str], rest: tuple[str, ...]) -> str:
    colon = "：" if writer.lang == "zh-Hant" else ": "
    text = writer.say(name) + colon + joined([sentence(each, writer.lang) for each in told], writer.lang)
    if not rest:
        return text
    names = [_title(writer, name) for name in rest[:_NAMED]]
    if len(rest) > _NAMED:
        names.append(writer.say("and_more", count=len(rest) - _NAMED))
    more = sentence(writer.say("more", list=listing(names, writer.lang)), writer.lang)
    return joined([text, more], writer.lang)


def _title(writer: Writer, name: str) -> str:
    instrument = writer.rulebook.instruments[name]
    economy = writer.rulebook.economies.get(instrument.economy)
    where = economy.name.to(writer.lang) if economy else instrument.economy
    title = instrument.title.to(writer.lang)
    return title + bracketed(where, writer.lang) if instrument.economy != writer.consultation.economy else title


def _measure(writer: Writer, name: str) -> str:
    instrument = writer.rulebook.instruments[name]
    agency = bracketed(instrument.agency.to(writer.lang), writer.lang)
    colon = "：" if writer.lang == "zh-Hant" else ": "
    text = instrument.title.to(writer.lang) + agency + colon + instrument.summary.to(writer.lang)
    if writer.consultation.kind == "economy":
        return text
    conditions = _conditions(writer, instrument)
    return joined([sentence(text, writer.lang), conditions], writer.lang)


def _conditions(writer: Writer, instrument: Instrument) -> str:
    standing = _standing(writer, instrument.id)
    groups = {"met": "met", "unmet": "unmet", "unknown": "unchecked"}
    titles = {each.id: each.title.to(writer.lang) for each in instrument.requirements}
    parts = []
    for state, name in groups.items():
        found = [titles[own] for own, each in standing.requirements if each == state]
        if found:
            parts.append(writer.say(name, list=clauses(found, writer.lang)))
    return joined([sentence(each, writer.lang) for each in parts], writer.lang)


def _standing(writer: Writer, name: str) -> Standing:
    return next(each for each in writer.consultation.instruments if each.id == name)


def _precedent(writer: Writer, name: str) -> str:
    colon = "：" if writer.lang == "zh-Hant" else ": "
    summary = writer.rulebook.instruments[name].summary.to(writer.lang)
    return _title(writer, name) + colon + first_sentence(summary)


def _not_open(writer: Writer, name: str) -> str:
    if _standing(writer, name).status == "closed":
        return joined([sentence(_precedent(writer, name), writer.lang), writer.say("closed")], writer.lang)
    return _measure(writer, name)


def _errata(writer: Writer, advice: Advice) -> Iterator[str]:
    """What the paper leaves open or contradicts in the facts that this recommendation rests on."""
    cited = set(writer.rulebook.recommendations[advice.id].sources) if writer.consultation.kind == "economy" else set()
    for erratum in writer.rulebook.errata:
        if f"recommendations/{advice.id}" in erratum.touches and erratum.place in cited:
            colon = "；" if writer.lang == "zh-Hant" else "; "
            place = bracketed(source_label(erratum.place, writer.rulebook, writer.lang), writer.lang)
            text = erratum.says.to(writer.lang) + place + colon + _held(erratum.holds.to(writer.lang), writer.lang)
            yield writer.say("disputed", text=text)


def _held(text: str, lang: Lang) -> str:
    return f"held here: {_uncapitalised(text)}" if lang == "en" else f"本規則庫採：{text}"
