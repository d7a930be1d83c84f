"""What a kind of input is, and profiles drawn for the small rulebook, of which all of them are made."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from fuzz.bench import Bench
from smeadvisor.model.timeline import at
from smeadvisor.rules.loading import load
from support.commands import plain
from support.generated import drawn_answers
from support.small_rulebook import FOLDER

BOOK = load(FOLDER)
TODAY = at(BOOK, BOOK.about.reviewed_through)
NAMES = [
    *("id", "kind", "economy", "name", "note", "answers", "value", "qualifier", "year", "amount", "currency", "unit"),
    *BOOK.attributes,
    *(choice for each in BOOK.attributes.values() for choice in each.choices),
    *("firm", "TWN", "Taiwan", "中華台北", "USD", "TWD", "employees.year", "export_loan_needed.currency"),
]
"""Texts that mean something in a profile."""


class Kind(NamedTuple):
    """How the file ends, a good input drawn anew, another one of a known one, and what must hold of any.

    ``glance`` is the quick part of that: what the functions behind the commands say.
    """

    ending: str
    fresh: Callable[[Random], bytes]
    change: Callable[[bytes, Random], bytes]
    hold: Callable[[Bench, bytes], None]
    glance: Callable[[Bench, bytes], None] | None = None


def drawn(chance: Random) -> dict[str, Any]:
    """A good profile as plain data."""
    kind = chance.choice(["firm", "firm", "economy"])
    answers = plain(drawn_answers(BOOK, kind, chance))
    home = chance.choice(["TWN", "MEX", "HKG", "DEU"])
    return {"id": f"f-{chance.randrange(99)}", "kind": kind, "economy": home, "name": "甲", "answers": answers}
