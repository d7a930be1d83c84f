"""Faults in why-nots, in accounts of ranks and in comparisons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from smeadvisor.explanation.changes import Step
from smeadvisor.explanation.differences import Differences
from smeadvisor.explanation.rank import Neighbour, Ranked
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.ways import Way
from smeadvisor.explanation.why_not import WhyNot
from smeadvisor.model.answers import read_answer
from support.planted import Fault, another, first, into
from support.replays import known

IN_SEARCHES: list[Fault] = []
fault = into(IN_SEARCHES)


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
        other = another(subject, name, given)
        if name not in there and subject.rulebook.attributes[name].changeable and other and len(change) < 3:
            return (*change, Step(name, given, other))
    return None


@fault("why_not", "a change too small")
def _(_: Subject, found: WhyNot):
    return _on_change(found, lambda change: change[1:] if len(change) > 1 else None)


@fault("why_not", "a change that goes too far")
def _(subject: Subject, found: WhyNot):
    def further(step: Step):
        before, after = step.before.comparable, step.after.comparable
        attribute = subject.rulebook.attributes[step.attribute]
        if attribute.type != "number" or not (isinstance(before, tuple) and isinstance(after, tuple)):
            return None
        steps = int(after[0]) // 2 + (1 if int(after[0]) > int(before[0]) else -1)
        low, high = attribute.bounds()
        answer = (
            read_answer(attribute, steps * attribute.step) if low <= steps <= high and before[0] == before[1] else None
        )
        return replace(step, after=answer) if answer else None

    return _on_change(found, lambda change: first(change, further))


@fault("why_not", "a change of what cannot be changed")
def _(subject: Subject, found: WhyNot):
    names = (n for n in known(subject.profile.answers) if not subject.rulebook.attributes[n].changeable)
    name = next((n for n in names if another(subject, n, subject.profile.answers[n])), None)
    given = subject.profile.answers.get(str(name))
    other = given and another(subject, str(name), given)
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
        return replace(step, after=replace(step.after, value=wrong, comparable=(2 * low - 2, 2 * low - 2)))

    return _on_change(found, lambda change: first(change, beyond))


@fault("why_not", "a change of an answer that was another")
def _(subject: Subject, found: WhyNot):
    return _on_change(found, lambda change: first(change, lambda s: replace(s, before=s.after)))


@fault("why_not", "no change told where there is one")
def _(_: Subject, found: WhyNot):
    single = any(len(change) == 1 for change in found.changes)
    return replace(found, changes=(), no_change="beyond") if single else None


@fault("why_not", "a change and why there is none")
def _(_: Subject, found: WhyNot):
    return replace(found, no_change="fixed") if found.changes else None


def on_ways(found: WhyNot, change: Callable[[Way], Way | None]) -> WhyNot | None:
    """The first rule that can be changed so is."""
    ways = first(found.ways, change)
    if ways is not None:
        return replace(found, ways=ways)
    conditions = first(found.conditions, lambda c: replace(c, ways=w) if (w := first(c.ways, change)) else None)
    return replace(found, conditions=conditions) if conditions is not None else None


@fault("why_not", "a failed test that is not false")
def _(_: Subject, found: WhyNot):
    def turned(way: Way):
        tests = first(way.tests, lambda t: replace(t, truth=False) if t.truth is not False else None)
        return replace(way, tests=tests) if tests else None

    return on_ways(found, turned)


@fault("why_not", "a missing test that is not unknown")
def _(_: Subject, found: WhyNot):
    def turned(way: Way):
        tests = first(way.tests, lambda t: replace(t, truth=None) if t.truth is not None else None)
        return replace(way, tests=tests) if tests else None

    return on_ways(found, turned)


@fault("why_not", "a threshold exchanged for another")
def _(_: Subject, found: WhyNot):
    def moved(way: Way):
        tests = first(
            way.tests,
            lambda t: _moved(t) if isinstance(t.test.operand, int) and not isinstance(t.test.operand, bool) else None,
        )
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
    neighbours = first(ranked.neighbours, change)
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
        swaps = first(n.answers, lambda s: replace(s, after=s.before, also=()) if s.before and s.after else None)
        return replace(n, answers=swaps) if swaps else None

    return on_neighbour(ranked, undone)


@fault("rank", "a figure one short")
def _(_: Subject, ranked: Ranked):
    def short(n: Neighbour):
        swaps = first(n.figures, lambda f: replace(f, after=f.after + (1 if f.after < f.before else -1)))
        return replace(n, figures=swaps) if swaps else None

    return on_neighbour(ranked, short)


@fault("rank", "a figure further than need be")
def _(_: Subject, ranked: Ranked):
    def far(n: Neighbour):
        swaps = first(n.figures, lambda f: replace(f, after=f.after - 1) if 1 < f.after < f.before else
                       replace(f, after=f.after + 1) if f.before < f.after < 100 else None)  # fmt: skip
        return replace(n, figures=swaps) if swaps else None

    return on_neighbour(ranked, far)


@fault("rank", "a barrier that counts for both told to count for one")
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
    ("a barrier that came or went swallowed", "barriers"),
    ("an instrument that opened or closed swallowed", "instruments"),
    ("a class that changed swallowed", "classification"),
    ("a changed answer swallowed", "answers"),
    ("a rule that came left out", "came"),
    ("a question that opened left out", "opened"),
):
    IN_SEARCHES.append(Fault("differences", _what, _less(_name)))


def on_change(found: Differences, change: Callable[[Any, Any], Any]) -> Differences | None:
    """The first change that can be told otherwise is."""
    for name in ("recommendations", "barriers", "classification"):
        changes = first(getattr(found, name), lambda each, name=name: change(name, each))
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
    return (
        on_change(found, lambda _, c: replace(c, because=replace(c.because, answers=(*c.because.answers, other))))
        if other
        else None
    )


@fault("differences", "an answer that had a part in it left out")
def _(_: Subject, found: Differences):
    def less(_: str, change):
        return (
            replace(change, because=replace(change.because, answers=()))
            if change.because.came and change.because.answers
            else None
        )

    return on_change(found, less)
