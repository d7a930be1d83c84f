"""Which places a thing cites: its own sources and those of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from smeadvisor.model.records import Barrier, Economy, Erratum, Instrument, Strategy
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.rendering.rulebook.names import Thing, rules_of, things


def cited_by(thing: Thing, rulebook: Rulebook) -> list[str]:
    """The ids of the sources that the thing and its rules in force cite, each once."""
    own = getattr(thing.said, "sources", ())
    parts: Iterable[str | None] = _PARTS[thing.kind](thing.said) if thing.kind in _PARTS else ()
    rules = (each.text.source for each in rules_of(thing, rulebook) if each.text)
    return [each for each in dict.fromkeys((*own, *parts, *rules)) if each]


def citing(source: str, rulebook: Rulebook) -> list[Thing]:
    """The things that cite the source."""
    return [each for each in things(rulebook) if source in cited_by(each, rulebook)]


def _of_barrier(barrier: Barrier) -> Iterator[str]:
    yield from (each.source for each in barrier.studies)


def _of_instrument(instrument: Instrument) -> Iterator[str | None]:
    for parts in (instrument.points, instrument.figures, instrument.requirements, instrument.history):
        yield from (each.source for each in parts)


def _of_strategy(strategy: Strategy) -> Iterator[str]:
    yield from (each.source for each in strategy.economies)


def _of_economy(economy: Economy) -> Iterator[str]:
    if economy.emphasis:
        yield economy.emphasis.source


def _of_erratum(erratum: Erratum) -> Iterator[str]:
    yield from (erratum.place, *erratum.also)


_PARTS: dict[str, Callable[[Any], Iterator[str | None]]] = {
    "barriers": _of_barrier,
    "instruments": _of_instrument,
    "strategies": _of_strategy,
    "economies": _of_economy,
    "errata": _of_erratum,
}
