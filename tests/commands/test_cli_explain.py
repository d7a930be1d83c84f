"""``smeadvisor explain``: exit codes, forms, the short way, and what becomes of files."""

from __future__ import annotations

import functools
import json
import os
from xml.etree import ElementTree

import pytest

from smeadvisor.files.documents import read
from smeadvisor.rendering.rulebook.show import show
from smeadvisor.rules.loading import load
from support.commands import process
from support.paths import MEXICO, ROOT, TAIWAN


@pytest.fixture
def saved(tmp_path, run):
    """A consultation as ``advise --format json`` saves it."""
    path = tmp_path / "advice.json"
    path.write_bytes(run("advise", "--format", "json", MEXICO).stdout)
    return path


@pytest.mark.parametrize("name", ["export-finance", "recommendations/export-finance", "1"])
def test_the_short_way_tells_how(name, run):
    """Without the name of a command, by id or by the number that the advice prints."""
    short, long = run("explain", MEXICO, name), run("explain", "how", MEXICO, name)
    assert (short.returncode, short.stderr, short.stdout) == (0, b"", long.stdout)
    assert b"109 points" in short.stdout


def test_the_short_way_takes_options_before_the_profile(run):
    """As every command does."""
    before, after = run("explain", "--lang", "zh-Hant", MEXICO, "1"), run("explain", MEXICO, "1", "--lang", "zh-Hant")
    assert before.returncode == 0
    assert before.stdout == after.stdout


def test_what_did_not_come_out_is_told_of_without_an_error(run):
    """It is an answer, too; the short way says why not."""
    short, long = run("explain", MEXICO, "green-growth"), run("explain", "how", MEXICO, "green-growth")
    assert (short.returncode, short.stderr, long.returncode, long.stderr) == (0, b"", 0, b"")
    assert b"did not come out" in long.stdout
    assert b"\nWhy it did not come out\n" in long.stdout
    assert "\n為什麼沒有得出\n".encode() in run("explain", "how", MEXICO, "green-growth", "--lang", "zh-Hant").stdout
    assert short.stdout == run("explain", "why-not", MEXICO, "green-growth").stdout


@pytest.mark.parametrize("name", ["green-growth", "price/satisfactory-prices", "sme=no",
                                  "twn/overseas-fair-subsidy#fair-abroad"])  # fmt: skip
def test_what_is_said_to_ask_next_can_be_asked(name, run):
    """Of a classification there is nothing further to ask."""
    found = run("explain", "how", MEXICO, name)
    line = " ".join(found.stdout.decode().split()).partition("smeadvisor explain why-not")[2].split()
    assert (found.returncode, bool(line)) == (0, name != "sme=no")
    assert not line or run("explain", "why-not", MEXICO, line[1]).returncode == 0


@pytest.mark.parametrize("name", ["export-finance", "functional/working-capital", "mex/sme-export-credit", "stage",
                                  "sme=yes", "mex/sme-export-credit#term"])  # fmt: skip
def test_a_saved_consultation_is_explained_as_its_profile_is(name, saved, run):
    """The same data."""
    of_saved, of_profile = (json.loads(run("explain", "how", each, name, "--format", "json").stdout)
                            for each in (saved, MEXICO))  # fmt: skip
    assert of_saved == of_profile
    assert (of_saved["schema"], of_saved["part"], of_saved["came_out"]) == ("smeadvisor/explanation/1", "how", True)


def test_a_consultation_saved_carries_the_name_of_its_profile_and_needs_none(saved, tmp_path, run):
    """A page made of it can address the firm; one saved before it held names is explained as ever."""
    data = json.loads(saved.read_bytes())
    assert data["profile"].pop("name") == read(MEXICO).data["name"]
    unnamed = tmp_path / "unnamed.json"
    unnamed.write_text(json.dumps(data), encoding="utf-8")
    assert run("explain", "how", unnamed, "1").returncode == 0


