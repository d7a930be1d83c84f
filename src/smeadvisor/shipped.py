"""The rulebook that comes with the program, and its checked form that is quick to read again.

The checked form is made when the package is built and by ``smeadvisor rules check``. It stands
beside the code and is used only while both the rules and the code are those it was made from;
otherwise the YAML is read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from smeadvisor.digest import RuleFiles, read_files
from smeadvisor.errors import Rejected
from smeadvisor.rulebook import Rulebook

_PACKAGE = Path(__file__).parent
_CHECKED_FORM = _PACKAGE / "rulebook.checked"
_KEY_BYTES = 32
_READING = (
    *("answers", "attributes", "codes", "conditions", "digest", "documents", "errors", "fields", "filenames", "forms"),
    *("limits", "loading", "logic", "regions", "rulebook", "shipped", "texts", "timeline", "validation"),
)
"""The modules that have a part in reading rules; a test holds that there are no others."""


def shipped_folder() -> Path:
    """The folder of the rulebook: inside the installed package, or in the checkout it runs from."""
    installed = _PACKAGE / "rules"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "rules"


def shipped_rulebook(files: RuleFiles | None = None) -> Rulebook:
    """The rulebook of that folder, whose files may have been read; raises Rejected with every problem of it."""
    files = files or read_files([shipped_folder()])
    try:
        kept = _kept(_key(files.digest()))
    except Rejected:
        # Parsing it says all that is wrong.
        kept = None
    return kept or _loaded(files)


def layers(folders: Sequence[Path]) -> tuple[Path, ...]:
    """The folders that make up a rulebook, the lowest first.

    Where the first one given is not a whole rulebook, all are laid over the shipped one.
    """
    return tuple(folders) if folders and _is_whole(folders[0]) else (shipped_folder(), *folders)


def _is_whole(folder: Path) -> bool:
    try:
        return (folder / "rulebook.yaml").is_file()
    except OSError:
        # Reading it says what is wrong.
        return False


def rulebook_from(folders: Sequence[Path] = (), priorities: Path | None = None) -> Rulebook:
    """The shipped rulebook, or what the folders and the file of priorities make of it; raises as ``load``."""
    return rulebook_of(read_files(layers(folders), priorities))


def rulebook_of(files: RuleFiles) -> Rulebook:
    """The rulebook in files that were read; raises as ``load``."""
    if files.priorities is None and [each.path for each in files.folders] == [shipped_folder()]:
        return shipped_rulebook(files)
    return _loaded(files)


def keep_checked_form(rulebook: Rulebook | None = None) -> Rulebook:
    """Keep the checked form of the shipped rulebook, just read or read now, where the disk allows it."""
    rulebook = rulebook or _loaded(read_files([shipped_folder()]))
    # An installation that cannot be written to reads the YAML each time.
    with contextlib.suppress(OSError):
        unfinished = _CHECKED_FORM.with_suffix(f".{os.getpid()}")
        try:
            unfinished.write_bytes(_key(rulebook.digest) + pickle.dumps(rulebook, protocol=5))
            unfinished.replace(_CHECKED_FORM)
        finally:
            unfinished.unlink(missing_ok=True)
    return rulebook


def _loaded(files: RuleFiles) -> Rulebook:
    # Imported here: what reads the checked form needs no reader of rules.
    from smeadvisor.loading import load_from

    return load_from(files)


def _kept(key: bytes) -> Rulebook | None:
    try:
        content = _CHECKED_FORM.read_bytes()
    except OSError:
        return None
    if content[:_KEY_BYTES] != key:
        return None
    try:
        # Our own file beside our own code: whoever can change it can change the code.
        return pickle.loads(content[_KEY_BYTES:])  # noqa: S301
    except Exception:
        # Whatever is wrong with it, the YAML is there to be read.
        return None


def _key(rules_digest: str) -> bytes:
    """What the checked form was made from: the rules, the code that read them, and the Python it ran on."""
    total = hashlib.sha256(f"{rules_digest} {sys.version}".encode())
    for name in _READING:
        folder = _PACKAGE / name
        for path in sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]:
            total.update(path.read_bytes())
    return total.digest()
