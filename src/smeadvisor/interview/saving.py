"""Where an interview is kept: the profile in a file that can be advised, all else beside it until the end."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout

from smeadvisor.files.disk import put, sweep, writing
from smeadvisor.files.documents import read
from smeadvisor.files.documents.yaml_writer import as_yaml
from smeadvisor.problems import InvalidInput, Lang, Place, Problem

SCHEMA = "smeadvisor/interview/1"

_UNSAFE = re.compile(r"[^\w-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
_NAME_BYTES = 100


@dataclass(frozen=True, slots=True)
class Memory:
    """What is no part of a profile: the language, the questions gone through, and whether all are wanted.

    ``went_on`` says that the person was told they may stop and went on.
    """

    lang: Lang = "en"
    trail: tuple[str, ...] = ()
    everything: bool = False
    went_on: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """The file of a profile, what stands in it apart from what an interview asks, and the file beside it.

    The lock is held by one interview at a time, None where the folder takes none.
    """

    path: Path
    extra: Mapping[str, Any] = field(default_factory=dict)
    lock: BaseFileLock | None = None

    @property
    def beside(self) -> Path:
        """The file of what is no part of the profile."""
        return beside(self.path)

    def save(self, profile: Mapping[str, Any], memory: Memory) -> None:
        """Keep both, each whole or not at all. Raises OutputError."""
        whole = {key: each for key, each in profile.items() if key != "answers"} | dict(self.extra)
        text = as_yaml({**whole, "answers": profile["answers"]})
        put(self.path, text.encode(), sync=True)
        self.remember(memory)

    def remember(self, memory: Memory) -> None:
        """Keep what is no part of the profile."""
        said = {"schema": SCHEMA, **{name: getattr(memory, name) for name in Memory.__slots__}}
        put(self.beside, f"{json.dumps(said, ensure_ascii=False)}\n".encode(), sync=True)

    def end(self) -> None:
        """Remove what is no part of the profile: the interview is over."""
        with writing(self.beside):
            self.beside.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Let another interview go on with the file."""
        unlock(self.lock)


def locked(path: Path) -> BaseFileLock | None:
    """The lock of an interview with that file, which ends with this process.

    What one that was killed had begun to write is taken away. None where no file can be made there, of which saving
    will tell. Raises InvalidInput (E-INTERVIEW-BUSY) where another interview has it.
    """
    name = path.parent / f".{path.name}.interview.lock"
    lock = FileLock(name, blocking=False, mode=0o600, thread_local=False, fallback_to_soft=False)
    if not name.parent.is_dir():
        # The library would make it.
        return None
    try:
        lock.acquire()
    except Timeout:
        raise InvalidInput(Problem("E-INTERVIEW-BUSY", Place(str(path)))) from None
    except (OSError, NotImplementedError):
        return None
    sweep(path)
    sweep(beside(path))
    return lock


def unlock(lock: BaseFileLock | None) -> None:
    """Let go of the lock, if there is one, and leave no file of it."""
    if lock is not None and lock.is_locked:
        with contextlib.suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()


def beside(path: Path) -> Path:
    """The file of what is no part of a profile."""
    return path.parent / f".{path.name}.interview.json"


def file_for(name: str) -> Path:
    """The file for a profile of that id, in the folder one is in: only what every system takes in a name."""
    safe = _UNSAFE.sub("-", name).strip("-_")
    while len(safe.encode()) > _NAME_BYTES:
        safe = safe[:-1]
    return Path(f"{'profile' if not safe else f'profile-{safe}' if _RESERVED.match(safe) else safe}.yaml")


def remembered(path: Path) -> Memory:
    """What was kept beside the profile in that file.

    Raises InvalidInput with E-NO-INTERVIEW where nothing was, E-INTERVIEW where it cannot be understood.
    """
    kept = beside(path)
    with writing(path):
        is_there = kept.exists()
    if not is_there:
        raise InvalidInput(Problem("E-NO-INTERVIEW", Place(str(path))))
    try:
        data = read(kept).data
        return _memory(data)
    except (InvalidInput, KeyError, TypeError, ValueError):
        raise InvalidInput(Problem("E-INTERVIEW", Place(str(kept)))) from None


def _memory(data: Any) -> Memory:
    if data["schema"] != SCHEMA or data["lang"] not in ("en", "zh-Hant"):
        raise ValueError(data["schema"])
    trail = data["trail"]
    flags = data["everything"], data["went_on"]
    if not all(isinstance(each, str) for each in trail) or not all(isinstance(each, bool) for each in flags):
        raise TypeError
    return Memory(data["lang"], tuple(trail), *flags)
