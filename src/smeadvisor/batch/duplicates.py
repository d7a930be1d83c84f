"""Ids that stand in more than one row: found by eight bytes an id, whatever their length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

LIMIT = 16_000_000
"""Most rows that are looked through; beyond, the digests alone would take too much memory."""

_LONGEST = 1024
_ODD = np.random.default_rng(2011).integers(0, 2**63, _LONGEST, np.uint64) * np.uint64(2) + np.uint64(1)
"""A multiplier for each position of a byte. Fixed, so that digests are the same in all processes."""


def digests(ids: Any) -> Array:
    """A number of 64 bits for each id of an Arrow array; two ids have the same one by rare accident only."""
    whole = ids.combine_chunks() if hasattr(ids, "combine_chunks") else ids
    _, offset_bytes, data = whole.buffers()
    if not len(whole):
        return np.zeros(0, np.uint64)
    ends = np.frombuffer(offset_bytes, np.int32)[whole.offset : whole.offset + len(whole) + 1].astype(np.int64)
    lengths = np.diff(ends)
    text = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]] if data is not None else np.zeros(0, np.uint8)
    starts = ends[:-1] - ends[0]
    within = np.arange(len(text)) - np.repeat(starts, lengths)
    products = (text.astype(np.uint64) + np.uint64(1)) * _ODD[within % _LONGEST]
    running = np.concatenate([np.zeros(1, np.uint64), np.cumsum(products, dtype=np.uint64)])
    return _mixed(running[starts + lengths] - running[starts])


def _mixed(sums: Array) -> Array:
    """Spread what differs over all bits."""
    return (sums ^ (sums >> np.uint64(31))) * _ODD[0]


def repeated(parts: Sequence[Array]) -> int:
    """How many rows have an id that an earlier one has."""
    together = np.concatenate([np.zeros(0, np.uint64), *parts])
    together.sort()
    return int((together[1:] == together[:-1]).sum())
