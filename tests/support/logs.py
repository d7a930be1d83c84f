"""Logs for tests: small ones of invented records, and ways to lay hands on a file that no command offers."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from smeadvisor.log.records import Draft
from smeadvisor.log.schema import statements
from smeadvisor.log.store import readable, writable
from smeadvisor.log.verifying import verify
from smeadvisor.problems import InvalidInput
from support.commands import Done, run
from support.small_rulebook import FOLDER, PROFILES

FIRM, OTHER, ECONOMY = (PROFILES / f"{name}.yaml" for name in ("firm-mex", "firm-hkg", "economy-twn"))
"""Profiles for the small rulebook."""


def advise(*arguments: str | Path) -> Done:
    """Advice by the small rulebook, so that a record of it is quick to replay."""
    return run("advise", "--rules", FOLDER, *arguments)


def draft(name: str, **parts: str) -> Draft:
    """A record of a profile of that id, of no rulebook."""
    return Draft("consultation", {}, {"profile_id": name, **parts})


def invented(path: Path, count: int) -> Path:
    """A log of so many records, each of a profile of its own."""
    with writable(path) as store:
        for i in range(1, count + 1):
            store.add(draft(f"firm-{i}", profile=f"answers of {i}", consultation=f"advice for {i} " * 20))
    return path


@contextlib.contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """The file without its triggers, which are put back at the end, as by somebody who knows how."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for each in statements():
            if each.startswith("CREATE TRIGGER"):
                connection.execute(each)


def found_in(path: Path, noted: str | None = None) -> tuple[str, Mapping[str, str]] | None:
    """The code and the blanks of the fault that verifying finds, None if there is none."""
    try:
        with readable(path) as store:
            verify(store, noted)
    except InvalidInput as rejected:
        (fault,) = rejected.problems
        assert fault.line("en") != fault.line("zh-Hant")
        return fault.code, fault.details
    return None


def head_of(path: Path) -> str:
    """The head as it would be noted down."""
    with readable(path) as store:
        return verify(store).head


def contents(path: Path) -> list[Any]:
    """Everything that the tables hold."""
    tables = ("log", "head", "records", "parts", "rulebooks")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [connection.execute(f"SELECT * FROM {each} ORDER BY 1, 2").fetchall() for each in tables]  # noqa: S608
