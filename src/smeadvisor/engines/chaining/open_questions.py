"""Which missing answers rules wait for, and which recommendations they could change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smeadvisor.engines.chaining.order import Case
from smeadvisor.engines.consultation import Advice, Undecided
from smeadvisor.engines.states import States
from smeadvisor.model.rulebook import Rule

STAGE = "classification/stage="


def open_questions(case: Case, states: States, recommendations: Sequence[Advice]) -> tuple[Undecided, ...]:
    """The missing answers, those first that could change the most recommendations."""
    rules = case.rulebook.rules_for(case.kind)
    reach = _Reach(case, rules, states, recommendations)
    waiting: dict[str, list[Rule]] = {}
    for rule in states.undecided(rules):
        for attribute in states.missing(rule):
            waiting.setdefault(attribute, []).append(rule)
    found = [_undecided(attribute, each, reach) for attribute, each in waiting.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.could_change), -len(each.rules), each.attribute)))


class _Reach:
    """What an undecided rule could still change, through the rules that build on it."""

    def __init__(self, case: Case, rules: Sequence[Rule], states: States, recommendations: Sequence[Advice]) -> None:
        self._case = case
        self._rulebook = case.rulebook
        self._states = states
        self._standings = {each.id: each for each in case.instruments}
        self._weighed = [each.id for each in recommendations if each.parts]
        self._followers: dict[str, list[Rule]] = {}
        for rule in rules:
            for finding in {each for test in rule.tests if test.on_finding for each in test.operand}:
                self._followers.setdefault(finding, []).append(rule)
        self._known: dict[str, set[str]] = {}

    def of(self, rule: Rule) -> set[str]:
        """The recommendations that the rule's firing could bring about, move or equip."""
        if self._tells_nothing_new(rule):
            return set()
        if "recommendation" in rule.concluded:
            return {rule.concluded["recommendation"]}
        if "requirement" in rule.concluded:
            return self._of_requirement(rule.concluded["requirement"])
        if rule.finding not in self._known:
            self._known[rule.finding] = self._of_finding(rule.finding)
        return self._known[rule.finding]

    def _tells_nothing_new(self, rule: Rule) -> bool:
        """Whether a fired rule concludes the same, at least as severe and by evidence as strong."""
        return any(self._no_weaker(firing.concluded, rule.concluded) for firing in self._case.firings)

    def _no_weaker(self, known: Mapping[str, str], other: Mapping[str, str]) -> bool:
        same = ("barrier", "recommendation")
        if "evidence" not in known or "evidence" not in other or any(known.get(k) != other.get(k) for k in same):
            return False
        steps = {str(severity): step for severity, step in self._rulebook.priorities.severity.items()}
        if steps.get(known.get("severity", ""), 0) < steps.get(other.get("severity", ""), 0):
            return False
        kind = self._case.kind
        return self._rulebook.evidence_rank(kind, known["evidence"]) <= self._rulebook.evidence_rank(
            kind, other["evidence"]
        )

    def _of_finding(self, finding: str) -> set[str]:
        changed = set(self._weighed) if finding.startswith(STAGE) else set()
        for follower in self._followers.get(finding, ()):
            if self._states.of(follower) != "blocked":
                changed |= self.of(follower)
        return changed

    def _of_requirement(self, requirement: str) -> set[str]:
        """An instrument at home or in the region that is neither ruled out nor already met here."""
        name, _, own = requirement.partition("#")
        standing = self._standings[name]
        settled = dict(standing.requirements)[own] == "met" or standing.eligibility == "not_eligible"
        if settled or standing.place == "abroad":
            return set()
        return {each.recommendation for each in self._rulebook.instruments[name].serves}


def _undecided(attribute: str, rules: Sequence[Rule], reach: _Reach) -> Undecided:
    changed = sorted({name for rule in rules for name in reach.of(rule)})
    return Undecided(attribute, tuple(rule.id for rule in rules), tuple(changed))
