"""What is removed on request is gone from the file, and the chain still holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smeadvisor.log import store as stores
from smeadvisor.log.store import readable, writable
from support.commands import run
from support.logs import FIRM, OTHER, advise, contents, draft, found_in, head_of, invented
from support.scale import randomness

CANARY = "canary-7f3a"
PIECE = 16


def canaries(path: Path) -> list[bytes]:
    """Many records of one profile among those of others, of all sizes; what of them stood in the file."""
    chance = randomness(2011)
    with writable(path) as store:
        for i in range(60):
            text = chance.randbytes(chance.choice([5, 50, 500, 5_000, 50_000])).hex()
            store.add(draft(CANARY if i % 3 == 0 else f"other-{i}", profile=text, consultation=text[::-1]))
    blobs = []
    with readable(path) as store:
        for record in store.records():
            if store.part(record.number, "profile_id") == CANARY:
                blobs += [content for _, content in store.parts(record.number).values()]
                blobs += [key for key, _ in store.parts(record.number).values()]
    return blobs


def left_of(pieces: set[bytes], folder: Path) -> set[bytes]:
    """Those of these pieces, each as long, that stand anywhere in the files of a folder."""
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    windows = (content[i : i + PIECE] for i in range(len(content) - PIECE + 1))
    return {window for window in windows if window in pieces}


def test_not_a_byte_of_what_was_removed_stays_in_the_file(tmp_path):
    """Neither packed parts nor their salts, in the file or beside it; those of others do."""
    path = tmp_path / "d.log"
    blobs = canaries(path)
    pieces = {blob[i : i + PIECE] for blob in blobs for i in range(0, max(len(blob) - PIECE + 1, 1), 97)}
    assert {len(piece) for piece in pieces} == {PIECE}
    # Some lie across two pages.
    assert len(left_of(pieces, tmp_path)) > 0.9 * len(pieces)
    assert run("log", "purge", path, "--profile", CANARY).returncode == 0
    assert left_of(pieces, tmp_path) == set()
    assert CANARY.encode() not in b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert found_in(path) is None


def test_the_write_ahead_log_is_emptied_though_another_process_has_the_log_open(tmp_path):
    """At the moment of the purge."""
    path = tmp_path / "d.log"
    with writable(path) as other:
        blobs = canaries(path)
        assert other.head()[0] == 60
        assert run("log", "purge", path, "--profile", CANARY).returncode == 0
        after = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert [blob for blob in blobs if blob[:16] in after] == []


def test_a_reader_that_still_sees_what_was_removed_is_told_of(tmp_path, monkeypatch):
    """Exit 75; purged again when it has gone, nothing is left."""
    monkeypatch.setattr(stores, "WAIT", 0.05)
    path = tmp_path / "d.log"
    blobs = canaries(path)
    with writable(path) as store:
        store.add(draft(CANARY, profile="more"))
    with readable(path) as reader, reader.snapshot():
        assert reader.head()[0] == 61
        done = run("log", "purge", path, "--profile", CANARY)
        assert (done.returncode, "E-LOG-TRACES" in done.told) == (75, True)
    with writable(path) as store:
        assert store.forget()
    after = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert [blob for blob in blobs if blob[:16] in after] == []


def test_the_tombstone_says_when_and_how_many(tmp_path):
    """And neither of whom nor what; what was noted of the head before still holds."""
    path = invented(tmp_path / "d.log", 4)
    noted = head_of(path)
    done = run("log", "purge", path, "--profile", "firm-3")
    assert (done.returncode, done.out) == (0, "Records emptied: 1. Record 5 tells of it.\n")
    with readable(path) as store:
        tombstone = store.record("5")
        assert (tombstone.kind, tombstone.data, tombstone.digests) == (
            "tombstone",
            {"purged": [3], "records": 1},
            {},
        )
    assert found_in(path, noted) is None
    assert "1 of them emptied on request" in run("log", "verify", path).out


def test_a_profile_with_its_overrides_is_removed_and_others_are_left(tmp_path):
    """Replayed, listed, shown and exported, they are told as removed."""
    path = tmp_path / "d.log"
    assert advise("--log", path, FIRM, OTHER).returncode == 0
    name = FIRM.stem
    given = json.loads(run("log", "show", path, "1", "--format", "json").out)["recommendations"][0]["id"]
    assert run("log", "override", path, "1", given, "--reason", "canary reason", "--by", "canary").returncode == 0
    assert run("log", "purge", path, "--profile", name).out.startswith("Records emptied: 2.")
    assert "canary" not in str(contents(path))
    assert run("log", "replay", path).out.endswith("1 give the same result; 1 were emptied on request.\n")
    assert name not in run("log", "list", path).out
    assert "removed on request" in run("log", "list", path).out
    shown = run("log", "show", path, "1", "--format", "text")
    assert (shown.returncode, shown.out, "E-LOG-PURGED" in shown.told) == (65, "", True)
    data = json.loads(run("log", "show", path, "1").out)
    assert data["parts"] == {"profile_id": None, "profile": None, "consultation": None}
    first = json.loads(run("log", "export", path).out.splitlines()[0])
    assert (first["input"], first["result"], first["erased"]) == (None, None, ["/input", "/result"])
    late = run("log", "override", path, "1", given, "--reason", "x", "--by", "y")
    assert (late.returncode, "E-LOG-PURGED" in late.told) == (65, True)


def test_a_profile_that_no_record_is_of_is_told(tmp_path):
    """Exit 66, and no tombstone; also the second time."""
    path = invented(tmp_path / "d.log", 2)
    assert run("log", "purge", path, "--profile", "firm-1").returncode == 0
    for name in ("firm-1", "firm", "nobody"):
        done = run("log", "purge", path, "--profile", name)
        assert (done.returncode, done.out, "E-LOG-PROFILE" in done.told) == (66, "", True)
    with readable(path) as store:
        assert store.head()[0] == 3


def test_nothing_is_removed_where_the_tombstone_cannot_be_written(tmp_path, monkeypatch):
    """All or nothing."""
    path = invented(tmp_path / "d.log", 2)
    before = contents(path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stores.Store, "remove_parts", fail)
    done = run("log", "purge", path, "--profile", "firm-1")
    assert (done.returncode, done.out, "E-LOG-WRITE" in done.told) == (74, "", True)
    assert contents(path) == before


@pytest.mark.parametrize("name", ["", "firm-1", "' OR 1=1 --"])
def test_a_digest_cannot_be_guessed_from_the_content(tmp_path, name):
    """The same profile twice has other digests, for each part has its own salt."""
    path = tmp_path / "d.log"
    with writable(path) as store:
        digests = [store.add(draft(name)).digests["profile_id"] for _ in range(5)]
    assert len({*digests}) == 5
    assert found_in(path) is None
