"""Where a run writes: the output, its rejects, its summary, its manifest, in which form; and whether it may."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smeadvisor.disk import Unwritable
from smeadvisor.errors import Place, Problem, Rejected
from smeadvisor.filenames import told
from smeadvisor.tables.writing import ENDINGS, Form

_MANIFEST = ".manifest.json"


@dataclass(frozen=True, slots=True)
class Target:
    """The files that a run makes. ``rejects`` are written in CSV, or in JSON lines by their ending.

    ``summary`` is None where none is to be in a file. Others write to the decision ``log``.
    """

    out: Path
    form: Form
    rejects: Path
    summary: Path | None = None
    log: Path | None = None

    @property
    def manifest(self) -> Path:
        """Where it stands what the files are."""
        return manifest_of(self.out)

    @property
    def rejects_form(self) -> Form:
        return "jsonl" if self.rejects.suffix == ".jsonl" else "csv"

    def files(self) -> tuple[Path, ...]:
        """All of them but the log, which is added to."""
        return (self.out, self.rejects, self.manifest, *([self.summary] if self.summary else ()))


def manifest_of(out: Path) -> Path:
    """Where the manifest of an output is."""
    return out.with_name(out.name + _MANIFEST)


def target(out: str, rejects: str | None, summary: str | None = None, log: Path | None = None) -> Target:
    """The files for that output; raises Rejected (E-OUT-FORMAT) for an ending that says nothing."""
    path = Path(out)
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise Rejected(Problem("E-OUT-FORMAT", Place(out), details={"choices": " ".join(ENDINGS)}))
    bad = Path(rejects) if rejects else path.with_name(path.name + ".rejects.csv")
    return Target(path, form, bad, Path(summary) if summary else None, log)


def refuse(files: Sequence[Path], inputs: Iterable[Path], overwrite: bool, log: Path | None = None) -> None:
    """Refuse to write to files, and to a log, where that cannot end well, before any work.

    Raises Rejected: E-SAME-FILE, E-EXISTS unless they may be overwritten, E-OUTPUT-FOLDER, E-OUTPUT-CREATE.
    """
    others = [*inputs]
    for path in (*files, *([log] if log else ())):
        same = next((each for each in others if _is_same(path, each)), None)
        if same is not None:
            raise Rejected(Problem("E-SAME-FILE", Place(str(path)), details={"other": told(same)}))
        others.append(path)
    for path in files:
        if path.exists() and not overwrite:
            raise _refused("E-EXISTS", path)
        if not path.parent.is_dir():
            raise _refused("E-OUTPUT-FOLDER", path)
        if path.exists() and not path.is_file():
            # A device or a pipe would be replaced by a file.
            raise _unwritable(path, errno.EISDIR if path.is_dir() else errno.EINVAL)
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise _unwritable(path, errno.EACCES)


def _is_same(path: Path, given: Path) -> bool:
    try:
        return path.resolve() == given.resolve() or path.samefile(given)
    except (OSError, RuntimeError):
        return False


def _refused(code: str, path: Path) -> Rejected:
    return Rejected(Problem(code, Place(str(path))))


def _unwritable(path: Path, number: int) -> Unwritable:
    details = {"detail": os.strerror(number)}
    return Unwritable(Problem("E-OUTPUT-CREATE", Place(str(path)), details=details))
