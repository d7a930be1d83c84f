"""The header of a table held against the rulebook: what each column is, or every fault of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from smeadvisor.messages import message
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem, near, nearest, problem, shown
from smeadvisor.problems.limits import HEADER_COLUMNS, PROBLEMS
from smeadvisor.tables.layout import FIELDS, REQUIRED, InputColumn, column_named, plain_name
from smeadvisor.tables.reading.options import LEFT_OUT, ReadingOptions

Header = tuple[InputColumn | None, ...]
"""The columns in order; None is left out."""


def renamed(name: str, options: ReadingOptions) -> str:
    """The name that a column is to have; names are compared in the composed form of Unicode."""
    mapping = {normalize("NFC", each): to for each, to in options.mapping.items()}
    name = normalize("NFC", name.strip())
    return plain_name(mapping.get(name, name))


def header_of(names: Sequence[str], rulebook: Rulebook, options: ReadingOptions, place: Place) -> Header:
    """The columns of a table whose header has these names; raises InvalidInput with every fault of the header."""
    if len(names) > HEADER_COLUMNS:
        raise InvalidInput(problem("E-MANY", limit=str(HEADER_COLUMNS)).at(place, ""))
    wanted = [renamed(name, options) for name in names]
    columns = tuple(None if name == LEFT_OUT else column_named(name, rulebook) for name in wanted)
    columns = tuple(each and each._replace(header=name.strip()) for each, name in zip(columns, names, strict=True))
    faults = [*_twice(names, wanted), *_faults(wanted, columns, rulebook, options)]
    faults += (*_idle(names, wanted, options), *unit_faults(rulebook, options))
    if faults:
        raise InvalidInput(fault.at(place, "") for fault in faults[:PROBLEMS])
    return columns


def known_names(rulebook: Rulebook) -> list[str]:
    """The names that a column can have, companions left aside."""
    return [*FIELDS, *rulebook.attributes]


def twice(name: str, first: str, second: str) -> Problem:
    """The problem of two columns, or two names of a line, that stand for the same one."""
    one, other = shown(first), shown(second)
    alike = one == other
    return problem(
        "E-COLUMN-DUP",
        name,
        both="" if alike else message("errors.both", one=one, other=other),
    )


def unit_faults(rulebook: Rulebook, options: ReadingOptions) -> Iterator[Problem]:
    """What is wrong with the units given: they go with questions for amounts of money alone."""
    money = [name for name, each in rulebook.attributes.items() if each.type == "money"]
    for name in options.units:
        if name not in money:
            yield problem("E-UNIT-OF", name, **near(nearest(name, money)))


def _twice(names: Sequence[str], wanted: Sequence[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(each for each in wanted if each != LEFT_OUT):
        same = [own for own, each in zip(names, wanted, strict=True) if each == name]
        if len(same) > 1:
            yield twice(name, same[0], same[1])
    parts = [each for each in wanted if each in ("name.en", "name.zh-Hant")]
    if "name" in wanted and parts:
        yield twice("name", "name", parts[0])


def _idle(names: Sequence[str], wanted: Sequence[str], options: ReadingOptions) -> Iterator[Problem]:
    """Mappings of columns that are not there; where there is one of the name they give, nothing is amiss."""
    there = [normalize("NFC", name.strip()) for name in names]
    for name, to in options.mapping.items():
        if normalize("NFC", name) not in there and (to == LEFT_OUT or to not in wanted):
            yield problem("E-MAP", name, **near(nearest(name, there)))


def _faults(wanted: Sequence[str], columns: Header, rulebook: Rulebook, options: ReadingOptions) -> Iterator[Problem]:
    known = known_names(rulebook)
    for name, column in zip(wanted, columns, strict=True):
        if column is None and name != LEFT_OUT:
            yield problem("E-COLUMN-UNKNOWN", name, **near(nearest(name, known)))
    instead = {"kind": options.kind, "economy": options.economy}
    for name in REQUIRED:
        if name not in wanted and instead.get(name) is None:
            spare = [each for each, column in zip(wanted, columns, strict=True) if column is None and each != LEFT_OUT]
            yield problem("E-COLUMN-MISSING", name, **near(nearest(name, spare)))
