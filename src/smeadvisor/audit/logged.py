"""The profiles in a decision log, to be audited like those of any other file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from smeadvisor.log.records import PROFILE
from smeadvisor.log.store import readable
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.reading.inputs import ReadingOptions, Source, sources
from smeadvisor.tables.reading.jsonl_file import JsonPortion
from smeadvisor.tables.reading.opening import TableFile, input_files
from smeadvisor.tables.reading.raw import Part, Run, grouped
from smeadvisor.tables.reading.source import Fingerprint

_SQLITE = b"SQLite format 3\0"


def audited(paths: Sequence[str], options: ReadingOptions) -> list[Source]:
    """The inputs of an audit: what a batch reads, and decision logs. Raises Rejected as ``sources``."""
    found: list[Source] = []
    for path in paths:
        found += _logged(path, options) if _is_log(path) else sources([path], options)
    return found


def _is_log(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        # Whoever reads it as a table says what is wrong.
        return False


def _logged(path: str, options: ReadingOptions) -> list[Source]:
    return [Logged(file, options) for file in input_files([path])]


@dataclass(slots=True)
class Logged(TableFile):
    """A decision log as a source: a row is a recorded consultation, by its number. Those purged are none.

    Raises Rejected (E-LOG-FORM) for another kind of database.
    """

    def fingerprint(self) -> Fingerprint:
        """What the log is now, by its head: the file itself may be tidied up by anybody who reads it."""
        with readable(Path(self.name)) as store:
            count, head = store.head()
        return Fingerprint(count, 0, head)

    def rows_hint(self) -> int | None:
        """How many records there are."""
        return self.fingerprint().size

    def portions(self, rulebook: Rulebook) -> Iterator[JsonPortion]:
        """The profiles as they were recorded; each is judged by this rulebook."""
        for parts in grouped(self._parts(), self.options.part_rows):
            yield JsonPortion(self.name, self.options, parts)

    def _parts(self) -> Iterator[Part]:
        with readable(Path(self.name)) as store, store.snapshot():
            for record in store.of_kind("consultation"):
                profile = store.part(record.number, PROFILE)
                if profile is not None:
                    yield Run(record.number, profile.encode(), 1)
