"""The things of a rulebook: their kinds, their names, their titles, and which one a name means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from smeadvisor.messages import message
from smeadvisor.model.naming import the_one_named
from smeadvisor.model.records import Economy
from smeadvisor.model.rulebook import REGION, Rule, Rulebook
from smeadvisor.model.texts import program_text
from smeadvisor.problems import InvalidInput, near, nearest, problem
from smeadvisor.rendering.rulebook.reader import Reader

KINDS = (
    "attributes",
    "barriers",
    "instruments",
    "recommendations",
    "strategies",
    "classification",
    "sources",
    "errata",
    "economies",
)

CONCLUDED = ("recommendations", "barriers", "classification", "instruments")
"""The kinds of what a consultation can conclude."""


class Thing(NamedTuple):
    """One thing of a rulebook: what kind it is, its id, and what its file says (None if there is no such thing)."""

    kind: str
    id: str
    said: Any

    @property
    def name(self) -> str:
        """The id with its folder: no other thing has the same."""
        return f"{self.kind}/{self.id}"


def of_kind(rulebook: Rulebook, kind: str) -> Mapping[str, Any]:
    """All things of the kind by id."""
    if kind == "errata":
        return {each.id: each for each in rulebook.errata}
    if kind == "economies":
        return {**rulebook.economies, REGION: Economy(name=program_text("rulebook.apec_region"), apec=False)}
    return getattr(rulebook, kind)


def things(rulebook: Rulebook) -> Iterator[Thing]:
    """Everything that can be shown, kind by kind."""
    for kind in KINDS:
        for name, said in of_kind(rulebook, kind).items():
            yield Thing(kind, name, said)


def thing_at(rulebook: Rulebook, name: str) -> Thing:
    """The thing of that id and folder, such as ``barriers/price/customer-credit``."""
    kind, _, name = name.partition("/")
    return Thing(kind, name, of_kind(rulebook, kind).get(name))


def find(rulebook: Rulebook, name: str) -> Thing:
    """The thing that the name means: its id with or without its folder, or the last part of it.

    Raises InvalidInput with E-REF if there is none, with E-CHOICE and their full names if there are several.
    """
    return _found(things(rulebook), name)


def _found(known: Iterable[Thing], name: str) -> Thing:
    return the_one_named(name, known, _forms, message("errors.what.thing"))


def _forms(thing: Thing) -> tuple[str, str, str]:
    """The names it goes by, the strictest first."""
    return thing.name, thing.id, thing.id.rpartition("/")[2]


def title_of(thing: Thing, reader: Reader) -> str:
    """What the thing is called; an erratum by what the paper says; one not there as of the day by its id."""
    if thing.said is None:
        return thing.id
    if thing.kind == "errata":
        return reader.to(thing.said.says)
    return reader.to(thing.said.name if thing.kind == "economies" else thing.said.title)


def titled(name: str, reader: Reader) -> str:
    """The title of the thing of that full name, as a reference to it if it is there."""
    thing = thing_at(reader.rulebook, name)
    title = title_of(thing, reader)
    return title if thing.said is None else reader.reference(name, title)


def referred(name: str, reader: Reader) -> str:
    """The title of the thing of that full name, and the way to it: the name, so that it can be shown, or a link."""
    return titled(name, reader) if reader.linked else reader.marked(titled(name, reader), name)


def economy_name(code: str, reader: Reader) -> str:
    """What the economy is called; one that the rulebook does not name goes by its code."""
    return titled(f"economies/{code}", reader)


def conclusion(rulebook: Rulebook, name: str) -> str:
    """The full name of what a consultation can conclude: of a recommendation, barrier, classification, instrument.

    Given as :func:`find` takes it, or as a finding: ``mex/sme-export-credit#term``, ``stage=planning``. Raises
    InvalidInput as ``find`` does, with E-NOT-CONCLUDED for a thing of another kind.
    """
    owner, mark, part = _parted(name)
    known = list(things(rulebook))
    concluded = [each for each in known if each.kind in CONCLUDED]
    other = next((each for each in known if each.kind not in CONCLUDED and owner in (each.name, each.id)), None)
    if other and not any(owner in _forms(thing) for thing in concluded):
        raise InvalidInput(problem("E-NOT-CONCLUDED", name, what=other.kind))
    thing = _found(concluded, owner)
    if not mark:
        return thing.name
    parts = _parts_of(thing)
    if part not in parts:
        near_to = near(nearest(part, parts))
        raise InvalidInput(
            problem("E-CHOICE", name, choices=", ".join(thing.name + mark + each for each in parts), **near_to)
        )
    return thing.name + mark + part


def _parted(name: str) -> tuple[str, str, str]:
    """The name of a thing, and the part of it that is meant: a requirement after #, a value after =."""
    return name.partition("#") if "#" in name else name.partition("=")


def _parts_of(thing: Thing) -> list[str]:
    if thing.kind == "classification":
        return list(thing.said.values)
    return [each.id for each in thing.said.requirements] if thing.kind == "instruments" else []


def owner_of(rule: Rule, rulebook: Rulebook) -> Thing:
    """The thing in whose file the rule stands."""
    return thing_at(rulebook, rule.id.partition("#")[0])


def rules_of(thing: Thing, rulebook: Rulebook) -> list[Rule]:
    """The rules that stand in the thing's file and are in force."""
    return [each for each in rulebook.by_file.get(thing.name, ()) if each.text]
