"""What is packed, unpacked within limits: no small file fills the memory. All that is unpacked goes through here."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_BLOCK = 1 << 20

DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
"""What the libraries say of something packed that is damaged, encrypted, or packed in a way that they do not know."""


class Limits(NamedTuple):
    """The most that something packed may come to: bytes in all, times its own size, parts."""

    size: int
    ratio: int
    parts: int


class TooLarge(ValueError):
    """It would come to more than it may; ``limit`` is the name of the limit."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"too large unpacked: {limit}")
        self.limit = limit


def blocks(packed: bytes, most: int) -> Iterator[bytes]:
    """What zlib packed, block by block; raises ValueError where it is damaged, TooLarge beyond that many bytes."""
    unpacking, size, rest = zlib.decompressobj(), 0, packed
    while not unpacking.eof:
        try:
            block = unpacking.decompress(rest, _BLOCK)
        except (zlib.error, TypeError) as error:
            raise ValueError(str(error)) from error
        rest, size = unpacking.unconsumed_tail, size + len(block)
        if size > most:
            raise TooLarge("size")
        if not (block or rest or unpacking.eof):
            raise ValueError("it ends too early")
        yield block


def inflated(packed: bytes, most: int) -> bytes:
    """The same as a whole."""
    return b"".join(blocks(packed, most))


def refuse_growth(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    """Raise TooLarge for an archive of ``packed`` bytes whose parts say that they are more than the limits.

    A part that says too little of itself is not read beyond what it says. Raises BadZipFile for parts packed otherwise
    than zlib does: those would be unpacked as a whole, however much there is in them.
    """
    parts = archive.infolist()
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise zipfile.BadZipFile("packed in another way")
    size = sum(part.file_size for part in parts)
    most = {
        "parts": limits.parts - len(parts),
        "ratio": limits.ratio * max(packed, 1) - size,
        "size": limits.size - size,
    }
    for name, room in most.items():
        if room < 0:
            raise TooLarge(name)
