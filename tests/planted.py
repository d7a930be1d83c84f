"""Faults planted in explanations: each takes a faithful one and makes it lie in one way, or None where it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from fidelity import figure
from generated import turning_points
from replays import known
from smeadvisor.answers import Answer, read_answer
from smeadvisor.errors import Place
from smeadvisor.explanation.changes import Step
from smeadvisor.explanation.citations import Citations
from smeadvisor.explanation.differences import Differences
from smeadvisor.explanation.how import How
from smeadvisor.explanation.rank import Neighbour, Ranked
from smeadvisor.explanation.reasons import Answered, Found, Reason
from smeadvisor.explanation.standings import Required
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.ways import Way
from smeadvisor.explanation.weights import Factor, Weighing
from smeadvisor.explanation.why_not import WhyNot


class Fault(NamedTuple):
    """A way to lie: in which explanation, what is wrong with it, and how it is planted."""

    part: str
    what: str
    plant: Callable[[Subject, Any], Any]


FAULTS: list[Fault] = []


def fault(part: str, what: str):
    """Registers how the fault is planted."""

    def register(plant):
        FAULTS.append(Fault(part, what, plant))
        return plant

    return register


# How something came out.


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
        value = first and first.attribute != "economy" and _another(subject, first.attribute, first.answer)
        return replace(reason, answers=(Answered(first.attribute, value), *rest)) if first and value else None

    return on_reason(how, other)


def _another(subject: Subject, name: str, given: Answer) -> Answer | None:
    attribute = subject.rulebook.attributes[name]
    others = (read_answer(attribute, each) for each in turning_points(subject.rulebook, name))
    return next((each for each in others if each and each.measure != given.measure), None)


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
    return on_weighing(how, lambda w: _severity("mild")(w))


@fault("how", "a severity too high")
def _(_: Subject, how: How):
    return on_weighing(how, lambda w: _severity("severe")(w))


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
        return replace(w, stage=replace(w.stage, value=value, key=key), points=value * w.severity.value * w.importance.value)

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


@fault("how", "an obstacle told present that is not")
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
    return on_way(cited, answers=lambda a: a - {min(a)} | {other}) if other and cited.ways and cited.ways[0].answers else None


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


# Why not.


@fault("why_not", "a change too large")
def _(subject: Subject, found: WhyNot):
    return _on_change(found, lambda change: _with_more(subject, change))


def _on_change(found: WhyNot, change: Callable[[Any], Any]) -> WhyNot | None:
    for i, each in enumerate(found.changes):
        changed = change(each)
        if changed is not None:
            return replace(found, changes=(*found.changes[:i], changed, *found.changes[i + 1 :]))
    return None


def _with_more(subject: Subject, change):
    there = {step.attribute for step in change}
    for name, given in known(subject.profile.answers).items():
        other = _another(subject, name, given)
        if name not in there and subject.rulebook.attributes[name].changeable and other and len(change) < 3:
            return (*change, Step(name, given, other))
    return None


@fault("why_not", "a change too small")
def _(_: Subject, found: WhyNot):
    return _on_change(found, lambda change: change[1:] if len(change) > 1 else None)


@fault("why_not", "a change that goes too far")
def _(subject: Subject, found: WhyNot):
    def further(step: Step):
        before, after = step.before.measure, step.after.measure
        attribute = subject.rulebook.attributes[step.attribute]
        if attribute.type != "number" or not (isinstance(before, tuple) and isinstance(after, tuple)):
            return None
        steps = int(after[0]) // 2 + (1 if int(after[0]) > int(before[0]) else -1)
        low, high = attribute.bounds()
        answer = read_answer(attribute, steps * attribute.step) if low <= steps <= high and before[0] == before[1] else None
        return replace(step, after=answer) if answer else None

    return _on_change(found, lambda change: _first(change, further))


def _first(steps, change):
    for i, each in enumerate(steps):
        changed = change(each)
        if changed is not None:
            return (*steps[:i], changed, *steps[i + 1 :])
    return None


@fault("why_not", "a change of what cannot be changed")
def _(subject: Subject, found: WhyNot):
    names = (n for n in known(subject.profile.answers) if not subject.rulebook.attributes[n].changeable)
    name = next((n for n in names if _another(subject, n, subject.profile.answers[n])), None)
    given = subject.profile.answers.get(str(name))
    other = given and _another(subject, str(name), given)
    wrong = Step(str(name), given, other) if given and other else None
    return replace(found, changes=((wrong,),), no_change=None) if wrong and not (found.came_out or found.bars) else None


@fault("why_not", "a change to what is out of range")
def _(subject: Subject, found: WhyNot):
    def beyond(step: Step):
        attribute = subject.rulebook.attributes[step.attribute]
        if attribute.type != "number":
            return None
        low, _ = attribute.bounds()
        wrong = (low - 1) * attribute.step
        return replace(step, after=replace(step.after, value=wrong, measure=(2 * low - 2, 2 * low - 2)))

    return _on_change(found, lambda change: _first(change, beyond))


@fault("why_not", "a change of an answer that was another")
def _(subject: Subject, found: WhyNot):
    return _on_change(found, lambda change: _first(change, lambda s: replace(s, before=s.after)))


@fault("why_not", "no change told where there is one")
def _(_: Subject, found: WhyNot):
    single = any(len(change) == 1 for change in found.changes)
    return replace(found, changes=(), no_change="beyond") if single else None


@fault("why_not", "a change and why there is none")
def _(_: Subject, found: WhyNot):
    return replace(found, no_change="fixed") if found.changes else None


def on_ways(found: WhyNot, change: Callable[[Way], Way | None]) -> WhyNot | None:
    """The first rule that can be changed so is."""
    ways = _first(found.ways, change)
    if ways is not None:
        return replace(found, ways=ways)
    conditions = _first(found.conditions, lambda c: replace(c, ways=w) if (w := _first(c.ways, change)) else None)
    return replace(found, conditions=conditions) if conditions is not None else None


@fault("why_not", "a failed test that is not false")
def _(_: Subject, found: WhyNot):
    def turned(way: Way):
        tests = _first(way.tests, lambda t: replace(t, truth=False) if t.truth is not False else None)
        return replace(way, tests=tests) if tests else None

    return on_ways(found, turned)


@fault("why_not", "a missing test that is not unknown")
def _(_: Subject, found: WhyNot):
    def turned(way: Way):
        tests = _first(way.tests, lambda t: replace(t, truth=None) if t.truth is not None else None)
        return replace(way, tests=tests) if tests else None

    return on_ways(found, turned)


@fault("why_not", "a threshold exchanged for another")
def _(_: Subject, found: WhyNot):
    def moved(way: Way):
        tests = _first(way.tests, lambda t: _moved(t) if isinstance(t.test.operand, int) and not isinstance(t.test.operand, bool) else None)
        return replace(way, tests=tests) if tests else None

    return on_ways(found, moved)


def _moved(tested):
    return replace(tested, test=replace(tested.test, operand=tested.test.operand + 2))


@fault("why_not", "a failed test left out")
def _(_: Subject, found: WhyNot):
    return on_ways(found, lambda w: replace(w, tests=w.tests[1:]))


@fault("why_not", "a missing answer left out")
def _(_: Subject, found: WhyNot):
    def less(way: Way):
        return replace(way, asks=(way.asks[0][1:], *way.asks[1:])) if way.asks and len(way.asks[0]) > 1 else None

    return on_ways(found, less)


@fault("why_not", "an answer asked for in vain")
def _(subject: Subject, found: WhyNot):
    def more(way: Way):
        there = {asked.attribute for asks in way.asks for asked in asks}
        tested = {each.test.subject for each in way.tests}
        other = next((asked for w in found.ways for asks in w.asks for asked in asks
                      if asked.attribute not in there | tested), None)  # fmt: skip
        deep = any(each.test.on_finding for each in way.tests)
        return replace(way, asks=((*way.asks[0], other), *way.asks[1:])) if way.asks and other and not deep else None

    return on_ways(found, more)


@fault("why_not", "a rule that could conclude it left out")
def _(_: Subject, found: WhyNot):
    return replace(found, ways=found.ways[1:]) if found.ways else None


@fault("why_not", "a rule in another state")
def _(_: Subject, found: WhyNot):
    return on_ways(found, lambda w: replace(w, state="undecided" if w.state == "blocked" else "blocked", asks=()))


@fault("why_not", "what did not come out told as if it had")
def _(_: Subject, found: WhyNot):
    return replace(found, came_out=True, ways=(), changes=(), no_change=None) if not found.came_out else None


@fault("why_not", "an instrument told closed that is not")
def _(_: Subject, found: WhyNot):
    out = found.goal.kind == "instrument" and not found.came_out and "closed" not in found.bars
    return replace(found, bars=("closed",), changes=(), no_change=None) if out else None


# Ranks.


def on_neighbour(ranked: Ranked, change: Callable[[Neighbour], Neighbour | None]) -> Ranked | None:
    """The first neighbour that can be changed so is."""
    neighbours = _first(ranked.neighbours, change)
    return replace(ranked, neighbours=neighbours) if neighbours is not None else None


@fault("rank", "a tie not named")
def _(_: Subject, ranked: Ranked):
    return on_neighbour(ranked, lambda n: replace(n, separation="points") if n.separation == "tie" else None)


@fault("rank", "a tie that is none")
def _(_: Subject, ranked: Ranked):
    return on_neighbour(ranked, lambda n: replace(n, separation="tie") if n.separation != "tie" else None)


@fault("rank", "a neighbour above told to be below")
def _(_: Subject, ranked: Ranked):
    return on_neighbour(ranked, lambda n: replace(n, side="below" if n.side == "above" else "above"))


@fault("rank", "a neighbour passed over")
def _(_: Subject, ranked: Ranked):
    return replace(ranked, neighbours=ranked.neighbours[1:]) if ranked.neighbours else None


@fault("rank", "an answer that does not swap them")
def _(subject: Subject, ranked: Ranked):
    def undone(n: Neighbour):
        swaps = _first(n.answers, lambda s: replace(s, after=s.before, also=()) if s.before and s.after else None)
        return replace(n, answers=swaps) if swaps else None

    return on_neighbour(ranked, undone)


@fault("rank", "a figure one short")
def _(_: Subject, ranked: Ranked):
    def short(n: Neighbour):
        swaps = _first(n.figures, lambda f: replace(f, after=f.after + (1 if f.after < f.before else -1)))
        return replace(n, figures=swaps) if swaps else None

    return on_neighbour(ranked, short)


@fault("rank", "a figure further than need be")
def _(_: Subject, ranked: Ranked):
    def far(n: Neighbour):
        swaps = _first(n.figures, lambda f: replace(f, after=f.after - 1) if 1 < f.after < f.before else
                       replace(f, after=f.after + 1) if f.before < f.after < 100 else None)  # fmt: skip
        return replace(n, figures=swaps) if swaps else None

    return on_neighbour(ranked, far)


@fault("rank", "an obstacle that counts for both told to count for one")
def _(_: Subject, ranked: Ranked):
    parts = ranked.advice.parts if ranked.advice else ()
    return on_neighbour(ranked, lambda n: replace(n, mine=(*n.mine, parts[0])) if parts else None)


# What differs.


def _less(name: str):
    def plant(_: Subject, found: Differences):
        held = getattr(found, name)
        return replace(found, **{name: held[1:]}) if held else None

    return plant


for _what, _name in (
    ("a move swallowed", "recommendations"),
    ("an obstacle that came or went swallowed", "barriers"),
    ("an instrument that opened or closed swallowed", "instruments"),
    ("a class that changed swallowed", "classification"),
    ("a changed answer swallowed", "answers"),
    ("a rule that came left out", "came"),
    ("a question that opened left out", "opened"),
):
    FAULTS.append(Fault("differences", _what, _less(_name)))


def on_change(found: Differences, change: Callable[[Any, Any], Any]) -> Differences | None:
    """The first change that can be told otherwise is."""
    for name in ("recommendations", "barriers", "classification"):
        changes = _first(getattr(found, name), lambda each, name=name: change(name, each))
        if changes is not None:
            return replace(found, **{name: changes})
    return None


@fault("differences", "before and after exchanged")
def _(_: Subject, found: Differences):
    return on_change(found, lambda _, c: replace(c, before=c.after, after=c.before))


@fault("differences", "a move that there was not")
def _(_: Subject, found: Differences):
    return on_change(found, lambda _, c: replace(c, after=c.before) if c.before else None)


@fault("differences", "the wrong rule blamed")
def _(_: Subject, found: Differences):
    def wrong(name: str, change):
        if name != "barriers" or not change.because.came:
            return None
        other = next((rule for rule in found.came if rule.startswith("barriers/") and change.id not in rule), None)
        return replace(change, because=replace(change.because, came=(other,))) if other else None

    return on_change(found, wrong)


@fault("differences", "a rule that had no part in it blamed as well")
def _(_: Subject, found: Differences):
    def more(name: str, change):
        other = next((rule for rule in found.came if rule.startswith("instruments/")), None)
        return replace(change, because=replace(change.because, came=(*change.because.came, other))) if other else None

    return on_change(found, more)


@fault("differences", "an answer blamed that did not change")
def _(subject: Subject, found: Differences):
    changed = {each.attribute for each in found.answers}
    other = next((n for n in subject.rulebook.attributes if n not in changed), None)
    return on_change(found, lambda _, c: replace(c, because=replace(c.because, answers=(*c.because.answers, other)))) if other else None


@fault("differences", "an answer that had a part in it left out")
def _(_: Subject, found: Differences):
    def less(_: str, change):
        return replace(change, because=replace(change.because, answers=())) if change.because.came and change.because.answers else None

    return on_change(found, less)


# Texts: lines by language.

Lines = dict[str, list[str]]


def on_line(lines: Lines, lang: str, change: Callable[[str], str | None]) -> Lines | None:
    """The last line that can be changed so is; None in its place takes it away."""
    for i in range(len(lines[lang]) - 1, -1, -1):
        changed = change(lines[lang][i])
        if changed is not None:
            return {**lines, lang: [*lines[lang][:i], changed, *lines[lang][i + 1 :]]}
    return None


def _numbers_last(line: str) -> tuple[int, int] | None:
    digits = [i for i, each in enumerate(line) if each.isdigit()]
    if not digits:
        return None
    end = digits[-1] + 1
    start = end
    while start and line[start - 1].isdigit():
        start -= 1
    return start, end


@fault("texts", "a number that is not in the data")
def _(_: Subject, lines: Lines):
    def other(line: str):
        at = _numbers_last(line)
        return line[: at[0]] + "987654" + line[at[1] :] if at else None

    return on_line(lines, "en", other)


@fault("texts", "a number that is not in the data, in Chinese")
def _(_: Subject, lines: Lines):
    def other(line: str):
        at = _numbers_last(line)
        return line[: at[0]] + "987654" + line[at[1] :] if at else None

    return on_line(lines, "zh-Hant", other)


@fault("texts", "a product that is wrong")
def _(_: Subject, lines: Lines):
    return on_line(lines, "en", lambda line: line.replace(" × ", " × 3 × ", 1) if " × " in line and " = " in line else None)


@fault("texts", "a line that only one language has")
def _(_: Subject, lines: Lines):
    return {**lines, "zh-Hant": lines["zh-Hant"][:-1]}


@fault("texts", "two lines in another order in one language")
def _(_: Subject, lines: Lines):
    en = lines["en"]
    places = [i for i, line in enumerate(en) if "[" in line]
    if len(places) < 2 or en[places[0]] == en[places[-1]]:
        return None
    turned = [*en]
    turned[places[0]], turned[places[-1]] = en[places[-1]], en[places[0]]
    return {**lines, "en": turned} if en[places[0]].split("[")[1:] != en[places[-1]].split("[")[1:] else None


@fault("texts", "a name that one language lacks")
def _(_: Subject, lines: Lines):
    def less(line: str):
        head, mark, rest = line.partition("[")
        return head + rest.partition("]")[2] if mark and "/" in rest.partition("]")[0] else None

    return on_line(lines, "zh-Hant", less)


def planted(part: str) -> Iterator[Fault]:
    """The faults of one part."""
    return (each for each in FAULTS if each.part == part)
