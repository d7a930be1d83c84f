"""What the row groups of a Parquet file take when they are decoded, told by their pages before any is decoded.

The decoder takes what the headers of the pages say, whatever the end of the file declares: nor can a file tell less
here than it takes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa

from smeadvisor.problems.limits import PARQUET_BYTES
from smeadvisor.tables.reading.parquet_headers import (
    DATA,
    DATA_2,
    DICTIONARY,
    INT,
    STRUCTURE,
    TRUE,
    Chunk,
    Group,
    Structure,
    damage,
    number_at,
    pages_of,
    signed_at,
    told_of,
)

_CODECS = {1: "snappy", 2: "gzip", 4: "brotli", 6: "zstd", 7: "lz4_raw"}
_RLE, _DELTA_TEXTS = 3, 7
_DELTA, _BY_DICTIONARY = (6, _DELTA_TEXTS), (2, 8)
_ROWS = 32
"""Rows that are weighed together at least: for fewer, what each page takes beside its values counts too much."""
_PLACE, _ENTRY = 24, 128
"""What a text of a dictionary takes beside itself, in bytes: its place; more where it is looked up and remembered."""
_COPIES = 2
"""How often a text is held that is not looked up."""
_ITEM = 16
"""What an item of a list takes, in bytes: its levels, its place in the dictionary, its code."""
_LENGTH = 16
"""What the length of a text takes that is packed apart from it, in bytes."""
_PACKED = 65_536
"""Most lengths that are packed alike; programs pack 32 or a few more."""


class Size(NamedTuple):
    """What a row group has: rows, the bytes that they take, and how many rows may be read together."""

    rows: int
    taken: int
    most: int


class _Weight(NamedTuple):
    """Bytes that a column of a row group takes: as a whole, or what is held and what each row read at once adds."""

    whole: int
    held: int
    row: float


def sizes_of(
    file: BinaryIO, groups: Sequence[Group], leaves: Sequence[tuple[int, Any]], texts: Collection[str],
    limit: int, most: int,
) -> tuple[list[Size], set[str]]:  # fmt: skip
    """The sizes of the row groups, of these columns, where the texts are read as dictionaries.

    At most ``most`` rows are to be read together, none where one alone takes more than the limit. Also the paths of
    the columns of which the decoder makes no dictionary. Raises ArrowInvalid for damage.
    """
    found, unfit = [], set()
    for group in groups:
        try:
            weighings = [_Weighing(file, group.chunks[i], leaf, limit, leaf.path in texts) for i, leaf in leaves]
            weights = [each.weight() for each in weighings]
        except LookupError:
            raise damage() from None
        unfit |= {each.leaf.path for each in weighings if each.delta}
        found.append(_size(group.rows, weights, limit, most))
    return found, unfit


def _size(rows: int, weights: Sequence[_Weight], limit: int, most: int) -> Size:
    whole = sum(each.whole for each in weights)
    held, row = sum(each.held for each in weights), sum(each.row for each in weights)
    if whole <= PARQUET_BYTES:
        return Size(rows, whole, most)
    if held + row > limit:
        return Size(rows, whole, 0)
    # Where much is held anyway, few rows at a time would spare little.
    left = max(PARQUET_BYTES - held, held)
    return Size(rows, whole, most if row * most <= left else max(int(left / row), 1))


class _Weighing:
    """The pages of a column, weighed one after the other."""

    def __init__(self, file: BinaryIO, chunk: Chunk, leaf: Any, limit: int, as_dictionary: bool) -> None:
        self.file, self.chunk, self.leaf, self.limit = file, chunk, leaf, limit
        self.nesting, self.text = leaf.max_repetition_level, leaf.physical_type == "BYTE_ARRAY"
        self.written_out = self.text and not as_dictionary
        self.dictionary = self.longest = self.whole = self.most = self.copies = self.copy = 0
        self.row = 0.0
        self.rows = self.taken = 0
        self.delta = False

    def weight(self) -> _Weight:
        """What all pages take."""
        for header, at in pages_of(self.file, self.chunk):
            if header[1, INT] == DICTIONARY:
                self._add_dictionary(header, at)
            elif header[1, INT] in (DATA, DATA_2):
                self._add_values(header, at)
        self._close(at_end=True)
        # Rows that are read together may end within the pages of two weighings.
        held = self.dictionary + min(2 * self.most, self.whole)
        return _Weight(self.dictionary + self.whole + self.copies, held, self.row + self.copy)

    def _close(self, *, at_end: bool = False) -> None:
        self.whole, self.most = self.whole + self.taken, max(self.most, self.taken)
        if not (at_end and self.rows < _ROWS and self.row):
            self.row = max(self.row, self.taken / max(self.rows, 1))
        self.rows = self.taken = 0

    def _add_dictionary(self, header: Structure, at: int) -> None:
        size, count = max(header[2, INT], header[3, INT]), header[7, STRUCTURE][1, INT]
        self.dictionary += 2 * size + (0 if not self.text else count * (_PLACE if self.written_out else _ENTRY))
        self.longest = size
        if self.written_out and size <= self.limit:
            content = self._content(header, at)
            self.longest = size if content is None else _longest(content, count)

    def _add_values(self, header: Structure, at: int) -> None:
        told = told_of(header)
        count, encoding = told[1, INT], told[4 if header[1, INT] == DATA_2 else 2, INT]
        taken = self._plainly(header, count, encoding)
        rows, begins = count, True
        if taken <= self.limit and (self.nesting or encoding in _DELTA):
            parts = self._parts(header, told, at)
            taken += _repeated(parts, encoding, count) if encoding in _DELTA else 0
            if self.nesting:
                rows, begins = (0, False) if parts is None or self.nesting > 1 else _begun(parts[0], count)
        self.delta |= encoding in _DELTA
        if begins and self.rows >= _ROWS:
            self._close()
        self.taken, self.rows = self.taken + taken, self.rows + rows

    def _plainly(self, header: Structure, count: int, encoding: int) -> int:
        """What a page takes as its header tells, but for rows that each take as much as the longest text."""
        taken = max(header[2, INT], header[3, INT]) * (_COPIES if self.written_out else 1)
        if encoding in _DELTA:
            taken += _LENGTH * count
        if self.nesting:
            taken += (_ITEM if encoding in _BY_DICTIONARY else _ITEM + _PLACE) * count
        if self.written_out and encoding in _BY_DICTIONARY:
            if self.nesting:
                return taken + _COPIES * self.longest * count
            self.copy = _COPIES * self.longest
            self.copies += self.copy * count
        return taken

    def _parts(self, header: Structure, told: Structure, at: int) -> tuple[bytes, bytes] | None:
        """The levels that tell where rows begin, and the values; None where they are packed in a way not known here."""
        content = self._content(header, at)
        if content is None:
            return None
        if header[1, INT] == DATA_2:
            return content[: told[6, INT]], content[told[5, INT] + told[6, INT] :]
        levels = []
        for most, encoding in ((self.nesting, 4), (self.leaf.max_definition_level, 3)):
            if most and told[encoding, INT] != _RLE:
                return None
            size = 4 + int.from_bytes(content[:4], "little") if most else 0
            levels.append(content[4:size])
            content = content[size:]
        return levels[0], content

    def _content(self, header: Structure, at: int) -> bytes | None:
        """A page unpacked; None where it is packed in a way not known here."""
        self.file.seek(at)
        packed, size, plain, is_packed = self.file.read(header[3, INT]), header[2, INT], 0, self.chunk.packing != 0
        if header[1, INT] == DATA_2:
            told = told_of(header)
            plain, is_packed = told[5, INT] + told[6, INT], is_packed and (7, TRUE) in told
            if min(told[5, INT], told[6, INT]) < 0 or plain > len(packed):
                raise damage()
        if not is_packed or size <= plain:
            return packed
        try:
            codec = pa.Codec(_CODECS[self.chunk.packing])
            return packed[:plain] + codec.decompress(packed[plain:], size - plain, asbytes=True)
        except (pa.ArrowException, OSError, ValueError, LookupError):
            return None


def _longest(content: bytes, count: int) -> int:
    """The length of the longest of so many texts, each after its length."""
    at = longest = 0
    for _ in range(count):
        length = int.from_bytes(content[at : at + 4], "little")
        longest, at = max(longest, length), at + 4 + length
        if at > len(content):
            raise damage()
    return longest


def _begun(levels: bytes, count: int) -> tuple[int, bool]:
    """How many rows begin among so many values, the noughts of their levels, and whether the first value begins one."""
    at, left, rows, first = 0, count, 0, -1
    while left > 0:
        run, at = number_at(levels, at)
        length = run >> 1 if run & 1 else 1
        bits, at = int.from_bytes(levels[at : at + length], "little"), at + length
        if at > len(levels):
            raise damage()
        size = min((run >> 1) * (8 if run & 1 else 1), left)
        ones = (bits & (1 << size) - 1).bit_count() if run & 1 else (bits & 1) * size
        first = bits & 1 if first < 0 and size else first
        rows, left = rows + size - ones, left - size
    return rows, first == 0


def _repeated(parts: tuple[bytes, bytes] | None, encoding: int, count: int) -> int:
    """What texts take that repeat a part of the one before them, beside what they do not repeat.

    The decoder makes room for as many lengths as they say that there are: more than the page has values are damage.
    """
    if parts is None:
        raise damage()
    values, total, at = parts[1], 0, 0
    if encoding == _DELTA_TEXTS:
        total, at = _shared(values, count)
    _, at = number_at(values, at)
    _, at = number_at(values, at)
    if number_at(values, at)[0] > count:
        raise damage()
    # Put together first, then copied.
    return 2 * total


def _shared(values: bytes, most: int) -> tuple[int, int]:
    """How much of the text before it each text repeats, all added up, and where these lengths end."""
    block, at = number_at(values, 0)
    parts, at = number_at(values, at)
    count, at = number_at(values, at)
    last, at = signed_at(values, at)
    size = block // max(parts, 1)
    if not (parts and 0 < size <= _PACKED and size % 32 == 0 and count <= most and 0 <= last < 1 << 31):
        raise damage()
    total, left = last if count else 0, count - 1
    while left > 0:
        least, at = signed_at(values, at)
        widths, at = values[at : at + parts], at + parts
        if at > len(values):
            raise damage()
        for width in widths[: -(-left // size)]:
            packed, at = values[at : at + width * size // 8], at + width * size // 8
            if width > 32 or at > len(values):
                raise damage()
            bits = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little").reshape(size, width)
            lengths = last + np.cumsum(bits[:left] @ (1 << np.arange(width, dtype=np.int64)) + least)
            if lengths.min() < 0 or lengths.max() >= 1 << 31:
                raise damage()
            last, total, left = int(lengths[-1]), total + int(lengths.sum()), left - len(lengths)
    return total, at
