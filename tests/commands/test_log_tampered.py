"""A log that somebody laid hands on: every command that reads it says that it is damaged, and where."""

from __future__ import annotations

import gc
import json
import shutil
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.log.records import FIELDS, Record, canonical, genesis
from support.commands import Done, run
from support.logs import FIRM, OTHER, advise, by_hand, found_in
from support.small_rulebook import FOLDER

OTHERS = {
    "number": [-1, 10**15],
    "kind": ["zzz", 5, None],
    "said": ["[]", "1.5", "", "{", '{"masked":5}', '{"masked":[{}]}', '{"a":1,"a":2}', '{"a":"\\ud800"}', None, 5,
             b"\x9c\x00", "[" * 100_000, '{"about":"1"}', '{"about":1}', "{}"],
    "parts": ["[]", '{"profile":5}', '{"profile":{}}', "x", b"\x00", None, 7],
    **{name: [b"\x00\xff", 5, 1.5, None] for name in ("id", "time", "program", "previous", "hash")},
    **{name: [b"\x00\xff", 5, 1.5] for name in ("rulebook_version", "rulebook_digest")},
    "as_of": [b"\x00\xff", 5, 1.5, "", "280a8", "2026-02-30", "20\x1b[5m"],
}  # fmt: skip
"""What no record has, by the field."""

REFUSED = [(name, value) for name, values in OTHERS.items() for value in values if name not in ("number", "id")]
_TEXTS = [("head", "hash"), ("log", "id"), ("log", "begun")]


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """Two consultations, an override of the first, a batch run."""
    folder = tmp_path_factory.mktemp("log")
    path = folder / "d.log"
    assert advise("--log", path, FIRM, OTHER).returncode == 0
    given = json.loads(run("log", "show", path, "1", "--format", "json").out)["recommendations"][0]["id"]
    assert run("log", "override", path, "1", given, "--reason", "a", "--by", "b").returncode == 0
    assert run("batch", "--rules", FOLDER, FIRM, "-o", folder / "o.csv", "--quiet", "--log", path).returncode == 0
    return path


@pytest.fixture
def copy(log, tmp_path) -> Path:
    return Path(shutil.copy(log, tmp_path / "d.log"))


@pytest.fixture(autouse=True)
def ignored(monkeypatch):
    """What Python says on standard error of what it ignores, which no command may leave behind."""
    seen: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)
    yield
    gc.collect()
    assert seen == []


def changed(path: Path, table: str, column: str, value: Any, where: str = "1") -> None:
    with by_hand(path) as connection:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value,))  # noqa: S608


def read(path: Path, number: int) -> dict[str, Done]:
    """Every command that reads the record or the log; none fails by a fault of ours."""
    name = str(number)
    done = {
        "list": run("log", "list", path),
        "list as data": run("log", "list", path, "--format", "json"),
        "show": run("log", "show", path, name),
        "show as text": run("log", "show", path, name, "--format", "text"),
        "replay": run("log", "replay", path),
        "replay a row": run("log", "replay", path, name, "--row", "1"),
        "export": run("log", "export", path),
        "verify": run("log", "verify", path),
        "override": run("log", "override", path, name, "x", "--reason", "a", "--by", "b"),
        "purge": run("log", "purge", path, "--profile", "nobody"),
    }
    for command, each in done.items():
        assert each.returncode in (0, 2, 65, 66), (command, each)
        assert all(char.isprintable() or char == "\n" for char in each.out + each.told), (command, each)
    return done


@pytest.mark.parametrize(("name", "value"), REFUSED, ids=lambda value: repr(value)[:20])
def test_a_field_that_no_record_has_is_damage(copy, name, value):
    """Every command names the record; to verify it is the first link that is broken."""
    number = 3 if value in ("{}", '{"about":"1"}', '{"about":1}') else 1
    changed(copy, "records", name, value, f"number = {number}")
    done = read(copy, number)
    for command in ("list", "list as data", "show", "replay", "export", "override"):
        assert done[command].returncode == 65, command
        assert f"E-LOG-DAMAGED: The decision log is damaged (record {number}: its {name}" in done[command].told, command
    assert (done["verify"].returncode, "E-LOG-LINK" in done["verify"].told) == (65, True)
    # What is added holds on to the end of the log alone.
    assert advise("--log", copy, FIRM).returncode == 0


