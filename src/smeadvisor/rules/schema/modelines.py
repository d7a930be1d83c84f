"""The first line of a file that tells an editor which schema it follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from smeadvisor.files.digest import rule_files

KINDS: dict[str, str] = {
    "attributes": "attribute",
    "classification": "classification",
    "barriers": "barrier",
    "instruments": "instrument",
    "recommendations": "recommendation",
    "strategies": "strategy",
}
"""A folder of rules, and what one file in it is called."""

PROFILE = "profile"
_MARK = "# yaml-language-server: $schema="
_FOLDERS = ("rules", "profiles")


def kind_of(path: Path) -> str:
    """The kind of a file (``barrier``, ``sources``, ``profile`` …); the path begins at ``rules/`` or ``profiles/``."""
    return PROFILE if path.parts[0] == "profiles" else KINDS.get(path.parts[1], path.stem)


def modeline(path: Path) -> str:
    """The line for a file, without its end.

    ``path`` is relative to the folder that holds ``rules/``, ``profiles/`` and ``schemas/``.
    """
    return f"{_MARK}{'../' * (len(path.parts) - 1)}schemas/{kind_of(path)}.json"


def with_modeline(text: str, path: Path) -> str:
    """The text of a file with its line first, in place of the one that it has."""
    body = text.partition("\n")[2] if text.startswith(_MARK) else text
    return f"{modeline(path)}\n{body}"


def without_modeline(folder: Path) -> Iterator[Path]:
    """The files below ``rules/`` and ``profiles/`` whose first line is not the right one."""
    for path in _files(folder):
        text = path.read_text(encoding="utf-8")
        if text != with_modeline(text, path.relative_to(folder)):
            yield path


def add_modelines(folder: Path) -> list[Path]:
    """Put the line first in every file below ``rules/`` and ``profiles/`` that lacks it; those changed."""
    changed = [*without_modeline(folder)]
    for path in changed:
        text = path.read_text(encoding="utf-8")
        path.write_text(with_modeline(text, path.relative_to(folder)), encoding="utf-8", newline="\n")
    return changed


def _files(folder: Path) -> Iterator[Path]:
    for name in _FOLDERS:
        yield from rule_files(folder / name)
