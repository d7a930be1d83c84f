"""Files that appear whole or not at all."""

from __future__ import annotations

import tempfile
import time

import pytest

from smeadvisor.files.disk import OutputError, atomic, is_unfinished, put, set_aside, unfinished
from support.killed import begun


def test_what_cannot_be_written_is_told_by_the_name_that_was_given(tmp_path):
    """Not by the name under which it is begun."""
    for path in (tmp_path / "none/a.txt", tmp_path / ("n" * 300)):
        with pytest.raises(OutputError) as caught:
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


def test_what_is_planted_under_the_name_of_an_unfinished_file_is_not_written_to(tmp_path, monkeypatch):
    """Should anybody guess that name: a link is not followed, a file stays as it is."""
    monkeypatch.setattr("os.urandom", bytes)
    begun, victim = unfinished(tmp_path / "a.txt"), tmp_path / "victim"
    victim.write_text("mine")
    for plant in (begun.symlink_to, begun.hardlink_to):
        plant(victim)
        with pytest.raises(OutputError):
            put(tmp_path / "a.txt", b"ours")
        assert (victim.read_text(), (tmp_path / "a.txt").exists()) == ("mine", False)
        begun.unlink()


def test_an_unfinished_file_is_known_by_its_name(tmp_path):
    """Which nobody can guess, and which any disk can hold, however long that of the file."""
    for name in ("a.txt", "長" * 80, "n" * 255, "a\nb"):
        one, other = (unfinished(tmp_path / name).name for _ in range(2))
        assert one != other
        assert is_unfinished(one)
        assert len(one.encode()) < 255
    assert not any(map(is_unfinished, ("a.txt", ".a.txt.smeadvisor", "a.0123456789abcdef.smeadvisor")))


def test_what_a_killed_process_had_set_aside_is_taken_away_by_the_next(tmp_path, monkeypatch):
    """Not what one that lives has set aside, and nothing that is not ours, whatever its name."""
    aside, victim = tmp_path / "aside", tmp_path / "victim"
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    for folder in (victim, aside / "smeadvisor-mine"):
        folder.mkdir(parents=True)
        (folder / "mine").touch()
    (victim / ".smeadvisor-lock").touch()
    (aside / "smeadvisor-link").symlink_to(victim)
    (aside / "smeadvisor-file").touch()

    def hold() -> None:
        with set_aside("<stdout>") as folder:
            (folder / "advice").write_text("private")
            time.sleep(60)

    killed, living = begun(hold), begun(hold)
    while len([*aside.glob("*/advice")]) < 2:
        time.sleep(0.001)
    killed.kill()
    killed.join()
    with set_aside("<stdout>") as folder:
        (left,) = aside.glob("*/advice")
        assert left.parent != folder
    living.kill()
    living.join()
    with set_aside("<stdout>"):
        assert not left.parent.exists()
    names = {"smeadvisor-mine", "smeadvisor-link", "smeadvisor-file"}
    assert {each.name for each in aside.iterdir()} == names
    assert {each.name for each in victim.iterdir()} == {"mine", ".smeadvisor-lock"}
