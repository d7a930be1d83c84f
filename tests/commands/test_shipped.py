"""The checked form of the rulebook: the same rulebook, used only while rules and code are unchanged."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from smeadvisor.engines.chaining import Engine
from smeadvisor.rules import shipped
from smeadvisor.rules.loading import load_from as loaded
from support.paths import RULES
from support.small_rulebook import FOLDER as SMALL


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "_CHECKED_FORM", tmp_path / "rulebook.checked")
    monkeypatch.setattr(shipped, "_cache", lambda: tmp_path / "cache/smeadvisor/rulebook.checked")
    return tmp_path / "rulebook.checked"


@pytest.fixture
def cached(kept, small, tmp_path, monkeypatch):
    """What is kept in the cache of the user, where the package cannot be written to."""
    monkeypatch.setattr(shipped, "_CHECKED_FORM", tmp_path / "missing" / "rulebook.checked")
    assert shipped.keep_checked_form().rules
    return shipped._cache()


@pytest.fixture
def small(monkeypatch):
    """The small rulebook in the place of the shipped one."""
    monkeypatch.setattr(shipped, "shipped_folder", lambda: SMALL)


def test_the_checked_form_is_the_same_rulebook(kept, whole_rulebook, make):
    """What is read from it gives the same advice as what is read from YAML."""
    shipped.keep_checked_form(whole_rulebook)
    again = shipped.shipped_rulebook()
    assert kept.is_file()
    assert again is not whole_rulebook
    assert [rule.id for rule in again.rules] == [rule.id for rule in whole_rulebook.rules]
    profile = make("firm", "HKG", {"need_felt_most": "export_finance"})
    assert Engine(again).consult(profile).as_dict() == Engine(whole_rulebook).consult(profile).as_dict()


def test_the_checked_form_hangs_on_all_code_that_reads_rules():
    """Whatever is imported to read them and to keep them; nothing else, for to look at it takes time."""
    program = """if True:
        import sys
        from smeadvisor.rules.shipped import keep_checked_form
        keep_checked_form()
        print(*{each.split(".")[1] for each in sys.modules if each.startswith("smeadvisor.")})
    """
    imported = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout
    assert sorted(imported.split()) == sorted(shipped._READING)


@pytest.mark.parametrize("length", [32, 1000, 50_000])
def test_a_checked_form_cut_short_is_not_used(kept, small, length):
    """A key that fits and a body that does not: the YAML is read."""
    shipped.keep_checked_form()
    whole = kept.read_bytes()
    assert length < len(whole)
    kept.write_bytes(whole[:length])
    assert shipped.shipped_rulebook().rules


@pytest.mark.parametrize("content", [b"", b"x" * 100, None])
def test_a_checked_form_that_does_not_fit_is_not_used(kept, small, content):
    """Missing, empty or made from other rules: the YAML is read."""
    if content is not None:
        kept.write_bytes(content)
    assert shipped.shipped_rulebook().rules


def test_where_nothing_can_be_written_the_rules_are_read_each_time(kept, small, tmp_path, monkeypatch):
    """Keeping the checked form is a convenience, never a condition."""
    monkeypatch.setattr(shipped, "_CHECKED_FORM", tmp_path / "missing" / "rulebook.checked")
    (tmp_path / "cache").write_bytes(b"")
    assert shipped.keep_checked_form().rules


def read_as_yaml(monkeypatch) -> bool:
    """Whether the shipped rulebook is read from its YAML."""
    read = []
    monkeypatch.setattr(shipped, "_loaded", lambda files: read.append(files) or loaded(files))
    assert shipped.shipped_rulebook().rules
    return bool(read)


def test_a_package_that_cannot_be_written_to_has_its_checked_form_in_the_cache_of_the_user(cached, monkeypatch):
    """Private, and used."""
    assert (cached.stat().st_mode & 0o777, cached.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert not read_as_yaml(monkeypatch)


def replaced_by_a_link(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.chmod(0o640),
        lambda path: path.parent.chmod(0o750),
        replaced_by_a_link,
        lambda path: replaced_by_a_link(path.parent),
        lambda path: (path.unlink(), os.mkfifo(path)),
        lambda path: path.unlink(),
    ],
)
def test_a_cache_that_others_may_have_had_a_hand_in_is_not_believed(cached, monkeypatch, spoil):
    """What is unpickled is run: other modes, links and pipes are left alone, and the YAML is read."""
    spoil(cached)
    assert read_as_yaml(monkeypatch)


def test_a_cache_of_another_user_is_not_believed(cached, monkeypatch):
    """Whatever its modes are."""
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert read_as_yaml(monkeypatch)


def test_a_cache_is_not_kept_in_a_folder_of_others(cached):
    """It would not be believed, and might be put where they want it."""
    cached.unlink()
    cached.parent.chmod(0o755)
    shipped.keep_checked_form()
    assert not cached.exists()


def test_the_checked_form_has_the_same_bytes_in_every_process(small):
    """Under any hash seed, so that a package can be built again."""
    program = f"""if True:
        import hashlib, pathlib
        from smeadvisor.rules import shipped
        files = shipped.read_files([pathlib.Path({str(SMALL)!r})])
        print(hashlib.sha256(shipped._pickled(shipped._loaded(files))).hexdigest())
    """
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2", "3")]
    sums = {
        subprocess.run([sys.executable, "-c", program], env=each, capture_output=True, check=True).stdout
        for each in seeds
    }
    assert len(sums) == 1


def test_the_shipped_folder_is_that_of_the_checkout():
    """An editable installation reads the rules beside the source."""
    assert shipped.shipped_folder() == RULES
