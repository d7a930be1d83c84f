"""All that a command writes goes through here: never over what is read, whole or not at all, faults told as one.

Files are begun under a name that nobody can guess and appear under the right one when they are whole. A link that
stands there is replaced itself; what it leads to stays as it is.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from smeadvisor.problems import InvalidInput, Place, Problem

if TYPE_CHECKING:
    import tempfile

    from filelock import BaseFileLock

_BUFFER = 1 << 20
_CANNOT_CREATE = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP),
    errno.EINVAL,  # a name that Windows does not allow
)
_PRIVATE = 0o600
_NAME_KEPT = 40
"""Characters of a name that an unfinished file goes by: they take at most 160 of the 255 bytes that a name may have."""
_UNFINISHED = re.compile(r"\..*\.[0-9a-f]{16}\.smeadvisor\Z", re.DOTALL)
_ASIDE, _ASIDE_LOCK = "smeadvisor-", ".smeadvisor-lock"
_STREAMS = ("<stdin>", "<stdout>", "<stderr>")


class OutputError(InvalidInput):
    """The disk refused; the problem says at which file and why."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever the system refuses within becomes OutputError.

    That is E-OUTPUT-NAME for too long a name, E-OUTPUT-CREATE, or E-OUTPUT where it began well.
    """
    try:
        yield
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    code = "E-OUTPUT-CREATE" if error.errno in _CANNOT_CREATE else "E-OUTPUT"
    if error.errno == errno.ENAMETOOLONG:
        code = "E-OUTPUT-NAME"
    return OutputError(Problem(code, Place(str(path)), details={"detail": error.strerror or str(error)}))


def refuse(files: Sequence[Path], others: Iterable[Path], overwrite: bool, added_to: Sequence[Path] = ()) -> None:
    """Refuse to make files, and to add to some, where that cannot end well, before any work.

    None may be another of them, or one of the others that are read, or hold one of those; nor what a standard stream
    is directed to. Names that differ in case alone count as one, which they are on many disks.
    Raises InvalidInput: E-SAME-FILE, E-EXISTS unless they may be overwritten, E-OUTPUT-FOLDER; OutputError.
    """
    given = [*others]
    names: dict[tuple[str, str], Path] = {}
    for path in (*files, *added_to):
        with writing(path):
            there = _stat(path)
        same = names.setdefault(_place(path), path)
        other: Path | str | None = same if same is not path else there and _among(path, there, given)
        if other:
            raise InvalidInput(Problem("E-SAME-FILE", Place(str(path)), details={"other": str(Place(str(other)))}))
        given.append(path)
    for path in files:
        _refuse_unfit(path, overwrite)


def _place(path: Path) -> tuple[str, str]:
    """Where a file is or will be, as a disk sees it that heeds neither case nor the form of accents."""
    import unicodedata

    folder, name = os.path.split(os.path.realpath(path))
    return folder, unicodedata.normalize("NFC", name).casefold()


def _among(path: Path, there: os.stat_result, given: Sequence[Path]) -> Path | str | None:
    """That of the given, or the standard stream, which is what is at the path or stands below the folder there."""
    for each in given:
        with contextlib.suppress(OSError):
            if os.path.samestat(each.stat(), there):
                return each
    if stat.S_ISDIR(there.st_mode):
        folder = os.path.realpath(path)
        return next((each for each in given if Path(os.path.realpath(each)).is_relative_to(folder)), None)
    for number, name in enumerate(_STREAMS if stat.S_ISREG(there.st_mode) else ()):
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(number), there):
                return name
    return None


def _stat(path: Path) -> os.stat_result | None:
    """What is at the path, through links; None for nothing. Raises OSError."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _refuse_unfit(path: Path, overwrite: bool) -> None:
    """Refuse a file that is there, or that cannot be made there."""
    if os.path.lexists(path) and not overwrite:
        raise InvalidInput(Problem("E-EXISTS", Place(str(path))))
    if not path.parent.is_dir():
        raise InvalidInput(Problem("E-OUTPUT-FOLDER", Place(str(path))))
    with writing(path):
        if path.is_dir():
            raise _error(errno.EISDIR)
        if path.exists() and not path.is_file():
            # A device or a pipe would be replaced by a file.
            raise _error(errno.EINVAL)
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise _error(errno.EACCES)


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def unfinished(path: Path) -> Path:
    """A name that nobody can guess, beside the file that is to be; the file begins under it."""
    return path.parent / f"{_begun(path)}{os.urandom(8).hex()}.smeadvisor"


