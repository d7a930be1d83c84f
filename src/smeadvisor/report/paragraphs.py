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
from smeadvisor.rulebook import Instrument, Requirement, Rule, Rulebook, Wording

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

    def instrument(self, name: str) -> str:
        """The instrument's title, with its economy where that is another one."""
        return _title(self, name)

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


def _telling(writer: Writer, advice: Advice) -> list[Firing]:
    """The firings that state evidence: of each barrier and kind the weightiest, without repetitions."""
    stating = [
        firing
        for firing in writer.consultation.firings
        if firing.n in advice.firings and "evidence" in firing.concluded
    ]
    steps = {str(severity): step for severity, step in writer.rulebook.priorities.severity.items()}
    best: dict[tuple[str | None, str], Firing] = {}
    for firing in stating:
        topic = (firing.concluded.get("barrier"), firing.concluded["evidence"])
        weight = (steps.get(firing.concluded.get("severity", ""), 0), len(firing.matched))
        held = best.get(topic)
        if held is None or weight > (steps.get(held.concluded.get("severity", ""), 0), len(held.matched)):
            best[topic] = firing
    own = [firing for firing in stating if "barrier" not in firing.concluded]
    full = [each for each in own if not any(_matches(each) < _matches(other) for other in own)]
    return [
        firing for firing in stating if firing in full or ("barrier" in firing.concluded and firing in best.values())
    ]


def _matches(firing: Firing) -> set[str]:
    return {repr(match) for match in firing.matched}


def reading_sentence(writer: Writer, advice: Advice) -> str:
    """For a firm: that its answers show the obstacle is inferred, where it is."""
    if writer.consultation.kind == "economy":
        return ""
    told = [each for each in _telling(writer, advice) if each.concluded["evidence"] != "stated-need"]
    texts = [writer.rulebook.by_id[firing.rule].text for firing in told]
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
    """Where the facts come from (the sources of the answers), and where the paper argues from them."""
    dates: dict[str, str] = {}
    for test in rule.tests:
        answer = writer.consultation.answers.get(test.subject)
        if answer is not None and answer.source is not None:
            dates.setdefault(answer.source, str(answer.year or answer.period or ""))
    labels = [_dated(source_label(name, writer.rulebook, writer.lang), date, writer) for name, date in dates.items()]
    if rule.text is None:
        return clauses(labels, writer.lang)
    source = rule.text.source
    if source is not None and source not in dates:
        labels.append(writer.say("argued", place=source_label(source, writer.rulebook, writer.lang)))
    # A firm is told once, after its answers.
    if rule.text.basis == "inference" and writer.consultation.kind == "economy":
        labels.append(writer.say("inferred"))
    return clauses(labels, writer.lang)


def _dated(label: str, date: str, writer: Writer) -> str:
    comma = "，" if writer.lang == "zh-Hant" else ", "
    return label + comma + date if date else label


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
    colon = "：" if writer.lang == "zh-Hant" else ": "
    text = _with_agency(writer, instrument) + colon + instrument.summary.to(writer.lang)
    if writer.consultation.kind == "economy":
        return text
    conditions = _conditions(writer, instrument) or sentence(writer.say("no_conditions"), writer.lang)
    return joined([sentence(text, writer.lang), conditions], writer.lang)


def _with_agency(writer: Writer, instrument: Instrument) -> str:
    """The title with the agency, unless one of them names the other anyway."""
    title, agency = instrument.title.to(writer.lang), instrument.agency.to(writer.lang)
    return title if agency in title or title.split("（")[0] in agency else title + bracketed(agency, writer.lang)


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
    """What is closed, or what would have to change; only the conditions where nothing can be changed."""
    instrument, standing = writer.rulebook.instruments[name], _standing(writer, name)
    if standing.status == "closed":
        return joined([sentence(_precedent(writer, name), writer.lang), writer.say("closed")], writer.lang)
    unmet = {own for own, state in standing.requirements if state == "unmet"}
    missing = [each for each in instrument.requirements if each.id in unmet]
    say = "once" if all(_changeable(writer, each) for each in missing) else "unmet"
    told = writer.say(say, list=clauses([each.title.to(writer.lang) for each in missing], writer.lang))
    colon = "：" if writer.lang == "zh-Hant" else ": "
    if say == "unmet":
        return _with_agency(writer, instrument) + colon + told
    text = _with_agency(writer, instrument) + colon + first_sentence(instrument.summary.to(writer.lang))
    return joined([sentence(text, writer.lang), told], writer.lang)


def _changeable(writer: Writer, requirement: Requirement) -> bool:
    """Whether the firm itself can change an answer that the requirement turns on."""
    attributes = {name for rule in requirement.rules if isinstance(rule.when, dict) for name in rule.when}
    known = writer.rulebook.attributes
    return any(name in known and known[name].changeable for name in attributes)


def _errata(writer: Writer, advice: Advice) -> Iterator[str]:
    """What the paper leaves open or contradicts in the facts that this recommendation rests on."""
    rules = [writer.rulebook.by_id[each.rule] for each in writer.consultation.firings if each.n in advice.firings]
    subjects = {test.subject for rule in rules for test in rule.tests}
    cited = {writer.consultation.answers[name].source for name in subjects & set(writer.consultation.answers)}
    for erratum in writer.rulebook.errata:
        if f"recommendations/{advice.id}" in erratum.touches and cited & {erratum.place, *erratum.also}:
            colon = "；" if writer.lang == "zh-Hant" else "; "
            place = bracketed(source_label(erratum.place, writer.rulebook, writer.lang), writer.lang)
            text = erratum.says.to(writer.lang) + place + colon + _held(erratum.holds.to(writer.lang), writer.lang)
            yield writer.say("disputed", text=text)


def _held(text: str, lang: Lang) -> str:
    return f"held here: {_uncapitalised(text)}" if lang == "en" else f"本規則庫採：{text}"
