"""What SQLite and the system refuse, told as problems: a record that cannot be written is no record."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from smeadvisor.files.disk import OutputError
from smeadvisor.problems import InvalidInput, Place, Problem, escaped

_PRIMARY = 0xFF
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_REFUSED = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)


@contextlib.contextmanager
def told(path: Path, writing: bool) -> Iterator[None]:
    """Whatever fails within becomes a problem of the log at that path.

    Writing raises OutputError: E-LOG-BUSY where another process holds the log, E-LOG-WRITE where the disk refuses.
    Reading raises InvalidInput: E-UNREADABLE. Both E-LOG-FORM for what is no SQLite file, E-LOG-DAMAGED for one that is
    not whole.
    """
    try:
        yield
    except OSError as error:
        raise _refused(path, error.strerror or str(error), writing) from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged file quotes the file.
        raise InvalidInput(
            Problem("E-LOG-DAMAGED", Place(str(path)), details={"detail": "a text is no UTF-8"})
        ) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
        raise _failure(path, code, str(error), writing) from error


def _failure(path: Path, code: int, detail: str, writing: bool) -> InvalidInput:
    if code in _BUSY:
        return OutputError(Problem("E-LOG-BUSY", Place(str(path))))
    if code in _REFUSED:
        return _refused(path, detail, writing)
    if code == sqlite3.SQLITE_NOTADB:
        return InvalidInput(Problem("E-LOG-FORM", Place(str(path))))
    return InvalidInput(Problem("E-LOG-DAMAGED", Place(str(path)), details={"detail": escaped(detail)}))


def _refused(path: Path, detail: str, writing: bool) -> InvalidInput:
    kind, code = (OutputError, "E-LOG-WRITE") if writing else (InvalidInput, "E-UNREADABLE")
    return kind(Problem(code, Place(str(path)), details={"detail": detail}))
