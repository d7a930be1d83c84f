"""The manifest of an output: what it was made from and how, what it counts, and what its files are."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smeadvisor.batch.counts import Counts
from smeadvisor.batch.output import Written
from smeadvisor.batch.target import Target, manifest_of
from smeadvisor.errors import Place, Problem, Rejected
from smeadvisor.filenames import path_told, told

SCHEMA = "smeadvisor/batch-manifest/1"
ADVICE = "smeadvisor/batch/1"


def manifest(plan: Mapping[str, Any], counts: Counts, target: Target, written: Mapping[str, Written | None]) -> bytes:
    """The manifest as JSON text; what was ``written`` goes by the names that the target has for it.

    It holds no time and no absolute path: the same run gives the same bytes.
    """
    numbers = {name: getattr(counts, name) for name in ("rows", "advised", "rejected", "duplicates")}
    files = {name: each and _entry(getattr(target, name), target, each) for name, each in written.items()}
    data = {"schema": SCHEMA, "advice": ADVICE, **plan, "counts": numbers, "files": files}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace")


@dataclass(frozen=True, slots=True)
class Verified:
    """A file that a manifest lists: what it should sum up to, and what is wrong with it, if anything."""

    path: Path
    sha256: str
    problem: Problem | None


def verify(out: Path) -> list[Verified]:
    """The output and all that was written with it, held against the manifest; raises Rejected if that is no use."""
    path = manifest_of(out)
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Rejected(Problem("E-NO-MANIFEST", Place(str(out)), details={"manifest": path.name})) from None
    except (OSError, ValueError):
        raise Rejected(Problem("E-MANIFEST", Place(str(path)))) from None
    try:
        entries = [each for each in data["files"].values() if each is not None]
        files = [(path_told(str(out.parent / each["name"])), each) for each in entries]
        return [Verified(path, str(each["sha256"]), _checked(path, each)) for path, each in files]
    except (AttributeError, KeyError, TypeError):
        raise Rejected(Problem("E-MANIFEST", Place(str(path)))) from None


def _entry(path: Path, target: Target, written: Written) -> dict[str, Any]:
    try:
        name = Path(os.path.relpath(path, target.out.parent)).as_posix()
    except ValueError:
        # There is no way from one drive of Windows to another.
        name = path.absolute().as_posix()
    return {"name": told(name), "sha256": written.sha256, "size": written.size}


def _checked(path: Path, entry: Mapping[str, Any]) -> Problem | None:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size != entry["size"]:
                return _differs(path, "size", "大小")
            if hashlib.file_digest(file, "sha256").hexdigest() != entry["sha256"]:
                return _differs(path, "content (SHA-256)", "內容（SHA-256）")
    except FileNotFoundError:
        return Problem("E-NOT-FOUND", Place(str(path)))
    except OSError as error:
        return Problem("E-UNREADABLE", Place(str(path)), details={"detail": error.strerror or ""})
    return None


def _differs(path: Path, en: str, zh: str) -> Problem:
    return Problem("E-VERIFY", Place(str(path)), details={"differs_en": en, "differs_zh": zh})
