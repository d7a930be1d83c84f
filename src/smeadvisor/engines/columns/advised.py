"""Results as an Arrow table, version 1: one row a profile, in lists or in flat columns.

``lists`` has what a consultation says in nested columns; ``flat`` has one plain column for each thing, and
bits for instruments, questions and rules, whose names are in the metadata of the schema.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from smeadvisor.engines.columns.bits import WORD, Array, by_row
from smeadvisor.engines.columns.engine import Columns, Results
from smeadvisor.engines.ranking import MOST_WEIGHT
from smeadvisor.model.rulebook import Rulebook

SCHEMA = "smeadvisor/batch/1"
Layout = Literal["lists", "flat"]
Fields = dict[str, pa.Array]


def table_of(engine: Columns, results: Results, layout: Layout, fired: bool) -> pa.Table:
    """What follows from a chunk of profiles: the columns after those that say who a profile is."""
    fields = (_lists if layout == "lists" else _flat)(engine, results, fired)
    return pa.table(fields)


def metadata(rulebook: Rulebook) -> dict[str, str]:
    """What a reader of the table needs to know: its form, the rulebook, and what the bits stand for."""
    said = {"schema": SCHEMA, "rulebook": rulebook.about.version, "digest": rulebook.digest, "as_of": rulebook.as_of}
    bits = {
        "measures": list(rulebook.instruments),
        "undecided": list(rulebook.attributes),
        "fired": [rule.id for rule in rulebook.rules],
    }
    return {"smeadvisor": json.dumps(said), **{name: json.dumps(names) for name, names in bits.items()}}


def _planes(engine: Columns, results: Results, fired: bool) -> Iterator[tuple[str, list[str], Array]]:
    """The planes that are told, each a name, and what its planes are called."""
    book = engine.program.rulebook
    yield "measures", list(engine.matching.instruments), results.standings.carried
    words = results.states.fired.shape[1]
    missing = np.zeros((len(book.attributes), words), np.uint64)
    for i, name in enumerate(book.attributes):
        if name in results.missing:
            missing[i] = results.missing[name]
    yield "undecided", list(book.attributes), missing
    if fired:
        rules = np.zeros((len(book.rules), words), np.uint64)
        rules[engine.program.positions] = results.states.fired
        yield "fired", [rule.id for rule in book.rules], rules


def _lists(engine: Columns, results: Results, fired: bool) -> Fields:
    fields = _classes(engine, results, _several)
    fields["barriers"] = _barriers(engine, results)
    fields["recommendations"] = _recommendations(engine, results)
    for name, members, planes in _planes(engine, results, fired):
        counts, which = _set_bits(by_row(planes, results.rows))
        fields[name] = pa.ListArray.from_arrays(_offsets(counts), _named(which, members))
    return fields


def _flat(engine: Columns, results: Results, fired: bool) -> Fields:
    rows = results.rows
    fields = _classes(engine, results, _joined)
    for i, barrier in enumerate(engine.weighing.barriers):
        fields[f"barrier:{barrier}"] = pa.array(results.weighed.severity[i, :rows])
    ordered, names = results.ordered, engine.ordering.recommendations
    for place in range(len(names)):
        none = ordered.ids[place, :rows] == len(names)
        fields[f"recommendation_{place + 1}"] = _named(ordered.ids[place, :rows], names, none)
        fields[f"rank_{place + 1}"] = pa.array(ordered.ranks[place, :rows], mask=none)
        fields[f"points_{place + 1}"] = pa.array(ordered.points[place, :rows], mask=none)
        fields[f"evidence_{place + 1}"] = _evidence(engine, ordered.evidence[place, :rows], none)
    for name, _, planes in _planes(engine, results, fired):
        for j, words in enumerate(np.ascontiguousarray(by_row(planes, rows).T)):
            fields[f"{name}_{j}"] = pa.array(words)
    return fields


def _classes(
    engine: Columns, results: Results, several: Callable[[Sequence[str], Array], pa.Array]
) -> dict[str, pa.Array]:
    fields: Fields = {}
    for name, values in engine.classing.values.items():
        codes = results.classes[name][: results.rows]
        if name in engine.classing.many:
            fields[name] = several(values, codes)
        else:
            fields[name] = _named(np.where(codes < 0, len(values), codes), (*values, "unknown"))
    return fields


def _several(values: Sequence[str], codes: Array) -> pa.Array:
    """The values whose bits are set, in alphabetical order."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    rows, which = np.nonzero(codes[:, None] >> np.array(order) & 1)
    counts = np.bincount(rows, minlength=len(codes))
    return pa.ListArray.from_arrays(_offsets(counts), _named(which, [values[i] for i in order]))


