"""An interview as it stands: what was answered, in what order; immutable, so that nothing is lost by going back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from smeadvisor.files.documents import Document
from smeadvisor.interview.proof import settled
from smeadvisor.interview.stakes import Stakes
from smeadvisor.interview.view import View, view_of
from smeadvisor.model.answers import Answer, Money
from smeadvisor.model.attributes import Audience
from smeadvisor.model.profile import Profile, checked_answer, profile_from
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text
from smeadvisor.problems import InvalidInput, pointer

_EXTRAS = ("qualifier", "year", "period", "source", "note")


@dataclass(frozen=True)
class Session:
    """Who is asked, and what is answered so far.

    ``answers`` hold what is known, not known (``dont_know``) or does not apply, by attribute; what is not in it was not
    asked. ``order`` tells which attributes were answered in this session, the last one last; what a profile brought
    along is not in it. Made by :meth:`begin` or :meth:`of`.
    """

    stakes: Stakes = field(repr=False, compare=False)
    id: str
    name: Text | None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    @classmethod
    def begin(
        cls, rulebook: Rulebook, kind: Audience, economy: str, *, id: str = "interview", name: Text | None = None
    ) -> Session:
        """A session with nothing answered; the rulebook speaks of a day (:func:`smeadvisor.model.timeline.at`).

        Raises InvalidInput with what a profile file with that kind, economy, id and name would be refused for.
        """
        data = {"id": id, "kind": kind, "economy": economy, **({"name": _name_data(name)} if name else {})}
        return cls.of(profile_from(Document(id, data), rulebook), rulebook)

    @classmethod
    def of(cls, profile: Profile, rulebook: Rulebook) -> Session:
        """The session that starts where a profile, filled in partly or not at all, stands."""
        stakes = Stakes(rulebook, profile.kind, profile.economy)
        return cls(stakes, profile.id, profile.name, dict(profile.answers))

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook as of its day."""
        return self.stakes.rulebook

    @property
    def kind(self) -> Audience:
        """Whether a firm or an economy is asked."""
        return self.stakes.kind

    @property
    def economy(self) -> str:
        """The economy, as its code."""
        return self.stakes.economy

    def answer(self, attribute: str, raw: Any) -> Session:
        """The session with that answer, in any form that a profile file may give it.

        Raises InvalidInput, with pointers relative to the profile, for what such a file would be refused for; an empty
        answer is taken back.
        """
        try:
            found = checked_answer(self.rulebook.attributes, self.kind, attribute, raw)
        except InvalidInput as rejected:
            at = pointer(("answers", attribute))
            raise InvalidInput(each.at(None, at + each.pointer) for each in rejected.problems) from None
        return self.take_back(attribute) if found is None else self._with(attribute, found)

    def skip(self, attribute: str) -> Session:
        """The session in which that is not known; it stays unknown and is not asked again."""
        return self.answer(attribute, "dont_know")

    def not_applicable(self, attribute: str) -> Session:
        """The session in which that does not apply."""
        return self.answer(attribute, "not_applicable")

    def take_back(self, attribute: str) -> Session:
        """The session without an answer to that: it may be asked again."""
        answers = {name: each for name, each in self.answers.items() if name != attribute}
        return replace(self, answers=answers, order=tuple(name for name in self.order if name != attribute))

    def _with(self, attribute: str, answer: Answer) -> Session:
        order = (*(name for name in self.order if name != attribute), attribute)
        return replace(self, answers={**self.answers, attribute: answer}, order=order)

    def profile(self) -> Profile:
        """The profile that the answers make up, checked as a file is, with its warnings."""
        return profile_from(Document(self.id, self._data(_as_it_is)), self.rulebook)

    def as_data(self) -> dict[str, Any]:
        """The profile as plain data, as a file would give it: to be written as YAML or JSON and read again."""
        return self._data(_number)

    def _data(self, number: Callable[[Any], Any]) -> dict[str, Any]:
        who = {"id": self.id, "kind": self.kind, "economy": self.economy}
        name = {"name": _name_data(self.name)} if self.name else {}
        attributes = self.rulebook.attributes
        answers = {each: _answer_data(self.answers[each], number) for each in attributes if each in self.answers}
        return {**who, **name, "answers": answers}

    @cached_property
    def view(self) -> View:
        """What the answers amount to for the order of recommendations."""
        cells = self.stakes.cells
        given = {name: each.comparable for name, each in self.answers.items() if name in cells}
        return view_of(self.stakes, {name: 0 if each is None else cells[name].of(each) for name, each in given.items()})

    @cached_property
    def _settled(self) -> dict[int, bool]:
        return {}

    def settled(self, count: int) -> bool:
        """Whether nothing that is left can change the first ``count`` recommendations or their order."""
        if count not in self._settled:
            self._settled[count] = settled(self.view, count)
        return self._settled[count]


def _name_data(name: Text) -> str | dict[str, str]:
    return name.en if name.en == name.zh_hant else {"en": name.en, "zh-Hant": name.zh_hant}


def _answer_data(answer: Answer, number: Callable[[Any], Any]) -> Any:
    if answer.state != "known":
        value: Any = answer.state
    elif isinstance(answer.value, Money):
        value = {"amount": number(answer.value.amount), "currency": answer.value.currency}
    else:
        value = list(answer.value) if isinstance(answer.value, tuple) else number(answer.value)
    extras = {name: getattr(answer, name) for name in _EXTRAS if getattr(answer, name) is not None}
    return {"value": value, **extras} if extras else value


def _as_it_is(value: Any) -> Any:
    return value


def _number(value: Any) -> Any:
    """A decimal as a number where that says the same, else in its digits, which are read as well."""
    if not isinstance(value, Decimal):
        return value
    return float(value) if Decimal(repr(float(value))) == value else f"{value:f}"
