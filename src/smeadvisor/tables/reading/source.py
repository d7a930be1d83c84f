"""What a file of profiles is to those who read many: portions, each read on its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol

from typing_extensions import TypedDict

from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.tables.rows import Rows

if TYPE_CHECKING:
    from smeadvisor.tables.reading.judging import Table
    from smeadvisor.tables.reading.opening import InputFile

_BLOCK = 1 << 20


class Fingerprint(NamedTuple):
    """What tells a file from another and from itself changed: ``digest`` is the BLAKE2b of its content."""

    size: int
    mtime_ns: int
    digest: str


class Portion(Protocol):
    """Rows that are read together, wherever they are read: it can be sent to another process."""

    @property
    def file(self) -> str:
        """The name of the file."""
        ...

    @property
    def first_row(self) -> int:
        """The number of the first row, as the file's own tool counts."""
        ...

    def table(self, rulebook: Rulebook) -> Table:
        """The rows with their cells, not judged yet; raises InvalidInput where the file turns out to be damaged."""
        ...

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows; raises InvalidInput where the file turns out to be damaged."""
        ...


class Source(Protocol):
    """One file of profiles. ``warnings`` are what its header gave cause to say, once portions were asked for."""

    @property
    def warnings(self) -> Sequence[Problem]:
        """What is to be said of it."""
        ...

    @property
    def name(self) -> str:
        """What errors call it."""
        ...

    @property
    def file(self) -> InputFile:
        """The file itself."""
        ...

    def fingerprint(self) -> Fingerprint:
        """What the file is now."""
        ...

    def rows_hint(self) -> int | None:
        """About how many rows there are, None where that takes reading them."""
        ...

    def portions(self, rulebook: Rulebook) -> Iterator[Portion]:
        """All rows in order.

        Raises InvalidInput before the first portion for faults of the whole file, later where it proves damaged.
        """
        ...


def fingerprint_of(file: BinaryIO, size: int, mtime_ns: int) -> Fingerprint:
    """The fingerprint of an open file, read from its start."""
    digest = hashlib.blake2b(digest_size=32)
    file.seek(0)
    while block := file.read(_BLOCK):
        digest.update(block)
    return Fingerprint(size, mtime_ns, digest.hexdigest())


class Identity(TypedDict):
    """A file as it was read."""

    name: str
    size: int
    digest: str


def identity(source: Source) -> Identity:
    """What the source is called and what it is now, as plain data."""
    found = source.fingerprint()
    return {"name": source.name, "size": found.size, "digest": found.digest}


def own_files(sources: Sequence[Source]) -> list[Path]:
    """Where those are that are files of their own, and did not come from standard input or a pipe."""
    return [each.file.path for each in sources if each.file.kept is None]


def refuse_changed(sources: Sequence[Source], before: Sequence[Any]) -> None:
    """Raise InvalidInput (E-INPUT-CHANGED) if one is not what its identity said before."""
    for source, known in zip(sources, before, strict=True):
        if identity(source) != known:
            raise InvalidInput(Problem("E-INPUT-CHANGED", Place(source.name)))