def sweep(path: Path) -> None:
    """Take away what was begun for the file and left, by one that knows that nobody else writes it."""
    own = re.compile(re.escape(_begun(path)) + r"[0-9a-f]{16}\.smeadvisor\Z")
    with contextlib.suppress(OSError):
        for each in [*path.parent.iterdir()]:
            if own.match(each.name):
                each.unlink()


def _begun(path: Path) -> str:
    """What the names of its unfinished files begin with; of long names that are cut alike no two have the same."""
    cut, rest = path.name[:_NAME_KEPT], path.name[_NAME_KEPT:]
    return f".{cut}~{zlib.crc32(rest.encode(errors='surrogatepass')):08x}." if rest else f".{cut}."


def is_unfinished(name: str) -> bool:
    """Whether a file of that name was begun by us; without a process that writes it, it was left."""
    return bool(_UNFINISHED.match(name))


def created_anew(path: Path, mode: int = _PRIVATE) -> int:
    """A new file to write bytes to; nothing that stands there is followed or written to.

    Its owner alone can read it, whatever the umask; with another ``mode`` the umask has its say. Raises OSError.
    """
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    # Without O_BINARY, Windows would write other bytes for line ends.
    file = os.open(path, how | getattr(os, "O_BINARY", 0), mode)
    set_mode = getattr(os, "fchmod", None)
    # Windows has no such modes: a file there can be read by those who may read its folder.
    if set_mode and mode == _PRIVATE:
        set_mode(file, mode)
    return file


class Created(io.RawIOBase):
    """A new file; sums up what is written to it.

    ``digest`` is a hash with ``update`` (SHA-256, or a checksum); ``size`` counts bytes.
    """

    def __init__(self, path: Path, digest: Any, mode: int = _PRIVATE) -> None:
        super().__init__()
        self._file = -1
        self.digest = digest
        self.size = 0
        self._file = created_anew(path, mode)

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        whole = memoryview(data).cast("B")
        if self._file < 0:
            # It was given up; libraries that still want to write an ending to it need not know.
            return len(whole)
        rest = whole
        while rest:
            rest = rest[os.write(self._file, rest) :]
        self.digest.update(whole)
        self.size += len(whole)
        return len(whole)

    def sync(self) -> None:
        """Wait until the disk has it; a fault here is never tried again, for a second try may lie."""
        os.fsync(self._file)

    def release(self) -> None:
        """Close the file; what is written from now on goes nowhere."""
        if self._file >= 0:
            file, self._file = self._file, -1
            os.close(file)


class Checksum:
    """CRC-32 in the manner of a hash: against accidents, at the speed of memory."""

    def __init__(self) -> None:
        self._value = 0

    def update(self, data: Any) -> None:
        self._value = zlib.crc32(data, self._value)

    def hexdigest(self) -> str:
        return f"{self._value:08x}"


def folder_aside() -> tuple[tempfile.TemporaryDirectory[str], BaseFileLock | None]:
    """A private folder that is gone at the end, and its lock, which this process holds until then; raises OSError.

    Those of processes that were killed are taken away before. Where the disk knows no locks, none is.
    """
    import tempfile

    _sweep_aside(Path(tempfile.gettempdir()))
    holder = tempfile.TemporaryDirectory(prefix=_ASIDE, ignore_cleanup_errors=True)
    return holder, _lock_of(Path(holder.name))