@pytest.mark.parametrize("name", ["number", "id"])
def test_a_number_or_id_that_is_another_is_found_by_verify(copy, name):
    """Every command still ends as it should."""
    for value in OTHERS[name]:
        if value is not None:
            changed(copy, "records", name, value, "time = (SELECT time FROM records ORDER BY number LIMIT 1)")
            assert read(copy, 1)["verify"].returncode == 65


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        *(("head", "count", value) for value in ("x", 1.5, -1, 2**63 - 1)),
        *((table, column, b"\x00\xff") for table, column in _TEXTS),
    ],
    ids=str,
)
def test_a_head_or_identity_that_is_none_is_damage(copy, table, column, value):
    """Behind such a head nothing is added, so there is no advice either."""
    changed(copy, table, column, value)
    what = "identity" if table == "log" else "head"
    assert f"E-LOG-DAMAGED: The decision log is damaged (its {what} " in read(copy, 1)["verify"].told
    if table == "head":
        done = advise("--log", copy, FIRM)
        assert (done.returncode, done.out, "E-LOG-DAMAGED" in done.told) == (65, "", True)


@pytest.mark.parametrize("content", [b"", b"x", "x", 5, *(zlib.compress(each) for each in
    (b"", b"[]", b"{}", b"{", b"\xff", b"1.5", b"[" * 100_000, b'{"recommendations":5}', b'{"recommendations":[5]}',
     b'{"options":{},"inputs":[]}', b'{"options":[],"inputs":5,"out":null}', b'{"reason":5}'))])  # fmt: skip
def test_a_part_that_is_none_is_damage(log, tmp_path, content):
    """Whatever part of whatever record."""
    parts = {1: ("profile_id", "profile", "consultation"), 3: ("profile_id", "override"), 4: ("run",)}
    for number, names in parts.items():
        for name in names:
            path = Path(shutil.copy(log, tmp_path / f"{number}-{name}.log"))
            changed(path, "parts", "content", content, f"number = {number} AND name = '{name}'")
            done = read(path, number)
            assert done["verify"].returncode == 65
            assert "E-LOG-LINK" in done["verify"].told


def test_a_rulebook_that_is_none_is_told(copy):
    """Whatever stands in its place."""
    for value in ("x", 5, b"", b"PK\x05\x06" + b"\xff" * 18, b"PK\x03\x04"):
        changed(copy, "rulebooks", "files", value)
        done = read(copy, 1)
        assert (done["verify"].returncode, done["replay"].returncode) == (65, 65)
        assert "E-LOG-RULEBOOK-CHANGED" in done["verify"].told


def test_what_was_forged_with_every_hash_reckoned_anew_is_still_no_record(copy):
    """The chain holds, and what stands in it is damage all the same."""
    with by_hand(copy) as connection:
        connection.execute("DELETE FROM parts")
        identity = connection.execute("SELECT id, begun FROM log").fetchone()
        rows = connection.execute(f"SELECT {', '.join(FIELDS)} FROM records ORDER BY number").fetchall()  # noqa: S608
        previous = genesis(*identity)
        for row in rows:
            forged = dict(zip(FIELDS, row, strict=True)) | {"previous": previous, "parts": canonical([])}
            forged["hash"] = previous = Record(**forged).expected_hash()
            values = [*forged.values(), forged["number"]]
            connection.execute(f"UPDATE records SET {', '.join(f'{f} = ?' for f in FIELDS)} WHERE number = ?", values)  # noqa: S608
        connection.execute("UPDATE head SET hash = ?", (previous,))
    code, _ = found_in(copy) or ("", {})
    assert code == "E-LOG-DAMAGED"


@pytest.mark.parametrize("sign", ["\x1b[5m", "\u202e", "\x9b", "\u2066"])
def test_no_sign_that_a_terminal_obeys_comes_out_of_a_stored_field(copy, sign):
    """Controls and turns of direction, in the list and in a record shown; as data they are the same text."""
    for name in ("time", "program", "rulebook_version", "rulebook_digest"):
        changed(copy, "records", name, f"20{sign}", "number = 1")
    changed(copy, "records", "said", canonical({"masked": [sign]}), "number = 1")
    done = read(copy, 1)
    assert repr(sign)[1:-1] in done["list"].out
    data = json.loads(done["show"].out)
    assert (data["time"], data["said"]["masked"]) == (f"20{sign}", [sign])
    assert json.loads(done["list as data"].out.splitlines()[0])["time"] == f"20{sign}"
