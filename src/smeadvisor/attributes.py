"""What can be known of a firm or an economy: type, unit, step, range and choices of each answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, StrictBool, StrictInt

from smeadvisor.texts import Model, Text

Audience = Literal["firm", "economy"]
AUDIENCES: tuple[Audience, ...] = ("firm", "economy")
Number = StrictInt | Decimal
Interval = tuple[int, int]

NOT_STATED = "not-stated"
UNBOUNDED = 2**61
"""An end of a range that has no bound, in steps."""

HALVES = 2
"""Half steps in a step: numbers are compared in half steps."""

MONEY_STEP = Decimal("0.01")


class Range(Model):
    """The values an attribute can have, ends included."""

    min: Number | None = None
    max: Number | None = None


class Suspect(Model):
    """Above this amount per unit of another attribute, a unit slip is likely (a warning only)."""

    per: str
    above: dict[str, Number]


class Attribute(Model):
    """One thing that can be known; the form of ``rules/attributes/**/<id>.yaml``."""

    id: str
    title: Text
    audience: tuple[Audience, ...] = Field(validation_alias="for", min_length=1)
    topic: str
    type: Literal["yes_no", "number", "money", "choice", "list"]
    unit: Literal["percent", "count", "months", "days", "hours-a-week", "not-stated"] | None = None
    step: Number = 1
    range: Range = Range()
    choices: dict[str, Text] = Field(default_factory=dict)
    question: Text
    help: Text
    changeable: StrictBool
    sources: tuple[str, ...] = ()
    basis: Literal["paper", "inference"] = "paper"
    reason: Text | None = None
    suspect: Suspect | None = None

    def steps(self, value: int | Decimal) -> int | None:
        """The value in whole steps, or None when it is finer than a step."""
        step = MONEY_STEP if self.type == "money" else Decimal(self.step)
        quotient = Decimal(value) / step
        return int(quotient) if quotient == quotient.to_integral_value() else None

    def bounds(self) -> Interval:
        """The range in whole steps."""
        ends = (self.range.min, self.range.max)
        low, high = (None if end is None else self.steps(end) for end in ends)
        return (-UNBOUNDED if low is None else low, UNBOUNDED if high is None else high)
