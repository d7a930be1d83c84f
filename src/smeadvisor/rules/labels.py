"""Answers may name choices and economies by their labels: no label may stand for two things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smeadvisor.model.answers import MARKS, NONE
from smeadvisor.model.codes import ECONOMIES
from smeadvisor.model.texts import Text, folded, key_of
from smeadvisor.problems import Problem, problem
from smeadvisor.rules.files import Shelf

Path = tuple[str, ...]


def label_faults(shelf: Shelf) -> Iterator[Problem]:
    """Every id or label that means something else too, where one answer can hold both."""
    for name, attribute in shelf.models["attributes"].items():
        marks = MARKS | NONE if attribute.type == "list" else MARKS
        for path, fault in _faults(attribute.choices, {folded(each): each for each in marks}):
            yield shelf.document("attributes", name).located(fault, ("choices", *path))
    economies = {code: each.name for code, each in shelf.singles["economies"].economies.items()}
    for (code, *lang), fault in _faults(economies, {folded(code): code for code in ECONOMIES - economies.keys()}):
        yield shelf.documents["", "economies"].located(fault, ("economies", code, *(("name", *lang) if lang else ())))


def _faults(labels: Mapping[str, Text], taken: dict[str, str]) -> Iterator[tuple[Path, Problem]]:
    """The path and problem of each id and label that is taken already, by another id or by what there is besides."""
    for id in labels:
        if (other := taken.setdefault(folded(id), id)) != id:
            yield (id,), problem("E-LABEL", id, other=other)
    for id, text in labels.items():
        for lang in ("en", "zh_hant"):
            label = getattr(text, lang)
            if (other := taken.setdefault(folded(label), id)) != id:
                yield (id, key_of(lang)), problem("E-LABEL", label, other=other)
