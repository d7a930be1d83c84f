"""The working folder of a run, beside its output: one run at a time, what is finished, what was asked.

It holds a lock, the plan, and up to three files a part. A part counts as finished once its record is there. Without a
plan there is nothing to go on with: it is the first to go once all is published.
A folder there that is a link, another user's, or not of a run is left as it is; so is what else stands in one of ours.
"""

from __future__ import annotations

import contextlib
import os
import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout

from smeadvisor.batch.differing import differences
from smeadvisor.batch.sealed import keep, kept
from smeadvisor.files.disk import is_own_folder, is_unfinished, put, writing
from smeadvisor.problems import InvalidInput, Place, Problem

_LOCK, _PLAN, _REPLACING, _IDENTITY = "lock", "plan", "replacing", "identity"
_KEPT = (_LOCK, _PLAN, _REPLACING, _IDENTITY)
_WAIT = 0.5
"""Seconds in which a worker that a killed run was just beginning lets go of the lock."""
SUFFIXES = (".arrow", ".rejects", ".json")
"""Of the files of a part: the advice, the rejects, the record."""
_PARTS = re.compile(rf"\d{{7,}}({'|'.join(map(re.escape, SUFFIXES))})\Z")
_PASSING = re.compile(r"(out|rejects|summary|manifest|tmp\w{8})\Z", re.ASCII)
"""What stands there for a time only; workbooks are written by way of files that Python's tempfile names."""


class WorkingFolder:
    """The folder, locked for this process until it ends."""

    def __init__(self, path: Path, lock: BaseFileLock) -> None:
        self.path = path
        self._lock = lock

    def remove(self) -> None:
        """Take it away with all that a run makes in it, and let go of the lock."""
        with contextlib.suppress(OSError):
            (self.path / _PLAN).unlink(missing_ok=True)
            _empty(self.path)
            # Windows keeps files that are open: there, letting go of the lock removes it.
            with contextlib.suppress(PermissionError):
                (self.path / _LOCK).unlink()
        self.leave()
        with contextlib.suppress(OSError):
            self.path.rmdir()

    def leave(self) -> None:
        """Let go of the lock; what is finished stays for another run."""
        with contextlib.suppress(OSError):
            self._lock.release()

    def identity(self) -> str:
        """An id of the run that is the same however often it is resumed."""
        path = self.path / _IDENTITY
        if not path.exists():
            keep(path, str(uuid.uuid4()))
        return kept(path)

    def mark_replacing(self) -> None:
        """Note that the run may replace files, its own or others; one that resumes it may then, too."""
        put(self.path / _REPLACING, b"")


def place_of(out: Path) -> Path:
    """Where the working folder of an output is."""
    return out.parent / f".{out.name}.smeadvisor"


def has_plan(out: Path) -> bool:
    """Whether there is a run onto that output to go on with."""
    return os.path.lexists(place_of(out) / _PLAN)


def tidy(out: Path) -> None:
    """Take away a folder with nothing to go on with, left by a run that was killed.

    Not one that is in use, or in which there is anything else.
    """
    path = place_of(out)
    with contextlib.suppress(InvalidInput, OSError):
        if not has_plan(out) and is_own_folder(path) and all(map(_is_made, os.scandir(path))):
            WorkingFolder(path, _locked(path, out)).remove()


def may_replace(out: Path) -> bool:
    """Whether the unfinished run onto that output may replace files. Raises OutputError for too long a name."""
    with writing(out):
        return (place_of(out) / _REPLACING).exists()


def opened(out: Path, plan: Mapping[str, Any], resume: bool, overwrite: bool) -> WorkingFolder:
    """The folder of a run by that plan: a new one, or the one that is resumed.

    Raises InvalidInput: E-BUSY, E-LEFTOVER, E-NO-RESUME, E-RESUME-MISMATCH, E-CHECKPOINT, E-WORKING-FOLDER;
    OutputError.
    """
    path = place_of(out)
    if resume and not os.path.lexists(path):
        raise InvalidInput(Problem("E-NO-RESUME", Place(str(out))))
    with writing(path):
        is_new = _made(path)
        if not is_new:
            _refuse_foreign(path)
        path.chmod(0o700)
        folder = WorkingFolder(path, _locked(path, out))
    try:
        with writing(path):
            _readied(folder, plan, out, resume, may_empty=is_new or overwrite)
            if overwrite:
                folder.mark_replacing()
    except BaseException:
        (folder.remove if is_new else folder.leave)()
        raise
    return folder


def _readied(folder: WorkingFolder, plan: Mapping[str, Any], out: Path, resume: bool, may_empty: bool) -> None:
    """Hold the folder against the plan, or begin it anew by that plan."""
    if resume:
        _compare(kept(folder.path / _PLAN), plan, out)
        _sweep(folder.path)
    elif may_empty:
        _empty(folder.path)
        keep(folder.path / _PLAN, plan)
    else:
        raise InvalidInput(Problem("E-LEFTOVER", Place(str(out))))


def _made(path: Path) -> bool:
    """Whether the folder was made now."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return False
    return True


def _refuse_foreign(path: Path) -> None:
    """Raise InvalidInput (E-WORKING-FOLDER) unless a run of this user made the folder: it has a lock, or is empty."""
    if is_own_folder(path):
        made = {each.name: _is_made(each) for each in os.scandir(path)}
        if made.get(_LOCK, all(made.values())):
            return
    raise InvalidInput(Problem("E-WORKING-FOLDER", Place(str(path))))


def _is_made(entry: os.DirEntry[str]) -> bool:
    """Whether a run makes files of that name."""
    is_named = entry.name in _KEPT or _is_passing(entry.name) or _PARTS.match(entry.name)
    return bool(is_named) and entry.is_file(follow_symlinks=False)


def _is_passing(name: str) -> bool:
    return bool(_PASSING.match(name)) or is_unfinished(name)


def _locked(path: Path, out: Path) -> BaseFileLock:
    """The lock, which goes with this process; processes begun later do not have it."""
    # Where the disk knows no locks, a file in place of one would outlive a process that was killed.
    lock = FileLock(path / _LOCK, timeout=_WAIT, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise InvalidInput(Problem("E-BUSY", Place(str(out)))) from None
    return lock


def _empty(path: Path) -> None:
    for each in [*os.scandir(path)]:
        if each.name != _LOCK and _is_made(each):
            Path(each).unlink()


def _sweep(path: Path) -> None:
    """Take away what a run that was killed had begun and not finished."""
    for each in [*os.scandir(path)]:
        if _is_passing(each.name):
            Path(each).unlink()


def _compare(before: Mapping[str, Any], now: Mapping[str, Any], out: Path) -> None:
    if before != now:
        details = {"differs": differences(before, now)}
        raise InvalidInput(Problem("E-RESUME-MISMATCH", Place(str(out)), details=details))
