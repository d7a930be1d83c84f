"""The state of every rule on one profile: fired, blocked or undecided, by three-valued tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from smeadvisor.model.answers import Comparable
from smeadvisor.model.conditions import State, Test, any_true, attributes_of, evaluate, state
from smeadvisor.model.rulebook import Rule

_TRUTH: dict[State, bool | None] = {"fired": True, "blocked": False, "undecided": None}


class States:
    """The states of all rules of one kind of profile, worked out as they are asked for."""

    def __init__(self, rules: Sequence[Rule], comparables: Mapping[str, Comparable]) -> None:
        self._comparables = comparables
        self._states: dict[str, State] = {}
        self._concluding: dict[str, list[Rule]] = {}
        for rule in rules:
            self._concluding.setdefault(rule.finding, []).append(rule)

    def of(self, rule: Rule) -> State:
        """The state of a rule."""
        if rule.id not in self._states:
            self._states[rule.id] = state(self.truth_of(test) for test in rule.tests)
        return self._states[rule.id]

    def truth(self, finding: str) -> bool | None:
        """True if a rule that concludes the finding fired, false if all are blocked, else unknown."""
        return any_true(_TRUTH[self.of(rule)] for rule in self._concluding.get(finding, ()))

    def truth_of(self, test: Test) -> bool | None:
        """Whether one test is true, false or unknown."""
        return evaluate(test, self._comparables, self.truth)

    def missing(self, rule: Rule) -> tuple[str, ...]:
        """The attributes whose answers the rule itself still waits for."""
        return attributes_of(test for test in rule.tests if self.truth_of(test) is None)

    def undecided(self, rules: Iterable[Rule]) -> list[Rule]:
        """Those of the rules that are undecided."""
        return [rule for rule in rules if self.of(rule) == "undecided"]
