"""What a faithful explanation of a conclusion is: properties that say what is wrong with one.

Each takes a subject and an explanation of it and yields faults, or replays that must hold (``replays.Replay``): what is
cited is put to the rules anew, alone, without any one of it, and with all else answered by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import yaml

from smeadvisor.engines.states import States
from smeadvisor.explanation.how import How
from smeadvisor.explanation.reasons import Answered, Found, Reason
from smeadvisor.explanation.standings import ExplainedInstrument, Required, Waiting
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.weights import Weighing
from smeadvisor.model.answers import Answer
from smeadvisor.model.conditions import attributes_of, evaluate
from smeadvisor.model.rulebook import Rule
from smeadvisor.tables.encoded import ECONOMY_CODES
from support.paths import RULES
from support.replays import Finding, Replay, without

HOME = "economy"
NOWHERE = ("AUT", "CHE")
"""Economies that no rule and no instrument names."""


def of_how(subject: Subject, how: How) -> Iterator[Finding]:
    """All that can be wrong with how a conclusion came out."""
    yield from whole(subject, how)
    for found, reason in firings(how):
        yield from real(subject, found, reason)
        yield from placed(reason)
        yield from stands(subject, reason)
    for each in weighings(how):
        yield from adds_up(subject, how, each)
    if how.ranking is not None:
        yield from ranked(subject, how)
    if how.stood is not None:
        yield from stood(subject, how.stood)


def trees(how: How) -> list[Found]:
    """Every finding that it starts from."""
    required = [each.met_by for each in how.stood.requirements] if how.stood else []
    return [*how.findings, *how.stage, *required]


def firings(how: How) -> Iterator[tuple[Found, Reason]]:
    """Every firing told, with the finding that it is told to conclude."""
    waiting = trees(how)
    while waiting:
        found = waiting.pop()
        for reason in found.reasons:
            yield found, reason
            waiting += reason.findings


def weighings(how: How) -> list[Weighing]:
    """Every product of factors told."""
    return [*(how.ranking.weighings if how.ranking else ()), *([how.weighing] if how.weighing else [])]


def below(reasons: Iterable[Reason]) -> dict[str, Answer]:
    """The answers told below some firings."""
    found: dict[str, Answer] = {}
    for reason in reasons:
        found |= {each.attribute: each.answer for each in reason.answers if each.attribute != HOME}
        found |= below(deeper for each in reason.findings for deeper in each.reasons)
    return found


def concluding(subject: Subject, finding: str) -> set[str]:
    """The rules that concluded the finding."""
    fired = (subject.rulebook.by_id[each.rule] for each in subject.consultation.firings)
    return {rule.id for rule in fired if rule.finding == finding}


def whole(subject: Subject, how: How) -> Iterator[Finding]:
    """It came out if it did, and no firing is passed over on the way."""
    kind, _, name = how.conclusion.partition("/")
    if kind == "instruments" and "#" not in name:
        return
    came = {each.finding for each in how.findings if each.reasons}
    values = subject.rulebook.classification[name].values if kind == "classification" and "=" not in name else ()
    expected = {
        each for each in [f"{how.conclusion}={v}" for v in values] or [how.conclusion] if concluding(subject, each)
    }
    if came != expected or how.came_out != bool(expected):
        yield f"{how.conclusion}: told are {came}, out came {expected}"
    waiting = trees(how)
    while waiting:
        found = waiting.pop()
        told = {each.rule for each in found.reasons}
        if told != concluding(subject, found.finding):
            yield f"{found.finding}: told are the firings {told}, there were {concluding(subject, found.finding)}"
        waiting += [deeper for reason in found.reasons for deeper in reason.findings]
    points = sum(each.points for each in weighings(how))
    if bool(how.stage) != bool(points and subject.consultation.classification["stage"] != "unknown"):
        yield f"{how.conclusion}: what the stage rests on is told without need, or not told"


def real(subject: Subject, found: Found, reason: Reason) -> Iterator[Finding]:
    """The firing is one of the consultation, and what it matched is what is told."""
    rule, fired = subject.rulebook.by_id.get(reason.rule), subject.consultation.firings
    if rule is None or not 0 < reason.n <= len(fired) or fired[reason.n - 1].rule != reason.rule:
        yield f"{reason.rule}: no firing number {reason.n}"
        return
    if rule.finding != found.finding or dict(reason.concluded) != dict(rule.concluded):
        yield f"{reason.rule}: does not conclude {found.finding}"
    matched = {each.finding for each in fired[reason.n - 1].matched if each.finding}
    if {each.finding for each in reason.findings} != matched:
        yield f"{reason.rule}: did not match those findings"
    if found.sources != _said(subject, found.finding).sources:
        yield f"{found.finding}: not from there"
    yield from _ground(subject, rule, reason)
    for each in reason.answers:
        yield from _answered(subject, each)


def _said(subject: Subject, finding: str):
    kind, _, name = finding.partition("/")
    return getattr(subject.rulebook, kind)[name.split("#")[0].split("=")[0]]


def _ground(subject: Subject, rule: Rule, reason: Reason) -> Iterator[Finding]:
    """On the ground that the file gives; what the paper says has its place there."""
    owner = _said(subject, rule.id)
    reliefs = [each for each in getattr(owner, "relieves", ()) if each.barrier == rule.tests[0].subject]
    grounds = {rule.text.basis} if rule.text else {each.basis for each in reliefs}
    if reason.basis not in grounds or (reason.basis != "inference" and not reason.sources):
        yield f"{rule.id}: not on the ground of {reason.basis}"
    own = [rule.text.source] if rule.text else []
    required = [each.source for each in getattr(owner, "requirements", ())]
    if not set(reason.sources) <= {*own, *required, *owner.sources} or not {*reason.sources} <= {
        *subject.rulebook.sources
    }:
        yield f"{rule.id}: not from {reason.sources}"


def _answered(subject: Subject, told: Answered) -> Iterator[Finding]:
    if told.attribute == HOME:
        right = told.answer.value == subject.profile.economy
    else:
        right = told.answer == subject.profile.answers.get(told.attribute)
    if not right:
        yield f"{told.attribute}: the answer was not {told.answer.value}"


@cache
def _lines(file: str) -> list[str]:
    return (RULES.parent / file).read_text("utf-8").splitlines()


def placed(reason: Reason) -> Iterator[Finding]:
    """At that line of that file the rule begins, as people find it there: by its id, or by the barrier it passes on."""
    owner, _, own = reason.rule.partition("#")
    line = next(islice(_lines(reason.place.file), (reason.place.line or 1) - 1, None), "")
    relieved = own.removeprefix("relieves/").partition("@")[0]
    key, name = ("id", own) if relieved == own else ("barrier", relieved)
    if reason.place.file != f"rules/{owner}.yaml" or not re.search(rf"\b{key}: {re.escape(name)}(?=[,}}\s]|$)", line):
        yield f"{reason.rule}: does not stand at {reason.place}"


def stands(subject: Subject, reason: Reason) -> Iterator[Finding]:
    """From the answers told alone it fires, whatever else is answered; without any one of its own it does not."""
    home, answers, rule = subject.profile.economy, below([reason]), reason.rule

    def fires(row):
        return row.fired(rule)

    def fails(row):
        return not row.fired(rule)

    yield Replay(home, answers, fires, f"{rule}: what is told does not make it fire")
    yield Replay(home, answers, fires, f"{rule}: other answers take it back", scattered=True)
    for each in reason.answers:
        if each.attribute != HOME:
            yield Replay(home, without(answers, each.attribute), fails, f"{rule}: fires without {each.attribute}")
    homes = [HOME in {each.attribute for each in deeper.answers} for deeper in [reason, *_deeper(reason)]]
    if not any(homes):
        yield Replay(_elsewhere(subject), answers, fires, f"{rule}: does not fire elsewhere, and that is not told")
    elif homes[0] and all(_truths_at(subject, rule, each) for each in (*ECONOMY_CODES,)):
        yield f"{rule}: fires wherever the profile is at home"


def _deeper(reason: Reason) -> Iterator[Reason]:
    for each in (deeper for found in reason.findings for deeper in found.reasons):
        yield each
        yield from _deeper(each)


def _elsewhere(subject: Subject) -> str:
    return next(each for each in NOWHERE if each != subject.profile.economy)


def _truths_at(subject: Subject, rule: str, home: str) -> bool:
    """Whether all that the rule tests of the economy is true there."""
    tests = [test for test in subject.rulebook.by_id[rule].tests if test.subject == HOME]
    return all(evaluate(test, {HOME: home}, lambda _: None) for test in tests)


@cache
def _priorities():
    return yaml.safe_load((RULES / "priorities.yaml").read_text("utf-8"))


def figure(key: str) -> int | None:
    """What stands under that key in the file of priorities."""
    held = _priorities()
    for each in key.split("."):
        held = {str(name): value for name, value in held.items()}.get(each) if isinstance(held, dict) else None
    return held


def adds_up(subject: Subject, how: How, told: Weighing) -> Iterator[Finding]:
    """Each factor is the figure under its key, the key is the right one, and the product is the weight."""
    name, barrier = told.barrier, subject.rulebook.barriers[told.barrier]
    stage = str(subject.consultation.classification["stage"])
    for factor in (told.severity, told.importance, told.stage):
        if figure(factor.key) != factor.value:
            yield f"{name}: {factor.key} is {figure(factor.key)}, not {factor.value}"
        if not set(factor.sources) <= set(subject.rulebook.sources):
            yield f"{name}: {factor.key} is from nowhere"
    if told.points != told.severity.value * told.importance.value * told.stage.value:
        yield f"{name}: the product is not {told.points}"
    rank = f"importance.ranked.{barrier.rank}" if barrier.rank else "importance.unranked"
    at = "stage.neutral" if stage == "unknown" else f"stage.{stage}.{barrier.stage_group}"
    if (told.importance.key, told.stage.key) != (rank, at):
        yield f"{name}: weighed by {told.importance.key} and {told.stage.key}, not {rank} and {at}"
    severity, points = told.severity.key.removeprefix("severity."), told.points
    answers = below(reason for each in trees(how) for reason in each.reasons)
    yield Replay(
        subject.profile.economy,
        answers,
        lambda row: row.barrier(name) == (severity, points),
        f"{name}: what is told does not make it {severity} with {points} points",
    )


def ranked(subject: Subject, how: How) -> Iterator[Finding]:
    """Points, evidence and place follow from what is told, and instruments are measures or precedents as told."""
    ranking, name = how.ranking, how.conclusion.partition("/")[2]
    assert ranking is not None
    if sum(each.points for each in ranking.weighings) != ranking.points:
        yield f"{name}: the parts do not add up to {ranking.points}"
    relieved = {each.barrier for each in subject.rulebook.recommendations[name].relieves
                if each.audience in (None, subject.profile.kind)}  # fmt: skip
    present = {each.id for each in subject.consultation.barriers}
    if sorted(each.barrier for each in ranking.weighings) != sorted(relieved & present):
        yield f"{name}: other barriers count"
    if ranking.kinds != tuple(each["id"] for each in _priorities()["evidence"][subject.profile.kind]):
        yield f"{name}: the kinds of evidence stand in another order"
    home, answers = subject.profile.economy, below(reason for each in trees(how) for reason in each.reasons)
    expected = ranking.evidence, ranking.points
    yield Replay(
        home, answers, lambda row: row.advice(name) == expected, f"{name}: what is told does not give {expected}"
    )
    place = name, *expected, ranking.rank, ranking.under or name

    def in_place(row):
        order = row.order()
        return place in order and {own for own, *_, under in order if under == name != own} == set(ranking.covers)

    yield Replay(home, subject.profile.answers, in_place, f"{name}: does not stand in that place")
    serving = {e.id for e in subject.rulebook.instruments.values() if any(s.recommendation == name for s in e.serves)}
    if {*ranking.measures, *ranking.precedents} != serving or {*ranking.measures} & {*ranking.precedents}:
        yield f"{name}: carries other instruments"

    def carried(row):
        return all(map(row.measure, ranking.measures)) and not any(map(row.measure, ranking.precedents))

    yield Replay(
        home, subject.profile.answers, carried, f"{name}: a precedent is told as a measure, or a measure as one"
    )


def stood(subject: Subject, told: ExplainedInstrument) -> Iterator[Finding]:
    """An instrument's standing follows from the profile, and why it is no measure is so."""
    instrument, home = subject.rulebook.instruments[told.id], subject.profile.economy
    member = home in subject.rulebook.economies and subject.rulebook.economies[home].apec
    place = "home" if instrument.economy == home else "region" if instrument.economy == "APEC" and member else "abroad"
    if (told.place, told.status, told.economy) != (place, instrument.status, instrument.economy):
        yield f"{told.id}: stands elsewhere, or otherwise"
    if told.addressed != (instrument.audience in (None, subject.profile.kind)):
        yield f"{told.id}: meant for others"
    states = [each.state for each in told.requirements]
    closed = {"abroad": place == "abroad", "closed": instrument.status == "closed"}
    closed["not_eligible"] = "unmet" in states or not told.addressed
    eligibility = "not_eligible" if closed["not_eligible"] else "undecided" if "unknown" in states else "eligible"
    if {*told.precedent_for} != {name for name, so in closed.items() if so} or told.measure == any(closed.values()):
        yield f"{told.id}: not for these reasons a precedent"
    if told.eligibility != eligibility or [e.id for e in told.requirements] != [e.id for e in instrument.requirements]:
        yield f"{told.id}: not {told.eligibility}"

    def follows(row):
        asked = {each.id: row.requirement(told.id, each.id) for each in told.requirements}
        return asked == {each.id: each.state for each in told.requirements} and row.measure(told.id) == told.measure

    yield Replay(home, subject.profile.answers, follows, f"{told.id}: does not stand so")
    present, given = (
        {each.id for each in found} for found in (subject.consultation.barriers, subject.consultation.recommendations)
    )
    if {(e.barrier, e.present, e.basis) for e in told.relieves} != {
        (e.barrier, e.barrier in present, e.basis) for e in instrument.relieves
    }:
        yield f"{told.id}: relieves other barriers"
    if {*told.serves} != {each.recommendation for each in instrument.serves} & given:
        yield f"{told.id}: serves other recommendations"
    for each in told.requirements:
        yield from required(subject, told, each)


