"""Input paths as files that can be opened: what is not there is refused, standard input is kept aside."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from smeadvisor.documents import STANDARD_INPUT
from smeadvisor.errors import OR_STANDARD_INPUT, Place, Problem, Rejected, problem
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.source import Fingerprint, fingerprint_of

STDIN_NAME = "<stdin>"
_IN_MEMORY = 8 * 1024 * 1024
_DOCUMENT_ENDINGS = (".yaml", ".yml", ".json")
_WORKING = ".smeadvisor"
_OURS = re.compile(rb'\{\s*"schema": "smeadvisor/batch-')


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. ``path`` is None for standard input, whose content is ``kept``."""

    name: str
    path: Path | None
    in_folder: bool = False
    kept: Any = None

    def open(self) -> BinaryIO:
        """The file at its start; raises Rejected when it cannot be read."""
        if self.path is None:
            self.kept.seek(0)
            return cast(BinaryIO, _Kept(self.kept))
        try:
            return self.path.open("rb")
        except (OSError, ValueError) as error:
            raise Rejected(unreadable(self.name, error)) from None

    def size(self) -> int:
        """How many bytes there are."""
        with self.open() as file:
            return file.seek(0, os.SEEK_END)

    def fingerprint(self) -> Fingerprint:
        """What the file is now."""
        with self.open() as file:
            size = file.seek(0, os.SEEK_END)
            mtime = 0 if self.path is None else self.path.stat().st_mtime_ns
            return fingerprint_of(file, size, mtime)


class _Kept:
    """Standard input kept aside, open as a file: closing it leaves it there."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept
        self.read, self.seek, self.tell = kept.read, kept.seek, kept.tell

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def close(self) -> None:
        """Nothing: it is read again."""


def unreadable(name: str, error: Exception) -> Problem:
    """The problem of a file that cannot be opened or read."""
    if isinstance(error, FileNotFoundError):
        return Problem("E-NOT-FOUND", Place(name), details=OR_STANDARD_INPUT)
    detail = getattr(error, "strerror", None) or str(error)
    return problem("E-UNREADABLE", detail=detail).at(Place(name), "")


def input_files(paths: Sequence[str]) -> Iterator[InputFile]:
    """The files that paths name, folders taken apart in the order of paths; raises Rejected for what is not there."""
    kept = None
    for path in paths:
        if path == STANDARD_INPUT:
            kept = kept or _standard_input()
            yield InputFile(STDIN_NAME, None, kept=kept)
        elif Path(path).is_dir():
            yield from _in_folder(path)
        else:
            file = InputFile(path, Path(path))
            file.open().close()
            yield file


def _standard_input() -> Any:
    if sys.stdin is None:
        raise Rejected(unreadable(STDIN_NAME, OSError("standard input is closed")))
    kept = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    try:
        while block := sys.stdin.buffer.read(1 << 20):
            kept.write(block)
    except OSError as error:
        raise Rejected(unreadable(STDIN_NAME, error)) from None
    return kept


def _in_folder(folder: str) -> Iterator[InputFile]:
    found: list[str] = []
    for root, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [each for each in folders if not each.endswith(_WORKING)]
        found += (str(Path(root) / name) for name in names if name.lower().endswith(_DOCUMENT_ENDINGS))
    found = [path for path in found if not _is_ours(path)]
    for path in sorted(found, key=lambda each: Path(each).relative_to(folder).as_posix()):
        yield InputFile(path, Path(path), in_folder=True)


def _is_ours(path: str) -> bool:
    """Whether it is the manifest or the summary of a run, whose output was put into this folder."""
    if not path.lower().endswith(".json"):
        return False
    try:
        with Path(path).open("rb") as file:
            return bool(_OURS.match(file.read(64)))
    except OSError:
        return False


def _refuse(error: OSError) -> None:
    raise Rejected(unreadable(str(error.filename), error))


@dataclass(slots=True)
class TableFile:
    """What files of many profiles have in common as sources; see ``Source``."""

    file: InputFile
    options: ReadingOptions
    warnings: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What errors call it."""
        return self.file.name

    def fingerprint(self) -> Fingerprint:
        """What the file is now."""
        return self.file.fingerprint()
