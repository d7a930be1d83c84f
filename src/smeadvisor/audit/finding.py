"""Every profile in which something fired, was blocked or stayed undecided, with the answers that it tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from smeadvisor.audit.answered import answer_at
from smeadvisor.audit.naming import Wanted
from smeadvisor.audit.seen import Seen, Some, some_at_once
from smeadvisor.engines.columns import Columns
from smeadvisor.engines.columns.bits import Array, all_of, any_of, unpacked
from smeadvisor.engines.columns.engine import CHUNK_ROWS, Results
from smeadvisor.model.answers import Answer, plain_value
from smeadvisor.model.attributes import Audience
from smeadvisor.model.conditions import State, attributes_of
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.rules.linking import ECONOMY
from smeadvisor.tables.encoded import ECONOMY_CODES
from smeadvisor.tables.reading.source import Portion
from smeadvisor.tables.rows import Rows

_ECONOMIES = [*ECONOMY_CODES]

Found = dict[str, Any]
"""A profile as plain data: who it is, the ``rules`` that are in the state, and ``matched``: their answers and findings.

An answer stands with its ``value`` (null where it is unknown) and as ``answer`` itself, for those who put it in words;
a finding with whether it ``holds`` (null where that is undecided).
"""


class Finding:
    """Looks for what is wanted, by one rulebook, which speaks of a day.

    Of several rules one that fired is enough; blocked are all together, and else they are undecided.
    """

    def __init__(self, rulebook: Rulebook, wanted: Wanted, state: State = "fired", size: int = CHUNK_ROWS) -> None:
        self.rulebook, self.wanted = rulebook, wanted
        self.state: State = state
        self._size = size
        self._engines: dict[Audience, Columns] = {}

    def look(self, portion: Portion, was_read: Callable[[], None]) -> Seen[list[Found]]:
        """The profiles of a portion; raises InvalidInput where it cannot be read."""
        rows = portion.read(self.rulebook)
        was_read()
        return Seen(rows.count, len(rows.positions), rows.rejected, self.found(rows))

    def found(self, rows: Rows) -> list[Found]:
        """Those of the good rows, in their order."""
        found = [each for some in some_at_once(rows, self._size) for each in self._of_kind(rows, some)]
        return sorted(found, key=lambda each: each["row"])

    def _of_kind(self, rows: Rows, some: Some) -> Iterator[Found]:
        if some.kind not in self._engines:
            self._engines[some.kind] = Columns(self.rulebook, some.kind)
        engine = self._engines[some.kind]
        which = engine.program.which(lambda rule: rule.id in self.wanted.rules)
        if not len(which):
            return
        results = next(engine.results(some.chunk))
        rules = [engine.program.rules[i] for i in which]
        states = {rule.id: self._truths(results, np.array([i])) for rule, i in zip(rules, which, strict=True)}
        terms = _Terms(engine, results, some, self.state == "fired")
        for row in np.flatnonzero(self._truths(results, which)).tolist():
            told = [rule for rule in rules if states[rule.id][row]]
            yield {**_who(rows, some, row), "rules": [each.id for each in told], "matched": terms.of(told, row)}

    def _truths(self, results: Results, rules: Array) -> Array:
        """Where the rules together are in the state."""
        fired, blocked = any_of(results.states.fired, rules), all_of(results.states.blocked, rules)
        plane = {"fired": fired, "blocked": blocked, "undecided": ~(fired | blocked)}[self.state]
        return unpacked(plane, results.rows).view(np.bool_)


def _who(rows: Rows, some: Some, row: int) -> Found:
    at = int(some.which[row])
    return {
        "row": int(rows.positions[at]) + 1,
        "id": rows.ids[at].as_py(),
        "name": rows.names[at].as_py(),
        "kind": some.kind,
        "economy": _ECONOMIES[some.chunk.economies[row]],
    }


class _Terms:
    """What rules test, in the rows of some results."""

    def __init__(self, engine: Columns, results: Results, some: Some, fired: bool) -> None:
        self._engine, self._results, self._some, self._fired = engine, results, some, fired
        self._findings: dict[str, Array] = {}

    def of(self, rules: Sequence[Rule], row: int) -> list[Mapping[str, Any]]:
        """The answers that the rules test, each once, then the findings; of rules that fired those that hold."""
        tests = [test for rule in rules for test in rule.tests]
        answers = [self._answer(name, row) for name in attributes_of(tests)]
        findings = dict.fromkeys(each for test in tests if test.on_finding for each in test.operand)
        told = [{"finding": each, "holds": self._holds(each, row)} for each in findings]
        return [*answers, *(each for each in told if each["holds"] or not self._fired)]

    def _answer(self, name: str, row: int) -> Mapping[str, Any]:
        if name == ECONOMY:
            code = _ECONOMIES[self._some.chunk.economies[row]]
            return {"attribute": name, "value": code, "answer": Answer(code, code)}
        attribute = self._engine.program.rulebook.attributes[name]
        answer = answer_at(attribute, self._some.chunk.columns.get(name), row)
        return {"attribute": name, "value": _plain(answer), "answer": answer}

    def _holds(self, finding: str, row: int) -> bool | None:
        if finding not in self._findings:
            rules, states = self._engine.program.concluding([finding]), self._results.states
            planes = np.stack([any_of(states.fired, rules), all_of(states.blocked, rules)])
            self._findings[finding] = unpacked(planes, self._results.rows)
        true, false = self._findings[finding][:, row]
        return True if true else False if false else None


def _plain(answer: Answer | None) -> Any:
    """The value as JSON holds it; null where it is unknown, ``not_applicable`` where the question does not apply."""
    if answer is None:
        return None
    return answer.state if answer.state != "known" else plain_value(answer.value)