def required(subject: Subject, told: ExplainedInstrument, each: Required) -> Iterator[Finding]:
    """A requirement is met by firings, or else every rule that could meet it is told with what it lacks."""
    finding = f"instruments/{told.id}#{each.id}"
    if (each.state == "met") != bool(each.met_by.reasons) or each.met_by.finding != finding:
        yield f"{finding}: {each.state}, and yet told otherwise"
    if each.source != next(e.source for e in subject.rulebook.instruments[told.id].requirements if e.id == each.id):
        yield f"{finding}: from elsewhere"
    rules = {rule.id for rule in rules_by_finding(subject).get(finding, ())}
    open_to = subject.profile.kind == "firm" and each.state != "met"
    if {waiting.rule for waiting in each.rules} != (rules if open_to else set()):
        yield f"{finding}: other rules could meet it"
    for waiting in each.rules:
        yield from waits(subject, waiting)


class _Held(NamedTuple):
    """A subject's rules held against its profile."""

    subject: Subject
    states: States
    concluding: dict[str, list[Rule]]


_last: list[_Held] = []


def _held(subject: Subject) -> _Held:
    """Those of the last subject asked for are kept."""
    if not _last or _last[0].subject is not subject:
        rules, concluding = subject.rulebook.rules_for(subject.profile.kind), {}
        for rule in rules:
            concluding.setdefault(rule.finding, []).append(rule)
        _last[:] = [_Held(subject, States(rules, measures_of(subject)), concluding)]
    return _last[0]


