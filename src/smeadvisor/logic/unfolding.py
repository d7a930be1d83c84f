"""The rules of a rulebook as logic: which can never fire, which another makes redundant, which contradict.

Findings are unfolded into the answers that bring them about, so what is said holds for answers alone and
is exact: conjunctions over ranges and sets leave nothing to guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from smeadvisor.logic.regions import Region, covered
from smeadvisor.model.attributes import Attribute, Audience
from smeadvisor.model.conditions import Test
from smeadvisor.model.rulebook import Rule
from smeadvisor.problems.limits import RULE_CASES

_ALWAYS = ("", "9999-12-31")


@dataclass(frozen=True)
class Case:
    """Answers that make a rule fire: a region for each attribute, and the days on which it does (end excluded)."""

    regions: Mapping[str, Region]
    days: tuple[str, str] = _ALWAYS

    @property
    def possible(self) -> bool:
        return self.days[0] < self.days[1] and not any(region.empty for region in self.regions.values())

    def with_all(self, other: Case) -> Case:
        """Both together."""
        names = {*self.regions, *other.regions}
        regions = {name: _met(self.regions.get(name), other.regions.get(name)) for name in names}
        return Case(regions, (max(self.days[0], other.days[0]), min(self.days[1], other.days[1])))

    def within(self, other: Case) -> bool:
        """Whether the other holds whenever this one does."""
        in_time = other.days[0] <= self.days[0] and self.days[1] <= other.days[1]
        return in_time and all(
            name in self.regions and self.regions[name].within(region) for name, region in other.regions.items()
        )


def _met(one: Region | None, other: Region | None) -> Region:
    if one is None or other is None:
        return one or other or Region()
    return one.met(other)


class Logic:
    """The rules that speak of one kind of profile, unfolded."""

    def __init__(self, rules: Sequence[Rule], attributes: Mapping[str, Attribute], audience: Audience) -> None:
        self.rules = [rule for rule in rules if rule.audience == audience and rule.tests]
        self._attributes = attributes
        self._cases: dict[str, list[Case]] = {}
        self.too_many: dict[str, int] = {}
        """How many cases rules of too many would have; such a rule counts as resting on its own answers alone."""

    @cached_property
    def _concluding(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.finding, []).append(rule)
        return found

    def cases(self, rule: Rule) -> list[Case]:
        """All ways in which answers make the rule fire."""
        if rule.id not in self._cases:
            self._cases[rule.id] = [case for case in self._unfolded(rule) if case.possible]
        return self._cases[rule.id]

    def own(self, rule: Rule) -> dict[str, Region]:
        """What the rule's own tests on answers allow."""
        subjects: dict[str, list[Test]] = {}
        for test in rule.tests:
            if not test.on_finding:
                subjects.setdefault(test.subject, []).append(test)
        return {name: covered(self._attributes[name], tests) for name, tests in subjects.items()}

    def never_fires(self) -> Iterator[Rule]:
        """Rules that no answers make fire."""
        return (rule for rule in self.rules if not self.cases(rule))

    def implied(self, rule: Rule, other: Rule) -> bool:
        """Whether the other fires whenever the rule does."""
        theirs = self.cases(other)
        return bool(self.cases(rule)) and all(any(case.within(each) for each in theirs) for case in self.cases(rule))

    def together(self, rule: Rule, other: Rule) -> bool:
        """Whether some answers make both fire."""
        return any(one.with_all(two).possible for one in self.cases(rule) for two in self.cases(other))

    def _unfolded(self, rule: Rule) -> Iterator[Case]:
        days = _ALWAYS
        if rule.text is not None:
            days = (rule.text.starts or _ALWAYS[0], rule.text.ends or _ALWAYS[1])
        own = Case(self.own(rule), days)
        choices = [self._bringing_about(test) for test in rule.tests if test.on_finding]
        count = prod(map(len, choices))
        if count > RULE_CASES:
            self.too_many[rule.id] = count
            choices = []
        for choice in product(*choices):
            case = own
            for each in choice:
                case = case.with_all(each)
            yield case

    def _bringing_about(self, test: Test) -> list[Case]:
        return [
            case for finding in test.operand for rule in self._concluding.get(finding, ()) for case in self.cases(rule)
        ]
