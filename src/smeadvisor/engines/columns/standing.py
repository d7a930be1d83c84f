"""Instruments over whole columns: requirements met and unmet, and which are there to be taken up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from smeadvisor.engines.columns.bits import ONES, Array, all_of, any_of, packed
from smeadvisor.engines.columns.program import Program, States
from smeadvisor.engines.matching import is_measure, place
from smeadvisor.model.records import Economy, Instrument
from smeadvisor.model.rulebook import requirement_finding
from smeadvisor.tables.encoded import ECONOMY_CODES


class InstrumentAssessments(NamedTuple):
    """Planes: where each requirement is met and where unmet, where each instrument is open to the profile and where
    it is ruled out, where it is a measure, and where it is one that serves a recommendation given."""

    met: Array
    unmet: Array
    eligible: Array
    ineligible: Array
    measure: Array
    carried: Array


class Matching:
    """The instruments of a program. ``requirements`` are pairs of instrument and requirement, in order."""

    def __init__(self, program: Program, recommendations: tuple[str, ...]) -> None:
        book = program.rulebook
        self._program = program
        self.instruments = tuple(book.instruments)
        self.requirements = tuple(
            (name, own.id) for name, each in book.instruments.items() for own in each.requirements
        )
        firm = program.kind == "firm"
        # Requirements are put to firms; an economy leaves them all open.
        self._rules = [program.concluding([requirement_finding(*each)] if firm else []) for each in self.requirements]
        self._own = [
            np.array([i for i, (owner, _) in enumerate(self.requirements) if owner == name], np.intp)
            for name in self.instruments
        ]
        self._near = {(each.economy, each.status): _near(each, book.economies) for each in book.instruments.values()}
        self._serves = [
            np.array([recommendations.index(own.recommendation) for own in each.serves], np.intp)
            for each in book.instruments.values()
        ]

    def match(self, states: States, economies: Array, given: Array) -> InstrumentAssessments:
        """What each instrument is to every row; ``given`` are the planes of recommendations."""
        words = states.fired.shape[1]
        met, unmet = (np.zeros((len(self.requirements), words), np.uint64) for _ in range(2))
        for i, rules in enumerate(self._rules):
            if len(rules):
                met[i], unmet[i] = any_of(states.fired, rules), all_of(states.blocked, rules)
        eligible, ineligible, measure, carried = (np.empty((len(self.instruments), words), np.uint64) for _ in range(4))
        near = {key: packed(table[economies]) for key, table in self._near.items()}
        for i, each in enumerate(self._program.rulebook.instruments.values()):
            addressed = each.audience in (None, self._program.kind)
            eligible[i] = all_of(met, self._own[i]) if addressed else 0
            ineligible[i] = any_of(unmet, self._own[i]) if addressed else ONES
            measure[i] = near[each.economy, each.status] & ~ineligible[i]
            carried[i] = measure[i] & any_of(given, self._serves[i])
        return InstrumentAssessments(met, unmet, eligible, ineligible, measure, carried)


def _near(each: Instrument, known: Mapping[str, Economy]) -> Array:
    """For each economy whether its profiles can take the instrument up, as far as its place and status go."""
    return np.array([is_measure(place(each.economy, home, known), "eligible", each.status) for home in ECONOMY_CODES])
