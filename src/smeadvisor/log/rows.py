"""Which rows of a recorded run are of which profile: blocks of ids, from which one can be removed on request.

A block is a part of the record of the run, named by the first row it counts. Once an id was removed from it, what is
left of the block is a part of the tombstone, under the number of the run.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from smeadvisor.log.records import canonical, is_number, is_object
from smeadvisor.log.store import Store

_BLOCK = 10_000
"""Advised rows in a block."""

_NAME = re.compile(r"(?:(?P<run>\d+)/)?(?P<block>ids-\d+)\Z", re.ASCII)


class Block(NamedTuple):
    """A block as it stands in the log: the part that holds it, and the rows of each id."""

    holder: int
    part: str
    run: int
    name: str
    rows: dict[str, list[int]]

    @property
    def moved_name(self) -> str:
        """The name that it has as a part of a tombstone."""
        return f"{self.run}/{self.name}"


def is_block(part: str) -> bool:
    """Whether the part of that name holds ids of rows."""
    return _NAME.match(part) is not None


def block_parts(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """The parts of a record that hold the ids of these rows, by name."""
    left = iter(rows)
    while block := list(islice(left, _BLOCK)):
        found: dict[str, list[int]] = defaultdict(list)
        for row, profile_id in block:
            found[profile_id].append(row)
        yield f"ids-{block[0][0]}", canonical(found)


def blocks_with(store: Store, profile_id: str) -> Iterator[Block]:
    """Every block of every run that has the id; raises InvalidInput (E-LOG-DAMAGED)."""
    found = store.each("SELECT number, name, content FROM parts WHERE name GLOB 'ids-*' OR name GLOB '*/ids-*'")
    for holder, part, content in found:
        match = _NAME.match(part) if isinstance(part, str) and is_number(holder) else None
        if match is None:
            raise store.damage(holder, str(part))
        text = store.unpacked(holder, part, content)
        rows = json.loads(text) if is_object(text) else None
        if rows is None or not all(map(_are_rows, rows.values())):
            raise store.damage(holder, part)
        if profile_id in rows:
            yield Block(holder, part, int(match["run"] or holder), match["block"], rows)


def rows_of(store: Store, profile_id: str) -> dict[int, list[int]]:
    """The rows of the profile in each recorded run that has some, by the number of the run."""
    found: dict[int, list[int]] = defaultdict(list)
    for block in blocks_with(store, profile_id):
        found[block.run] += block.rows[profile_id]
    return {run: sorted(rows) for run, rows in found.items()}


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_number, value))
