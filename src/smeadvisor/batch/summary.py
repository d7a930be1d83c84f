"""What a run found, as text for people: the most frequent first, titles in place of ids."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smeadvisor.batch.counts import Counts, Tally
from smeadvisor.batch.summary_reader import UNKNOWN, SummaryReader, share
from smeadvisor.batch.target import Target
from smeadvisor.messages import say
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang, Place
from smeadvisor.rendering.rulebook.layout import aligned

MOST = 10
"""Most lines of a list."""


@dataclass(frozen=True, slots=True)
class Names:
    """Titles of what the counts are of, in one language."""

    rulebook: Rulebook
    lang: Lang

    def of(self, kind: str, name: str) -> str:
        """The title of a barrier, a recommendation, an attribute or a group; the name itself where there is none."""
        book = self.rulebook
        if kind == "kind":
            return say(f"advice.{name}", self.lang)
        if name == UNKNOWN:
            return say("batch.unclassified", self.lang)
        if kind in book.classification:
            text = book.classification[kind].values.get(name)
        else:
            things: Mapping[str, Mapping[str, object]] = {
                "barriers": book.barriers,
                "recommendations": book.recommendations,
                "attributes": book.attributes,
            }
            text = getattr(things[kind].get(name), "title", None)
        return name if text is None else text.to(self.lang)


def law(counts: Counts, lang: Lang) -> str:
    """Where the rows went: nothing is lost."""
    numbers = {name: f"{getattr(counts, name):,}" for name in ("rows", "advised", "rejected")}
    return say("batch.law", lang, **numbers)


def as_text(counts: Counts, rulebook: Rulebook, lang: Lang) -> str:
    """The whole summary, a blank line between its parts."""
    names, reader, rejects = Names(rulebook, lang), SummaryReader(counts, rulebook, lang), most(counts.rejects)
    parts = [
        [law(counts, lang)],
        _barriers(counts, names),
        _recommendations(counts, names),
        *(_groups(counts, dimension, names) for dimension in ("kind", "sector_group", "size_class")),
        _listed("undecided", [(reader.question(n), of, reader.asked(n)) for n, of in most(counts.undecided)], names),
        _listed("warned", [(reader.reason(n), of, counts.advised) for n, of in most(counts.warnings)], names),
        _listed("rejected", [(reader.reason(n), of, sum(counts.rejects.values())) for n, of in rejects], names),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def files_told(files: Target, counts: Counts, lang: Lang) -> str:
    """Where the files are, a line each."""
    told = [say("batch.out", lang, path=Place(str(files.out)))]
    if counts.rejected:
        told.append(say("batch.rejects", lang, path=Place(str(files.rejects))))
    return "".join(f"{line}\n" for line in (*told, say("batch.manifest", lang, path=Place(str(files.manifest)))))


def as_written(path: Path, sha256: str, lang: Lang) -> str:
    """That a file is what a run wrote."""
    return say("batch.as_written", lang, path=Place(str(path)), sha256=sha256)


def most(tally: Tally, number: int = MOST) -> list[tuple[str, int]]:
    """The most frequent, by their number and then by name."""
    return sorted(tally.items(), key=lambda each: (-each[1], each[0]))[:number]


def _barriers(counts: Counts, names: Names) -> list[str]:
    totals = {name: sum(each.values()) for name, each in counts.barriers.items()}
    severities = list(names.rulebook.priorities.severity)
    heads = [
        say("batch.profiles", names.lang),
        say("batch.share", names.lang),
        *(say(f"advice.{each}", names.lang) for each in severities),
    ]
    rows = [
        [
            names.of("barriers", name),
            number,
            counts.advised,
            *(counts.barriers[name].get(each, 0) for each in severities),
        ]
        for name, number in most(totals)
    ]
    return _table("barriers", heads, rows, names)


def _recommendations(counts: Counts, names: Names) -> list[str]:
    totals = {name: each.get("any", 0) for name, each in counts.recommendations.items()}
    heads = [say(f"batch.{each}", names.lang) for each in ("profiles", "share", "first")]
    rows = [
        [names.of("recommendations", name), number, counts.advised, counts.recommendations[name].get("first", 0)]
        for name, number in most(totals)
    ]
    return _table("recommendations", heads, rows, names)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]], names: Names) -> list[str]:
    """Name, number, share of the profiles, further numbers; nothing where there are no rows."""
    if not rows:
        return []
    cells = [
        [str(name), f"{number:,}", share(number, whole), *(f"{each:,}" for each in rest)]  # type: ignore[operator]
        for name, number, whole, *rest in rows
    ]
    return aligned([[say(f"batch.{title}", names.lang), *heads], *cells], right=True)


def _groups(counts: Counts, dimension: str, names: Names) -> list[str]:
    groups = counts.groups.get(dimension, {})
    if not groups:
        return []
    heads = [
        say(f"batch.{each}", names.lang) for each in (dimension, "profiles", "share", "group_barrier", "group_first")
    ]
    return aligned([heads, *_group_lines(groups, dimension, counts.advised, names)])


def _group_lines(
    groups: Mapping[str, Mapping[str, Tally]], dimension: str, whole: int, names: Names
) -> Iterator[list[str]]:
    """The largest groups first; those that are in none come last."""
    sizes = most({name: each["profiles"]["all"] for name, each in groups.items()})
    for name, number in sorted(sizes, key=lambda each: each[0] == UNKNOWN):
        barrier = _foremost(groups[name]["barriers"], "barriers", names)
        first = _foremost(groups[name]["first"], "recommendations", names)
        # The columns are set to the left for the texts in them.
        yield [names.of(dimension, name), f"{number:>8,}", f"{share(number, whole):>6}", barrier, first]


def _foremost(tally: Tally, kind: str, names: Names) -> str:
    found = most(tally, 1)
    return f"{names.of(kind, found[0][0])} ({found[0][1]:,})" if found else say("batch.nothing", names.lang)


def _listed(title: str, rows: Sequence[tuple[str, int, int]], names: Names) -> list[str]:
    """Name, number, and its share of a whole."""
    head = [say(f"batch.{each}", names.lang) for each in (title, "times", "share")]
    return aligned([head, *([name, f"{n:,}", share(n, of)] for name, n, of in rows)], right=True) if rows else []


def summarised(path: Path | None, counts: Counts, rulebook: Rulebook, lang: Lang) -> str:
    """The summary in the form that the ending of its file says: a page, JSON, or text."""
    if path is not None and path.suffix == ".html":
        from smeadvisor.batch.summary_page import summary_page

        return summary_page(counts, rulebook, lang)
    if path is not None and path.suffix == ".json":
        return json.dumps(counts.as_dict(), ensure_ascii=False, indent=1) + "\n"
    return as_text(counts, rulebook, lang)
