"""The forms of all files in ``rules/``: frozen records, named as the files name them."""

from __future__ import annotations

from typing import Any, Literal

from smeadvisor.model.attributes import Audience
from smeadvisor.model.conditions import State
from smeadvisor.model.texts import Exact, Flag, Text, Whole, record

Severity = Literal["mild", "moderate", "severe"]
Basis = Literal["paper", "inference", "since-2011"]
Ground = Literal["paper", "inference"]
Origin = Literal["paper", "since-2011"]
Status = Literal["in_force", "changed", "closed", "unknown"]
StageGroup = Literal["finance", "market_access", "business_environment", "capability"]


@record
class RuleText:
    """What every rule says in its file: when it fires, why, and on what ground.

    It is in force from the day ``from`` (ISO 8601) and before the day ``until``, where they are given.
    """

    id: str
    audience: Audience = "firm"
    when: Any
    starts: str | None = None
    ends: str | None = None
    basis: Basis
    reason: Text | None = None
    source: str | None = None
    because: Text


@record
class ClassificationRule(RuleText):
    """A rule that gives the classification one value; for whoever it can be said of."""

    value: str


@record
class Sign(RuleText):
    """A rule that reveals a barrier."""

    severity: Severity
    evidence: str


@record
class EvidenceRule(RuleText):
    """Evidence for a recommendation that is not a barrier."""

    evidence: str


@record
class Example:
    """What a rule gives for these answers."""

    rule: str
    given: dict[str, Any]
    expect: State


@record
class Classification:
    """One thing a profile is classified by; ``many`` when its values do not exclude each other."""

    id: str
    title: Text
    sources: tuple[str, ...] = ()
    inference: Text | None = None
    many: Flag = False
    values: dict[str, Text]
    rules: tuple[ClassificationRule, ...]
    examples: tuple[Example, ...]


@record
class Study:
    """A study that names a barrier among the foremost, at that place."""

    source: str
    place: Whole
    says: Text
    basis: Basis
    reason: Text | None = None


@record
class Barrier:
    """A factor of Table 8; ``rank`` is its place in Table 9, if it has one."""

    id: str
    title: Text
    side: Literal["internal", "external"]
    rank: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10] | None = None
    stage_group: StageGroup
    sources: tuple[str, ...]
    studies: tuple[Study, ...] = ()
    inference: Text | None = None
    signs: tuple[Sign, ...]
    examples: tuple[Example, ...]


@record
class Relief:
    """A barrier that an instrument or recommendation relieves, and on what ground that is said.

    ``for`` restricts it to one kind of profile.
    """

    barrier: str
    audience: Audience | None = None
    basis: Ground
    reason: Text | None = None


@record
class Service:
    """A recommendation that an instrument serves."""

    recommendation: str
    basis: Ground
    reason: Text | None = None


@record
class Figure:
    """A figure of the source, exact."""

    id: str
    value: Whole | Exact | str
    unit: str
    source: str


@record
class Point:
    """One of the things that an instrument consists of, as the source lists them."""

    id: str
    title: Text
    source: str


@record
class Event:
    """What became of an instrument: its status from then on, and what is known of it.

    ``since`` is a day, a month or a year of ISO 8601 (a month or a year counts as its last day); None
    where it is not established. Without a ``source`` nothing is known, and the status says so.
    """

    status: Status
    since: str | None = None
    what: Text
    successors: tuple[str, ...] = ()
    source: str | None = None
    confidence: Literal["high", "medium", "low"]


@record
class Requirement:
    """A condition of an instrument; any one of its rules meets it. Without rules no answer can tell."""

    id: str
    title: Text
    source: str
    rules: tuple[RuleText, ...]


