"""From the rules that fired to a consultation: weigh, match, recommend, rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smeadvisor.engines.chaining.open_questions import open_questions
from smeadvisor.engines.chaining.order import Case, ranked
from smeadvisor.engines.consultation import (
    Advice,
    Consultation,
    Firing,
    InstrumentAssessment,
    Match,
    PresentBarrier,
    RequirementState,
)
from smeadvisor.engines.matching import eligibility, place
from smeadvisor.engines.ranking import factors, severities, weight
from smeadvisor.engines.states import States
from smeadvisor.model.answers import Comparable, plain_value
from smeadvisor.model.conditions import attributes_of
from smeadvisor.model.profile import Profile
from smeadvisor.model.records import Instrument, Requirement, Severity
from smeadvisor.model.rulebook import Rule, Rulebook, requirement_finding

_REQUIREMENT: dict[bool | None, RequirementState] = {True: "met", False: "unmet", None: "unknown"}


def assemble(
    rulebook: Rulebook, profile: Profile, measures: Mapping[str, Comparable], fired: Sequence[str]
) -> Consultation:
    """The consultation that these firings amount to."""
    rules = [rulebook.by_id[name] for name in fired]
    concluded = {rule.finding for rule in rules}
    firings = tuple(_firing(n, rule, profile, concluded) for n, rule in enumerate(rules, start=1))
    states = States(rulebook.rules_for(profile.kind), measures)
    classification = _classification(rulebook, rules)
    stage = str(classification["stage"])
    barriers = _barriers(rulebook, firings, stage)
    instruments = tuple(_standing(rulebook, each, profile, states) for each in rulebook.instruments.values())
    case = Case(rulebook, profile.kind, stage, firings, barriers, instruments)
    recommendations = ranked(case)
    no_instrument, no_recommendation = _gaps(barriers, instruments, recommendations)
    return Consultation(
        rulebook_version=rulebook.about.version,
        rulebook_digest=rulebook.digest,
        profile_id=profile.id,
        kind=profile.kind,
        economy=profile.economy,
        name=profile.name,
        answers=dict(profile.answers),
        as_of=rulebook.as_of,
        classification=classification,
        barriers=barriers,
        instruments=instruments,
        recommendations=recommendations,
        firings=firings,
        undecided=open_questions(case, states, recommendations),
        no_instrument=no_instrument,
        no_recommendation=no_recommendation,
        warnings=profile.warnings,
    )


def _firing(n: int, rule: Rule, profile: Profile, concluded: set[str]) -> Firing:
    answers = [_answer_match(name, profile) for name in attributes_of(rule.tests)]
    findings = [
        Match(finding=each) for test in rule.tests if test.on_finding for each in test.operand if each in concluded
    ]
    return Firing(n, rule.id, (*answers, *findings), dict(rule.concluded))


def _answer_match(name: str, profile: Profile) -> Match:
    return Match(name, profile.economy if name == "economy" else plain_value(profile.answers[name].value))


def _classification(rulebook: Rulebook, rules: Sequence[Rule]) -> dict[str, str | list[str]]:
    """Each thing classified: its value or ``unknown``; a list where values do not exclude each other."""
    found: dict[str, list[str]] = {name: [] for name in rulebook.classification}
    for rule in rules:
        for name, value in rule.concluded.items():
            if rule.stratum == 0 and value not in found[name]:
                found[name].append(value)
    return {
        name: sorted(values) if rulebook.classification[name].many else (values or ["unknown"])[0]
        for name, values in found.items()
    }


def _barriers(rulebook: Rulebook, firings: Sequence[Firing], stage: str) -> tuple[PresentBarrier, ...]:
    signs: dict[str, list[Firing]] = {}
    for firing in firings:
        if "barrier" in firing.concluded:
            signs.setdefault(firing.concluded["barrier"], []).append(firing)
    present = [_barrier(rulebook, name, found, stage) for name, found in signs.items()]
    return tuple(sorted(present, key=lambda each: (-each.weight, each.id)))


def _barrier(rulebook: Rulebook, name: str, signs: Sequence[Firing], stage: str) -> PresentBarrier:
    worst_first = reversed(severities(rulebook.priorities))
    found = {sign.concluded["severity"] for sign in signs}
    severity: Severity = next(each for each in worst_first if found & {each})
    total = weight(*factors(rulebook.priorities, rulebook.barriers[name], severity, stage))
    return PresentBarrier(name, severity, total, tuple(sign.n for sign in signs))


def _standing(rulebook: Rulebook, instrument: Instrument, profile: Profile, states: States) -> InstrumentAssessment:
    truths = [(each.id, _truth(instrument, each, profile, states)) for each in instrument.requirements]
    addressed = instrument.audience in (None, profile.kind)
    return InstrumentAssessment(
        id=instrument.id,
        economy=instrument.economy,
        place=place(instrument.economy, profile.economy, rulebook.economies),
        eligibility=eligibility((addressed, *(truth for _, truth in truths))),
        status=instrument.status,
        requirements=tuple((name, _REQUIREMENT[truth]) for name, truth in truths),
        relieves=tuple(each.barrier for each in instrument.relieves),
    )


def _truth(instrument: Instrument, requirement: Requirement, profile: Profile, states: States) -> bool | None:
    """Whether the profile meets the requirement; open where no answer can tell.

    Requirements are put to firms; an economy leaves them all open.
    """
    if profile.kind == "economy" or not requirement.rules:
        return None
    return states.truth(requirement_finding(instrument.id, requirement.id))


def _gaps(
    barriers: Sequence[PresentBarrier], instruments: Sequence[InstrumentAssessment], recommendations: Sequence[Advice]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    relieved = {name for each in instruments for name in each.relieves}
    advised = {name for each in recommendations for name in each.barriers}
    present = sorted(each.id for each in barriers)
    return (
        tuple(name for name in present if name not in relieved),
        tuple(name for name in present if name not in advised),
    )
