"""The manifest of an output: what it was made from and how, what it counts, and what its files are."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from smeadvisor.batch.counts import Counts
from smeadvisor.batch.output import Written
from smeadvisor.batch.target import Target, manifest_of
from smeadvisor.engines.consultation import RulebookData
from smeadvisor.messages import message
from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.problems.filenames import path_told, told
from smeadvisor.problems.limits import MANIFEST_BYTES
from smeadvisor.tables.reading.source import Identity

SCHEMA = "smeadvisor/batch-manifest/1"
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
ADVICE = "smeadvisor/batch/1"
_NO_MANIFEST = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What a file that is no manifest gives rise to."""


class Plan(TypedDict):
    """What decides the bytes of the output."""

    program: str
    rulebook: RulebookData
    as_of: str
    inputs: list[Identity]
    options: dict[str, Any]
    part_rows: int


class RowCounts(TypedDict):
    """How many rows there were; ``duplicates`` is null where there were too many to look."""

    rows: int
    advised: int
    rejected: int
    duplicates: int | None


class Entry(TypedDict):
    """A file that was written."""

    name: str
    sha256: str
    size: int


class Files(TypedDict):
    """The files that were written; null for one that was not."""

    out: Entry | None
    rejects: Entry | None
    summary: Entry | None


class Manifest(Plan):
    """What an output was made from and how, what it counts, and what its files are."""

    schema: str
    advice: str
    counts: RowCounts
    files: Files


def manifest(plan: Plan, counts: Counts, target: Target, written: Mapping[str, Written | None]) -> bytes:
    """The manifest as JSON text; what was ``written`` goes by the names that the target has for it.

    It holds no time and no absolute path: the same run gives the same bytes.
    """
    files: Any = {name: each and _entry(getattr(target, name), target, each) for name, each in written.items()}
    data: Manifest = {
        "schema": SCHEMA,
        "advice": ADVICE,
        **plan,
        "counts": {
            "rows": counts.rows,
            "advised": counts.advised,
            "rejected": counts.rejected,
            "duplicates": counts.duplicates,
        },
        "files": files,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")


@dataclass(frozen=True, slots=True)
class Verified:
    """A file that a manifest lists: what it should sum up to, and what is wrong with it, if anything."""

    path: Path
    sha256: str
    problem: Problem | None


def verify(out: Path) -> list[Verified]:
    """The output and all that was written with it, held against the manifest.

    Raises InvalidInput: E-NO-MANIFEST where there is none; E-MANIFEST for one that is not of this output.
    """
    path = manifest_of(out)
    try:
        entries = _entries(_said(path))
        files = [(path_told(str(out.parent / each["name"])), each) for each in entries]
        if not _is_same(files[0][0], out):
            raise ValueError("the manifest of another output")
    except FileNotFoundError:
        raise InvalidInput(Problem("E-NO-MANIFEST", Place(str(out)), details={"manifest": path.name})) from None
    except _NO_MANIFEST:
        raise InvalidInput(Problem("E-MANIFEST", Place(str(path)))) from None
    return [Verified(path, each["sha256"], _checked(path, each)) for path, each in files]


def published(plan: Mapping[str, Any], target: Target) -> Counts | None:
    """The numbers of rows of a run by that plan onto that target, if its files are there, as written."""
    try:
        said = _said(target.manifest)
        named = {name: each and each["name"] for name, each in said["files"].items()}
        wanted = {name: each and _name(getattr(target, name), target) for name, each in named.items()}
        is_this = named == wanted and bool(named["summary"]) == bool(target.summary)
        if is_this and plan.items() <= said.items() and not any(each.problem for each in verify(target.out)):
            return Counts(**said["counts"])
    except (InvalidInput, *_NO_MANIFEST):
        # No run ended there that anybody could tell of.
        pass
    return None


def _said(path: Path) -> Any:
    """What stands in the manifest; raises what a file that is no manifest gives rise to."""
    with _regular(path) as file:
        content = file.read(MANIFEST_BYTES + 1)
    if len(content) > MANIFEST_BYTES:
        raise ValueError("too large")
    return json.loads(content, object_pairs_hook=_once)


def _entries(said: Any) -> list[Mapping[str, Any]]:
    """What the manifest says of its files, the output first; raises as ``_said``."""
    files = said["files"]
    entries = [files["out"], *(each for name, each in files.items() if name != "out" and each is not None)]
    for each in entries:
        # What is not text can be no name.
        each["name"].encode()
        if not (_SHA256.match(each["sha256"]) and type(each["size"]) is int and "\0" not in each["name"]):
            raise ValueError("no checksum, size or name")
    return entries


def _regular(path: Path) -> io.BufferedReader:
    """The file, to be read; raises OSError for a pipe or a device, which might keep one waiting for ever."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(errno.EINVAL, "not a regular file")
    return io.BufferedReader(io.FileIO(file))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key given twice")
    return found


def _is_same(path: Path, out: Path) -> bool:
    return path == out or (path.exists() and out.exists() and path.samefile(out))


def _entry(path: Path, target: Target, written: Written) -> Entry:
    return {"name": _name(path, target), "sha256": written.sha256, "size": written.size}


def _name(path: Path, target: Target) -> str:
    """The file as a manifest names it: from the folder of the output."""
    try:
        name = Path(os.path.relpath(path, target.out.parent)).as_posix()
    except ValueError:
        # There is no way from one drive of Windows to another.
        name = path.absolute().as_posix()
    return told(name)


def _checked(path: Path, entry: Mapping[str, Any]) -> Problem | None:
    try:
        with _regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size != entry["size"]:
                return _differs(path, "size")
            if hashlib.file_digest(file, "sha256").hexdigest() != entry["sha256"]:
                return _differs(path, "content")
    except FileNotFoundError:
        return Problem("E-NOT-FOUND", Place(str(path)))
    except OSError as error:
        return Problem("E-UNREADABLE", Place(str(path)), details={"detail": error.strerror or ""})
    return None


def _differs(path: Path, what: str) -> Problem:
    return Problem("E-VERIFY", Place(str(path)), details={"differs": message(f"errors.differs.{what}")})
