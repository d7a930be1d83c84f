"""The encoding of a CSV file: declared, told by its mark, or UTF-8; those that hide ASCII are recoded on the way."""

from __future__ import annotations

import codecs
import string
from typing import NamedTuple

from smeadvisor.files.documents import wide_encoding
from smeadvisor.messages import message
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.tables.reading.csv_records import Readable

_BLOCK = 1 << 20
_WIDE = ("utf_16", "utf_32")
_NOT_BY_BYTES = (*_WIDE, "utf_7", "hz", "iso2022")
_WITHOUT_MARK = {"utf_16": "utf_16_le", "utf_32": "utf_32_le"}
_PROBE = (string.ascii_letters + string.digits + ",;\t\"' ._-\r\n").encode()


class Mark(NamedTuple):
    """The byte order mark that a file begins with, and the encoding that it stands for."""

    raw: bytes
    encoding: str


_MARKS = (
    Mark(codecs.BOM_UTF8, "utf_8"),
    Mark(codecs.BOM_UTF32_LE, "utf_32_le"),
    Mark(codecs.BOM_UTF32_BE, "utf_32_be"),
    Mark(codecs.BOM_UTF16_LE, "utf_16_le"),
    Mark(codecs.BOM_UTF16_BE, "utf_16_be"),
)


def mark_of(begun: bytes) -> Mark | None:
    """The mark of a file that begins so."""
    return next((mark for mark in _MARKS if begun.startswith(mark.raw)), None)


def codec(name: str) -> str:
    """The encoding of that name; raises InvalidInput (E-CODEC) unless it is one of text and knows ASCII."""
    try:
        found = codecs.lookup(name).name.replace("-", "_").lower()
        known = found.startswith(_WIDE) or _keeps_ascii(found)
    except (LookupError, ValueError):
        known, found = False, ""
    if not known:
        raise InvalidInput(problem("E-CODEC", name))
    return "utf_8" if found == "utf_8_sig" else found


def is_wide(encoding: str | None) -> bool:
    """Whether ASCII has zero bytes in it."""
    return encoding is not None and codec(encoding).startswith(_WIDE)


def _keeps_ascii(encoding: str) -> bool:
    """Whether what a table is made of stands for itself: not so in EBCDIC, nor where a text may hold escapes."""
    return _PROBE.decode(encoding, "surrogateescape") == _PROBE.decode() and len(rb"\u0041".decode(encoding)) == 6


class Decoded(NamedTuple):
    """A file as bytes of an encoding that keeps ASCII apart, what was read of it already, and what is to be said."""

    text: Readable
    encoding: str
    begun: bytes
    warnings: list[Problem]


def decoded(opened: Readable, name: str, declared: str | None) -> Decoded:
    """The file by its mark, else by the encoding declared, else as UTF-8; raises InvalidInput for an unknown one."""
    wanted = codec(declared) if declared else "utf_8"
    begun = opened.read(_BLOCK)
    mark = mark_of(begun)
    encoding = mark.encoding if mark else _WITHOUT_MARK.get(wanted, wanted)
    told = []
    if declared and not encoding.startswith(wanted):
        told = [problem("W-ENCODING", _shown(encoding), declared=declared).at(Place(name, 1), "")]
    skipped = len(mark.raw) if mark else 0
    if not encoding.startswith(_NOT_BY_BYTES):
        return Decoded(opened, encoding, begun[skipped:], told)
    return Decoded(_Recoded(opened, begun[skipped:], encoding, name, skipped), "utf_8", b"", told)


class _Recoded:
    """A file of another encoding, read as UTF-8; raises InvalidInput at the first byte that is not of it."""

    def __init__(self, file: Readable, begun: bytes, encoding: str, name: str, offset: int) -> None:
        self._file, self._held, self._encoding, self._name = file, begun, encoding, name
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._offset, self._row = offset, 1

    def read(self, size: int, /) -> bytes:
        """Some text, none at the end."""
        text = ""
        while not text:
            block, self._held = self._held or self._file.read(size), b""
            text = self._decode(block)
            if not block:
                break
        return text.encode()

    def _decode(self, block: bytes) -> str:
        try:
            text = self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            fault = encoding_fault(self._encoding, self._offset + error.start)
            raise InvalidInput(fault.at(Place(self._name, self._row), "")) from None
        self._offset += len(block)
        self._row += text.count("\n")
        return text


def wide_fault(encoding: str, begun: bytes) -> Problem | None:
    """The problem of a text that is not of the encoding but one of several bytes a character, by how it begins."""
    found = wide_encoding(begun)
    if not found:
        return None
    return encoding_fault(encoding, begun.index(0), found, found)


def encoding_fault(encoding: str, offset: int, byte: str = "", likely: str = "cp950") -> Problem:
    """The problem of a byte that is not of the encoding, or that the text ends in the middle of a character.

    ``likely`` is the encoding that the remedy names.
    """
    slots = {"or": message("errors.or_encoding", encoding=likely), "offset": str(offset), "detail": byte or encoding}
    return problem("E-ENCODING", encoding=_shown(encoding), **slots)


def _shown(encoding: str) -> str:
    return encoding.upper().replace("_", "-")
