"""A rulebook several times over: every rule again under another id, about barriers, recommendations and instruments
of its own, so that all of it works. Answers and what is classified are shared, as are tests on them: a rulebook that
grows by itself shares fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from smeadvisor.model.conditions import Test
from smeadvisor.model.rulebook import Rule, Rulebook

_SHARED = "classification/"


def multiplied(book: Rulebook, times: int) -> Rulebook:
    """The rulebook and ``times - 1`` copies of all of it, in one."""
    parts = [book, *(_copy(book, f"-copy-{number}") for number in range(1, times))]
    rules = sorted((rule for part in parts for rule in part.rules), key=lambda rule: (rule.stratum, rule.id))
    return replace(
        book,
        digest=f"{book.digest}×{times}",
        rules=tuple(rules),
        barriers=_sorted(part.barriers for part in parts),
        recommendations=_sorted(part.recommendations for part in parts),
        instruments=_sorted(part.instruments for part in parts),
    )


def _sorted(parts: Any) -> dict[str, Any]:
    return dict(sorted((name, each) for part in parts for name, each in part.items()))


def _copy(book: Rulebook, mark: str) -> Rulebook:
    instruments = {
        f"{name}{mark}": replace(
            each,
            id=f"{name}{mark}",
            relieves=_marked(each.relieves, "barrier", mark),
            serves=_marked(each.serves, "recommendation", mark),
        )
        for name, each in book.instruments.items()
    }
    recommendations = {
        f"{name}{mark}": replace(each, id=f"{name}{mark}", relieves=_marked(each.relieves, "barrier", mark))
        for name, each in book.recommendations.items()
    }
    barriers = {f"{name}{mark}": replace(each, id=f"{name}{mark}") for name, each in book.barriers.items()}
    rules = tuple(_rule(rule, mark) for rule in book.rules)
    return replace(book, rules=rules, barriers=barriers, recommendations=recommendations, instruments=instruments)


def _marked(named: tuple[Any, ...], what: str, mark: str) -> tuple[Any, ...]:
    return tuple(replace(each, **{what: getattr(each, what) + mark}) for each in named)


def _rule(rule: Rule, mark: str) -> Rule:
    return replace(
        rule,
        id=f"{rule.id}{mark}",
        tests=tuple(_test(each, mark) for each in rule.tests),
        finding=_finding(rule.finding, mark),
        concluded=_concluded(rule.concluded, mark),
    )


def _test(test: Test, mark: str) -> Test:
    if not test.on_finding:
        return test
    return replace(test, operand=tuple(_finding(each, mark) for each in test.operand))


def _finding(finding: str, mark: str) -> str:
    """Barriers, recommendations and instruments are the copy's own; a requirement comes after its instrument."""
    if finding.startswith(_SHARED):
        return finding
    owner, sign, own = finding.partition("#")
    return f"{owner}{mark}{sign}{own}"


def _concluded(said: Mapping[str, str], mark: str) -> dict[str, str]:
    marked = {"barrier": _finding, "recommendation": _finding, "requirement": _finding}
    return {name: marked[name](value, mark) if name in marked else value for name, value in said.items()}
