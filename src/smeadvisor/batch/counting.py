"""The counts of a part, from its table of advice in either layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from smeadvisor.batch.counts import DIMENSIONS, Counts
from smeadvisor.engines.ranking import severities
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.rows import Rows

Array = np.ndarray[Any, np.dtype[Any]]


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


def counts_of(rows: Rows, table: pa.Table, rulebook: Rulebook) -> Counts:
    """What was read and what was advised, as numbers."""
    names = severities(rulebook.priorities)
    barriers, severity = barriers_in(table, names)
    advised, rank, _ = recommendations_in(table)
    first = advised.kept(rank == 1)
    firsts = first.tally()
    return Counts(
        rows=rows.count,
        advised=table.num_rows,
        rejected=rows.count - table.num_rows,
        barriers={
            name: _told(line, names)
            for name, line in zip(
                barriers.names, _crossed(barriers.which, len(barriers.names), severity, len(names)), strict=True
            )
            if line.any()
        },
        recommendations={
            name: _told([firsts.get(name, 0), count], ("first", "any")) for name, count in advised.tally().items()
        },
        groups=_groups(table, {"barriers": barriers, "first": first, "any": advised}),
        undecided=_undecided(table),
        warnings=items_in(table, "warnings").tally(),
        rejects=dict(Counter(each.problem.code for each in rows.rejected)),
    )


def _groups(table: pa.Table, counted: Mapping[str, Named]) -> dict[str, Any]:
    """What is counted, for each group of each dimension.

    Rows are put together that are in the same groups of all dimensions, so that each thing found is looked at once.
    """
    dimensions = {name: _texts(table[name]) for name in DIMENSIONS if name in table.column_names}
    joint = np.zeros(table.num_rows, np.int64)
    for of in dimensions.values():
        joint = joint * (len(of.names) + 1) + _group_of(of, table.num_rows)
    _, some, cells, sizes = np.unique(joint, return_index=True, return_inverse=True, return_counts=True)
    tables = {
        name: _crossed(cells[each.rows], len(some), each.which, len(each.names)) for name, each in counted.items()
    }
    found: dict[str, Any] = {}
    for name, of in dimensions.items():
        group = _group_of(of, table.num_rows)[some]
        found[name] = {
            value: {
                "profiles": {"all": int(sizes[group == i].sum())},
                **{what: _told(each[group == i].sum(axis=0), counted[what].names) for what, each in tables.items()},
            }
            for i, value in enumerate(of.names)
            if (group == i).any()
        }
    return found


def _group_of(of: Named, rows: int) -> Array:
    """The group of every row; one more than there are where it has none."""
    group = np.full(rows, len(of.names))
    group[of.rows] = of.which
    return group


def _crossed(one: Array, ones: int, other: Array, others: int) -> Array:
    """How often each of the one comes with each of the other: [ones, others]."""
    return np.bincount(one * others + other, minlength=ones * others).reshape(ones, others)


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


def items_in(table: pa.Table, name: str) -> Named:
    """The texts of a column of lists, or of lists as texts joined by semicolons."""
    lists = _whole(table[name])
    if not pa.types.is_list(lists.type):
        lists = kernels.split_pattern(kernels.if_else(kernels.equal(lists, ""), None, lists.cast(pa.string())), ";")
    return _texts(lists.flatten(), kernels.list_parent_indices(lists).to_numpy())


def barriers_in(table: pa.Table, names: Sequence[str]) -> tuple[Named, Array]:
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


def recommendations_in(table: pa.Table) -> tuple[Named, Array, Array]:
    """The recommendations of each row, their ranks, and which are not listed under another (flat: all)."""
    if "recommendations" in table.column_names:
        lists = _whole(table["recommendations"])
        items = lists.flatten()
        given = _texts(items.field("id"), kernels.list_parent_indices(lists).to_numpy())
        own = items.field("under").is_null().to_numpy(zero_copy_only=False)
        return given, items.field("rank").to_numpy(), own
    parts = list(_ranked(table))
    names = list(dict.fromkeys(name for named, _ in parts for name in named.names))
    which = _joined(np.array([names.index(each) for each in named.names] or [0])[named.which] for named, _ in parts)
    given = Named(names, _joined(named.rows for named, _ in parts), which)
    return given, _joined(ranks for _, ranks in parts), np.ones(len(which), bool)


def _ranked(table: pa.Table) -> Iterator[tuple[Named, Array]]:
    for name in table.column_names:
        _, prefix, number = name.partition("recommendation_")
        if prefix:
            named = _texts(table[name])
            ranks = _whole(table[f"rank_{number}"]).take(pa.array(named.rows))
            yield named, ranks.to_numpy(zero_copy_only=False).astype(np.int64)


def _undecided(table: pa.Table) -> dict[str, int]:
    if "undecided" in table.column_names:
        return items_in(table, "undecided").tally()
    names = _bit_names(table.schema, "undecided")
    words = [table[name].to_numpy() for name in table.column_names if name.startswith("undecided_")]
    bits = (np.unpackbits(each.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little").sum(axis=0) for each in words)
    return _told(np.concatenate([np.zeros(0, np.int64), *bits])[: len(names)], names)


def _bit_names(schema: pa.Schema, prefix: str) -> list[str]:
    """The names of the bits, as the schema's metadata list them."""
    import json

    metadata = schema.metadata or {}
    return json.loads(metadata.get(prefix.encode(), b"[]"))


def _joined(parts: Iterable[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.int64), *parts])
