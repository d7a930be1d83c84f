"""What differs between two consultations, and because of which firings and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from typing_extensions import TypedDict

from smeadvisor.engines.comparison import Move, moves
from smeadvisor.engines.consultation import Advice, Consultation, InstrumentAssessment, PresentBarrier, Undecided
from smeadvisor.engines.matching import Eligibility
from smeadvisor.explanation.reasons import ECONOMY
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.answers import LongAnswer, PlainValue
from smeadvisor.model.conditions import attributes_of
from smeadvisor.model.plain import Plain, plain
from smeadvisor.model.records import Severity
from smeadvisor.problems import InvalidInput, problem

_STAGE = "classification/stage="


@dataclass(frozen=True, slots=True)
class Because(Plain):
    """What explains a change: rules that now fire, rules that no longer do, and the changed answers under them.

    Nothing at all, where a recommendation moved because others did.
    """

    came: tuple[str, ...]
    went: tuple[str, ...]
    answers: tuple[str, ...]


class Weighed(TypedDict):
    """How much a barrier keeps from exporting."""

    severity: Severity
    weight: int


class Placed(TypedDict):
    """The place of a recommendation."""

    rank: int
    points: int
    under: str | None


class Open(TypedDict):
    """Whether an instrument can be taken up."""

    eligibility: Eligibility
    measure: bool


Said = str | list[str] | Weighed | Placed | Open | None
"""What is said of a classification, a barrier, a recommendation or an instrument; None where it is not there."""


@dataclass(frozen=True, slots=True)
class Change(Plain):
    """One thing before and after (None: not there), and what explains it."""

    id: str
    before: Said
    after: Said
    because: Because


@dataclass(frozen=True, slots=True)
class AnswerChange(Plain):
    """An answer before and after, as a profile file would have it; None where there was none."""

    attribute: str
    before: PlainValue | LongAnswer | None
    after: PlainValue | LongAnswer | None


@dataclass(frozen=True, slots=True)
class Differences(Plain):
    """All that differs.

    ``barriers`` hold severity and weight, ``recommendations`` rank, points and what it is listed under,
    ``instruments`` eligibility and whether it is a measure. ``came`` and ``went`` are the rules that fire only
    after and only before; ``opened`` and ``closed`` the missing answers that rules now wait for, or no longer do.
    """

    answers: tuple[AnswerChange, ...]
    classification: tuple[Change, ...]
    barriers: tuple[Change, ...]
    recommendations: tuple[Change, ...]
    instruments: tuple[Change, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the advice is the same, whatever answers differ."""
        parts = (self.classification, self.barriers, self.recommendations, self.instruments)
        return not any((*parts, self.came, self.went, self.opened, self.closed))


def differences(before: Subject, after: Subject) -> Differences:
    """What differs between two consultations by one rulebook, as of one day.

    Raises InvalidInput with E-TWO-KINDS for a firm and an economy, with E-TWO-DAYS for two days.
    """
    if before.profile.kind != after.profile.kind:
        raise InvalidInput(problem("E-TWO-KINDS"))
    old, new = before.consultation, after.consultation
    if old.as_of != new.as_of:
        raise InvalidInput(problem("E-TWO-DAYS", one=old.as_of, other=new.as_of))
    found = _Found(before, after)
    return Differences(
        answers=found.answers,
        classification=tuple(_classes(found)),
        barriers=tuple(_barriers(found)),
        recommendations=tuple(_recommendation(found, each) for each in moves(old, new)),
        instruments=tuple(_instruments(found)),
        came=found.came,
        went=found.went,
        opened=tuple(_without(new.undecided, old.undecided)),
        closed=tuple(_without(old.undecided, new.undecided)),
    )


