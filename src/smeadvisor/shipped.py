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

from smeadvisor.digest import digest
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


def shipped_rulebook() -> Rulebook:
    """The rulebook of that folder; raises Rejected with every problem of it."""
    try:
        kept = _kept(_key(digest(shipped_folder())))
    except OSError:
        # Reading the YAML says what is wrong.
        kept = None
    return kept or _loaded()


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
    if not folders and priorities is None:
        return shipped_rulebook()
    from smeadvisor.loading import load

    return load(*layers(folders), priorities=priorities)


def keep_checked_form(rulebook: Rulebook | None = None) -> Rulebook:
    """Keep the checked form of the shipped rulebook, just read or read now, where the disk allows it."""
    rulebook = rulebook or _loaded()
    # An installation that cannot be written to reads the YAML each time.
    with contextlib.suppress(OSError):
        unfinished = _CHECKED_FORM.with_suffix(f".{os.getpid()}")
        try:
            unfinished.write_bytes(_key(rulebook.digest) + pickle.dumps(rulebook, protocol=5))
            unfinished.replace(_CHECKED_FORM)
        finally:
            unfinished.unlink(missing_ok=True)
    return rulebook


def _loaded() -> Rulebook:
    # Imported here: what reads the checked form needs no reader of rules.
    from smeadvisor.loading import load

    return load(shipped_folder())


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
