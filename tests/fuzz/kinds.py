"""All kinds of input."""

from __future__ import annotations

from pathlib import Path

from fuzz import kept, profiles, tables, usage
from fuzz.kind import BOOK
from smeadvisor.rules import shipped
from support.small_rulebook import FOLDER

KINDS = profiles.KINDS | tables.KINDS | kept.KINDS | usage.KINDS
CORPUS = Path(__file__).with_name("corpus")
"""Small inputs of every kind that were found to matter, a folder a kind."""


def prepare() -> None:
    """The small rulebook in the place of the shipped one."""
    shipped.shipped_folder = lambda: FOLDER
    shipped.shipped_rulebook = lambda *_: BOOK
