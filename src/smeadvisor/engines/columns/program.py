"""The rules of one kind of profile, laid out for whole columns: which planes to combine, level by level.

A *term* is one test, on an answer or on a finding, shared by all rules that have it. Rules come by level:
those that test answers alone, then those that test what these conclude, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from smeadvisor.engines.columns.bits import Array, Rules, all_of, any_of
from smeadvisor.engines.columns.tests import Answers
from smeadvisor.model.attributes import ECONOMY, Attribute, Audience, economy_attribute
from smeadvisor.model.conditions import Test
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.tables.encoded import Chunk, Column


class States(NamedTuple):
    """A plane for each rule: where it fired, where it is blocked; and for each term where it is unknown."""

    fired: Array
    blocked: Array
    unknown: Array


class _Level(NamedTuple):
    """Terms on findings to be settled first, then rules by their number of terms."""

    found: list[tuple[int, Rules]]
    rules: list[tuple[Rules, Array]]


class Program:
    """The rules that speak of that kind of profile, in the order of the rulebook, and their positions in it."""

    def __init__(self, rulebook: Rulebook, kind: Audience) -> None:
        self.rulebook = rulebook
        self.kind: Audience = kind
        self.rules: tuple[Rule, ...] = rulebook.rules_for(kind)
        self.positions: Rules = np.array([i for i, r in enumerate(rulebook.rules) if r.audience == kind], np.intp)
        self._terms = {test: i for i, test in enumerate(dict.fromkeys(t for r in self.rules for t in r.tests))}
        self._attributes: Mapping[str, Attribute] = {**rulebook.attributes, ECONOMY: economy_attribute()}

    def which(self, wanted: Callable[[Rule], bool]) -> Rules:
        """The positions of the rules that are wanted."""
        return np.array([i for i, rule in enumerate(self.rules) if wanted(rule)], np.intp)

    @cached_property
    def _concluding(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, rule in enumerate(self.rules):
            found.setdefault(rule.finding, []).append(i)
        return found

    def concluding(self, findings: Iterable[str]) -> Rules:
        """The positions of the rules that conclude one of the findings."""
        return np.array([i for finding in findings for i in self._concluding.get(finding, ())], np.intp)

    @cached_property
    def by_attribute(self) -> dict[str, list[tuple[int, Test, Rules]]]:
        """For each attribute its tests: the term, the test, and the rules that have it."""
        having: dict[int, list[int]] = {}
        for i, rule in enumerate(self.rules):
            for test in rule.tests:
                having.setdefault(self._terms[test], []).append(i)
        found: dict[str, list[tuple[int, Test, Rules]]] = {}
        for test, term in self._terms.items():
            if not test.on_finding:
                found.setdefault(test.subject, []).append((term, test, np.array(having[term], np.intp)))
        return found

    @cached_property
    def _levels(self) -> list[_Level]:
        depth: dict[int, int] = {}
        for i in range(len(self.rules)):
            self._depth(i, depth)
        return [self._level([i for i, own in depth.items() if own == level]) for level in sorted({*depth.values()})]

    def _depth(self, position: int, known: dict[int, int]) -> int:
        """On how many levels of rules the rule builds."""
        if position not in known:
            needed = {f for test in self.rules[position].tests if test.on_finding for f in test.operand}
            below = [self._depth(int(each), known) for each in self.concluding(needed)]
            known[position] = 1 + max(below) if below else int(bool(needed))
        return known[position]

    def _level(self, positions: Sequence[int]) -> _Level:
        tests = dict.fromkeys(test for i in positions for test in self.rules[i].tests if test.on_finding)
        found = [(self._terms[test], self.concluding(test.operand)) for test in tests]
        by_size: dict[int, list[int]] = {}
        for i in sorted(positions):
            by_size.setdefault(len(self.rules[i].tests), []).append(i)
        rules = [
            (np.array(own, np.intp), np.array([[self._terms[test] for test in self.rules[i].tests] for i in own]))
            for own in by_size.values()
        ]
        return _Level(found, rules)

    def run(self, chunk: Chunk) -> States:
        """The state of every rule on every row; the chunk's rows fill whole words."""
        shape = (len(self._terms), chunk.size // 64)
        true, false = np.zeros(shape, np.uint64), np.zeros(shape, np.uint64)
        fired, blocked = (np.empty((len(self.rules), shape[1]), np.uint64) for _ in range(2))
        self._answer(chunk, true, false)
        for found, groups in self._levels:
            for term, rules in found:
                true[term], false[term] = any_of(fired, rules), all_of(blocked, rules)
            for rules, terms in groups:
                fired[rules] = _combined(np.bitwise_and, true, terms)
                blocked[rules] = _combined(np.bitwise_or, false, terms)
        return States(fired, blocked, ~(true | false))

    def _answer(self, chunk: Chunk, true: Array, false: Array) -> None:
        columns = {**chunk.columns, ECONOMY: Column(chunk.economies)}
        for name, tests in self.by_attribute.items():
            if name in columns:
                answers = Answers(self._attributes[name], columns[name])
                for term, test, _ in tests:
                    true[term], false[term] = answers.truth(test)

    def missing(self, states: States) -> dict[str, Array]:
        """For each attribute where an undecided rule waits for its answer."""
        undecided = ~(states.fired | states.blocked)
        found: dict[str, Array] = {}
        for name, tests in self.by_attribute.items():
            waited = [any_of(undecided, rules) & states.unknown[term] for term, _, rules in tests]
            found[name] = np.bitwise_or.reduce(waited, axis=0)
        return found


def _combined(operation: np.ufunc, planes: Array, terms: Array) -> Array:
    """The planes of each row of terms, combined."""
    result = planes[terms[:, 0]]
    for column in terms.T[1:]:
        operation(result, planes[column], out=result)
    return result
