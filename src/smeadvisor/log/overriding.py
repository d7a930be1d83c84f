"""A counsellor thinks otherwise: a record of its own that refers to the consultation and leaves it as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from smeadvisor.files.documents.scalars import text_fault
from smeadvisor.log.records import CONSULTATION, OVERRIDE, PROFILE_ID, Draft, Record, canonical, is_text
from smeadvisor.log.store import Store
from smeadvisor.messages import message
from smeadvisor.model.plain import Plain
from smeadvisor.problems import Place, Problem, Rejected, near, nearest, problem


class OverrideText(TypedDict):
    """Who overrode which recommendation, and why."""

    recommendation: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Override(Plain):
    """Who overrode which recommendation of a consultation, why and when; ``number`` is that of its own record."""

    number: int
    time: str
    recommendation: str
    reason: str
    by: str


def override(store: Store, name: str, recommendation: str, reason: str, by: str) -> Record:
    """Record that a recommendation of the consultation of that number or id is overridden.

    Raises Rejected: E-LOG-RECORD, E-LOG-KIND, E-LOG-PURGED, E-REF where it was not given; E-EMPTY-TEXT, E-CHAR,
    E-LEN; Unwritable.
    """
    texts: OverrideText = {
        "recommendation": recommendation,
        "reason": _text("--reason", reason),
        "by": _text("--by", by),
    }
    with store.transaction():
        record = store.record(name)
        given = _recommendations(store, record)
        if recommendation not in given:
            what = message("errors.what.recommendation_of_record")
            raise Rejected(problem("E-REF", recommendation, what=what, **near(nearest(recommendation, given))))
        parts = {PROFILE_ID: store.part(record.number, PROFILE_ID) or "", OVERRIDE: canonical(texts)}
        book = (record.rulebook_version, record.rulebook_digest, record.as_of)
        return store.put(Draft("override", {"about": record.number, "about_id": record.id}, parts, *book))


def overrides(store: Store, number: int) -> list[Override]:
    """What was overridden of the consultation of that number, in order, as far as it was not removed since."""
    mine = [each for each in store.of_kind("override") if each.data["about"] == number]
    found = ((each, store.part_data(each.number, OVERRIDE)) for each in mine)
    return [_override(store, each, data) for each, data in found if data is not None]


def _override(store: Store, record: Record, data: Mapping[str, Any]) -> Override:
    texts = [data.get(name) for name in ("recommendation", "reason", "by")]
    if not all(map(is_text, texts)):
        raise store.damage(record.number, OVERRIDE)
    return Override(record.number, record.time, *map(str, texts))


def _recommendations(store: Store, record: Record) -> list[str]:
    place = Place(str(store.path))
    if record.kind != "consultation":
        raise Rejected(Problem("E-LOG-KIND", place, details={"number": str(record.number)}))
    written = store.part_data(record.number, CONSULTATION)
    if written is None:
        raise Rejected(Problem("E-LOG-PURGED", place, details={"number": str(record.number)}))
    with store.taking_apart(record.number, CONSULTATION):
        return [str(each["id"]) for each in written["recommendations"]]


def _text(option: str, text: str) -> str:
    """The text; raises Rejected where it says nothing, is too long or holds what no text may."""
    if not text.strip():
        raise Rejected(Problem("E-LOG-EMPTY", value=option))
    if fault := text_fault(text):
        raise Rejected(fault)
    return text
