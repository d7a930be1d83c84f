"""YAML to rulebook: read all of ``rules/``, or say everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smeadvisor.digest import digest
from smeadvisor.errors import Place, Problem, Rejected, problem
from smeadvisor.loading.checks import check
from smeadvisor.loading.files import SINGLES, Shelf, read_shelf
from smeadvisor.loading.linking import linked_rules
from smeadvisor.loading.soundness import Soundness
from smeadvisor.rulebook import Rule, Rulebook

_PARTS = {"rulebook.yaml", "priorities.yaml", "attributes"}
_FOLLOWING = {"E-REF", "E-CYCLE", "E-CHOICE", "E-NEVER"}


def load(folder: Path) -> Rulebook:
    """The rulebook in this folder.

    Raises Rejected with every problem of every file, each with file, line, column and remedy.
    """
    return _loaded(folder)[0]


def review(folder: Path) -> tuple[Rulebook, list[Problem]]:
    """The rulebook in this folder, and the warnings that its ``accepted.yaml`` does not answer; raises as ``load``."""
    rulebook, soundness = _loaded(folder)
    return rulebook, list(soundness.unanswered())


def _loaded(folder: Path) -> tuple[Rulebook, Soundness]:
    try:
        if not any(path.name in _PARTS for path in folder.iterdir()):
            raise Rejected(Problem("E-RULES", Place(str(folder))))
        shelf = read_shelf(folder)
        identity = digest(folder)
    except OSError as error:
        place = Place(str(error.filename or folder)[:200])
        raise Rejected(problem("E-UNREADABLE", detail=error.strerror or "").at(place, "")) from None
    if len(shelf.singles) < len(SINGLES):
        _stop_at(shelf)
    unread = tuple(shelf.problems)
    rules = linked_rules(shelf)
    soundness = Soundness(shelf, rules)
    shelf.problems.extend(check(shelf, rules, soundness))
    if unread:
        # What refers to a file that could not be read is no fault of its own.
        later = shelf.problems[len(unread) :]
        shelf.problems = [*unread, *(each for each in later if each.code not in _FOLLOWING)]
    _stop_at(shelf)
    return _rulebook(shelf, rules, identity), soundness


def _stop_at(shelf: Shelf) -> None:
    if shelf.problems:
        places = [(p, p.place or Place("")) for p in shelf.problems]
        places.sort(key=lambda each: (each[1].file, each[1].line or 0, each[1].column or 0, each[0].code))
        raise Rejected(each for each, _ in places)


def _rulebook(shelf: Shelf, rules: tuple[Rule, ...], identity: str) -> Rulebook:
    models: Any = {kind: dict(sorted(each.items())) for kind, each in shelf.models.items()}
    return Rulebook(
        about=shelf.singles["rulebook"],
        digest=identity,
        priorities=shelf.singles["priorities"],
        sources=shelf.singles["sources"].sources,
        economies=shelf.singles["economies"].economies,
        errata=shelf.singles["errata"].errata,
        **models,
        rules=rules,
    )
