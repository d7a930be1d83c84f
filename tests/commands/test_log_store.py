"""The file of a log: it only grows, its owner alone reads it, and what cannot be recorded is not shown."""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.log import store as stores
from smeadvisor.log.store import readable, writable
from smeadvisor.problems import InvalidInput
from support.commands import Done, run
from support.logs import FIRM, OTHER, advise, contents, draft, found_in, invented
from support.paths import MEXICO, ROOT
from support.scale import scaled
from support.small_rulebook import FOLDER

EACH = scaled(40, most=500)
FORK: Any = multiprocessing.get_context("fork")


def add_many(path: Path, name: int) -> None:
    with writable(path) as store:
        for i in range(EACH):
            store.add(draft(f"{name}-{i}"))


def test_eight_processes_lose_and_double_nothing(tmp_path):
    """They begin the log together, too."""
    path = tmp_path / "d.log"
    processes = [FORK.Process(target=add_many, args=(path, name)) for name in range(8)]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    assert [each.exitcode for each in processes] == [0] * 8
    with readable(path) as store:
        names = [store.part(each.number, "profile_id") for each in store.records()]
    assert sorted(names) == sorted(f"{name}-{i}" for name in range(8) for i in range(EACH))
    assert found_in(path) is None
    assert [each.name for each in tmp_path.iterdir()] == ["d.log"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET time = 'x'",
        "DELETE FROM records WHERE number = 3",
        "UPDATE parts SET content = x'00'",
        "DELETE FROM parts WHERE number = 2",
        "UPDATE log SET id = 'x'",
        "DELETE FROM log",
        "UPDATE head SET count = 2",
        "UPDATE head SET count = 4, hash = 'x'",
        "DELETE FROM head",
        "DELETE FROM rulebooks",
        "UPDATE rulebooks SET digest = 'x'",
        "INSERT OR REPLACE INTO rulebooks VALUES ('a', x'01')",
        "INSERT OR REPLACE INTO head VALUES (1, 0, 'x')",
        "INSERT OR REPLACE INTO log VALUES (1, 'x', 'y')",
        "INSERT INTO parts VALUES (2, 'more', x'00', x'00')",
        "INSERT OR REPLACE INTO parts VALUES (2, 'profile', x'00', x'00')",
        "INSERT OR REPLACE INTO records SELECT 3, 'x', time, kind, program, rulebook_version, rulebook_digest, as_of, "
        "said, parts, previous, hash FROM records WHERE number = 2",
    ],
)
def test_the_programs_own_connection_can_neither_change_nor_remove(tmp_path, statement):
    """Nor put anything in the place of what is there."""
    path = invented(tmp_path / "d.log", 3)
    with writable(path) as store:
        store.keep_rulebook("a", lambda: b"files")
        before = contents(path)
        with pytest.raises(sqlite3.IntegrityError, match="a log only grows"):
            store._connection.execute(statement)
    assert contents(path) == before


def test_a_record_of_a_known_id_is_added_once(tmp_path):
    """A run that is resumed is the same run."""
    once = draft("a")
    with writable(tmp_path / "d.log") as store:
        assert store.add(once) == store.add(once)
        assert store.head()[0] == 1


def test_the_file_is_its_owners_alone(tmp_path):
    """With its companions, whatever the umask."""
    path = tmp_path / "d.log"
    before = os.umask(0)
    try:
        with writable(path) as store:
            store.add(draft("a"))
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == {"d.log": 0o600, "d.log-wal": 0o600, "d.log-shm": 0o600}


@pytest.mark.parametrize("content", [b"", b"id: x\n", b"SQLite format 3\0" + bytes(100)])
def test_a_file_that_is_no_log_is_refused_and_left_alone(tmp_path, content):
    """Before anybody is advised."""
    path = tmp_path / "other.db"
    path.write_bytes(content)
    for command in (
        ["advise", "--rules", FOLDER, "--log", path, FIRM],
        ["log", "verify", path],
        ["log", "purge", path, "--profile", "x"],
    ):
        done = run(*command)
        assert (done.returncode, done.out, done.told.count("\n")) == (65, "", 1)
        assert f"{path}: E-LOG-" in done.told
    assert path.read_bytes() == content


def test_a_data_base_of_others_is_refused(tmp_path):
    """By the name that SQLite has for applications."""
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE records (number)")
    done = advise("--log", path, FIRM)
    assert (done.returncode, done.out) == (65, "")
    assert "E-LOG-FORM" in done.told


