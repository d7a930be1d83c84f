"""One record for people: as data, or as the advice that was given, what counsellors said of it beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import Consultation
from smeadvisor.log.overriding import Override, overrides
from smeadvisor.log.records import PROFILE_ID, Kind, Record, SaidData, as_json
from smeadvisor.log.replaying import profile_of, replay
from smeadvisor.log.rows import is_block
from smeadvisor.log.rulebooks import Rulebooks
from smeadvisor.log.store import Store
from smeadvisor.messages import say
from smeadvisor.model.plain import plain
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Lang, Place, Problem, escaped
from smeadvisor.rendering.advice import Format, render
from smeadvisor.rendering.advice.outline import Section
from smeadvisor.rendering.advice.wording import one_line


class Overridden(TypedDict):
    """What counsellors said of the advice, in order."""

    overrides: list[Override]


class RecordData(Overridden):
    """A record: what stays, and the parts that are there (null for one that was removed)."""

    number: int
    id: str
    time: str
    kind: Kind
    program: str
    rulebook_version: str | None
    rulebook_digest: str | None
    as_of: str | None
    said: SaidData
    parts: dict[str, Any]
    previous: str
    hash: str
    digests: dict[str, str]


def shown_data(store: Store, record: Record) -> dict[str, Any]:
    """The record as data: what stays, the parts that are there, and what was overridden."""
    parts = {
        name: store.part(record.number, name) if name == PROFILE_ID else store.part_data(record.number, name)
        for name in record.digests
        if not is_block(name)
    }
    said: Any = record.data
    data: RecordData = {
        "number": record.number,
        "id": record.id,
        "time": record.time,
        "kind": record.kind,
        "program": record.program,
        "rulebook_version": record.rulebook_version,
        "rulebook_digest": record.rulebook_digest,
        "as_of": record.as_of,
        "said": said,
        "parts": parts,
        "previous": record.previous,
        "hash": record.hash,
        "digests": record.digests,
        "overrides": overrides(store, record.number),
    }
    return plain(data)


def shown_advice(store: Store, record: Record, form: Format, lang: Lang, width: int, colour: bool) -> str:
    """The advice of a consultation as it was given, with what was overridden.

    Raises InvalidInput: E-LOG-KIND for other records; E-LOG-PURGED, E-LOG-MASKED, E-LOG-DIFFERS and what else keeps its
    record from being replayed.
    """
    rulebooks = Rulebooks(store)
    _refuse_other_advice(store, rulebooks, record)
    digest, day = record.rulebook_digest or "", record.as_of or ""
    profile, engine = profile_of(store, rulebooks, record), rulebooks.engine(digest, day)
    found, own = engine.consult(profile), rulebooks.engine_before(digest, day)
    said = overrides(store, record.number)
    added = [_section(said, found, engine.rulebook, lang)] if said else []
    before = own.consult(profile) if own else None
    text = render(found, engine.rulebook, form, lang, before=before, width=width, colour=colour, added=added)
    return _with_overrides(text, said) if form == "json" and said else text


def _refuse_other_advice(store: Store, rulebooks: Rulebooks, record: Record) -> None:
    """Refuse where the advice of then cannot be had from the record."""
    place, number = Place(f"{store.path}#{record.number}"), str(record.number)
    outcome, faults = replay(store, rulebooks, record)
    codes = {"other": "E-LOG-KIND", "masked": "E-LOG-MASKED", "purged": "E-LOG-PURGED"}
    if outcome in codes:
        raise InvalidInput(Problem(codes[outcome], place, details={"number": number}))
    if faults:
        raise InvalidInput(faults)


def _section(said: Sequence[Override], found: Consultation, rulebook: Rulebook, lang: Lang) -> Section:
    lines = [
        say(
            "log.overridden",
            lang,
            headline=_headline(each.recommendation, found, rulebook, lang),
            reason=escaped(one_line(each.reason)),
            by=escaped(one_line(each.by)),
            time=escaped(each.time[: len("2026-01-01")]),
        )
        for each in said
    ]
    return Section(say("log.overrides", lang), tuple(lines))


def _headline(name: str, found: Consultation, rulebook: Rulebook, lang: Lang) -> str:
    recommendation = rulebook.recommendations[name]
    wording = recommendation.firm if found.kind == "firm" else recommendation.economy
    return wording.headline.to(lang)


def _with_overrides(line: str, said: Sequence[Override]) -> str:
    more: Overridden = {"overrides": [*said]}
    return as_json({**json.loads(line), **plain(more)})
