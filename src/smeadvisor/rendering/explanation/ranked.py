"""A recommendation's place in words: what separates it from its neighbours, and what would swap them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smeadvisor.engines.consultation import Advice, Part
from smeadvisor.explanation.changes import Step
from smeadvisor.explanation.figures import HIGHEST, LOWEST, FigureSwap
from smeadvisor.explanation.rank import Neighbour, Ranked
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.swaps import AnswerSwap
from smeadvisor.model.answers import Answer
from smeadvisor.rendering.advice.wording import listing, phrase, sentence
from smeadvisor.rendering.explanation.why_not import step_in_words
from smeadvisor.rendering.rulebook.names import titled
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import Section
from smeadvisor.rendering.rulebook.words import value_in_words

_SHOWN = 8


def ranked_sections(ranked: Ranked, subject: Subject, reader: Reader) -> list[Section]:
    """Heading by heading why it stands where it does."""
    return [each for each in _Teller(ranked, subject, reader).sections() if each.lines]


class _Teller:
    def __init__(self, ranked: Ranked, subject: Subject, reader: Reader) -> None:
        self._ranked, self._reader = ranked, reader
        kinds = subject.rulebook.priorities.evidence[subject.profile.kind]
        self._kinds = {each.id: reader.to(each.title) for each in kinds}

    def _say(self, name: str, /, **blanks: object) -> str:
        return phrase(f"explain.search.{name}", self._reader.lang, **blanks)

    def _title(self, name: str) -> str:
        return titled(f"recommendations/{name}", self._reader)

    def _section(self, heading: str, lines: Iterable[str]) -> Section:
        return Section(heading, tuple(sentence(each, self._reader.lang) for each in lines if each))

    def sections(self) -> Iterator[Section]:
        goal = self._ranked.goal
        named = self._reader.say("id", id=goal.name)
        yield Section(
            self._say("rank_of", title=self._title(goal.id)), (named, *self._section("", self._place()).lines)
        )
        for each in self._ranked.neighbours:
            yield from self._neighbour(each)

    def _place(self) -> Iterator[str]:
        advice = self._ranked.advice
        if advice is None:
            yield self._say("not_given")
            return
        name = "place_under" if advice.under else "place"
        yield self._say(name, rank=advice.rank, evidence=self._kinds[advice.evidence], points=advice.points)
        yield from (self._part(each) for each in advice.parts)
        if self._ranked.covers:
            titles = [self._reader.quoted(self._title(each)) for each in self._ranked.covers]
            yield self._say("covers", list=listing(titles, self._reader.lang))
        if not self._ranked.neighbours:
            yield self._say("alone")

    def _part(self, part: Part) -> str:
        numbers = {name: getattr(part, name) for name in ("severity", "importance", "stage", "points")}
        return self._say("part", title=titled(f"barriers/{part.barrier}", self._reader), **numbers)

    def _neighbour(self, other: Neighbour) -> Iterator[Section]:
        advice = self._ranked.advice
        if advice is None:
            return
        title = self._title(other.id)
        yield self._section(self._say(other.side, title=title), self._separation(advice, other))
        answers = [self._answer(each) for each in other.answers] or [self._say("no_answers")]
        yield self._section(self._say("h_answers"), self._limited(answers))
        yield self._section(
            self._say("h_if_answered"), self._limited([self._answer(each) for each in other.if_answered])
        )
        none = "no_figures" if advice.evidence == other.evidence else "no_figures_kind"
        figures = [self._figure(each) for each in other.figures]
        yield self._section(
            self._say("h_figures"), self._limited(figures or [self._say(none, low=LOWEST, high=HIGHEST)])
        )

    def _limited(self, lines: Sequence[str]) -> list[str]:
        more = len(lines) - _SHOWN
        return [*lines[:_SHOWN], *([self._say("more_rules", count=more)] if more > 0 else [])]

    def _separation(self, advice: Advice, other: Neighbour) -> Iterator[str]:
        evidence = self._kinds[advice.evidence]
        first, second = (other, advice) if other.side == "above" else (advice, other)
        if other.separation == "evidence":
            yield self._say("by_evidence", first=self._kinds[first.evidence], second=self._kinds[second.evidence])
            return
        if other.separation == "tie":
            yield self._say("by_tie", evidence=evidence, points=first.points, first=first.id, second=second.id)
        else:
            name = "by_cover" if other.separation == "covered" else "by_points"
            yield self._say(name, evidence=evidence, first=first.points, second=second.points)
        yield self._only(self._title(advice.id), other.mine)
        yield self._only(self._title(other.id), other.theirs)
        if not (other.mine or other.theirs):
            yield self._say("same_parts")

    def _only(self, title: str, parts: Sequence[Part]) -> str:
        """The parts that count for one of the two alone."""
        told = [
            self._say("worth", title=titled(f"barriers/{each.barrier}", self._reader), points=each.points)
            for each in parts
        ]
        return self._say("only_this", title=title, parts=listing(told, self._reader.lang)) if told else ""

    def _answer(self, swap: AnswerSwap) -> str:
        if swap.is_change and swap.before and swap.after:
            return step_in_words(Step(swap.attribute, swap.before, swap.after, swap.also), self._reader)
        title = titled(f"attributes/{swap.attribute}", self._reader)
        if swap.after is None:
            return self._say("not_known_instead", title=title, before=self._value(swap.attribute, swap.before))
        values = [self._value(swap.attribute, each) for each in (swap.after, *swap.also)]
        return self._say("were", title=title, after=self._reader.either(values))

    def _value(self, name: str, answer: Answer | None) -> str:
        known = answer or Answer(None, None, "dont_know")
        return value_in_words(self._reader.rulebook.attributes[name], known, self._reader)

    def _figure(self, swap: FigureSwap) -> str:
        group, *rest = swap.figure.split(".")
        what = self._reader.say(rest[-1]) if group == "severity" or rest[-1] in _GROUPS else rest[-1]
        name = self._say(f"figure_{group if group == 'severity' else rest[0]}", what=what)
        return self._say("figure", name=name, before=swap.before, after=swap.after)


_GROUPS = ("finance", "market_access", "business_environment", "capability")
