"""Records in the form of the decision logs of Open Policy Agent, so that what reads those can read these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smeadvisor.log.listing import Wanted, listed
from smeadvisor.log.profile_data import NAME
from smeadvisor.log.records import CONSULTATION, OVERRIDE, PROFILE, RUN, Record
from smeadvisor.log.store import Store
from smeadvisor.problems import pointer

_INPUTS = {"consultation": PROFILE, "batch": RUN, "override": OVERRIDE}
_RESULTS = {"consultation": CONSULTATION}


def exported(store: Store, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The records asked for, each as one event; raises Rejected (E-LOG-DAY)."""
    identity, _ = store.identity()
    for record, _ in listed(store, wanted):
        yield _event(store, record, identity)


def _event(store: Store, record: Record, identity: str) -> dict[str, Any]:
    event: dict[str, Any] = {
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


def _bundles(record: Record) -> dict[str, Any]:
    return {"rulebook": {"revision": record.rulebook_digest}} if record.rulebook_digest else {}


def _content(store: Store, record: Record, names: dict[str, str]) -> Any:
    return store.part_data(record.number, names[record.kind]) if record.kind in names else None


def _erased(event: dict[str, Any], record: Record) -> Iterator[str]:
    """Pointers to what was removed on request, or never stored."""
    for name, held in (("input", _INPUTS), ("result", _RESULTS)):
        if event[name] is None and record.kind in held:
            yield f"/{name}"
    if event["input"] is not None:
        for each in record.data.get("masked", ()):
            yield pointer(("input", each) if each == NAME else ("input", "answers", each))
            if each != NAME:
                yield pointer(("result", "profile", "answers", each))
