"""Is the log what was written? The first broken link is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from smeadvisor.log.archive import unpacked
from smeadvisor.log.records import Record
from smeadvisor.log.rows import is_block
from smeadvisor.log.schema import statements
from smeadvisor.log.store import Store, damaged, digest_in
from smeadvisor.messages import Message, message
from smeadvisor.problems import InvalidInput, Place, Problem, shown


@dataclass(frozen=True, slots=True)
class Verified:
    """What was seen: how many records, the hash of the last, and how many were emptied on request."""

    count: int
    hash: str
    purged: int

    @property
    def head(self) -> str:
        """What to write down elsewhere."""
        return f"{self.count}:{self.hash}"


def verify(store: Store, noted: str | None = None) -> Verified:
    """Go through the whole log; with ``noted``, a hash or number:hash seen earlier must still be in it.

    Raises InvalidInput with the first fault: E-LOG-DAMAGED, E-LOG-GUARD, E-LOG-LINK, E-LOG-CUT, E-LOG-RULEBOOK-CHANGED,
    E-LOG-HEAD.
    """
    with store.snapshot():
        _refuse_damage(store)
        return _Walk(store, _Noted(noted)).whole()


class _Noted:
    """A head that was noted down earlier, and whether the chain came by it."""

    def __init__(self, text: str | None) -> None:
        number, _, self.hash = (text or "").rpartition(":")
        self.text, self.number = text, int(number) if number.isdecimal() else None
        self.seen = text is None

    def meet(self, number: int, hash_: str) -> None:
        self.seen |= hash_ == self.hash.lower() and self.number in (None, number)


@dataclass(slots=True)
class _Walk:
    """One way through the chain, record by record."""

    store: Store
    noted: _Noted
    count: int = 0
    purged: int = 0
    rulebooks: set[str] = field(default_factory=set)

    def whole(self) -> Verified:
        previous = self.store.genesis()
        self.noted.meet(0, previous)
        removed = {number for each in self.store.stored_of_kind("tombstone") for number in _numbers(each)}
        for record in self.store.stored():
            self._check(record, previous, removed)
            previous, self.count = record.hash, self.count + 1
            self.noted.meet(self.count, previous)
        self._check_end(previous)
        return Verified(self.count, previous, self.purged)

    def _check(self, record: Record, previous: str, removed: set[int]) -> None:
        if record.number != self.count + 1:
            raise self._fault(self.count + 1, "missing")
        if record.previous != previous:
            raise self._fault(record.number, "link")
        if not _is_as_written(record):
            raise self._fault(record.number, "changed")
        # Whoever reckoned the hashes anew may have put anything there.
        self.store.sound(record)
        self._check_parts(record, removed)
        if record.rulebook_digest is not None and record.rulebook_digest not in self.rulebooks:
            _check_rulebook(self.store, record.rulebook_digest)
            self.rulebooks.add(record.rulebook_digest)

    def _check_parts(self, record: Record, removed: set[int]) -> None:
        there, expected = self.store.parts(record.number), record.digests
        for name, (key, content) in there.items():
            if name not in expected:
                raise self._fault(record.number, "stray", name)
            if digest_in(key, content) != expected[name]:
                raise self._fault(record.number, "part", name)
        gone = sorted(expected.keys() - there.keys())
        # Of a run and of a tombstone, ids alone are ever removed.
        lasting = [name for name in gone if record.kind in ("batch", "tombstone") and not is_block(name)]
        if lasting or (gone and record.number not in removed):
            raise self._fault(record.number, "no_part", (lasting or gone)[0])
        self.purged += bool(gone) and record.kind not in ("batch", "tombstone")

    def _check_end(self, previous: str) -> None:
        count, head = self.store.head()
        if count > self.count:
            raise self._refused("E-LOG-CUT", number=str(self.count + 1), count=str(count))
        if (count, head) != (self.count, previous):
            raise self._refused("E-LOG-END")
        stray = self.store.one("SELECT number, name FROM parts WHERE number < 1 OR number > ?", count)
        if stray is not None:
            raise self._fault(stray[0], "stray", stray[1])
        if not self.noted.seen:
            raise self._refused("E-LOG-HEAD", head=f"{self.noted.text}"[:100])

    def _fault(self, number: Any, what: str, part: Any = "") -> InvalidInput:
        return self._refused("E-LOG-LINK", number=shown(number), what=message(f"errors.link.{what}", part=shown(part)))

    def _refused(self, code: str, **details: str | Message) -> InvalidInput:
        return InvalidInput(Problem(code, Place(str(self.store.path)), details=details))


def _numbers(tombstone: Record) -> Iterator[int]:
    try:
        yield from tombstone.data["purged"]
    except (ValueError, LookupError, TypeError):
        # It is not as it was written, which is told when the walk comes by it.
        return


def _is_as_written(record: Record) -> bool:
    try:
        return record.expected_hash() == record.hash
    except (TypeError, ValueError):
        return False


def _refuse_damage(store: Store) -> None:
    """Refuse a file that SQLite finds not whole, or whose triggers are not those that it was made with."""
    found = store.one("PRAGMA integrity_check(1)")
    if found != ("ok",):
        raise InvalidInput(damaged(store.path, str(found[0]) if found else ""))
    there = {each for (each,) in store.each("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    if there != {*statements()}:
        raise InvalidInput(Problem("E-LOG-GUARD", Place(str(store.path))))


def _check_rulebook(store: Store, digest: str) -> None:
    place = Place(str(store.path))
    try:
        same = unpacked(store.rulebook_files(digest)).digest() == digest
    except ValueError:
        same = False
    if not same:
        raise InvalidInput(Problem("E-LOG-RULEBOOK-CHANGED", place, value=digest[:12]))
