"""How an instrument came to stand as it does: open or not, measure or precedent, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import InstrumentAssessment, RequirementState
from smeadvisor.engines.matching import Eligibility, Place
from smeadvisor.engines.states import States
from smeadvisor.explanation.reasons import ECONOMY, Answered, Found, Reason, Reasons
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.conditions import State
from smeadvisor.model.plain import Plain
from smeadvisor.model.records import Basis, Instrument, Requirement, Status
from smeadvisor.model.rulebook import Rule, requirement_finding

Against = Literal["abroad", "closed", "not_eligible"]
"""What keeps an instrument from being a measure."""


@dataclass(frozen=True, slots=True)
class Waiting(Plain):
    """A rule that did not fire: the answers and findings that block it, or the answers that it waits for."""

    rule: str
    state: State
    blocked_by: tuple[Answered, ...]
    not_found: tuple[str, ...]
    missing: tuple[str, ...]


class RequiredData(TypedDict):
    """A requirement with what met it, or the rules of which none did."""

    id: str
    state: RequirementState
    source: str
    reasons: tuple[Reason, ...]
    rules: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Required(Plain):
    """A requirement: met by the reasons, or else the rules of which none met it (none at all: no answer can tell)."""

    id: str
    state: RequirementState
    source: str
    met_by: Found
    rules: tuple[Waiting, ...]

    def written(self) -> RequiredData:
        """The fields, of what met it the reasons."""
        return {
            "id": self.id,
            "state": self.state,
            "source": self.source,
            "reasons": self.met_by.reasons,
            "rules": self.rules,
        }


@dataclass(frozen=True, slots=True)
class Relieved(Plain):
    """A barrier that the instrument relieves, whether it is present here, and on what ground that is said."""

    barrier: str
    present: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class ExplainedInstrument(Plain):
    """What an instrument is to a profile, and why.

    ``addressed`` says whether it is meant for this kind of profile. ``precedent_for`` holds why it is no measure:
    ``abroad``, ``closed``, ``not_eligible``; it is empty for a measure. ``serves`` are the recommendations given
    that it serves.
    """

    id: str
    economy: str
    place: Place
    status: Status
    eligibility: Eligibility
    addressed: bool
    measure: bool
    precedent_for: tuple[Against, ...]
    requirements: tuple[Required, ...]
    relieves: tuple[Relieved, ...]
    serves: tuple[str, ...]


def stood(subject: Subject, name: str, reasons: Reasons) -> ExplainedInstrument:
    """How the instrument of that id stands to the profile; raises KeyError if there is none as of the day."""
    instrument = subject.rulebook.instruments[name]
    standing = next(each for each in subject.consultation.instruments if each.id == name)
    states = states_of(subject)
    found = dict(standing.requirements)
    present = {each.id for each in subject.consultation.barriers}
    given = {each.id for each in subject.consultation.recommendations}
    return ExplainedInstrument(
        id=name,
        economy=instrument.economy,
        place=standing.place,
        status=standing.status,
        eligibility=standing.eligibility,
        addressed=instrument.audience in (None, subject.profile.kind),
        measure=standing.is_measure,
        precedent_for=tuple(_against(standing)),
        requirements=tuple(
            _required(subject, instrument, each, found[each.id], states, reasons) for each in instrument.requirements
        ),
        relieves=tuple(Relieved(each.barrier, each.barrier in present, each.basis) for each in instrument.relieves),
        serves=tuple(each.recommendation for each in instrument.serves if each.recommendation in given),
    )


def states_of(subject: Subject) -> States:
    """The state of every rule on the profile."""
    measures = {**subject.profile.comparables(), ECONOMY: subject.profile.economy}
    return States(subject.rulebook.rules_for(subject.profile.kind), measures)


def requirement_rules(subject: Subject, finding: str) -> list[Rule]:
    """The rules of which any one meets the requirement."""
    owner = finding.partition("#")[0]
    return [each for each in subject.rulebook.by_file.get(owner, ()) if each.finding == finding]


def _against(standing: InstrumentAssessment) -> Iterator[Against]:
    """What keeps it from being a measure."""
    if standing.place == "abroad":
        yield "abroad"
    if standing.status == "closed":
        yield "closed"
    if standing.eligibility == "not_eligible":
        yield "not_eligible"


def _required(
    subject: Subject,
    instrument: Instrument,
    each: Requirement,
    state: RequirementState,
    states: States,
    reasons: Reasons,
) -> Required:
    finding = requirement_finding(instrument.id, each.id)
    # Requirements are put to firms: to an economy their rules say nothing.
    asked = requirement_rules(subject, finding) if subject.profile.kind == "firm" and state != "met" else []
    waiting = tuple(_waiting(subject, rule, states) for rule in asked)
    return Required(each.id, state, each.source, reasons.found(finding), waiting)


def _waiting(subject: Subject, rule: Rule, states: States) -> Waiting:
    false = [test for test in rule.tests if states.truth_of(test) is False]
    answers = dict.fromkeys(test.subject for test in false if not test.on_finding)
    return Waiting(
        rule=rule.id,
        state=states.of(rule),
        blocked_by=tuple(Answered(each, subject.profile.answers[each]) for each in answers),
        not_found=tuple(each for test in false if test.on_finding for each in test.operand),
        missing=states.missing(rule),
    )
