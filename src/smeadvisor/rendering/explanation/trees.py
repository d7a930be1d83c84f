"""Trees of firings as lines, each below what it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smeadvisor.explanation.reasons import Found, Reason
from smeadvisor.model.grounds import ground_of, owner_of
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.rendering.advice.wording import bracketed, clauses, sentence
from smeadvisor.rendering.explanation.page import Line
from smeadvisor.rendering.explanation.teller import Teller


def tree_lines(found: Iterable[Found], teller: Teller, depth: int = 0) -> Iterator[Line]:
    """The firings that conclude the findings, each with all below it."""
    for each in found:
        if len(each.reasons) > 1:
            yield Line(depth, teller.say("any", count=len(each.reasons)))
        for reason in each.reasons:
            yield from _reason(reason, teller, depth)


def _reason(reason: Reason, teller: Teller, depth: int) -> Iterator[Line]:
    rule = teller.subject.rulebook.by_id[reason.rule]
    yield Line(depth, sentence(teller.firing(rule), teller.lang))
    yield Line(depth + 1, ground_line(reason, teller))
    for answer in reason.answers:
        yield Line(depth + 1, teller.answered(answer))
    for each in reason.findings:
        yield Line(depth + 1, _found(each, teller))
        yield from tree_lines([each], teller, depth + 2)


def _found(found: Found, teller: Teller) -> str:
    """The finding, how severe it is, and where its factor or standard is named."""
    told = teller.named(found.finding)
    present = {f"barriers/{each.id}": each.severity for each in teller.subject.consultation.barriers}
    severity = [teller.writer.say(present[found.finding])] if found.finding in present else []
    said = teller.say("said_of", place=teller.places(found.sources))
    return told + bracketed(clauses([*severity, said] if found.sources else severity, teller.lang), teller.lang)


def ground_line(reason: Reason, teller: Teller) -> str:
    """Which rule it is, where it stands, and on what ground."""
    ground = ground_of(teller.subject.rulebook.by_id[reason.rule], teller.subject.rulebook)
    place = teller.places(reason.sources)
    parts = [teller.say("rule", rule=reason.rule), teller.say("at", place=reason.place)]
    parts.append(teller.say(f"ground_{reason.basis}", place=place))
    if reason.basis == "inference" and reason.sources:
        parts.append(teller.say("see", place=place))
    if ground.reason is not None:
        parts.append(teller.say("because_of", reason=teller.reader.to(ground.reason)))
    return clauses(parts, teller.lang)


def all_reasons(found: Iterable[Found]) -> Iterator[Reason]:
    """Every firing of the trees, those above before those below; one that is reached twice comes twice."""
    for each in found:
        for reason in each.reasons:
            yield reason
            yield from all_reasons(reason.findings)


def inferences(reasons: Iterable[Reason], teller: Teller) -> list[str]:
    """Of each file with rules that we infer without a reason of their own: the reason that it gives for all."""
    book = teller.subject.rulebook
    files: dict[str, None] = {}
    for each in reasons:
        ground = ground_of(book.by_id[each.rule], book)
        if ground.basis == "inference" and ground.reason is None:
            files.setdefault(each.rule)
    told = {_file(each): _inference(each, book, teller) for each in files}
    return [name + teller.writer.colon + text for name, text in told.items() if text]


def _file(rule: str) -> str:
    return rule.partition("#")[0]


def _inference(rule: str, book: Rulebook, teller: Teller) -> str:
    text = getattr(owner_of(book.by_id[rule], book), "inference", None)
    return teller.reader.to(text) if text else ""


def cited(found: Iterable[Found]) -> Iterator[str]:
    """The ids of all sources that the trees name: of rules, of findings, of answers."""
    for each in found:
        yield from each.sources
        for reason in each.reasons:
            yield from reason.sources
            yield from (answer.answer.source for answer in reason.answers if answer.answer.source)
            yield from cited(reason.findings)
