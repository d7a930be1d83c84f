"""Names that files use of each other: sources, barriers, recommendations, instruments, economies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from smeadvisor.messages import message
from smeadvisor.model.records import Instrument, Strategy
from smeadvisor.model.rulebook import REGION
from smeadvisor.model.texts import PLACEHOLDER
from smeadvisor.problems import Problem, near, nearest, problem
from smeadvisor.rules.files import Shelf


class _Reference(NamedTuple):
    """A name used somewhere in a file, and what it must be the name of."""

    path: tuple[str | int, ...]
    name: str
    kind: str


_CALLED = {"member": "economy", "file": "rule_file"}
"""What messages call a kind of reference that goes by another name."""

NAME_IT_FIRST = {"or": message("errors.or_new_economy")}
"""The slot of the remedy for an economy that the rulebook does not name."""


def reference_faults(shelf: Shelf) -> Iterator[Problem]:
    """Every name in a file that nothing has."""
    known = {
        "source": sources_of(shelf),
        "barrier": shelf.models["barriers"],
        "recommendation": shelf.models["recommendations"],
        "instrument": shelf.models["instruments"],
        "economy": {**shelf.singles["economies"].economies, REGION: None},
        "member": shelf.singles["economies"].economies,
    }
    for kind, models in shelf.models.items():
        for name, model in models.items():
            for each in _references_of(model):
                if each.name not in known[each.kind]:
                    yield shelf.document(kind, name).located(unknown(each.kind, each.name, known[each.kind]), each.path)


def unknown(kind: str, name: str, known: Iterable[str]) -> Problem:
    """That there is no such thing of that kind, with the nearest name that there is."""
    what = message(f"errors.what.{_CALLED.get(kind, kind)}")
    if name.startswith(PLACEHOLDER):
        return problem("E-TODO-NAME", name, what=what, kinds=f"{what.to('en')}s")
    first = NAME_IT_FIRST if kind == "economy" else {}
    return problem("E-REF", name, what=what, **near(nearest(name, known)), **first)


def _references_of(model: Any) -> Iterator[_Reference]:
    for i, source in enumerate(model.sources):
        yield _Reference(("sources", i), source, "source")
    for i, relief in enumerate(getattr(model, "relieves", ())):
        yield _Reference(("relieves", i, "barrier"), relief.barrier, "barrier")
    for i, study in enumerate(getattr(model, "studies", ())):
        yield _Reference(("studies", i, "source"), study.source, "source")
    if isinstance(model, Instrument):
        yield from _references_of_instrument(model)
    if isinstance(model, Strategy):
        yield from _references_of_strategy(model)


def _references_of_instrument(instrument: Instrument) -> Iterator[_Reference]:
    yield _Reference(("economy",), instrument.economy, "economy")
    if instrument.parent is not None:
        yield _Reference(("parent",), instrument.parent, "instrument")
    for i, service in enumerate(instrument.serves):
        yield _Reference(("serves", i, "recommendation"), service.recommendation, "recommendation")
    for what in ("requirements", "figures", "points", "history"):
        for i, each in enumerate(getattr(instrument, what)):
            if each.source is not None:
                yield _Reference((what, i, "source"), each.source, "source")
    for i, event in enumerate(instrument.history):
        for successor in event.successors:
            yield _Reference(("history", i, "successors"), successor, "instrument")


def _references_of_strategy(strategy: Strategy) -> Iterator[_Reference]:
    for i, showing in enumerate(strategy.economies):
        yield _Reference(("economies", i, "economy"), showing.economy, "member")
        yield _Reference(("economies", i, "source"), showing.source, "source")
    for i, service in enumerate(strategy.recommendations):
        yield _Reference(("recommendations", i, "recommendation"), service.recommendation, "recommendation")


def sources_of(shelf: Shelf) -> Any:
    """The sources by name."""
    return shelf.singles["sources"].sources
