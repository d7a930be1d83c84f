"""The shipped rulebook with all that was and became, read once in a process."""

from __future__ import annotations

from functools import cache

from smeadvisor.model.rulebook import Rulebook
from smeadvisor.rules.loading import load
from support.paths import RULES


@cache
def whole() -> Rulebook:
    return load(RULES)