def _sweep_aside(folder: Path) -> None:
    """Take away folders of this user's that no process holds. One that is about to be held has nothing in it yet."""
    import shutil

    for each in [*folder.glob(f"{_ASIDE}*")]:
        with contextlib.suppress(OSError):
            names = {file.name for file in each.iterdir()} if is_own_folder(each) else set()
            if _ASIDE_LOCK in names and len(names) > 1 and (lock := _lock_of(each)):
                # Windows keeps files that are open.
                lock.release()
                shutil.rmtree(each, ignore_errors=True)


def is_own_folder(path: Path) -> bool:
    """Whether what is there is a folder of this user's, and no link to one. Raises OSError."""
    found = path.lstat()
    # Windows knows no such owners.
    user = getattr(os, "geteuid", lambda: found.st_uid)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == user()


def _lock_of(folder: Path) -> BaseFileLock | None:
    """The lock of a folder set aside, None where another process has it or there are no locks."""
    from filelock import FileLock, Timeout

    name = folder / _ASIDE_LOCK
    lock = FileLock(name, blocking=False, mode=_PRIVATE, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except (Timeout, OSError, NotImplementedError):
        return None
    return lock


@contextlib.contextmanager
def set_aside(name: str) -> Iterator[Path]:
    """A private folder for files that are gone at the end; faults there are told of what has that name.

    Raises InvalidInput (E-KEEP).
    """
    import tempfile

    try:
        holder, lock = folder_aside()
    except OSError as error:
        raise InvalidInput(_not_aside(name, "TMPDIR", error.strerror or str(error))) from error
    with holder, contextlib.ExitStack() as stack:
        if lock:
            stack.callback(lock.release)
        folder = Path(holder.name)
        try:
            yield folder
        except OutputError as error:
            found = [each.named(folder, name) for each in error.problems]
            pairs = zip(error.problems, found, strict=True)
            where = tempfile.gettempdir()
            raise InvalidInput(
                each if same is each else _not_aside(name, where, str(each.details["detail"])) for each, same in pairs
            ) from error


def _not_aside(name: str, folder: str, detail: str) -> Problem:
    return Problem("E-KEEP", Place(name), details={"folder": folder, "detail": detail})


@contextlib.contextmanager
def created(
    path: Path,
    digest: Callable[[], Any] = hashlib.sha256,
    sync: bool = False,
    wanted: Path | None = None,
    mode: int = _PRIVATE,
) -> Iterator[tuple[BinaryIO, Created]]:
    """A new file to write to, with a buffer before it; on the disk at the end if ``sync``, gone again if that fails.

    Raises OutputError, which names the file that is ``wanted`` in the end.
    """
    with writing(wanted or path):
        file = Created(path, digest(), mode)
        buffer = io.BufferedWriter(file, _BUFFER)
        try:
            yield cast("BinaryIO", buffer), file
            buffer.flush()
            if sync:
                file.sync()
        except BaseException:
            file.release()
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        finally:
            file.release()


def put(
    path: Path, content: bytes, digest: Callable[[], Any] = Checksum, sync: bool = False, mode: int = _PRIVATE
) -> Created:
    """Write a small file wholly or not at all; what it summed up to. Raises OutputError."""
    with atomic(path, digest, sync, mode) as (file, sums):
        file.write(content)
    return sums


@contextlib.contextmanager
def atomic(
    path: Path, digest: Callable[[], Any] = Checksum, sync: bool = False, mode: int = _PRIVATE
) -> Iterator[tuple[BinaryIO, Created]]:
    """A new file that appears under its name when all of it is there. Raises OutputError."""
    begun = unfinished(path)
    with created(begun, digest, sync, path, mode) as both:
        yield both
    with writing(path):
        try:
            begun.replace(path)
        except BaseException:
            begun.unlink()
            raise


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in the folder. Raises OutputError."""
    if not hasattr(os, "O_DIRECTORY"):
        # Windows opens no folder; it keeps names in a journal of its own.
        return
    with writing(folder):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
