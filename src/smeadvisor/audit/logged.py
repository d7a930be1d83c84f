"""The profiles in a decision log, to be audited like those of any other file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.log.records import PROFILE
from smeadvisor.log.store import readable
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.tables.reading.inputs import ReadingOptions, Source, source_of, sources
from smeadvisor.tables.reading.jsonl_file import JsonPortion
from smeadvisor.tables.reading.opening import InputFile, TableFile
from smeadvisor.tables.reading.raw import Part, Run, grouped
from smeadvisor.tables.reading.source import Fingerprint

_SQLITE = b"SQLite format 3\0"


def audited(paths: Sequence[str], options: ReadingOptions) -> list[Source]:
    """The inputs of an audit: what a batch reads, and decision logs. Raises InvalidInput as ``sources``."""
    return sources(paths, options, _source)


def _source(file: InputFile, options: ReadingOptions) -> Source:
    return Logged(file, options) if file.kept is None and _is_log(file) else source_of(file, options)


def _is_log(file: InputFile) -> bool:
    with file.open() as opened:
        return opened.read(len(_SQLITE)) == _SQLITE


@dataclass(slots=True)
class Logged(TableFile):
    """A decision log as a source: a row is a recorded consultation, by its number. Those purged are none.

    Raises InvalidInput (E-LOG-FORM) for another kind of database.
    """

    def fingerprint(self) -> Fingerprint:
        """What the log is now, by its head: the file itself may be tidied up by anybody who reads it."""
        with readable(self.file.path) as store:
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
        with readable(self.file.path) as store, store.snapshot():
            for record in store.of_kind("consultation"):
                profile = store.part(record.number, PROFILE)
                if profile is not None:
                    yield Run(record.number, profile.encode(), 1)
