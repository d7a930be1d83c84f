"""What layers did to those before them, as notes: things added, things replaced, figures that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from smeadvisor.messages import message
from smeadvisor.model.records import Priorities
from smeadvisor.problems import Place, Problem, problem, together
from smeadvisor.rules.layers import PRIORITIES, Layer

_COUNTED = (
    *("attributes", "classification", "barriers", "instruments", "recommendations", "strategies", "sources"),
    *("economies", "errata", "accepted"),
)


def notes(layers: Iterable[Layer]) -> Iterator[Problem]:
    """For each layer a count of what it adds, and a line for each thing that it replaces."""
    for layer in layers:
        if layer.added:
            yield _added(layer)
        for kind, name, place in layer.replaced:
            what = f"{kind}/{name}" if kind else f"{name}.yaml"
            differing = _differing(layer) if what == f"{PRIORITIES}.yaml" else ""
            yield problem("N-REPLACED", of=what, figures=differing and f": {differing}").at(place, "")


def _added(layer: Layer) -> Problem:
    counts = Counter(kind for kind, _ in layer.added)
    told = [
        message("errors.many.counted", what=message(f"errors.many.{kind}"), count=counts[kind])
        for kind in _COUNTED
        if kind in counts
    ]
    return problem("N-ADDED", list=together(told)).at(Place(str(layer.place)), "")


def _differing(layer: Layer) -> str:
    """The figures that other priorities change, each with its path, the old and the new one."""
    changed = differing_figures(*layer.priorities).items() if layer.priorities else ()
    return ", ".join(f"{path}: {old} → {new}" for path, (old, new) in changed)


def differing_figures(before: Priorities, after: Priorities) -> dict[str, tuple[Any, Any]]:
    """The figures that differ, by their paths: the old and the new one, a dash where there is none."""
    old, new = (dict(_figures(asdict(each), "")) for each in (before, after))
    paths = [*old, *(path for path in new if path not in old)]
    return {path: (old.get(path, "–"), new.get(path, "–")) for path in paths if old.get(path) != new.get(path)}


def _figures(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every number below the path, and the order of each list of kinds."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _figures(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, int):
        yield path, value
    elif path.startswith("evidence."):
        yield path, " > ".join(each["id"] for each in value)
