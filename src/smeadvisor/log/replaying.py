"""Records replayed: the profile advised once more by the rulebook of then and the program of today."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from smeadvisor import __version__
from smeadvisor.engines.consultation import Consultation
from smeadvisor.files.documents import parse
from smeadvisor.log.records import CONSULTATION, PROFILE, Record, canonical, is_object
from smeadvisor.log.rulebooks import Rulebooks
from smeadvisor.log.store import Store
from smeadvisor.model.profile import Profile, profile_from
from smeadvisor.problems import InvalidInput, Place, Problem, escaped, pointer, problem, shown

Outcome = Literal["same", "differs", "masked", "purged", "unreadable", "other"]
"""``unreadable``: this program cannot read the rulebook or the profile any more; ``other``: no consultation."""


@dataclass(slots=True)
class Replayed:
    """How many records came to what, and by which other versions of the program they were made."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    programs: set[str] = field(default_factory=set)


def replay_all(store: Store, tell: Callable[[Problem], None], number: str | None = None) -> Replayed:
    """Replay every consultation, or one; ``tell`` hears what differs or cannot be replayed. Raises InvalidInput."""
    replayed, rulebooks = Replayed(), Rulebooks(store)
    with store.snapshot():
        for record in store.records() if number is None else [store.record(number)]:
            outcome, faults = replay(store, rulebooks, record)
            replayed.outcomes[outcome] += 1
            if outcome != "other" and record.program != __version__:
                replayed.programs.add(record.program)
            for each in faults:
                tell(each)
    return replayed


def replay(store: Store, rulebooks: Rulebooks, record: Record) -> tuple[Outcome, list[Problem]]:
    """What comes of one record, and what there is to say of it."""
    if record.kind != "consultation":
        return "other", []
    written = store.part(record.number, CONSULTATION)
    if written is None:
        return "purged", []
    if not is_object(written):
        raise store.damage(record.number, CONSULTATION)
    if record.data.get("masked"):
        return "masked", [_of(store, record, problem("N-LOG-MASKED", masked=escaped(", ".join(record.data["masked"]))))]
    try:
        found = canonical(consulted(store, rulebooks, record).as_dict())
    except InvalidInput as rejected:
        return "unreadable", [_of(store, record, problem("E-LOG-UNREADABLE")), *rejected.problems]
    if found == written:
        return "same", []
    return "differs", [_of(store, record, problem("E-LOG-DIFFERS", **_difference(written, found)))]


def consulted(store: Store, rulebooks: Rulebooks, record: Record) -> Consultation:
    """What the rulebook of the record says of its profile today; raises InvalidInput."""
    engine = rulebooks.engine(record.rulebook_digest or "", record.as_of or "")
    return engine.consult(profile_of(store, rulebooks, record))


def profile_of(store: Store, rulebooks: Rulebooks, record: Record) -> Profile:
    """The profile of a consultation; raises InvalidInput (E-LOG-PURGED) where it was removed."""
    text = store.part(record.number, PROFILE)
    if text is None:
        raise InvalidInput(_of(store, record, problem("E-LOG-PURGED")))
    if not is_object(text):
        raise store.damage(record.number, PROFILE)
    document = parse(text.encode(), f"{store.path}#{record.number}")
    return profile_from(document, rulebooks.engine(record.rulebook_digest or "", record.as_of or "").rulebook)


def _of(store: Store, record: Record, fault: Problem) -> Problem:
    details = {"number": str(record.number), **fault.details}
    return Problem(fault.code, Place(f"{store.path}#{record.number}"), value=fault.value, details=details)


def _difference(written: str, found: str) -> dict[str, str]:
    """The first place at which two consultations differ."""
    then, today = json.loads(written), json.loads(found)
    for path, one, other in _differences(then, today, ()):
        return {"where": escaped(pointer(path)) or "/", "then": shown(canonical(one)), "today": shown(canonical(other))}
    return {"where": "/", "then": "", "today": ""}


def _differences(one: Any, other: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any, Any]]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from _differences(one.get(key), other.get(key), (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, (*path, i))
    elif canonical(one) != canonical(other):
        yield path, one, other
