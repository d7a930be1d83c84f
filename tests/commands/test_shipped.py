"""The checked form of the rulebook: the same rulebook, used only while rules and code are unchanged."""

from __future__ import annotations

import subprocess
import sys

import pytest

from smeadvisor import shipped
from smeadvisor.inference import Engine
from support.paths import RULES
from support.small_rulebook import FOLDER as SMALL


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "_CHECKED_FORM", tmp_path / "rulebook.checked")
    return tmp_path / "rulebook.checked"


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
        from smeadvisor.shipped import keep_checked_form
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


def test_an_installation_that_cannot_be_written_to_still_works(small, tmp_path, monkeypatch):
    """Keeping the checked form is a convenience, never a condition."""
    monkeypatch.setattr(shipped, "_CHECKED_FORM", tmp_path / "missing" / "rulebook.checked")
    assert shipped.keep_checked_form().rules


def test_the_shipped_folder_is_that_of_the_checkout():
    """An editable installation reads the rules beside the source."""
    assert shipped.shipped_folder() == RULES
