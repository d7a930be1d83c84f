"""File names that are not UTF-8, or hold what a terminal obeys."""

from __future__ import annotations

import os
import subprocess

import pytest

from smeadvisor.problems.filenames import path_told, quoted, told


@pytest.mark.parametrize(
    ("raw", "as_told"),
    [(b"plain.csv", "plain.csv"), ("公司.csv".encode(), "公司.csv"), (b"\xa4\xa4/\xff.csv", "\\xa4\\xa4/\\xff.csv")],
)
def test_a_file_is_found_by_what_was_told_of_it(tmp_path, raw, as_told):
    """Bytes that are not UTF-8 are escaped, all else stays."""
    path = tmp_path / os.fsdecode(raw)
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert (told(path), path_told(told(path))) == (f"{tmp_path}/{as_told}", path)


def test_a_name_that_looks_escaped_is_itself_first(tmp_path):
    """What is not there keeps the name it has."""
    for name in ("\\xa4", os.fsdecode(b"\xa4")):
        (tmp_path / name).touch()
    names = [f"{tmp_path}/{each}" for each in ("\\xa4", "\\xa5", "none/\\xa4")]
    assert [str(path_told(each)) for each in names] == names


@pytest.mark.parametrize(
    "name", ["plain.csv", "公司 1.csv", "it's.csv", "a\x1b[31mb\u202e.csv", "a\\\nit's", os.fsdecode(b"\xa4\xa4b'")]
)
def test_a_shell_reads_a_quoted_name_as_it_is(name):
    """And a terminal that shows it obeys nothing in it."""
    assert quoted(name).isprintable()
    read = subprocess.run(["bash", "-c", f"printf %s {quoted(name)}"], capture_output=True, check=True)
    assert os.fsdecode(read.stdout) == name
