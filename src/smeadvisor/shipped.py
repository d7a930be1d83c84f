"""The rulebook that comes with the program."""

from __future__ import annotations

from pathlib import Path

from smeadvisor.loading import load
from smeadvisor.rulebook import Rulebook

_INSTALLED = Path(__file__).parent / "rules"
_CHECKOUT = Path(__file__).parents[2] / "rules"


def shipped_folder() -> Path:
    """The folder of the rulebook: inside the installed package, or in the checkout it runs from."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def shipped_rulebook() -> Rulebook:
    """The rulebook of that folder; raises Rejected with every problem of it."""
    return load(shipped_folder())
