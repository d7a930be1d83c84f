"""The file of a log: opened, added to in one transaction at a time, read record by record."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from smeadvisor.files.disk import refuse, writing
from smeadvisor.files.inflating import blocks, inflated
from smeadvisor.log.failures import told
from smeadvisor.log.making import make
from smeadvisor.log.records import (
    FIELDS,
    PROFILE_ID,
    Draft,
    Record,
    canonical,
    genesis,
    is_number,
    is_object,
    is_text,
    part_digest,
    salt,
)
from smeadvisor.log.schema import APPLICATION, VERSION
from smeadvisor.messages import message
from smeadvisor.problems import InvalidInput, Place, Problem, escaped, problem
from smeadvisor.problems.filenames import database_files
from smeadvisor.problems.limits import ID_LENGTH, LOG_PART_BYTES

WAIT = 5.0
"""Seconds to wait for another process that is writing."""

_ID_BYTES = 4 * ID_LENGTH
_RECORDS = " ".join(("SELECT", ", ".join(FIELDS), "FROM records"))
_MARKS = ", ".join("?" * len(FIELDS))


class Packed(NamedTuple):
    """A part as it is stored, and its digest."""

    salt: bytes
    content: bytes
    digest: str


class Store:
    """An open log. Whatever the file refuses becomes InvalidInput: see :mod:`smeadvisor.log.failures`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, writing: bool) -> None:
        self.path = path
        self._connection, self._writing = connection, writing

    @contextlib.contextmanager
    def _told(self) -> Iterator[sqlite3.Connection]:
        with told(self.path, self._writing):
            yield self._connection

    def one(self, statement: str, *values: Any) -> Any:
        """The first row of what is asked for, or None."""
        with self._told() as connection:
            return connection.execute(statement, values).fetchone()

    def each(self, statement: str, *values: Any) -> Iterator[Any]:
        """Row after row of what is asked for; none is held once it was given."""
        with self._told() as connection:
            # With "yield from" the cursor would be closed, also when the log is closed before it.
            for row in connection.execute(statement, values):  # noqa: UP028
                yield row

    # What is in it

    def head(self) -> tuple[int, str]:
        """How many records there are, and the hash of the last: that of the log itself before the first."""
        return self._only("head", "SELECT count, hash FROM head", (is_number, is_text))

    def identity(self) -> tuple[str, str]:
        """The id of the log, and when it was begun."""
        return self._only("identity", "SELECT id, begun FROM log", (is_text, is_text))

    def _only(self, name: str, statement: str, forms: tuple[Callable[[Any], bool], ...]) -> Any:
        """The one row of what is asked for, each value of its form; raises InvalidInput (E-LOG-DAMAGED)."""
        found = self.one(statement)
        if found is None:
            raise InvalidInput(damaged(self.path, f"no {name}"))
        if not all(is_right(value) for is_right, value in zip(forms, found, strict=True)):
            raise InvalidInput(damaged(self.path, f"its {name} is not what one is"))
        return found

    def genesis(self) -> str:
        """The hash that the first record follows."""
        return genesis(*self.identity())

    def records(self, newest_first: bool = False) -> Iterator[Record]:
        """All records in order of their numbers; raises InvalidInput (E-LOG-DAMAGED) at one that is none."""
        return map(self.sound, self._stored(f"ORDER BY number {'DESC' if newest_first else 'ASC'}"))

    def of_kind(self, kind: str) -> Iterator[Record]:
        """The records of one kind in order; raises as ``records``."""
        return map(self.sound, self.stored_of_kind(kind))

    def stored(self) -> Iterator[Record]:
        """All records in order, whatever stands in them: to find the first that was changed."""
        return self._stored("ORDER BY number")

    def stored_of_kind(self, kind: str) -> Iterator[Record]:
        """Those of one kind."""
        return self._stored("WHERE kind = ? ORDER BY number", kind)

    def _stored(self, which: str, *values: Any) -> Iterator[Record]:
        return (Record(*row) for row in self.each(f"{_RECORDS} {which}", *values))

    def sound(self, record: Record) -> Record:
        """The record; raises InvalidInput (E-LOG-DAMAGED) where what is stored is not what a record has."""
        fault = record.fault()
        if fault is not None:
            raise self.damage(record.number, fault)
        return record

    def damage(self, number: Any, name: str) -> InvalidInput:
        """That a field or part of a record is not what one is."""
        return InvalidInput(damaged(self.path, f"record {number}: its {name} is not what one is"))

    def record(self, name: str) -> Record:
        """The record of that number or id; raises InvalidInput (E-LOG-RECORD) where there is none."""
        column = "number" if name.isdecimal() else "id"
        # What is not UTF-8 is no id.
        found = self.one(f"{_RECORDS} WHERE {column} = ?", name.encode(errors="replace").decode())
        if found is None:
            raise InvalidInput(Problem("E-LOG-RECORD", Place(str(self.path)), value=name[:40]))
        return self.sound(Record(*found))

    def parts(self, number: int) -> dict[str, tuple[bytes, bytes]]:
        """Salt and packed content of the parts of a record that are still there, by name."""
        return {
            name: (key, content)
            for name, key, content in self.each("SELECT name, salt, content FROM parts WHERE number = ?", number)
        }

    def part(self, number: int, name: str) -> str | None:
        """The text of a part, None where it is gone."""
        found = self.one("SELECT content FROM parts WHERE number = ? AND name = ?", number, name)
        return None if found is None else self.unpacked(number, name, found[0])

    def part_data(self, number: int, name: str) -> dict[str, Any] | None:
        """A part that is a JSON object, None where it is gone; raises InvalidInput (E-LOG-DAMAGED) where it is none."""
        text = self.part(number, name)
        if text is None:
            return None
        if not is_object(text):
            raise self.damage(number, name)
        return json.loads(text)

    @contextlib.contextmanager
    def taking_apart(self, number: int, name: str) -> Iterator[None]:
        """Within, only data of a part are taken apart: what they lack is damage.

        Raises InvalidInput (E-LOG-DAMAGED).
        """
        try:
            yield
        except (LookupError, TypeError, ValueError, AttributeError):
            raise self.damage(number, name) from None

    def unpacked(self, number: Any, name: str, content: Any) -> str:
        """The text of a part of a record; raises InvalidInput (E-LOG-DAMAGED) for another thing, or too large."""
        try:
            return inflated(content, _ID_BYTES if name == PROFILE_ID else LOG_PART_BYTES).decode()
        except ValueError:
            raise self.damage(number, name) from None

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within, what is read is the log as it is at the start, whoever adds to it."""
        with self._told() as connection:
            connection.execute("BEGIN")
        try:
            yield
        finally:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    # Adding to it

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Within, nobody else writes; all of it is on the disk at the end, or nothing. Raises OutputError."""
        with self._told() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def add(self, draft: Draft) -> Record:
        """Add a record and wait until the disk has it; give that of its id, if there is one. Raises OutputError."""
        # Nobody waits while very many parts are packed.
        further = [(name, self._packed(text.encode())) for name, text in draft.further]
        with self.transaction():
            return self.put(draft, further)

    def put(self, draft: Draft, further: Sequence[tuple[str, Packed]] = ()) -> Record:
        """The same within a transaction, with further parts."""
        found = self.one(f"{_RECORDS} WHERE id = ?", draft.id)
        if found is not None:
            return self.sound(Record(*found))
        count, previous = self.head()
        number = count + 1
        parts = [*((name, self._packed(text.encode())) for name, text in draft.parts.items()), *further]
        digests = {name: self._put_part(number, name, part) for name, part in parts}
        book = (draft.rulebook_version, draft.rulebook_digest, draft.as_of)
        texts = (canonical(draft.said), canonical(digests))
        record = Record(number, draft.id, now(), draft.kind, draft.program, *book, *texts, previous, "")
        record = replace(record, hash=record.expected_hash())
        values = [getattr(record, name) for name in FIELDS]
        self._connection.execute(f"INSERT INTO records VALUES ({_MARKS})", values)  # noqa: S608
        self._connection.execute("UPDATE head SET count = ?, hash = ?", (number, record.hash))
        return record

    def _put_part(self, number: int, name: str, part: Packed) -> str:
        self._connection.execute("INSERT INTO parts VALUES (?, ?, ?, ?)", (number, name, part.salt, part.content))
        return part.digest

    def _packed(self, content: bytes) -> Packed:
        if len(content) > LOG_PART_BYTES:
            what = message("errors.what.record")
            raise InvalidInput(problem("E-SIZE", limit=f"{LOG_PART_BYTES:,}", what=what).at(Place(str(self.path)), ""))
        key = salt()
        return Packed(key, zlib.compress(content), part_digest(key, [content]))

    def keep_rulebook(self, digest: str, make_archive: Callable[[], bytes]) -> None:
        """Keep the files of a rulebook, unless they are kept already. Raises OutputError."""
        if self.one("SELECT 1 FROM rulebooks WHERE digest = ?", digest):
            return
        files = make_archive()
        with self.transaction():
            if not self.one("SELECT 1 FROM rulebooks WHERE digest = ?", digest):
                self._connection.execute("INSERT INTO rulebooks VALUES (?, ?)", (digest, files))

    def rulebook_files(self, digest: str | None) -> bytes:
        """The archive of a rulebook; raises InvalidInput (E-LOG-RULEBOOK) where it is not there."""
        found = self.one("SELECT files FROM rulebooks WHERE digest = ?", digest)
        if found is None:
            raise InvalidInput(Problem("E-LOG-RULEBOOK", Place(str(self.path)), value=str(digest)[:12]))
        return found[0]

    def remove_parts(self, number: int, name: str | None = None) -> None:
        """Remove all parts of a record, or one, within the transaction of the tombstone that tells of it."""
        one = "" if name is None else " AND name = ?"
        self._connection.execute(f"DELETE FROM parts WHERE number = ?{one}", (number, *([name] if name else [])))  # noqa: S608

    def forget(self) -> bool:
        """Take what was removed out of the write-ahead log too; False where a reader keeps it there still."""
        with self._told() as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def digest_in(key: Any, content: Any) -> str:
    """The digest of a part by its salt and its packed content, empty where these are none."""
    try:
        return part_digest(key, blocks(content, LOG_PART_BYTES))
    except (TypeError, ValueError):
        return ""


