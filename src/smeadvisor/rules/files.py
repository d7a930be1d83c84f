"""The files of a rulebook as checked models, each with the document it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smeadvisor.files.digest import Content, RuleFolder, given
from smeadvisor.files.documents import Document, Merged, name_of, not_a_mapping, parse
from smeadvisor.messages import message
from smeadvisor.model.attributes import Attribute
from smeadvisor.model.records import (
    About,
    Acceptance,
    Barrier,
    Classification,
    Economy,
    Erratum,
    Instrument,
    Priorities,
    Recommendation,
    Source,
    Strategy,
)
from smeadvisor.model.texts import record
from smeadvisor.model.validation import validated
from smeadvisor.problems import InvalidInput, Place, Problem, near, nearest, problem

FOLDERS: dict[str, type[Any]] = {
    "attributes": Attribute,
    "classification": Classification,
    "barriers": Barrier,
    "instruments": Instrument,
    "recommendations": Recommendation,
    "strategies": Strategy,
}
FORM = 1
"""The newest form of the rule language that this release reads."""
LAST_RELEASES: dict[int, str] = {}
"""Forms that this release reads no longer, each with the last release that did."""
_CARD = "rulebook.yaml"
SLUG = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*\Z")
"""What an id looks like."""


@record
class _Sources:
    sources: dict[str, Source]


@record
class _Economies:
    economies: dict[str, Economy]


@record
class _Errata:
    errata: tuple[Erratum, ...]


@record
class _Accepted:
    accepted: tuple[Acceptance, ...]


SINGLES: dict[str, type[Any]] = {
    "rulebook": About,
    "priorities": Priorities,
    "sources": _Sources,
    "economies": _Economies,
    "errata": _Errata,
    "accepted": _Accepted,
}


@dataclass(slots=True)
class Shelf:
    """All models of a rulebook by kind and id, their documents, and the problems found."""

    models: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in FOLDERS})
    singles: dict[str, Any] = field(default_factory=dict)
    documents: dict[tuple[str, str], Document | Merged] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    last: Path | None = None
    """The folder that was laid on last."""

    def is_of_last(self, place: Place | None) -> bool:
        """Whether the place is in a file at the top of the folder that was laid on last."""
        return place is not None and Path(place.file).parent == self.last

    def document(self, kind: str, name: str) -> Document | Merged:
        return self.documents[kind, name]


def read_shelf(folder: RuleFolder) -> Shelf:
    """Every file of the folder, parsed and checked on its own; raises InvalidInput for a form that we do not read."""
    _refuse_form(folder)
    shelf = Shelf()
    for name, content in folder.files.items():
        try:
            _shelve(shelf, folder.path / name, Path(name), content)
        except InvalidInput as rejected:
            shelf.problems.extend(rejected.problems)
    return shelf


def _refuse_form(folder: RuleFolder) -> None:
    """Refuse a form that this release does not read: what else the files say may mean something else in it.

    A folder that does not say its form is of form 1. Raises InvalidInput: E-RANGE, E-FORM-NEWER, E-FORM-OLDER.
    """
    try:
        card = parse(given(folder.files[_CARD]), name_of(folder.path / _CARD)) if _CARD in folder.files else None
    except InvalidInput:
        # Reading the file says what is wrong with it.
        return
    form = card.data.get("form", 1) if card and isinstance(card.data, dict) else 1
    fault = _form_fault(form) if type(form) is int else None
    if fault:
        raise InvalidInput(card.located(fault, ("form",)) if card else fault.at(Place(str(folder.path)), ""))


def _form_fault(form: int) -> Problem | None:
    if form < 1:
        return problem("E-RANGE", form, range="1 …")
    if form > FORM:
        return problem("E-FORM-NEWER", form, newest=str(FORM))
    return problem("E-FORM-OLDER", form, release=LAST_RELEASES[form]) if form in LAST_RELEASES else None


TAKEN_WHOLE = {"how": message("errors.taken_whole")}
"""The blanks of the remedy where a part is missing from a file that is not merged."""


def read_single(path: Path, content: Content, name: str) -> tuple[Any, Document]:
    """A file of the form of ``priorities.yaml``, ``sources.yaml`` and so on; raises InvalidInput with its problems."""
    document = _whole(path, content)
    try:
        return validated(SINGLES[name], document.data, document), document
    except InvalidInput as rejected:
        raise InvalidInput(_told_of_whole(each, name) for each in rejected.problems) from None


def _told_of_whole(fault: Problem, name: str) -> Problem:
    """What is missing from a file that is not merged should have been copied."""
    whole = fault.code == "E-MISSING" and name in ("priorities", "rulebook")
    return replace(fault, details={**fault.details, **TAKEN_WHOLE}) if whole else fault


def _shelve(shelf: Shelf, path: Path, within: Path, content: Content) -> None:
    """Put one file on the shelf; ``within`` is its path in the folder."""
    if path.suffix != ".yaml":
        raise InvalidInput(problem("E-NAME", path.name).at(Place(str(path)), ""))
    parts = within.with_suffix("").parts
    kind = parts[0]
    if len(parts) > 1:
        document = _whole(path, content)
        if kind not in FOLDERS:
            raise InvalidInput(_misplaced(path, kind, FOLDERS))
        _shelve_one(shelf, kind, _id_of(parts, path), document)
    elif kind in SINGLES:
        shelf.singles[kind], shelf.documents["", kind] = read_single(path, content, kind)
    else:
        raise InvalidInput(_misplaced(path, kind, SINGLES))


def _whole(path: Path, content: Content) -> Document:
    """The document in a file whose last line has its end."""
    document = parse(given(content), name_of(path))
    if not document.ended:
        raise InvalidInput(Problem("E-CUT", Place(str(path), document.lines, 1)))
    return document


def _shelve_one(shelf: Shelf, kind: str, name: str, document: Document) -> None:
    if name in shelf.models[kind]:
        first = shelf.document(kind, name).name
        raise InvalidInput(
            problem("E-DUP-ID", name, first=message("errors.first", file=first)).at(Place(document.name), "")
        )
    if not isinstance(document.data, dict):
        raise InvalidInput(not_a_mapping(document.name))
    if "id" in document.data:
        # The path is the id.
        raise InvalidInput(document.located(problem("E-UNKNOWN-KEY", "id"), ("id",), key=True))
    model = validated(FOLDERS[kind], {"id": name, **document.data}, document)
    if isinstance(model, Attribute) and model.step <= 0:
        raise InvalidInput(document.located(problem("E-RANGE", model.step, range="> 0"), ("step",)))
    shelf.models[kind][name] = model
    shelf.documents[kind, name] = document


def _misplaced(path: Path, name: str, names: Any) -> Problem:
    slots = {"what": message("errors.what.part_of_rulebook"), "or": message("errors.or_elsewhere")}
    return problem("E-REF", name, **slots, **near(nearest(name, names))).at(Place(str(path)), "")


def _id_of(parts: tuple[str, ...], path: Path) -> str:
    """The id that the path gives: attributes go by their file name, the rest by their path."""
    names = parts[-1:] if parts[0] == "attributes" else parts[1:]
    for name in names:
        if not SLUG.match(name):
            raise InvalidInput(problem("E-NAME", name).at(Place(str(path)), ""))
    return "/".join(names)
