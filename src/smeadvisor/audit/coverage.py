"""How often everything in a rulebook came about: numbers that add up, whatever the parts they were counted in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NotRequired

from typing_extensions import TypedDict

from smeadvisor.audit.share import Share
from smeadvisor.engines.columns.bits import Array
from smeadvisor.engines.consultation import RulebookData
from smeadvisor.model.attributes import AUDIENCES, Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.tables.reading.source import Identity

SCHEMA = "smeadvisor/coverage/1"


class RuleCount(TypedDict):
    """In how many profiles a rule was in each state."""

    id: str
    fired: int
    blocked: int
    undecided: int


class RequirementCount(TypedDict):
    """In how many profiles a requirement was in each state."""

    id: str
    met: int
    unmet: int
    unknown: int


class RecommendationCount(TypedDict):
    """In how many profiles a recommendation was in each state."""

    id: str
    given: int
    not_given: int
    open: int


class BarrierCount(TypedDict):
    """In how many profiles a barrier was in each state."""

    id: str
    present: int
    absent: int
    open: int


class InstrumentCount(TypedDict):
    """In how many profiles an instrument was in each state."""

    id: str
    measure: int
    no_measure: int


class GroupData(TypedDict):
    """The profiles that are alike in one respect, and in how many of them each rule fired."""

    group: str
    profiles: int
    fired: dict[str, int]


class ByData(TypedDict):
    """Firings broken down."""

    what: str
    groups: list[GroupData]


class KindData(TypedDict):
    """The counts of one kind of profile."""

    profiles: int
    never_fired: list[str]
    never_decided: list[str]
    rules: list[RuleCount]
    requirements: list[RequirementCount]
    recommendations: list[RecommendationCount]
    barriers: list[BarrierCount]
    instruments: list[InstrumentCount]
    by: NotRequired[ByData]


class FiredData(TypedDict):
    """The share of rules that fired at least once."""

    rules: int
    of: int
    percent: str


class CoverageData(TypedDict):
    """How often everything in a rulebook came about."""

    schema: str
    rulebook: RulebookData
    as_of: str
    inputs: list[Identity]
    rows: int
    audited: int
    rejected: int
    fired: FiredData
    kinds: dict[Audience, KindData]


_COUNTED = {
    "rules": RuleCount,
    "requirements": RequirementCount,
    "recommendations": RecommendationCount,
    "barriers": BarrierCount,
    "instruments": InstrumentCount,
}
STATES: Mapping[str, tuple[str, ...]] = {
    shelf: tuple(name for name in count.__annotations__ if name != "id") for shelf, count in _COUNTED.items()
}
"""What is counted, and the states that it can be in; the first is that of having come about."""


class Group(NamedTuple):
    """The profiles that are alike in one respect, and in how many of them each rule fired."""

    profiles: int
    fired: Array

    def plus(self, other: Group) -> Group:
        """Both together."""
        return Group(self.profiles + other.profiles, self.fired + other.fired)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one kind of profile: ``counts`` [thing, state] in the order of ``names`` and STATES."""

    profiles: int
    names: Mapping[str, Sequence[str]]
    counts: Mapping[str, Array]
    groups: Mapping[str, Group] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Both together; they count the same things."""
        counts = {shelf: each + other.counts[shelf] for shelf, each in self.counts.items()}
        groups = {**self.groups}
        for name, each in other.groups.items():
            groups[name] = groups[name].plus(each) if name in groups else each
        return Tally(self.profiles + other.profiles, self.names, counts, groups)

    def without(self, shelf: str, state: int = 0) -> list[str]:
        """The things of the shelf that never were in the state: by default, that never came about."""
        return [name for name, count in zip(self.names[shelf], self.counts[shelf][:, state], strict=True) if not count]

    def never_decided(self) -> list[str]:
        """The rules that neither fired nor were blocked, ever."""
        decided = self.counts["rules"][:, :2].sum(axis=1)
        return [name for name, count in zip(self.names["rules"], decided, strict=True) if not count]

    def lines(self, shelf: str) -> Iterator[tuple[str, list[int]]]:
        """Each thing with its counts, those first that never came about."""
        told = [*zip(self.names[shelf], self.counts[shelf].tolist(), strict=True)]
        yield from sorted(told, key=lambda each: each[1][0] > 0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The counts of a whole audit; ``tallies`` hold the kinds of profile that there were."""

    rulebook: Rulebook
    inputs: Sequence[Identity]
    rows: int
    audited: int
    rejected: int
    tallies: Mapping[Audience, Tally]
    by: str | None = None

    @property
    def fired(self) -> Share:
        """The rules that fired at least once, of those for the kinds of profile that there were."""
        rules = sum(len(each.names["rules"]) for each in self.tallies.values())
        never = sum(len(each.without("rules")) for each in self.tallies.values())
        return Share(rules - never, rules)

    def as_dict(self) -> CoverageData:
        """All of it as plain data."""
        book, share = self.rulebook, self.fired
        return {
            "schema": SCHEMA,
            "rulebook": {"version": book.about.version, "digest": book.digest},
            "as_of": book.as_of,
            "inputs": [*self.inputs],
            "rows": self.rows,
            "audited": self.audited,
            "rejected": self.rejected,
            "fired": {"rules": share.part, "of": share.whole, "percent": str(share).rstrip("%")},
            "kinds": {kind: _data(self.tallies[kind], self.by) for kind in AUDIENCES if kind in self.tallies},
        }


def _data(tally: Tally, by: str | None) -> KindData:
    told: Any = {
        "profiles": tally.profiles,
        "never_fired": tally.without("rules"),
        "never_decided": tally.never_decided(),
    }
    for shelf, states in STATES.items():
        lines = tally.lines(shelf)
        told[shelf] = [{"id": name, **dict(zip(states, counts, strict=True))} for name, counts in lines]
    if by:
        told["by"] = {"what": by, "groups": [_group(tally, name) for name in sorted(tally.groups)]}
    return told


def _group(tally: Tally, name: str) -> GroupData:
    group = tally.groups[name]
    fired = dict(zip(tally.names["rules"], group.fired.tolist(), strict=True))
    return {"group": name, "profiles": group.profiles, "fired": fired}
