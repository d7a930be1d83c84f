"""Explanations as JSON: plain data, with what each firing says in one language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import RulebookData
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.attributes import Audience
from smeadvisor.rendering.explanation.teller import Teller
from smeadvisor.rendering.rulebook.sections import Section

SCHEMA = "smeadvisor/explanation/1"


class SubjectData(TypedDict):
    """Whom an explanation is about."""

    id: str
    kind: Audience
    economy: str


class Head(TypedDict):
    """Which explanation it is, and by which rulebook."""

    schema: str
    part: str
    rulebook: RulebookData
    as_of: str


class OfOne(Head):
    """The head of an explanation of one profile."""

    profile: SubjectData


class OfTwo(Head):
    """The head of an explanation of two profiles."""

    before: SubjectData
    after: SubjectData


class InSections(TypedDict):
    """The same explanation in sentences."""

    told: tuple[Section, ...]


def as_data(part: str, subjects: Mapping[str, Subject], data: Mapping[str, Any]) -> dict[str, Any]:
    """Which explanation it is, of which profiles by which rulebook, and what it says."""
    first = next(iter(subjects.values())).consultation
    return {
        "schema": SCHEMA,
        "part": part,
        "rulebook": {"version": first.rulebook_version, "digest": first.rulebook_digest},
        "as_of": first.as_of,
        **{name: _profile(each) for name, each in subjects.items()},
        **data,
    }


def as_json(part: str, subjects: Mapping[str, Subject], data: Mapping[str, Any]) -> str:
    """The same on one line."""
    return json.dumps(as_data(part, subjects, data), ensure_ascii=False) + "\n"


def _profile(subject: Subject) -> SubjectData:
    profile = subject.profile
    return {"id": profile.id, "kind": profile.kind, "economy": profile.economy}


def with_texts(data: Any, teller: Teller) -> Any:
    """The data, each firing in it with its sentence: what it concluded, and why."""
    if isinstance(data, dict):
        told = {name: with_texts(each, teller) for name, each in data.items()}
        if "concluded" in data:
            told["text"] = teller.firing(teller.subject.rulebook.by_id[data["rule"]])
        return told
    return [with_texts(each, teller) for each in data] if isinstance(data, list) else data
