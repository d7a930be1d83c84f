"""A profile as plain data from which the very same profile can be read again."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, NotRequired

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import Consultation, TextData
from smeadvisor.model.answers import Answer, Money, Value
from smeadvisor.model.attributes import Audience
from smeadvisor.model.profile import Profile

NAME = "name"
"""What is masked when not an attribute but the name of the profile is."""


class LoggedProfile(TypedDict):
    """A profile as it was recorded: a profile file without what is masked."""

    id: str
    kind: Audience
    economy: str
    name: NotRequired[str | TextData]
    answers: dict[str, Any]


def profile_data(profile: Profile, masked: Collection[str] = ()) -> LoggedProfile:
    """The profile in the form of a profile file, without what is masked."""
    data: Any = {"id": profile.id, "kind": profile.kind, "economy": profile.economy}
    if profile.name is not None and NAME not in masked:
        en, zh = profile.name.en, profile.name.zh_hant
        data["name"] = en if en == zh else {"en": en, "zh-Hant": zh}
    data["answers"] = {name: _answer(each) for name, each in profile.answers.items() if name not in masked}
    return data


def consultation_data(found: Consultation, masked: Collection[str] = ()) -> dict[str, Any]:
    """The consultation as data, without the values of what is masked."""
    data = found.as_dict()
    if masked:
        answers = data["profile"]["answers"]
        data["profile"]["answers"] = {name: each for name, each in answers.items() if name not in masked}
        for firing in data["firings"]:
            firing["matched"] = [_without_value(each, masked) for each in firing["matched"]]
    return data


def _without_value(match: dict[str, Any], masked: Collection[str]) -> dict[str, Any]:
    return {"attribute": match["attribute"]} if match.get("attribute") in masked else match


def _answer(answer: Answer) -> Any:
    if answer.value is None:
        return answer.state
    value = _value(answer.value)
    extra = {name: getattr(answer, name) for name in ("qualifier", "year", "period", "source", "note")}
    given = {name: each for name, each in extra.items() if each is not None}
    return {"value": value, **given} if given else value


def _value(value: Value) -> Any:
    if isinstance(value, Money):
        return {"amount": _value(value.amount), "currency": value.currency}
    if isinstance(value, Decimal):
        exact = format(value, "f")
        # As a JSON number 97.70 would become 97.7: then it is kept as text, which profiles may have too.
        return float(value) if repr(float(value)) == exact else exact
    return list(value) if isinstance(value, tuple) else value
