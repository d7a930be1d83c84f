"""Frozen records of all that ``rules/`` can say, and the rulebook they make up.

The records have the form of the files; :class:`Rule` is the one form that engines read, whatever
file a rule stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from smeadvisor.attributes import Attribute, Audience
from smeadvisor.conditions import State, Test
from smeadvisor.texts import Exact, Flag, Text, Whole, record

Severity = Literal["mild", "moderate", "severe"]
Basis = Literal["paper", "inference"]
Status = Literal["in_force", "changed", "closed", "unknown"]
StageGroup = Literal["finance", "market_access", "business_environment", "capability"]

REGION = "APEC"
"""The economy of instruments that belong to the whole region."""

STRATA = ("classify", "diagnose", "match", "recommend")


@record
class RuleText:
    """What every rule says in its file: when it fires, why, and on what ground."""

    id: str
    audience: Audience = "firm"
    when: Any
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
class Barrier:
    """A factor of Table 8; ``rank`` is its place in Table 9, if it has one."""

    id: str
    title: Text
    side: Literal["internal", "external"]
    rank: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10] | None = None
    stage_group: StageGroup
    sources: tuple[str, ...]
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
    basis: Basis
    reason: Text | None = None


@record
class Service:
    """A recommendation that an instrument serves."""

    recommendation: str
    basis: Basis
    reason: Text | None = None


@record
class Figure:
    """A figure of the paper, exact."""

    id: str
    value: Whole | Exact | str
    unit: str
    source: str


@record
class Requirement:
    """A condition of an instrument; any one of its rules meets it."""

    id: str
    title: Text
    source: str
    rules: tuple[RuleText, ...]


@record
class Instrument:
    """A measure or initiative that the paper describes."""

    id: str
    title: Text
    economy: str
    agency: Text
    support: Literal[
        "credit", "guarantee", "grant", "information", "matchmaking", "promotion", "cluster", "rules", "capability"
    ]
    sources: tuple[str, ...]
    status: Status
    parent: str | None = None
    summary: Text
    figures: tuple[Figure, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    relieves: tuple[Relief, ...]
    serves: tuple[Service, ...] = ()
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
    """A place in the paper, or another reference."""

    label: Text
    title: Text


@record
class Economy:
    """An economy's name, and whether it is a member of APEC."""

    name: Text
    apec: Flag


@record
class Erratum:
    """A place where the paper contradicts itself, and what we hold; ``also`` are further such places."""

    id: str
    place: str
    also: tuple[str, ...] = ()
    says: Text
    holds: Text
    touches: tuple[str, ...] = ()


@record
class About:
    """The rulebook's own card: ``rules/rulebook.yaml``."""

    version: str
    reviewed_through: str
    title: Text
    scope: Text


def requirement_finding(instrument: str, requirement: str) -> str:
    """The finding that a requirement is met."""
    return f"instruments/{instrument}#{requirement}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as engines read it.

    ``id`` is the file and the rule's own id; ``finding`` is what it concludes, as one id;
    ``concluded`` says the same as data; ``text`` is what the file says of it (None for the rules
    that follow from ``relieves``).
    """

    id: str
    stratum: int
    audience: Audience
    tests: tuple[Test, ...]
    finding: str
    concluded: Mapping[str, str]
    text: RuleText | None = None


@dataclass(frozen=True)
class Rulebook:
    """Everything the rules say, checked; ``rules`` are in order of stratum and id."""

    about: About
    digest: str
    priorities: Priorities
    sources: Mapping[str, Source]
    economies: Mapping[str, Economy]
    attributes: Mapping[str, Attribute]
    classification: Mapping[str, Classification]
    barriers: Mapping[str, Barrier]
    instruments: Mapping[str, Instrument]
    recommendations: Mapping[str, Recommendation]
    errata: tuple[Erratum, ...]
    rules: tuple[Rule, ...] = field(repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Each rule by its id."""
        return {rule.id: rule for rule in self.rules}

    def rules_for(self, audience: Audience) -> tuple[Rule, ...]:
        """The rules that speak of that kind of profile."""
        return tuple(rule for rule in self.rules if rule.audience == audience)

    def evidence_rank(self, audience: Audience, kind: str) -> int:
        """The place of a kind of evidence in the order of kinds; 0 is the strongest."""
        return [each.id for each in self.priorities.evidence[audience]].index(kind)
