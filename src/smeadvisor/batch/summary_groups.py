"""Heat tables of a summary: barriers and first recommendations by sector, size, economy and kind of profile."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from smeadvisor.batch.counts import Counts, Tally
from smeadvisor.batch.summary_reader import UNKNOWN, Cell, Section, SummaryReader, Table, TableRow, ranked, share
from smeadvisor.model.attributes import AUDIENCES

Group = Mapping[str, Tally]
"""One group of the counts: its profiles, barriers and recommendations."""

STEPS = (10, 25, 50)
"""Shares in percent up to which cells have the first, second and third shade; above is the fourth."""

_ROWS = 10
_COLUMNS = 21
"""Most columns of a table: the economies of APEC."""

_ALWAYS = ("sector_group", "size_class")
_IF_SEVERAL = ("economy", "kind")


def group_sections(reader: SummaryReader) -> Iterator[Section]:
    """A section for each way of grouping that tells something."""
    for name in (*_ALWAYS, *_IF_SEVERAL):
        groups = reader.counts.groups.get(name, {})
        if len(groups) >= (1 if name in _ALWAYS else 2):
            yield _section(reader, name, _columns(reader, name, groups))


def _columns(reader: SummaryReader, name: str, groups: Mapping[str, Group]) -> dict[str, Group]:
    """The groups by their titles, in the order of the rulebook or by size where it has none; then all others."""
    known = reader.rulebook.classification.get(name)
    values = sorted(groups, key=lambda value: (-_size(groups[value]), value))[:_COLUMNS]
    if known is not None:
        order = list(known.values)
        values.sort(key=lambda value: order.index(value) if value in order else len(order))
    shown = {_title(reader, name, value): groups[value] for value in values}
    rest = _rest(reader.counts, shown.values())
    return {**shown, reader.say("rest" if len(values) == len(groups) else "others"): rest} if _size(rest) else shown


def _size(group: Group) -> int:
    return group["profiles"]["all"]


def _rest(counts: Counts, groups: Collection[Group]) -> Group:
    """Those that are in none of the groups."""
    barriers = {name: sum(each.values()) for name, each in counts.barriers.items()}
    firsts = {name: each.get("first", 0) for name, each in counts.recommendations.items()}
    whole = {"profiles": {"all": counts.advised}, "barriers": barriers, "first": firsts}
    return {
        what: {name: count - sum(each.get(what, {}).get(name, 0) for each in groups) for name, count in tally.items()}
        for what, tally in whole.items()
    }


def _title(reader: SummaryReader, name: str, value: str) -> str:
    if name == "kind":
        return reader.say(value) if value in AUDIENCES else value
    if name == "economy":
        known = reader.rulebook.economies.get(value)
        return known.name.to(reader.lang) if known else value
    if value == UNKNOWN:
        return reader.say("rest")
    values = reader.rulebook.classification[name].values
    return values[value].to(reader.lang) if value in values else value


def _section(reader: SummaryReader, name: str, groups: Mapping[str, Group]) -> Section:
    whole = _rest(reader.counts, ())
    barriers = {each: reader.barrier(each) for each in _most(whole["barriers"])}
    firsts = {each: reader.recommendation(each) for each in _most(whole["first"])}
    tables = [_table(reader, "barriers", groups, barriers), _table(reader, "first", groups, firsts)]
    shown = [each for each in tables if each.rows]
    return Section(f"by-{name}", reader.say(f"by_{name}"), [reader.say("by_note")], _key(reader), tables=shown)


def _most(numbers: Tally) -> list[str]:
    return [name for name, _ in ranked(numbers)[:_ROWS]]


def _table(reader: SummaryReader, what: str, groups: Mapping[str, Group], titles: Mapping[str, str]) -> Table:
    """Shares of each group; the number of its profiles in the first row."""
    head = [reader.say("barrier" if what == "barriers" else "recommendation"), *groups]
    rows = [TableRow(title, _cells(each, what, groups)) for each, title in titles.items()]
    if rows:
        sizes = [Cell(reader.number(_size(group))) for group in groups.values()]
        rows = [TableRow(reader.say("profiles"), sizes), *rows]
    return Table(head, rows, reader.say(f"by_{what}"))


def _cells(name: str, what: str, groups: Mapping[str, Group]) -> list[Cell]:
    counts = [(group.get(what, {}).get(name, 0), _size(group)) for group in groups.values()]
    return [Cell(share(count, of) if count else "–", shade(count, of)) for count, of in counts]


def shade(count: int, of: int) -> int:
    """The shade of a share; 0 for nothing at all."""
    if not count:
        return 0
    return 1 + sum(100 * count > step * of for step in STEPS)


def _key(reader: SummaryReader) -> Sequence[tuple[int, str]]:
    steps = [reader.say("up_to", most=step) for step in STEPS]
    return [*enumerate([*steps, reader.say("over", most=STEPS[-1])], start=1)]
