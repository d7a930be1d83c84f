"""Whether anything that is still open can change the first recommendations: a proof that it cannot, or none.

The first recommendations change only where a *threat* comes true: one of them overtakes the one before it or is covered
by one above it, or another comes in. Each threat is refuted by going through the answers that bear on it, one
attribute at a time, until bounds on evidence and points rule it out. An answer that is not known is among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from smeadvisor.interview.stakes import Stakes
from smeadvisor.interview.view import View
from smeadvisor.interview.ways import Way

STEPS = 500
"""Cases looked at before a proof is given up: then one more question is asked, which is never wrong."""


class Threat(NamedTuple):
    """A recommendation that might overtake another, come in where there is room (None), or be covered by it."""

    rival: int
    against: int | None
    covers: bool = False


class ProofBudgetExceeded(Exception):
    """Too many cases to go through."""


def settled(view: View, count: int) -> bool:
    """Whether the first ``count`` recommendations and their order are the same whatever is answered from here on.

    True only where it is proven; False where they can change, or where a proof takes too long.
    """
    try:
        return contrary(view, view.leaders(count), count) is None
    except ProofBudgetExceeded:
        return False


def contrary(view: View, top: Sequence[int], count: int) -> int | None:
    """Tests that further answers may make true so that others lead; None where it is proven that there are none.

    Raises ProofBudgetExceeded where a proof takes too long.
    """
    return _Search(view.stakes, top, count).of(view)


class _Search:
    """For a case in which others lead than these, in this order."""

    def __init__(self, stakes: Stakes, top: Sequence[int], count: int) -> None:
        self._stakes, self._top, self._count = stakes, list(top), count
        self._left = STEPS

    def of(self, view: View) -> int | None:
        """The tests that are true in such a case, if there is one."""
        if view.leaders(self._count) != self._top:
            return view.true
        if attribute := _stage_attribute(view):
            return _first(self.of(each) for each in self._cases(view, attribute, view.alive))
        if leap := next(leaps(view, self._top, self._count), None):
            return view.true | self._stakes.witnesses[leap]
        return _first(self._by(each, view) for each in threats(view, self._top, self._count))

    def _by(self, threat: Threat, view: View) -> int | None:
        """A case that comes about as the threat comes true."""
        self._left -= 1
        if self._left < 0:
            raise ProofBudgetExceeded
        if not possible(threat, view, self._top):
            return None
        if view.leaders(self._count) != self._top:
            return view.true
        bearing = [*touching(threat, view, self._top)]
        attribute = _deciding(threat, view, bearing)
        if attribute is None:
            raise ProofBudgetExceeded
        return _first(self._by(threat, each) for each in self._cases(view, attribute, bearing))

    def _cases(self, view: View, attribute: str, ways: Sequence[Way]) -> Iterator[View]:
        """The view for each answer to the attribute, as far as these ways tell answers apart."""
        cells = self._stakes.cells[attribute]
        wanted = 0
        for way in ways:
            wanted |= way.needs & cells.mask
        found = cells.among(wanted)
        if found is None:
            raise ProofBudgetExceeded
        return (view.with_cell(attribute, each) for each in found)


def _first(found: Iterator[int | None]) -> int | None:
    return next((each for each in found if each is not None), None)


def leaps(view: View, top: Sequence[int], count: int) -> Iterator[Way]:
    """The ways that change the leaders by themselves, with answers that take no other way if that can be."""
    stakes = view.stakes
    for way in view.alive:
        true = view.true | stakes.witnesses[way]
        taken = (each for each in view.alive if not each.needs & ~true)
        if stakes.leaders(stakes.add(view.now.copy(), taken), count) != top:
            yield way


def threats(view: View, top: Sequence[int], count: int) -> Iterator[Threat]:
    """All that would change the leaders."""
    for i, rival in enumerate(top):
        if i:
            yield Threat(rival, top[i - 1])
        yield from (Threat(rival, above, covers=True) for above in top[:i])
    last = top[-1] if len(top) == count else None
    yield from (Threat(rival, last) for rival in range(len(view.now.kind)) if rival not in top)


def possible(threat: Threat, view: View, top: Sequence[int]) -> bool:
    """Whether the threat might come true, by bounds: False is sure."""
    if threat.covers:
        return threat.against is not None and _may_be_covered(threat.rival, threat.against, view)
    if not _may_overtake(threat.rival, threat.against, view):
        return False
    return threat.rival in top or not any(
        _is_covered(threat.rival, each, view) for each in top if each != threat.against
    )


def _may_overtake(rival: int, other: int | None, view: View) -> bool:
    stakes, best, now = view.stakes, view.best, view.now
    if other is None:
        return best.kind[rival] < stakes.kinds
    if best.kind[rival] != now.kind[other]:
        return best.kind[rival] < now.kind[other]
    gap = _gap(rival, other, view)
    return gap > 0 or (gap == 0 and rival < other)


def _gap(rival: int, other: int, view: View) -> int:
    """By how many points the rival is ahead at most; barriers that both relieve count for both."""
    stakes = view.stakes
    weights = stakes.weights(view.now.stage)
    mine, theirs = stakes.relieves[rival], stakes.relieves[other]
    gain = sum(
        weights[b][severity] for b, severity in enumerate(view.best.severity) if severity and mine & ~theirs & 1 << b
    )
    loss = sum(
        weights[b][severity] for b, severity in enumerate(view.now.severity) if severity and theirs & ~mine & 1 << b
    )
    return gain - loss


def _may_be_covered(each: int, head: int, view: View) -> bool:
    """Whether it may come to rest on barriers alone that the head relieves too, by evidence of the same kind."""
    stakes, now, best = view.stakes, view.now, view.best
    beyond = stakes.present(now) & stakes.relieves[each] & ~stakes.relieves[head]
    same = best.kind[each] <= now.kind[head] and best.kind[head] <= now.kind[each]
    return same and not beyond and not now.own >> each & 1


def _is_covered(each: int, head: int, view: View) -> bool:
    """Whether it is covered by the head, whatever is answered."""
    stakes, now, best = view.stakes, view.now, view.best
    if best.own >> each & 1:
        return False
    if best.kind[head] != now.kind[head] or now.kind[each] != now.kind[head]:
        return False
    beyond = stakes.present(best) & stakes.relieves[each] & ~stakes.relieves[head]
    return not beyond and (head < each or _gap(each, head, view) < 0)


def _stage_attribute(view: View) -> str | None:
    """An attribute that the stage still waits for."""
    return next((name for way in view.alive if way.stage is not None for name in view.waiting(way)), None)


def touching(threat: Threat, view: View, top: Sequence[int]) -> Iterator[Way]:
    """The ways that bear on whether the threat comes true."""
    concerned = {threat.rival, *(() if threat.against is None else (threat.against,))}
    if any(_may_be_covered(threat.rival, each, view) for each in top if each != threat.rival):
        concerned |= {*top}
    relieved = 0
    for each in concerned:
        relieved |= view.stakes.relieves[each]
    for way in view.alive:
        if way.recommendation in concerned or (way.barrier is not None and relieved >> way.barrier & 1):
            yield way


def _deciding(threat: Threat, view: View, bearing: Sequence[Way]) -> str | None:
    """The attribute that most ways in the rival's favour wait for, or else most ways at all."""
    counted: dict[str, int] = {}
    mine = view.stakes.relieves[threat.rival]
    for way in bearing:
        favours = way.recommendation == threat.rival or (way.barrier is not None and mine >> way.barrier & 1)
        for name in view.waiting(way):
            counted[name] = counted.get(name, 0) + (100 if favours else 1)
    return max(counted, key=lambda name: (counted[name], name), default=None)