def states_of(subject: Subject) -> States:
    """The state of every rule."""
    return _held(subject).states


def rules_by_finding(subject: Subject) -> dict[str, list[Rule]]:
    """The rules of the subject's kind that conclude each finding."""
    return _held(subject).concluding


def measures_of(subject: Subject):
    """What tests compare."""
    return {**subject.profile.comparables(), HOME: subject.profile.economy}


def waits(subject: Subject, told: Waiting) -> Iterator[Finding]:
    """Each test told to block it is false, each missing answer unknown, and none is left out."""
    rule, states = subject.rulebook.by_id[told.rule], states_of(subject)
    truths = {test: evaluate(test, measures_of(subject), states.truth) for test in rule.tests}
    false = {test.subject for test, truth in truths.items() if truth is False and not test.on_finding}
    absent = {each for test, truth in truths.items() if truth is False and test.on_finding for each in test.operand}
    if {each.attribute for each in told.blocked_by} != false or {*told.not_found} != absent:
        yield f"{told.rule}: is not blocked by that"
    if {*told.missing} != {*attributes_of(test for test, truth in truths.items() if truth is None)}:
        yield f"{told.rule}: does not wait for that"
    if told.state != ("blocked" if false or absent else "undecided"):
        yield f"{told.rule}: is not {told.state}"
    for each in told.blocked_by:
        yield from _answered(subject, each)
