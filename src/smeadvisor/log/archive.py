"""The files of a rulebook as one archive, from which the same rulebook can be read again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from smeadvisor.files.digest import RuleFiles, RuleFolder, given
from smeadvisor.files.inflating import DAMAGE, Limits, refuse_growth
from smeadvisor.problems.limits import FILE_BYTES, PACKED_RATIO, RULEBOOK_BYTES, RULEBOOK_FILES

_PRIORITIES = "priorities.yaml"
_ENDINGS = (".yaml", ".yml")
_LIMITS = Limits(RULEBOOK_BYTES, PACKED_RATIO, RULEBOOK_FILES)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def archived(files: RuleFiles) -> bytes:
    """All rule files as a ZIP file: a folder for each layer, by its number, and ``priorities.yaml`` beside them."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, folder in enumerate(files.folders):
            for name in sorted(folder.files):
                _put(archive, f"{number}/{name}", given(folder.files[name]))
        if files.priorities is not None:
            _put(archive, _PRIORITIES, given(files.priorities[1]))
    return held.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)


def unpacked(content: bytes) -> RuleFiles:
    """The files of an archive, none written to a disk; raises ValueError for what is none, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_growth(archive, len(content), _LIMITS)
            held = {name: _taken(archive, name) for name in archive.namelist() if name.lower().endswith(_ENDINGS)}
    except (*DAMAGE, TypeError) as error:
        raise ValueError(str(error)) from error
    priorities = held.pop(_PRIORITIES, None)
    folders: dict[int, dict[str, bytes]] = {}
    for name, each in held.items():
        number, _, within = name.partition("/")
        if not (number.isdecimal() and within):
            raise ValueError("not in folders of rules")
        folders.setdefault(int(number), {})[within] = each
    if not folders:
        raise ValueError("no folders of rules")
    return RuleFiles(
        tuple(RuleFolder(Path(str(number)), folders[number]) for number in sorted(folders)),
        None if priorities is None else (Path(_PRIORITIES), priorities),
    )


def _taken(archive: zipfile.ZipFile, name: str) -> bytes:
    """What stands in a file, no more of it than a rule file may hold."""
    with archive.open(name) as file:
        return file.read(FILE_BYTES + 1)
