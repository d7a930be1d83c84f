"""Which question comes next: the one that is likeliest to decide what the first recommendations are.

Evidence goes before points, and strong evidence before weak: a need stated decides more than what follows from facts.
Until there are enough recommendations, those answers come first that could bring the most. From then on every threat to
them counts as one, shared among the answers that could rule it out; an answer that could change them all by itself
counts for more, since there is no way around it. Between questions of nearly equal worth the talk stays with its topic,
and takes what is easy to answer first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from smeadvisor.interview.proof import Threat, leaps, possible, threats, touching
from smeadvisor.interview.view import View
from smeadvisor.interview.ways import Way
from smeadvisor.model.attributes import Attribute

_EFFORT = {"yes_no": 0, "choice": 0, "list": 1, "number": 2, "money": 3}
"""How hard an answer is to give, by its type."""
_NEARLY = 0.95
"""What part of the best worth counts as nearly equal."""

Worth = Mapping[str, float]


def relevant(view: View, count: int) -> list[Way]:
    """The ways that could still change the first recommendations, as far as bounds tell."""
    top = view.leaders(count)
    found = {way for way in view.alive if way.stage is not None}
    for threat in _open(view, top, count):
        found.update(touching(threat, view, top))
    return [way for way in view.alive if way in found]


def _open(view: View, top: Sequence[int], count: int) -> Iterator[Threat]:
    return (each for each in threats(view, top, count) if possible(each, view, top))


def best_attribute(
    view: View, count: int, ways: Sequence[Way], attributes: Mapping[str, Attribute], topic: str | None = None
) -> str | None:
    """The attribute to ask next, given the ways that are relevant and the topic talked of; None where none waits."""
    worth = _worth(view, count, ways)
    most = max(worth.values(), default=0)
    nearly = [attributes[name] for name in worth if worth[name] >= _NEARLY * most]
    nearly.sort(key=lambda each: (each.topic != topic, _EFFORT[each.type], -worth[each.id], each.id))
    return nearly[0].id if nearly else None


def _worth(view: View, count: int, ways: Sequence[Way]) -> Worth:
    if stronger := _strongest(view, ways):
        return _shared(view, ((way, 1.0) for way in stronger))
    top = view.leaders(count)
    if len(top) < count:
        return _shared(view, ((way, _promise(view, way)) for way in ways))
    worth, alone = _doubts(view, top, count), dict[str, float]()
    for name, share in _decisive(view, top, count):
        alone[name] = max(alone.get(name, 0), share)
    # The stage bears on everything a little, and is easily told.
    staged = {name for way in ways if way.stage is not None for name in view.waiting(way)}
    return {
        name: worth.get(name, 0) + alone.get(name, 0) + 0.5 * (name in staged) for name in {*worth, *alone, *staged}
    }


def _strongest(view: View, ways: Sequence[Way]) -> list[Way]:
    """The ways to the strongest evidence that may still come and would be new, but for evidence of the weakest kind."""
    last = view.stakes.kinds - 1
    better = [way for way in ways if way.kind < last and _strengthens(view, way)]
    best = min((way.kind for way in better), default=last)
    return [way for way in better if way.kind == best]


def _strengthens(view: View, way: Way) -> bool:
    return any(way.kind < view.now.kind[each] for each in _moved(view, way))


def _moved(view: View, way: Way) -> Sequence[int]:
    """The recommendations that the way speaks for."""
    if way.recommendation is not None:
        return (way.recommendation,)
    return () if way.barrier is None else view.stakes.relievers[way.barrier]


def _shared(view: View, counted: Iterator[tuple[Way, float]]) -> Worth:
    """For each attribute what the ways that wait for it count, the less the more answers they lack."""
    worth: dict[str, float] = defaultdict(float)
    for way, value in counted:
        lacking = [*view.waiting(way)]
        for name in lacking:
            worth[name] += value / len(lacking) ** 2
    return worth


def _promise(view: View, way: Way) -> float:
    """What the way would bring, in points; better evidence counts as the weightiest barrier for each kind gained."""
    step = max(map(max, view.stakes.weights(view.now.stage)))
    if way.stage is not None:
        return 2 * step
    moved = _moved(view, way)
    stronger = sum(max(view.now.kind[each] - way.kind, 0) for each in moved)
    return _points(view, way) * len(moved) + step * stronger


def _points(view: View, way: Way) -> int:
    """By how many points a barrier would weigh more."""
    if way.barrier is None:
        return 0
    weights = view.stakes.weights(view.now.stage)[way.barrier]
    return max(weights[way.severity] - weights[view.now.severity[way.barrier]], 0)


def _doubts(view: View, top: Sequence[int], count: int) -> Worth:
    """For each attribute how many threats its answer is likely to rule out, each a part."""
    worth: dict[str, float] = defaultdict(float)
    for threat in _open(view, top, count):
        bearing = [*touching(threat, view, top)]
        gains = [(way, gain) for way in bearing if (gain := _gain(view, threat, way))] or [(way, 1) for way in bearing]
        total = sum(gain for _, gain in gains)
        for way, gain in gains:
            lacking = [*view.waiting(way)]
            for name in lacking:
                fails = 1 - view.stakes.cells[name].share(way.needs)
                worth[name] += gain / total * fails / len(lacking) ** 0.5
    return worth


def _gain(view: View, threat: Threat, way: Way) -> int:
    """What the way would bring the rival of a threat against the other, in points."""
    stakes, other = view.stakes, threat.against
    if threat.rival not in _moved(view, way):
        return 0
    limit = stakes.kinds if other is None else view.now.kind[other]
    stronger = way.kind < view.now.kind[threat.rival] and way.kind <= limit
    shared = other is not None and other in _moved(view, way)
    step = max(map(max, stakes.weights(view.now.stage)))
    return step * stronger + (0 if shared else _points(view, way))


def _decisive(view: View, top: Sequence[int], count: int) -> Iterator[tuple[str, float]]:
    """The attributes of which some answer changes the first recommendations by itself, and what part of the answers."""
    for way in leaps(view, top, count):
        lacking = [*view.waiting(way)]
        if len(lacking) == 1:
            yield lacking[0], view.stakes.cells[lacking[0]].share(way.needs)
