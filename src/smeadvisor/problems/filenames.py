"""File names that are not UTF-8: how they are told, and how a file is found again by what was told of it.

The system's own form of such a name (surrogate escapes) opens the file, but cannot be written as text.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_UNDECODED = re.compile("[\udc80-\udcff]")


def told(name: str | Path) -> str:
    """The name as text that can be written anywhere: a byte that is not UTF-8 as ``\\xa4``."""
    return _UNDECODED.sub(lambda byte: f"\\x{ord(byte[0]) - 0xDC00:02x}", str(name))


def quoted(text: str | Path) -> str:
    """The text as a shell takes it, without anything that a terminal would obey; bytes that are not UTF-8 as well."""
    import shlex

    text = str(text)
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(_as_code, text)) + "'"


def _as_code(character: str) -> str:
    if character.isprintable() and character not in "\\'":
        return character
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))


def database_files(path: Path | None) -> list[Path]:
    """A file of SQLite and those that SQLite keeps beside it; none for None."""
    return [path.parent / (path.name + each) for each in ("", "-wal", "-shm", "-journal")] if path else []


def path_told(name: str) -> Path:
    """The path that was told so, or one of that very name where there is no such file."""
    path = Path(name)
    if "\\x" not in name or path.exists():
        return path
    folder = path_told(str(path.parent))
    alike = (each for each in folder.iterdir() if told(each.name) == path.name) if folder.is_dir() else iter(())
    return next(alike, folder / path.name)
