"""Explanations whole: what was found of a subject, and how it reads as text, as Markdown and as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from smeadvisor.explanation.differences import differences
from smeadvisor.explanation.goals import find_goal, find_recommendation
from smeadvisor.explanation.how import how as found_how
from smeadvisor.explanation.rank import rank as found_rank
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.why_not import why_not as found_why_not
from smeadvisor.model.plain import plain
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice import PLAIN_WIDTH
from smeadvisor.rendering.explanation.asked import by_number, conclusion_asked
from smeadvisor.rendering.explanation.data import InSections, as_data, with_texts
from smeadvisor.rendering.explanation.differences_page import Two, differences_page
from smeadvisor.rendering.explanation.how_page import how_page
from smeadvisor.rendering.explanation.page import Page, as_markdown, as_text, page_of
from smeadvisor.rendering.explanation.ranked import ranked_sections
from smeadvisor.rendering.explanation.teller import Teller
from smeadvisor.rendering.explanation.why_not import why_not_sections
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import Section


@dataclass(frozen=True)
class Explanation:
    """One explanation. ``part`` says which: how, why-not, rank, what-if or compare.

    ``came_out`` is whether what was asked about is part of the advice; it is None where two are compared.
    """

    part: str
    came_out: bool | None
    _subjects: Mapping[str, Subject] = field(repr=False)
    _page: Callable[[Lang], Page] = field(repr=False)
    _data: Callable[[Lang], Mapping[str, Any]] = field(repr=False)

    def to_text(self, lang: Lang = "en", width: int = PLAIN_WIDTH) -> str:
        """As text in lines of at most ``width`` columns."""
        return as_text(self._page(lang), width)

    def to_markdown(self, lang: Lang = "en") -> str:
        """As Markdown."""
        return as_markdown(self._page(lang))

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """As plain data; texts in it are in ``lang``, all else is the same in both."""
        return as_data(self.part, self._subjects, self._data(lang))

    def to_json(self, lang: Lang = "en") -> str:
        """The same on one line."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False) + "\n"


def explain(subject: Subject, name: str) -> Explanation:
    """How a conclusion came out, or why it did not; raises InvalidInput as ``how``."""
    found = how(subject, name)
    is_answer = found.came_out or conclusion_asked(subject, name).startswith("classification/")
    return found if is_answer else why_not(subject, name)


def how(subject: Subject, name: str) -> Explanation:
    """How a conclusion came out: from the answers, rule by rule, to the sentence of the source.

    ``name`` is an id of the rulebook, or the number of a recommendation. Raises InvalidInput: E-REF, E-CHOICE, E-RANK,
    E-NOT-CONCLUDED.
    """
    found = found_how(subject, conclusion_asked(subject, name))
    return Explanation(
        "how",
        found.came_out,
        {"profile": subject},
        lambda lang: how_page(found, Teller(subject, lang)),
        lambda lang: with_texts(found.as_dict(), Teller(subject, lang)),
    )


def why_not(subject: Subject, name: str) -> Explanation:
    """Why a barrier, instrument, requirement or recommendation did not come out, and the least that would change it.

    Raises InvalidInput as ``how``.
    """
    found = found_why_not(subject, find_goal(subject.rulebook, by_number(subject, name)))
    return _in_sections(
        "why-not", subject, found.as_dict(), lambda reader: why_not_sections(found, subject, reader), found.came_out
    )


def rank(subject: Subject, name: str) -> Explanation:
    """What separates a recommendation from those above and below it, and what would swap them; raises as ``how``."""
    found = found_rank(subject, find_recommendation(subject.rulebook, by_number(subject, name)))
    return _in_sections("rank", subject, found.as_dict(), lambda reader: ranked_sections(found, subject, reader), True)


def _in_sections(
    part: str, subject: Subject, data: Mapping[str, Any], told: Callable[[Reader], Sequence[Section]], came_out: bool
) -> Explanation:
    def sections(lang: Lang) -> Sequence[Section]:
        return told(Reader(subject.rulebook, lang))

    def with_sections(lang: Lang) -> Mapping[str, Any]:
        more: InSections = {"told": tuple(sections(lang))}
        return {**data, **plain(more)}

    return Explanation(part, came_out, {"profile": subject}, lambda lang: page_of(sections(lang)), with_sections)


def what_if(before: Subject, after: Subject) -> Explanation:
    """What other answers would change: before and after, and because of which rules."""
    return _compared("what-if", before, after, lambda two: two.after.say("what_if_title", name=two.after.name))


def compare(before: Subject, after: Subject) -> Explanation:
    """What differs between two profiles of a kind; raises InvalidInput (E-KINDS) for a firm and an economy."""
    return _compared(
        "compare",
        before,
        after,
        lambda two: two.after.say("compare_title", one=two.before.name, other=two.after.name),
    )


def _compared(part: str, before: Subject, after: Subject, title: Callable[[Two], str]) -> Explanation:
    found = differences(before, after)

    def page(lang: Lang) -> Page:
        two = Two(Teller(before, lang), Teller(after, lang))
        return differences_page(title(two), found, two)

    return Explanation(part, None, {"before": before, "after": after}, page, lambda _: found.as_dict())
