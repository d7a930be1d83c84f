"""Why a barrier, an instrument, a requirement or a recommendation did not come out, and what would bring it about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from typing_extensions import TypedDict

from smeadvisor.engines.consultation import InstrumentAssessment, RequirementState
from smeadvisor.engines.matching import Eligibility, Place
from smeadvisor.explanation.changes import MOST_ATTRIBUTES, Change, NoChange, Search
from smeadvisor.explanation.goals import Goal, Kind
from smeadvisor.explanation.subject import Subject
from smeadvisor.explanation.variations import Variations
from smeadvisor.explanation.ways import Way, Ways
from smeadvisor.logic.unfolding import Case
from smeadvisor.model.plain import Plain
from smeadvisor.model.records import Status
from smeadvisor.model.rulebook import requirement_finding

Bar = Literal["abroad", "closed", "other_audience", "put_to_firms", "unasked"]
"""What no answer changes: an instrument abroad, closed or meant for the other kind of profile; a requirement when an
economy is advised, or one that no answer can tell of."""


@dataclass(frozen=True, slots=True)
class Condition(Plain):
    """A requirement of an instrument that is not met, or not known to be: what could have met it."""

    id: str
    state: RequirementState
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Served(Plain):
    """A recommendation that an instrument serves, which carries the instrument if it is given.

    ``rank`` is its own, or that of the one ``under`` which it is listed; None where it is not given.
    """

    recommendation: str
    rank: int | None
    under: str | None


@dataclass(frozen=True, slots=True)
class Relieved(Plain):
    """A barrier that an instrument relieves: whether it was found, and whether what is given answers it."""

    barrier: str
    found: bool
    answered: bool


class PlaceData(TypedDict):
    """What an instrument is to the profile."""

    place: Place
    eligibility: Eligibility
    status: Status


class WhyNotData(TypedDict):
    """What was asked after, and all that speaks to why it did not come out."""

    kind: Kind
    id: str
    came_out: bool
    under: str | None
    standing: PlaceData | None
    serves: tuple[Served, ...]
    relieves: tuple[Relieved, ...]
    bars: tuple[Bar, ...]
    conditions: tuple[Condition, ...]
    ways: tuple[Way, ...]
    changes: tuple[Change, ...]
    no_change: NoChange | None
    most_attributes: int


@dataclass(frozen=True, slots=True)
class WhyNot(Plain):
    """What was asked after, whether it came out after all, and if not, all that speaks to why.

    ``under`` is the recommendation that a given one is listed under. Of an instrument ``standing`` says what it is to
    the profile, ``conditions`` are those requirements that are not met, ``serves`` the recommendations that would carry
    it into the advice, and ``relieves`` the barriers behind it. Of all else ``ways`` are the rules that could have
    concluded it. ``changes`` are the smallest that would bring it about, ``no_change`` says why there are none.
    """

    goal: Goal
    came_out: bool
    under: str | None = None
    standing: InstrumentAssessment | None = None
    bars: tuple[Bar, ...] = ()
    conditions: tuple[Condition, ...] = ()
    ways: tuple[Way, ...] = ()
    changes: tuple[Change, ...] = ()
    no_change: NoChange | None = None
    serves: tuple[Served, ...] = ()
    relieves: tuple[Relieved, ...] = ()

    @property
    def carried(self) -> tuple[Served, ...]:
        """The recommendations given that carry an instrument."""
        return tuple(each for each in self.serves if each.rank is not None)

    def written(self) -> WhyNotData:
        """The fields, what was asked after in place of the goal, and how many answers a change may have."""
        standing = self.standing
        return {
            "kind": self.goal.kind,
            "id": self.goal.id,
            "came_out": self.came_out,
            "under": self.under,
            "standing": standing
            and {"place": standing.place, "eligibility": standing.eligibility, "status": standing.status},
            "serves": self.serves,
            "relieves": self.relieves,
            "bars": self.bars,
            "conditions": self.conditions,
            "ways": self.ways,
            "changes": self.changes,
            "no_change": self.no_change,
            "most_attributes": MOST_ATTRIBUTES,
        }


class Inquiry:
    """Answers why-nots of one subject: what they all need is made once."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._ways = Ways(subject)
        self._variations = Variations(subject)

    def why_not(self, goal: Goal) -> WhyNot:
        """Why the goal did not come out."""
        if goal.kind == "instrument":
            return self._instrument(goal)
        if goal.kind == "requirement":
            return self._requirement(goal)
        if goal.kind == "recommendation":
            given = {each.id: each for each in self._subject.consultation.recommendations}
            if goal.id in given:
                return WhyNot(goal, True, under=given[goal.id].under)
        elif any(each.id == goal.id for each in self._subject.consultation.barriers):
            return WhyNot(goal, True)
        return self._concluded(goal)

    def _concluded(self, goal: Goal) -> WhyNot:
        """What rules would have to conclude."""
        changes, why = self._search(goal, [self._ways.cases(goal.name)])
        return WhyNot(goal, False, ways=self._ways.to(goal.name), changes=changes, no_change=why)

    def _requirement(self, goal: Goal) -> WhyNot:
        if dict(self._standing(goal.owner).requirements)[goal.own] == "met":
            return WhyNot(goal, True)
        if self._subject.profile.kind == "economy":
            return WhyNot(goal, False, bars=("put_to_firms",))
        return self._concluded(goal) if self._is_asked(goal) else WhyNot(goal, False, bars=("unasked",))

    def _is_asked(self, goal: Goal) -> bool:
        requirements = self._subject.rulebook.instruments[goal.owner].requirements
        return any(each.rules for each in requirements if each.id == goal.own)

    def _instrument(self, goal: Goal) -> WhyNot:
        """Whether it is there to be taken up."""
        standing, bars = self._standing(goal.id), tuple(self._bars(goal.id))
        conditions = tuple(self._conditions(standing))
        changes, why = (), None
        if not standing.is_measure and not bars:
            findings = [requirement_finding(goal.id, own) for own, _ in standing.requirements]
            needs = [cases for finding in findings if (cases := self._ways.cases(finding))]
            changes, why = self._search(goal, needs, lenient=True)
        serves, relieves = tuple(self._serves(goal.id)), tuple(self._relieves(standing))
        return WhyNot(goal, standing.is_measure, None, standing, bars, conditions, (), changes, why, serves, relieves)

    def _serves(self, name: str) -> Iterator[Served]:
        """The recommendations that it serves, those given in their order before the others."""
        given = self._subject.consultation.recommendations
        serves = [each.recommendation for each in self._subject.rulebook.instruments[name].serves]
        yield from (Served(each.id, each.rank, each.under) for each in given if each.id in serves)
        yield from (Served(each, None, None) for each in serves if all(own.id != each for own in given))

    def _relieves(self, standing: InstrumentAssessment) -> Iterator[Relieved]:
        case = self._subject.consultation
        found = {each.id for each in case.barriers}
        for each in standing.relieves:
            yield Relieved(each, each in found, each in found and each not in case.no_recommendation)

    def _standing(self, name: str) -> InstrumentAssessment:
        return next(each for each in self._subject.consultation.instruments if each.id == name)

    def _bars(self, name: str) -> Iterator[Bar]:
        standing, instrument = self._standing(name), self._subject.rulebook.instruments[name]
        if standing.place == "abroad":
            yield "abroad"
        if standing.status == "closed":
            yield "closed"
        if instrument.audience not in (None, self._subject.profile.kind):
            yield "other_audience"

    def _conditions(self, standing: InstrumentAssessment) -> Iterator[Condition]:
        """Those that are unmet first."""
        for state in ("unmet", "unknown"):
            for own, each in standing.requirements:
                if each == state:
                    yield Condition(own, each, self._ways.to(requirement_finding(standing.id, own)))

    def _search(
        self, goal: Goal, needs: list[list[Case]], lenient: bool = False
    ) -> tuple[tuple[Change, ...], NoChange | None]:
        found = Search(self._ways, self._variations, goal).changes(needs, lenient)
        return ((), found) if isinstance(found, str) else (found, None)


def why_not(subject: Subject, goal: Goal) -> WhyNot:
    """Why the goal did not come out of the subject's profile."""
    return Inquiry(subject).why_not(goal)