class _Found:
    """Both consultations, with what explains changes: the answers and the firings that differ."""

    def __init__(self, before: Subject, after: Subject) -> None:
        self.before, self.after = before.consultation, after.consultation
        self.rulebook = after.rulebook
        self.answers = tuple(_answers(self.before, self.after))
        old, new = _fired(self.before), _fired(self.after)
        self.came = tuple(rule for rule in new if rule not in old)
        self.went = tuple(rule for rule in old if rule not in new)
        changed = {each.attribute for each in self.answers}
        home = {ECONOMY} if self.before.economy != self.after.economy else set()
        self._changed = changed | home

    def because(self, findings: Iterable[str], *, asked: bool = False) -> Because:
        """The firings that concluded one of the findings only before or only after, and what these rest on.

        With ``asked`` the answers under all rules of the findings count: a requirement may come to be unmet without
        a firing, by rules that are blocked.
        """
        wanted = set(findings)
        came, went = (self._concluding(rules, wanted) for rules in (self.came, self.went))
        every = (
            [each.id for each in self.rulebook.rules_for(self.after.kind) if each.finding in wanted] if asked else []
        )
        answers = {name for rule in (*came, *went, *every) for name in self._under(rule)} & self._changed
        return Because(came, went, tuple(sorted(answers)))

    def _concluding(self, rules: Iterable[str], findings: set[str]) -> tuple[str, ...]:
        """Those that conclude one of them, or something that leads there: all on the way that differ."""
        book = self.rulebook.by_id
        found: dict[str, None] = {}
        own = [rule for rule in rules if book[rule].finding in findings]
        below = {each for rule in own for test in book[rule].tests if test.on_finding for each in test.operand}
        if below - findings:
            found.update(dict.fromkeys(self._concluding(rules, below)))
        found.update(dict.fromkeys(own))
        return tuple(found)

    def _under(self, rule: str) -> set[str]:
        """The attributes that a rule tests, itself or through what it builds on."""
        tests = self.rulebook.by_id[rule].tests
        findings = {each for test in tests if test.on_finding for each in test.operand}
        concluding = [each.id for each in self.rulebook.rules_for(self.after.kind) if each.finding in findings]
        return set(attributes_of(tests)).union(*(self._under(each) for each in concluding))


def _fired(case: Consultation) -> dict[str, None]:
    return {each.rule: None for each in case.firings}


def _answers(before: Consultation, after: Consultation) -> Iterator[AnswerChange]:
    for name in sorted({*before.answers, *after.answers}):
        old, new = before.answers.get(name), after.answers.get(name)
        if old != new:
            yield AnswerChange(name, plain(old), plain(new))


def _classes(found: _Found) -> Iterator[Change]:
    for name, new in found.after.classification.items():
        old = found.before.classification[name]
        if old != new:
            values = found.rulebook.classification[name].values
            yield Change(name, old, new, found.because(f"classification/{name}={value}" for value in values))


def _barriers(found: _Found) -> Iterator[Change]:
    old, new = ({each.id: each for each in case.barriers} for case in (found.before, found.after))
    for name in [*new, *(name for name in old if name not in new)]:
        before, after = _weighed(old.get(name)), _weighed(new.get(name))
        if before != after:
            yield Change(name, before, after, found.because([f"barriers/{name}", *_stages(found)]))


def _weighed(barrier: PresentBarrier | None) -> Weighed | None:
    return {"severity": barrier.severity, "weight": barrier.weight} if barrier else None


def _stages(found: _Found) -> list[str]:
    """The findings of the stage, where it differs: the weights go by it."""
    if found.before.classification["stage"] == found.after.classification["stage"]:
        return []
    return [_STAGE + value for value in found.rulebook.classification["stage"].values]


def _recommendation(found: _Found, move: Move) -> Change:
    barriers = [f"barriers/{each}" for each in _reweighed(move)]
    because = found.because([f"recommendations/{move.id}", *barriers, *(_stages(found) if barriers else ())])
    return Change(move.id, _placed(move.before), _placed(move.after), because)


def _reweighed(move: Move) -> list[str]:
    """The barriers whose part in its points differs; all of them where the kind of evidence does."""
    old, new = ({part.barrier: part for part in advice.parts} if advice else {} for advice in (move.before, move.after))
    whole = getattr(move.before, "evidence", None) != getattr(move.after, "evidence", None)
    return [each for each in dict.fromkeys([*old, *new]) if whole or old.get(each) != new.get(each)]


def _placed(advice: Advice | None) -> Placed | None:
    return {"rank": advice.rank, "points": advice.points, "under": advice.under} if advice else None


def _instruments(found: _Found) -> Iterator[Change]:
    old = {each.id: each for each in found.before.instruments}
    for each in found.after.instruments:
        before, after = _open(old[each.id]), _open(each)
        if before != after:
            asked = found.rulebook.instruments[each.id].requirements
            findings = [f"instruments/{each.id}#{requirement.id}" for requirement in asked]
            yield Change(each.id, before, after, found.because(findings, asked=True))


def _open(standing: InstrumentAssessment) -> Open:
    return {"eligibility": standing.eligibility, "measure": standing.is_measure}


def _without(these: Iterable[Undecided], others: Iterable[Undecided]) -> Iterator[str]:
    known = {each.attribute for each in others}
    return (each.attribute for each in these if each.attribute not in known)
