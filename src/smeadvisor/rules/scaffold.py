"""A new rule file to be filled in: every required key, a comment for each, one rule with its three examples.

In a folder that is laid over the shipped rulebook the file names no schema, which is not there; an instrument is
one that the paper does not name; and the command to check the file names the folder.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Literal

from smeadvisor.files.disk import writing
from smeadvisor.files.documents import read
from smeadvisor.messages import message
from smeadvisor.model.attributes import AUDIENCES
from smeadvisor.model.rulebook import REGION
from smeadvisor.problems import InvalidInput, Place, Problem, near, nearest, problem
from smeadvisor.rules.references import NAME_IT_FIRST
from smeadvisor.rules.schema import modeline
from smeadvisor.rules.shipped import layers

Kind = Literal["barrier", "instrument", "recommendation", "attribute"]

FOLDERS: dict[Kind, str] = {
    "barrier": "barriers",
    "instrument": "instruments",
    "recommendation": "recommendations",
    "attribute": "attributes",
}
"""What can be begun, and the folder of the rulebook that it stands in."""

_IN_PAPER = {
    "origin": """\
# Only for one that the paper does not name; then also the day, month or year from which it has been there, in quotes.
# origin: since-2011
# begins: "2015"\
""",
    "ground": "basis: inference",
}
_LATER = {
    "origin": """\
# The paper does not name it. One that it does name has neither this line nor begins.
origin: since-2011
# The day, month or year from which it has been there, in quotes; if no page tells, the earliest time that one shows.
begins: TODO-year\
""",
    "ground": "basis: since-2011\n        source: TODO-source",
}
"""What an instrument says of its time: in the shipped rulebook, and in one laid over it."""

_CHECK = "smeadvisor rules check"
_TEMPLATES = Path(__file__).parent / "templates"
_HYPHENS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_UNDERSCORES = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*\Z")
_FORMS: dict[Kind, str] = {
    "barrier": "functional/new-barrier",
    "instrument": "mex/new-instrument",
    "recommendation": "new-recommendation",
    "attribute": "firm/new_attribute",
}
_PARENTS: dict[Kind, str] = {"barrier": "family", "instrument": "economy", "attribute": "kind_of_profile"}


def scaffold(kind: Kind, name: str, folder: Path) -> Path:
    """Write a file to be filled in to the folder, and say where it is.

    The folder holds a whole rulebook, or what is to be laid over the shipped one; then it is made if need be.
    ``name`` is the path below the folder of its kind: ``functional/credit-rating`` for a barrier,
    ``mex/new-fund`` for an instrument, ``firm/credit_rating`` for an attribute, ``new-theme`` for a
    recommendation. Raises InvalidInput for a name that cannot be used or is taken, and for a family,
    economy or kind of profile that there is not.
    """
    parent, _, last = name.rpartition("/")
    _refuse_bad_name(kind, name, last)
    folders = layers([folder])
    _refuse_unknown_parent(kind, parent, folders)
    path = folder / FOLDERS[kind] / f"{name}.yaml"
    with writing(path):
        for taken in _taken(kind, last, path, folders):
            raise InvalidInput(problem("E-TAKEN", name).at(Place(str(taken)), ""))
    over = len(folders) > 1
    _write(path, _laid_over(kind, parent, folder) if over else _own(kind, parent, path, folder))
    return path


def _refuse_bad_name(kind: Kind, name: str, last: str) -> None:
    form = _UNDERSCORES if kind == "attribute" else _HYPHENS
    if not form.match(last):
        raise InvalidInput(problem("E-NAME", name))
    if name.count("/") != _FORMS[kind].count("/"):
        raise InvalidInput(problem("E-NAME-PATH", name, form=_FORMS[kind]))


def _refuse_unknown_parent(kind: Kind, parent: str, folders: Sequence[Path]) -> None:
    known = [*_parents(kind, folders)]
    if kind in _PARENTS and parent not in known:
        what = message(f"errors.what.{_PARENTS[kind]}")
        first = NAME_IT_FIRST if kind == "instrument" else {}
        raise InvalidInput(problem("E-REF", parent, what=what, **near(nearest(parent, known)), **first))


def _parents(kind: Kind, folders: Sequence[Path]) -> Iterator[str]:
    """The folders that a file of that kind may stand in, as any of the layers has them."""
    if not all((folders[0] / part).exists() for part in ("economies.yaml", "barriers")):
        raise InvalidInput(Problem("E-RULES", Place(str(folders[0]))))
    if kind == "barrier":
        yield from (each.name for folder in folders for each in (folder / "barriers").glob("*") if each.is_dir())
    elif kind == "instrument":
        yield from (code.lower() for code in (REGION, *(code for folder in folders for code in _economies(folder))))
    else:
        yield from AUDIENCES


def _economies(folder: Path) -> list[str]:
    """The codes in ``economies.yaml``; none when it is not there or has not the form that it should have."""
    path = folder / "economies.yaml"
    data = read(path).data if path.exists() else None
    held = data.get("economies") if isinstance(data, dict) else None
    return [*held] if isinstance(held, dict) else []


def _taken(kind: Kind, last: str, path: Path, folders: Sequence[Path]) -> Iterator[Path]:
    """The files that have the name already; attributes share theirs with each other and with classifications.

    A file of the same place in a lower layer is one to be replaced.
    """
    same = [path]
    for folder in folders if kind == "attribute" else ():
        same += (folder / "attributes" / each / f"{last}.yaml" for each in AUDIENCES if each != path.parent.name)
        same.append(folder / "classification" / f"{last}.yaml")
    return (each for each in same if each.exists())


def _own(kind: Kind, parent: str, path: Path, folder: Path) -> str:
    """The file in a folder that holds a whole rulebook."""
    first = modeline(Path("rules") / path.relative_to(folder)) + "\n"
    return _text(kind, parent, modeline=first, check=_CHECK, **_IN_PAPER)


def _laid_over(kind: Kind, parent: str, folder: Path) -> str:
    """The file in a folder that is laid over the shipped rulebook."""
    named = shlex.quote(str(folder)) if str(folder).isprintable() else "FOLDER"
    return _text(kind, parent, modeline="", check=f"{_CHECK} --rules {named}", **_LATER)


def _text(kind: Kind, parent: str, **blanks: str) -> str:
    """The template of the kind, filled in."""
    template = Template((_TEMPLATES / f"{kind}.yaml").read_text(encoding="utf-8"))
    return template.substitute(parent=parent.upper() if kind == "instrument" else parent, **blanks)


def _write(path: Path, text: str) -> None:
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Never over a file that has come into being meanwhile, nor by way of a link.
        file = path.open("x", encoding="utf-8", newline="\n")
        try:
            with file:
                file.write(text)
        except BaseException:
            path.unlink()
            raise
