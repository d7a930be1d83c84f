"""Shares that are never told as more than they are: what is cut off is not rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple


class Share(NamedTuple):
    """A part of a whole."""

    part: int
    whole: int

    def reaches(self, percent: Decimal) -> bool:
        """Whether it is at least so many percent, exactly; nothing of nothing is none."""
        share = Fraction(100 * self.part, self.whole) if self.whole else Fraction(0)
        return share >= Fraction(percent)

    def __str__(self) -> str:
        """In percent with two decimals, the rest cut off: only the whole is 100.00%."""
        whole, hundredths = divmod(10_000 * self.part // self.whole if self.whole else 0, 100)
        return f"{whole}.{hundredths:02d}%"

    @property
    def short(self) -> str:
        """The same with one decimal; what is there is never told as 0."""
        if not self.whole:
            return "–"
        whole, tenths = divmod(1000 * self.part // self.whole, 10)
        return "<0.1%" if self.part and not (whole or tenths) else f"{whole}.{tenths}%"
