"""YAML to rulebook: read all of ``rules/`` and what is laid over it, or say everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from smeadvisor.files.digest import RuleFiles, read_files
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.rules.begun import set_aside
from smeadvisor.rules.changes import notes
from smeadvisor.rules.checks import check
from smeadvisor.rules.files import SINGLES, Shelf
from smeadvisor.rules.layers import Layer, read_layers
from smeadvisor.rules.linking import linked_rules
from smeadvisor.rules.soundness import Soundness

_FOLLOWING = {"E-REF", "E-CYCLE", "E-CHOICE", "E-NEVER"}


class Review(NamedTuple):
    """A rulebook, the warnings that its ``accepted.yaml`` do not answer, and notes on what layers changed."""

    rulebook: Rulebook
    warnings: list[Problem]
    notes: list[Problem]


def load(*folders: Path, priorities: Path | None = None) -> Rulebook:
    """The rulebook in the first folder, with the others laid over it in order, and other priorities if given.

    Raises InvalidInput with every problem of every file, each with file, line, column and remedy.
    """
    return load_from(read_files(folders, priorities))


def load_from(files: RuleFiles) -> Rulebook:
    """The same from files that were read; raises as ``load``."""
    return _loaded(files)[0]


def review(files: RuleFiles) -> Review:
    """The same with what there is to say of it; raises as ``load``."""
    rulebook, soundness, layers = _loaded(files)
    return Review(rulebook, list(soundness.unanswered()), list(notes(layers)))


def load_finished(files: RuleFiles) -> tuple[Rulebook, list[Problem]]:
    """The same without the files that were begun and are not filled in, and a warning of each; raises as ``load``."""
    left_out: list[Problem] = []
    return _loaded(files, left_out)[0], left_out


def _loaded(files: RuleFiles, left_out: list[Problem] | None = None) -> tuple[Rulebook, Soundness, list[Layer]]:
    """The rulebook; where there is a list of what is left out, unfinished files are put on that."""
    shelf, layers = read_layers(files)
    if left_out is not None:
        left_out += set_aside(shelf)
    # What has faults is refused in the end, and may not even be readable.
    identity = "" if shelf.problems else files.digest()
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
    return _rulebook(shelf, rules, identity, files), soundness, layers


def _stop_at(shelf: Shelf) -> None:
    if shelf.problems:
        places = [(p, p.place or Place("")) for p in shelf.problems]
        places.sort(key=lambda each: (each[1].file, each[1].line or 0, each[1].column or 0, each[0].code))
        raise InvalidInput(each for each, _ in places)


def _rulebook(shelf: Shelf, rules: tuple[Rule, ...], identity: str, files: RuleFiles) -> Rulebook:
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
        files=files,
    )
