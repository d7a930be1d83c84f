"""A rulebook changed in one place at a time: would anything notice?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from smeadvisor.engines.columns import Columns
from smeadvisor.engines.columns.bits import WORD
from smeadvisor.engines.columns.engine import Results
from smeadvisor.engines.ranking import severities
from smeadvisor.logic.unfolding import Logic
from smeadvisor.model.attributes import AUDIENCES, ECONOMY, HALVES, Audience, economy_attribute
from smeadvisor.model.conditions import Test
from smeadvisor.model.records import Priorities
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.rules.examples import outcome
from smeadvisor.tables.encoded import Chunk

_FLIPPED = {
    "at_least": "above",
    "above": "at_least",
    "at_most": "below",
    "below": "at_most",
    "includes": "lacks",
    "lacks": "includes",
    "equals": "not_in",
    "one_of": "not_in",
    "not_in": "one_of",
}
_CONDITIONS = ("threshold", "hundredth", "operator", "member")
"""The kinds of change that a rule's own examples can notice."""


@dataclass(frozen=True)
class Mutant:
    """A changed rulebook: what kind of change, where, whom it concerns, and the rule that changed, if one did."""

    sort: str
    where: str
    audiences: tuple[Audience, ...]
    rulebook: Rulebook
    rule: Rule | None = None


def mutants(book: Rulebook) -> Iterator[Mutant]:
    """Every change there is, rule after rule, then the numbers of the ranking, then what relieves and serves."""
    masked = _Masked(book)
    for position, rule in enumerate(book.rules):
        for sort, where, changed in _changed(book, rule):
            if sort == "severity" and masked(rule, changed):
                continue
            rules = (*book.rules[:position], changed, *book.rules[position + 1 :])
            yield Mutant(sort, f"{rule.id}: {where}", (rule.audience,), replace(book, rules=rules), changed)
    yield from _other_numbers(book)
    yield from _without_reliefs(book)
    yield from _without_services(book)


def _changed(book: Rulebook, rule: Rule) -> Iterator[tuple[str, str, Rule]]:
    for i, test in enumerate(rule.tests):
        for sort, other in _other_tests(test):
            changed = replace(rule, tests=(*rule.tests[:i], other, *rule.tests[i + 1 :]))
            yield sort, f"{test.subject} {other.operator} {_shown(other.operand)}", changed
    if "severity" in rule.concluded:
        steps = severities(book.priorities)
        place = steps.index(rule.concluded["severity"])  # type: ignore[arg-type]
        for other in (each for each in (place - 1, place + 1) if 0 <= each < len(steps)):
            concluded = {**rule.concluded, "severity": steps[other]}
            yield "severity", steps[other], replace(rule, concluded=concluded)


class _Masked:
    """Says whether it cannot matter how severe a sign is: whenever it is found, a worse one of its barrier is."""

    def __init__(self, book: Rulebook) -> None:
        self._steps, self._signs = severities(book.priorities), [r for r in book.rules if "barrier" in r.concluded]
        attributes = {**book.attributes, ECONOMY: economy_attribute()}
        self._logic = {kind: Logic(book.rules, attributes, kind) for kind in AUDIENCES}

    def __call__(self, rule: Rule, changed: Rule) -> bool:
        worst = max(self._step(rule), self._step(changed))
        others = (each for each in self._signs if each.finding == rule.finding and each.audience == rule.audience)
        logic = self._logic[rule.audience]
        return any(each.id != rule.id and self._step(each) >= worst and logic.implied(rule, each) for each in others)

    def _step(self, rule: Rule) -> int:
        return self._steps.index(rule.concluded["severity"])  # type: ignore[arg-type]


def _shown(operand: Any) -> Any:
    return sorted(operand) if isinstance(operand, frozenset) else operand


def _other_tests(test: Test) -> Iterator[tuple[str, Test]]:
    """The test with its threshold a step away, its operator flipped, a member taken out."""
    if test.operator in _FLIPPED:
        operand = test.operand
        if test.operator == "equals":
            operand = frozenset((operand,))
        yield "operator", replace(test, operator=_FLIPPED[test.operator], operand=operand)
    for sort, other in _other_thresholds(test.operand, test.operator):
        yield sort, replace(test, operand=other)
    if isinstance(test.operand, frozenset) and len(test.operand) > 1:
        for member in sorted(test.operand, key=str):
            yield "member", replace(test, operand=test.operand - {member})


def _other_thresholds(operand: Any, operator: str) -> list[tuple[str, Any]]:
    """One step less and one more: numbers count in half steps, money in units of its currency and in hundredths."""
    if operator in ("found", "known") or isinstance(operand, bool | str | frozenset):
        return []
    if isinstance(operand, tuple):
        currency, amount = operand
        units = [("threshold", (currency, amount + step)) for step in (-100, 100)]
        return [*units, *(("hundredth", (currency, amount + step)) for step in (-1, 1))]
    return [("threshold", operand + step) for step in (-HALVES, HALVES)]


def _other_numbers(book: Rulebook) -> Iterator[Mutant]:
    for where, numbers in _numbers(book.priorities):
        yield Mutant("weight", where, AUDIENCES, replace(book, priorities=numbers))


