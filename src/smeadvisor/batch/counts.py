"""What a run found, as numbers that add up: each part counts its rows, the run adds the parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from typing_extensions import TypedDict

SCHEMA = "smeadvisor/batch-summary/1"
DIMENSIONS = ("kind", "economy", "sector_group", "size_class")
"""What the counts are broken down by."""


class Summary(TypedDict):
    """What a summary has beside the counts."""

    schema: str


Tally = Mapping[str, int]
"""A number for each name."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a part or of a whole run; names are ids of the rulebook.

    ``barriers`` hold the profiles for each barrier and severity. ``recommendations`` hold those for each
    recommendation that have it at rank 1 (``first``) and at any rank (``any``). ``groups`` hold the same for the
    groups of each of DIMENSIONS, in the form ``{dimension: {group: {"profiles": {"all": n}, "barriers": {id: n},
    "first": {id: n}, "any": {id: n}}}}``; a profile without a value in a dimension is in none of its groups.
    ``undecided`` hold the profiles for each attribute that is missing and could matter, ``warnings`` the profiles
    for each code, ``rejects`` the problems for each code. ``duplicates`` are the advised rows whose id an earlier
    one has; None says that there were too many rows to look.
    """

    rows: int = 0
    advised: int = 0
    rejected: int = 0
    barriers: Mapping[str, Tally] = field(default_factory=dict)
    recommendations: Mapping[str, Tally] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Mapping[str, Tally]]] = field(default_factory=dict)
    undecided: Tally = field(default_factory=dict)
    warnings: Tally = field(default_factory=dict)
    rejects: Tally = field(default_factory=dict)
    duplicates: int | None = 0

    def __add__(self, other: Counts) -> Counts:
        """The counts of both together; duplicates are known of the whole alone and stay those of the left."""
        names = [each.name for each in fields(self) if each.name != "duplicates"]
        return replace(self, **{name: _added(getattr(self, name), getattr(other, name)) for name in names})

    def as_dict(self) -> dict[str, Any]:
        """As plain data with the schema's name; names in alphabetical order, whatever the order of the parts."""
        return {"schema": SCHEMA, **{each.name: _sorted(getattr(self, each.name)) for each in fields(self)}}


def counts_from(data: Mapping[str, Any]) -> Counts:
    """The counts that ``as_dict`` gave; raises KeyError where one is missing."""
    return Counts(**{each.name: data[each.name] for each in fields(Counts)})


def _added(mine: Any, theirs: Any) -> Any:
    if not isinstance(mine, Mapping):
        return mine + theirs
    both = {name: _added(each, theirs[name]) for name, each in mine.items() if name in theirs}
    return {**theirs, **mine, **both}


def _sorted(data: Any) -> Any:
    if not isinstance(data, Mapping):
        return data
    return {name: _sorted(data[name]) for name in sorted(data)}
