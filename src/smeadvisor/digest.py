"""The identity of a rulebook: which files make it up, and the hash of their contents."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path


def rule_files(folder: Path) -> list[Path]:
    """The YAML files of a rulebook folder, in one order everywhere.

    Raises OSError for a folder that cannot be read: rules must not vanish in silence.
    """
    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=_fail):
        found += (Path(root) / name for name in names)
        for link in (Path(root) / name for name in folders if (Path(root) / name).is_symlink()):
            raise OSError(errno.ELOOP, "a link to a folder; put the files themselves here", str(link))
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


def digest_of(folders: Sequence[Path], priorities: Path | None = None) -> str:
    """The SHA-256 of folders laid over each other, in that order, and of a priorities file in place of theirs.

    A single folder alone keeps its own; raises OSError as ``rule_files``.
    """
    parts = [digest(each) for each in folders]
    if priorities is not None:
        parts.append(f"priorities {hashlib.sha256(priorities.read_bytes()).hexdigest()}")
    return parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()
