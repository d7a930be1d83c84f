"""The smallest changes of answers that bring a thing about, by what the firm or economy can change itself.

Exact: every way in which answers lead to the thing is a case of regions, so a change that does it moves the answers
outside a case into it, and the smallest one to the edge. Each is tried, and each part of it, before it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from typing import Literal, NamedTuple

from typing_extensions import TypedDict

from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.nearest import answer_of, distance, nearest_in, position
from smeadvisor.explanation.variations import Variations
from smeadvisor.explanation.ways import Ways
from smeadvisor.logic.unfolding import Case
from smeadvisor.model.answers import Answer
from smeadvisor.model.plain import Plain

MOST_ATTRIBUTES = 3
"""Answers changed together, at most."""
MOST_ALTERNATIVES = 3
_MOST_PARTS = 8
"""Single alterations in one change, at most: an answer, or an item of a list. All parts of a change are tried."""

NoChange = Literal["no_rule", "missing", "fixed", "beyond"]
"""Why there is none: no rule leads there; all that lead there wait for missing answers, or turn on answers that
cannot be changed; or more answers would have to change at once."""


class StepData(TypedDict):
    """One answer changed; of a list also the items that it gains and loses."""

    attribute: str
    before: Answer
    after: Answer
    also: tuple[Answer, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step(Plain):
    """One answer changed; ``also`` are others that would do as well."""

    attribute: str
    before: Answer
    after: Answer
    also: tuple[Answer, ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """The items that a list gains."""
        return _beyond(self.after, self.before)

    @property
    def removed(self) -> tuple[str, ...]:
        """The items that a list loses."""
        return _beyond(self.before, self.after)

    def written(self) -> StepData:
        """The fields, and what a list gains and loses."""
        return {
            "attribute": self.attribute,
            "before": self.before,
            "after": self.after,
            "also": self.also,
            "added": self.added,
            "removed": self.removed,
        }


def _beyond(one: Answer, other: Answer) -> tuple[str, ...]:
    there = other.value if isinstance(other.value, tuple) else ()
    return tuple(each for each in one.value if each not in there) if isinstance(one.value, tuple) else ()


Change = tuple[Step, ...]
"""Answers changed together."""


class Part(NamedTuple):
    """The smallest alteration: an answer, or one item more or less in a list."""

    attribute: str
    item: str | None = None


class Search:
    """Looks for changes that bring one goal about."""

    def __init__(self, ways: Ways, variations: Variations, goal: Goal) -> None:
        self._ways, self._variations, self._goal = ways, variations, goal

    def changes(self, needs: Sequence[Sequence[Case]], lenient: bool = False) -> tuple[Change, ...] | NoChange:
        """The smallest changes after which a case of each of the needs holds, or why there is none.

        Where it is ``lenient`` a case holds too while an answer that it turns on is missing.
        """
        targets = [Case({})]
        for need in needs:
            both = (target.with_all(case) for target in targets for case in need)
            reached = {frozenset(each.regions.items()): each for each in both if self._in_reach(each, lenient)}
            targets = list(reached.values())
        found = self._proven(self._least(targets))
        return found or self._reason(needs, lenient)

    def _outside(self, case: Case, stands: str = "outside") -> list[str]:
        comparables = self._ways.comparables
        return [name for name, region in case.regions.items() if position(region, comparables.get(name)) == stands]

    def _in_reach(self, case: Case, lenient: bool) -> bool:
        outside = self._outside(case)
        near = case.possible and len(outside) <= MOST_ATTRIBUTES and self._changeable(outside)
        return near and (lenient or not self._outside(case, "open"))

    def _changeable(self, names: Iterable[str]) -> bool:
        return all(self._ways.attributes[each].changeable for each in names)

    def _reason(self, needs: Sequence[Sequence[Case]], lenient: bool) -> NoChange:
        for need in needs:
            known = [case for case in need if lenient or not self._outside(case, "open")]
            if not need:
                return "no_rule"
            if not known:
                return "missing"
            if not any(self._changeable(self._outside(case)) for case in known):
                return "fixed"
        return "beyond"

    def _least(self, targets: Iterable[Case]) -> list[Change]:
        """The nearest change to each, and of those that alter the same the nearest; the smallest first."""
        changes = [change for target in targets if (change := self._towards(target))]
        least: dict[frozenset[Part], Change] = {}
        for change in sorted(changes, key=self._size):
            least.setdefault(frozenset(parts_of(change)), change)
        return [each for each in least.values() if len(parts_of(each)) <= _MOST_PARTS]

    def _towards(self, target: Case) -> Change:
        """The nearest answers inside; nothing if there are none."""
        steps = []
        for name in sorted(self._outside(target)):
            attribute, before = self._ways.attributes[name], self._variations.answer(name)
            nearest = nearest_in(attribute, target.regions[name], self._ways.comparables.get(name))
            if before is None or not nearest:
                return ()
            steps.append(Step(name, before, nearest[0], tuple(nearest[1:])))
        return tuple(steps)

    def _size(self, change: Change) -> tuple[int, int, Fraction, list[str]]:
        attributes = self._ways.attributes
        far = sum(
            (distance(attributes[each.attribute], each.before.comparable, each.after.comparable) for each in change),
            Fraction(0),
        )
        parts = parts_of(change)
        return len(change), len(parts), far, [f"{each.attribute} {each.item}" for each in parts]

    def _proven(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Those that do bring it about, and of which no part does."""
        portions = [list(_portions(parts_of(change))) for change in changes]
        rows = [self._altered(change, each) for change, own in zip(changes, portions, strict=True) for each in own]
        reached = iter(self._variations.reaching(self._goal, rows))
        proven = []
        for change, own in zip(changes, portions, strict=True):
            *by_parts, whole = islice(reached, len(own))
            if whole and not any(by_parts):
                proven.append(change)
        return tuple(proven[:MOST_ALTERNATIVES])

    def _altered(self, change: Change, parts: Iterable[Part]) -> dict[str, Answer]:
        """The answers after some parts of the change alone."""
        chosen, found = set(parts), {}
        for step in change:
            mine = {each.item for each in chosen if each.attribute == step.attribute}
            if None in mine:
                found[step.attribute] = step.after
            elif mine:
                found[step.attribute] = self._with_items(step, mine)
        return found

    def _with_items(self, step: Step, items: set[str | None]) -> Answer:
        before = frozenset(step.before.value) if isinstance(step.before.value, tuple) else frozenset()
        return answer_of(self._ways.attributes[step.attribute], before ^ items)  # type: ignore[arg-type]


def parts_of(change: Change) -> list[Part]:
    """The single alterations that the change consists of."""
    return [part for step in change for part in _parts(step)]


def _parts(step: Step) -> list[Part]:
    both = isinstance(step.before.value, tuple) and isinstance(step.after.value, tuple)
    return [Part(step.attribute, each) for each in (*step.added, *step.removed)] if both else [Part(step.attribute)]


def _portions(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """All that the parts can make, the whole last."""
    for count in range(1, len(parts) + 1):
        yield from combinations(parts, count)
