"""JSON, strictly: no duplicate keys, no NaN, no deep nesting; numbers keep their decimals."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from json import decoder
from typing import Any, NoReturn

from smeadvisor.files.documents import Document, Path_
from smeadvisor.files.documents.scalars import checked, deep, finite, too_many
from smeadvisor.problems import InvalidInput, Place, pointer, problem
from smeadvisor.problems.limits import NESTING, VALUES

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_CONSTANT = re.compile(r"true|false|null")
_NOT_FINITE = re.compile(r"NaN|-?Infinity")
_CONSTANTS = {"true": True, "false": False, "null": None}


def read_json(text: str, name: str) -> Document:
    """The document in ``text``; raises InvalidInput at the first fault, which points to the value it is in or after."""
    reader = _Reader(text, name)
    try:
        return reader.document()
    except InvalidInput as rejected:
        raise InvalidInput(each.at(each.place, pointer(reader.begun)) for each in rejected.problems) from None


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.at = 0
        self.begun: Path_ = ()
        self.depth = 0
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.result = Document(name)

    def document(self) -> Document:
        self.result.data = self._value(())
        self._skip()
        if self.at < len(self.text):
            self._fail("text after the end")
        return self.result

    def _skip(self) -> str:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def _place(self) -> Place:
        line = bisect_right(self.line_starts, self.at)
        return Place(self.result.name, line, self.at - self.line_starts[line - 1] + 1)

    def _fail(self, detail: str) -> NoReturn:
        raise InvalidInput(problem("E-JSON-SYNTAX", detail=detail).at(self._place(), ""))

    def _expect(self, char: str) -> None:
        if self._skip() != char:
            self._fail(f"expected {char}")
        self.at += 1

    def _value(self, path: Path_) -> Any:
        first, self.begun = self._skip(), path
        place = self.result.values[path] = self._place()
        if len(self.result.values) > VALUES:
            raise InvalidInput(too_many(place))
        if first == '"':
            return checked(self._string(), place)
        if first not in "{[" or not first:
            return self._scalar(place)
        self.depth += 1
        if self.depth > NESTING:
            raise InvalidInput(deep(place, NESTING))
        value = self._object(path) if first == "{" else self._array(path)
        self.depth -= 1
        return value

    def _scalar(self, place: Place) -> Any:
        if match := _NOT_FINITE.match(self.text, self.at):
            raise InvalidInput(problem("E-NUM-FINITE", match.group()).at(place, ""))
        for pattern in (_CONSTANT, _NUMBER):
            if match := pattern.match(self.text, self.at):
                self.at = match.end()
                return _CONSTANTS[match.group()] if pattern is _CONSTANT else finite(match.group(), place)
        return self._fail("expected a value")

    def _string(self) -> str:
        try:
            text, self.at = decoder.scanstring(self.text, self.at + 1)  # type: ignore[attr-defined]
        except json.JSONDecodeError as error:
            self.at = min(error.pos, len(self.text))
            self._fail(error.msg)
        return text

    def _array(self, path: Path_) -> list[Any]:
        self.at += 1
        items: list[Any] = []
        while self._skip() != "]":
            if items:
                self._expect(",")
            items.append(self._value((*path, len(items))))
        self.at += 1
        return items

    def _object(self, path: Path_) -> dict[str, Any]:
        self.at += 1
        mapping: dict[str, Any] = {}
        while self._skip() != "}":
            if mapping:
                self._expect(",")
            key = self._key(path, mapping)
            self._expect(":")
            mapping[key] = self._value((*path, key))
        self.at += 1
        return mapping

    def _key(self, path: Path_, mapping: dict[str, Any]) -> str:
        if self._skip() != '"':
            self._fail("expected a key in double quotes")
        place, self.begun = self._place(), path
        key = checked(self._string(), place)
        if key in mapping:
            first, self.begun = str(self.result.keys[(*path, key)].line), (*path, key)
            raise InvalidInput(problem("E-DUP-KEY", key, first=first).at(place, ""))
        self.result.keys[(*path, key)] = place
        return key
