"""The summary of a run as one page of HTML that needs nothing else: bars and heat tables with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from smeadvisor.batch.counts import Counts, Tally
from smeadvisor.batch.summary_groups import group_sections
from smeadvisor.batch.summary_reader import Bar, Cell, Part, Section, SummaryReader, Table, TableRow, ranked, shades_of
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import day_text
from smeadvisor.rendering.rulebook.style import STYLE
from smeadvisor.rendering.rulebook.templating import templates

_SHOWN = 12
"""Most bars of a chart; its table has them all."""

_SEVERITIES = ("severe", "moderate", "mild")
_PLACES = ("first", "further")
_LAW = ("rows", "advised", "rejected")


def summary_page(counts: Counts, rulebook: Rulebook, lang: Lang) -> str:
    """What the run found as a page in that language: no scripts, nothing to fetch.

    ``rulebook`` is the one advised by, as of its day; its titles stand for the ids in ``counts``.
    """
    reader = SummaryReader(counts, rulebook, lang)
    template = templates(Path(__file__).parent / "templates").get_template("summary.html")
    return template.render(
        lang=lang,
        say=reader.say,
        colon=reader.colon,
        style=Markup(STYLE),  # noqa: S704 (ours, and holds no text of others)
        imprint=_imprint(reader),
        figures=[(reader.say(name), reader.number(getattr(counts, name))) for name in _LAW],
        law=_law(reader),
        sections=[*_sections(reader)],
    )


def _imprint(reader: SummaryReader) -> str:
    book = reader.rulebook
    day = day_text(book.as_of or book.about.reviewed_through, reader.lang)
    return reader.say("imprint", version=book.about.version, digest=book.digest[:12], date=day)


def _law(reader: SummaryReader) -> str:
    counts = reader.counts
    return reader.say("law", **{name: reader.number(getattr(counts, name)) for name in _LAW})


def _sections(reader: SummaryReader) -> Iterator[Section]:
    if reader.counts.advised:
        yield _barriers(reader)
        yield _recommendations(reader)
        yield from group_sections(reader)
        yield _undecided(reader)
    else:
        yield Section("nobody", reader.say("advice"), (reader.say("nobody"),))
    yield _rejects(reader)
    yield from _warnings(reader)


def _barriers(reader: SummaryReader) -> Section:
    """Each barrier by severity."""
    counts = {name: [each.get(step, 0) for step in _SEVERITIES] for name, each in reader.counts.barriers.items()}
    order = ranked({name: sum(each) for name, each in counts.items()})
    most = max((sum(each) for each in counts.values()), default=0)
    bars = [
        Bar(
            reader.barrier(name),
            _parts(counts[name], most),
            reader.split(total, zip(_SEVERITIES, counts[name], strict=True)),
        )
        for name, total in order[:_SHOWN]
    ]
    rows = [
        TableRow(reader.barrier(name), reader.cells([*counts[name], total], of=reader.counts.advised))
        for name, total in order
    ]
    head = reader.heads("barrier", *_SEVERITIES, "total", "share")
    return reader.chart("barriers", _SEVERITIES, bars, Table(head, rows))


def _recommendations(reader: SummaryReader) -> Section:
    """Each recommendation by rank, those first that most often come first."""
    counts = {name: _by_place(each) for name, each in reader.counts.recommendations.items()}
    order = sorted(counts, key=lambda name: (-counts[name][0], -sum(counts[name]), name))
    order = [name for name in order if sum(counts[name])]
    most = max(map(sum, counts.values()), default=0)
    bars = [Bar(reader.recommendation(name), _parts(counts[name], most), reader.placed(counts[name])) for name in order]
    rows = [
        TableRow(
            reader.recommendation(name), reader.cells([*counts[name], sum(counts[name])], of=reader.counts.advised)
        )
        for name in order
    ]
    head = reader.heads("recommendation", *_PLACES, "any", "share")
    return reader.chart("recommendations", _PLACES, bars[:_SHOWN], Table(head, rows))


def _by_place(tally: Tally) -> list[int]:
    """How often at rank 1, and how often further down."""
    first = tally.get("first", 0)
    return [first, tally.get("any", 0) - first]


def _parts(numbers: list[int], most: int) -> tuple[Part, ...]:
    """The pieces of a bar, from the darkest; the longest bar fills the width."""
    pieces = zip(shades_of(len(numbers)), numbers, strict=True)
    return tuple(Part(shade, f"{100 * each / most:.3f}") for shade, each in pieces if each)


def _undecided(reader: SummaryReader) -> Section:
    order = ranked(reader.counts.undecided)
    most = max(reader.counts.undecided.values(), default=0)
    bars = [
        Bar(reader.question(name), _parts([count], most), reader.with_share(count, reader.asked(name)))
        for name, count in order[:_SHOWN]
    ]
    rows = [TableRow(reader.question(name), reader.cells([count], of=reader.asked(name))) for name, count in order]
    return reader.chart("undecided", (), bars, Table(reader.heads("question", "profiles", "share"), rows))


def _rejects(reader: SummaryReader) -> Section:
    """The problems of rejected profiles, of which one may have several."""
    order = ranked(reader.counts.rejects)
    most = max(reader.counts.rejects.values(), default=0)
    bars = [Bar(reader.reason(code), _parts([count], most), reader.number(count)) for code, count in order]
    rows = [TableRow(reader.reason(code), [Cell(reader.number(count))]) for code, count in order]
    return reader.chart("rejects", (), bars[:_SHOWN], Table(reader.heads("reason", "problems"), rows))


def _warnings(reader: SummaryReader) -> Iterator[Section]:
    """What to look at among the advised, if there is anything."""
    of, order = reader.counts.advised, ranked(reader.counts.warnings)
    notes = [reader.say("warnings_note")] if order else []
    if reader.counts.duplicates is None:
        notes.append(reader.say("unseen"))
    elif reader.counts.duplicates:
        notes.append(reader.say("duplicates", count=reader.number(reader.counts.duplicates)))
    if notes:
        most = max(reader.counts.warnings.values(), default=0)
        bars = [Bar(reader.reason(code), _parts([count], most), reader.with_share(count, of)) for code, count in order]
        yield Section("warnings", reader.say("warnings"), notes, bars=bars)
