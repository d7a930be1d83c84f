"""What a faithful comparison of two consultations is: all that differs, nothing else, and what brought it about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smeadvisor.explanation.differences import Because, Differences
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.conditions import attributes_of
from smeadvisor.model.plain import plain
from support.fidelity import HOME, rules_by_finding
from support.replays import Finding


def of_differences(before: Subject, after: Subject, told: Differences) -> Iterator[Finding]:
    """Everything that differs is told as it was and is, nothing else is, and it is laid to what brought it about."""
    old, new = before.consultation, after.consultation
    expected = {n for n in {*old.answers, *new.answers} if old.answers.get(n) != new.answers.get(n)}
    answers = {each.attribute: (each.before, each.after) for each in told.answers}
    given = {n: tuple(plain(c.answers.get(n)) for c in (old, new)) for n in expected}
    if answers != given or len(answers) != len(told.answers):
        yield "other answers differ"
    one, other = ([each.rule for each in case.firings] for case in (old, new))
    if (told.came, told.went) != (tuple(r for r in other if r not in one), tuple(r for r in one if r not in other)):
        yield "other rules came and went"
    waits = [{each.attribute for each in case.undecided} for case in (old, new)]
    if ({*told.opened}, {*told.closed}) != (waits[1] - waits[0], waits[0] - waits[1]):
        yield "other questions opened and closed"
    yield from _moved("classification", told.classification, *(dict(case.classification) for case in (old, new)))
    yield from _moved(
        "barriers",
        told.barriers,
        *({e.id: {"severity": e.severity, "weight": e.weight} for e in case.barriers} for case in (old, new)),
    )
    yield from _moved(
        "instruments",
        told.instruments,
        *(
            {e.id: {"eligibility": e.eligibility, "measure": e.is_measure} for e in case.instruments}
            for case in (old, new)
        ),
    )
    yield from _moved(
        "recommendations",
        told.recommendations,
        *(
            {e.id: {"rank": e.rank, "points": e.points, "under": e.under} for e in case.recommendations}
            for case in (old, new)
        ),
    )
    home = {HOME} if old.economy != new.economy else set()
    for kind in ("classification", "barriers", "instruments", "recommendations"):
        for change in getattr(told, kind):
            yield from _because(after, f"{kind}/{change.id}", change.because, expected | home, told)


def _moved(kind: str, told, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Finding]:
    expected = {n: (old.get(n), new.get(n)) for n in {*old, *new} if old.get(n) != new.get(n)}
    found = {each.id: (each.before, each.after) for each in told}
    if found != expected or len(found) != len(told):
        yield f"{kind}: {sorted({*found} ^ {*expected}) or 'what moved'} differs otherwise"


def _because(after: Subject, name: str, told: Because, changed: set[str], whole: Differences) -> Iterator[Finding]:
    """The rules blamed came or went and lead there; those that conclude the thing itself are all blamed."""
    book = after.rulebook
    leading = _leading(rules_by_finding(after), _targets(book, after.profile.kind, name))
    for blamed, moved in ((told.came, whole.came), (told.went, whole.went)):
        if strange := {*blamed} - ({*moved} & leading):
            yield f"{name}: {sorted(strange)} did not bring it about"
        own = {each for each in moved if book.by_id[each].finding in _own_findings(book, name)}
        if not own <= {*blamed}:
            yield f"{name}: {sorted(own - {*blamed})} is not blamed"
    under = {a for rule in leading for a in attributes_of(book.by_id[rule].tests)} & changed
    if not {*told.answers} <= under:
        yield f"{name}: {sorted({*told.answers} - under)} has no part in it"
    direct = {a for rule in (*told.came, *told.went) for a in attributes_of(book.by_id[rule].tests)} & changed
    if not direct <= {*told.answers} or bool(told.came or told.went) > bool(told.answers):
        yield f"{name}: answers that had a part in it are not told"


def _own_findings(book, name: str) -> set[str]:
    """The findings that a thing consists of."""
    kind, _, own = name.partition("/")
    if kind == "classification":
        return {f"{name}={value}" for value in book.classification[own].values}
    if kind == "instruments":
        return {f"{name}#{each.id}" for each in book.instruments[own].requirements}
    return {name}


def _targets(book, audience: str, name: str) -> set[str]:
    """What can move the thing: its own findings, what its points come from, and the stage that weighs these."""
    kind, _, own = name.partition("/")
    found = _own_findings(book, name)
    if kind == "recommendations":
        reliefs = book.recommendations[own].relieves
        found |= {f"barriers/{each.barrier}" for each in reliefs if each.audience in (None, audience)}
    if kind in ("recommendations", "barriers"):
        found |= _own_findings(book, "classification/stage")
    return found


def _leading(concluding, findings: set[str]) -> set[str]:
    """The rules that conclude one of the findings, or something on the way there."""
    found: set[str] = set()
    waiting = [*findings]
    while waiting:
        for rule in concluding.get(waiting.pop(), ()):
            if rule.id not in found:
                found.add(rule.id)
                waiting += [each for test in rule.tests if test.on_finding for each in test.operand]
    return found
