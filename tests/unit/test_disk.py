"""Files that appear whole or not at all."""

from __future__ import annotations

import pytest

from smeadvisor.disk import Unwritable, atomic, put


def test_what_cannot_be_written_is_told_by_the_name_that_was_given(tmp_path):
    """Not by the name under which it is begun."""
    for path in (tmp_path / "none/a.txt", tmp_path / ("n" * 300)):
        with pytest.raises(Unwritable) as caught:
            put(path, b"")
        assert [each.place.file for each in caught.value.problems] == [str(path)]


def test_what_was_begun_and_not_finished_leaves_nothing(tmp_path):
    """Whatever kept it from being finished."""

    def half() -> None:
        with atomic(tmp_path / "a.txt") as (file, _):
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert [*tmp_path.iterdir()] == []
