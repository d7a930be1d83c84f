"""The identity of a rulebook: which files make it up, and the hash of their contents."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def rule_files(folder: Path) -> list[Path]:
    """The YAML files of a rulebook folder, in one order everywhere.

    Raises OSError for a folder that cannot be read: rules must not vanish in silence.
    """
    found = [Path(root) / name for root, _, names in os.walk(folder, onerror=_fail, followlinks=True) for name in names]
    wanted = (path for path in found if path.suffix.lower() in (".yaml", ".yml"))
    return sorted(wanted, key=lambda path: path.relative_to(folder).as_posix())


def _fail(error: OSError) -> None:
    raise error


def digest(folder: Path) -> str:
    """The SHA-256 of all rule files and their paths, in hexadecimal; raises OSError as ``rule_files``."""
    total = hashlib.sha256()
    for path in rule_files(folder):
        content = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