def damaged(path: Path, detail: str) -> Problem:
    """That the file of a log is not whole."""
    return Problem("E-LOG-DAMAGED", Place(str(path)), details={"detail": escaped(detail)})


def now() -> str:
    """The time in UTC, as records tell it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@contextlib.contextmanager
def writable(path: Path) -> Iterator[Store]:
    """The log to add to, made if there is none. Raises OutputError, InvalidInput (E-LOG-FORM) for any other file."""
    refuse((), (), overwrite=True, added_to=database_files(path))
    with writing(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not path.exists():
        make(path, now())
    with _opened(path, "rw", writing=True) as store:
        yield store


@contextlib.contextmanager
def existing(path: Path) -> Iterator[Store]:
    """The log to add to, if there is one. Raises as ``writable``, and InvalidInput (E-NOT-FOUND)."""
    _refuse_missing(path)
    with _opened(path, "rw", writing=True) as store:
        yield store


@contextlib.contextmanager
def readable(path: Path) -> Iterator[Store]:
    """The log to read. Raises InvalidInput: E-NOT-FOUND, E-UNREADABLE, E-LOG-FORM."""
    _refuse_missing(path)
    with _opened(path, _how_to_read(path), writing=False) as store:
        yield store


def _refuse_missing(path: Path) -> None:
    if not path.exists():
        raise InvalidInput(Problem("E-NOT-FOUND", Place(str(path))))


def _how_to_read(path: Path) -> str:
    """So that SQLite can clean up behind itself; where nothing may be written as a file that nobody changes."""
    if os.access(path.parent, os.W_OK):
        return "rw" if os.access(path, os.W_OK) else "ro"
    waiting = path.with_name(path.name + "-wal")
    return "ro" if waiting.exists() and waiting.stat().st_size else "ro&immutable=1"


@contextlib.contextmanager
def _opened(path: Path, mode: str, writing: bool) -> Iterator[Store]:
    with told(path, writing):
        address = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)
    with contextlib.closing(connection):
        connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")
        with told(path, writing):
            reading = () if writing else ("query_only = ON",)
            for pragma in ("trusted_schema = OFF", "synchronous = FULL", "secure_delete = ON", *reading):
                connection.execute(f"PRAGMA {pragma}")
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION or version != VERSION:
            raise InvalidInput(Problem("E-LOG-FORM", Place(str(path))))
        yield Store(path, connection, writing)
