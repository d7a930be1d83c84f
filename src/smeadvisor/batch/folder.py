"""The working folder of a run, beside its output: one run at a time, what is finished, what was asked.

It holds a lock, the plan, and up to three files a part. A part counts as finished once its record is there.
"""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout

from smeadvisor.batch.differing import differences
from smeadvisor.batch.sealed import keep, kept
from smeadvisor.disk import put, writing
from smeadvisor.errors import Place, Problem, Rejected

_LOCK, _PLAN, _REPLACING, _IDENTITY = "lock", "plan", "replacing", "identity"
SUFFIXES = (".arrow", ".rejects", ".json")
"""Of the files of a part: the advice, the rejects, the record."""


class WorkingFolder:
    """The folder, locked for this process until it ends."""

    def __init__(self, path: Path, lock: BaseFileLock) -> None:
        self.path = path
        self._lock = lock

    def remove(self) -> None:
        """Take it away with all that is in it, and let go of the lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        is_left = self.path.exists()
        self.leave()
        if is_left:
            # Windows keeps files that are open. The lock was: letting go of it has removed it, and the folder is empty.
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
    return out.with_name(f".{out.name}.smeadvisor")


def may_replace(out: Path) -> bool:
    """Whether the unfinished run onto that output may replace files."""
    return (place_of(out) / _REPLACING).exists()


def opened(out: Path, plan: Mapping[str, Any], resume: bool, overwrite: bool) -> WorkingFolder:
    """The folder of a run by that plan: a new one, or the one that is resumed.

    Raises Rejected: E-BUSY, E-LEFTOVER, E-NO-RESUME, E-RESUME-MISMATCH, E-CHECKPOINT; Unwritable.
    """
    path = place_of(out)
    if resume and not path.is_dir():
        raise Rejected(Problem("E-NO-RESUME", Place(str(out))))
    with writing(path):
        is_new = _made(path)
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
        raise Rejected(Problem("E-LEFTOVER", Place(str(out))))


def _made(path: Path) -> bool:
    """Whether the folder was made now."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return False
    path.chmod(0o700)
    return True


def _locked(path: Path, out: Path) -> BaseFileLock:
    """The lock, which goes with this process; processes begun later do not have it."""
    # Where the disk knows no locks, a file in place of one would outlive a process that was killed.
    lock = FileLock(path / _LOCK, blocking=False, mode=0o600, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise Rejected(Problem("E-BUSY", Place(str(out)))) from None
    return lock


def _empty(path: Path) -> None:
    for each in path.iterdir():
        if each.name != _LOCK:
            each.unlink()


def _sweep(path: Path) -> None:
    """Take away what a run that was killed had begun and not finished."""
    for each in path.iterdir():
        if each.name not in (_LOCK, _PLAN, _REPLACING, _IDENTITY) and each.suffix not in SUFFIXES:
            each.unlink()


def _compare(before: Mapping[str, Any], now: Mapping[str, Any], out: Path) -> None:
    if before != now:
        en, zh = differences(before, now)
        raise Rejected(Problem("E-RESUME-MISMATCH", Place(str(out)), details={"differs_en": en, "differs_zh": zh}))
