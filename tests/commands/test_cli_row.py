"""``--row``: a row of a table is advised and explained as its profile's file is."""

from __future__ import annotations

import json

import pytest

from smeadvisor.files.documents import read
from support.commands import process
from support.paths import ECONOMIES, FIRMS, ROOT
from support.rendered import WRITERS, as_json
from support.scale import is_long

EVERY = 1 if is_long() else 18
FORMS = [each for each in WRITERS if each != "typed.parquet"]
"""All but that in which a column of different types is text."""


def data_of(path):
    """A shipped profile as plain data, with one name."""
    data = read(path).data
    return {**data, "name": data["name"]["en"]}


PROFILES = [data_of(path) for path in (*FIRMS, *ECONOMIES)]
DATA = {each["id"]: each for each in PROFILES}


@pytest.fixture
def one(tmp_path):
    """The file of one profile, as data."""

    def written(data):
        path = tmp_path / f"{data['id']}.json"
        path.write_text(as_json(data), encoding="utf-8")
        return path

    return written


@pytest.fixture
def table(tmp_path):
    """A table of profiles."""

    def written(form, profiles=PROFILES):
        path = tmp_path / f"t.{form}"
        WRITERS[form](path, profiles)
        return path

    return written


@pytest.mark.parametrize("form", FORMS)
def test_a_row_is_advised_and_explained_as_its_profile_is(form, run, one, table):
    """Of a table of all shipped profiles, by number and by id, in every form."""
    path = table(form)
    for number in range(1 + FORMS.index(form), len(PROFILES) + 1, EVERY):
        data = PROFILES[number - 1]
        for command in (("advise", "--format", "json"), ("explain", "how", "--format", "json")):
            name = ("export-finance",) if command[0] == "explain" else ()
            expected = run(*command, one(data), *name)
            assert (expected.returncode, expected.stderr) == (0, b"")
            assert run(*command, path, *name, "--row", str(number)).stdout == expected.stdout
            assert run(*command, path, *name, "--row", data["id"]).stdout == expected.stdout


COMMANDS = {
    "short": ("explain", "{}", "1"),
    "how": ("explain", "how", "{}", "1"),
    "what-if": ("explain", "what-if", "{}", "--set", "days_to_payment=5"),
    "compare": ("explain", "compare", str(ROOT / "profiles/firms/sgp-sauces.yaml"), "{}"),
    "picture": ("explain", "picture", "{}", "1"),
    "why-not": ("explain", "why-not", "{}", "mex/sme-export-credit"),
    "rank": ("explain", "rank", "{}", "1"),
    "advise": ("advise", "{}"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_on_a_profile_takes_a_row(command, run, one, table):
    """With the same output; without --row it is one line that names it, in either language."""
    path = table("csv", PROFILES[:12])
    words = COMMANDS[command]
    expected = run(*(word.format(one(DATA["mex-auto-parts"])) for word in words))
    given = [word.format(path) for word in words]
    found = run(*given, "--row", "mex-auto-parts")
    assert (expected.returncode, found) == (0, expected)
    for lang in ("en", "zh-Hant"):
        refused = run(*given, "--lang", lang)
        assert (refused.returncode, refused.stdout, refused.stderr.count(b"\n")) == (2, b"", 1)
        assert b"E-ROW-WHICH" in refused.stderr
        assert b"--row" in refused.stderr


def test_a_rejected_row_has_the_reasons_of_a_batch(run, tmp_path):
    """All of them, with their place."""
    path = tmp_path / "t.csv"
    path.write_text("id,kind,economy,employees,sector\nF01,firm,TWN,-1,mining\nF02,firm,TWN,5,trade\n", "utf-8")
    found = run("advise", path, "--row", "F01")
    batch = run("batch", path, "-o", "-", "--format", "jsonl", "--quiet").stderr.decode()
    assert (found.returncode, found.stdout) == (65, b"")
    told = found.stderr.decode().splitlines()
    where = ["column employees: E-RANGE", "column sector: E-CHOICE"]
    assert [": ".join(line.split(": ")[:3]) for line in told] == [f"{path}:2: {each}" for each in where]
    assert all(line in batch.splitlines() for line in told)


def test_a_table_is_read_by_the_options_of_a_batch(run, tmp_path):
    """Columns renamed, kind and economy given, an encoding."""
    path = tmp_path / "t.csv"
    path.write_bytes("id,名稱,staff,paid_in_capital\nF01,甲公司,5,100\nF02,乙公司,6,100\n".encode("cp950"))
    options = ["--kind", "firm", "--economy", "TWN", "--map", "staff=employees", "--map", "名稱=name"]
    options += ["--encoding", "cp950", "--unit", "paid_in_capital=TWD"]
    found = run("advise", "--format", "json", path, "--row", "2", *options)
    assert (found.returncode, found.stderr) == (0, b"")
    profile = json.loads(found.stdout)["profile"]
    assert (profile["id"], profile["economy"]) == ("F02", "TWN")
    assert profile["answers"] == {"employees": 6, "paid_in_capital": {"amount": 100, "currency": "TWD"}}


def test_a_table_of_one_row_needs_no_row(run, one, table):
    """There is nothing to choose."""
    data = DATA["mex-auto-parts"]
    for form in WRITERS:
        assert run("explain", table(form, [data]), "1").stdout == run("explain", one(data), "1").stdout


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_what_a_batch_wrote_is_told_from_what_it_read(form, run, tmp_path, table):
    """One line that says so, in place of one a column."""
    out = tmp_path / f"advice.{form}"
    assert run("batch", table("csv", PROFILES[:3]), "-o", out, "--quiet").returncode == 0
    found = run("explain", out, "1", "--row", "2")
    assert (found.returncode, found.stdout, found.stderr.count(b"\n")) == (65, b"", 1)
    assert b"E-ROW-OUTPUT" in found.stderr


def test_a_row_of_a_profile_is_refused(run, one):
    """Rather than ignored: the file may be another's."""
    for path in (FIRMS[0], one(PROFILES[0])):
        found = run("advise", path, "--row", "2")
        assert (found.returncode, found.stdout) == ((2, b"") if path == FIRMS[0] else (66, b""))
    for code, path in ((66, "there-is-none.csv"), (66, ROOT)):
        assert run("advise", path, "--row", "2").returncode == code


def test_two_firms_of_a_table_are_compared_or_one_in_two_tables(run, one, table):
    """A row for each, or one for both."""
    path, (first, second) = table("csv"), PROFILES[:2]
    expected = run("explain", "compare", one(first), one(second))
    assert run("explain", "compare", path, path, "--row", first["id"], "--row", "2") == expected
    same = run("explain", "compare", path, table("xlsx"), "--row", first["id"])
    assert same == run("explain", "compare", one(first), one(first))
    assert run("explain", "compare", path, path, *["--row", "1"] * 3).returncode == 2
    assert b"E-ROW-PROFILE" in run("explain", "compare", FIRMS[0], FIRMS[1], "--row", "1").stderr


def test_a_table_on_standard_input_is_seen_to_be_one(table):
    """It says what is missing, and is not taken away by looking."""
    # Processes, since what is read from a pipe is gone.
    explain, content = ("explain", "-", "1"), table("csv").read_bytes()
    assert process(*explain, stdin=content).stderr.startswith(b"<stdin>: E-ROW-WHICH")
    found = process(*explain, "--row", "mex-auto-parts", stdin=content)
    assert (found.returncode, found.stderr) == (0, b"")
    assert b"109 points" in found.stdout
