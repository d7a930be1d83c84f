"""A small but real rulebook, cut from the shipped one, for tests that change or break a rulebook.

It has every kind of file, each shorter than its shipped original and with the same ids, so that it loads in a
fraction of the time. What is asserted of the rules as such is asserted of the shipped ones.
"""

from __future__ import annotations

import shutil
from pathlib import Path

FOLDER = Path(__file__).with_name("small_rules")
PROFILES = Path(__file__).with_name("small_profiles")
"""Profiles with answers to what it asks: two firms and an economy."""


def written(folder: Path) -> Path:
    """The files of the small rulebook in a folder that is made, to be changed at will."""
    return Path(shutil.copytree(FOLDER, folder))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Put another text in place of the first such one in a file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
