"""The checked, immutable input: one firm or one economy and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from smeadvisor.files.documents import Document, not_a_mapping, read
from smeadvisor.messages import message
from smeadvisor.model.answers import Answer, Comparable, Money, read_answer
from smeadvisor.model.attributes import AUDIENCES, Attribute, Audience
from smeadvisor.model.codes import ECONOMIES
from smeadvisor.model.fields import MAPPING, NAME, TEXT, field_faults
from smeadvisor.model.records import Economy
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text, folded
from smeadvisor.problems import InvalidInput, Place, Problem, near, nearest, pointer, problem
from smeadvisor.problems.limits import ID_LENGTH, PROBLEMS

_AUDIENCES = {"firm": message("errors.what.firm"), "economy": message("errors.what.economy_profile")}


_FORM = {"id": TEXT, "kind": TEXT, "economy": TEXT, "name": NAME, "note": TEXT, "answers": MAPPING}
_NAME_FORM = {"en": TEXT, "zh-Hant": TEXT}


@dataclass(frozen=True, slots=True)
class Profile:
    """One firm or economy. ``answers`` hold what was answered, in order of attribute id."""

    id: str
    kind: Audience
    economy: str
    name: Text | None
    answers: Mapping[str, Answer]
    warnings: tuple[Problem, ...] = ()

    def comparables(self) -> dict[str, Comparable]:
        """What tests compare: the comparable of every answer that is known or does not apply."""
        return {name: each.comparable for name, each in self.answers.items() if each.comparable is not None}


def read_profile(path: str | Path, rulebook: Rulebook) -> Profile:
    """The profile in a file (``-`` for standard input).

    Raises InvalidInput with every problem found.
    """
    return profile_from(read(path), rulebook)


def profile_from(document: Document, rulebook: Rulebook) -> Profile:
    """The profile that a document holds; raises InvalidInput with every problem found."""
    data = document.data
    if not isinstance(data, dict):
        raise InvalidInput(not_a_mapping(document.name))
    problems = [_placed(document, fault, ()) for fault in _faults(data, rulebook)]
    answers = _read_answers(document, rulebook, problems)
    if problems:
        raise InvalidInput(_told(document, sorted(problems, key=_order)))
    warnings = tuple(_suspects(document, answers, rulebook.attributes))
    ordered = dict(sorted(answers.items()))
    economy = economy_named(data["economy"], rulebook.economies) or data["economy"]
    return Profile(data["id"], data["kind"], economy, _name(data.get("name")), ordered, warnings)


def economy_named(name: str, economies: Mapping[str, Economy]) -> str | None:
    """The code of an economy: the name itself, or that of the economy called so in either language; None for none."""
    if name in ECONOMIES:
        return name
    wanted = folded(name)
    return next(
        (code for code, each in economies.items() if wanted in map(folded, (each.name.en, each.name.zh_hant))), None
    )


def answered_otherwise(profile: Profile, raw: Mapping[str, Any], rulebook: Rulebook) -> Profile:
    """The profile with these raw answers in place of its own; an empty one takes an answer back.

    Raises InvalidInput with every problem found, its pointer as in a profile file.
    """
    document = Document("", {"kind": profile.kind, "answers": dict(raw)})
    problems: list[Problem] = []
    given = _read_answers(document, rulebook, problems)
    if problems:
        raise InvalidInput(_told(document, problems))
    kept = {name: each for name, each in profile.answers.items() if name not in raw}
    answers = dict(sorted({**kept, **given}.items()))
    return replace(profile, answers=answers, warnings=tuple(_suspects(document, answers, rulebook.attributes)))


def _faults(data: Mapping[str, Any], rulebook: Rulebook) -> Iterator[Problem]:
    """What is wrong with the profile apart from its answers; pointers are relative to the file."""
    for fault in field_faults(data, _FORM, ("id", "kind", "economy")):
        outside = fault.code == "E-UNKNOWN-KEY" and fault.value in rulebook.attributes
        yield problem("E-ANSWERS", fault.value).at(None, fault.pointer) if outside else fault
    kind, economy, name = data.get("kind"), data.get("economy"), data.get("name")
    if isinstance(kind, str) and kind and kind not in AUDIENCES:
        close = near(nearest(kind, AUDIENCES))
        yield problem("E-CHOICE", kind, choices=", ".join(AUDIENCES), **close).at(None, "/kind")
    if isinstance(economy, str) and economy and economy_named(economy, rulebook.economies) is None:
        close = near(nearest(economy.upper(), rulebook.economies) or nearest(economy, _names(rulebook)))
        yield problem("E-ECONOMY", economy, **close).at(None, "/economy")
    if isinstance(data.get("id"), str) and len(data["id"]) > ID_LENGTH:
        yield problem("E-LEN", limit=str(ID_LENGTH)).at(None, "/id")
    if isinstance(name, dict):
        for fault in field_faults(name, _NAME_FORM, tuple(_NAME_FORM)):
            yield fault.at(None, "/name" + fault.pointer)


def _names(rulebook: Rulebook) -> list[str]:
    return [name for each in rulebook.economies.values() for name in (each.name.en, each.name.zh_hant)]


def _name(raw: Any) -> Text | None:
    if isinstance(raw, dict):
        return Text(en=raw["en"], zh_hant=raw["zh-Hant"])
    return Text(en=raw, zh_hant=raw) if raw else None


def _placed(document: Document, fault: Problem, path: tuple[str, ...]) -> Problem:
    """The problem at its place, its pointer taken to be relative to the path."""
    here: tuple[str | int, ...] = (*path, *fault.pointer.split("/")[1:])
    last = str(here[-1]) if here else ""
    if last.isdigit() and (*here[:-1], int(last)) in document.values:
        # A position in a list, not a key.
        here = (*here[:-1], int(last))
    return document.located(fault, here, key=fault.code in ("E-UNKNOWN-KEY", "E-ANSWERS"))


def _told(document: Document, problems: list[Problem]) -> list[Problem]:
    """As many of the problems as are told of one profile, and that there are more."""
    if len(problems) <= PROBLEMS:
        return problems
    more = problem("E-MORE", what=message("errors.more_faults", count=PROBLEMS)).at(Place(document.name), "")
    return [*problems[:PROBLEMS], more]


def _order(fault: Problem) -> tuple[int, int]:
    return (fault.place.line or 0, fault.place.column or 0) if fault.place else (0, 0)


def _read_answers(document: Document, rulebook: Rulebook, problems: list[Problem]) -> dict[str, Answer]:
    """The checked answers; problems found on the way are added to the list, each at its place."""
    raw, kind = document.data.get("answers"), document.data.get("kind")
    answers: dict[str, Answer] = {}
    for name, value in raw.items() if isinstance(raw, dict) else ():
        try:
            found = checked_answer(rulebook.attributes, kind, name, value)
        except InvalidInput as rejected:
            problems.extend(_placed(document, fault, ("answers", name)) for fault in rejected.problems)
            if len(problems) > PROBLEMS:
                break
            continue
        if found is not None:
            answers[name] = found
    return answers


def checked_answer(attributes: Mapping[str, Attribute], kind: Any, name: str, raw: Any) -> Answer | None:
    """The answer to that attribute, which is to be one that this kind of profile has; None for an empty one.

    Raises InvalidInput with problems that have no place yet; their pointers are relative to the answer.
    """
    if name not in attributes:
        mine = [each for each, attribute in attributes.items() if kind in attribute.audience]
        raise InvalidInput(problem("E-UNKNOWN-KEY", name, **near(nearest(name, mine))))
    attribute = attributes[name]
    if isinstance(kind, str) and kind in _AUDIENCES and kind not in attribute.audience:
        raise InvalidInput(problem("E-AUDIENCE", name, audience=_AUDIENCES[attribute.audience[0]]))
    return read_answer(attribute, raw)


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
        if isinstance(units, int | Decimal) and limit is not None and answer.value.amount > limit * max(units, 1):
            shown = f"{name}: {answer.value.amount} {answer.value.currency}"
            place = document.values.get(("answers", name))
            yield problem("W-UNIT-SUSPECT", shown).at(place, pointer(("answers", name)))
