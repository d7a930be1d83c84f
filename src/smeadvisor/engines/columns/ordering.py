"""Recommendations over whole columns: which are given, on what evidence, with how many points, in what order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from smeadvisor.engines.columns.bits import Array, Rules, any_of, unpacked
from smeadvisor.engines.columns.program import Program, States
from smeadvisor.engines.columns.weighing import Weighed
from smeadvisor.engines.ranking import KeyForm
from smeadvisor.model.rulebook import Rule

_SORTED_AT_ONCE = 4096
"""Rows whose keys are sorted together: all that this takes stays in the processor's cache."""
_HALF = np.iinfo(np.int32).bits


class Ordered(NamedTuple):
    """The recommendations of every row in their order: [place, row].

    ``ids`` are positions in ``recommendations``, their number where the row has no more; there the rest means
    nothing. ``evidence`` are positions in ``kinds``, ``ranks`` count from 1, ``under`` is the position of the
    recommendation that covers it, its own where none does. ``given`` are planes, one a recommendation.
    """

    ids: Array
    ranks: Array
    points: Array
    evidence: Array
    under: Array
    given: Array


class Ordering:
    """The recommendations of a program. ``recommendations`` are all of the rulebook, ``kinds`` those of evidence."""

    def __init__(self, program: Program, barriers: tuple[str, ...]) -> None:
        book = program.rulebook
        self.recommendations = tuple(book.recommendations)
        self.kinds = tuple(each.id for each in book.priorities.evidence[program.kind])
        self._relieved = [
            {barriers.index(r.barrier) for r in each.relieves if r.audience in (None, program.kind)}
            for each in book.recommendations.values()
        ]
        self._own = [program.which(lambda rule, n=name: _is_own(rule, n)) for name in self.recommendations]
        self._speaking = [
            [self._evidence(program, name, kind, barriers) for kind in self.kinds] for name in self.recommendations
        ]

    def _evidence(self, program: Program, name: str, kind: str, barriers: tuple[str, ...]) -> Rules:
        """The rules that speak for the recommendation by that kind of evidence: its own, and signs of its barriers."""
        mine = {barriers[each] for each in self._relieved[self.recommendations.index(name)]}
        return program.which(
            lambda rule: (
                rule.concluded.get("evidence") == kind
                and (rule.concluded.get("recommendation") == name or rule.concluded.get("barrier") in mine)
            )
        )

    def order(self, states: States, weighed: Weighed) -> Ordered:
        """The recommendations of every row."""
        evidence, given, of_kind = self._evidence_of(states, weighed.weight.shape[1])
        points = self._points(weighed)
        form = KeyForm(int(points.max(initial=0)).bit_length(), len(self.recommendations).bit_length())
        keys = self._keys(evidence, points, form)
        heads = self._heads(states, weighed, of_kind, keys)
        return self._listed(heads, keys, form, given)

    def _keys(self, evidence: Array, points: Array, form: KeyForm) -> Array:
        """The key of each, in the smallest integers that hold them."""
        most = form.key(len(self.kinds), 0, len(self.recommendations))
        keys = np.empty(points.shape, np.int32 if most <= np.iinfo(np.int32).max else np.int64)
        for i, row in enumerate(evidence):
            keys[i] = form.key(row.astype(keys.dtype), points[i].astype(keys.dtype, copy=False), i)
        return keys

    def _evidence_of(self, states: States, rows: int) -> tuple[Array, Array, Array]:
        """The strongest kind that speaks for each, where any does, and planes of which one it is."""
        words = states.fired.shape[1]
        evidence = np.full((len(self.recommendations), rows), len(self.kinds), np.uint8)
        given = np.zeros((len(self.recommendations), words), np.uint64)
        of_kind = np.zeros((len(self.recommendations), len(self.kinds), words), np.uint64)
        for i, by_kind in enumerate(self._speaking):
            for kind, rules in enumerate(by_kind):
                speaking = any_of(states.fired, rules)
                of_kind[i, kind] = speaking & ~given[i]
                given[i] |= speaking
                evidence[i] -= unpacked(given[i], rows)
        return evidence, given, of_kind

    def _points(self, weighed: Weighed) -> Array:
        points = np.zeros((len(self.recommendations), weighed.weight.shape[1]), np.int32)
        for i, relieved in enumerate(self._relieved):
            for barrier in sorted(relieved):
                points[i] += weighed.weight[barrier]
        return points

    def _heads(self, states: States, weighed: Weighed, of_kind: Array, keys: Array) -> Array:
        """The key of the first that covers each one; its own where none does.

        Covered is what rests on barriers alone, all of which a higher one of the same kind relieves too.
        """
        heads = keys.copy()
        for i, mine in enumerate(self._relieved):
            alone = ~any_of(states.fired, self._own[i])
            for j, theirs in enumerate(self._relieved):
                if i != j and mine & theirs:
                    beyond = any_of(weighed.present, np.array(sorted(mine - theirs), np.intp))
                    same = np.bitwise_or.reduce(of_kind[i] & of_kind[j], axis=0)
                    covers = unpacked(same & alone & ~beyond, keys.shape[1]).view(np.bool_)
                    np.minimum(heads[i], keys[j], out=heads[i], where=covers)
        return heads

    def _listed(self, heads: Array, keys: Array, form: KeyForm, given: Array) -> Ordered:
        ids, ranks, evidence, under = (np.empty(keys.shape, np.int16) for _ in range(4))
        points = np.empty(keys.shape, np.int32)
        for start in range(0, keys.shape[1], _SORTED_AT_ONCE):
            block = slice(start, start + _SORTED_AT_ONCE)
            head, key = _sorted(heads[:, block], keys[:, block])
            evidence[:, block] = kind = form.evidence(key)
            points[:, block] = form.points(key)
            ids[:, block] = np.where(kind < len(self.kinds), form.tie(key), len(self.recommendations))
            under[:, block] = form.tie(head)
            ranks[:, block] = head == key
        # A rank is the number of heads so far.
        for place in range(1, len(ranks)):
            ranks[place] += ranks[place - 1]
        return Ordered(ids, ranks, points, evidence, under, given)


def _sorted(heads: Array, keys: Array) -> tuple[Array, Array]:
    """Both, sorted by head and then key: [place, row]."""
    if keys.dtype != np.int32:
        order = np.lexsort((keys, heads), axis=0)
        return np.take_along_axis(heads, order, axis=0), np.take_along_axis(keys, order, axis=0)
    # Both fit into one integer, and that sorts fastest, a row at a time.
    both = np.ascontiguousarray(((heads.astype(np.int64) << _HALF) | keys).T)
    both.sort(axis=1)
    both = np.ascontiguousarray(both.T)
    return (both >> _HALF).astype(np.int32), both.astype(np.int32)


def _is_own(rule: Rule, name: str) -> bool:
    """Whether the rule is evidence of its own for the recommendation."""
    return rule.concluded.get("recommendation") == name and "evidence" in rule.concluded
