"""What speaks for a recommendation: the evidence with its figures and places, and the barriers it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from smeadvisor.engines.consultation import Advice, Firing
from smeadvisor.messages import say
from smeadvisor.model.rulebook import Rule
from smeadvisor.rendering.advice.wording import (
    bracketed,
    clauses,
    filled,
    in_year,
    one_line,
    source_label,
    uncapitalised,
)
from smeadvisor.rendering.advice.writer import Writer


def evidence_sentences(writer: Writer, advice: Advice) -> Iterator[str]:
    """One sentence for each kind of evidence, the strongest first."""
    book, kind = writer.rulebook, writer.consultation.kind
    told = [(firing, book.by_id[firing.rule]) for firing in _telling(writer, advice)]
    told.sort(key=lambda each: book.evidence_rank(kind, each[0].concluded["evidence"]))
    titles = {each.id: each.title.to(writer.lang) for each in book.priorities.evidence[kind]}
    for evidence, group in groupby(told, key=lambda each: each[0].concluded["evidence"]):
        yield titles[evidence] + writer.colon + _reasons(writer, [rule for _, rule in group])


def _telling(writer: Writer, advice: Advice) -> list[Firing]:
    """The firings that state evidence: of each barrier and kind the weightiest, without repetitions."""
    stating = [
        firing
        for firing in writer.consultation.firings
        if firing.n in advice.firings and "evidence" in firing.concluded
    ]
    own = [firing for firing in stating if "barrier" not in firing.concluded]
    kept = [each for each in own if not any(_matches(each) < _matches(other) for other in own)]
    best: dict[tuple[str, str], Firing] = {}
    for firing in stating:
        if "barrier" in firing.concluded:
            topic = (firing.concluded["barrier"], firing.concluded["evidence"])
            best[topic] = max(best.get(topic, firing), firing, key=lambda each: _heaviness(writer, each))
    kept += best.values()
    return sorted(kept, key=lambda each: each.n)


def _heaviness(writer: Writer, firing: Firing) -> tuple[int, int]:
    """How much a sign says: by its severity, then by how much it matched."""
    steps = {str(severity): step for severity, step in writer.rulebook.priorities.severity.items()}
    return steps[firing.concluded["severity"]], len(firing.matched)


def _matches(firing: Firing) -> set[str]:
    return {repr(match) for match in firing.matched}


def reading_sentence(writer: Writer, advice: Advice) -> str:
    """For a firm: that its answers show the barrier is inferred, where it is."""
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
        if answer is not None and answer.source:
            dates.setdefault(answer.source, str(answer.year or one_line(answer.period or "")))
    labels = [_dated(source_label(name, writer.rulebook, writer.lang), date, writer) for name, date in dates.items()]
    if rule.text is None:
        return clauses(labels, writer.lang)
    source = rule.text.source
    if source is not None and source not in dates:
        said = "argued" if rule.text.basis == "paper" else "see"
        labels.append(writer.say(said, place=source_label(source, writer.rulebook, writer.lang)))
    # A firm is told once, after its answers.
    if rule.text.basis == "inference" and writer.consultation.kind == "economy":
        labels.append(writer.say("inferred"))
    return clauses(labels, writer.lang)


def _dated(label: str, date: str, writer: Writer) -> str:
    return say("wording.dated", writer.lang, label=label, date=in_year(date, writer.lang)) if date else label


def barrier_sentence(writer: Writer, advice: Advice) -> str:
    """The barriers that the recommendation answers, with severity and rank; nothing if it answers none."""
    present = {each.id: each for each in writer.consultation.barriers}
    named = []
    for name in advice.barriers:
        barrier = writer.rulebook.barriers[name]
        severity = writer.say(present[name].severity)
        ranked = writer.say("rank", severity=severity, rank=barrier.rank) if barrier.rank else severity
        studies = {source_label(each.source, writer.rulebook, writer.lang): None for each in barrier.studies}
        detail = clauses([ranked, *(writer.say("study", place=each) for each in studies)], writer.lang)
        named.append(uncapitalised(barrier.title.to(writer.lang)) + bracketed(detail, writer.lang))
    if not named:
        return ""
    return writer.say("answers" if len(named) == 1 else "answers_many", list=clauses(named, writer.lang))
