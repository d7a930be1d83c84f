"""Where the boxes and edges of a picture stand: columns from left to right, few crossings, no overlaps.

In the manner of Sugiyama: columns by the longest way, edges that pass a column get a spot of their own in it, the
order within columns goes by the mean of the neighbours, and so do the heights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import fmean

MARGIN = 24
_BETWEEN_COLUMNS = 70
_BETWEEN_BOXES = 14
_BETWEEN_GROUPS = 30
_SPOT_HEIGHT = 4
_SWEEPS = 12

Pair = tuple[str, str]
Spot = tuple[str, int]
"""A place in a column: a box in its own, or where the edges of that box pass through a further one."""


@dataclass(frozen=True, slots=True)
class Size:
    """How wide and how high a box is."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The left upper corner of each box, the points that each edge passes, and the size of the whole."""

    boxes: Mapping[str, tuple[float, float]]
    edges: Mapping[Pair, tuple[tuple[float, float], ...]]
    width: float
    height: float


def layout(
    sizes: Mapping[str, Size], edges: Sequence[Pair], last: Sequence[str] = (), late: Sequence[str] = ()
) -> Layout:
    """The layout of boxes of these sizes with these edges, which make no circle.

    Those that are ``last`` share the last column; those that are ``late`` stand as far to the right as they can.
    """
    column = _columns(sizes, edges, last, late)
    chains = {edge: _chain(edge, column) for edge in edges}
    links = {link for chain in chains.values() for link in pairwise(chain)}
    ordered = _ordered(_spots(sizes, column, chains), links)
    heights = {
        spot: sizes[spot[0]].height if column[spot[0]] == spot[1] else _SPOT_HEIGHT for c in ordered for spot in c
    }
    middles = _closed_up(_heights(ordered, links, heights), heights)
    top = min((middles[spot] - heights[spot] / 2 for spot in middles), default=0) - MARGIN
    lefts, widths = _lefts(ordered, sizes, column)
    placed = {spot: (lefts[spot[1]], round(middle - top, 1)) for spot, middle in middles.items()}
    boxes = {name: (lefts[c], round(placed[name, c][1] - sizes[name].height / 2, 1)) for name, c in column.items()}
    return Layout(
        boxes=boxes,
        edges={edge: _points(chain, placed, sizes, widths) for edge, chain in chains.items()},
        width=sum(widths) + _BETWEEN_COLUMNS * max(len(widths) - 1, 0) + 2 * MARGIN,
        height=max((y + sizes[name].height for name, (_, y) in boxes.items()), default=0) + MARGIN,
    )


def _height(spot: Spot, sizes: Mapping[str, Size], column: Mapping[str, int]) -> float:
    name, place = spot
    return sizes[name].height if column[name] == place else _SPOT_HEIGHT


def _columns(names: Iterable[str], edges: Sequence[Pair], last: Sequence[str], late: Sequence[str]) -> dict[str, int]:
    """How many edges the longest way to each box has; those that are last go together behind all that lead there."""
    before: dict[str, list[str]] = {name: [] for name in names}
    for source, target in edges:
        before[target].append(source)
    found: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in found:
            found[name] = max((of(each) + 1 for each in before[name]), default=0)
        return found[name]

    for name in before:
        of(name)
    found.update(dict.fromkeys(last, max((found[name] for name in last), default=0)))
    for name in late:
        targets = [found[target] for source, target in edges if source == name]
        found[name] = min(targets, default=found[name] + 1) - 1
    return found


def _chain(edge: Pair, column: Mapping[str, int]) -> tuple[Spot, ...]:
    """The spots that an edge goes through; edges from one box share them."""
    source, target = edge
    return (*((source, c) for c in range(column[source], column[target])), (target, column[target]))


def _spots(
    names: Iterable[str], column: Mapping[str, int], chains: Mapping[Pair, tuple[Spot, ...]]
) -> list[list[Spot]]:
    found: list[dict[Spot, None]] = [{} for _ in range(max(column.values(), default=-1) + 1)]
    for spot in [*((name, column[name]) for name in names), *(spot for chain in chains.values() for spot in chain)]:
        found[spot[1]].setdefault(spot)
    return [list(each) for each in found]


def _neighbours(links: Iterable[tuple[Spot, Spot]]) -> tuple[dict[Spot, list[Spot]], dict[Spot, list[Spot]]]:
    """Of each spot those before it and those after it."""
    before: dict[Spot, list[Spot]] = {}
    after: dict[Spot, list[Spot]] = {}
    for source, target in sorted(links):
        after.setdefault(source, []).append(target)
        before.setdefault(target, []).append(source)
    return before, after


