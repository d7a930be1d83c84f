"""A handbook onto the disk: all of it, or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from smeadvisor.files.disk import refuse, unfinished, writing
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, problem
from smeadvisor.rendering.handbook.rendering import GENERATOR, files_of


def write_handbook(rulebook: Rulebook, folder: Path, overwrite: bool = False, read: Iterable[Path] = ()) -> Path:
    """Write the handbook of the rulebook to the folder, and say where it begins.

    Raises InvalidInput with E-EXISTS if the folder holds anything, unless that is a handbook and to be overwritten, and
    with E-SAME-FILE if it holds a file that was ``read``; OutputError. The folder is then as it was.
    """
    with writing(folder):
        target = folder.resolve()
        if _is_taken(target, overwrite):
            raise InvalidInput(problem("E-EXISTS", folder.name or str(folder)).at(Place(str(folder)), ""))
        refuse((), read, overwrite, [target])
        _write(files_of(rulebook), target)
    return folder / "index.html"


def _is_taken(target: Path, overwrite: bool) -> bool:
    if not target.exists():
        return False
    if not target.is_dir():
        return True
    return any(target.iterdir()) and not (overwrite and _is_handbook(target))


def _is_handbook(folder: Path) -> bool:
    """Whether it holds a handbook: nothing else is ever removed."""
    index = folder / "index.html"
    return index.is_file() and GENERATOR.encode() in index.read_bytes()


def _write(files: Mapping[str, str], target: Path) -> None:
    """Beside its place first, so that it appears whole; what stood there goes once the new one is in its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    begun = unfinished(target)
    begun.mkdir(mode=0o700)
    new, old = begun / "new", begun / "old"
    try:
        for name, text in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        if target.exists():
            target.replace(old)
        new.replace(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.replace(target)
        raise
    finally:
        shutil.rmtree(begun, ignore_errors=True)
