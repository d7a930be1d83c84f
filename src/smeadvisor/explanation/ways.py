"""The rules that could bring a thing about, and how far each of them is from firing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from typing_extensions import TypedDict

from smeadvisor.engines.states import States
from smeadvisor.explanation.nearest import nearest_in, position, tests_of
from smeadvisor.explanation.subject import Subject
from smeadvisor.logic.unfolding import Case, Logic
from smeadvisor.model.answers import Answer, Comparable
from smeadvisor.model.attributes import ECONOMY, economy_attribute
from smeadvisor.model.conditions import State, Test
from smeadvisor.model.plain import Plain
from smeadvisor.model.rulebook import Rule

_ORDER: tuple[State, ...] = ("fired", "undecided", "blocked")


class TestedData(TypedDict):
    """A test held against the profile."""

    subject: str
    operator: str
    truth: Literal["true", "false", "unknown"]
    answer: Answer | None
    ways: tuple[Way, ...]


class AskedData(TypedDict):
    """A missing answer, and one that would do."""

    attribute: str
    such_as: Answer


@dataclass(frozen=True, slots=True)
class Tested(Plain):
    """A test held against the profile: true, false or unknown (None).

    ``answer`` is the profile's, if the test is on one and it is there; ``ways`` are the rules that could conclude
    the finding, if it is on one that did not come out.
    """

    test: Test
    truth: bool | None
    answer: Answer | None
    ways: tuple[Way, ...]

    def written(self) -> TestedData:
        """The test by its parts, the rest as it is."""
        return {
            "subject": self.test.subject,
            "operator": self.test.operator,
            "truth": "unknown" if self.truth is None else "true" if self.truth else "false",
            "answer": self.answer,
            "ways": self.ways,
        }


@dataclass(frozen=True, slots=True)
class Asked(Plain):
    """A missing answer: what it would have to be, and one that is."""

    attribute: str
    tests: tuple[Test, ...]
    example: Answer

    def written(self) -> AskedData:
        """The attribute, and an answer that would do."""
        return {"attribute": self.attribute, "such_as": self.example}


@dataclass(frozen=True, slots=True)
class Way(Plain):
    """A rule, its state, and its tests; ``barrier`` is the one that it reveals on the way to a recommendation.

    ``asks`` are, for an undecided rule, the sets of missing answers with which it would fire.
    """

    rule: str
    state: State
    barrier: str | None
    tests: tuple[Tested, ...]
    asks: tuple[tuple[Asked, ...], ...]


class Ways:
    """The rules of a subject's kind, held against its profile."""

    def __init__(self, subject: Subject) -> None:
        book, self._profile = subject.rulebook, subject.profile
        self._rules = book.rules_for(self._profile.kind)
        self.attributes = {**book.attributes, ECONOMY: economy_attribute()}
        self.comparables: dict[str, Comparable] = {**self._profile.comparables(), ECONOMY: self._profile.economy}
        self._states = States(self._rules, self.comparables)
        self._logic = Logic(self._rules, self.attributes, self._profile.kind)

    def to(self, finding: str) -> tuple[Way, ...]:
        """The rules that could conclude the finding, those nearest to firing first."""
        found = [self._way(rule, barrier) for rule, barrier in self._leading(finding)]
        return tuple(sorted(found, key=_nearness))

    def cases(self, finding: str) -> list[Case]:
        """All ways in which answers bring the finding about."""
        return [case for rule in self._rules if rule.finding == finding for case in self._logic.cases(rule)]

    def _leading(self, finding: str) -> Iterator[tuple[Rule, str | None]]:
        """In place of a rule that only passes a barrier on to a recommendation: the rules that reveal the barrier."""
        for rule in self._rules:
            if rule.finding == finding and rule.text is not None:
                yield rule, None
            elif rule.finding == finding:
                (test,) = rule.tests
                signs = (each for each in self._rules if each.finding in test.operand)
                yield from ((each, test.subject) for each in signs)

    def _way(self, rule: Rule, barrier: str | None = None) -> Way:
        state = self._states.of(rule)
        tests = tuple(self._tested(test) for test in rule.tests)
        return Way(rule.id, state, barrier, tests, self._asks(rule) if state == "undecided" else ())

    def _tested(self, test: Test) -> Tested:
        truth = self._states.truth_of(test)
        if test.on_finding:
            ways = () if truth else tuple(each for finding in test.operand for each in self.to(finding))
            return Tested(test, truth, None, ways)
        home = Answer(self._profile.economy, self._profile.economy)
        return Tested(test, truth, home if test.subject == ECONOMY else self._profile.answers.get(test.subject), ())

    def _asks(self, rule: Rule) -> tuple[tuple[Asked, ...], ...]:
        asks = dict.fromkeys(asked for case in self._logic.cases(rule) if (asked := self._asked(case)) is not None)
        # What asks for no less than another does asks for something in vain.
        least = [each for each in asks if not any({*other} < {*each} for other in asks)]
        return tuple(sorted(least, key=len))

    def _asked(self, case: Case) -> tuple[Asked, ...] | None:
        """The missing answers that the case asks for; None if what is known speaks against it."""
        found = []
        for name, region in case.regions.items():
            stands = position(region, self.comparables.get(name))
            nearest = nearest_in(self.attributes[name], region, None) if stands == "open" else []
            if stands == "outside" or (stands == "open" and not nearest):
                return None
            found += [Asked(name, tests_of(self.attributes[name], region), each) for each in nearest[:1]]
        return tuple(sorted(found, key=lambda each: each.attribute))


def _nearness(way: Way) -> tuple[int, int, int]:
    truths = [each.truth for each in way.tests]
    return _ORDER.index(way.state), truths.count(False), truths.count(None)
