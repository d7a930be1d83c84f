"""Input paths as files that can be opened: what is not there is refused, what can be read but once is kept aside."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from smeadvisor.files.disk import folder_aside
from smeadvisor.files.documents import STANDARD_INPUT
from smeadvisor.messages import message
from smeadvisor.problems import OR_STANDARD_INPUT, InvalidInput, Place, Problem, problem
from smeadvisor.problems.filenames import told
from smeadvisor.problems.limits import KEPT_BYTES
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.source import Fingerprint, fingerprint_of

STDIN_NAME = "<stdin>"
_BLOCK = 1 << 20
_DOCUMENT_ENDINGS = (".yaml", ".yml", ".json")
_WORKING = ".smeadvisor"
_TABLE_ENDINGS = (".csv", ".jsonl", ".parquet", ".xlsx")
_OURS = re.compile(rb'\{\s*"schema": "smeadvisor/')


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: what it is called, and where it can be opened.

    ``kept`` is the file that holds what came from standard input, a pipe or a device; None for a file of its own.
    """

    name: str
    path: Path
    in_folder: bool = False
    kept: Any = None

    def open(self) -> BinaryIO:
        """The file at its start; raises InvalidInput when it cannot be read."""
        try:
            return self.path.open("rb")
        except (OSError, ValueError) as error:
            raise InvalidInput(unreadable(self.name, error)) from None

    def size(self) -> int:
        """How many bytes there are."""
        with self.open() as file:
            return file.seek(0, os.SEEK_END)

    def fingerprint(self) -> Fingerprint:
        """What the file is now."""
        with self.open() as file:
            size = file.seek(0, os.SEEK_END)
            return fingerprint_of(file, size, self.path.stat().st_mtime_ns)


def unreadable(name: str, error: Exception) -> Problem:
    """The problem of a file that cannot be opened or read."""
    if isinstance(error, FileNotFoundError):
        return Problem("E-NOT-FOUND", Place(name), details=OR_STANDARD_INPUT)
    detail = getattr(error, "strerror", None) or str(error)
    return problem("E-UNREADABLE", detail=detail).at(Place(name), "")


def input_files(paths: Sequence[str]) -> Iterator[InputFile]:
    """The files that paths name, folders taken apart in the order of paths.

    Raises InvalidInput for what is not there, for a folder of no profiles, for what cannot be kept aside.
    """
    stdin = None
    for path in paths:
        if path == STANDARD_INPUT:
            stdin = stdin or _standard_input()
            yield stdin
        elif Path(path).is_dir():
            yield from _in_folder(path)
        else:
            yield _named(path)


def _named(path: str) -> InputFile:
    file = InputFile(told(path), Path(path))
    with file.open() as opened:
        return file if Path(path).is_file() else _kept(file.name, opened)


def _standard_input() -> InputFile:
    if sys.stdin is None:
        raise InvalidInput(unreadable(STDIN_NAME, OSError("standard input is closed")))
    return _kept(STDIN_NAME, sys.stdin.buffer)


def _kept(name: str, opened: BinaryIO) -> InputFile:
    """What can be read but once, kept where it can be opened as often as need be.

    Raises InvalidInput (E-KEPT) for what has no end, E-KEEP where there is no room for it.
    """
    with _keeping(name):
        kept, file, path = _aside()
    size = 0
    while block := _read(name, opened):
        size += len(block)
        # A device such as /dev/zero begins so, and never ends.
        if size > KEPT_BYTES or (size == len(block) and not block.strip(b"\0")):
            file.close()
            raise InvalidInput(Problem("E-KEPT", Place(name), details={"limit": f"{KEPT_BYTES:,}"}))
        with _keeping(name):
            file.write(block)
    with _keeping(name):
        file.flush()
        if file is not kept:
            file.close()
    return InputFile(name, path, kept=kept)


def _aside() -> tuple[Any, Any, Path]:
    """What keeps a private file there, the file, and the path by which this process and its workers open it again."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115
    path = Path(f"/proc/{os.getpid()}/fd/{file.fileno()}")
    if path.exists():
        return file, file, path
    file.close()
    # Where open files cannot be reached so, it needs a name, in a folder that is removed at the end.
    holder = folder_aside()
    path = Path(holder[0].name) / "input"
    return holder, path.open("wb"), path


@contextlib.contextmanager
def _keeping(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        details = {"folder": tempfile.gettempdir(), "detail": error.strerror or str(error)}
        raise InvalidInput(Problem("E-KEEP", Place(name), details=details)) from None


def _read(name: str, opened: BinaryIO) -> bytes:
    try:
        return opened.read(_BLOCK)
    except OSError as error:
        raise InvalidInput(unreadable(name, error)) from None


def _in_folder(folder: str) -> Iterator[InputFile]:
    """The profile files in a folder and those below it; pipes and devices would keep a run waiting, and are none."""
    every = [*_walked(folder)]
    found = [path for path in every if path.name.lower().endswith(_DOCUMENT_ENDINGS)]
    found = [path for path in found if not (path.exists() and not path.is_file()) and not _is_ours(path)]
    if not found:
        tables = sorted(path for path in every if path.name.lower().endswith(_TABLE_ENDINGS))
        raise InvalidInput(_no_profiles(folder, tables))
    for path in sorted(found, key=lambda each: each.relative_to(folder).as_posix()):
        yield InputFile(told(path), path, in_folder=True)


def _walked(folder: str) -> Iterator[Path]:
    """All files in a folder and those below it, each folder once, however many links lead there."""
    seen: set[str] = set()
    for root, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        real = os.path.realpath(root)
        folders[:] = [] if real in seen else sorted(each for each in folders if not each.endswith(_WORKING))
        if real not in seen:
            seen.add(real)
            yield from (Path(root) / name for name in names)


def _no_profiles(folder: str, tables: Sequence[Path]) -> Problem:
    cure = message("errors.name_files")
    if tables:
        table = told(tables[0])
        cure = message("errors.name_tables", table=table)
    return Problem("E-NO-PROFILES", Place(folder), details={"cure": cure})


def _is_ours(path: Path) -> bool:
    """Whether it is what smeadvisor has saved: a manifest, a summary, a consultation, the state of an interview."""
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return bool(_OURS.match(file.read(64)))
    except OSError:
        return False


def _refuse(error: OSError) -> None:
    raise InvalidInput(unreadable(str(error.filename), error))


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
