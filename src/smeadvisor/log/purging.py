"""What a log holds of one profile, removed on request; the chain still holds, and a tombstone tells of it."""

from __future__ import annotations

from smeadvisor.log.records import PROFILE_ID, Draft, Record, is_number
from smeadvisor.log.store import Store, damaged
from smeadvisor.problems import Place, Problem, Rejected


def purge(store: Store, profile_id: str) -> Record:
    """Remove all that records hold of the profile, overwrite the room it took, and give the tombstone.

    Batch runs hold no profiles and are left alone. Raises Rejected (E-LOG-PROFILE) where no record is of that
    profile; Unwritable: E-LOG-TRACES where a reader keeps what was removed in the write-ahead log still.
    """
    with store.transaction():
        numbers = numbers_of(store, profile_id)
        if not numbers:
            raise Rejected(Problem("E-LOG-PROFILE", Place(str(store.path)), value=profile_id[:40]))
        tombstone = store.put(Draft("tombstone", {"purged": numbers, "records": len(numbers)}))
        for number in numbers:
            store.remove_parts(number)
    if not store.forget():
        raise Rejected(Problem("E-LOG-TRACES", Place(str(store.path))))
    return tombstone


def numbers_of(store: Store, profile_id: str) -> list[int]:
    """The numbers of the records that are of that profile, and not emptied yet."""
    found = store.each("SELECT number, content FROM parts WHERE name = ?", PROFILE_ID)
    numbers = [number for number, content in found if store.unpacked(number, PROFILE_ID, content) == profile_id]
    if not all(map(is_number, numbers)):
        raise Rejected(damaged(store.path, "a part of no record"))
    return numbers
