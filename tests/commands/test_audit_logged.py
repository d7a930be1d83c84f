"""Decision logs as inputs of audits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.commands import run
from support.paths import FIRMS

SOME = [str(each) for each in FIRMS[:4]]


def ran(*arguments: str | Path, code: int = 0) -> str:
    done = run(*arguments)
    assert done.returncode == code, done.told
    return done.out


@pytest.fixture
def log(tmp_path) -> Path:
    path = tmp_path / "decisions.log"
    ran("advise", "--log", path, *SOME)
    return path


def fired(*inputs: str | Path) -> list[dict[str, object]]:
    out = ran("audit", "fired", "export-finance", *inputs, "--format", "jsonl", "--quiet")
    return [{**json.loads(line), "row": None} for line in out.splitlines()]


def test_a_log_is_audited_as_the_profiles_that_it_records(log):
    """Coverage counts the same, and a rule fired on the same answers."""
    asked = ("audit", "coverage", "--format", "json", "--quiet")
    counted = [json.loads(ran(*asked, *each)) for each in ([log], SOME)]
    assert [each.pop("inputs") is not None for each in counted] == [True, True]
    assert counted[0] == counted[1]
    assert fired(log) == fired(*SOME) != []


def test_what_was_purged_is_no_row(log):
    """Its record is there still."""
    ran("log", "purge", log, "--profile", FIRMS[0].stem)
    assert {each["id"] for each in fired(log)} == {each["id"] for each in fired(*SOME[1:])}


def test_another_database_is_refused(tmp_path):
    """By name, as any file that cannot be read."""
    import sqlite3

    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    done = run("audit", "coverage", path)
    assert done.returncode == 65
    assert "E-LOG-FORM" in done.told
