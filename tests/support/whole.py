"""The shipped rulebook with all that was and became, read once in a process."""

from __future__ import annotations

from functools import cache

from smeadvisor.loading import load
from smeadvisor.rulebook import Rulebook
from support.paths import RULES


@cache
def whole() -> Rulebook:
    return load(RULES)
