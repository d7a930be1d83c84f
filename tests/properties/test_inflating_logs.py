"""A log is small, and what is packed in it is not: it is refused before it fills the memory."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pytest

from smeadvisor.problems.limits import FILE_BYTES, LOG_PART_BYTES, RULEBOOK_FILES
from support.logs import FIRM, advise, by_hand
from support.memory import MOST, peak

MIB = 1024 * 1024
SIZE = 384 * MIB
"""More than a command may take, packed into less than 1 MiB."""
COMMANDS = {
    "list": ("list",),
    "list of a profile": ("list", "--profile", "x"),
    "show": ("show", "1"),
    "show as text": ("show", "1", "--format", "text"),
    "replay": ("replay",),
    "export": ("export",),
    "verify": ("verify",),
}


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("log") / "d.log"
    assert advise("--log", path, FIRM).returncode == 0
    return path


@pytest.fixture(scope="module")
def usual(log) -> dict[str, int]:
    """The memory that each command takes of a log as it should be, in bytes."""
    return {name: peak("log", command, log, *rest)[1] for name, (command, *rest) in COMMANDS.items()}


@cache
def packed(size: int, content: bytes = b" ") -> bytes:
    """So many bytes of the same, packed without holding them."""
    packing = zlib.compressobj(9)
    block = content * (MIB // len(content))
    return b"".join([*(packing.compress(block) for _ in range(size // len(block))), packing.flush()])


def archive(files: int, size: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for i in range(files):
            made.writestr(f"0/{i}.yaml", b" " * size)
    return held.getvalue()


def hold(log: Path, tmp_path: Path, usual: dict[str, int], statement: str, content: bytes) -> dict[str, int]:
    """Hold every command to the memory it may take; the exit code of each."""
    path = Path(shutil.copy(log, tmp_path / "d.log"))
    with by_hand(path) as connection:
        connection.execute(statement, (content,))
    assert path.stat().st_size < 4 * MIB
    codes = {}
    for name, (command, *rest) in COMMANDS.items():
        done, used = peak("log", command, path, *rest)
        assert used - usual[name] < MOST, (name, used - usual[name])
        assert done.returncode in (0, 65), (name, done)
        codes[name] = done.returncode
    return codes


@pytest.mark.parametrize("name", ["profile_id", "profile", "consultation"])
def test_a_part_that_inflates_is_damage(log, tmp_path, usual, name):
    """Whatever part it is, no command takes more memory than it may."""
    statement = f"UPDATE parts SET content = ? WHERE number = 1 AND name = '{name}'"  # noqa: S608
    codes = hold(log, tmp_path, usual, statement, packed(SIZE))
    assert codes["verify"] == 65
    assert codes["show"] == 65


def test_a_part_of_many_small_values_is_damage(log, tmp_path, usual):
    """Ten million empty lists would take forty times the bytes that they are written in."""
    text = packed(LOG_PART_BYTES // 2, b"[],")
    codes = hold(log, tmp_path, usual, "UPDATE parts SET content = ? WHERE number = 1 AND name = 'profile'", text)
    assert codes["show"] == 65


@pytest.mark.parametrize(("files", "size"), [(1, SIZE), (200, FILE_BYTES), (RULEBOOK_FILES + 1, 0)])
def test_a_rulebook_that_inflates_is_none(log, tmp_path, usual, files, size):
    """One large file, two hundred as large as each may be, more files than a rulebook may have."""
    codes = hold(log, tmp_path, usual, "UPDATE rulebooks SET files = ?", archive(files, size))
    assert (codes["verify"], codes["replay"]) == (65, 65)
