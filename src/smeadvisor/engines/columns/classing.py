"""What every row is classified as: the first value whose rule fired, or all of them where several can hold."""

from __future__ import annotations

import numpy as np

from smeadvisor.engines.columns.bits import Array, any_of, unpacked
from smeadvisor.engines.columns.program import Program, States

UNKNOWN = -1


class Classing:
    """The classifications of a program; ``values`` are those of each, in the order of their file."""

    def __init__(self, program: Program) -> None:
        book = program.rulebook
        self.values = {name: tuple(each.values) for name, each in book.classification.items()}
        self.many = {name for name, each in book.classification.items() if each.many}
        self._rules = {
            (name, value): program.which(lambda rule, n=name, v=value: rule.stratum == 0 and rule.concluded.get(n) == v)
            for name, values in self.values.items()
            for value in values
        }

    def classes(self, states: States, rows: int) -> dict[str, Array]:
        """For each classification the position of its value (-1 where unknown), or a bit for each value."""
        return {
            name: self._several(name, states, rows) if name in self.many else self._one(name, states, rows)
            for name in self.values
        }

    def _several(self, name: str, states: States, rows: int) -> Array:
        found = np.zeros(rows, np.int64)
        for i, value in enumerate(self.values[name]):
            found |= unpacked(any_of(states.fired, self._rules[name, value]), rows).astype(np.int64) << i
        return found

    def _one(self, name: str, states: States, rows: int) -> Array:
        """The checks of a rulebook see to it that no two values can hold."""
        found = np.full(rows, UNKNOWN, np.int8)
        for i, value in enumerate(self.values[name]):
            rules = self._rules[name, value]
            if len(rules):
                found += unpacked(any_of(states.fired, rules), rows).view(np.int8) * np.int8(i + 1)
        return found
