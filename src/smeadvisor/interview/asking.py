"""The next question, how far the interview is, and whether it may stop: what a screen needs to know of a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smeadvisor.interview.choosing import best_attribute, relevant
from smeadvisor.interview.reasons import why_asked, why_stop
from smeadvisor.interview.session import Session
from smeadvisor.interview.view import View, view_of
from smeadvisor.interview.ways import Way
from smeadvisor.model.attributes import Attribute
from smeadvisor.model.texts import Text

TOP = 3
"""How many recommendations are to be certain before an interview may stop."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next.

    ``attribute`` holds the question, its help, type, unit and choices; ``rules`` wait for the answer,
    ``recommendations`` could be brought in or moved by it, and ``why`` says so in words.
    """

    attribute: Attribute
    why: Text
    rules: tuple[str, ...]
    recommendations: tuple[str, ...]

    @property
    def entry(self) -> str:
        """What kind of entry it takes: yes_no, number, money, choice or list."""
        return self.attribute.type


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is.

    ``decided`` is how much of what answers could bring is decided, in percent: it never falls as answers come in, and
    is 100 when the interview may stop. ``at_most`` is how many questions can still be asked; most often fewer are.
    """

    decided: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the interview may stop; ``leaders`` are the first recommendations as things stand, ``why`` the reason."""

    stop: bool
    leaders: tuple[str, ...]
    why: Text

    def __bool__(self) -> bool:
        return self.stop


def next_question(session: Session, top: int = TOP) -> Question | None:
    """The question to ask next; None where none could change the first recommendations."""
    view = session.view
    if session.settled(top):
        return None
    ways, attributes = relevant(view, top), session.rulebook.attributes
    topic = attributes[session.order[-1]].topic if session.order else None
    name = best_attribute(view, top, ways, attributes, topic)
    return None if name is None else _question(session, name, [way for way in ways if name in view.waiting(way)])


def _question(session: Session, name: str, ways: list[Way]) -> Question:
    stakes = session.stakes
    rules = tuple(dict.fromkeys(way.rule for way in ways))
    barriers = {way.barrier for way in ways if way.barrier is not None}
    moved = {way.recommendation for way in ways if way.recommendation is not None}
    moved |= {each for barrier in barriers for each in stakes.relievers[barrier]}
    recommendations = tuple(stakes.recommendations[each] for each in sorted(moved))
    shown = [stakes.barriers[each] for each in sorted(barriers)]
    stage = any(way.stage is not None for way in ways)
    why = why_asked(session.rulebook, rules, recommendations, shown, stage)
    return Question(session.rulebook.attributes[name], why, rules, recommendations)


def progress(session: Session, top: int = TOP) -> Progress:
    """How far the interview is."""
    view = session.view
    if session.settled(top):
        return Progress(100, 0)
    before, now = _open_points(view_of(session.stakes, {})), _open_points(view)
    return Progress(min(100 - -(-100 * now // before), 99) if before else 99, len(_waited_for(view, view.alive)))


def _open_points(view: View) -> int:
    """What may still come, in points of the neutral stage; evidence of its own counts as the weightiest barrier."""
    weights = view.stakes.weights(None)
    barriers = sum(
        each[best] - each[now] for each, best, now in zip(weights, view.best.severity, view.now.severity, strict=True)
    )
    own = {way.recommendation for way in view.alive if way.recommendation is not None}
    return barriers + len(own) * max(map(max, weights))


def _waited_for(view: View, ways: Iterable[Way]) -> set[str]:
    return {name for way in ways for name in view.waiting(way)}


def may_stop(session: Session, top: int = TOP) -> Verdict:
    """Whether nothing that is left can change the first ``top`` recommendations or their order: proven, never guessed.

    What was skipped counts as unknown for good.
    """
    view = session.view
    leaders = tuple(session.stakes.recommendations[each] for each in view.leaders(top))
    stop = session.settled(top)
    return Verdict(stop, leaders, why_stop(stop, not view.alive))
