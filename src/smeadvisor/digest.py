"""The identity of a rulebook: which files make it up, and the hash of their contents."""

from __future__ import annotations

import hashlib
from pathlib import Path


def rule_files(folder: Path) -> list[Path]:
    """The YAML files of a rulebook folder, in one order everywhere."""
    return sorted(folder.rglob("*.yaml"), key=lambda path: path.relative_to(folder).as_posix())


def digest(folder: Path) -> str:
    """The SHA-256 of all rule files and their paths, in hexadecimal."""
    total = hashlib.sha256()
    for path in rule_files(folder):
        content = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
