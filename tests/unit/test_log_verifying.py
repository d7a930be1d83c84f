"""A log that was tampered with is found out, and the first broken link is named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.log.purging import purge
from smeadvisor.log.records import FIELDS
from smeadvisor.log.store import readable, writable
from smeadvisor.problems import InvalidInput
from support.commands import run
from support.logs import FIRM, advise, by_hand, contents, draft, found_in, head_of, invented
from support.scale import scaled

EXAMPLES = scaled(60, most=2_000)
COUNT = 6


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return invented(tmp_path_factory.mktemp("log") / "d.log", COUNT)


@pytest.fixture
def copy(log, tmp_path) -> Path:
    return Path(shutil.copy(log, tmp_path / "d.log"))


def test_a_log_that_nobody_touched_is_whole(log):
    """Also an empty one."""
    assert found_in(log) is None


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_a_byte_changed_in_a_record_is_found_there(log, tmp_path_factory, data):
    """In any field of any record, in any salt, in any part: that record is named."""
    path = Path(shutil.copy(log, tmp_path_factory.mktemp("changed") / "d.log"))
    number = data.draw(st.integers(1, COUNT))
    table, column = data.draw(
        st.sampled_from([*(("records", each) for each in FIELDS[1:]), ("parts", "salt"), ("parts", "content")])
    )
    with by_hand(path) as connection:
        name = data.draw(st.sampled_from(["profile_id", "profile", "consultation"]))
        where = f"number = {number}" + (f" AND name = '{name}'" if table == "parts" else "")
        (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchone()  # noqa: S608
        changed = flipped(value or "", data)
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (changed,))  # noqa: S608
    code, details = found_in(path) or ("", {})
    assert (code, details["number"]) == ("E-LOG-LINK", str(number))


def flipped(value: str | bytes, data: st.DataObject) -> str | bytes:
    """The value with one bit of one byte turned, as text where it still is."""
    raw = bytearray(value if isinstance(value, bytes) else value.encode() or b"x")
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 6))
    return bytes(raw) if isinstance(value, bytes) else raw.decode()


@settings(max_examples=EXAMPLES)
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_bit_turned_anywhere_in_the_file_is_found_or_changes_nothing(log, tmp_path_factory, place, bit):
    """Room that is free and counters that do not matter are the only places where it may go unseen."""
    content = bytearray(log.read_bytes())
    content[place % len(content)] ^= 1 << bit
    path = tmp_path_factory.mktemp("turned") / "d.log"
    path.write_bytes(content)
    assert found_in(path) or contents(path) == contents(log)


def test_a_schema_that_is_no_text_is_damage(log, tmp_path):
    """Where SQLite quotes it, in bytes that are no UTF-8."""
    content, path = log.read_bytes(), tmp_path / "d.log"
    place = content.index(b"head_no_delete")
    path.write_bytes(content[:place] + bytes([content[place] ^ 0x80]) + content[place + 1 :])
    code, _ = found_in(path) or ("", {})
    assert code == "E-LOG-DAMAGED"


@pytest.mark.parametrize("number", range(1, COUNT))
def test_a_record_removed_is_named(copy, number):
    """With its parts and without."""
    with by_hand(copy) as connection:
        connection.execute("DELETE FROM records WHERE number = ?", (number,))
        connection.execute("DELETE FROM parts WHERE number = ?", (number,))
    code, details = found_in(copy) or ("", {})
    assert (code, details["number"]) == ("E-LOG-LINK", str(number))
    assert "missing" in details["what"].to("en")


@pytest.mark.parametrize("number", range(1, COUNT))
def test_a_record_removed_and_the_rest_moved_up_is_named(copy, number):
    """The next does not follow."""
    with by_hand(copy) as connection:
        connection.execute("DELETE FROM records WHERE number = ?", (number,))
        connection.execute("DELETE FROM parts WHERE number = ?", (number,))
        connection.execute("UPDATE records SET number = number - 1 WHERE number > ?", (number,))
        connection.execute("UPDATE parts SET number = number - 1 WHERE number > ?", (number,))
        connection.execute("UPDATE head SET count = count - 1")
    code, details = found_in(copy) or ("", {})
    assert (code, details["number"]) == ("E-LOG-LINK", str(number))


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (1, COUNT), (COUNT - 1, COUNT)])
def test_two_records_swapped_are_named_at_the_first(copy, one, other):
    """With their parts."""
    with by_hand(copy) as connection:
        for table in ("records", "parts"):
            for now, then in ((one, -1), (other, one), (-1, other)):
                connection.execute(f"UPDATE {table} SET number = {then} WHERE number = {now}")  # noqa: S608
    code, details = found_in(copy) or ("", {})
    assert (code, details["number"]) == ("E-LOG-LINK", str(one))


@pytest.mark.parametrize("left", [0, 1, COUNT - 1])
def test_a_tail_cut_off_is_named(copy, left):
    """From which record to which."""
    with by_hand(copy) as connection:
        connection.execute("DELETE FROM records WHERE number > ?", (left,))
        connection.execute("DELETE FROM parts WHERE number > ?", (left,))
    assert found_in(copy) == ("E-LOG-CUT", {"number": str(left + 1), "count": str(COUNT)})


def test_a_tail_cut_off_with_the_head_set_back_is_found_by_the_head_noted_down(copy):
    """Which a log that has grown since still holds."""
    noted = head_of(copy)
    with writable(copy) as store:
        store.add(draft("later"))
    assert found_in(copy, noted) is None
    assert found_in(copy, noted.partition(":")[2]) is None
    with by_hand(copy) as connection:
        connection.execute("DELETE FROM records WHERE number > 3")
        connection.execute("DELETE FROM parts WHERE number > 3")
        connection.execute("UPDATE head SET (count, hash) = (SELECT number, hash FROM records WHERE number = 3)")
    assert found_in(copy) is None
    assert found_in(copy, noted) == ("E-LOG-HEAD", {"head": noted})
    with writable(copy) as store:
        for _ in range(COUNT):
            store.add(draft("forged"))
    assert found_in(copy, noted) == ("E-LOG-HEAD", {"head": noted})


@pytest.mark.parametrize("noted", ["", "5", "x:y", "1:", "99999:abc"])
def test_a_note_of_no_head_is_not_found(log, noted):
    """Whatever was written down."""
    assert found_in(log, noted) == ("E-LOG-HEAD", {"head": noted})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE head SET hash = 'x'", "E-LOG-END"),
        ("UPDATE head SET count = 2", "E-LOG-END"),
        ("DELETE FROM head", "E-LOG-DAMAGED"),
        ("UPDATE log SET begun = 'x'", "E-LOG-LINK"),
        ("DELETE FROM log", "E-LOG-DAMAGED"),
        ("INSERT INTO parts VALUES (99, 'a', x'00', x'00')", "E-LOG-LINK"),
        ("INSERT INTO parts VALUES (2, 'a', x'00', x'00')", "E-LOG-LINK"),
        ("DELETE FROM parts WHERE number = 4 AND name = 'profile'", "E-LOG-LINK"),
        ("UPDATE records SET said = CAST(said AS BLOB) WHERE number = 3", "E-LOG-LINK"),
        ("CREATE TABLE more (a)", "E-LOG-GUARD"),
    ],
)
def test_other_changes_are_found(copy, change, code):
    """Of the head, of the log's identity, of parts, of the tables themselves."""
    with by_hand(copy) as connection:
        connection.execute(change)
    assert (found_in(copy) or ("",))[0] == code