def _numbers(own: Priorities) -> Iterator[tuple[str, Priorities]]:
    """Each number of the ranking one less and one more."""
    for name, table in _moved(own.severity):
        yield f"severity of {name}", replace(own, severity=table)
    for name, table in _moved(own.importance.ranked):
        yield f"importance of {name}", replace(own, importance=replace(own.importance, ranked=table))
    for name, table in _moved({"unranked": own.importance.unranked}):
        yield f"importance of {name}", replace(own, importance=replace(own.importance, **table))
    for name, table in _moved({"neutral": own.stage.neutral}):
        yield f"stage, {name}", replace(own, stage=replace(own.stage, **table))
    for stage in ("planning", "operational"):
        for name, table in _moved(getattr(own.stage, stage)):
            yield f"{stage}, {name}", replace(own, stage=replace(own.stage, **{stage: table}))


def _moved(table: Mapping[Any, int]) -> Iterator[tuple[str, dict[Any, int]]]:
    for name, number in table.items():
        for other in (number - 1, number + 1):
            if other >= 0:
                yield f"{name} {other}", {**table, name: other}


def _without_reliefs(book: Rulebook) -> Iterator[Mutant]:
    """Each barrier that a recommendation relieves left out, with the rules that follow from it."""
    for name, each in book.recommendations.items():
        for i, relief in enumerate(each.relieves):
            other = replace(each, relieves=(*each.relieves[:i], *each.relieves[i + 1 :]))
            kept = {r.barrier for r in other.relieves}
            ids = {f"recommendations/{name}#relieves/{relief.barrier}@{kind}" for kind in AUDIENCES} - {
                f"recommendations/{name}#relieves/{barrier}@{kind}" for barrier in kept for kind in AUDIENCES
            }
            rules = tuple(rule for rule in book.rules if rule.id not in ids)
            changed = replace(book, recommendations={**book.recommendations, name: other}, rules=rules)
            audiences = AUDIENCES if relief.audience is None else (relief.audience,)
            yield Mutant("relief", f"{name}: {relief.barrier}", audiences, changed)


def _without_services(book: Rulebook) -> Iterator[Mutant]:
    """Each recommendation that an instrument serves left out; a closed one is nobody's measure."""
    for name, each in ((name, each) for name, each in book.instruments.items() if each.status != "closed"):
        for i, service in enumerate(each.serves):
            other = replace(each, serves=(*each.serves[:i], *each.serves[i + 1 :]))
            changed = replace(book, instruments={**book.instruments, name: other})
            yield Mutant("service", f"{name}: {service.recommendation}", AUDIENCES, changed)


class Judge:
    """Says which mutants the columnar engine tells from the original, on profiles whose number fills whole words."""

    def __init__(self, book: Rulebook, chunks: Mapping[Audience, Chunk]) -> None:
        assert all(chunk.size % WORD == 0 for chunk in chunks.values())
        self._chunks = chunks
        self._engines = {kind: Columns(book, kind) for kind in chunks}
        self._found = {kind: _whole(self._engines[kind], chunk) for kind, chunk in chunks.items()}

    def kills(self, mutant: Mutant) -> bool:
        """Whether any field differs on any profile."""
        return any(self._differs(mutant, kind) for kind in mutant.audiences)

    def _differs(self, mutant: Mutant, kind: Audience) -> bool:
        engine = Columns(mutant.rulebook, kind)
        theirs = _told(engine, _whole(engine, self._chunks[kind]))
        mine = _told(self._engines[kind], self._found[kind])
        # A rule that is no longer there is no difference in itself.
        return any(name in theirs and not np.array_equal(each, theirs[name]) for name, each in mine.items())


def _whole(engine: Columns, chunk: Chunk) -> Results:
    return next(engine.results(chunk, chunk.size))


def _told(engine: Columns, results: Results) -> dict[str, Any]:
    """The results field by field, as arrays that can be compared."""
    ordered = results.ordered
    there = ordered.ids < len(engine.ordering.recommendations)
    return {
        **{f"rule {rule.id}": results.states.fired[i] for i, rule in enumerate(engine.program.rules)},
        **{f"blocked {rule.id}": results.states.blocked[i] for i, rule in enumerate(engine.program.rules)},
        **{f"class {name}": each for name, each in results.classes.items()},
        **{f"missing {name}": each for name, each in results.missing.items()},
        **{f"weighed {name}": each for name, each in results.weighed._asdict().items()},
        **{f"ordered {name}": each * there for name, each in ordered._asdict().items() if name != "given"},
        **{f"standings {name}": each for name, each in results.standings._asdict().items()},
        "given": ordered.given,
    }


def noticed_by_examples(book: Rulebook, mutant: Mutant) -> bool | None:
    """Whether an example of the changed rule comes out otherwise; None where examples cannot tell."""
    rule = mutant.rule
    if rule is None or rule.text is None or mutant.sort not in _CONDITIONS:
        return None
    owner, _, own = rule.id.partition("#")
    kind, _, name = owner.partition("/")
    examples = [each for each in getattr(book, kind)[name].examples if each.rule == own]
    return any(outcome(rule.tests, each.given, dict(book.attributes)) != each.expect for each in examples)
