"""What is to be explained: a profile, what was found of it, and the rulebook that this follows from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from smeadvisor.engines.chaining import Engine, engine_for
from smeadvisor.engines.consultation import SCHEMA, Consultation
from smeadvisor.files.documents import Document, read
from smeadvisor.model.profile import Profile, profile_from
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import read_day
from smeadvisor.problems import InvalidInput, Place, Problem, problem

_TEXTS = ("title", "text", "name")


@dataclass(frozen=True, slots=True)
class Subject:
    """A profile, its consultation, and the engine that gives it: its ``rulebook`` speaks of the day."""

    profile: Profile
    consultation: Consultation
    engine: Engine

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook of the consultation's digest, as of its day."""
        return self.engine.rulebook


def read_subject(path: str | Path, rulebook: Rulebook, as_of: str | None = None) -> Subject:
    """What a file holds (``-`` for standard input): a profile, or a consultation as ``advise --format json`` saved it.

    A profile is consulted as of the day; a saved consultation has its own. Raises InvalidInput with every problem of
    the file; E-OTHER-RULEBOOK, E-OTHER-DAY for a saved one of another rulebook or day, E-NOT-THE-SAME for one that the
    rulebook does not give.
    """
    document = read(path)
    if isinstance(document.data, dict) and document.data.get("schema") == SCHEMA:
        return _saved(document, rulebook, as_of)
    return subject_of(profile_from(document, rulebook), rulebook, read_day(as_of, rulebook))


def subject_of(profile: Profile, rulebook: Rulebook, day: str) -> Subject:
    """The profile consulted as of that day."""
    engine = engine_for(rulebook, day)
    return Subject(profile, engine.consult(profile), engine)


def _saved(document: Document, rulebook: Rulebook, as_of: str | None) -> Subject:
    data = document.data
    made_by = data.get("rulebook")
    made_by = made_by if isinstance(made_by, dict) else {}
    if made_by.get("digest") != rulebook.digest:
        theirs, ours = str(made_by.get("digest"))[:12], rulebook.digest[:12]
        raise InvalidInput(_at(document, problem("E-OTHER-RULEBOOK", theirs=theirs, ours=ours), "rulebook"))
    day = _day(document, rulebook)
    if as_of is not None and read_day(as_of, rulebook) != day:
        raise InvalidInput(_at(document, problem("E-OTHER-DAY", day), "as_of"))
    profile = profile_from(replace(document, data=data.get("profile")), rulebook)
    subject = subject_of(profile, rulebook, day)
    if differs := _difference(data, subject.consultation.as_dict()):
        raise InvalidInput(_at(document, problem("E-NOT-THE-SAME", differs), differs))
    return subject


def _day(document: Document, rulebook: Rulebook) -> str:
    """The day that the saved consultation says; for one that no advice is of the file is at fault, not an option."""
    try:
        return read_day(str(document.data.get("as_of")), rulebook)
    except InvalidInput:
        raise InvalidInput(_at(document, problem("E-NOT-THE-SAME", "as_of"), "as_of")) from None


def _at(document: Document, fault: Problem, key: str) -> Problem:
    return document.located(fault, (key,)) if (key,) in document.values else fault.at(Place(document.name), "")


def _difference(saved: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """The first part of the saved consultation that is not what the rulebook gives; empty if none."""
    omitted = saved.get("omitted")
    count = len(found["recommendations"]) - (omitted if isinstance(omitted, int) else 0)
    for name, expected in found.items():
        wanted = expected[: max(count, 0)] if name == "recommendations" else expected
        if _bare(saved.get(name)) != _bare(wanted):
            return name
    return ""


def _bare(value: Any) -> Any:
    """Plain data without the texts of a language, numbers as JSON would have them."""
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key not in _TEXTS}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return float(value) if is_number else value
