"""File names that are not UTF-8."""

from __future__ import annotations

import os

import pytest

from smeadvisor.filenames import path_told, told


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
