"""Where a run writes: the output, its rejects, its summary, its manifest, in which form; and whether it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.tables.writing import ENDINGS, Form

_MANIFEST = ".manifest.json"


@dataclass(frozen=True, slots=True)
class Target:
    """The files that a run makes. ``rejects`` are written in CSV, or in JSON lines by their ending.

    ``summary`` is None where none is to be in a file. ``read`` is what is read beside the inputs: rules and weights.
    Others write to the decision ``log``.
    """

    out: Path
    form: Form
    rejects: Path
    summary: Path | None = None
    log: Path | None = None
    read: Sequence[Path] = ()

    @property
    def manifest(self) -> Path:
        """Where it stands what the files are."""
        return manifest_of(self.out)

    @property
    def rejects_form(self) -> Form:
        return "jsonl" if self.rejects.suffix == ".jsonl" else "csv"

    def files(self) -> tuple[Path, ...]:
        """All that it makes."""
        return (self.out, self.rejects, self.manifest, *([self.summary] if self.summary else ()))


def manifest_of(out: Path) -> Path:
    """Where the manifest of an output is."""
    return out.parent / (out.name + _MANIFEST)


def target(
    out: str,
    rejects: str | None,
    summary: str | None = None,
    log: Path | None = None,
    read: Sequence[Path] = (),
) -> Target:
    """The files for that output; raises InvalidInput (E-OUT-FORMAT) for an ending that says nothing."""
    path = Path(out)
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise InvalidInput(Problem("E-OUT-FORMAT", Place(out), details={"choices": " ".join(ENDINGS)}))
    bad = Path(rejects) if rejects else path.parent / (path.name + ".rejects.csv")
    return Target(path, form, bad, Path(summary) if summary else None, log, read)