@record
class Instrument:
    """A measure or initiative: one that the paper describes, or one that a later source does.

    ``status`` is the one at the beginning: when the paper was written, or at ``begins``. ``history``
    tells what became of it, oldest first. ``for: economy`` says that it is one for governments to take
    up, such as an agreement to cooperate: a firm cannot.
    """

    id: str
    title: Text
    economy: str
    origin: Origin = "paper"
    begins: str | None = None
    audience: Audience | None = None
    agency: Text
    support: Literal[
        "credit", "guarantee", "grant", "information", "matchmaking", "promotion", "cluster", "rules", "capability"
    ]
    sources: tuple[str, ...]
    status: Status
    parent: str | None = None
    summary: Text
    points: tuple[Point, ...] = ()
    how_to_apply: Text | None = None
    figures: tuple[Figure, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    relieves: tuple[Relief, ...]
    serves: tuple[Service, ...] = ()
    history: tuple[Event, ...] = ()
    inference: Text | None = None
    examples: tuple[Example, ...] = ()


@record
class Wording:
    """How a recommendation speaks to one kind of reader."""

    headline: Text
    gap: Text
    effect: Text


@record
class Recommendation:
    """A theme of advice: what it relieves and what else speaks for it. It holds no numbers."""

    id: str
    title: Text
    sources: tuple[str, ...]
    inference: Text | None = None
    economy: Wording
    firm: Wording
    relieves: tuple[Relief, ...]
    evidence: tuple[EvidenceRule, ...]
    examples: tuple[Example, ...]


@record
class Showing:
    """How an economy shows a trait."""

    economy: str
    how: Text
    source: str
    basis: Basis


@record
class Strategy:
    """A trait that the conclusion finds in the policies, who shows it, and which recommendations follow it."""

    id: str
    title: Text
    sources: tuple[str, ...]
    summary: Text
    economies: tuple[Showing, ...]
    recommendations: tuple[Service, ...]
    inference: Text | None = None


@record
class EvidenceKind:
    """A kind of evidence, named."""

    id: str
    title: Text


@record
class Importance:
    """What each rank of Table 9 counts for, and what a factor without a rank counts for."""

    ranked: dict[str, Whole]
    unranked: Whole


@record
class StageFactors:
    """How much a stage group counts in each stage, and while the stage is not known."""

    neutral: Whole
    planning: dict[StageGroup, Whole]
    operational: dict[StageGroup, Whole]


@record
class Priorities:
    """All numbers of the ranking: ``rules/priorities.yaml``."""

    sources: tuple[str, ...]
    inference: Text
    evidence: dict[Audience, tuple[EvidenceKind, ...]]
    severity: dict[Severity, Whole]
    importance: Importance
    stage: StageFactors


@record
class Source:
    """A place in the paper, or a reference of later date: then with its addresses, and its own date if it has one."""

    label: Text
    title: Text
    urls: tuple[str, ...] = ()
    dated: str | None = None


@record
class Emphasis:
    """What the paper says an economy's policy rests on."""

    text: Text
    source: str


@record
class Economy:
    """An economy's name, whether it is a member of APEC, and what its policy rests on."""

    name: Text
    apec: Flag
    emphasis: Emphasis | None = None


@record
class Erratum:
    """A place where the paper contradicts itself, and what we hold; ``also`` are further such places.

    ``told`` says that reports tell it beside the measures that it touches.
    """

    id: str
    told: Flag = False
    place: str
    also: tuple[str, ...] = ()
    says: Text
    holds: Text
    touches: tuple[str, ...] = ()


@record
class Acceptance:
    """Warnings of the check that stand: their code, what they are told of, and why."""

    warning: str
    of: tuple[str, ...]
    because: Text


@record
class About:
    """The rulebook's own card: ``rules/rulebook.yaml``.

    ``form`` is that of the rule language: 1 where it is left out. ``paper_through`` is the last day that the paper
    speaks of, ``reviewed_through`` the last one that later sources do.
    """

    form: Whole = 1
    version: str
    paper_through: str
    reviewed_through: str
    title: Text
    scope: Text