def _joined(values: Sequence[str], codes: Array) -> pa.Array:
    found, which = np.unique(codes, return_inverse=True)
    texts = [";".join(sorted(value for i, value in enumerate(values) if code >> i & 1)) for code in found.tolist()]
    return _named(which, texts)


def _barriers(engine: Columns, results: Results) -> pa.Array:
    """Those present, the weightiest first, then by id."""
    severity, weight = (each[:, : results.rows] for each in results.weighed[:2])
    which, rows = np.nonzero(severity)
    # One integer sorts by row, then weight, then position; each has room for all that its limits allow.
    keys = (rows << 40) | ((MOST_WEIGHT - weight[which, rows].astype(np.int64)) << 16) | which
    keys.sort()
    rows, which = keys >> 40, keys & 0xFFFF
    parts = {
        "id": _named(which, engine.weighing.barriers),
        "severity": _named(severity[which, rows] - 1, engine.weighing.severities),
        "weight": pa.array(weight[which, rows]),
    }
    return _structs(np.bincount(rows, minlength=results.rows), parts)


def _recommendations(engine: Columns, results: Results) -> pa.Array:
    names, ordered = engine.ordering.recommendations, results.ordered
    there = np.ascontiguousarray(ordered.ids[:, : results.rows].T) < len(names)
    rows, place = np.nonzero(there)
    at = (place, rows)
    ids, under = ordered.ids[at], ordered.under[at]
    parts = {
        "rank": pa.array(ordered.ranks[at]),
        "id": _named(ids, names),
        "evidence": _evidence(engine, ordered.evidence[at]),
        "points": pa.array(ordered.points[at]),
        "under": _named(under, names, under == ids),
    }
    return _structs(there.sum(axis=1), parts)


def _evidence(engine: Columns, codes: Array, mask: Array | None = None) -> pa.Array:
    """Kinds of evidence, under names that firms' and economies' tables share."""
    book = engine.program.rulebook
    names = list(dict.fromkeys(each.id for kinds in book.priorities.evidence.values() for each in kinds))
    # The last stands for none, which is masked.
    own = np.array([*(names.index(each) for each in engine.ordering.kinds), 0])
    return _named(own[codes], names, mask)


def _structs(counts: Array, parts: Mapping[str, pa.Array]) -> pa.Array:
    structs = pa.StructArray.from_arrays(list(parts.values()), names=list(parts))
    return pa.ListArray.from_arrays(_offsets(counts), structs)


def _set_bits(words: Array) -> tuple[Array, Array]:
    """How many bits are set in each row of words, and which, row after row."""
    bits = words.shape[1] * WORD
    truths = np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_)
    counts = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return counts, np.flatnonzero(truths) - np.repeat(np.arange(len(words)) * bits, counts)


def _named(codes: Array, names: Sequence[Any], mask: Array | None = None) -> pa.Array:
    """Codes as the names that they stand for."""
    small = np.int8 if len(names) < np.iinfo(np.int8).max else np.int16
    indices = pa.array(codes.astype(small), mask=mask)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(names), pa.string()))


def _offsets(counts: Array) -> pa.Array:
    """Where the entries of each row begin."""
    return pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
