"""The rulebook as a whole: rules that contradict or repeat each other, and things that nothing uses.

Faults of logic are errors; what is merely doubtful is a warning, which ``accepted.yaml`` may answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from smeadvisor.logic.regions import Region, covered, domain
from smeadvisor.logic.unfolding import Logic
from smeadvisor.model.attributes import AUDIENCES, ECONOMY, economy_attribute
from smeadvisor.model.conditions import attributes_of
from smeadvisor.model.records import Severity
from smeadvisor.model.rulebook import Rule
from smeadvisor.problems import Problem, problem
from smeadvisor.problems.limits import RULE_CASES
from smeadvisor.rules.files import Shelf
from smeadvisor.rules.linking import Entry, entries


class Soundness:
    """A shelf's rules as logic, with the place of each."""

    def __init__(self, shelf: Shelf, rules: tuple[Rule, ...]) -> None:
        self._shelf, self._rules = shelf, rules
        self._attributes = {**shelf.models["attributes"], ECONOMY: economy_attribute()}
        self._entries: dict[str, Entry] = {entry.id: entry for entry in entries(shelf)}
        self._logics = [Logic(rules, self._attributes, audience) for audience in AUDIENCES]

    def faults(self) -> Iterator[Problem]:
        """Rules that can never fire, rules that give one thing two values, and rules too wide to tell."""
        for logic in self._logics:
            never = [*logic.never_fires()]
            for rule in (each for each in logic.rules if each.id in logic.too_many):
                yield self._at(rule, problem("E-RULE-CASES", f"{logic.too_many[rule.id]:,}", limit=f"{RULE_CASES:,}"))
            for rule in never:
                contradicted = sorted(name for name, region in logic.own(rule).items() if region.empty)
                if rule.id in self._entries:
                    code = "E-CONTRADICTION" if contradicted else "E-NEVER"
                    yield self._at(rule, problem(code, ", ".join(contradicted) or self._entries[rule.id].text.id))
            yield from self._conflicts(logic)

    def _conflicts(self, logic: Logic) -> Iterator[Problem]:
        for name, model in self._shelf.models["classification"].items():
            rules = [rule for rule in logic.rules if rule.stratum == 0 and name in rule.concluded]
            for one, other in combinations(rules, 2):
                differ = one.concluded[name] != other.concluded[name]
                if differ and not model.many and logic.together(one, other):
                    yield self._at(other, problem("E-CONFLICT", self._own_id(other), other=self._own_id(one)))

    def doubts(self) -> Iterator[Problem]:
        """What another rule says already, tests that test nothing, and things that nothing uses."""
        for logic in self._logics:
            yield from self._redundant(logic)
        yield from self._idle_tests()
        yield from self._unused()

    def unanswered(self) -> Iterator[Problem]:
        """The doubts that ``accepted.yaml`` does not answer, and answers there to none."""
        accepted = self._shelf.singles["accepted"].accepted
        answered = {(each.warning, of) for each in accepted for of in each.of}
        doubts = list(self.doubts())
        yield from (each for each in doubts if (each.code, each.details["of"]) not in answered)
        raised = {(each.code, each.details["of"]) for each in doubts}
        for i, each in enumerate(accepted):
            for of in (name for name in each.of if (each.warning, name) not in raised):
                fault = problem("W-ACCEPTED", of=f"{each.warning} {of}")
                located = self._shelf.documents["", "accepted"].located(fault, ("accepted", i))
                # What a later folder has made needless is no fault of an earlier one.
                if self._shelf.is_of_last(located.place):
                    yield located

    def _redundant(self, logic: Logic) -> Iterator[Problem]:
        by_finding: dict[str, list[Rule]] = {}
        for rule in logic.rules:
            if rule.id in self._entries:
                by_finding.setdefault(rule.finding, []).append(rule)
        for rules in by_finding.values():
            for rule in rules:
                others = (each for each in rules if each is not rule and self._no_weaker(each, rule))
                stronger = next((each for each in others if logic.implied(rule, each)), None)
                if stronger is not None:
                    yield self._at(rule, problem("W-REDUNDANT", of=rule.id, other=self._own_id(stronger)))

    def _no_weaker(self, one: Rule, other: Rule) -> bool:
        """Whether the one concludes at least what the other does."""
        steps: dict[Severity, int] = self._shelf.singles["priorities"].severity
        kinds = [each.id for each in self._shelf.singles["priorities"].evidence[one.audience]]
        severities = [steps[each.concluded["severity"]] for each in (one, other) if "severity" in each.concluded]  # type: ignore[index]
        evidence = [kinds.index(each.concluded["evidence"]) for each in (one, other) if "evidence" in each.concluded]
        return severities == sorted(severities, reverse=True) and evidence == sorted(evidence)

    def _idle_tests(self) -> Iterator[Problem]:
        """Tests that every answer passes."""
        for rule in self._rules:
            for test in rule.tests:
                if test.on_finding or test.operator == "known" or rule.id not in self._entries:
                    continue
                attribute = self._attributes[test.subject]
                whole = domain(attribute)
                if whole != Region() and whole.within(covered(attribute, [test])):
                    yield self._at(rule, problem("W-IDLE-TEST", test.subject, of=rule.id))

    def _unused(self) -> Iterator[Problem]:
        models = self._shelf.models
        read = {name for rule in self._rules for name in attributes_of(rule.tests)}
        relieved = {each.barrier for model in models["instruments"].values() for each in model.relieves}
        reached = {rule.concluded["recommendation"] for rule in self._rules if "recommendation" in rule.concluded}
        found = {
            "W-UNREAD": ("attributes", (name for name in models["attributes"] if name not in read)),
            "W-NO-SIGN": ("barriers", (name for name, each in models["barriers"].items() if not each.signs)),
            "W-NO-INSTRUMENT": ("barriers", (name for name in models["barriers"] if name not in relieved)),
            "W-UNREACHED": ("recommendations", (name for name in models["recommendations"] if name not in reached)),
            "W-NO-RELIEF": ("instruments", (name for name, each in models["instruments"].items() if not each.relieves)),
        }
        for code, (kind, names) in found.items():
            yield from self._told(code, kind, names)

    def _told(self, code: str, kind: str, names: Iterable[str]) -> Iterator[Problem]:
        for name in names:
            yield self._shelf.document(kind, name).located(problem(code, of=f"{kind}/{name}"), ())

    def _at(self, rule: Rule, fault: Problem) -> Problem:
        entry = self._entries[rule.id]
        return self._shelf.document(entry.kind, entry.owner).located(fault, entry.path)

    def _own_id(self, rule: Rule) -> str:
        return self._entries[rule.id].text.id
