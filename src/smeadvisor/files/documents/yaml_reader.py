"""YAML, strictly: the events of the parser become plain data with places.

Events are counted before anything is built, so nesting bombs, aliases and tags cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from smeadvisor.files.documents import Document, Path_
from smeadvisor.files.documents.scalars import checked, deep, resolve, too_many
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import NESTING, VALUES

# libyaml's event stream is iterative; only its composer recurses, and it is not used here.
_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def read_yaml(text: str, name: str) -> Document:
    """The one document in ``text``; raises InvalidInput for anything beyond plain YAML 1.2 core."""
    reader = _Reader(text, name)
    try:
        return reader.document()
    except yaml.MarkedYAMLError as error:
        raise InvalidInput(_syntax_problem(error, text, name)) from None


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    place = Place(name, line, column)
    if "escape code" in (error.problem or ""):
        return problem("E-CHAR", "\\u").at(place, "")
    lines = text.split("\n")
    if line <= len(lines) and lines[line - 1][column - 1 : column] == "\t":
        return Problem("E-YAML-TAB", place)
    return problem("E-YAML-SYNTAX", detail=error.problem or "").at(place, "")


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.result = Document(name)
        self.anchor: Place | None = None
        self.depth = 0
        self.events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def document(self) -> Document:
        self._start()
        self.result.data = self._value(next(self.events), ())
        if self.anchor:
            raise InvalidInput(Problem("E-YAML-ALIAS", self.anchor))
        self._end()
        return self.result

    def _start(self) -> None:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise InvalidInput(Problem("E-EMPTY", Place(self.name, 1, 1)))
        if event.tags:
            raise InvalidInput(problem("E-YAML-TAG", "%TAG").at(self._place(event), ""))

    def _end(self) -> None:
        next(self.events)
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise InvalidInput(Problem("E-YAML-MULTIDOC", self._place(event)))

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _value(self, event: Any, path: Path_) -> Any:
        place = self._place(event)
        self._refuse_references(event, place)
        self.result.values[path] = place
        if len(self.result.values) > VALUES:
            raise InvalidInput(too_many(place))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        self.depth += 1
        if self.depth > NESTING:
            raise InvalidInput(deep(place, NESTING))
        mapping = isinstance(event, yaml.MappingStartEvent)
        value = self._mapping(path, braces=event.flow_style) if mapping else self._sequence(path)
        self.depth -= 1
        return value

    def _refuse_references(self, event: Any, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise InvalidInput(Problem("E-YAML-ALIAS", place))
        if event.tag is not None:
            raise InvalidInput(problem("E-YAML-TAG", event.tag).at(place, ""))
        # An anchor alone is refused at the end: an alias, if there is one, tells more.
        if event.anchor is not None and self.anchor is None:
            self.anchor = place

    def _scalar(self, event: Any, place: Place) -> Any:
        text = checked(event.value, place)
        return resolve(text, place) if event.implicit[0] else text

    def _sequence(self, path: Path_) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path_, *, braces: bool) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, held = self._key(event), next(self.events)
            if braces and held.start_mark.index == held.end_mark.index == event.end_mark.index:
                # No colon: what follows a comma in a text or number that is not in quotes.
                raise InvalidInput(problem("E-YAML-COMMA", key).at(self._place(event), ""))
            here = (*path, key)
            if key in mapping:
                first = str(self.result.keys[here].line)
                raise InvalidInput(problem("E-DUP-KEY", key, first=first).at(self._place(event), ""))
            mapping[key] = None
            self.result.keys[here] = self._place(event)
            mapping[key] = self._value(held, here)
        return mapping

    def _key(self, event: Any) -> str:
        place = self._place(event)
        self._refuse_references(event, place)
        if not isinstance(event, yaml.ScalarEvent):
            raise InvalidInput(Problem("E-KEY", place))
        if event.value == "<<" and event.implicit[0]:
            raise InvalidInput(Problem("E-YAML-MERGE", place))
        return checked(event.value, place)
