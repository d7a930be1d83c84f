"""Because of what something advised has changed: rules first, then what else differs between the rulebooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from smeadvisor.audit.compared import Change, Side
from smeadvisor.audit.differences import Differences
from smeadvisor.audit.leading import Leading
from smeadvisor.engines.columns.bits import Array, unpacked
from smeadvisor.model.rulebook import Rulebook

PRIORITIES = "priorities"
RULEBOOK = "rulebook"
"""What is named where the figures of the ranking are the cause, and where nothing smaller can be named."""


class Cause(NamedTuple):
    """A rule that differs, or another thing that does, by its full name; and in which rows it is the cause."""

    name: str
    rows: Array


class Causes:
    """What can be the cause of what, for one kind of profile.

    A rule is a cause in the rows where what it says is not the same before and after, if it can lead to the thing.
    Where there is none, a recommendation was moved by others, and the rules that lead to any are the cause; else what
    the thing itself hangs on; else all that differs.
    """

    def __init__(self, before: Rulebook, after: Rulebook, differing: Differences, leading: Sequence[Leading]) -> None:
        self._books = (before, after)
        self._differing = differing
        self._leading = leading
        self._rules: dict[str, list[str]] = {}

    def of(self, changes: Sequence[Change], sides: Sequence[Side]) -> dict[str, list[Cause]]:
        """The causes of each thing that changes in some row."""
        effects = _Effects(self._differing, sides)
        changed: dict[str, Array] = {}
        for each in changes:
            changed[each.thing] = changed[each.thing] | each.rows if each.thing in changed else each.rows
        ranked = [each for each in changed if each.startswith("recommendations/")]
        others = list(dict.fromkeys(rule for each in ranked for rule in self._rules_to(each)))
        return {thing: [*self._causes(thing, rows, others, effects)] for thing, rows in changed.items()}

    def _causes(self, thing: str, rows: Array, others: Sequence[str], effects: _Effects) -> Iterator[Cause]:
        """The nearest causes in each row; the next ones only where there is none of these."""
        kind = thing.partition("/")[0]
        tried = [self._own(thing, kind, effects)]
        if kind == "recommendations":
            tried.append([(rule, effects.fired(rule)) for rule in others])
        for step in tried:
            found = [Cause(name, each & rows) for name, each in step]
            yield from (each for each in found if each.rows.any())
            rows = rows & ~np.logical_or.reduce([np.zeros_like(rows), *(each.rows for each in found)])
        if rows.any():
            yield from (Cause(name, rows) for name in self._elsewhere(thing, kind))

    def _own(self, thing: str, kind: str, effects: _Effects) -> list[tuple[str, Array]]:
        """The rules that lead to the thing, with the rows where they differ; an instrument itself if it does."""
        effect = effects.decided if kind == "instruments" else effects.fired
        found = [(rule, effect(rule)) for rule in self._rules_to(thing)]
        if kind == "instruments" and thing in self._differing.things:
            found.append((thing, np.ones(effects.rows, np.bool_)))
        return found

    def _rules_to(self, thing: str) -> list[str]:
        """The rules that differ and can lead to it."""
        if thing not in self._rules:
            leading = {rule for each in self._leading for rule in each.to(thing)}
            self._rules[thing] = [rule for rule in self._differing.rules if rule in leading]
        return self._rules[thing]

    def _elsewhere(self, thing: str, kind: str) -> list[str]:
        """What differs beside rules that the thing hangs on; else everything that differs."""
        related = {thing, *self._relieved(thing)} if kind == "recommendations" else {thing}
        found = [name for name in self._differing.things if name in related]
        figures = [PRIORITIES] if self._differing.figures and kind != "instruments" else []
        return [*found, *figures] or [*self._differing.things] or [RULEBOOK]

    def _relieved(self, thing: str) -> Iterator[str]:
        """The barriers whose weights make up the points of a recommendation."""
        name = thing.partition("/")[2]
        for book in self._books:
            if name in book.recommendations:
                yield from (f"barriers/{each.barrier}" for each in book.recommendations[name].relieves)


class _Effects:
    """In which rows the rules that differ say something else before and after."""

    def __init__(self, differing: Differences, sides: Sequence[Side]) -> None:
        self.rows = sides[0].results.rows
        self._differing = differing
        self._sides = sides
        self._positions: Sequence[Mapping[str, int]] = [
            {rule.id: i for i, rule in enumerate(each.engine.program.rules) if rule.id in differing.rules}
            for each in sides
        ]

    def fired(self, rule: str) -> Array:
        """Where it fired in one of the two; where it concludes the same in both, where it did not fire in both."""
        before, after = (self._truths(side, rule, "fired") for side in (0, 1))
        return before | after if self._concludes_otherwise(rule) else before ^ after

    def decided(self, rule: str) -> Array:
        """The same, or where it is blocked in one of the two only."""
        before, after = (self._truths(side, rule, "blocked") for side in (0, 1))
        return self.fired(rule) | (before ^ after)

    def _truths(self, side: int, rule: str, state: str) -> Array:
        position, results = self._positions[side].get(rule), self._sides[side].results
        if position is None:
            return np.zeros(self.rows, np.bool_)
        return unpacked(getattr(results.states, state)[position], self.rows).view(np.bool_)

    def _concludes_otherwise(self, rule: str) -> bool:
        books = [each.engine.program.rulebook.by_id.get(rule) for each in self._sides]
        said = [dict(each.concluded) for each in books if each is not None]
        return len(said) == len(books) and said[0] != said[1]