def _ordered(columns: list[list[Spot]], links: set[tuple[Spot, Spot]]) -> list[list[Spot]]:
    """The columns in the order with the fewest crossings that sweeping to and fro comes upon."""
    before, after = _neighbours(links)
    best, fewest = columns, _crossings(columns, links)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        columns = _swept(columns, before if forward else after, forward=forward)
        if (crossings := _crossings(columns, links)) < fewest:
            best, fewest = columns, crossings
    return best


def _swept(columns: list[list[Spot]], beside: Mapping[Spot, list[Spot]], *, forward: bool) -> list[list[Spot]]:
    """Every column put in the order of the mean places of the neighbours in the column before it."""
    result = [list(each) for each in columns]
    place: dict[Spot, float] = {}
    for i in range(len(result)) if forward else reversed(range(len(result))):
        own = {spot: float(at) for at, spot in enumerate(result[i])}
        wanted = {spot: fmean(place[each] for each in beside[spot]) if spot in beside else own[spot] for spot in own}
        result[i].sort(key=lambda spot, wanted=wanted, own=own: (wanted[spot], own[spot]))
        place.update({spot: float(at) for at, spot in enumerate(result[i])})
    return result


def _crossings(columns: list[list[Spot]], links: set[tuple[Spot, Spot]]) -> int:
    place = {spot: at for column in columns for at, spot in enumerate(column)}
    between: dict[int, list[tuple[int, int]]] = {}
    for source, target in links:
        between.setdefault(source[1], []).append((place[source], place[target]))
    return sum((a - c) * (b - d) < 0 for pairs in between.values() for (a, b), (c, d) in combinations(pairs, 2))


def _heights(
    columns: list[list[Spot]], links: set[tuple[Spot, Spot]], heights: Mapping[Spot, float]
) -> dict[Spot, float]:
    """The middle of each spot: near its neighbours', in order, without overlaps."""
    before, after = _neighbours(links)
    middles: dict[Spot, float] = {}
    for column in columns:
        middles.update(_stacked(column, heights, lambda spot: 0.0))
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        beside = before if forward else after
        for column in columns if forward else reversed(columns):
            wanted = {spot: fmean(middles[each] for each in beside.get(spot, [spot])) for spot in column}
            middles.update(_stacked(column, heights, wanted.__getitem__))
    return middles


def _closed_up(middles: Mapping[Spot, float], heights: Mapping[Spot, float]) -> dict[Spot, float]:
    """The same without bands that no column has anything in."""
    found: dict[Spot, float] = {}
    covered, taken = None, 0.0
    for spot in sorted(middles, key=lambda each: middles[each] - heights[each] / 2):
        top, bottom = (middles[spot] + side * heights[spot] / 2 for side in (-1, 1))
        if covered is not None and top - covered > _BETWEEN_GROUPS:
            taken += top - covered - _BETWEEN_GROUPS
        found[spot] = middles[spot] - taken
        covered = bottom if covered is None else max(covered, bottom)
    return found


def _stacked(
    column: Sequence[Spot], heights: Mapping[Spot, float], wanted: Callable[[Spot], float]
) -> dict[Spot, float]:
    """Middles close to those wanted: the mean of what pushing downward and pushing upward gives."""
    down: list[float] = []
    up: list[float] = []
    for i, spot in enumerate(column):
        least = down[-1] + _apart(column[i - 1], spot, heights) if down else wanted(spot)
        down.append(max(wanted(spot), least))
    for i, spot in reversed(list(enumerate(column))):
        most = up[-1] - _apart(spot, column[i + 1], heights) if up else wanted(spot)
        up.append(min(wanted(spot), most))
    return {spot: (low + high) / 2 for spot, low, high in zip(column, down, reversed(up), strict=True)}


def _apart(one: Spot, other: Spot, heights: Mapping[Spot, float]) -> float:
    return (heights[one] + heights[other]) / 2 + _BETWEEN_BOXES


def _lefts(
    columns: list[list[Spot]], sizes: Mapping[str, Size], column: Mapping[str, int]
) -> tuple[list[float], list[float]]:
    """Where each column begins, and how wide it is."""
    widths = [max(sizes[name].width for name, c in each if column[name] == c) for each in columns]
    lefts, at = [], float(MARGIN)
    for width in widths:
        lefts.append(at)
        at += width + _BETWEEN_COLUMNS
    return lefts, widths


def _points(
    chain: tuple[Spot, ...], placed: Mapping[Spot, tuple[float, float]], sizes: Mapping[str, Size], widths: list[float]
) -> tuple[tuple[float, float], ...]:
    """From the right of the first box, along the spots between, to the left of the last."""
    (first, *between, last) = chain
    x, y = placed[first]
    points = [(x + sizes[first[0]].width, y)]
    for spot in between:
        x, y = placed[spot]
        points += [(x, y), (x + widths[spot[1]], y)]
    return (*points, placed[last])
