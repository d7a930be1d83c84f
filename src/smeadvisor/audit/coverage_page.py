"""Coverage as one page of HTML that needs nothing else: heat maps whose cells hold their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from smeadvisor.audit.counting import UNKNOWN
from smeadvisor.audit.coverage import STATES, Coverage, Tally
from smeadvisor.audit.coverage_text import law, summary
from smeadvisor.audit.share import Share
from smeadvisor.audit.titles import family, family_title, title
from smeadvisor.batch.summary_groups import STEPS, shade
from smeadvisor.model.attributes import AUDIENCES, Audience
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import joined, number_text, phrase
from smeadvisor.rendering.rulebook.names import economy_name
from smeadvisor.rendering.rulebook.page import imprint
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.style import STYLE
from smeadvisor.rendering.rulebook.templating import templates


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, its share in words, and how dark it is."""

    number: str
    share: str
    shade: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a heat map: what it is called, its name, its cells."""

    title: str
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat map. ``sizes`` are the numbers of profiles of its columns where these differ."""

    title: str
    head: Sequence[str]
    lines: Sequence[Line]
    sizes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Never:
    """The rules of one file that never fired: its title and name, their own names, and whether never decided."""

    title: str
    name: str
    rules: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is told of one kind of profile; ``never`` are the rules that never fired, file by file."""

    id: str
    title: str
    never: Sequence[Never]
    silent: int
    undecided: int
    note: str
    heats: Sequence[Heat]


def coverage_page(coverage: Coverage, lang: Lang) -> str:
    """The coverage as a page in that language: no scripts, nothing to fetch."""
    reader = Reader(coverage.rulebook, lang)
    chapters = [
        _chapter(coverage.tallies[kind], kind, coverage.by, reader) for kind in AUDIENCES if kind in coverage.tallies
    ]
    fired = coverage.fired
    numbers = [("rows", coverage.rows), ("audited", coverage.audited), ("rejected", coverage.rejected)]
    return templates(Path(__file__).parent / "templates").get_template("coverage.html").render(
        lang=lang,
        say=lambda name, **blanks: phrase(f"audit.{name}", lang, **blanks),
        colon=reader.colon,
        style=Markup(STYLE),  # noqa: S704 (ours, and holds no text of others)
        imprint=imprint(reader),
        figures=[*((name, number_text(each)) for name, each in numbers), ("covered", str(fired))],
        law=law(coverage, lang),
        summary=[*summary(coverage, lang)],
        key=[*_key(lang)],
        chapters=chapters,
        inputs=[str(each["name"]) for each in coverage.inputs],
    )  # fmt: skip


def _key(lang: Lang) -> Iterator[tuple[int, str]]:
    labels = [
        phrase("audit.none", lang),
        *(phrase("audit.up_to", lang, most=step) for step in STEPS),
        phrase("audit.over", lang, most=STEPS[-1]),
    ]
    yield from enumerate(labels)


def _chapter(tally: Tally, kind: Audience, by: str | None, reader: Reader) -> Chapter:
    lang = reader.lang
    undecided, silent = set(tally.never_decided()), tally.without("rules")
    of = phrase("audit.of_group" if by else "audit.of_kind", lang)
    return Chapter(
        kind,
        phrase("audit.kind", lang, kind=phrase(f"audit.{kind}", lang), profiles=number_text(tally.profiles)),
        [*_never(silent, undecided, reader)],
        len(silent),
        len(undecided),
        joined([phrase("audit.cells", lang, of=of), phrase("audit.scroll", lang)], lang),
        [*(_by_group(tally, by, reader) if by else _by_state(tally, reader)), *_others(tally, reader)],
    )


def _never(silent: Iterable[str], undecided: Collection[str], reader: Reader) -> Iterator[Never]:
    for name, rules in groupby(silent, key=lambda each: each.partition("#")[0]):
        yield Never(title(name, reader), name, [(each.partition("#")[2], each in undecided) for each in rules])


def _families(names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The rules by what they are grouped under, in the order of the rulebook."""
    # Those of one folder follow each other: rules come by stratum and id.
    for each, members in groupby(names, key=family):
        yield each, [*members]


def _by_state(tally: Tally, reader: Reader) -> Iterator[Heat]:
    lines = dict(tally.lines("rules"))
    for each, members in _families(tally.names["rules"]):
        own = {name: lines[name] for name in lines if name in set(members)}
        yield _heat("rules", _rules_of(each, reader), own, tally.profiles, f"{each}/", reader)


def _others(tally: Tally, reader: Reader) -> Iterator[Heat]:
    for shelf in STATES:
        if shelf != "rules" and tally.names[shelf]:
            folder = "instruments/" if shelf == "requirements" else f"{shelf}/"
            yield _heat(
                shelf, phrase(f"audit.{shelf}", reader.lang), dict(tally.lines(shelf)), tally.profiles, folder, reader
            )


def _heat(shelf: str, name: str, counts: Mapping[str, Sequence[int]], of: int, folder: str, reader: Reader) -> Heat:
    head = [phrase(f"audit.{each}", reader.lang) for each in STATES[shelf]]
    lines = [_line(each, [(count, of) for count in own], folder, reader) for each, own in counts.items()]
    return Heat(name, head, lines)


def _by_group(tally: Tally, by: str, reader: Reader) -> Iterator[Heat]:
    names = _ordered(tally, by, reader)
    groups = [tally.groups[each] for each in names]
    fired = dict(zip(tally.names["rules"], zip(*(each.fired.tolist() for each in groups), strict=True), strict=True))
    head = [_group_title(each, by, reader) for each in names]
    sizes = [number_text(each.profiles) for each in groups]
    for each, members in _families(tally.names["rules"]):
        # Those first that never fired.
        members.sort(key=lambda name: any(fired[name]))
        lines = [
            _line(name, zip(fired[name], (group.profiles for group in groups), strict=True), f"{each}/", reader)
            for name in members
        ]
        yield Heat(_rules_of(each, reader), head, lines, sizes)


def _ordered(tally: Tally, by: str, reader: Reader) -> list[str]:
    """The groups in the order of the rulebook, economies by code; last those that are in none."""
    known = reader.rulebook.classification.get(by)
    order = [*(known.values if known else sorted(tally.groups))]
    return sorted(tally.groups, key=lambda each: order.index(each) if each in order else len(order))


def _group_title(group: str, by: str, reader: Reader) -> str:
    if by == "economy":
        return economy_name(group, reader)
    if group == UNKNOWN:
        return phrase("audit.unclassified", reader.lang)
    return reader.to(reader.rulebook.classification[by].values[group])


def _rules_of(family: str, reader: Reader) -> str:
    return phrase("audit.rules_of", reader.lang, family=family_title(family, reader))


def _line(name: str, counts: Iterable[tuple[int, int]], folder: str, reader: Reader) -> Line:
    return Line(title(name, reader), name.removeprefix(folder), [_cell(count, of) for count, of in counts])


def _cell(count: int, of: int) -> Cell:
    return Cell(number_text(count), Share(count, of).short if count else "", shade(count, of))
