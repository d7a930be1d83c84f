"""Which answers and which rules a conclusion rests on, as sets.

The contract, which tests hold:

- *Sufficient*: consulted with the cited answers alone (the profile's kind and economy stay) and with the cited rules
  alone, the profile gives the conclusion again: the barrier with its severity and weight, the recommendation with
  its evidence, points and parts, the requirement met, the class with its values. Rank and place in the list compare
  with other recommendations and are not part of it.
- *Minimal*, way by way: a way is one firing that concludes it together with one firing for each finding that this one
  matched. Without any one of a way's answers its firing is lost. Several ways each support the conclusion alone, so
  the union of them may lose an answer and still conclude it.
- *Complete*: every firing that concludes it has a way at least.
- An answer that is not there is never cited: nothing follows from what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from smeadvisor.engines.states import States
from smeadvisor.explanation.how import findings_of
from smeadvisor.explanation.reasons import ECONOMY
from smeadvisor.explanation.standings import requirement_rules, states_of
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.conditions import Test, attributes_of
from smeadvisor.model.rulebook import Rule, requirement_finding

_STAGE = "classification/stage"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a conclusion: the rule whose firing concludes it, and all answers and rules that this takes."""

    rule: str
    answers: frozenset[str]
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Citations:
    """What a conclusion rests on: all of it as two sets of ids, and each way to it.

    The sets hold the ways together, and what gives the points their stage factor. Both are empty for what did
    not come out.
    """

    answers: frozenset[str]
    rules: frozenset[str]
    ways: tuple[Way, ...]


def citations(subject: Subject, conclusion: str) -> Citations:
    """What the conclusion of that full name rests on (names as :func:`smeadvisor.explanation.how.how` takes them).

    Of an instrument: what each requirement rests on, a met one on its ways, an unmet one on every test that is false.
    """
    ways = _Ways(subject)
    kind, _, name = conclusion.partition("/")
    if kind == "instruments" and "#" not in name:
        return _of_instrument(subject, name, ways)
    found = tuple(way for finding in findings_of(subject, conclusion) for way in ways.of(finding))
    if kind == "recommendations":
        return _together(found, [*_of_barriers(subject, name, ways), *_of_stage(subject, name, ways)])
    return _together(found, ways.all(_STAGE_VALUES) if kind == "barriers" and found else ())


_STAGE_VALUES = (f"{_STAGE}=planning", f"{_STAGE}=operational")


class _Ways:
    """The ways to every finding of a consultation."""

    def __init__(self, subject: Subject) -> None:
        self._firing: dict[str, list[Rule]] = {}
        for firing in subject.consultation.firings:
            rule = subject.rulebook.by_id[firing.rule]
            self._firing.setdefault(rule.finding, []).append(rule)
        self._known: dict[str, tuple[Way, ...]] = {}

    def of(self, finding: str) -> tuple[Way, ...]:
        """The minimal ways to the finding, firing by firing."""
        if finding not in self._known:
            fired = self._firing.get(finding, ())
            self._known[finding] = tuple(way for rule in fired for way in _minimal(self._through(rule)))
        return self._known[finding]

    def all(self, findings: Iterable[str]) -> list[Way]:
        """The ways to each of the findings."""
        return [way for finding in findings for way in self.of(finding)]

    def _through(self, rule: Rule) -> Iterator[Way]:
        """Every choice of one way for each test on findings."""
        own = frozenset(attributes_of(rule.tests)) - {ECONOMY}
        choices = [self._below(test) for test in rule.tests if test.on_finding]
        for chosen in product(*choices):
            answers = own.union(*(each.answers for each in chosen))
            yield Way(rule.id, answers, frozenset({rule.id}).union(*(each.rules for each in chosen)))

    def _below(self, test: Test) -> list[Way]:
        return self.all(test.operand)


def _minimal(ways: Iterable[Way]) -> list[Way]:
    """Those that need no more answers than another one does."""
    found = list(dict.fromkeys(ways))
    return [each for each in found if not any(other.answers < each.answers for other in found)]


def _together(ways: tuple[Way, ...], more: Iterable[Way]) -> Citations:
    both = [*ways, *more]
    return Citations(
        answers=frozenset().union(*(each.answers for each in both)),
        rules=frozenset().union(*(each.rules for each in both)),
        ways=ways,
    )


def _of_barriers(subject: Subject, name: str, ways: _Ways) -> list[Way]:
    """The signs of the barriers that the recommendation relieves: they give it severity and evidence."""
    given = [each for each in subject.consultation.recommendations if each.id == name]
    return ways.all(f"barriers/{barrier}" for each in given for barrier in each.barriers)


def _of_stage(subject: Subject, name: str, ways: _Ways) -> list[Way]:
    """What the stage factor rests on, where there are points."""
    weighed = any(each.parts for each in subject.consultation.recommendations if each.id == name)
    return ways.all(_STAGE_VALUES) if weighed else []


def _of_instrument(subject: Subject, name: str, ways: _Ways) -> Citations:
    """What its requirements rest on, met or not."""
    findings = [requirement_finding(name, each.id) for each in subject.rulebook.instruments[name].requirements]
    found = tuple(ways.all(findings))
    return _together(found, _refuted(subject, findings) if subject.profile.kind == "firm" else ())


def _refuted(subject: Subject, findings: Iterable[str]) -> Iterator[Way]:
    """What blocks the rules of the requirements that are not met."""
    states = states_of(subject)
    for finding in findings:
        rules = requirement_rules(subject, finding)
        if rules and states.truth(finding) is False:
            yield from (_blocked(subject, rule, states) for rule in rules)


def _blocked(subject: Subject, rule: Rule, states: States) -> Way:
    """Everything that makes a test of the rule false, through the rules that conclude what it tests."""
    false = [test for test in rule.tests if states.truth_of(test) is False]
    findings = [finding for test in false if test.on_finding for finding in test.operand]
    concluding = [each for each in subject.rulebook.rules_for(rule.audience) if each.finding in findings]
    below = [_blocked(subject, each, states) for each in concluding]
    answers = frozenset(attributes_of(false)) - {ECONOMY}
    rules = frozenset({rule.id}).union(*(each.rules for each in below))
    return Way(rule.id, answers.union(*(each.answers for each in below)), rules)
