"""Folders of rules laid over each other: a later one adds to what the earlier ones say, or replaces it by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smeadvisor.files.digest import Content, RuleFiles, RuleFolder
from smeadvisor.files.documents import Document, Merged
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.rules.files import SINGLES, Shelf, read_shelf, read_single
from smeadvisor.rules.linking import entries

PRIORITIES = "priorities"

Key = str | int


@dataclass(slots=True)
class Layer:
    """What one folder, or a file of priorities, did to those before it: what it added and what it replaced."""

    place: Path
    added: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[tuple[str, str, Place]] = field(default_factory=list)
    priorities: tuple[Any, Any] | None = None
    """Those before and after, where it replaced them."""

    def put(self, kind: str, name: str, place: Place, *, known: bool) -> None:
        """Note that a thing was laid on, over another one if it was known."""
        if known:
            self.replaced.append((kind, name, place))
        else:
            self.added.append((kind, name))


_MERGED = ("sources", "economies", "errata", "accepted")
"""Files that hold entries, each under the name of the file itself."""


def read_layers(files: RuleFiles) -> tuple[Shelf, list[Layer]]:
    """All folders on one shelf, and what each after the first did to those before it.

    Raises InvalidInput for a folder given twice or without rules. The problems of files are on the shelf.
    """
    folders = [each.path for each in files.folders]
    _refuse_twice(folders)
    shelf, *others = [_read(each) for each in files.folders]
    shelf.last = folders[-1]
    layers = [_lay(shelf, other, Layer(folder)) for folder, other in zip(folders[1:], others, strict=True)]
    if files.priorities is not None:
        layers.append(_lay(shelf, _read_priorities(*files.priorities), Layer(files.priorities[0])))
    for name in SINGLES:
        # One that is there and cannot be used has been told of.
        if name not in shelf.singles and not any(f"{name}.yaml" in each.files for each in files.folders):
            shelf.problems.append(problem("E-MISSING", f"{name}.yaml").at(Place(str(folders[0])), ""))
    shelf.problems.extend(_lost_kinds(shelf, layers))
    return shelf, layers


def _refuse_twice(folders: Sequence[Path]) -> None:
    seen: set[Path] = set()
    for folder in folders:
        if folder.resolve() in seen:
            raise InvalidInput(Problem("E-TWICE", Place(str(folder))))
        seen.add(folder.resolve())


def _read(folder: RuleFolder) -> Shelf:
    shelf = read_shelf(folder)
    if not (shelf.documents or shelf.problems):
        raise InvalidInput(Problem("E-RULES", Place(str(folder.path))))
    return shelf


def _read_priorities(path: Path, content: Content) -> Shelf:
    shelf = Shelf()
    try:
        shelf.singles[PRIORITIES], shelf.documents["", PRIORITIES] = read_single(path, content, PRIORITIES)
    except InvalidInput as rejected:
        shelf.problems.extend(rejected.problems)
    return shelf


def _lay(shelf: Shelf, other: Shelf, layer: Layer) -> Layer:
    """Put all of the other shelf onto the first."""
    shelf.problems.extend(other.problems)
    for kind, models in other.models.items():
        for name, model in models.items():
            document = other.documents[kind, name]
            layer.put(kind, name, Place(document.name), known=name in shelf.models[kind])
            shelf.models[kind][name], shelf.documents[kind, name] = model, document
    for name in other.singles:
        if name in _MERGED and name in shelf.singles:
            _merge(shelf, other, name, layer)
        else:
            _exchange(shelf, other, name, layer)
    return layer


def _exchange(shelf: Shelf, other: Shelf, name: str, layer: Layer) -> None:
    """One file for another, whole."""
    if name == PRIORITIES and name in shelf.singles:
        layer.priorities = shelf.singles[name], other.singles[name]
    layer.put("", name, Place(other.documents["", name].name), known=name in shelf.singles)
    shelf.singles[name], shelf.documents["", name] = other.singles[name], other.documents["", name]


def _merge(shelf: Shelf, other: Shelf, name: str, layer: Layer) -> None:
    """The entries of one file among those of another."""
    held, more = (_keyed(getattr(each.singles[name], name)) for each in (shelf, other))
    document: Any = other.documents["", name]
    origins = _origins(shelf.documents["", name], held)
    places = _places(held, more)
    for own, each in more.items():
        key = places[own]
        said = document.values.get((name, own), Place(document.name))
        layer.put(name, _id_of(each) or str(own), said, known=key in held)
        held[key], origins[key] = each, (document, own)
    listed = isinstance(getattr(shelf.singles[name], name), tuple)
    whole = tuple(held.values()) if listed else held
    shelf.singles[name] = replace(shelf.singles[name], **{name: whole})
    shelf.documents["", name] = Merged(document, origins)


def _lost_kinds(shelf: Shelf, layers: Sequence[Layer]) -> Iterator[Problem]:
    """Kinds of evidence that rules name, and other priorities no longer do."""
    used = {(each.text.audience, each.concluded.get("evidence")) for each in entries(shelf)}
    for before, _ in (layer.priorities for layer in layers if layer.priorities):
        for audience, kinds in shelf.singles[PRIORITIES].evidence.items():
            held = {each.id for each in kinds}
            lost = (each.id for each in before.evidence.get(audience, ()) if each.id not in held)
            for kind in (each for each in lost if (audience, each) in used):
                yield shelf.documents["", PRIORITIES].located(problem("E-MISSING", kind), ("evidence", audience))


def _keyed(held: Any) -> dict[Key, Any]:
    """Entries by name, or by position where they are a list."""
    return dict(held) if isinstance(held, dict) else dict(enumerate(held))


def _id_of(entry: Any) -> str:
    """What an entry of a list goes by; answers to warnings go by nothing and add up."""
    return getattr(entry, "id", "")


def _places(held: dict[Key, Any], more: dict[Key, Any]) -> dict[Key, Key]:
    """Where each further entry goes: its own name, or the position of the one with its id, else behind the last."""
    known = {_id_of(each): key for key, each in held.items() if _id_of(each)}
    found: dict[Key, Key] = {}
    for own, each in more.items():
        # The second of one id in one file takes nobody's place: it is told as used twice.
        behind = len(held) + len(found) if isinstance(own, int) else own
        found[own] = known.pop(_id_of(each), behind)
    return found


def _origins(document: Document | Merged, held: dict[Key, Any]) -> dict[Key, tuple[Document, Key]]:
    """Where each entry stands, before others are laid on."""
    return dict(document.entries) if isinstance(document, Merged) else {key: (document, key) for key in held}
