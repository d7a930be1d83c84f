"""What can be asked after: a barrier, an instrument, one of its requirements, or a recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from smeadvisor.messages import message
from smeadvisor.model.naming import the_one_named
from smeadvisor.model.rulebook import Rulebook, requirement_finding

Kind = Literal["barrier", "instrument", "requirement", "recommendation"]


class Goal(NamedTuple):
    """The thing asked after. The id of a requirement is that of its instrument, ``#`` and its own."""

    kind: Kind
    id: str

    @property
    def name(self) -> str:
        """The id with its folder; for all but an instrument also the finding that rules conclude."""
        folder = "instrument" if self.kind == "requirement" else self.kind
        return f"{folder}s/{self.id}"

    @property
    def owner(self) -> str:
        """The instrument of a requirement."""
        return self.id.partition("#")[0]

    @property
    def own(self) -> str:
        """A requirement's own id."""
        return self.id.partition("#")[2]


def find_goal(rulebook: Rulebook, name: str) -> Goal:
    """The thing that the name means: its id with or without its folder, or the last part of it.

    Raises InvalidInput with E-REF and the nearest name if there is none, with E-CHOICE if there are several.
    """
    return the_one_named(name, _goals(rulebook), _forms, message("errors.what.explained"))


def find_recommendation(rulebook: Rulebook, name: str) -> Goal:
    """The recommendation that the name means; raises as ``find_goal``."""
    known = [Goal("recommendation", each) for each in rulebook.recommendations]
    return the_one_named(name, known, _forms, message("errors.what.recommendation"))


def _goals(rulebook: Rulebook) -> Iterator[Goal]:
    yield from (Goal("barrier", each) for each in rulebook.barriers)
    yield from (Goal("recommendation", each) for each in rulebook.recommendations)
    for name, instrument in rulebook.instruments.items():
        yield Goal("instrument", name)
        for each in instrument.requirements:
            yield Goal("requirement", requirement_finding(name, each.id).partition("/")[2])


def _forms(goal: Goal) -> tuple[str, str, str, str]:
    """The names it goes by, the strictest first."""
    last = goal.id.rpartition("/")[2]
    return goal.name, goal.id, last, goal.own or last
