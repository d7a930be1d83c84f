"""Small records kept on disk with a checksum, so that one that was cut short or edited is not believed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from smeadvisor.files.disk import Checksum, put
from smeadvisor.problems import InvalidInput, Place, Problem


def keep(path: Path, data: Any) -> None:
    """Keep plain data in a file, wholly or not at all. Raises OutputError."""
    text = json.dumps(data, separators=(",", ":")) + "\n"
    put(path, f"{_sum(text)} {text}".encode())


def kept(path: Path) -> Any:
    """The data kept; raises InvalidInput (E-CHECKPOINT) where the file is not as it was written."""
    try:
        checksum, _, text = path.read_text(encoding="utf-8").partition(" ")
        if checksum == _sum(text):
            return json.loads(text)
    except (OSError, ValueError):
        # Told below: however it is damaged, the remedy is the same.
        pass
    raise damaged(path)


def damaged(path: Path) -> InvalidInput:
    """That what was kept in the file cannot be used."""
    return InvalidInput(Problem("E-CHECKPOINT", Place(str(path))))


def _sum(text: str) -> str:
    checksum = Checksum()
    checksum.update(text.encode())
    return checksum.hexdigest()
