"""From the files' models to the rules that engines read: conditions bound, references resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from smeadvisor.model.attributes import AUDIENCES, ECONOMY, Audience, economy_attribute
from smeadvisor.model.conditions import Test, Vocabulary, parse
from smeadvisor.model.records import RuleText
from smeadvisor.model.rulebook import STRATA, Rule, requirement_finding
from smeadvisor.problems import Place, Problem, problem
from smeadvisor.problems.limits import RULE_DEPTH
from smeadvisor.rules.files import Shelf


class Entry(NamedTuple):
    """A rule as it stands in a file: where, and what it concludes."""

    kind: str
    owner: str
    path: tuple[str | int, ...]
    text: RuleText
    finding: str
    concluded: Mapping[str, str]

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.owner}#{self.text.id}"


_STRATUM = {"classification": 0, "barriers": 1, "instruments": 2, "recommendations": 3}


def linked_rules(shelf: Shelf) -> tuple[Rule, ...]:
    """All rules in order of stratum and id; problems are added to the shelf."""
    vocabularies: dict[Audience, Vocabulary] = {audience: _vocabulary(shelf, audience) for audience in AUDIENCES}
    rules = [_rule(shelf, entry, vocabularies) for entry in entries(shelf)]
    rules += _relief_rules(shelf)
    rules.sort(key=lambda rule: (rule.stratum, rule.id))
    _report_duplicates(shelf)
    _report_chains(shelf, rules)
    return tuple(rules)


def entries(shelf: Shelf) -> Iterator[Entry]:
    """Every rule that stands in a file."""
    for name, each in shelf.models["classification"].items():
        for i, rule in enumerate(each.rules):
            finding = f"classification/{name}={rule.value}"
            yield Entry("classification", name, ("rules", i), rule, finding, {name: rule.value})
    for name, each in shelf.models["barriers"].items():
        for i, sign in enumerate(each.signs):
            said = {"barrier": name, "severity": sign.severity, "evidence": sign.evidence}
            yield Entry("barriers", name, ("signs", i), sign, f"barriers/{name}", said)
    for name, each in shelf.models["instruments"].items():
        yield from _requirement_entries(name, each)
    for name, each in shelf.models["recommendations"].items():
        for i, rule in enumerate(each.evidence):
            said = {"recommendation": name, "evidence": rule.evidence}
            yield Entry("recommendations", name, ("evidence", i), rule, f"recommendations/{name}", said)


def _requirement_entries(name: str, instrument: Any) -> Iterator[Entry]:
    for i, requirement in enumerate(instrument.requirements):
        finding = requirement_finding(name, requirement.id)
        for j, rule in enumerate(requirement.rules):
            path = ("requirements", i, "rules", j)
            yield Entry("instruments", name, path, rule, finding, {"requirement": f"{name}#{requirement.id}"})


def _vocabulary(shelf: Shelf, audience: Audience) -> Vocabulary:
    attributes = {
        name: attribute for name, attribute in shelf.models["attributes"].items() if audience in attribute.audience
    }
    findings = {
        name: {value: f"classification/{name}={value}" for value in each.values}
        for name, each in shelf.models["classification"].items()
    }
    barriers = {name: {"present": f"barriers/{name}"} for name in shelf.models["barriers"]}
    return Vocabulary(attributes, {**findings, **barriers})


def _with_economy(vocabulary: Vocabulary) -> Vocabulary:
    return Vocabulary({**vocabulary.attributes, ECONOMY: economy_attribute()}, vocabulary.findings)


def _rule(shelf: Shelf, entry: Entry, vocabularies: Mapping[Audience, Vocabulary]) -> Rule:
    document = shelf.document(entry.kind, entry.owner)
    vocabulary = vocabularies[entry.text.audience]
    if entry.kind == "classification":
        vocabulary = _with_economy(vocabulary)
    tests, faults = parse(entry.text.when, vocabulary)
    for path, fault in faults:
        shelf.problems.append(document.located(fault, (*entry.path, "when", *path), key=True))
    # A condition with a fault is not half a condition: nothing further is said of the rule.
    bound = () if faults else tests
    stratum = _STRATUM[entry.kind]
    return Rule(entry.id, stratum, entry.text.audience, bound, entry.finding, entry.concluded, entry.text)


def _relief_rules(shelf: Shelf) -> Iterator[Rule]:
    """One rule for each barrier that a recommendation relieves: the barrier brings it about."""
    audiences: dict[str, set[Audience]] = {
        name: {sign.audience for sign in barrier.signs} for name, barrier in shelf.models["barriers"].items()
    }
    for name, each in shelf.models["recommendations"].items():
        for relief in each.relieves:
            for audience in sorted(audiences.get(relief.barrier, ())):
                if relief.audience in (None, audience):
                    yield _relief_rule(name, relief.barrier, audience)


def _relief_rule(name: str, barrier: str, audience: Audience) -> Rule:
    test = Test(barrier, "found", (f"barriers/{barrier}",))
    said = {"recommendation": name}
    rule_id = f"recommendations/{name}#relieves/{barrier}@{audience}"
    return Rule(rule_id, STRATA.index("recommend"), audience, (test,), f"recommendations/{name}", said)


def _report_duplicates(shelf: Shelf) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries(shelf):
        if entry.id in seen:
            document = shelf.document(entry.kind, entry.owner)
            shelf.problems.append(document.located(problem("E-DUP-ID", entry.text.id), (*entry.path, "id")))
        seen[entry.id] = entry


def _report_chains(shelf: Shelf, rules: list[Rule]) -> None:
    graph: dict[str, set[str]] = {}
    for rule in rules:
        needed = (finding for test in rule.tests if test.on_finding for finding in test.operand)
        graph.setdefault(rule.finding, set()).update(needed)
    depths: dict[str, int] = {}
    try:
        for finding in TopologicalSorter(graph).static_order():
            depths[finding] = 1 + max((depths[each] for each in graph.get(finding, ())), default=0)
            if depths[finding] > RULE_DEPTH:
                shelf.problems.append(_at(shelf, finding, problem("E-RULE-DEPTH", finding, limit=str(RULE_DEPTH))))
                break
    except CycleError as error:
        circle = error.args[1]
        shelf.problems.append(_at(shelf, circle[0], problem("E-CYCLE", circle=" → ".join(circle))))


def _at(shelf: Shelf, finding: str, fault: Problem) -> Problem:
    """The problem at the start of the file that the finding is of."""
    kind, _, owner = finding.partition("/")
    document = shelf.documents.get((kind, owner.partition("=")[0].partition("#")[0]))
    return fault.at(Place(document.name, 1, 1) if document else None, "")
