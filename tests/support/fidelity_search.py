"""What a faithful why-not or account of a rank is: properties, as in ``fidelity``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from smeadvisor.engines.chaining.assembly import assemble
from smeadvisor.engines.consultation import Advice
from smeadvisor.explanation.changes import Change
from smeadvisor.explanation.figures import FigureSwap, with_figure
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.rank import Neighbour, Ranked
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.swaps import AnswerSwap
from smeadvisor.explanation.ways import Asked, Way
from smeadvisor.explanation.why_not import WhyNot
from smeadvisor.model.answers import Answer, NotApplicable, read_answer
from smeadvisor.model.attributes import HALVES
from smeadvisor.model.conditions import evaluate
from smeadvisor.problems import InvalidInput
from support.fidelity import HOME, measures_of, rules_by_finding, states_of
from support.generated import turning_points
from support.replays import Finding, Replay, known, without

_MOST = 3
"""Answers changed together, at most, as the explanation says itself."""


def reaches(goal: Goal):
    """Whether a row has the thing."""
    if goal.kind == "instrument":
        return lambda row: row.measure(goal.id)
    if goal.kind == "requirement":
        return lambda row: row.requirement(goal.owner, goal.own) == "met"
    return lambda row: row.found(goal.name)


def misses(goal: Goal):
    """Whether a row has not."""
    there = reaches(goal)
    return lambda row: not there(row)


def of_why_not(subject: Subject, told: WhyNot) -> Iterator[Finding]:
    """All that can be wrong with a why-not, but for what only other changes can show (``nothing_smaller``)."""
    goal, home = told.goal, subject.profile.economy
    out = reaches(goal) if told.came_out else misses(goal)
    yield Replay(home, subject.profile.answers, out, f"{goal.name}: came out, or not, otherwise than told")
    yield from _bars(subject, told)
    yield from _conditions(subject, told)
    if not told.came_out and goal.kind != "instrument" and not told.bars:
        yield from _every_way(subject, goal, told.ways)
    for way in _nested(told):
        yield from of_way(subject, way)
    for change in told.changes:
        yield from of_change(subject, goal, change)


def _bars(subject: Subject, told: WhyNot) -> Iterator[Finding]:
    """What no answer changes, and only that."""
    if told.bars and (told.changes or told.no_change):
        yield f"{told.goal.name}: nothing can change it, and yet something is told"
    if told.came_out and (told.ways or told.changes or told.no_change):
        yield f"{told.goal.name}: came out, and yet it is told why not"
    if not (told.came_out or told.bars) and bool(told.changes) == bool(told.no_change):
        yield f"{told.goal.name}: neither a change nor why there is none"
    if told.goal.kind != "instrument":
        return
    standing = next(each for each in subject.consultation.instruments if each.id == told.goal.id)
    audience = subject.rulebook.instruments[told.goal.id].audience
    bars = {"abroad": standing.place == "abroad", "closed": standing.status == "closed"}
    bars["other_audience"] = audience not in (None, subject.profile.kind)
    if {*told.bars} != {name for name, so in bars.items() if so} or told.standing != standing:
        yield f"{told.goal.name}: stands otherwise"


def _conditions(subject: Subject, told: WhyNot) -> Iterator[Finding]:
    """Of an instrument each requirement that is not met, with all rules that could meet it."""
    if told.goal.kind != "instrument":
        return
    standing = next(each for each in subject.consultation.instruments if each.id == told.goal.id)
    expected = {(name, state) for name, state in standing.requirements if state != "met"}
    if {(each.id, each.state) for each in told.conditions} != expected:
        yield f"{told.goal.name}: other requirements are not met"
    for each in told.conditions:
        yield from _every_way(subject, Goal("requirement", f"{told.goal.id}#{each.id}"), each.ways)


def _every_way(subject: Subject, goal: Goal, ways: Sequence[Way]) -> Iterator[Finding]:
    """The rules that could conclude it; in place of one that passes a barrier on, those that reveal the barrier."""
    concluding = rules_by_finding(subject)
    own = concluding.get(goal.name, [])
    expected = {(rule.id, None) for rule in own if rule.text}
    for test in (test for rule in own if not rule.text for test in rule.tests):
        expected |= {(rule.id, test.subject) for finding in test.operand for rule in concluding.get(finding, [])}
    if {(each.rule, each.barrier) for each in ways} != expected or len(ways) != len(expected):
        yield f"{goal.name}: other rules could conclude it"


def _nested(told: WhyNot) -> Iterator[Way]:
    """Every rule told, those below tests on findings as well."""
    waiting = [*told.ways, *(way for each in told.conditions for way in each.ways)]
    while waiting:
        way = waiting.pop()
        yield way
        waiting += [below for tested in way.tests for below in tested.ways]


def of_way(subject: Subject, way: Way) -> Iterator[Finding]:
    """Each test told false is false, each told missing unknown; what is asked for makes it fire, and is needed."""
    rule, states = subject.rulebook.by_id[way.rule], states_of(subject)
    truths = {test: evaluate(test, measures_of(subject), states.truth) for test in rule.tests}
    if {each.test: each.truth for each in way.tests} != truths:
        yield f"{way.rule}: its tests are not as told"
    if way.state != states.of(rule):
        yield f"{way.rule}: is not {way.state}"
    for each in way.tests:
        name = each.test.subject
        answer = None if each.test.on_finding else subject.profile.answers.get(name)
        if name != HOME and each.answer != answer:
            yield f"{way.rule}: the answer to {name} was another"
    if way.asks and way.state != "undecided":
        yield f"{way.rule}: asks, and is not undecided"
    for asks in way.asks:
        yield from _asked(subject, way, asks)


def _asked(subject: Subject, way: Way, asks: tuple[Asked, ...]) -> Iterator[Finding]:
    """With all that is asked for it fires, without any one of it it does not."""
    home, given = subject.profile.economy, {each.attribute: each.example for each in asks}
    answers = {**subject.profile.answers, **given}
    yield Replay(home, answers, lambda row: row.fired(way.rule), f"{way.rule}: asks for too little")
    for each in asks:
        short = {**without(answers, each.attribute), **_own(subject, each.attribute)}
        yield Replay(home, short, lambda row: not row.fired(way.rule), f"{way.rule}: asks for {each.attribute} in vain")
        if not all(evaluate(test, {each.attribute: each.example.comparable}, lambda _: None) for test in each.tests):
            yield f"{way.rule}: an example of {each.attribute} is none"


def _own(subject: Subject, name: str) -> dict[str, Answer]:
    return {name: subject.profile.answers[name]} if name in subject.profile.answers else {}


def of_change(subject: Subject, goal: Goal, change: Change) -> Iterator[Finding]:
    """It brings the thing about, no part of it does, a figure one step nearer does not; all of it can be changed."""
    home, answers = subject.profile.economy, subject.profile.answers
    if not 0 < len(change) <= _MOST:
        yield f"{goal.name}: {len(change)} answers at once"
    for step in change:
        attribute = subject.rulebook.attributes[step.attribute]
        if not attribute.changeable or step.before != answers.get(step.attribute) or step.before.comparable is None:
            yield f"{goal.name}: {step.attribute} is not to be changed so"
        for each in (step.after, *step.also):
            yield from _in_range(attribute, each)
    whole = {step.attribute: step.after for step in change}
    yield Replay(home, {**answers, **whole}, reaches(goal), f"{goal.name}: the change does not bring it about")
    for step in change:
        for each in step.also:
            other = {**answers, **whole, step.attribute: each}
            yield Replay(home, other, reaches(goal), f"{goal.name}: {step.attribute} does not do as well")
    parts = [part for step in change for part in _parts(step)]
    for count in range(1, len(parts)):
        for some in combinations(parts, count):
            less = {**answers, **_partly(subject, some)}
            yield Replay(home, less, misses(goal), f"{goal.name}: a part of the change would do")
    yield from _nearer(subject, goal, change)


def _in_range(attribute, answer: Answer) -> Iterator[Finding]:
    try:
        again = read_answer(attribute, _exact(answer))
    except InvalidInput as rejected:
        yield f"{attribute.id}: {rejected.problems[0].code}"
        return
    if again is None or again.comparable != answer.comparable:
        yield f"{attribute.id}: {answer.value} is not what it measures"


def _parts(step):
    """Single alterations: the step, or each item by which two lists differ."""
    if isinstance(step.before.value, tuple) and isinstance(step.after.value, tuple):
        return [(step, item) for item in sorted({*step.before.value} ^ {*step.after.value})]
    return [(step, None)]


def _partly(subject: Subject, parts) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for step, item in parts:
        attribute = subject.rulebook.attributes[step.attribute]
        held = {*found.get(step.attribute, step.before).value} if item is not None else set()
        made = step.after if item is None else read_answer(attribute, sorted(held ^ {item}))
        assert made is not None
        found[step.attribute] = made
    return found


def _nearer(subject: Subject, goal: Goal, change: Change) -> Iterator[Finding]:
    """A step less of any one figure would not do."""
    for step in change:
        before, after = step.before.comparable, step.after.comparable
        if subject.rulebook.attributes[step.attribute].type != "number" or is_vague(step.before):
            continue
        if not (isinstance(before, tuple) and isinstance(after, tuple)):
            continue
        toward = HALVES if before[0] > after[0] else -HALVES
        nearer = (after[0] + toward, after[1] + toward)
        if nearer != before:
            made = {each.attribute: each.after for each in change} | {
                step.attribute: replace(step.after, comparable=nearer)
            }
            answers = {**subject.profile.answers, **made}
            said = f"{goal.name}: less of {step.attribute} would do"
            yield Replay(subject.profile.economy, answers, misses(goal), said)


def nothing_smaller(subject: Subject, told: Iterable[WhyNot]) -> Iterator[Finding]:
    """Where no change of one answer is told, none brings the thing about: all are tried at all that rules turn on."""
    wanted = [each.goal for each in told if not (each.came_out or each.bars) and all(len(c) > 1 for c in each.changes)]
    missing = [misses(each) for each in wanted]
    for name, answer in singles(subject) if wanted else ():
        answers = {**subject.profile.answers, name: answer}
        said = f"{name} alone would bring one of these about, and is not told: {', '.join(e.name for e in wanted)}"
        yield Replay(subject.profile.economy, answers, lambda row: all(each(row) for each in missing), said)


def singles(subject: Subject) -> Iterator[tuple[str, Answer]]:
    """Every change of one known answer that can be changed, at each value that a rule turns on.

    What is answered too vaguely to tell is not known: an answer within it is no change.
    """
    for name, before in known(subject.profile.answers).items():
        attribute = subject.rulebook.attributes[name]
        if is_vague(before):
            continue
        raw = turning_points(subject.rulebook, name) if attribute.changeable else []
        if attribute.type == "list" and attribute.changeable and before.comparable is not NotApplicable.IT:
            raw = [sorted({*before.value} ^ {each}) for each in attribute.choices]  # type: ignore[misc]
        for each in raw:
            answer = read_answer(attribute, each)
            own = before.comparable[0] if attribute.type == "money" and isinstance(before.comparable, tuple) else None
            if (
                not is_vague(answer)
                and answer.comparable != before.comparable
                and (own is None or answer.comparable[0] == own)
            ):
                yield name, answer


def is_vague(answer: Answer) -> bool:
    """Whether it is a number of which only a bound is known."""
    measure = answer.comparable
    return isinstance(measure, tuple) and not isinstance(measure[0], str) and measure[0] != measure[1]


def of_rank(subject: Subject, told: Ranked) -> Iterator[Finding]:
    """The place is that of the consultation, what separates neighbours does, ties are named, swaps swap."""
    given, name = subject.consultation.recommendations, told.goal.id
    advice = next((each for each in given if each.id == name), None)
    if told.advice != advice:
        yield f"{name}: does not stand there"
    if advice is None or told.advice is None:
        return
    home, answers = subject.profile.economy, subject.profile.answers
    expected = (name, told.advice.evidence, told.advice.points, told.advice.rank, told.advice.under or name)
    yield Replay(home, answers, lambda row: expected in row.order(), f"{name}: does not stand there")
    if {*told.covers} != {each.id for each in given if each.under == name}:
        yield f"{name}: covers others"
    heads = [each for each in given if each.under is None]
    beside = [advice.under] if advice.under else [each.id for each in heads if abs(each.rank - advice.rank) == 1]
    if [each.id for each in told.neighbours] != beside:
        yield f"{name}: stands beside others"
    for each in told.neighbours:
        yield from _neighbour(subject, advice, each)


def _neighbour(subject: Subject, advice: Advice, told: Neighbour) -> Iterator[Finding]:
    other = next((each for each in subject.consultation.recommendations if each.id == told.id), None)
    if other is None:
        return
    above = (other.rank, other.under is not None) < (advice.rank, advice.under is not None)
    first, second = (other, advice) if above else (advice, other)
    what = "covered" if second.under == first.id else "evidence" if first.evidence != second.evidence else None
    what = what or ("points" if first.points != second.points else "tie")
    if (told.side, told.separation) != ("above" if above else "below", what):
        yield f"{advice.id}: what separates it from {told.id} is {what}"
    if what == "tie" and first.id > second.id:
        yield f"{advice.id}: a tie that the id does not decide"
    if (told.evidence, told.points) != (other.evidence, other.points):
        yield f"{told.id}: has other points"
    mine = tuple(each for each in advice.parts if each.barrier not in other.barriers)
    theirs = tuple(each for each in other.parts if each.barrier not in advice.barriers)
    if (told.mine, told.theirs) != (mine, theirs):
        yield f"{advice.id}: other barriers count for it, or for {told.id}, alone"
    for each in (*told.answers, *told.if_answered):
        yield from _swap(subject, first.id, second.id, each)
    for each in told.figures:
        yield from _figure(subject, first.id, second.id, each)


def _swap(subject: Subject, first: str, second: str, swap: AnswerSwap) -> Iterator[Finding]:
    """Each answer told puts the second before the first."""
    if swap.before != subject.profile.answers.get(swap.attribute):
        yield f"{swap.attribute}: the answer was another"
    for after in (swap.after, *swap.also):
        rest = without(subject.profile.answers, swap.attribute)
        answers = rest if after is None else {**rest, swap.attribute: after}
        if after is not None:
            yield from _in_range(subject.rulebook.attributes[swap.attribute], after)
        yield Replay(subject.profile.economy, answers, _before(second, first), f"{swap.attribute}: does not swap them")


def _before(one: str, other: str):
    def holds(row):
        names = [each[0] for each in row.order()]
        return one in names and other in names and names.index(one) < names.index(other)

    return holds


def _figure(subject: Subject, first: str, second: str, swap: FigureSwap) -> Iterator[Finding]:
    """The figure told puts the second before the first, and one nearer to what it was does not."""
    toward = -1 if swap.after > swap.before else 1
    for value, swaps in ((swap.after, True), (swap.after + toward, False), (swap.before, False)):
        book = replace(subject.rulebook, priorities=with_figure(subject.rulebook.priorities, swap.figure, value))
        fired = [each.rule for each in subject.consultation.firings]
        order = [each.id for each in assemble(book, subject.profile, measures_of(subject), fired).recommendations]
        if (order.index(second) < order.index(first)) != swaps or not 1 <= swap.after <= 100:
            yield f"{swap.figure}: {value} does {'not ' * swaps}swap them"


def _exact(answer: Answer) -> Any:
    """As the plain evaluator reads answers."""
    if answer.state != "known":
        return answer.state
    value: Any = answer.value
    if hasattr(value, "currency"):
        return {"amount": value.amount, "currency": value.currency}
    value = list(value) if isinstance(value, tuple) else value
    return {"value": value, "qualifier": answer.qualifier} if answer.qualifier else value
