"""The rulebook that comes with the program, and its checked form that is quick to read again.

The checked form is made when the package is built and by ``smeadvisor rules check``: the same bytes
wherever it is made, for every version of Python. It is used only while both the rules and the code
are those it was made from; otherwise the YAML is read. Where the package cannot be written to, it is
kept in the cache folder of the user, and believed only if that is the user's alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from smeadvisor.files.digest import RuleFiles, read_files
from smeadvisor.files.disk import OutputError, put
from smeadvisor.model.conditions import Test
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput

_PACKAGE = Path(__file__).parents[1]
_CHECKED_FORM = _PACKAGE / "rulebook.checked"
_KEY_BYTES = 32
_READING = ("files", "logic", "messages", "model", "problems", "rules")
"""The modules that have a part in reading rules; a test holds that there are no others."""


def shipped_folder() -> Path:
    """The folder of the rulebook: inside the installed package, or in the checkout it runs from."""
    installed = _PACKAGE / "rulebook"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "rules"


def shipped_rulebook(files: RuleFiles | None = None) -> Rulebook:
    """The rulebook of that folder, whose files may have been read; raises InvalidInput with every problem of it."""
    files = files or read_files([shipped_folder()])
    try:
        kept = _kept(_key(files.digest()))
    except InvalidInput:
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
    content = _key(rulebook.digest) + _pickled(rulebook)
    try:
        put(_CHECKED_FORM, content)
    except OutputError:
        with contextlib.suppress(OutputError, OSError):
            _keep_in_cache(content)
    return rulebook


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("smeadvisor", appauthor=False) / _CHECKED_FORM.name


def _keep_in_cache(content: bytes) -> None:
    path = _cache()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _is_own(path.parent.lstat(), stat.S_IFDIR | 0o700):
        put(path, content)


def _in_cache() -> bytes:
    """What is kept there; nothing where others may have had a hand in it, or the system knows no owners."""
    path = _cache()
    if not _is_own(path.parent.lstat(), stat.S_IFDIR | 0o700):
        return b""
    how = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, how), "rb") as file:
        return file.read() if _is_own(os.fstat(file.fileno()), stat.S_IFREG | 0o600) else b""


def _is_own(found: os.stat_result, mode: int) -> bool:
    """Whether it is of that kind and mode, and belongs to the user of this process."""
    user = getattr(os, "geteuid", None)
    return user is not None and (found.st_mode, found.st_uid) == (mode, user())


class _Pickler(pickle.Pickler):
    """Writes sets in one order: their own differs from process to process."""

    def reducer_override(self, obj: object) -> Any:
        if isinstance(obj, Test) and isinstance(obj.operand, frozenset):
            return _of_set, (obj.subject, obj.operator, sorted(obj.operand, key=repr))
        return NotImplemented


def _of_set(subject: str, operator: str, operand: list[str]) -> Test:
    return Test(subject, operator, frozenset(operand))


def _pickled(rulebook: Rulebook) -> bytes:
    held = io.BytesIO()
    # The form that every supported version of Python reads.
    _Pickler(held, protocol=5).dump(replace(rulebook, files=None))
    return held.getvalue()


def _loaded(files: RuleFiles) -> Rulebook:
    # Imported here: what reads the checked form needs no reader of rules.
    from smeadvisor.rules.loading import load_from

    return load_from(files)


def _kept(key: bytes) -> Rulebook | None:
    for read in (_CHECKED_FORM.read_bytes, _in_cache):
        # Whatever is wrong with it, the YAML is there to be read.
        with contextlib.suppress(Exception):
            content = read()
            if content[:_KEY_BYTES] == key:
                # Beside our own code, or of this user alone: whoever can change it can change what this user runs.
                return pickle.loads(content[_KEY_BYTES:])  # noqa: S301
    return None


def _key(rules_digest: str) -> bytes:
    """What the checked form was made from: the rules, and the code that read them."""
    total = hashlib.sha256(rules_digest.encode())
    for name in _READING:
        folder = _PACKAGE / name
        for path in sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]:
            total.update(path.read_bytes())
    return total.digest()
