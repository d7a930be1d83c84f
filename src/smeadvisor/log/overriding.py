"""A counsellor thinks otherwise: a record of its own that refers to the consultation and leaves it as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NotRequired

from typing_extensions import TypedDict

from smeadvisor.files.documents.scalars import text_fault
from smeadvisor.log.records import CONSULTATION, OVERRIDE, PROFILE_ID, Draft, Record, canonical, is_text
from smeadvisor.log.store import Store
from smeadvisor.messages import message
from smeadvisor.model.plain import Plain
from smeadvisor.problems import InvalidInput, Place, Problem, near, nearest, problem


class OverrideText(TypedDict):
    """Who overrode which recommendation, and why."""

    recommendation: str
    reason: str
    by: str


class OverrideData(OverrideText):
    """What a counsellor said of a recommendation, and when; ``row`` where it was given to a row of a run."""

    number: int
    time: str
    row: NotRequired[int]


@dataclass(frozen=True, slots=True)
class Override(Plain):
    """Who overrode which recommendation, why and when; ``number`` is that of its own record, ``row`` one of a run."""

    number: int
    time: str
    recommendation: str
    reason: str
    by: str
    row: int | None = None

    def written(self) -> OverrideData:
        """With the row only where there is one."""
        data: OverrideData = {
            "number": self.number,
            "time": self.time,
            "recommendation": self.recommendation,
            "reason": self.reason,
            "by": self.by,
        }
        return data if self.row is None else {**data, "row": self.row}


def override(store: Store, name: str, recommendation: str, reason: str, by: str, row: int | None = None) -> Record:
    """Record that a recommendation of the consultation of that number or id is overridden, or of a row of a run.

    Raises InvalidInput: E-LOG-RECORD, E-LOG-KIND, E-LOG-KIND-ROWS, E-LOG-PURGED, E-REF where it was not given;
    E-EMPTY-TEXT, E-CHAR, E-LEN; as ``advised_row`` for a row; OutputError.
    """
    texts: OverrideText = {
        "recommendation": recommendation,
        "reason": _text("--reason", reason),
        "by": _text("--by", by),
    }
    with store.transaction():
        record = store.record(name)
        profile_id, given = _given(store, record) if row is None else _given_to_row(store, record, row)
        if recommendation not in given:
            what = message("errors.what.recommendation_of_record")
            raise InvalidInput(problem("E-REF", recommendation, what=what, **near(nearest(recommendation, given))))
        parts = {PROFILE_ID: profile_id, OVERRIDE: canonical(texts)}
        said = {"about": record.number, "about_id": record.id, **({} if row is None else {"row": row})}
        book = (record.rulebook_version, record.rulebook_digest, record.as_of)
        return store.put(Draft("override", said, parts, (), *book))


def overrides(store: Store, number: int) -> list[Override]:
    """What was overridden of the consultation of that number, in order, as far as it was not removed since."""
    mine = [each for each in store.of_kind("override") if each.data["about"] == number]
    found = ((each, store.part_data(each.number, OVERRIDE)) for each in mine)
    return [_override(store, each, data) for each, data in found if data is not None]


def _override(store: Store, record: Record, data: Mapping[str, Any]) -> Override:
    texts = [data.get(name) for name in ("recommendation", "reason", "by")]
    if not all(map(is_text, texts)):
        raise store.damage(record.number, OVERRIDE)
    return Override(record.number, record.time, *map(str, texts), row=record.data.get("row"))


def _given(store: Store, record: Record) -> tuple[str, list[str]]:
    """The id of the profile of a consultation, and the recommendations that it was given."""
    place, details = Place(str(store.path)), {"number": str(record.number)}
    if record.kind != "consultation":
        code = "E-LOG-KIND-ROWS" if record.kind == "batch" else "E-LOG-KIND"
        raise InvalidInput(Problem(code, place, details=details))
    written = store.part_data(record.number, CONSULTATION)
    if written is None:
        raise InvalidInput(Problem("E-LOG-PURGED", place, details=details))
    with store.taking_apart(record.number, CONSULTATION):
        return store.part(record.number, PROFILE_ID) or "", [str(each["id"]) for each in written["recommendations"]]


def _given_to_row(store: Store, record: Record, row: int) -> tuple[str, list[str]]:
    """The same of a row of a run, whose input is read again."""
    # One who overrides a consultation reads no tables.
    from smeadvisor.log.row_replaying import advised_row

    found = advised_row(store, record, row).consultation
    return found.profile_id, [advice.id for advice in found.recommendations]


def _text(option: str, text: str) -> str:
    """The text; raises InvalidInput where it says nothing, is too long or holds what no text may."""
    if not text.strip():
        raise InvalidInput(Problem("E-LOG-EMPTY", value=option))
    if fault := text_fault(text):
        raise InvalidInput(fault)
    return text
