"""The counts of a part, from its table of advice in either layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from smeadvisor.batch.counts import DIMENSIONS, Counts
from smeadvisor.ranking import severities
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.rows import Rows

Array = np.ndarray[Any, np.dtype[Any]]

_WORD = 64


@dataclass(frozen=True, slots=True)
class Named:
    """Things that were found in rows: the row of each, which thing it is among ``names``."""

    names: Sequence[str]
    rows: Array
    which: Array

    def kept(self, mask: Array) -> Named:
        """Those of the mask alone."""
        return Named(self.names, self.rows[mask], self.which[mask])

    def tally(self) -> dict[str, int]:
        """How many of each there are."""
        return _told(np.bincount(self.which, minlength=len(self.names)), self.names)

    def tally_by(self, other: Named) -> dict[str, dict[str, int]]:
        """How many of each there are for each of the other, which has at most one a row."""
        group = np.full(int(max(self.rows.max(initial=-1), other.rows.max(initial=-1))) + 1, -1)
        group[other.rows] = other.which
        mine = group[self.rows]
        codes = mine[mine >= 0] * len(self.names) + self.which[mine >= 0]
        table = np.bincount(codes, minlength=len(self.names) * len(other.names)).reshape(
            len(other.names), len(self.names)
        )
        return {name: _told(line, self.names) for name, line in zip(other.names, table, strict=True)}


def counts_of(rows: Rows, table: pa.Table, rulebook: Rulebook) -> Counts:
    """What was read and what was advised, as numbers."""
    names = severities(rulebook.priorities)
    barriers, severity = _barriers(table, names)
    advised, rank = _recommendations(table)
    first = advised.kept(rank == 1)
    firsts = first.tally()
    return Counts(
        rows=rows.count,
        advised=table.num_rows,
        rejected=rows.count - table.num_rows,
        barriers=Named(names, np.arange(len(severity)), severity).tally_by(
            Named(barriers.names, np.arange(len(severity)), barriers.which)
        ),
        recommendations={
            name: _told([firsts.get(name, 0), count], ("first", "any")) for name, count in advised.tally().items()
        },
        groups={
            name: _groups(table[name], barriers, first, advised) for name in DIMENSIONS if name in table.column_names
        },
        undecided=_undecided(table).tally(),
        warnings=_items(table, "warnings").tally(),
        rejects=dict(Counter(each.problem.code for each in rows.rejected)),
    )


def _groups(column: Any, barriers: Named, first: Named, advised: Named) -> dict[str, Mapping[str, Mapping[str, int]]]:
    of = _texts(column)
    tallies = {name: each.tally_by(of) for name, each in (("barriers", barriers), ("first", first), ("any", advised))}
    return {
        group: {"profiles": {"all": count}, **{name: each[group] for name, each in tallies.items()}}
        for group, count in of.tally().items()
    }


def _told(numbers: Iterable[int], names: Sequence[str]) -> dict[str, int]:
    return {name: int(number) for name, number in zip(names, numbers, strict=True) if number}


def _whole(column: Any) -> Any:
    """A column as one array."""
    found = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(found, pa.ChunkedArray):
        found = pa.concat_arrays(found.chunks) if found.num_chunks else pa.array([], found.type)
    return found


def _texts(column: Any, rows: Array | None = None) -> Named:
    """The texts of a column, those that are there."""
    found = _whole(column)
    if not pa.types.is_dictionary(found.type):
        found = _whole(found.dictionary_encode())
    there = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
    which = found.indices.take(pa.array(there)).to_numpy().astype(np.int64)
    return Named(found.dictionary.to_pylist(), there if rows is None else rows[there], which)


def _items(table: pa.Table, name: str) -> Named:
    """The texts of a column of lists, or of lists as texts joined by semicolons."""
    lists = _whole(table[name])
    if not pa.types.is_list(lists.type):
        lists = kernels.split_pattern(kernels.if_else(kernels.equal(lists, ""), None, lists.cast(pa.string())), ";")
    return _texts(lists.flatten(), kernels.list_parent_indices(lists).to_numpy())


def _barriers(table: pa.Table, names: Sequence[str]) -> tuple[Named, Array]:
    """The barriers of each row, and their severities as positions."""
    if "barriers" in table.column_names:
        lists = _whole(table["barriers"])
        found = _texts(lists.flatten().field("id"), kernels.list_parent_indices(lists).to_numpy())
        told = kernels.index_in(lists.flatten().field("severity"), pa.array(names))
        return found, told.to_numpy().astype(np.int64)
    columns = {name.removeprefix("barrier:"): name for name in table.column_names if name.startswith("barrier:")}
    return _gathered(columns, (table[name].to_numpy() for name in columns.values()))


def _gathered(names: Iterable[str], columns: Iterable[Array]) -> tuple[Named, Array]:
    """Columns of numbers, one a thing, zero where it is not: as things found, with the number less one."""
    found = [(np.flatnonzero(column), column, i) for i, column in enumerate(columns)]
    rows = _joined(rows for rows, _, _ in found)
    which = _joined(np.full(len(rows), i) for rows, _, i in found)
    return Named(list(names), rows, which), _joined(column[rows].astype(np.int64) - 1 for rows, column, _ in found)


def _recommendations(table: pa.Table) -> tuple[Named, Array]:
    """The recommendations of each row, and their ranks."""
    if "recommendations" in table.column_names:
        lists = _whole(table["recommendations"])
        items = lists.flatten()
        return _texts(items.field("id"), kernels.list_parent_indices(lists).to_numpy()), items.field("rank").to_numpy()
    parts = list(_ranked(table))
    names = list(dict.fromkeys(name for named, _ in parts for name in named.names))
    which = _joined(np.array([names.index(each) for each in named.names] or [0])[named.which] for named, _ in parts)
    return Named(names, _joined(named.rows for named, _ in parts), which), _joined(ranks for _, ranks in parts)


def _ranked(table: pa.Table) -> Iterator[tuple[Named, Array]]:
    for name in table.column_names:
        _, prefix, number = name.partition("recommendation_")
        if prefix:
            named = _texts(table[name])
            ranks = _whole(table[f"rank_{number}"]).take(pa.array(named.rows))
            yield named, ranks.to_numpy(zero_copy_only=False).astype(np.int64)


def _undecided(table: pa.Table) -> Named:
    if "undecided" in table.column_names:
        return _items(table, "undecided")
    words = [name for name in table.column_names if name.startswith("undecided_")]
    names = _bit_names(table.schema, "undecided")
    bits = ((table[words[i // _WORD]].to_numpy() >> np.uint64(i % _WORD)) & np.uint64(1) for i in range(len(names)))
    return _gathered(names, bits)[0]


def _bit_names(schema: pa.Schema, prefix: str) -> list[str]:
    """The names of the bits, as the schema's metadata list them."""
    import json

    metadata = schema.metadata or {}
    return json.loads(metadata.get(prefix.encode(), b"[]"))


def _joined(parts: Iterable[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.int64), *parts])
