"""experta, and nothing else of the project: rules in, firings out.

Known answers are one fact; findings are facts of their own, declared by the rules that conclude
them and matched by rules of later strata. Every rule has its own salience, so the order of firing
is one order always; nothing is ever retracted.
"""

from __future__ import annotations

import collections
import collections.abc
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smeadvisor.model.answers import Comparable, NotApplicable
from smeadvisor.model.conditions import Test, evaluate
from smeadvisor.model.rulebook import Rule
from smeadvisor.problems import InvalidInput, problem
from smeadvisor.problems.limits import FIRINGS


def _import_experta() -> Any:
    """experta, imported without leaving traces.

    Its pinned frozendict wants ``collections.Mapping``, gone since Python 3.10, and importing it
    configures the root logger.
    """
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta
        import experta.matchers
        import experta.strategies
    finally:
        del collections.Mapping  # type: ignore[attr-defined]
        root.handlers[:] = handlers
        root.setLevel(level)
    # Its watchers would write every answer of a firm to a log that is set to DEBUG.
    logging.getLogger("experta.watchers").setLevel(logging.CRITICAL + 1)
    return experta


_experta = _import_experta()


class _Answers(_experta.Fact):
    """All known answers of the profile."""


class _Finding(_experta.Fact):
    """One thing that a rule concluded."""


class _Strategy(_experta.strategies.DepthStrategy):
    """Order by salience. experta's own remembers activations, and with them the facts of old profiles."""

    def get_key(self, activation: Any) -> Any:
        return activation.rule.salience, ()


class _Matcher(_experta.matchers.ReteMatcher):
    """RETE for rules that are plain conjunctions of patterns, as ours are.

    experta would rewrite each into disjunctive normal form, which takes longer than all the rest.
    """

    @staticmethod
    def prepare_ruleset(engine: Any) -> set[Any]:
        return set(engine.get_rules())


_EXTENSIONS = {"__matcher__": _Matcher, "__strategy__": _Strategy}


class Network:
    """The rules of one kind of profile as an experta network: built once, used for many profiles.

    Threads may share it: one profile is chained at a time, since experta holds its facts in the engine.
    ``limit`` is the most firings for one profile; more raises InvalidInput with E-LOOP.
    """

    def __init__(self, rules: Sequence[Rule], limit: int = FIRINGS) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._fired: dict[str, None] = {}
        self._concluded: set[str] = set()
        self._awaited = {each for rule in rules for test in rule.tests if test.on_finding for each in test.operand}
        self._predicates: dict[Any, Any] = {}
        members = {f"rule_{i:05}": self._rule(rule, salience=-i) for i, rule in enumerate(rules)}
        engine = type("_Engine", (_experta.KnowledgeEngine,), {**members, **_EXTENSIONS})
        self._engine = engine()

    def run(self, comparables: Mapping[str, Comparable]) -> list[str]:
        """The ids of the rules that fire on these answers, in order of firing."""
        with self._lock:
            return self._run(comparables)

    def _run(self, comparables: Mapping[str, Comparable]) -> list[str]:
        self._fired, self._concluded = {}, set()
        self._engine.reset()
        known = {name: each for name, each in comparables.items() if each is not NotApplicable.IT}
        self._engine.declare(_Answers.from_iter(known.items()))
        self._engine.run(self._limit)
        unfinished = bool(self._engine.agenda.activations)
        # Leave no answers behind in a process that lives on.
        self._engine.reset()
        if unfinished:
            last = ", ".join(list(self._fired)[-5:])
            raise InvalidInput(problem("E-LOOP", last=last, limit=str(self._limit)))
        return list(self._fired)

    def _rule(self, rule: Rule, salience: int) -> Any:
        subjects: dict[str, list[Test]] = {}
        for test in rule.tests:
            if not test.on_finding:
                subjects.setdefault(test.subject, []).append(test)
        fields = {subject: self._shared(_AnswerTest(tuple(tests))) for subject, tests in subjects.items()}
        patterns = [_Answers.from_iter(fields.items())] if fields else []
        patterns += [_Finding(id=self._shared(_FindingTest(test.operand))) for test in rule.tests if test.on_finding]
        return _experta.Rule(*patterns, salience=salience)(self._conclusion(rule))

    def _conclusion(self, rule: Rule) -> Callable[[Any, Any], None]:
        def conclude(_owner: Any, engine: Any) -> None:
            # A rule that tests one of several findings is activated once for each; it fires once.
            self._fired[rule.id] = None
            # What no rule tests need not be matched against all of them.
            if rule.finding in self._awaited and rule.finding not in self._concluded:
                self._concluded.add(rule.finding)
                engine.declare(_Finding(id=rule.finding))

        return conclude

    def _shared(self, predicate: Any) -> Any:
        """One object for equal predicates: experta shares network nodes by identity."""
        return self._predicates.setdefault(predicate, _experta.P(predicate))


@dataclass(frozen=True)
class _AnswerTest:
    tests: tuple[Test, ...]

    def __call__(self, comparable: Comparable) -> bool:
        return all(evaluate(test, {test.subject: comparable}, _no_finding) for test in self.tests)


@dataclass(frozen=True)
class _FindingTest:
    findings: tuple[str, ...]

    def __call__(self, finding: str) -> bool:
        return finding in self.findings


def _no_finding(finding: str) -> None:
    return None
