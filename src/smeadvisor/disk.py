"""All that a run writes goes through here: private, whole or not at all, every fault of the disk told as one.

Files are begun under a name of their own and appear under the right one when they are whole.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from smeadvisor.errors import Place, Problem, Rejected

_BUFFER = 1 << 20
_CANNOT_CREATE = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EISDIR),
    errno.EINVAL,  # a name that Windows does not allow
)


class Unwritable(Rejected):
    """The disk refused; the problem says at which file and why."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever the system refuses within becomes Unwritable: E-OUTPUT-CREATE, or E-OUTPUT-IO where it began well."""
    try:
        yield
    except OSError as error:
        code = "E-OUTPUT-CREATE" if error.errno in _CANNOT_CREATE else "E-OUTPUT-IO"
        detail = error.strerror or str(error)
        raise Unwritable(Problem(code, Place(str(path)), details={"detail": detail})) from error


def opened_privately(path: Path, how: int) -> int:
    """A file to write bytes to that its owner alone can read, whatever the umask. Raises OSError."""
    # Without O_BINARY, Windows would write other bytes for line ends.
    file = os.open(path, os.O_WRONLY | os.O_CREAT | how | getattr(os, "O_BINARY", 0), 0o600)
    set_mode = getattr(os, "fchmod", None)
    # Windows has no such modes: a file there can be read by those who may read its folder.
    if set_mode:
        set_mode(file, 0o600)
    return file


class Created(io.RawIOBase):
    """A new private file; sums up what is written to it.

    ``digest`` is a hash with ``update`` (SHA-256, or a checksum); ``size`` counts bytes.
    """

    def __init__(self, path: Path, digest: Any) -> None:
        super().__init__()
        self._file = -1
        self.digest = digest
        self.size = 0
        self._file = opened_privately(path, os.O_TRUNC)

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


@contextlib.contextmanager
def created(
    path: Path, digest: Callable[[], Any] = hashlib.sha256, sync: bool = False, wanted: Path | None = None
) -> Iterator[tuple[BinaryIO, Created]]:
    """A new file to write to, with a buffer before it; on the disk at the end if ``sync``.

    Raises Unwritable, which names the file that is ``wanted`` in the end.
    """
    with writing(wanted or path):
        file = Created(path, digest())
        buffer = io.BufferedWriter(file, _BUFFER)
        try:
            yield cast("BinaryIO", buffer), file
            buffer.flush()
            if sync:
                file.sync()
        finally:
            file.release()


def put(path: Path, content: bytes, digest: Callable[[], Any] = Checksum, sync: bool = False) -> Created:
    """Write a small file wholly or not at all; what it summed up to. Raises Unwritable."""
    with atomic(path, digest, sync) as (file, sums):
        file.write(content)
    return sums


@contextlib.contextmanager
def atomic(path: Path, digest: Callable[[], Any] = Checksum, sync: bool = False) -> Iterator[tuple[BinaryIO, Created]]:
    """A new file that appears under its name when all of it is there. Raises Unwritable."""
    begun = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with created(begun, digest, sync, path) as both:
            yield both
        with writing(path):
            begun.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            begun.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in the folder. Raises Unwritable."""
    if not hasattr(os, "O_DIRECTORY"):
        # Windows opens no folder; it keeps names in a journal of its own.
        return
    with writing(folder):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
