"""The files of a rulebook as one archive, from which the same rulebook can be read again."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from smeadvisor.digest import digest_of, rule_files
from smeadvisor.errors import Place, Problem, Rejected
from smeadvisor.loading import load
from smeadvisor.rulebook import Rulebook

_PRIORITIES = "priorities.yaml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class Layers(NamedTuple):
    """What a rulebook is read from: folders, the lowest first, and a file of other priorities."""

    folders: tuple[Path, ...]
    priorities: Path | None = None

    def digest(self) -> str:
        """The digest that the rulebook has; raises OSError."""
        return digest_of(self.folders, self.priorities)

    def rulebook(self) -> Rulebook:
        """The rulebook, whole; raises Rejected with every problem of it."""
        return load(*self.folders, priorities=self.priorities)


def archived(folders: Sequence[Path], priorities: Path | None, digest: str) -> bytes:
    """All rule files as a ZIP file: a folder for each layer, by its number, and ``priorities.yaml`` beside them.

    Raises Rejected: E-UNREADABLE, E-LOG-RULES where they are not those of that digest any more.
    """
    try:
        content = _packed(folders, priorities)
        with unpacked(content) as layers:
            same = layers.digest() == digest
    except OSError as error:
        place = Place(str(error.filename or folders[-1]))
        raise Rejected(Problem("E-UNREADABLE", place, details={"detail": error.strerror or ""})) from None
    if not same:
        raise Rejected(Problem("E-LOG-RULES", Place(str(folders[-1]))))
    return content


def _packed(folders: Sequence[Path], priorities: Path | None) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, folder in enumerate(folders):
            for path in rule_files(folder):
                _put(archive, f"{number}/{path.relative_to(folder).as_posix()}", path)
        if priorities is not None:
            _put(archive, _PRIORITIES, priorities)
    return held.getvalue()


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), path.read_bytes(), zipfile.ZIP_DEFLATED)


@contextlib.contextmanager
def unpacked(content: bytes) -> Iterator[Layers]:
    """The files of an archive in a folder that is there until the end; raises ValueError for what is none."""
    with tempfile.TemporaryDirectory(prefix="smeadvisor-") as place:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                # Names that would lead out of the folder are cut by it.
                archive.extractall(place)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, TypeError) as error:
            raise ValueError(str(error)) from error
        folder = Path(place)
        numbers = sorted(int(each.name) for each in folder.iterdir() if each.name.isdecimal() and each.is_dir())
        if not numbers:
            raise ValueError("no folders of rules")
        priorities = folder / _PRIORITIES
        yield Layers(tuple(folder / str(each) for each in numbers), priorities if priorities.is_file() else None)
