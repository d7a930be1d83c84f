"""How much the tests try: samples in the suite, the full size and fresh random profiles in the long run.

``pytest --scale N`` sets it (1 in the suite). Test modules ask when they are imported, after the option is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

_chosen: dict[str, Any] = {"scale": 1, "seed": None}


def choose(scale: int, seed: str | None) -> None:
    """Set the scale, and the seed of what a long run draws at random."""
    _chosen.update(scale=scale, seed=seed)


def is_long() -> bool:
    """Whether this is a long run."""
    return _chosen["scale"] > 1


def scaled(count: int, most: int | None = None) -> int:
    """``count`` in the suite, ``scale`` times as many in a long run, but not above ``most``."""
    many = count * _chosen["scale"]
    return many if most is None else min(many, most)


def sample(items: Sequence[T], every: int) -> list[T]:
    """Every ``every``-th item in the suite, all of them in a long run."""
    return list(items if is_long() else items[::every])


def randomness(own: int | str) -> Random:
    """Where a test draws from: the same in every run of the suite, anew in each long run."""
    return Random(f"{own} {_chosen['seed']}" if is_long() else own)
