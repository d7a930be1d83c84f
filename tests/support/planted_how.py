"""Faults in how something came out, and in what is cited for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from smeadvisor.explanation.citations import Citations
from smeadvisor.explanation.how import How
from smeadvisor.explanation.reasons import Answered, Found, Reason
from smeadvisor.explanation.standings import Required
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.weights import Factor, Weighing
from smeadvisor.model.answers import Answer
from smeadvisor.problems import Place
from support.fidelity import figure
from support.planted import Fault, another, into
from support.replays import known

IN_HOW: list[Fault] = []
fault = into(IN_HOW)


def on_reason(how: How, change: Callable[[Reason], Reason | None]) -> How | None:
    """The first firing that can be changed so is."""
    for name in ("findings", "stage"):
        trees = getattr(how, name)
        for i, found in enumerate(trees):
            changed = _in_found(found, change)
            if changed is not None:
                return replace(how, **{name: (*trees[:i], changed, *trees[i + 1 :])})
    return None


def _in_found(found: Found, change: Callable[[Reason], Reason | None]) -> Found | None:
    for i, reason in enumerate(found.reasons):
        changed = change(reason) or _below(reason, change)
        if changed is not None:
            return replace(found, reasons=(*found.reasons[:i], changed, *found.reasons[i + 1 :]))
    return None


def _below(reason: Reason, change: Callable[[Reason], Reason | None]) -> Reason | None:
    for i, found in enumerate(reason.findings):
        changed = _in_found(found, change)
        if changed is not None:
            return replace(reason, findings=(*reason.findings[:i], changed, *reason.findings[i + 1 :]))
    return None


@fault("how", "a citation left out")
def _(_: Subject, how: How):
    return on_reason(how, lambda r: replace(r, answers=r.answers[1:]) if r.answers else None)


@fault("how", "a citation added")
def _(subject: Subject, how: How):
    def more(reason: Reason):
        there = {each.attribute for each in reason.answers}
        other = next((name for name in known(subject.profile.answers) if name not in there), None)
        added = Answered(str(other), subject.profile.answers[str(other)]) if other else None
        return replace(reason, answers=(*reason.answers, added)) if added else None

    return on_reason(how, more)


@fault("how", "a wrong value")
def _(subject: Subject, how: How):
    def other(reason: Reason):
        first, *rest = reason.answers or (None,)
        value = first and first.attribute != "economy" and another(subject, first.attribute, first.answer)
        return replace(reason, answers=(Answered(first.attribute, value), *rest)) if first and value else None

    return on_reason(how, other)


@fault("how", "an economy that is cited without need")
def _(subject: Subject, how: How):
    at_home = Answered("economy", Answer(subject.profile.economy, subject.profile.economy))
    return on_reason(how, lambda r: replace(r, answers=(*r.answers, at_home)) if r.answers else None)


@fault("how", "a rule that did not fire")
def _(subject: Subject, how: How):
    fired = {each.rule for each in subject.consultation.firings}

    def other(reason: Reason):
        finding = subject.rulebook.by_id[reason.rule].finding
        rules = (each.id for each in subject.rulebook.rules if each.finding == finding)
        wrong = next((each for each in rules if each not in fired), None)
        return replace(reason, rule=wrong) if wrong else None

    return on_reason(how, other)


@fault("how", "a rule that concludes something else")
def _(subject: Subject, how: How):
    def other(reason: Reason):
        wrong = next((each for each in subject.consultation.firings if each.rule != reason.rule), None)
        return replace(reason, rule=wrong.rule, n=wrong.n) if wrong else None

    return on_reason(how, other)


@fault("how", "a wrong number of a firing")
def _(_: Subject, how: How):
    return on_reason(how, lambda r: replace(r, n=r.n + 1))


@fault("how", "a wrong line of a rule")
def _(_: Subject, how: How):
    return on_reason(how, lambda r: replace(r, place=Place(r.place.file, (r.place.line or 0) + 1)))


@fault("how", "a wrong file of a rule")
def _(_: Subject, how: How):
    return on_reason(how, lambda r: replace(r, place=Place("rules/priorities.yaml", r.place.line)))


@fault("how", "an inference told as the paper's word")
def _(_: Subject, how: How):
    return on_reason(how, lambda r: replace(r, basis="paper") if r.basis == "inference" else None)


@fault("how", "a source that says nothing of it")
def _(_: Subject, how: How):
    return on_reason(how, lambda r: replace(r, sources=(*r.sources, "section-1")))


@fault("how", "a firing passed over")
def _(_: Subject, how: How):
    for i, found in enumerate(how.findings):
        if len(found.reasons) > 1:
            less = replace(found, reasons=found.reasons[1:])
            return replace(how, findings=(*how.findings[:i], less, *how.findings[i + 1 :]))
    return None


@fault("how", "a finding that did not come out")
def _(_: Subject, how: How):
    return replace(how, findings=(*how.findings, Found("recommendations/none", (), ()))) if not how.came_out else (
        replace(how, came_out=False, findings=()) if how.findings else None)  # fmt: skip


@fault("how", "what the stage rests on left out")
def _(_: Subject, how: How):
    return replace(how, stage=()) if how.stage else None


def on_weighing(how: How, change: Callable[[Weighing], Weighing | None]) -> How | None:
    """The first product of factors is changed."""
    if how.weighing is not None:
        changed = change(how.weighing)
        return replace(how, weighing=changed) if changed else None
    if how.ranking is None or not how.ranking.weighings:
        return None
    first, *rest = how.ranking.weighings
    changed = change(first)
    return replace(how, ranking=replace(how.ranking, weighings=(changed, *rest))) if changed else None


@fault("how", "a part of the points off by one")
def _(_: Subject, how: How):
    return on_weighing(how, lambda w: replace(w, points=w.points + 1))


@fault("how", "two factors exchanged")
def _(_: Subject, how: How):
    def swapped(w: Weighing):
        one, other = replace(w.importance, value=w.stage.value), replace(w.stage, value=w.importance.value)
        return replace(w, importance=one, stage=other) if w.importance.value != w.stage.value else None

    return on_weighing(how, swapped)


def _severity(to: str):
    def changed(w: Weighing):
        key = f"severity.{to}"
        value = figure(key) or 0
        points = value * w.importance.value * w.stage.value
        return replace(w, severity=Factor(value, key, ()), points=points) if w.severity.key != key else None

    return changed


@fault("how", "a severity too low")
def _(_: Subject, how: How):
    return on_weighing(how, _severity("mild"))


@fault("how", "a severity too high")
def _(_: Subject, how: How):
    return on_weighing(how, _severity("severe"))


@fault("how", "an importance of another rank")
def _(_: Subject, how: How):
    def other(w: Weighing):
        key = "importance.ranked.5" if w.importance.key != "importance.ranked.5" else "importance.ranked.4"
        value = figure(key) or 0
        points = value * w.severity.value * w.stage.value
        return replace(w, importance=Factor(value, key, w.importance.sources), points=points)

    return on_weighing(how, other)


@fault("how", "a factor of another stage")
def _(_: Subject, how: How):
    def other(w: Weighing):
        group = w.stage.key.rpartition(".")[2]
        key = "stage.neutral" if group != "neutral" else "stage.planning.finance"
        value = figure(key) or 0
        return replace(
            w, stage=replace(w.stage, value=value, key=key), points=value * w.severity.value * w.importance.value
        )

    return on_weighing(how, other)


def on_ranking(how: How, **changed: Any) -> How | None:
    return replace(how, ranking=replace(how.ranking, **changed)) if how.ranking else None


@fault("how", "a sum of points off by one")
def _(_: Subject, how: How):
    return on_ranking(how, points=how.ranking.points + 1) if how.ranking else None


@fault("how", "a stronger kind of evidence")
def _(_: Subject, how: How):
    best = how.ranking.kinds[0] if how.ranking else ""
    return on_ranking(how, evidence=best) if how.ranking and how.ranking.evidence != best else None


@fault("how", "a rank off by one")
def _(_: Subject, how: How):
    return on_ranking(how, rank=how.ranking.rank + 1) if how.ranking else None


@fault("how", "not told under which one it is listed")
def _(_: Subject, how: How):
    return on_ranking(how, under=None) if how.ranking and how.ranking.under else None


@fault("how", "a precedent shown as a measure")
def _(_: Subject, how: How):
    if not (how.ranking and how.ranking.precedents):
        return None
    first, *rest = how.ranking.precedents
    return on_ranking(how, measures=(*how.ranking.measures, first), precedents=tuple(rest))


@fault("how", "a measure shown as a precedent")
def _(_: Subject, how: How):
    if not (how.ranking and how.ranking.measures):
        return None
    first, *rest = how.ranking.measures
    return on_ranking(how, measures=tuple(rest), precedents=(*how.ranking.precedents, first))


@fault("how", "an instrument that is carried left out")
def _(_: Subject, how: How):
    return on_ranking(how, precedents=how.ranking.precedents[1:]) if how.ranking and how.ranking.precedents else None


# How an instrument stands.


def on_required(how: How, change: Callable[[Required], Required | None]) -> How | None:
    """The first requirement that can be changed so is."""
    for i, each in enumerate(how.stood.requirements if how.stood else ()):
        changed = change(each)
        if changed is not None and how.stood:
            both = (*how.stood.requirements[:i], changed, *how.stood.requirements[i + 1 :])
            return replace(how, stood=replace(how.stood, requirements=both))
    return None


@fault("how", "a requirement's state turned")
def _(_: Subject, how: How):
    return on_required(how, lambda r: replace(r, state="unknown" if r.state == "unmet" else "unmet"))


@fault("how", "a test told to block that does not")
def _(subject: Subject, how: How):
    def other(each: Required):
        for i, waiting in enumerate(each.rules):
            there = {answered.attribute for answered in waiting.blocked_by}
            name = next((n for n in known(subject.profile.answers) if n not in there), None)
            if name is not None:
                more = replace(waiting, blocked_by=(*waiting.blocked_by, Answered(name, subject.profile.answers[name])))
                return replace(each, rules=(*each.rules[:i], more, *each.rules[i + 1 :]))
        return None

    return on_required(how, other)


@fault("how", "a missing answer left out of a requirement")
def _(_: Subject, how: How):
    def less(each: Required):
        for i, waiting in enumerate(each.rules):
            if waiting.missing:
                changed = replace(waiting, missing=waiting.missing[1:])
                return replace(each, rules=(*each.rules[:i], changed, *each.rules[i + 1 :]))
        return None

    return on_required(how, less)


@fault("how", "a rule that could meet a requirement left out")
def _(_: Subject, how: How):
    return on_required(how, lambda r: replace(r, rules=r.rules[1:]) if r.rules else None)


@fault("how", "another reason why an instrument is no measure")
def _(_: Subject, how: How):
    if not (how.stood and how.stood.precedent_for):
        return None
    wrong = tuple(each for each in ("abroad", "closed", "not_eligible") if each not in how.stood.precedent_for)
    return replace(how, stood=replace(how.stood, precedent_for=wrong or ("abroad",)))


@fault("how", "a barrier told present that is not")
def _(_: Subject, how: How):
    if not (how.stood and how.stood.relieves):
        return None
    first, *rest = how.stood.relieves
    return replace(how, stood=replace(how.stood, relieves=(replace(first, present=not first.present), *rest)))


# Citations as sets.


def on_way(cited: Citations, **changed: Any) -> Citations | None:
    """The first way is changed, and the whole with it."""
    if not cited.ways:
        return None
    first, *rest = cited.ways
    ways = (replace(first, **{name: change(getattr(first, name)) for name, change in changed.items()}), *rest)
    union = {n: frozenset().union(*(getattr(each, n) for each in ways)) for n in ("answers", "rules")}
    return replace(cited, ways=ways, **union)


@fault("citations", "an answer left out of a way")
def _(_: Subject, cited: Citations):
    return on_way(cited, answers=lambda a: a - {min(a)}) if cited.ways and cited.ways[0].answers else None


@fault("citations", "an answer added to a way")
def _(subject: Subject, cited: Citations):
    other = next((n for n in known(subject.profile.answers) if n not in cited.answers), None)
    return on_way(cited, answers=lambda a: a | {other}) if other and cited.ways else None


@fault("citations", "an answer exchanged for another")
def _(subject: Subject, cited: Citations):
    other = next((n for n in known(subject.profile.answers) if n not in cited.answers), None)
    return (
        on_way(cited, answers=lambda a: a - {min(a)} | {other})
        if other and cited.ways and cited.ways[0].answers
        else None
    )


@fault("citations", "an answer that is missing")
def _(subject: Subject, cited: Citations):
    other = next(n for n, each in subject.rulebook.attributes.items() if n not in known(subject.profile.answers))
    return replace(cited, answers=cited.answers | {other}) if cited.ways else None


@fault("citations", "a rule left out")
def _(_: Subject, cited: Citations):
    return on_way(cited, rules=lambda r: r - {min(r)})


@fault("citations", "a rule added")
def _(subject: Subject, cited: Citations):
    rules = subject.rulebook.rules_for(subject.profile.kind)
    other = next(rule.id for rule in rules if rule.id not in cited.rules)
    return on_way(cited, rules=lambda r: r | {other})


@fault("citations", "a way passed over")
def _(_: Subject, cited: Citations):
    rest = tuple(each for each in cited.ways if each.rule != cited.ways[0].rule)
    return replace(cited, ways=rest) if cited.ways else None
