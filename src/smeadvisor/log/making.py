"""A new log: made under a name of its own, and put in its place when it is whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path

from smeadvisor.files.disk import created_anew, sync_folder, unfinished
from smeadvisor.log.failures import told
from smeadvisor.log.records import genesis
from smeadvisor.log.schema import APPLICATION, VERSION, statements
from smeadvisor.problems.filenames import database_files


def make(path: Path, begun: str) -> None:
    """An empty log that its owner alone can read; nothing if another process made it meanwhile. Raises OutputError."""
    begun_as = unfinished(path)
    with told(path, writing=True):
        os.close(created_anew(begun_as))
        try:
            _write(begun_as, begun)
            # A link never takes the place of a log that is there.
            with contextlib.suppress(FileExistsError):
                os.link(begun_as, path)
        finally:
            for each in database_files(begun_as):
                each.unlink(missing_ok=True)
    sync_folder(path.parent)


def _write(path: Path, begun: str) -> None:
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
