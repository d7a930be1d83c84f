"""Lists of the things of a rulebook, narrowed by what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Unpack

from typing_extensions import TypedDict

from smeadvisor.model.plain import Plain
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Lang, Problem, near, nearest, problem
from smeadvisor.rendering.advice.wording import clauses, day_text, listing
from smeadvisor.rendering.rulebook.names import KINDS, Thing, economy_name, things, title_of
from smeadvisor.rendering.rulebook.reader import Reader

LISTED = tuple(kind for kind in KINDS if kind != "economies")


@dataclass(frozen=True, slots=True)
class Row(Plain):
    """A thing in a list: ``remark`` puts its ``properties`` into words."""

    kind: str
    id: str
    title: str
    remark: str
    properties: Mapping[str, Any]


class Asked(TypedDict, total=False):
    """What a list can be narrowed by; None asks for nothing."""

    economy: str | None
    family: str | None
    support: str | None
    status: str | None
    origin: str | None


def listed(rulebook: Rulebook, kind: str | None = None, *, lang: Lang = "en", **asked: Unpack[Asked]) -> list[Row]:
    """The things of that kind, or of all kinds, to which everything asked for applies.

    A thing that has no such property (a barrier has no status) is left out where it is asked for. Raises
    InvalidInput with E-CHOICE for a kind or value that nothing in the rulebook has.
    """
    known = [each for each in things(rulebook) if each.kind in LISTED]
    wanted = {name: str(value) for name, value in asked.items() if value is not None}
    faults = [*_faults(known, kind, wanted)]
    if faults:
        raise InvalidInput(faults)
    reader = Reader(rulebook, lang)
    return [
        Row(each.kind, each.id, title_of(each, reader), _remark(each, reader), _properties(each))
        for each in known
        if kind in (None, each.kind) and all(value in _property(each, name) for name, value in wanted.items())
    ]


def _faults(known: list[Thing], kind: str | None, wanted: dict[str, str]) -> Iterator[Problem]:
    if kind is not None and kind not in LISTED:
        yield _no_choice(kind, LISTED)
    for name, value in wanted.items():
        choices = sorted({found for each in known for found in _property(each, name)} | set(_ALWAYS.get(name, ())))
        if value not in choices:
            yield _no_choice(value, choices)


def _no_choice(value: str, choices: Iterable[str]) -> Problem:
    return problem("E-CHOICE", value, choices=", ".join(choices), **near(nearest(value, choices)))


# What may be asked for though nothing has it as of the day.
_ALWAYS = {"status": ("in_force", "changed", "closed", "unknown"), "origin": ("paper", "since-2011")}


def _property(thing: Thing, name: str) -> tuple[str, ...]:
    """What the thing has of that name; nothing if its kind has no such property."""
    if name == "family":
        return (thing.id.partition("/")[0],) if thing.kind == "barriers" else ()
    if name == "economy" and thing.kind == "strategies":
        return tuple(each.economy for each in thing.said.economies)
    return (getattr(thing.said, name),) if thing.kind == "instruments" else ()


def _properties(thing: Thing) -> dict[str, Any]:
    """What programs may want to know of the thing, as the rulebook has it."""
    family = {"family": thing.id.partition("/")[0]} if thing.kind == "barriers" else {}
    return family | {name: getattr(thing.said, name) for name in _OF_KIND.get(thing.kind, ())}


_OF_KIND = {
    "attributes": ("type", "unit", "audience"),
    "barriers": ("side", "rank"),
    "instruments": ("economy", "support", "status", "origin"),
}


def _remark(thing: Thing, reader: Reader) -> str:
    return _REMARKS[thing.kind](thing.said, reader)


def _of_attribute(said: Any, reader: Reader) -> str:
    who = listing([reader.say(each) for each in said.audience], reader.lang)
    unit = [reader.say(said.unit)] if said.unit else []
    return clauses([who, reader.say(said.type), *unit], reader.lang)


def _of_barrier(said: Any, reader: Reader) -> str:
    return reader.say("ranked", rank=said.rank) if said.rank else reader.say("unranked")


def _of_instrument(said: Any, reader: Reader) -> str:
    return clauses([reader.say(said.status), reader.say(said.support), reader.say(said.origin)], reader.lang)


def _of_recommendation(said: Any, reader: Reader) -> str:
    return reader.places(said.sources)


def _of_strategy(said: Any, reader: Reader) -> str:
    return listing([economy_name(each.economy, reader) for each in said.economies], reader.lang)


def _of_classification(said: Any, reader: Reader) -> str:
    return clauses([reader.to(each) for each in said.values.values()], reader.lang)


def _of_source(said: Any, reader: Reader) -> str:
    dated = [reader.say("dated", day=day_text(said.dated, reader.lang))] if said.dated else []
    return clauses([reader.to(said.label), *dated], reader.lang)


def _of_erratum(said: Any, reader: Reader) -> str:
    return reader.places([said.place, *said.also])


_REMARKS: dict[str, Callable[[Any, Reader], str]] = {
    "attributes": _of_attribute,
    "barriers": _of_barrier,
    "instruments": _of_instrument,
    "recommendations": _of_recommendation,
    "strategies": _of_strategy,
    "classification": _of_classification,
    "sources": _of_source,
    "errata": _of_erratum,
}
