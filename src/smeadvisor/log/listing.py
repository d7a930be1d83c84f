"""The records of a log, one after the other, as lines or as data."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from smeadvisor.log.records import PROFILE_ID, Kind, Record, SaidData
from smeadvisor.log.store import Store
from smeadvisor.messages import say
from smeadvisor.model.timeline import is_day
from smeadvisor.problems import Lang, Rejected, escaped, problem, shown
from smeadvisor.rendering.advice.lines import width_of

_WIDTHS = {"number": 8, "time": 22, "kind": 14, "as_of": 12, "rulebook": 14}
_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are asked for: of a profile, from and until a day, month or year (UTC), the last so many."""

    profile: str | None = None
    since: str | None = None
    until: str | None = None
    last: int | None = None

    def refuse_no_day(self) -> None:
        """Raise Rejected (E-LOG-DAY) for a day that is none."""
        for each in (self.since, self.until):
            if each is not None and not is_day(each):
                raise Rejected(problem("E-LOG-DAY", each))

    def has(self, record: Record, profile_id: str | None) -> bool:
        """Whether the record is one of them."""
        if self.profile is not None and profile_id != self.profile:
            return False
        if self.since is not None and record.time < self.since:
            return False
        return self.until is None or record.time[: len(self.until)] <= self.until


class LineData(SaidData):
    """One record in a list; ``profile`` is null where there is none, or none any more."""

    number: int
    id: str
    time: str
    kind: Kind
    profile: str | None
    as_of: str | None
    rulebook: str | None
    program: str
    is_purged: bool


def listed(store: Store, wanted: Wanted) -> Iterator[tuple[Record, str | None]]:
    """The records asked for in order, each with the id of its profile, None where there is none any more.

    Raises Rejected (E-LOG-DAY).
    """
    wanted.refuse_no_day()
    with store.snapshot():
        if wanted.last is None:
            yield from _matching(store, wanted, newest_first=False)
        else:
            found = islice(_matching(store, wanted, newest_first=True), wanted.last)
            held: deque[tuple[Record, str | None]] = deque()
            held.extendleft(found)
            yield from held


def _matching(store: Store, wanted: Wanted, newest_first: bool) -> Iterator[tuple[Record, str | None]]:
    for record in store.records(newest_first):
        profile_id = store.part(record.number, PROFILE_ID)
        if wanted.has(record, profile_id):
            yield record, profile_id


def as_data(record: Record, profile_id: str | None) -> LineData:
    """One line of a list as data."""
    data: Any = {
        "number": record.number,
        "id": record.id,
        "time": record.time,
        "kind": record.kind,
        "profile": profile_id,
        "as_of": record.as_of,
        "rulebook": record.rulebook_digest,
        "program": record.program,
        **record.data,
        "is_purged": is_purged(record, profile_id),
    }
    return data


def is_purged(record: Record, profile_id: str | None) -> bool:
    """Whether what it said of a profile was removed."""
    return profile_id is None and PROFILE_ID in record.digests


def heading(lang: Lang) -> str:
    """What stands above the lines."""
    cells = {name: say(f"log.{name}", lang) for name in _WIDTHS}
    return _line(cells, say("log.profile", lang))


def line(record: Record, profile_id: str | None, lang: Lang) -> str:
    """One record on one line."""
    cells = {
        "number": str(record.number),
        "time": escaped(record.time[: len("2026-01-01T00:00:00")]) + "Z",
        "kind": say(f"log.{record.kind}", lang),
        "as_of": escaped(record.as_of or ""),
        "rulebook": escaped((record.rulebook_digest or "")[:_DIGEST]),
    }
    said = [shown(profile_id)] if profile_id is not None else []
    said += [f"({each})" for each in _remarks(record, profile_id, lang)]
    return _line(cells, " ".join(said))


def _remarks(record: Record, profile_id: str | None, lang: Lang) -> Iterator[str]:
    data = record.data
    if is_purged(record, profile_id):
        yield say("log.purged", lang)
    if "about" in data:
        yield say("log.about", lang, number=data["about"])
    if "records" in data:
        yield say("log.removed", lang, count=data["records"])
    if "masked" in data:
        yield say("log.masked", lang, list=escaped(", ".join(data["masked"])))


def _line(cells: Mapping[str, str], rest: str) -> str:
    padded = (text + " " * max(_WIDTHS[name] - width_of(text), 1) for name, text in cells.items())
    return ("".join(padded) + rest).rstrip() + "\n"
