"""Records in the form of the decision logs of Open Policy Agent, so that what reads those can read these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NotRequired

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import ConsultationData
from smeadvisor.log.listing import Wanted, listed
from smeadvisor.log.overriding import OverrideText
from smeadvisor.log.profile_data import NAME, LoggedProfile
from smeadvisor.log.records import CONSULTATION, OVERRIDE, PROFILE, RUN, Record, SaidData
from smeadvisor.log.runs import RunData
from smeadvisor.log.store import Store
from smeadvisor.problems import pointer


class LabelData(TypedDict):
    """Who says so: the program, the log by its id, and the program's version."""

    app: str
    id: str
    version: str


class RevisionData(TypedDict):
    """The rulebook by its digest."""

    revision: str


class BundleData(TypedDict, total=False):
    """What the advice follows from; empty for a record that follows from no rulebook."""

    rulebook: RevisionData


class CustomData(SaidData):
    """What the form has no name for: the place in the chain, and the digests of the parts."""

    number: int
    previous: str
    hash: str
    as_of: str | None
    parts: dict[str, str]


class EventData(TypedDict):
    """One record as a decision log of Open Policy Agent has it."""

    labels: LabelData
    decision_id: str
    bundles: BundleData
    path: str
    input: LoggedProfile | RunData | OverrideText | None
    result: ConsultationData | None
    timestamp: str
    erased: NotRequired[list[str]]
    custom: CustomData


_INPUTS = {"consultation": PROFILE, "batch": RUN, "override": OVERRIDE}
_RESULTS = {"consultation": CONSULTATION}


def exported(store: Store, wanted: Wanted) -> Iterator[EventData]:
    """The records asked for, each as one event; raises InvalidInput (E-LOG-DAY)."""
    identity, _ = store.identity()
    for found in listed(store, wanted):
        yield _event(store, found.record, identity)


def _event(store: Store, record: Record, identity: str) -> EventData:
    event: Any = {
        "labels": {"app": "smeadvisor", "id": identity, "version": record.program},
        "decision_id": record.id,
        "bundles": _bundles(record),
        "path": f"smeadvisor/{record.kind}",
        "input": _content(store, record, _INPUTS),
        "result": _content(store, record, _RESULTS),
        "timestamp": record.time,
    }
    if erased := [*_erased(event, record)]:
        event["erased"] = erased
    # What the form has no name for.
    chain = {name: getattr(record, name) for name in ("number", "previous", "hash", "as_of")}
    event["custom"] = {**chain, **record.data, "parts": record.digests}
    return event


def _bundles(record: Record) -> BundleData:
    return {"rulebook": {"revision": record.rulebook_digest}} if record.rulebook_digest else {}


def _content(store: Store, record: Record, names: dict[str, str]) -> Any:
    return store.part_data(record.number, names[record.kind]) if record.kind in names else None


def _erased(event: EventData, record: Record) -> Iterator[str]:
    """Pointers to what was removed on request, or never stored."""
    for name, held in (("input", _INPUTS), ("result", _RESULTS)):
        if event[name] is None and record.kind in held:
            yield f"/{name}"
    if event["input"] is not None:
        for each in record.data.get("masked", ()):
            yield pointer(("input", each) if each == NAME else ("input", "answers", each))
            if each != NAME:
                yield pointer(("result", "profile", "answers", each))