BAD = {
    "no such name": (("how", MEXICO, "export-fin"), 65, "E-REF"),
    "an attribute": (("how", MEXICO, "days_to_payment"), 65, "E-NOT-CONCLUDED"),
    "no such requirement": (("how", MEXICO, "mex/sme-export-credit#trm"), 65, "E-CHOICE"),
    "no such number": (("how", MEXICO, "99"), 65, "E-RANK"),
    "no such file": (("how", "nope.yaml", "1"), 66, "E-NOT-FOUND"),
    "no such day": (("how", MEXICO, "1", "--as-of", "yesterday"), 2, "E-AS-OF"),
    "an instrument of later days": (("how", MEXICO, "mex/nafin-bancomext-envelope", "--as-of", "2011"), 65, "E-REF"),
    "no setting": (("what-if", MEXICO, "--set", "employees"), 2, "E-SET"),
    "a bad setting": (("what-if", MEXICO, "--set", "employees=-1"), 65, "E-RANGE"),
    "a firm and an economy": (("compare", MEXICO, TAIWAN), 65, "E-TWO-KINDS"),
    "no folder": (("picture", MEXICO, "-o", "nowhere/x.svg"), 73, "E-OUTPUT-FOLDER"),
    "onto the profile": (("picture", MEXICO, "-o", MEXICO, "--overwrite"), 2, "E-SAME-FILE"),
    "onto another file": (("picture", MEXICO, "-o", TAIWAN), 73, "E-EXISTS"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_explained_gets_one_line(case, run):
    """Its code, its exit code, nothing on standard output."""
    arguments, exit_code, code = BAD[case]
    done = run("explain", *arguments, "--errors", "json")
    assert (done.returncode, done.stdout) == (exit_code, b"")
    assert [json.loads(line)["code"] for line in done.stderr.splitlines()] == [code]


def test_what_if_tells_before_and_after_in_every_form(run):
    """Text, Markdown and JSON speak of the same change."""
    forms = {}
    for form in ("text", "markdown", "json"):
        done = run("explain", "what-if", MEXICO, "--set", "setbacks_last_year=none", "--format", form)
        forms[form] = done.stdout.decode()
    assert "severe, weight 90 → moderate, weight 60" in forms["text"]
    assert "severe, weight 90 → moderate, weight 60" in forms["markdown"]
    change = next(each for each in json.loads(forms["json"])["barriers"] if each["id"] == "functional/working-capital")
    assert (change["before"]["weight"], change["after"]["weight"]) == (90, 60)


def test_comparing_a_profile_with_itself_says_that_nothing_differs(run):
    """In so many words."""
    assert b"The advice is the same." in run("explain", "compare", TAIWAN, TAIWAN).stdout


def test_a_picture_goes_to_a_file_of_its_owner_alone(tmp_path, run):
    """Whole, private, and only over another one if told so."""
    out = tmp_path / "finance.svg"
    assert run("explain", "picture", MEXICO, "1", "-o", out).returncode == 0
    assert ElementTree.fromstring(out.read_bytes()).tag.endswith("svg")  # noqa: S314 - our own text
    assert os.stat(out).st_mode & 0o777 == 0o600  # noqa: PTH116
    assert run("explain", "picture", MEXICO, "1", "-o", out).returncode == 73
    assert run("explain", "picture", MEXICO, "1", "-o", out, "--overwrite").returncode == 0
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<svg "), ("dot", b"digraph "), ("mermaid", b"flowchart LR\n"),
                                              ("json", b'{"schema"')])  # fmt: skip
def test_a_picture_goes_to_standard_output_in_every_form(form, begins, run):
    """By itself, so that it can be piped."""
    done = run("explain", "picture", MEXICO, "--format", form, "--lang", "zh-Hant")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(begins)


def test_the_locale_changes_no_byte_of_a_picture(run):
    """UTF-8 whatever the environment says; a process, since an environment is read at its start."""
    picture = ("explain", "picture", MEXICO, "--lang", "zh-Hant")
    assert process(*picture, LC_ALL="C", PYTHONUTF8="0") == run(*picture)


def test_rules_of_an_overlay_are_told_with_their_place(run, monkeypatch):
    """The file in the folder that was given."""
    # The same folders need be read once.
    monkeypatch.setattr("smeadvisor.rules.loading.load", functools.cache(load))
    profile, folder = ROOT / "overlays/germany/profile.yaml", "overlays/germany/rules"
    done = run("explain", "how", profile, "1", "--rules", folder, "--format", "json")
    carried = json.loads(done.stdout)["ranking"]["measures"]
    home = next(each for each in carried if each.startswith("deu/"))
    assert (
        f"{folder}/instruments/{home}.yaml:" in run("explain", "how", profile, home, "--rules", folder).stdout.decode()
    )


def test_every_source_cited_can_be_shown(run, rulebook):
    """The auditor's third step: what the explanation names, ``rules show`` shows."""
    cited = run("explain", "how", TAIWAN, "2").stdout.decode().split("smeadvisor rules show NAME)\n")[1]
    names = [line.removeprefix("  - ").partition(":")[0] for line in cited.splitlines() if line.startswith("  - ")]
    assert "section-6-rec-2" in names
    for name in names:
        assert any(f"sources/{name}" in line for line in show(rulebook, name, "en")[0].lines)
