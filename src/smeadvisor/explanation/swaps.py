"""Single answers that would swap two recommendations in the order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from smeadvisor.explanation.nearest import distance
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.turning import turning_answers
from smeadvisor.explanation.variations import Listed, Variations, swapped
from smeadvisor.model.answers import Answer
from smeadvisor.model.plain import Plain, plain


@dataclass(frozen=True, slots=True)
class AnswerSwap(Plain):
    """One answer that would swap them: what it is (None: missing) and would have to be (None: not known).

    ``also`` are further answers to the same question that do.
    """

    attribute: str
    before: Answer | None
    after: Answer | None
    also: tuple[Answer, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether there is an answer that would have to be another; if not, it is missing."""
        return self.before is not None and self.before.state != "dont_know"


class _Variation(NamedTuple):
    """One answer changed, and the order that comes of it."""

    attribute: str
    after: Answer | None
    listing: tuple[Listed, ...]


class Swaps:
    """The orders that come of every single answer changed."""

    def __init__(self, subject: Subject, variations: Variations) -> None:
        self._subject, self._variations = subject, variations

    @cached_property
    def _varied(self) -> list[_Variation]:
        subject = self._subject
        rules = subject.rulebook.rules_for(subject.profile.kind)
        turning = turning_answers(rules, dict(subject.rulebook.attributes), dict(subject.profile.answers))
        rows = [(name, answer) for name, answers in turning.items() for answer in answers]
        listings = self._variations.listings([{name: answer} for name, answer in rows])
        return [_Variation(*row, listing) for row, listing in zip(rows, listings, strict=True)]

    def of(self, first: str, second: str) -> tuple[AnswerSwap, ...]:
        """The nearest answer to each question that puts the second before the first, the nearest question first."""
        swapping: dict[str, list[Answer | None]] = {}
        for each in self._varied:
            if swapped(each.listing, first, second):
                swapping.setdefault(each.attribute, []).append(each.after)
        found = [swap for name, answers in swapping.items() for swap in self._swaps(name, answers)]
        return tuple(sorted(found, key=self._far))

    def _swaps(self, name: str, answers: Sequence[Answer | None]) -> Iterator[AnswerSwap]:
        """One for the nearest figure, one for all choices together, one for each item of a list."""
        before, kind = self._subject.profile.answers.get(name), self._subject.rulebook.attributes[name].type
        known = sorted((each for each in answers if each), key=lambda each: self._distance(name, each))
        if kind == "list":
            yield from (AnswerSwap(name, before, each) for each in known)
        elif known:
            yield AnswerSwap(name, before, known[0], () if kind in ("number", "money") else tuple(known[1:]))
        if len(known) < len(answers):
            yield AnswerSwap(name, before, None)

    def _distance(self, name: str, after: Answer) -> Any:
        before = self._subject.profile.answers.get(name)
        measure = before.comparable if before else None
        return distance(self._subject.rulebook.attributes[name], measure, after.comparable)

    def _far(self, swap: AnswerSwap) -> tuple[Any, ...]:
        """Answers known no longer come last."""
        far = self._distance(swap.attribute, swap.after) if swap.after else 2
        return far, swap.attribute, str(plain(swap.after)) if swap.after else ""
