"""What is the paper's and what is known since: days, later sources, and what became of instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from smeadvisor.messages import Message, message
from smeadvisor.model.records import Event, Instrument, RuleText
from smeadvisor.model.timeline import is_day, last_day
from smeadvisor.problems import Problem, problem
from smeadvisor.rules.files import Shelf
from smeadvisor.rules.linking import entries

Path = tuple[str | int, ...]
Fault = tuple[Path, Problem]


def date_faults(shelf: Shelf) -> Iterator[Problem]:
    """Every day that is none, and every fact that names a source of the wrong time."""
    about, document = shelf.singles["rulebook"], shelf.documents["", "rulebook"]
    for what in ("paper_through", "reviewed_through"):
        if not _is_date(getattr(about, what)):
            yield document.located(problem("E-DATE", getattr(about, what)), (what,))
    if about.paper_through > about.reviewed_through:
        yield document.located(problem("E-ORDER", "paper_through"), ("paper_through",))
    yield from _source_faults(shelf)
    yield from _place_faults(shelf)
    for name, instrument in shelf.models["instruments"].items():
        for path, fault in _instrument_faults(shelf, instrument):
            yield shelf.document("instruments", name).located(fault, path)
    for entry in entries(shelf):
        owner = shelf.models[entry.kind][entry.owner]
        for path, fault in _rule_faults(shelf, entry.text, getattr(owner, "origin", "paper")):
            yield shelf.document(entry.kind, entry.owner).located(fault, (*entry.path, *path))


def _source_faults(shelf: Shelf) -> Iterator[Problem]:
    """A page's own date, which a place in the paper has not."""
    for name, source in shelf.singles["sources"].sources.items():
        if source.dated is not None and not (source.urls and is_day(source.dated)):
            yield shelf.documents["", "sources"].located(_no_day(source.dated), ("sources", name, "dated"))


def _place_faults(shelf: Shelf) -> Iterator[Problem]:
    """What is said of the paper, yet names a later source."""
    for kind in ("attributes", "classification", "barriers", "recommendations", "strategies"):
        for name, model in shelf.models[kind].items():
            document = shelf.document(kind, name)
            for path, source in (*_listed(model), *_parts(model, ("studies", "economies"))):
                yield from (
                    document.located(fault, where) for where, fault in _of_time(shelf, source, path, later=False)
                )
    for i, erratum in enumerate(shelf.singles["errata"].errata):
        for place in (erratum.place, *erratum.also):
            for where, fault in _of_time(shelf, place, ("errata", i, "place"), later=False):
                yield shelf.documents["", "errata"].located(fault, where)


def _listed(model: Any) -> Iterator[tuple[Path, str]]:
    return ((("sources", i), each) for i, each in enumerate(model.sources))


def _parts(model: Any, lists: Iterable[str]) -> Iterator[tuple[Path, str]]:
    for what in lists:
        for i, each in enumerate(getattr(model, what, ())):
            yield (what, i, "source"), each.source


def _no_day(text: str) -> Problem:
    """That the text is no day, month or year."""
    return problem("E-DATE", text, **{"or": message("errors.or_month")})


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _instrument_faults(shelf: Shelf, instrument: Instrument) -> Iterator[Fault]:
    later = instrument.origin != "paper"
    if later and (instrument.begins is None or not is_day(instrument.begins)):
        yield (
            ("begins",),
            problem("E-MISSING", "begins") if instrument.begins is None else _no_day(instrument.begins),
        )
    if not later and instrument.begins is not None:
        yield ("begins",), problem("E-ORIGIN", "begins")
    if instrument.status != "in_force":
        yield ("status",), problem("E-CHOICE", instrument.status, choices="in_force")
    hint = {} if later else _NOT_IN_PAPER
    for path, source in (*_listed(instrument), *_parts(instrument, ("figures", "points", "requirements"))):
        yield from _of_time(shelf, source, path, later=later, hint=hint)
    for i, event in enumerate(instrument.history):
        yield from ((("history", i, *path), fault) for path, fault in _event_faults(shelf, instrument, event))
    told = (instrument.begins, *(each.since for each in instrument.history))
    days = [last_day(each) for each in told if each and is_day(each)]
    if days != sorted(days):
        yield ("history",), problem("E-ORDER", instrument.id)


_NOT_IN_PAPER = {"hint": message("errors.not_in_paper")}
_OR_NOT_IN_PAPER = {"how": message("errors.or_not_in_paper")}


def _of_time(
    shelf: Shelf, source: str, path: Path, *, later: bool, hint: Mapping[str, Message] = MappingProxyType({})
) -> Iterator[Fault]:
    """The fault of naming a place in the paper for a later fact, or the other way round."""
    known = shelf.singles["sources"].sources.get(source)
    if known is not None and bool(known.urls) != later:
        wanted = message("errors.what.later_source" if later else "errors.what.place_in_paper")
        yield path, problem("E-LATER", source, wanted=wanted, **hint)


def _event_faults(shelf: Shelf, instrument: Instrument, event: Event) -> Iterator[Fault]:
    if event.since is not None and not is_day(event.since):
        yield ("since",), _no_day(event.since)
    if event.source is None and (event.status, event.confidence) != ("unknown", "low"):
        yield ("status",), problem("E-UNSOURCED", instrument.id)
    if event.source is not None:
        yield from _of_time(shelf, event.source, ("source",), later=True)
    if instrument.id in event.successors:
        yield ("successors",), problem("E-CYCLE", circle=f"{instrument.id} → {instrument.id}")


def _rule_faults(shelf: Shelf, text: RuleText, origin: str) -> Iterator[Fault]:
    for name, day in (("from", text.starts), ("until", text.ends)):
        if day is not None and not _is_date(day):
            yield (name,), problem("E-DATE", day)
    if text.starts is not None and text.ends is not None and text.starts >= text.ends:
        yield ("until",), problem("E-ORDER", text.id)
    later = text.basis == "since-2011"
    if later and text.source is None:
        yield (), problem("E-MISSING", "source")
    if later and origin == "paper" and (text.starts or "") <= shelf.singles["rulebook"].paper_through:
        # It would hold for the reader of the paper.
        missing = problem("E-MISSING", "from", **_OR_NOT_IN_PAPER)
        yield (), missing if text.starts is None else problem("E-ORDER", text.id)
    if text.source is not None and (text.basis != "inference" or origin == "paper"):
        yield from _of_time(shelf, text.source, ("source",), later=later)
