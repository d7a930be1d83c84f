"""Rows of a recorded run: found by the id of their profile, overridden, replayed, and removed on request."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from smeadvisor.log import rows as log_rows
from smeadvisor.log.rows import block_parts, rows_of
from smeadvisor.log.store import readable, writable
from support.commands import run
from support.logs import by_hand, draft, found_in
from support.small_rulebook import FOLDER

FIRMS = """id,kind,economy,employees,need_felt_most
a,firm,MEX,84,export_finance
b,firm,MEX,12,export_finance
x,firm,Mexiko,1,
a,firm,HKG,12,export_finance
c,firm,HKG,9,export_finance
"""
RUN = "1"


@pytest.fixture
def log(tmp_path, monkeypatch) -> Path:
    """A log of one run over four good rows and a bad one, in blocks of two rows."""
    monkeypatch.setattr(log_rows, "_BLOCK", 2)
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    path = tmp_path / "d.log"
    done = run(
        *("batch", tmp_path / "firms.csv", "-o", tmp_path / "out.jsonl", "--log", path, "--quiet", "--jobs", "1"),
        *("--part-rows", "2", "--rules", FOLDER),
    )
    assert done.returncode == 1
    return path


def found(path: Path, profile: str) -> dict[int, list[int]]:
    with readable(path) as store:
        return rows_of(store, profile)


def overridden(path: Path, *options: str):
    return run("log", "override", path, RUN, "export-finance", "--reason", "Has a bank", "--by", "Lin", *options)


def test_the_rows_of_a_profile_are_found(log):
    """Counted as the output counts them, through all blocks; a rejected row has none."""
    assert {name: found(log, name) for name in "abcx"} == {"a": {1: [1, 4]}, "b": {1: [2]}, "c": {1: [5]}, "x": {}}
    (line,) = run("log", "list", log, "--profile", "a", "--format", "json").out.splitlines()
    assert json.loads(line)["rows"] == [1, 4]
    assert "1, 4" in run("log", "list", log, "--profile", "a").out
    assert "第 1、4 列" in run("log", "list", log, "--profile", "a", "--lang", "zh-Hant").out
    assert run("log", "list", log, "--profile", "x").out == ""
    assert "rows" not in json.loads(run("log", "list", log, "--format", "json").out)


def test_a_row_is_overridden_and_replayed(log):
    """The override names the row, is shown with the run, and is of the row's profile; the row replays the same."""
    assert overridden(log, "--row", "4").returncode == 0
    shown = json.loads(run("log", "show", log, RUN).out)
    assert [(each["row"], each["by"]) for each in shown["overrides"]] == [(4, "Lin")]
    assert set(shown["parts"]) == {"run"}
    lines = [
        json.loads(each) for each in run("log", "list", log, "--profile", "a", "--format", "json").out.splitlines()
    ]
    assert [(each["kind"], each.get("row"), each.get("rows")) for each in lines] == [
        ("batch", None, [1, 4]),
        ("override", 4, None),
    ]
    assert run("log", "replay", log, RUN, "--row", "4").returncode == 0
    assert found_in(log) is None


@pytest.mark.parametrize(
    ("options", "code", "exit_code"),
    [
        ((), "E-LOG-KIND-ROWS", 2),
        (("--row", "9"), "E-NO-ROW", 66),
        (("--row", "3"), "E-ECONOMY", 65),
    ],
)
def test_no_other_row_can_be_overridden(log, options, code, exit_code):
    """A run as a whole, a row that is not there, one that was rejected."""
    done = overridden(log, *options)
    assert (done.returncode, code in done.told) == (exit_code, True)


def test_a_row_whose_input_is_gone_cannot_be_overridden(log):
    """What was given cannot be looked up."""
    (log.parent / "firms.csv").unlink()
    assert (overridden(log, "--row", "4").returncode, "E-LOG-INPUT" in overridden(log, "--row", "4").told) == (66, True)


def test_an_id_is_removed_from_a_run_and_others_stay(log):
    """Again and again; the chain holds after each, and not a letter of the id is left."""
    overridden(log, "--row", "4")
    for profile, left in (("a", "bc"), ("c", "b"), ("b", "")):
        assert run("log", "purge", log, "--profile", profile).returncode == 0
        assert {name: bool(found(log, name)) for name in "abc"} == {name: name in left for name in "abc"}
        assert found_in(log) is None
    assert (
        run("log", "purge", log, "--profile", "a").returncode == 65
        or run("log", "purge", log, "--profile", "a").returncode == 66
    )
    assert json.loads(run("log", "show", log, RUN).out)["parts"]["run"]["counts"]["rows"] == 5


def test_not_a_byte_of_an_id_stays_in_the_file(tmp_path):
    """In the file or beside it."""
    path, canary = tmp_path / "d.log", "canary-7f3a"
    with writable(path) as store:
        parts = block_parts([(1, canary), (2, "other")])
        store.add(draft("z"))
        store.add(type(draft("z"))("batch", {}, {"run": "{}"}, parts))
    with readable(path) as store:
        ((_, packed),) = [content for name, content in store.parts(2).items() if name.startswith("ids")]
    assert packed in path.read_bytes()
    assert run("log", "purge", path, "--profile", canary).returncode == 0
    content = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert packed not in content
    assert canary.encode() not in content
    assert found(path, "other") == {2: [2]}


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM parts WHERE number = 1 AND name = 'ids-1'", "no_part"),
        ("UPDATE parts SET content = x'789c03000000000100' WHERE number = 1 AND name = 'ids-4'", "part"),
        ("UPDATE parts SET name = '7/ids-1' WHERE number = 1 AND name = 'ids-1'", "stray"),
    ],
)
def test_blocks_are_held_by_the_chain(log, statement, what):
    """One that is gone, changed or moved is found."""
    with by_hand(log) as connection:
        connection.execute(statement)
    code, details = found_in(log)
    assert (code, details["what"].name) == ("E-LOG-LINK", f"errors.link.{what}")


def test_what_a_run_was_cannot_be_removed_under_the_tombstone_of_an_id(log):
    """The tombstone speaks of ids alone."""
    run("log", "purge", log, "--profile", "a")
    with by_hand(log) as connection:
        connection.execute("DELETE FROM parts WHERE number = 1 AND name = 'run'")
    assert found_in(log)[0] == "E-LOG-LINK"


@pytest.mark.parametrize("content", ['{"a":"1"}', '{"a":[-1]}', "[]", "5"])
def test_a_block_that_is_none_is_damage(log, content):
    """Whatever stands in it, the record is named."""
    with by_hand(log) as connection:
        packed = zlib.compress(content.encode())
        connection.execute("UPDATE parts SET content = ? WHERE name = 'ids-1'", (packed,))
    for command in ("list", "export", "purge"):
        done = run("log", command, log, "--profile", "a")
        assert (done.returncode, "E-LOG-DAMAGED" in done.told, "record 1" in done.told) == (65, True, True)


def test_a_run_that_was_recorded_without_ids_is_read_as_before(log):
    """As logs of earlier versions are: it has no rows to be found, and verifies."""
    with writable(log) as store:
        store.add(type(draft("z"))("batch", {}, {"run": "{}"}))
    assert found(log, "a") == {1: [1, 4]}
    assert found_in(log) is None
