"""What can be known of a firm or an economy: type, unit, step, range and choices of each answer."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from smeadvisor.model.codes import ECONOMIES
from smeadvisor.model.texts import Exact, Flag, Text, Whole, folded, program_text, record

Audience = Literal["firm", "economy"]
AUDIENCES: tuple[Audience, ...] = ("firm", "economy")
Number = Whole | Exact
Interval = tuple[int, int]

NOT_STATED = "not-stated"
UNBOUNDED = 2**61
"""An end of a range that has no bound, in steps."""

HALVES = 2
"""Half steps in a step: numbers are compared in half steps."""

MONEY_STEP = Decimal("0.01")

ECONOMY = "economy"
"""What classification rules call the profile's economy; no other rule may test it."""


@record
class Range:
    """The values an attribute can have, ends included."""

    min: Number | None = None
    max: Number | None = None


@record
class Suspect:
    """Above this amount per unit of another attribute, a unit slip is likely (a warning only)."""

    per: str
    above: dict[str, Number]


@record
class Attribute:
    """One thing that can be known; the form of ``rules/attributes/**/<id>.yaml``."""

    id: str
    title: Text
    audience: tuple[Audience, ...]
    topic: str
    type: Literal["yes_no", "number", "money", "choice", "list"]
    unit: Literal["percent", "count", "months", "days", "hours-a-week", "not-stated"] | None = None
    step: Number = 1
    range: Range = field(default_factory=Range)
    choices: dict[str, Text] = field(default_factory=dict)
    question: Text
    help: Text
    changeable: Flag
    sources: tuple[str, ...] = ()
    basis: Literal["paper", "inference"] = "paper"
    reason: Text | None = None
    suspect: Suspect | None = None

    def steps(self, value: int | Decimal) -> int | None:
        """The value in whole steps, or None when it is finer than a step."""
        quotient = Fraction(value) / Fraction(MONEY_STEP if self.type == "money" else self.step)
        return int(quotient) if quotient.denominator == 1 else None

    def choice_named(self, name: str) -> str | None:
        """The choice of that id, or of that label in either language; None where there is none."""
        return name if name in self.choices else self._named.get(folded(name))

    @cached_property
    def _named(self) -> dict[str, str]:
        """The choices by all that they are called."""
        return {folded(name): id for id, label in self.choices.items() for name in (id, label.en, label.zh_hant)}

    def bounds(self) -> Interval:
        """The range in whole steps."""
        ends = (self.range.min, self.range.max)
        low, high = (None if end is None else self.steps(end) for end in ends)
        return (-UNBOUNDED if low is None else low, UNBOUNDED if high is None else high)


def economy_attribute() -> Attribute:
    """The profile's economy, as classification rules test it."""
    name = program_text("rulebook.economy_of_profile")
    choices = {code: Text(en=code, zh_hant=code) for code in sorted(ECONOMIES)}
    return Attribute(
        id=ECONOMY, title=name, audience=AUDIENCES, topic="identity", type="choice",
        choices=choices, question=name, help=name, changeable=False,
    )  # fmt: skip
