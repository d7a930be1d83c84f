"""A new log: made under a name of its own, and put in its place when it is whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path

from smeadvisor.disk import opened_privately, sync_folder
from smeadvisor.log.failures import told
from smeadvisor.log.records import genesis
from smeadvisor.log.schema import APPLICATION, VERSION, statements


def make(path: Path, begun: str) -> None:
    """An empty log that its owner alone can read; nothing if another process made it meanwhile. Raises Unwritable."""
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with told(path, writing=True):
        try:
            _write(unfinished, begun)
            # A link never takes the place of a log that is there.
            with contextlib.suppress(FileExistsError):
                os.link(unfinished, path)
        finally:
            for suffix in ("", "-wal", "-shm"):
                unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    sync_folder(path.parent)


def _write(path: Path, begun: str) -> None:
    os.close(opened_privately(path, os.O_EXCL))
    identity = str(uuid.uuid4())
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in (f"application_id = {APPLICATION}", f"user_version = {VERSION}", "journal_mode = WAL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA synchronous = FULL")
        for each in ("BEGIN", *statements()):
            connection.execute(each)
        connection.execute("INSERT INTO log VALUES (1, ?, ?)", (identity, begun))
        connection.execute("INSERT INTO head VALUES (1, 0, ?)", (genesis(identity, begun),))
        connection.execute("COMMIT")