def test_triggers_that_are_gone_are_told(copy):
    """Though nothing was changed yet."""
    with by_hand(copy) as connection:
        triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        connection.execute("CREATE TABLE t (a)")
        connection.execute("DROP TABLE t")
        assert connection.execute(triggers).fetchall() == []
    assert found_in(copy) is None
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TRIGGER parts_no_delete")
    assert found_in(copy) == ("E-LOG-GUARD", {})


def test_what_a_tombstone_does_not_tell_of_was_not_purged(copy):
    """A second firm emptied by hand beside one emptied on request."""
    with writable(copy) as store:
        purge(store, "firm-2")
    assert found_in(copy) is None
    with by_hand(copy) as connection:
        connection.execute("DELETE FROM parts WHERE number = 4")
    code, details = found_in(copy) or ("", {})
    assert (code, details["number"]) == ("E-LOG-LINK", "4")


def test_a_rulebook_that_was_changed_is_named(tmp_path):
    """One bit of what the log keeps of it; and one that is gone."""
    path = tmp_path / "d.log"
    assert advise("--log", path, FIRM).returncode == 0
    with by_hand(path) as connection:
        (files,) = connection.execute("SELECT files FROM rulebooks").fetchone()
        changed = bytearray(files)
        changed[len(changed) // 3] ^= 1
        connection.execute("UPDATE rulebooks SET files = ?", (bytes(changed),))
    assert (found_in(path) or ("",))[0] == "E-LOG-RULEBOOK-CHANGED"
    with by_hand(path) as connection:
        connection.execute("DELETE FROM rulebooks")
    assert (found_in(path) or ("",))[0] == "E-LOG-RULEBOOK"


def test_the_command_says_the_head_or_the_fault_and_exits_by_it(copy):
    """0 with the head; 65 with one line; in both languages."""
    whole = run("log", "verify", copy)
    assert (whole.returncode, whole.told) == (0, "")
    assert whole.out.endswith(f"{head_of(copy)}\n")
    with by_hand(copy) as connection:
        connection.execute("UPDATE records SET time = 'x' WHERE number = 2")
    for lang, said in (("en", "record 2"), ("zh-Hant", "第 2 筆")):
        done = run("log", "verify", copy, "--lang", lang)
        assert (done.returncode, done.out, done.told.count("\n")) == (65, "", 1)
        assert said in done.told


def test_reading_a_log_never_changes_it(copy):
    """Not even by a statement."""
    with readable(copy) as store, pytest.raises(InvalidInput):
        store.one("INSERT INTO rulebooks VALUES ('a', x'00')")
