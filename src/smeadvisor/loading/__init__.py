"""YAML to rulebook: read all of ``rules/``, or say everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from smeadvisor.digest import digest
from smeadvisor.errors import Place, Problem, Rejected
from smeadvisor.loading.checks import check
from smeadvisor.loading.files import Shelf, read_shelf
from smeadvisor.loading.linking import linked_rules
from smeadvisor.rulebook import Rule, Rulebook


def load(folder: Path) -> Rulebook:
    """The rulebook in this folder.

    Raises Rejected with every problem of every file, each with file, line, column and remedy.
    """
    if not (folder / "priorities.yaml").is_file():
        raise Rejected(Problem("E-RULES", Place(str(folder))))
    shelf = read_shelf(folder)
    _stop_at(shelf)
    rules = linked_rules(shelf)
    _stop_at(shelf)
    shelf.problems.extend(check(shelf, rules))
    _stop_at(shelf)
    return _rulebook(shelf, rules, digest(folder))


def _stop_at(shelf: Shelf) -> None:
    if shelf.problems:
        places = [(p, p.place or Place("")) for p in shelf.problems]
        places.sort(key=lambda each: (each[1].file, each[1].line or 0, each[1].column or 0, each[0].code))
        raise Rejected(problem for problem, _ in places)


def _rulebook(shelf: Shelf, rules: tuple[Rule, ...], identity: str) -> Rulebook:
    return Rulebook(
        about=shelf.singles["rulebook"],
        digest=identity,
        priorities=shelf.singles["priorities"],
        sources=shelf.singles["sources"].sources,
        economies=shelf.singles["economies"].economies,
        errata=shelf.singles["errata"].errata,
        **{kind: dict(sorted(models.items())) for kind, models in shelf.models.items()},
        rules=rules,
    )
