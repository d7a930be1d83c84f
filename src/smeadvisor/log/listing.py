"""The records of a log, one after the other, as lines or as data."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, NotRequired

from smeadvisor.log.records import PROFILE_ID, Kind, Record, SaidData
from smeadvisor.log.rows import rows_of
from smeadvisor.log.store import Store
from smeadvisor.messages import say
from smeadvisor.model.timeline import is_day
from smeadvisor.problems import InvalidInput, Lang, escaped, problem, shown
from smeadvisor.rendering.advice.lines import width_of

_WIDTHS = {"number": 8, "time": 22, "kind": 14, "as_of": 12, "rulebook": 14}
_DIGEST = 12
_MOST_ROWS = 20
"""Rows of a run that a line names."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are asked for: of a profile, from and until a day, month or year (UTC), the last so many."""

    profile: str | None = None
    since: str | None = None
    until: str | None = None
    last: int | None = None

    def refuse_no_day(self) -> None:
        """Raise InvalidInput (E-LOG-DAY) for a day that is none."""
        for each in (self.since, self.until):
            if each is not None and not is_day(each):
                raise InvalidInput(problem("E-LOG-DAY", each))

    def has(self, found: Listed) -> bool:
        """Whether the record is one of them."""
        record = found.record
        if self.profile is not None and found.profile_id != self.profile and not found.rows:
            return False
        if self.since is not None and record.time < self.since:
            return False
        return self.until is None or record.time[: len(self.until)] <= self.until


class Listed(NamedTuple):
    """A record, the id of its profile (None where there is none, or none any more), and its rows of the profile asked
    for, where it is a batch run."""

    record: Record
    profile_id: str | None
    rows: Sequence[int] = ()


class LineData(SaidData):
    """One record in a list; ``profile`` is null where there is none, or none any more.

    ``rows`` are the rows of a batch run that are of the profile asked for.
    """

    number: int
    id: str
    time: str
    kind: Kind
    profile: str | None
    as_of: str | None
    rulebook: str | None
    program: str
    is_purged: bool
    rows: NotRequired[list[int]]


def listed(store: Store, wanted: Wanted) -> Iterator[Listed]:
    """The records asked for in order. Raises InvalidInput (E-LOG-DAY)."""
    wanted.refuse_no_day()
    with store.snapshot():
        if wanted.last is None:
            yield from _matching(store, wanted, newest_first=False)
        else:
            found = islice(_matching(store, wanted, newest_first=True), wanted.last)
            held: deque[Listed] = deque()
            held.extendleft(found)
            yield from held


def _matching(store: Store, wanted: Wanted, newest_first: bool) -> Iterator[Listed]:
    rows = rows_of(store, wanted.profile) if wanted.profile is not None else {}
    for record in store.records(newest_first):
        found = Listed(record, store.part(record.number, PROFILE_ID), rows.get(record.number, ()))
        if wanted.has(found):
            yield found


def as_data(found: Listed) -> LineData:
    """One line of a list as data."""
    record, profile_id = found.record, found.profile_id
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
        **({"rows": list(found.rows)} if found.rows else {}),
    }
    return data


def is_purged(record: Record, profile_id: str | None) -> bool:
    """Whether what it said of a profile was removed."""
    return profile_id is None and PROFILE_ID in record.digests


def heading(lang: Lang) -> str:
    """What stands above the lines."""
    cells = {name: say(f"log.{name}", lang) for name in _WIDTHS}
    return _line(cells, say("log.profile", lang))


def line(found: Listed, lang: Lang) -> str:
    """One record on one line."""
    record, profile_id = found.record, found.profile_id
    cells = {
        "number": str(record.number),
        "time": escaped(record.time[: len("2026-01-01T00:00:00")]) + "Z",
        "kind": say(f"log.{record.kind}", lang),
        "as_of": escaped(record.as_of or ""),
        "rulebook": escaped((record.rulebook_digest or "")[:_DIGEST]),
    }
    said = [shown(profile_id)] if profile_id is not None else []
    said += [f"({each})" for each in _remarks(found, lang)]
    return _line(cells, " ".join(said))


def _remarks(found: Listed, lang: Lang) -> Iterator[str]:
    data = found.record.data
    if found.rows:
        more = ["…"] if len(found.rows) > _MOST_ROWS else []
        yield say(
            "log.rows", lang, rows=say("wording.between_items", lang).join([*map(str, found.rows[:_MOST_ROWS]), *more])
        )
    if is_purged(found.record, found.profile_id):
        yield say("log.purged", lang)
    if "row" in data:
        yield say("log.rows", lang, rows=data["row"])
    if "about" in data:
        yield say("log.about", lang, number=data["about"])
    if "records" in data:
        yield say("log.removed", lang, count=data["records"])
    if "masked" in data:
        yield say("log.masked", lang, list=escaped(", ".join(data["masked"])))


def _line(cells: Mapping[str, str], rest: str) -> str:
    padded = (text + " " * max(_WIDTHS[name] - width_of(text), 1) for name, text in cells.items())
    return ("".join(padded) + rest).rstrip() + "\n"
