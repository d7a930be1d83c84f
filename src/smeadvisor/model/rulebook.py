"""The rulebook that the files in ``rules/`` make up.

:class:`Rule` is the one form that engines read, whatever file a rule stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from smeadvisor.files.digest import RuleFiles
from smeadvisor.model.attributes import Attribute, Audience
from smeadvisor.model.conditions import Test
from smeadvisor.model.records import (
    About,
    Barrier,
    Classification,
    Economy,
    Erratum,
    Instrument,
    Priorities,
    Recommendation,
    RuleText,
    Source,
    Strategy,
)

REGION = "APEC"
"""The economy of instruments that belong to the whole region."""

STRATA = ("classify", "diagnose", "match", "recommend")


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


@dataclass(frozen=True, repr=False)
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
    strategies: Mapping[str, Strategy]
    errata: tuple[Erratum, ...]
    rules: tuple[Rule, ...]
    as_of: str = ""
    """The day that it speaks of; empty for the whole, with all that was and became."""
    files: RuleFiles | None = field(default=None, compare=False)
    """What it was read from; None for the checked form of the shipped one."""

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Each rule by its id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def by_file(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that stand in each file, by the name of what the file speaks of."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.id.partition("#")[0], []).append(rule)
        return {name: tuple(rules) for name, rules in found.items()}

    def rules_for(self, audience: Audience) -> tuple[Rule, ...]:
        """The rules that speak of that kind of profile."""
        return tuple(rule for rule in self.rules if rule.audience == audience)

    def evidence_rank(self, audience: Audience, kind: str) -> int:
        """The place of a kind of evidence in the order of kinds; 0 is the strongest."""
        return [each.id for each in self.priorities.evidence[audience]].index(kind)
