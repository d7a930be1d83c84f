"""The form of the rule language: what is left out counts as form 1, and a form that is not read is refused at once."""

from __future__ import annotations

import pytest

from smeadvisor.problems import InvalidInput
from smeadvisor.rules import files
from smeadvisor.rules.loading import load
from support.logs import FIRM
from support.small_rulebook import change


def refused(*folders) -> str:
    """The one line with which the rules are refused."""
    with pytest.raises(InvalidInput) as caught:
        load(*folders)
    (fault,) = caught.value.problems
    assert fault.exit_code == 65
    assert fault.line("en") != fault.line("zh-Hant")
    return fault.line("en")


def say(rules, form: str) -> None:
    """Say the form in the rulebook's second line."""
    change(rules, "rulebook.yaml", "version:", f"form: {form}\nversion:")


def test_a_rulebook_that_does_not_say_its_form_is_of_form_1(small_rules, small_rulebook, whole_rulebook):
    """The shipped one says it; one that says it has the same rules as before."""
    assert (small_rulebook.about.form, whole_rulebook.about.form) == (1, files.FORM)
    say(small_rules, "1")
    assert load(small_rules).rules == small_rulebook.rules


def test_a_newer_form_is_refused_alone(small_rules):
    """By its file and line, whatever else this release cannot read in it."""
    say(small_rules, "2")
    change(small_rules, "rulebook.yaml", "scope:", "reach:")
    (small_rules / "priorities.yaml").write_text("of form 2: unknown\n", encoding="utf-8")
    line = refused(small_rules)
    assert "rulebook.yaml:" in line
    says = "The rules are of form 2, and this release reads forms up to 1. Use a later release of smeadvisor."
    assert line.endswith(f"E-FORM-NEWER: {says}")


@pytest.mark.parametrize(("form", "code"), [("0", "E-RANGE"), ("-1", "E-RANGE"), ("one", "E-TYPE"), ("true", "E-TYPE")])
def test_a_form_is_a_whole_number_from_1(small_rules, form, code):
    """Told at its line."""
    say(small_rules, form)
    assert f": {code}: " in refused(small_rules)


def test_an_older_form_is_refused_with_the_release_that_reads_it(small_rules, tmp_path, monkeypatch):
    """Of a rulebook, and of an overlay that says nothing; none is refused today."""
    assert files.LAST_RELEASES == {}
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "sources.yaml").write_text("sources: {}\n", encoding="utf-8")
    monkeypatch.setattr(files, "FORM", 2)
    monkeypatch.setitem(files.LAST_RELEASES, 1, "0.1.0")
    says = "E-FORM-OLDER: The rules are of form 1, which this release reads no longer. Use smeadvisor 0.1.0, the last"
    assert says in refused(small_rules)
    say(small_rules, "2")
    assert load(small_rules).about.form == 2
    assert refused(small_rules, overlay).startswith(f"{overlay}: {says}")


def test_a_recorded_rulebook_of_an_older_form_is_refused_with_that_release(
    run_small, small_rules, tmp_path, monkeypatch
):
    """A replay of a log names the release that replays it; the log is listed and verified all the same."""
    log = tmp_path / "d.log"
    change(small_rules, "barriers/functional/managerial-time.yaml", "rank:", "# other bytes\nrank:")
    assert run_small("advise", FIRM, "--rules", small_rules, "--log", log).returncode == 0
    monkeypatch.setattr(files, "FORM", 2)
    monkeypatch.setitem(files.LAST_RELEASES, 1, "0.1.0")
    done = run_small("log", "replay", log)
    assert (done.returncode, done.told.count("E-FORM-OLDER"), done.told.count("0.1.0")) == (65, 1, 1)
    assert run_small("log", "verify", log).returncode == run_small("log", "list", log).returncode == 0
