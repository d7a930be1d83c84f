"""Truths of many rows, packed: one bit a row, 64 rows a word, so that one operation answers for all.

A *plane* is an array of words for one question; planes stacked are a two-dimensional array. The first row
is the lowest bit of the first word.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Rules = np.ndarray[Any, np.dtype[np.intp]]

WORD = 64
ONES = np.uint64(2**64 - 1)
_LANES = 8


def padded(rows: int) -> int:
    """The number of rows with those that fill the last word; there always is one."""
    return max(-(-rows // WORD), 1) * WORD


def packed(truths: Array) -> Array:
    """A plane of truths (bool, as many as fill whole words)."""
    return np.packbits(truths, bitorder="little").view(np.uint64)


def unpacked(plane: Array, rows: int) -> Array:
    """The first rows of a plane, or of planes stacked, as 0 and 1 (uint8)."""
    return np.unpackbits(np.ascontiguousarray(plane).view(np.uint8), axis=-1, count=rows, bitorder="little")


def any_of(planes: Array, which: Rules) -> Array:
    """Where at least one of these planes is true; nowhere if there are none."""
    # Most often there is one, which need not be copied.
    return planes[which[0]] if len(which) == 1 else np.bitwise_or.reduce(planes[which], axis=0)


def all_of(planes: Array, which: Rules) -> Array:
    """Where all of these planes are true; everywhere if there are none."""
    return planes[which[0]] if len(which) == 1 else np.bitwise_and.reduce(planes[which], axis=0)


def counted(planes: Array, rows: int) -> Array:
    """In how many of the first rows each plane is true."""
    words = planes.copy()
    words[..., -1] &= ONES >> np.uint64(padded(rows) - rows)
    return np.bitwise_count(words).sum(axis=-1, dtype=np.int64)


def by_row(planes: Array, rows: int) -> Array:
    """Planes turned into words a row: bit i of word j says what plane 64 j + i says of the row.

    In comes a uint64 array [planes, words], out goes one of [rows, planes / 64 rounded up].
    """
    count, words = planes.shape
    full = np.zeros((padded(count), words), np.uint64)
    full[:count] = planes
    # Blocks of eight planes by eight rows, each one word, are turned on the spot.
    blocks = full.view(np.uint8).reshape(-1, _LANES, words * _LANES).transpose(0, 2, 1)
    turned = _transposed(np.ascontiguousarray(blocks).view(np.uint64))
    lanes = turned.view(np.uint8).reshape(-1, words * WORD)[:, :rows]
    return np.ascontiguousarray(lanes.T).view(np.uint64)


def _transposed(blocks: Array) -> Array:
    """Each word taken as eight rows of eight bits, rows and columns exchanged.

    Bits off the diagonal change places in three steps: single ones, pairs, fours.
    """
    for distance, mask in ((7, 0x00AA00AA00AA00AA), (14, 0x0000CCCC0000CCCC), (28, 0x00000000F0F0F0F0)):
        shift = np.uint64(distance)
        moved = (blocks ^ (blocks >> shift)) & np.uint64(mask)
        blocks = blocks ^ moved ^ (moved << shift)
    return blocks