@pytest.mark.parametrize("command", ["list", "verify", "replay", "export"])
def test_a_log_that_is_not_there_is_not_made_by_reading(tmp_path, command):
    """Exit 66."""
    done = run("log", command, tmp_path / "d.log")
    assert (done.returncode, done.out) == (66, "")
    assert list(tmp_path.iterdir()) == []


def not_shown(done: Done, code: int, name: str) -> None:
    assert (done.returncode, done.out, done.told.count("\n")) == (code, "", 1)
    assert name in done.told
    assert FIRM.stem not in done.told


def test_without_a_record_there_is_no_advice_where_another_process_holds_the_log(tmp_path, monkeypatch):
    """Exit 75: try later. Nothing is left of the attempt."""
    path = tmp_path / "d.log"
    assert advise("--log", path, FIRM).returncode == 0
    monkeypatch.setattr(stores, "WAIT", 0.05)
    before = contents(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        not_shown(advise("--log", path, FIRM), 75, "E-LOG-BUSY")
        other.execute("ROLLBACK")
    assert contents(path) == before


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY])
def test_without_a_record_there_is_no_advice_where_the_disk_refuses(tmp_path, monkeypatch, code):
    """Exit 74, whichever step it is."""
    path = tmp_path / "d.log"
    assert advise("--log", path, FIRM).returncode == 0

    def refuse(*_: object) -> None:
        error = sqlite3.OperationalError("disk")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr(stores.Store, "_put_part", refuse)
    not_shown(advise("--log", path, FIRM), 74, "E-LOG-WRITE")
    assert found_in(path) is None


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_without_a_record_there_is_no_advice_where_no_log_can_be_made(tmp_path, monkeypatch, number):
    """Exit 74, and no half of a log."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    not_shown(advise("--log", tmp_path / "d.log", FIRM), 74, "E-LOG-WRITE")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """Exit 74."""
    not_shown(advise("--log", tmp_path / "none" / "d.log", FIRM), 74, "E-LOG-WRITE")


def test_a_disk_that_is_full_shows_no_advice(tmp_path):
    """Files may not grow beyond some blocks: the log is there, the record does not fit."""
    path = tmp_path / "d.log"
    assert advise("--log", path, FIRM).returncode == 0
    command = f"ulimit -f 1; {sys.executable} -m smeadvisor advise --rules {FOLDER} --log {path} {FIRM}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, cwd=ROOT, timeout=120)
    assert (done.returncode, done.stdout) == (74, b"")
    assert b"E-LOG-WRITE" in done.stderr
    assert b"Traceback" not in done.stderr
    assert found_in(path) is None


def test_advice_that_was_recorded_before_the_disk_refused_was_shown(tmp_path, monkeypatch):
    """The second of two is neither recorded nor shown."""
    path, add = tmp_path / "d.log", stores.Store.add

    def first_alone(store, given):
        if store.head()[0]:
            raise InvalidInput(stores.damaged(path, "x"))
        return add(store, given)

    monkeypatch.setattr(stores.Store, "add", first_alone)
    done = advise("--log", path, FIRM, OTHER)
    assert done.returncode == 65
    assert done.out == advise(FIRM).out


def test_reading_leaves_nothing_behind_and_sees_what_a_writer_has_done(tmp_path):
    """No companions once nobody has the log open."""
    path = invented(tmp_path / "d.log", 2)
    with writable(path) as store:
        store.add(draft("late"))
        assert run("log", "list", path).out.count("\n") == 4
    assert [each.name for each in tmp_path.iterdir()] == ["d.log"]


def test_advise_without_a_log_imports_nothing_of_it():
    """Neither SQLite nor the modules of logs."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
        "from smeadvisor.cli import cli\n"
        "cli(['advise', sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(MEXICO)], capture_output=True, check=False, text=True)
    modules = done.stderr.split()
    assert "smeadvisor.rendering.advice" in modules
    assert [each for each in modules if each.startswith(("smeadvisor.log.", "sqlite3"))] == []


def test_rows_that_nobody_reads_on_are_let_go_after_the_log_is_closed(tmp_path):
    """Python would complain on standard error of a cursor that is closed after its log."""
    with readable(invented(tmp_path / "d.log", 3)) as store:
        rows = store.records()
        assert next(rows).number == 1
        unread = store.each("SELECT number FROM records ORDER BY number")
        assert next(unread) == (1,)
    unread.close()
