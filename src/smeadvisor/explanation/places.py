"""Where in which file of the rulebook a rule stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from smeadvisor.files.digest import Content, RuleFiles, given, read_files
from smeadvisor.files.documents import Document, parse
from smeadvisor.model.grounds import relief_of
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.problems import InvalidInput, Place
from smeadvisor.rules.shipped import layers, shipped_folder

_LISTS = ("rules", "signs", "evidence")


class RulePlaces:
    """The places of the rules of a rulebook, looked up in its files as they are asked for.

    A file of the shipped one is called ``rules/…`` wherever the program is installed.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._read: dict[str, tuple[str, Document | None]] = {}

    def of(self, rule: Rule) -> Place:
        """The file and the line of the rule; no line where the file does not say it."""
        owner = rule.id.partition("#")[0]
        if owner not in self._read:
            self._read[owner] = self._document(f"{owner}.yaml")
        name, document = self._read[owner]
        return Place(name, _line(document, self._wanted(rule)) if document else None)

    @cached_property
    def _files(self) -> RuleFiles:
        return self._rulebook.files or read_files(layers(()))

    def _wanted(self, rule: Rule) -> tuple[tuple[str, ...], str, str]:
        """In which lists it stands, under which key, and what that says."""
        if rule.text is None:
            return ("relieves",), "barrier", relief_of(rule, self._rulebook).barrier
        return _LISTS, "id", rule.text.id

    def _document(self, name: str) -> tuple[str, Document | None]:
        for folder in reversed(self._files.folders):
            if name in folder.files:
                shown = "rules" if folder.path == shipped_folder() else folder.path.as_posix()
                return f"{shown}/{name}", _readable(folder.files[name], name)
        return f"rules/{name}", None


def _readable(content: Content, name: str) -> Document | None:
    try:
        return parse(given(content), name)
    except InvalidInput:
        return None


def _line(document: Document, wanted: tuple[tuple[str, ...], str, str]) -> int | None:
    lists, key, said = wanted
    for path, place in document.values.items():
        here = len(path) > 2 and path[-1] == key and path[-3] in lists
        if here and _at(document.data, path) == said:
            return place.line
    return None


def _at(data: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data
