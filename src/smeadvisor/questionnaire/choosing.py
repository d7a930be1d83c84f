"""Which question comes next: the one whose answer could move the leading recommendations most.

Every rule that is undecided counts by what it would bring, shared among the answers that it still lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smeadvisor.attributes import Attribute
from smeadvisor.questionnaire.proof import possible, threats
from smeadvisor.questionnaire.view import View
from smeadvisor.questionnaire.ways import Way

_EFFORT = {"yes_no": 1.0, "choice": 1.0, "list": 1.05, "number": 1.1, "money": 1.2}
"""What an answer costs to give, by its type: only between questions of nearly equal worth."""


def relevant(view: View, count: int) -> list[Way]:
    """The ways that could still change the first recommendations, as far as bounds tell."""
    top = view.leaders(count)
    open_threats = [each for each in threats(view, top, count) if possible(each, view, top)]
    concerned = {each for threat in open_threats for each in (threat.rival, threat.against) if each is not None}
    if not concerned:
        return []
    relieved = 0
    for each in concerned:
        relieved |= view.stakes.relieves[each]
    return [way for way in view.alive if way.stage is not None or _concerns(way, concerned, relieved)]


def _concerns(way: Way, concerned: set[int], relieved: int) -> bool:
    return way.recommendation in concerned or (way.barrier is not None and bool(relieved >> way.barrier & 1))


def best_attribute(view: View, attributes: Mapping[str, Attribute], ways: Sequence[Way]) -> str | None:
    """The attribute to ask next for these ways; None where none waits for any."""
    worth = dict(_worths(view, ways))
    return max(worth, key=lambda name: (worth[name] / _EFFORT[attributes[name].type], name), default=None)


def _worths(view: View, ways: Sequence[Way]) -> Iterator[tuple[str, float]]:
    worth: dict[str, float] = {}
    for way in ways:
        lacking = [*view.waiting(way)]
        for name in lacking:
            worth[name] = worth.get(name, 0) + _gain(view, way) / len(lacking) ** 2
    return iter(worth.items())


def _gain(view: View, way: Way) -> float:
    """What the way would bring, in points; evidence counts as many as it is stronger by."""
    stakes, now = view.stakes, view.now
    step = max(map(max, stakes.weights(now.stage)))
    if way.stage is not None:
        return step * 2
    if way.recommendation is not None:
        return step * (now.kind[way.recommendation] - way.kind) + 1
    weights = stakes.weights(now.stage)[way.barrier or 0]
    points = max(weights[way.severity] - weights[now.severity[way.barrier or 0]], 0)
    stronger = [max(now.kind[each] - way.kind, 0) for each in stakes.relievers[way.barrier or 0]]
    return points * len(stronger) + step * sum(stronger)
