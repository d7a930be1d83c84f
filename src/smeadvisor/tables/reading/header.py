"""The header of a table held against the rulebook: what each column is, or every fault of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import normalize

from smeadvisor.errors import Place, Problem, Rejected, near, nearest, problem
from smeadvisor.limits import HEADER_COLUMNS, PROBLEMS
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.layout import FIELDS, REQUIRED, InputColumn, column_named
from smeadvisor.tables.reading.options import LEFT_OUT, ReadingOptions

Header = tuple[InputColumn | None, ...]
"""The columns in order; None is left out."""


def renamed(name: str, options: ReadingOptions) -> str:
    """The name that a column is to have; names are compared in the composed form of Unicode."""
    mapping = {normalize("NFC", each): to for each, to in options.mapping.items()}
    name = normalize("NFC", name.strip())
    return mapping.get(name, name)


def header_of(names: Sequence[str], rulebook: Rulebook, options: ReadingOptions, place: Place) -> Header:
    """The columns of a table whose header has these names; raises Rejected with every fault of the header."""
    if len(names) > HEADER_COLUMNS:
        raise Rejected(problem("E-MANY", limit=str(HEADER_COLUMNS)).at(place, ""))
    wanted = [renamed(name, options) for name in names]
    columns = tuple(None if name == LEFT_OUT else column_named(name, rulebook) for name in wanted)
    columns = tuple(each and each._replace(header=name.strip()) for each, name in zip(columns, names, strict=True))
    faults = [fault.at(place, "") for fault in _faults(wanted, columns, rulebook, options)]
    if faults:
        raise Rejected(faults[:PROBLEMS])
    return columns


def known_names(rulebook: Rulebook) -> list[str]:
    """The names that a column can have, companions left aside."""
    return [*FIELDS, *rulebook.attributes]


def _faults(wanted: Sequence[str], columns: Header, rulebook: Rulebook, options: ReadingOptions) -> Iterator[Problem]:
    known = known_names(rulebook)
    for name in dict.fromkeys(each for each in wanted if each != LEFT_OUT):
        if wanted.count(name) > 1:
            yield problem("E-COLUMN-DUP", name)
    if "name" in wanted and {"name.en", "name.zh-Hant"} & {*wanted}:
        yield problem("E-COLUMN-DUP", "name")
    for name, column in zip(wanted, columns, strict=True):
        if column is None and name != LEFT_OUT:
            yield problem("E-COLUMN-UNKNOWN", name, **near(nearest(name, known)))
    instead = {"kind": options.kind, "economy": options.economy}
    for name in REQUIRED:
        if name not in wanted and instead.get(name) is None:
            spare = [each for each, column in zip(wanted, columns, strict=True) if column is None and each != LEFT_OUT]
            yield problem("E-COLUMN-MISSING", name, **near(nearest(name, spare)))
