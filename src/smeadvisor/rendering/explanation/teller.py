"""What explanations are told from: a subject and a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from smeadvisor.explanation.reasons import ECONOMY, Answered
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.answers import Answer
from smeadvisor.model.grounds import relief_of
from smeadvisor.model.rulebook import Rule
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import (
    bracketed,
    clauses,
    day_text,
    filled,
    in_year,
    listing,
    one_line,
    phrase,
    source_label,
)
from smeadvisor.rendering.advice.writer import Writer
from smeadvisor.rendering.rulebook.names import thing_at, title_of
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.words import conclusion_in_words, value_in_words


@dataclass(frozen=True)
class Teller:
    """A subject and a language, and how the things of its rulebook and its answers read in it."""

    subject: Subject
    lang: Lang

    @cached_property
    def reader(self) -> Reader:
        """How the rulebook reads."""
        return Reader(self.subject.rulebook, self.lang)

    @cached_property
    def writer(self) -> Writer:
        """How the consultation reads."""
        return Writer(self.subject.consultation, self.subject.rulebook, self.lang)

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return phrase(f"explain.{name}", self.lang, **blanks)

    @property
    def name(self) -> str:
        """What the profile is called, on one line."""
        name = self.subject.profile.name
        return one_line(name.to(self.lang) if name else self.subject.profile.id)

    def about(self) -> list[str]:
        """Of which profile and which rulebook this speaks."""
        case = self.subject.consultation
        reviewed, day = (day_text(each, self.lang) for each in (self.writer.reviewed, case.as_of))
        blanks = {"version": case.rulebook_version, "digest": case.rulebook_digest[:12], "reviewed": reviewed}
        whose = self.writer.say("profile") + self.writer.colon + self.name
        return [
            whose + bracketed(one_line(self.subject.profile.id), self.lang),
            self.writer.say("as_of", **blanks, date=day),
        ]

    def title(self, name: str) -> str:
        """The title of the thing of that full name, or of a requirement or value of it."""
        owner, mark, part = name.partition("#") if "#" in name else name.partition("=")
        thing = thing_at(self.subject.rulebook, owner)
        if thing.kind == "recommendations":
            return self.headline(thing.id)
        title = title_of(thing, self.reader)
        if not mark:
            return title
        if mark == "=":
            return self.say("value_of", title=title, value=self.reader.to(thing.said.values[part]))
        wanted = next(each for each in thing.said.requirements if each.id == part)
        return self.reader.to(wanted.title) + bracketed(title, self.lang)

    def headline(self, recommendation: str) -> str:
        """The recommendation in the imperative, as the advice prints it."""
        said = self.subject.rulebook.recommendations[recommendation]
        wording = said.firm if self.subject.profile.kind == "firm" else said.economy
        return wording.headline.to(self.lang)

    def named(self, name: str) -> str:
        """The title, and the name by which it can be asked for."""
        return self.title(name) + f" [{name}]"

    def places(self, sources: Iterable[str]) -> str:
        """Places cited with the names by which they can be shown."""
        told = [self._place(each) for each in dict.fromkeys(sources)]
        return listing(told, self.lang)

    def _place(self, source: str) -> str:
        known = source in self.subject.rulebook.sources
        label = source_label(source, self.subject.rulebook, self.lang)
        return f"{label} [{source}]" if known else label

    def because(self, rule: Rule) -> str:
        """The rule's reason, its slots filled from the answers."""
        if rule.text is None:
            relief = relief_of(rule, self.subject.rulebook)
            return self.say("relief", title=self.title(f"barriers/{relief.barrier}"))
        answers = dict(self.subject.profile.answers)
        return filled(rule.text.because.to(self.lang), answers, self.subject.rulebook, self.lang)

    def firing(self, rule: Rule) -> str:
        """What the rule concluded, and why."""
        return conclusion_in_words(rule, self.reader) + self.writer.colon + self.because(rule)

    def value(self, attribute: str, answer: Answer | None) -> str:
        """An answer in words, with about or more than where it says so."""
        if answer is None:
            return self.say("absent_answer")
        if attribute == ECONOMY:
            return self.writer.economy(str(answer.value))
        said = self.subject.rulebook.attributes[attribute]
        return value_in_words(said, answer, self.reader)

    def answered(self, each: Answered) -> str:
        """An answer with what the profile says of it: year or period, source, note."""
        value = self.value(each.attribute, each.answer)
        if each.attribute == ECONOMY:
            return self.say("home", value=value)
        title = self.reader.to(self.subject.rulebook.attributes[each.attribute].title)
        told = self.say("answer", title=title, value=value) + f" [{each.attribute}]"
        return told + bracketed(clauses(list(self._added(each.answer)), self.lang), self.lang)

    def _added(self, answer: Answer) -> Iterator[str]:
        if date := answer.year or answer.period:
            yield in_year(one_line(str(date)), self.lang)
        if answer.source:
            yield self.say("from", place=self._place(answer.source))
        if answer.note:
            yield self.say("noted", note=one_line(answer.note))
