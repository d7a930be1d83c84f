"""A why-not in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smeadvisor.explanation.changes import MOST_ATTRIBUTES, Change, Step
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.ways import Asked, Tested, Way
from smeadvisor.explanation.why_not import Bar, WhyNot
from smeadvisor.model.answers import Answer
from smeadvisor.model.attributes import ECONOMY, Audience
from smeadvisor.rendering.advice.wording import bracketed, clauses, listing, phrase, sentence
from smeadvisor.rendering.rulebook.names import economy_name, titled
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.sections import Section
from smeadvisor.rendering.rulebook.words import tests_in_words, value_in_words

_SHOWN = 8
_NESTED = 3


def why_not_sections(found: WhyNot, subject: Subject, reader: Reader) -> list[Section]:
    """Heading by heading why it did not come out."""
    teller = _Teller(found, subject, reader)
    return [each for each in teller.sections() if each.lines]


class _Teller:
    def __init__(self, found: WhyNot, subject: Subject, reader: Reader) -> None:
        self._found, self._subject, self._reader = found, subject, reader
        self._kind: Audience = subject.profile.kind

    def _say(self, name: str, /, **blanks: object) -> str:
        return phrase(f"explain.search.{name}", self._reader.lang, **blanks)

    def _sentences(self, lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(sentence(each, self._reader.lang) for each in lines if each)

    def sections(self) -> Iterator[Section]:
        title = self._say(f"why_not_{self._found.goal.kind}", title=title_of(self._found.goal, self._reader))
        yield Section(title, (self._reader.say("id", id=self._found.goal.name), *self._sentences(self._verdict())))
        yield from self._ways(self._found.ways)
        for each in self._found.conditions:
            own = Goal("requirement", f"{self._found.goal.id}#{each.id}")
            heading = "h_unmet" if each.state == "unmet" else "h_open"
            lines = self._limited([self._way(way) for way in each.ways]) or (self._say("unasked"),)
            yield Section(self._say(heading, title=title_of(own, self._reader)), self._sentences(lines))
        yield Section(self._say("h_changes"), self._sentences(self._changes()))

    def _verdict(self) -> Iterator[str]:
        found, kind = self._found, self._found.goal.kind
        if kind == "requirement" and not found.came_out:
            yield self._say(f"requirement_{self._state()}")
        else:
            yield self._say(f"{kind}_{'in' if found.came_out else 'out'}")
        if found.under:
            yield self._say("under", title=titled(f"recommendations/{found.under}", self._reader))
        if found.standing and found.came_out:
            yield self._say(found.standing.eligibility)
        yield from (self._bar(each) for each in found.bars)
        if found.standing:
            yield from self._in_advice() if found.carried else self._not_in_advice()
        if found.came_out:
            yield self._say("see_how")

    def _in_advice(self) -> Iterator[str]:
        """Where the instrument stands in the advice."""
        told = []
        for each in self._found.carried:
            title = titled(f"recommendations/{each.recommendation}", self._reader)
            told.append(self._say("ranked_under" if each.under else "ranked", rank=each.rank, title=title))
        name = "carried" if self._found.came_out else "carried_precedent"
        yield self._say(name, list=clauses(told, self._reader.lang))

    def _not_in_advice(self) -> Iterator[str]:
        """Why no recommendation that is given carries an instrument that could be taken up."""
        found = self._found
        if not found.came_out:
            return
        names = [each.recommendation for each in found.serves]
        if names:
            yield self._say("not_carried", list=self._titles("recommendations", names))
            yield self._say("see_why_not")
        else:
            yield self._say("serves_none")
        states = {"relieves_answered": (True, True), "relieves_unanswered": (True, False)}
        for name, state in states.items():
            told = [each.barrier for each in found.relieves if (each.found, each.answered) == state]
            if told:
                yield self._say(name, list=self._titles("barriers", told))
        if found.relieves and not any(each.found for each in found.relieves):
            yield self._say("relieves_none", list=self._titles("barriers", [each.barrier for each in found.relieves]))

    def _titles(self, kind: str, names: Sequence[str]) -> str:
        """Titles, each with the id by which one goes on asking."""
        lang = self._reader.lang
        return clauses([titled(f"{kind}/{each}", self._reader) + bracketed(each, lang) for each in names], lang)

    def _state(self) -> str:
        standings = self._subject.consultation.instruments
        own = next(each for each in standings if each.id == self._found.goal.owner)
        return dict(own.requirements)[self._found.goal.own]

    def _bar(self, bar: Bar) -> str:
        if bar == "abroad" and self._found.standing:
            return self._say("abroad", economy=economy_name(self._found.standing.economy, self._reader))
        if bar == "other_audience":
            return self._say("other_economy" if self._kind == "firm" else "other_firm")
        return self._say(bar)

    def _ways(self, ways: Sequence[Way]) -> Iterator[Section]:
        settled = [self._way(each) for each in ways if each.state == "undecided"]
        failed = [self._way(each) for each in ways if each.state == "blocked"]
        yield Section(self._say("h_missing"), self._sentences(self._limited(settled)))
        yield Section(self._say("h_failed"), self._sentences(self._limited(failed)))

    def _limited(self, lines: Sequence[str]) -> tuple[str, ...]:
        more = len(lines) - _SHOWN
        return (*lines[:_SHOWN], *([self._say("more_rules", count=more)] if more > 0 else []))

    def _way(self, way: Way) -> str:
        """What the rule lacks, by way of which barrier, and its name."""
        parts = [self._say("by_way", title=titled(f"barriers/{way.barrier}", self._reader))] if way.barrier else []
        if way.asks:
            parts.append(self._say("if_were", tests=self._asked(way.asks[0])))
        else:
            parts.append(self._lacking(way))
        return clauses(parts, self._reader.lang) + bracketed(way.rule, self._reader.lang)

    def _asked(self, asks: Sequence[Asked]) -> str:
        tests = [test for each in asks for test in each.tests]
        return clauses(tests_in_words(tests, self._reader), self._reader.lang)

    def _lacking(self, way: Way) -> str:
        """The tests that are false, and those that wait for an answer."""
        parts = []
        for truth, name in ((False, "fails"), (None, "missing")):
            told = [self._tested(each) for each in way.tests if each.truth is truth]
            if told:
                parts.append(self._say(name, tests=clauses(told, self._reader.lang)))
        return clauses(parts, self._reader.lang)

    def _tested(self, tested: Tested) -> str:
        (said,) = tests_in_words([tested.test], self._reader)
        told = [self._actual(tested)]
        if tested.ways:
            told.append(self._say("would_take", ways=self._either(tested.ways)))
        return said + bracketed(clauses([each for each in told if each], self._reader.lang), self._reader.lang)

    def _either(self, ways: Sequence[Way]) -> str:
        """The nearest ways to a finding, as alternatives."""
        told = [self._lacking(each) for each in ways[:_NESTED]]
        if len(ways) > _NESTED:
            told.append(self._say("or_more", count=len(ways) - _NESTED))
        return self._say("or").join(told)

    def _actual(self, tested: Tested) -> str:
        """What the profile says instead; nothing where it says nothing."""
        test, answer = tested.test, tested.answer
        if test.on_finding:
            return self._finding(test.subject)
        if test.subject == ECONOMY:
            return self._say("found", value=economy_name(self._subject.profile.economy, self._reader))
        if answer is None or answer.state == "dont_know":
            return ""
        value = value_in_words(self._reader.rulebook.attributes[test.subject], answer, self._reader)
        return self._say("too_vague" if tested.truth is None else "answer", value=value)

    def _finding(self, subject: str) -> str:
        known = self._reader.rulebook.classification.get(subject)
        if known is None:
            return self._say("not_found")
        value = self._subject.consultation.classification[subject]
        values = value if isinstance(value, list) else [value]
        told = [
            self._reader.to(known.values[each]) if each in known.values else self._reader.say(each) for each in values
        ]
        return self._say("found", value=listing(told, self._reader.lang) if told else self._reader.say("empty"))

    def _changes(self) -> Iterator[str]:
        for change in self._found.changes:
            yield self._change(change)
        if self._found.no_change == "beyond":
            yield self._say("no_beyond", most=MOST_ATTRIBUTES)
        elif self._found.no_change == "missing":
            yield self._say("no_missing")
        elif self._found.no_change:
            yield self._say(f"no_{self._found.no_change.removeprefix('no_')}_{self._kind}")

    def _change(self, change: Change) -> str:
        return clauses([step_in_words(each, self._reader) for each in change], self._reader.lang)


def step_in_words(step: Step, reader: Reader) -> str:
    """One answer changed: what it becomes and what it was, or the items that a list gains and loses."""
    title = titled(f"attributes/{step.attribute}", reader)
    if isinstance(step.before.value, tuple):
        told = []
        for name, items in (("adding", step.added), ("removing", step.removed)):
            if items:
                told.append(
                    phrase(
                        f"explain.search.{name}", reader.lang, title=title, items=_items(step.attribute, items, reader)
                    )
                )
        return clauses(told, reader.lang)
    attribute = reader.rulebook.attributes[step.attribute]
    after, before, *also = (value_in_words(attribute, each, reader) for each in (step.after, step.before, *step.also))
    return phrase(
        "explain.search.instead", reader.lang, title=title, after=reader.either([after, *also]), before=before
    )


def _items(attribute: str, items: tuple[str, ...], reader: Reader) -> str:
    return value_in_words(reader.rulebook.attributes[attribute], Answer(items, None), reader)


def title_of(goal: Goal, reader: Reader) -> str:
    """What the thing is called; a requirement with its instrument."""
    if goal.kind != "requirement":
        return titled(goal.name, reader)
    requirements = reader.rulebook.instruments[goal.owner].requirements
    own = next(reader.to(each.title) for each in requirements if each.id == goal.own)
    return own + bracketed(titled(f"instruments/{goal.owner}", reader), reader.lang)
