"""Where an interview is, and where it goes on from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from smeadvisor.interview import Session, next_question
from smeadvisor.interview.saving import Memory
from smeadvisor.interview.steps import Draft, in_form_order

Step = Literal["kind", "economy", "id", "name", "question", "offer", "review"]


@dataclass(frozen=True, slots=True)
class State:
    """Where an interview is.

    ``asked`` is the attribute in question; ``editing`` says that it was chosen among the answers looked over.
    """

    step: Step
    memory: Memory
    draft: Draft = field(default_factory=Draft)
    session: Session | None = None
    asked: str = ""
    editing: bool = False
    ended: Literal["finished", "stopped"] | None = None


def onward(state: State) -> State:
    """Where it goes on: to the answers looked over, the next question, or what to do next."""
    if state.editing:
        return replace(state, step="review", editing=False)
    asked = _next(state)
    return replace(state, step="question", asked=asked) if asked else replace(state, step="offer", asked="")


def _next(state: State) -> str | None:
    assert state.session is not None  # noqa: S101 - there is no next question before a session
    if not state.memory.everything:
        question = next_question(state.session)
        if question is not None:
            return question.attribute.id
        if not state.memory.went_on:
            return None
    return next(iter(left(state)), None)


def left(state: State) -> Sequence[str]:
    """What is neither answered nor left open, in the order of the form."""
    session, trail = state.session, set(state.memory.trail)
    assert session is not None  # noqa: S101 - nothing is left before a session
    return [each for each in in_form_order(session) if each not in session.answers and each not in trail]


def answered(state: State) -> list[str]:
    """What is answered: what was asked here in its order, then what was known before."""
    answers = state.session.answers if state.session else {}
    return list(dict.fromkeys([*(each for each in state.memory.trail if each in answers), *answers]))


def passed(state: State) -> State:
    """The state in which the question is behind one."""
    trail = (*(each for each in state.memory.trail if each != state.asked), state.asked)
    return state if state.editing else replace(state, memory=replace(state.memory, trail=trail))
