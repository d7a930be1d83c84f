"""What a log holds of one profile, removed on request; the chain still holds, and a tombstone tells of it."""

from __future__ import annotations

from collections.abc import Mapping

from smeadvisor.log.records import PROFILE_ID, Draft, Record, canonical, is_number
from smeadvisor.log.rows import blocks_with
from smeadvisor.log.store import Store, damaged
from smeadvisor.problems import InvalidInput, Place, Problem


def purge(store: Store, profile_id: str) -> Record:
    """Remove all that records hold of the profile, overwrite the room it took, and give the tombstone.

    Of a batch run the id is removed beside the rows that had it, and the ids of other rows stay. Raises InvalidInput
    (E-LOG-PROFILE) where no record is of that profile; OutputError: E-LOG-TRACES where a reader keeps what was removed
    in the write-ahead log still.
    """
    with store.transaction():
        numbers, blocks = numbers_of(store, profile_id), [*blocks_with(store, profile_id)]
        if not numbers and not blocks:
            raise InvalidInput(Problem("E-LOG-PROFILE", Place(str(store.path)), value=profile_id[:40]))
        holders = sorted({*numbers, *(block.holder for block in blocks)})
        emptied = len({*numbers, *(block.run for block in blocks)})
        left = {block.moved_name: canonical(_without(block.rows, profile_id)) for block in blocks}
        tombstone = store.put(Draft("tombstone", {"purged": holders, "records": emptied}, left))
        for number in numbers:
            store.remove_parts(number)
        for block in blocks:
            store.remove_parts(block.holder, block.part)
    if not store.forget():
        raise InvalidInput(Problem("E-LOG-TRACES", Place(str(store.path))))
    return tombstone


def _without(rows: Mapping[str, list[int]], profile_id: str) -> dict[str, list[int]]:
    return {other: numbers for other, numbers in rows.items() if other != profile_id}


def numbers_of(store: Store, profile_id: str) -> list[int]:
    """The numbers of the records that are of that profile, and not emptied yet."""
    found = store.each("SELECT number, content FROM parts WHERE name = ?", PROFILE_ID)
    numbers = [number for number, content in found if store.unpacked(number, PROFILE_ID, content) == profile_id]
    if not all(map(is_number, numbers)):
        raise InvalidInput(damaged(store.path, "a part of no record"))
    return numbers
