"""The checked, immutable input: one firm or one economy and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator

from smeadvisor.answers import Answer, AnswerFile, Measure, Money, read_answer
from smeadvisor.attributes import Attribute, Audience
from smeadvisor.codes import ECONOMIES
from smeadvisor.documents import Document, read
from smeadvisor.errors import Place, Problem, Rejected, near, nearest, pointer, problem
from smeadvisor.rulebook import Rulebook
from smeadvisor.texts import Model, Text
from smeadvisor.validation import problems as problems_of
from smeadvisor.validation import validated

_AUDIENCES = {"firm": ("a firm", "公司"), "economy": ("an economy", "經濟體")}


class _ProfileFile(Model):
    """The form of a profile file."""

    id: str = Field(min_length=1, max_length=200)
    kind: Audience
    economy: str
    name: Text | str | None = None
    note: str | None = None
    answers: dict[str, Any] = Field(default_factory=dict)

    @field_validator("answers", mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        return {} if value is None else value


@dataclass(frozen=True, slots=True)
class Profile:
    """One firm or economy. ``answers`` hold what was answered, in order of attribute id."""

    id: str
    kind: Audience
    economy: str
    name: Text | None
    answers: Mapping[str, Answer]
    warnings: tuple[Problem, ...] = ()

    def measures(self) -> dict[str, Measure]:
        """What tests compare: the measure of every answer that is known or does not apply."""
        return {name: each.measure for name, each in self.answers.items() if each.measure is not None}


def read_profile(path: str | Path, rulebook: Rulebook) -> Profile:
    """The profile in a file (``-`` for standard input).

    Raises Rejected with every problem found.
    """
    return profile_from(read(path), rulebook)


def profile_from(document: Document, rulebook: Rulebook) -> Profile:
    """The profile that a document holds; raises Rejected with every problem found."""
    if not isinstance(document.data, dict):
        raise Rejected(Problem("E-FORMAT", Place(document.name, 1, 1)))
    problems: list[Problem] = []
    file = _collect(problems, lambda: validated(_ProfileFile, document.data, document))
    economy = document.data.get("economy")
    if isinstance(economy, str) and economy not in ECONOMIES:
        fault = problem("E-ECONOMY", economy, **near(nearest(economy.upper(), rulebook.economies)))
        problems.append(document.located(fault, ("economy",)))
    answers = _read_answers(document, rulebook, problems)
    if problems or file is None:
        raise Rejected(sorted(problems, key=_order))
    name = Text(en=file.name, zh_hant=file.name) if isinstance(file.name, str) else file.name
    warnings = tuple(_suspects(document, answers, rulebook.attributes))
    return Profile(file.id, file.kind, file.economy, name, dict(sorted(answers.items())), warnings)


def _order(fault: Problem) -> tuple[int, int]:
    return (fault.place.line or 0, fault.place.column or 0) if fault.place else (0, 0)


def _collect(problems: list[Problem], make: Any) -> Any:
    try:
        return make()
    except Rejected as rejected:
        problems.extend(rejected.problems)
        return None


def _read_answers(document: Document, rulebook: Rulebook, problems: list[Problem]) -> dict[str, Answer]:
    raw = document.data.get("answers") or {}
    kind = document.data.get("kind")
    if not isinstance(raw, dict):
        return {}
    answers: dict[str, Answer] = {}
    for name, value in raw.items():
        found = _collect(problems, lambda n=name, v=value: _read_one(document, rulebook.attributes, kind, n, v))
        if found is not None:
            answers[name] = found
    return answers


def _read_one(document: Document, attributes: Mapping[str, Attribute], kind: Any, name: str, raw: Any) -> Answer | None:
    path = ("answers", name)
    if name not in attributes:
        mine = [each for each, attribute in attributes.items() if kind in attribute.audience]
        fault = problem("E-UNKNOWN-KEY", name, **near(nearest(name, mine)))
        raise Rejected(document.located(fault, path, key=True))
    attribute = attributes[name]
    if kind in _AUDIENCES and kind not in attribute.audience:
        en, zh = _AUDIENCES[attribute.audience[0]]
        fault = problem("E-AUDIENCE", name, audience_en=en, audience_zh=zh)
        raise Rejected(document.located(fault, path, key=True))
    return _placed(document, path, attribute, raw)


def _placed(document: Document, path: tuple[str, ...], attribute: Attribute, raw: Any) -> Answer | None:
    try:
        return read_answer(attribute, raw)
    except Rejected as rejected:
        raise Rejected(document.located(each, path) for each in rejected.problems) from None
    except ValidationError as error:
        raise Rejected(problems_of(AnswerFile, raw, error, document, path)) from None


def _suspects(
    document: Document, answers: Mapping[str, Answer], attributes: Mapping[str, Attribute]
) -> Iterator[Problem]:
    """Warnings of amounts that are out of proportion to another answer: a likely unit slip."""
    for name, answer in answers.items():
        suspect = attributes[name].suspect
        if suspect is None or not isinstance(answer.value, Money) or suspect.per not in answers:
            continue
        units = answers[suspect.per].value
        limit = suspect.above.get(answer.value.currency)
        if isinstance(units, int) and limit is not None and answer.value.amount > limit * max(units, 1):
            shown = f"{name}: {answer.value.amount} {answer.value.currency}"
            place = document.values.get(("answers", name))
            yield problem("W-UNIT-SUSPECT", shown).at(place, pointer(("answers", name)))
