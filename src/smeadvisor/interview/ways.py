"""The ways in which answers bear on the ranking: rules unfolded into the tests on answers that make them fire.

A *way* is a conjunction of tests on answers, as bits of an integer, and what follows when all of them are true: a
barrier with its severity, evidence of its own for a recommendation, or the stage. What only equips a recommendation,
as requirements of instruments do, is none: it does not move the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from smeadvisor.interview.cells import Cells
from smeadvisor.model.attributes import Audience
from smeadvisor.model.conditions import Test, evaluate
from smeadvisor.model.rulebook import Rule, Rulebook

STAGE = "stage"
_ECONOMY = "economy"


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way to a conclusion. ``needs`` are the tests that it takes; ``rule`` is the rule that concludes.

    ``barrier`` and ``recommendation`` are places in the rulebook; ``severity`` counts from 1, the least; ``kind`` is
    the place of its evidence, 0 the strongest. ``attributes`` are those of the tests.
    """

    needs: int
    attributes: tuple[str, ...]
    rule: str
    barrier: int | None = None
    severity: int = 0
    recommendation: int | None = None
    kind: int = 0
    stage: str | None = None

    @property
    def effect(self) -> tuple[object, ...]:
        """What follows, without how."""
        return self.barrier, self.severity, self.recommendation, self.kind, self.stage


class Ways:
    """All ways of the rules for one kind of profile at home in one economy.

    ``cells`` are the attributes that they hang on, in the order of the rulebook.
    """

    def __init__(self, rulebook: Rulebook, kind: Audience, economy: str, severities: Sequence[str]) -> None:
        self._rulebook, self._economy = rulebook, economy
        self._kind: Audience = kind
        self._severities = list(severities)
        self._barriers = {name: i for i, name in enumerate(rulebook.barriers)}
        self._recommendations = {name: i for i, name in enumerate(rulebook.recommendations)}
        self._unfolded: dict[str, list[frozenset[Test]]] = {}
        found = [(rule, tests) for rule in self._concluding_rules() for tests in self._conjunctions(rule)]
        self._bits = self._numbered(test for _, tests in found for test in tests)
        self.cells = self._cells()
        self.all = tuple(self._shortest(self._way(rule, tests) for rule, tests in found))

    def _concluding_rules(self) -> Iterator[Rule]:
        for rule in self._rules:
            if STAGE in rule.concluded or "evidence" in rule.concluded:
                yield rule

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        return self._rulebook.rules_for(self._kind)

    @cached_property
    def _concluding(self) -> Mapping[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self._rules:
            found.setdefault(rule.finding, []).append(rule)
        return found

    def _conjunctions(self, rule: Rule) -> list[frozenset[Test]]:
        """The sets of tests on answers of which any one makes the rule fire, in this economy."""
        if rule.id not in self._unfolded:
            self._unfolded[rule.id] = [*dict.fromkeys(self._unfold(rule))]
        return self._unfolded[rule.id]

    def _unfold(self, rule: Rule) -> Iterator[frozenset[Test]]:
        own = [test for test in rule.tests if not test.on_finding]
        here = [test for test in own if test.subject == _ECONOMY]
        if not all(evaluate(test, {_ECONOMY: self._economy}, _no_finding) for test in here):
            return
        asked = frozenset(test for test in own if test.subject != _ECONOMY)
        for choice in product(*(self._leading_to(test) for test in rule.tests if test.on_finding)):
            yield asked.union(*choice)

    def _leading_to(self, test: Test) -> list[frozenset[Test]]:
        rules = (rule for finding in test.operand for rule in self._concluding.get(finding, ()))
        return [each for rule in rules for each in self._conjunctions(rule)]

    def _numbered(self, tests: Iterator[Test]) -> dict[str, dict[Test, int]]:
        """For each attribute its tests, each with a bit of its own."""
        bits: dict[str, dict[Test, int]] = {}
        for i, test in enumerate(dict.fromkeys(sorted(tests, key=_stable))):
            bits.setdefault(test.subject, {})[test] = 1 << i
        return bits

    def _cells(self) -> dict[str, Cells]:
        attributes = self._rulebook.attributes
        return {name: Cells(attributes[name], self._bits[name]) for name in attributes if name in self._bits}

    def _way(self, rule: Rule, tests: frozenset[Test]) -> Way:
        said = rule.concluded
        kinds = [each.id for each in self._rulebook.priorities.evidence[self._kind]]
        return Way(
            needs=sum(self._bits[test.subject][test] for test in tests),
            attributes=tuple(sorted({test.subject for test in tests})),
            rule=rule.id,
            barrier=self._barriers.get(said.get("barrier", "")),
            severity=self._severities.index(said["severity"]) + 1 if "severity" in said else 0,
            recommendation=self._recommendations.get(said.get("recommendation", "")),
            kind=kinds.index(said["evidence"]) if "evidence" in said else len(kinds),
            stage=said.get(STAGE),
        )

    def _shortest(self, ways: Iterator[Way]) -> Iterator[Way]:
        """Those that some answers can take, without those of which a part leads to the same."""
        by_effect: dict[tuple[object, ...], list[Way]] = {}
        for way in ways:
            if all(
                each.least(way.needs & each.mask) is not None for each in self.cells.values() if way.needs & each.mask
            ):
                by_effect.setdefault(way.effect, []).append(way)
        for same in by_effect.values():
            for i, way in enumerate(same):
                shorter = (
                    each
                    for j, each in enumerate(same)
                    if each.needs & ~way.needs == 0 and (each.needs, j) < (way.needs, i)
                )
                if next(shorter, None) is None:
                    yield way


def _stable(test: Test) -> tuple[str, str, str]:
    operand = sorted(map(str, test.operand)) if isinstance(test.operand, frozenset) else test.operand
    return test.subject, test.operator, str(operand)


def _no_finding(finding: str) -> None:
    return None
