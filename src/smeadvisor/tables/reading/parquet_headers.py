"""What a Parquet file says of itself: the contents at its end, and the header of each page.

pyarrow tells nothing of pages, and where the contents are damaged, its own view of them may end the process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa

Structure = dict[tuple[int, int], Any]
"""What is kept of a structure, by number and type: what is there as another type is not there for the decoder."""

TRUE, INT, LONG, LIST, STRUCTURE = 1, 5, 6, 9, 12
DATA, DICTIONARY, DATA_2 = 0, 2, 3
_FALSE, _BYTE, _SHORT, _DOUBLE, _BYTES, _SET = 2, 3, 4, 7, 8, 10
_DEPTH = 16
_HEADER_BYTES = 16 * 1024 * 1024
_SLACK = 100
"""Old programs leave the header of a dictionary out of what they say that a column takes."""


class Chunk(NamedTuple):
    """A column of a row group: how it is packed, how many values it has, and where its pages begin and end."""

    packing: int
    values: int
    begin: int
    end: int


class Group(NamedTuple):
    """A row group."""

    rows: int
    chunks: Sequence[Chunk]


def damage() -> pa.ArrowInvalid:
    """What is raised for what cannot be read."""
    return pa.ArrowInvalid("a header that cannot be read")


def contents_size(file: BinaryIO) -> int:
    """How many bytes the contents at the end of the file take; raises ArrowInvalid."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 8, 0))
    end = file.read(8)
    length = int.from_bytes(end[:4], "little")
    if end[4:] != b"PAR1" or length + 8 > size:
        raise pa.ArrowInvalid("its end is missing")
    return length


def groups_of(file: BinaryIO) -> list[Group]:
    """The row groups; raises ArrowInvalid."""
    length = contents_size(file)
    file.seek(-8 - length, os.SEEK_END)
    reader, found = _Reader(file.read(length)), list[Group]()
    try:
        for number, kind in reader.fields():
            if (number, kind) == (4, LIST):
                found += (_group(reader) for _ in reader.structures())
            else:
                reader.value(kind)
    except LookupError:
        raise damage() from None
    return found


def _group(reader: _Reader) -> Group:
    rows, chunks = -1, list[Chunk]()
    for number, kind in reader.fields():
        if (number, kind) == (1, LIST):
            chunks += (_chunk(reader.value(STRUCTURE)) for _ in reader.structures())
        else:
            value = reader.value(kind)
            rows = value if (number, kind) == (3, LONG) else rows
    if rows < 0:
        raise damage()
    return Group(rows, chunks)


def _chunk(told: Structure) -> Chunk:
    told = told[3, STRUCTURE]
    begin, dictionary = told[9, LONG], told.get((11, LONG), 0)
    begin = dictionary if 0 < dictionary < begin else begin
    if begin < 0 or told[7, LONG] < 0:
        raise damage()
    return Chunk(told[4, INT], told[5, LONG], begin, begin + told[7, LONG])


def pages_of(file: BinaryIO, chunk: Chunk) -> Iterator[tuple[Structure, int]]:
    """The headers of the pages that the decoder comes to, and where each page begins; raises ArrowInvalid."""
    at, seen = chunk.begin, 0
    while seen < chunk.values and at < chunk.end:
        header, at = _header(file, at)
        try:
            if min(header[2, INT], header[3, INT]) < 0 or at + header[3, INT] > chunk.end + _SLACK:
                raise damage()
            yield header, at
            seen += told_of(header)[1, INT] if header[1, INT] in (DATA, DATA_2) else 0
        except LookupError:
            raise damage() from None
        at += header[3, INT]


def told_of(header: Structure) -> Structure:
    """What the header says of a page of values; raises ArrowInvalid, LookupError."""
    told: Structure = header[8 if header[1, INT] == DATA_2 else 5, STRUCTURE]
    if told[1, INT] < 0:
        raise damage()
    return told


def _header(file: BinaryIO, at: int) -> tuple[Structure, int]:
    """The header of the page at this place, and where it ends."""
    size = 1024
    while True:
        file.seek(at)
        reader = _Reader(file.read(size))
        try:
            header = reader.value(STRUCTURE)
        except IndexError:
            if len(reader.data) < size or size >= _HEADER_BYTES:
                raise damage() from None
            size *= 16
        else:
            return header, at + reader.at


def number_at(data: bytes, at: int) -> tuple[int, int]:
    """A whole number in as many bytes as it needs, and where it ends; raises IndexError."""
    value = shift = 0
    while (byte := data[at]) > 127 and shift < 63:
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
    return value | byte << shift, at + 1


def signed_at(data: bytes, at: int) -> tuple[int, int]:
    """A number whose lowest bit is its sign, and where it ends; raises IndexError."""
    value, at = number_at(data, at)
    return value >> 1 ^ -(value & 1), at


class _Reader:
    """The compact form of Thrift from its start on; raises ArrowInvalid, and IndexError where it is cut short."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def fields(self) -> Iterator[tuple[int, int]]:
        """The number and the type of each value of a structure, to be read before the next."""
        number, seen = 0, set[int]()
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._signed()
            if not 0 < number < 1 << 15 or number in seen:
                raise damage()
            seen.add(number)
            yield number, head & 15

    def structures(self) -> Iterator[None]:
        """The items of a list of structures, to be read before the next."""
        for kind in self._items():
            if kind != STRUCTURE:
                raise damage()
            yield

    def value(self, kind: int, depth: int = 0) -> Any:
        """A value of this type, None for those that nobody asks for."""
        if kind in (TRUE, _FALSE):
            return kind == TRUE
        if kind in (INT, LONG, _SHORT):
            return self._signed(32 if kind == INT else 64)
        if kind == STRUCTURE and depth < _DEPTH:
            return {(number, each): self.value(each, depth + 1) for number, each in self.fields()}
        if kind in (LIST, _SET) and depth < _DEPTH:
            for each in self._items():
                self.value(each, depth + 1)
        elif kind in (_BYTE, _DOUBLE, _BYTES):
            self._skip({_BYTE: 1, _DOUBLE: 8}.get(kind) or self._number())
        else:
            raise damage()
        return None

    def _items(self) -> Iterator[int]:
        """The type of each item of a list; truth values take a byte there."""
        head = self._byte()
        count, kind = self._number() if head >> 4 == 15 else head >> 4, head & 15
        for _ in range(count):
            yield _BYTE if kind in (TRUE, _FALSE) else kind

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _skip(self, count: int) -> None:
        self.at += count
        if self.at > len(self.data):
            raise IndexError

    def _number(self) -> int:
        value, self.at = number_at(self.data, self.at)
        return value

    def _signed(self, bits: int = 64) -> int:
        value, self.at = signed_at(self.data, self.at)
        if not -(1 << bits - 1) <= value < 1 << bits - 1:
            raise damage()
        return value
