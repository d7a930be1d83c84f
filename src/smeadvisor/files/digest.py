"""The files of a rulebook, each read once: what is parsed, what its digest is of and what a log keeps are one.

A pipe has nothing more to say when it is read again, and a file may be edited meanwhile.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from smeadvisor.files.documents import content_of
from smeadvisor.problems import InvalidInput, Place, problem
from smeadvisor.problems.limits import RULEBOOK_BYTES, RULEBOOK_FILES

_MOST = {"files": f"{RULEBOOK_FILES:,}", "limit": f"{RULEBOOK_BYTES:,}"}

Content = bytes | InvalidInput
"""What stands in a file, or why it cannot be read."""


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


def given(content: Content) -> bytes:
    """The content; raises InvalidInput where it could not be read."""
    if isinstance(content, InvalidInput):
        raise content
    return content


class RuleFolder(NamedTuple):
    """One folder as it was read: its files by their paths in it."""

    path: Path
    files: Mapping[str, Content]

    def digest(self) -> str:
        """The SHA-256 of all files and their paths, in hexadecimal; raises InvalidInput for one that is not read."""
        total = hashlib.sha256()
        for name in sorted(self.files):
            content = given(self.files[name])
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
        return total.hexdigest()


class RuleFiles(NamedTuple):
    """All that a rulebook is read from: folders, the lowest first, and a file of other priorities."""

    folders: tuple[RuleFolder, ...]
    priorities: tuple[Path, Content] | None = None

    def digest(self) -> str:
        """The SHA-256 of the folders in that order, and of the priorities; a single folder alone keeps its own.

        Raises InvalidInput for a file that could not be read.
        """
        parts = [each.digest() for each in self.folders]
        if self.priorities is not None:
            parts.append(f"priorities {hashlib.sha256(given(self.priorities[1])).hexdigest()}")
        return parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def paths(self) -> list[Path]:
        """Where those files are."""
        found = [folder.path / name for folder in self.folders for name in folder.files]
        return found if self.priorities is None else [*found, self.priorities[0]]

    def own(self) -> RuleFiles:
        """The same without other priorities."""
        return RuleFiles(self.folders)


def read_files(folders: Sequence[Path], priorities: Path | None = None) -> RuleFiles:
    """The files of folders laid over each other, in that order, and of priorities in place of theirs.

    Raises InvalidInput for a folder that cannot be read, E-NO-FOLDER or E-UNREADABLE, and for more than a rulebook may
    be, E-RULEBOOK-SIZE. What is wrong with a file stands in its place.
    """
    read: list[RuleFolder] = []
    count = size = 0
    for folder in folders:
        files: dict[str, Content] = {}
        for path in _rule_files(folder):
            content = files[path.relative_to(folder).as_posix()] = _content(path)
            count, size = count + 1, size + (len(content) if isinstance(content, bytes) else 0)
            if count > RULEBOOK_FILES or size > RULEBOOK_BYTES:
                raise InvalidInput(problem("E-RULEBOOK-SIZE", **_MOST).at(Place(str(folder)), ""))
        read.append(RuleFolder(folder, files))
    return RuleFiles(tuple(read), None if priorities is None else (priorities, _content(priorities)))


def _rule_files(folder: Path) -> list[Path]:
    try:
        return rule_files(folder)
    except OSError as error:
        code = "E-NO-FOLDER" if isinstance(error, FileNotFoundError) else "E-UNREADABLE"
        place = Place(str(error.filename or folder)[:200])
        raise InvalidInput(problem(code, detail=error.strerror or "").at(place, "")) from None


def _content(path: Path) -> Content:
    try:
        return content_of(path)
    except InvalidInput as rejected:
        return rejected
