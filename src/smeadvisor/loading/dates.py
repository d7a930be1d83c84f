"""What is the paper's and what is known since: days, later sources, and what became of instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from smeadvisor.errors import Problem, problem
from smeadvisor.forms import Event, Instrument, RuleText
from smeadvisor.loading.files import Shelf
from smeadvisor.loading.linking import entries
from smeadvisor.timeline import is_day, last_day

Path = tuple[str | int, ...]
Fault = tuple[Path, Problem]


def date_faults(shelf: Shelf) -> Iterator[Problem]:
    """Every day that is none, and every fact that names a source of the wrong time."""
    for what in ("paper_through", "reviewed_through"):
        day = getattr(shelf.singles["rulebook"], what)
        if not _is_date(day):
            yield shelf.documents["", "rulebook"].located(problem("E-DATE", day), (what,))
    for name, instrument in shelf.models["instruments"].items():
        for path, fault in _instrument_faults(shelf, instrument):
            yield shelf.document("instruments", name).located(fault, path)
    for entry in entries(shelf):
        for path, fault in _rule_faults(shelf, entry.text):
            yield shelf.document(entry.kind, entry.owner).located(fault, (*entry.path, *path))


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
            problem("E-MISSING" if instrument.begins is None else "E-DATE", instrument.begins or "begins"),
        )
    if not later and instrument.begins is not None:
        yield ("begins",), problem("E-UNKNOWN-KEY", "begins")
    for path, source in _own_sources(instrument):
        yield from _of_time(shelf, source, path, later=later)
    for i, event in enumerate(instrument.history):
        yield from ((("history", i, *path), fault) for path, fault in _event_faults(shelf, instrument, event))
    told = (instrument.begins, *(each.since for each in instrument.history))
    days = [last_day(each) for each in told if each and is_day(each)]
    if days != sorted(days):
        yield ("history",), problem("E-ORDER", instrument.id)


def _own_sources(instrument: Instrument) -> Iterator[tuple[Path, str]]:
    yield from ((("sources", i), each) for i, each in enumerate(instrument.sources))
    lists: dict[str, Iterable[str]] = {
        "figures": (each.source for each in instrument.figures),
        "points": (each.source for each in instrument.points),
        "requirements": (each.source for each in instrument.requirements),
    }
    for what, sources in lists.items():
        yield from (((what, i, "source"), each) for i, each in enumerate(sources))


def _of_time(shelf: Shelf, source: str, path: Path, *, later: bool) -> Iterator[Fault]:
    """The fault of naming a place in the paper for a later fact, or the other way round."""
    known = shelf.singles["sources"].sources.get(source)
    if known is not None and bool(known.urls) != later:
        wanted = ("later source", "後來的資料") if later else ("place in the paper", "論文出處")
        yield path, problem("E-LATER", source, wanted_en=wanted[0], wanted_zh=wanted[1])


def _event_faults(shelf: Shelf, instrument: Instrument, event: Event) -> Iterator[Fault]:
    if event.since is not None and not is_day(event.since):
        yield ("since",), problem("E-DATE", event.since)
    if event.source is None and (event.status, event.confidence) != ("unknown", "low"):
        yield ("status",), problem("E-UNSOURCED", instrument.id)
    if event.source is not None:
        yield from _of_time(shelf, event.source, ("source",), later=True)
    if instrument.id in event.successors:
        yield ("successors",), problem("E-CYCLE", circle=f"{instrument.id} → {instrument.id}")


def _rule_faults(shelf: Shelf, text: RuleText) -> Iterator[Fault]:
    for name, day in (("from", text.starts), ("until", text.ends)):
        if day is not None and not _is_date(day):
            yield (name,), problem("E-DATE", day)
    if text.starts is not None and text.ends is not None and text.starts >= text.ends:
        yield ("until",), problem("E-ORDER", text.id)
    if text.basis == "since-2011" and text.source is None:
        yield (), problem("E-SOURCE", text.id)
    if text.basis != "inference" and text.source is not None:
        yield from _of_time(shelf, text.source, ("source",), later=text.basis == "since-2011")
