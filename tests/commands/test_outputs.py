"""What every command that writes files holds: never over what it reads, never by way of a link, whatever the name."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest

from smeadvisor.files.digest import rule_files
from smeadvisor.log.failures import told
from smeadvisor.problems import InvalidInput
from support import commands
from support.paths import ROOT
from support.small_rulebook import FOLDER

FIRM = ROOT / "profiles/firms/mex-auto-parts.yaml"


@pytest.fixture
def here(tmp_path, run_small, monkeypatch):
    """A folder to be in, with a profile, a table, weights, and a folder of rules."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "firm.yaml").write_text("id: f\nkind: firm\neconomy: MEX\nanswers: {}\n")
    (tmp_path / "firms.csv").write_text("id,kind,economy\nf,firm,MEX\n")
    shutil.copy(FOLDER / "priorities.yaml", tmp_path / "weights.yaml")
    shutil.copytree(FOLDER, tmp_path / "rules")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """All files in a folder, by their paths in it, what links lead to as well."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


RULE = rule_files(FOLDER)[0].relative_to(FOLDER)
BOOK = ("--rules", "rules", "--priorities", "weights.yaml")
ANY = ""
WRITING = {
    "batch": (".csv", "batch", "firms.csv", *BOOK, "-o"),
    "batch --rejects": (ANY, "batch", "firms.csv", *BOOK, "-o", "o.csv", "--rejects"),
    "batch --summary": (ANY, "batch", "firms.csv", *BOOK, "-o", "o.csv", "--summary"),
    "batch --template": (".csv", "batch", "--template", "firm", *BOOK, "-o"),
    "audit coverage": (".json", "audit", "coverage", "firms.csv", *BOOK, "-o"),
    "audit --rejects": (ANY, "audit", "coverage", "firms.csv", *BOOK, "--rejects"),
    "audit fired": (".jsonl", "audit", "fired", "export-finance", "firms.csv", *BOOK, "-o"),
    "audit impact": (
        ".csv",
        "audit",
        "impact",
        "firms.csv",
        "--before",
        "rules",
        "--after-priorities",
        "weights.yaml",
        "-o",
    ),
    "form": (ANY, "form", "--profile", "firm.yaml", *BOOK, "-o"),
    "explain picture": (ANY, "explain", "picture", "firm.yaml", *BOOK, "-o"),
}
"""Each command that writes a file where it is told to, with the ending that it asks for."""


def named(file: Path, folder: Path, ending: str) -> list[Path]:
    """Other names of a file with that ending: by a link, by a hard link; the very name where any ending will do."""
    soft, hard = folder / f"soft{ending}", folder / f"hard{ending}"
    for each in (soft, hard):
        each.unlink(missing_ok=True)
    soft.symlink_to(file)
    os.link(file, hard)
    return [soft, hard, *([] if ending else [file, file.parent / ".." / file.parent.name / file.name])]


@pytest.mark.parametrize("how", WRITING)
def test_no_command_writes_over_what_it_reads(here, how):
    """Not with --overwrite, not by another name of the file: the profile or the table, weights, a rule."""
    ending, *arguments = WRITING[how]
    own = {"firm.yaml", "firms.csv"} & {*arguments}
    for file in ("weights.yaml", f"rules/{RULE}", *own):
        names = named(here / file, here, ending)
        for name in names if file == "weights.yaml" else names[1:2]:
            before = contents(here)
            done = commands.run(*arguments, name, "--overwrite")
            assert (done.returncode, "E-SAME-FILE" in done.told) == (2, True), (name, done.told)
            assert contents(here) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("batch", "firms.csv", "-o", "o.csv", "--rejects", "O.CSV"), "O.CSV: E-SAME-FILE"),
        (("batch", "firms.csv", "-o", "o.csv", "--summary", "o.csv.manifest.json"), "E-SAME-FILE"),
        (("batch", "firms.csv", "-o", "o.csv", "--summary", ".o.csv.smeadvisor"), "E-SAME-FILE"),
        (("batch", "firms.csv", "-o", "o.csv", "--log", "d", "--rejects", "d-wal"), "E-SAME-FILE"),
        (("audit", "coverage", "d.log", "--rejects", "d.log-wal"), "E-SAME-FILE"),
        (("interview", "-o", "i.yaml", "--log", "i.yaml"), "E-SAME-FILE"),
        (("interview", "firm.yaml", "-o", "i.yaml", "--log", ".i.yaml.interview.json"), "E-SAME-FILE"),
        (("form", "--kind", "firm", "-o", "/dev/null"), "/dev/null: E-OUTPUT-CREATE"),
    ],
)
def test_no_two_files_of_a_command_are_the_same(here, arguments, told):
    """By the names that it makes of those given as well, and by names that many disks take for the same."""
    if "d.log" in arguments:
        assert commands.run("advise", "firm.yaml", "--log", "d.log").returncode == 0
    before = contents(here)
    done = commands.run(*arguments, *([] if arguments[0] == "interview" else ["--overwrite"]))
    assert (done.returncode, told in done.told) == (73 if "CREATE" in told else 2, True), done.told
    assert contents(here) == before


def test_what_a_stream_comes_from_is_not_written_over(here):
    """Nor what one goes to: the shell has opened it already."""
    line = "smeadvisor batch - -o firms.csv --overwrite <firms.csv"
    done = commands.shell(line, cwd=here)
    assert (done.returncode, "E-SAME-FILE" in done.told, "<stdin>" in done.told) == (2, True, True)
    assert (here / "firms.csv").read_text().startswith("id,kind")


def test_a_link_is_replaced_itself(here):
    """What it leads to stays; without --overwrite it is something that is there, though it lead nowhere."""
    (here / "mine.txt").write_text("mine")
    for name, to in (("form.md", "mine.txt"), ("nowhere.md", "nothing")):
        (here / name).symlink_to(to)
        form = ("form", "--kind", "firm", "-o", name)
        assert (commands.run(*form).returncode, (here / name).is_symlink()) == (73, True)
        assert (commands.run(*form, "--overwrite").returncode, (here / name).is_symlink()) == (0, False)
    assert ((here / "mine.txt").read_text(), (here / "nothing").exists()) == ("mine", False)


@pytest.mark.parametrize("more", [(), ("--overwrite",), ("--resume",)])
@pytest.mark.parametrize("planted", ["link", "folder", "file"])
def test_a_working_folder_that_no_run_made_is_left_as_it_is(here, planted, more):
    """A link to a folder, a folder of files with names of our own, a file."""
    home, place = here / "home", here / ".o.csv.smeadvisor"
    home.mkdir()
    for name in ("plan", "out", "mine.txt"):
        (home / name).write_text("mine")
    if planted == "link":
        place.symlink_to(home)
    elif planted == "folder":
        home.rename(place)
    else:
        place.write_text("mine")
    before = contents(here)
    done = commands.run("batch", "firms.csv", "-o", "o.csv", *more)
    assert (done.returncode, "E-WORKING-FOLDER" in done.told) == (73, True), done.told
    assert contents(here) == before


def test_only_what_a_run_makes_is_taken_away(here):
    """Another file in the working folder of a run that was killed stays, and so does an input of the run."""
    place = here / ".o.csv.smeadvisor"
    place.mkdir()
    for name in ("lock", "out", "0000001.arrow", ".plan.0123456789abcdef.smeadvisor", "mine.txt"):
        (place / name).touch()
    (place / "0000002.json").symlink_to(here / "firm.yaml")
    batch = ("batch", "firms.csv", "-o", "o.csv", "--overwrite")
    assert commands.run(*batch).returncode == 0
    assert sorted(each.name for each in place.iterdir()) == ["0000002.json", "mine.txt"]
    shutil.copy("firms.csv", place / "out")
    (place / "lock").touch()
    done = commands.run("batch", place / "out", "-o", "o.csv", "--overwrite")
    assert (done.returncode, "E-SAME-FILE" in done.told, (place / "out").exists()) == (2, True, True)
    for other in ("0000002.json", "mine.txt"):
        (place / other).unlink()
    for more in ("--overwrite", "--resume"):
        assert "E-SAME-FILE" in commands.run("batch", place / "out", "-o", "o.csv", more).told
        assert (place / "out").exists()


def test_schemas_replace_no_other_file(here):
    """Their own of before they do; with --overwrite any file, and a link itself, but none that is read."""
    schema = ("rules", "schema", "s", "--rules", "rules")
    for _ in range(2):
        assert commands.run(*schema).returncode == 0
    (here / "victim").write_text("mine")
    written = contents(here / "s")
    for name in ("profile.json", "barrier.json"):
        (here / "s" / name).unlink()
    (here / "s/profile.json").write_text(json.dumps({"$schema": "mine", "title": "profile"}))
    (here / "s/barrier.json").symlink_to(here / "victim")
    before = contents(here)
    done = commands.run(*schema)
    assert (done.returncode, "E-EXISTS" in done.told, contents(here) == before) == (73, True, True)
    assert commands.run(*schema, "--overwrite").returncode == 0
    assert (contents(here / "s"), (here / "victim").read_text()) == (written, "mine")
    shutil.move("weights.yaml", "s/profile.json")
    done = commands.run(*schema, "--priorities", "s/profile.json", "--overwrite")
    assert (done.returncode, "E-SAME-FILE" in done.told) == (2, True)


def test_a_handbook_takes_no_rules_away(here):
    """Nor weights: what it is made from may not stand in the folder that it replaces."""
    assert commands.run("rules", "docs", "book", "--rules", "rules").returncode == 0
    shutil.move("rules", "book/rules")
    before = contents(here)
    done = commands.run("rules", "docs", "book", "--rules", "book/rules", "--overwrite")
    assert (done.returncode, "E-SAME-FILE" in done.told, contents(here) == before) == (2, True, True)


NAMES = {
    "too long": "n" * 300,
    "too long with what is added": "n" * 242,
    "the folder itself": ".",
    "none": "",
    "with NUL": "a\0b",
    "with an escape and a turn": "a\x1b[31m\u202e\nb",
    "not UTF-8": os.fsdecode(b"a\xa4b"),
}
TAKING = (
    ("batch", "firms.csv", "-o", "{}.csv"),
    ("batch", "firms.csv", "-o", "{}.csv", "--resume"),
    ("batch", "bad.csv", "-o", "o.csv", "--rejects", "{}", "--overwrite"),
    ("batch", "{}", "-o", "o.csv"),
    ("batch", "--template", "firm", "-o", "{}.csv"),
    ("audit", "coverage", "bad.csv", "--rejects", "{}"),
    ("audit", "coverage", "{}"),
    ("form", "--kind", "firm", "-o", "{}", "--overwrite"),
    ("interview", "-o", "{}", "--plain"),
    ("interview", "{}", "--resume", "--plain"),
    ("advise", "firm.yaml", "--log", "{}"),
    ("advise", "firm.yaml", "--rules", "{}"),
    ("log", "list", "{}"),
    ("log", "show", "d.log", "{}"),
    ("rules", "schema", "{}"),
    ("rules", "new", "recommendation", "{}", "--rules", "rules"),
    ("verify", "{}"),
)


@pytest.mark.parametrize("what", NAMES)
def test_any_name_is_taken_or_refused_with_one_error(here, what):
    """Never with a bug, with nothing begun left behind, and with nothing told that a terminal obeys."""
    (here / "bad.csv").write_text("id,kind,economy\nf,firm,MEX\n,firm,MEX\n")
    assert commands.run("advise", "firm.yaml", "--log", "d.log").returncode == 0
    for each in TAKING:
        done = commands.run(*(word.format(NAMES[what]) for word in each), stdin="1\nMEX\nf\n\n")
        assert done.returncode in (0, 1, 2, 65, 66, 73, 75), (each, done.told)
        shown = (done.stdout + done.stderr).decode().split("\n")
        assert all(line.isprintable() for line in shown), (each, shown)
        assert list(here.rglob("*.smeadvisor")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("form", "--kind", "firm", "-o", "x.md"),
        ("explain", "picture", "firm.yaml", "-o", "x.svg"),
        ("batch", "--template", "firm", "-o", "x.csv"),
        ("audit", "coverage", "firms.csv", "-o", "x.json"),
        ("rules", "schema", "s"),
    ],
)
def test_a_full_disk_advises_to_make_room_and_run_it_again(here, monkeypatch, arguments):
    """Nothing is kept from which these commands could go on; nothing begun is left."""
    before = contents(here)

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        done = commands.run(*arguments)
    assert (done.returncode, "E-OUTPUT: " in done.told, "run it again" in done.told) == (74, True, True), done.told
    assert "resume" not in done.told
    assert contents(here) == before


def test_a_full_folder_for_passing_files_is_told_as_that(here, monkeypatch):
    """Not as a fault of the output, which is standard output here; a run onto a file can be resumed."""

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        aside = commands.run("batch", "firms.csv", "-o", "-", "--format", "csv")
        kept = commands.run("batch", "firms.csv", "-o", "o.csv")
    assert (aside.returncode, "<stdout>: E-KEEP" in aside.told, "TMPDIR" in aside.told) == (74, True, True), aside.told
    assert kept.returncode == 74
    monkeypatch.setattr(tempfile, "tempdir", str(here / "none"))
    nowhere = commands.run("batch", "firms.csv", "-o", "-", "--format", "csv")
    assert (nowhere.returncode, "E-KEEP" in nowhere.told) == (74, True), nowhere.told


def test_a_log_that_cannot_be_read_is_not_said_to_lack_permissions_alone(here):
    """Reading takes a little room beside it."""
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    with pytest.raises(InvalidInput, match=r"E-UNREADABLE.*has room"), told(here / "d.log", writing=False):
        raise full
