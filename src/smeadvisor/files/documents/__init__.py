"""Strict reading of one YAML or JSON file: plain data, and the place of each value.

The data are dicts with text keys, lists, str, bool, None, int and Decimal, nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smeadvisor.files.documents.scalars import FORBIDDEN, forbidden
from smeadvisor.messages import message
from smeadvisor.problems import OR_STANDARD_INPUT, InvalidInput, Place, Problem, pointer, problem
from smeadvisor.problems.limits import FILE_BYTES

STANDARD_INPUT = "-"
_HEAD = 256

Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """What a file says, and where: places of values and of keys by their path.

    ``ended`` says whether the last line has its line break.
    """

    name: str
    data: Any = None
    lines: int = 1
    ended: bool = True
    values: dict[Path_, Place] = field(default_factory=dict)
    keys: dict[Path_, Place] = field(default_factory=dict)

    def located(self, fault: Problem, path: Iterable[str | int], *, key: bool = False) -> Problem:
        """The problem put at a path, or at the nearest place above it that the file has."""
        full = tuple(path)
        first, second = (self.keys, self.values) if key else (self.values, self.keys)
        at = full
        while at and at not in first and at not in second:
            at = at[:-1]
        return fault.at(first.get(at) or second.get(at) or Place(self.name, 1, 1), pointer(full))


@dataclass(slots=True)
class Merged:
    """Files of one form that hold entries under one key, read as one.

    ``entries`` say of each entry of the whole which document it stands in, and at what key or position there.
    """

    last: Document
    entries: dict[str | int, tuple[Document, str | int]]

    @property
    def name(self) -> str:
        """The file that was read last."""
        return self.last.name

    def located(self, fault: Problem, path: Iterable[str | int], *, key: bool = False) -> Problem:
        """The problem put at a path, in the file that the entry on it stands in."""
        full = tuple(path)
        if len(full) < 2 or full[1] not in self.entries:
            return self.last.located(fault, full, key=key)
        document, own = self.entries[full[1]]
        return document.located(fault, (full[0], own, *full[2:]), key=key)


def read(path: str | Path) -> Document:
    """Read a file (``-`` for standard input) as JSON if it begins like it, else as YAML.

    Raises InvalidInput when the file is missing, too large, not UTF-8, empty or not strictly valid.
    """
    return parse(content_of(path), name_of(path))


def name_of(path: str | Path) -> str:
    """What errors call a file."""
    return "<stdin>" if str(path) == STANDARD_INPUT else str(path)


def parse(content: bytes, name: str) -> Document:
    """The document in these bytes; ``name`` is what errors call it."""
    text = _text(content, name)
    if not text.strip():
        raise InvalidInput(Problem("E-EMPTY", Place(name, 1, 1)))
    if found := FORBIDDEN.search(text):
        raise InvalidInput(forbidden(found.group()).at(_place(text[: found.start()], name), ""))
    if text.lstrip().startswith(("{", "[")) and not name.endswith((".yaml", ".yml")):
        from smeadvisor.files.documents.json_reader import read_json

        return _measured(read_json(text, name), text)
    from smeadvisor.files.documents.yaml_reader import read_yaml

    return _measured(read_yaml(text, name), text)


def _measured(document: Document, text: str) -> Document:
    document.lines, document.ended = text.count("\n") + 1, text.endswith("\n")
    return document


def not_a_mapping(name: str) -> Problem:
    """The problem of a file that holds something else than names and values."""
    wanted, cure = message("errors.expected.names_and_values"), message("errors.begin_with_name")
    return problem("E-FORMAT", wanted=wanted, cure=cure).at(Place(name, 1, 1), "")


def content_of(path: str | Path) -> bytes:
    """The bytes of a file, to be parsed; raises InvalidInput when it is missing, too large or cannot be read."""
    name = name_of(path)
    try:
        content = _content(path)
    except FileNotFoundError:
        raise InvalidInput(Problem("E-NOT-FOUND", Place(name), details=OR_STANDARD_INPUT)) from None
    except (OSError, ValueError) as error:
        # Windows says of a folder that it must not be read, and not why.
        if Path(path).is_dir():
            raise InvalidInput(Problem("E-DIRECTORY", Place(name))) from None
        detail = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(problem("E-UNREADABLE", detail=detail).at(Place(name), "")) from None
    if len(content) > FILE_BYTES:
        raise InvalidInput(
            problem("E-SIZE", limit=str(FILE_BYTES), what=message("errors.what.file")).at(Place(name), "")
        )
    return content


def _content(path: str | Path) -> bytes:
    if str(path) == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        return sys.stdin.buffer.read(FILE_BYTES + 1)
    with Path(path).open("rb") as file:
        return file.read(FILE_BYTES + 1)


def wide_encoding(begun: bytes) -> str:
    """The encoding with several bytes a character of a text that begins so and has no mark; empty for none.

    The letters of ASCII have zeros in it, all at the same places.
    """
    head = begun[:_HEAD]
    zeros = [i for i, byte in enumerate(head) if not byte]
    found = ""
    if 2 * len(zeros) > len(head):
        found = "utf-32-le" if zeros[0] else "utf-32-be"
    elif 4 * len(zeros) >= len(head) > 0 and len({i % 2 for i in zeros}) == 1:
        found = "utf-16-le" if zeros[0] % 2 else "utf-16-be"
    return found if found and not FORBIDDEN.search(head.decode(found, "replace")) else ""


def _text(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInput(
            problem("E-ENCODING", encoding="UTF-8", offset="0", detail="UTF-16").at(Place(name, 1, 1), "")
        )
    if found := wide_encoding(content):
        offset = str(content.index(0))
        raise InvalidInput(
            problem("E-ENCODING", encoding="UTF-8", offset=offset, detail=found).at(Place(name, 1, 1), "")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(content[: error.start].decode("utf-8", "replace"), name)
        detail = f"0x{content[error.start]:02x}"
        raise InvalidInput(
            problem("E-ENCODING", encoding="UTF-8", offset=str(error.start), detail=detail).at(place, "")
        ) from None


def _place(before: str, name: str) -> Place:
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
