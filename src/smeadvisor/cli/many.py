"""What commands over many profiles have in common: how inputs are read, processes, progress, the day."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from smeadvisor.cli.options import Book, Number
from smeadvisor.cli.streams import Streams

if TYPE_CHECKING:
    from smeadvisor.model.rulebook import Rulebook
    from smeadvisor.tables.reading.options import ReadingOptions
    from smeadvisor.tables.reading.source import Source

PART_ROWS = 65_536


def _pairs(what: str) -> Callable[..., dict[str, str]]:
    """Reads a repeatable option of two texts with = between them; the last = counts, names of columns may hold one."""

    def read(context: click.Context, option: click.Parameter, values: Sequence[str]) -> dict[str, str]:
        pairs = [each.rpartition("=") for each in values]
        if wrong := [value for value, pair in zip(values, pairs, strict=True) if not (pair[0] and pair[2])]:
            raise click.BadParameter(f"{wrong[0]} is not of the form {what}")
        found: dict[str, str] = {}
        for left, _, right in pairs:
            if found.setdefault(left, right) != right:
                raise click.BadParameter(f"{left} is given twice: {found[left]} and {right}")
        return found

    return read


_TABLE = (
    click.option("--map", "mapping", multiple=True, metavar="COLUMN=NAME", callback=_pairs("COLUMN=NAME"),
                 help="A column by another name; COLUMN=- leaves it out. Repeatable."),
    click.option("--encoding", metavar="NAME", help="Encoding of CSV input, such as cp950."),
    click.option("--unit", "units", multiple=True, metavar="ATTRIBUTE=CURRENCY", callback=_pairs("ATTRIBUTE=CURRENCY"),
                 help="Currency of a whole column of money. Repeatable."),
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook.  [default: the first shown]"),
    click.option("--kind", type=click.Choice(["firm", "economy"]),
                 help="Kind of profile where there is no such column."),
    click.option("--economy", metavar="CODE", help="Economy (ISO alpha-3) where there is no such column."),
)  # fmt: skip
TABLE_OPTIONS = ("mapping", "encoding", "units", "sheet", "kind", "economy")
_PART_ROWS = click.option(
    "--part-rows",
    type=Number(),
    default=PART_ROWS,
    show_default=True,
    metavar="N",
    help="Rows of a part; what memory a run takes goes with it.",
)
JOBS = click.option("--jobs", type=Number(most=256), metavar="N", help="Processes.  [default: one a processor]")


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How a table is to be read; :func:`reading_of` makes one thing of it."""
    for option in reversed(_TABLE):
        command = option(command)
    return command


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How the inputs are to be read, and in what parts."""
    return table_options(_PART_ROWS(command))


def reading_of(given: Mapping[str, Any]) -> ReadingOptions:
    """How the inputs are to be read, from the options given by name; one that there is not is as usual."""
    from dataclasses import fields

    from smeadvisor.tables.reading.options import ReadingOptions

    return ReadingOptions(**{each.name: given[each.name] for each in fields(ReadingOptions) if each.name in given})


def dated(book: Book, as_of: str | None, streams: Streams) -> Rulebook:
    """The rulebook as of the day; with a warning where it knows nothing that late. Raises InvalidInput."""
    from smeadvisor.model.timeline import at, read_day
    from smeadvisor.problems import problem

    whole = book.rulebook()
    day, reviewed = read_day(as_of, whole), whole.about.reviewed_through
    if day > reviewed:
        streams.tell([problem("W-AS-OF", reviewed=reviewed)])
    return at(whole, day)


def processors() -> int:
    """How many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@contextlib.contextmanager
def progress(sources: Sequence[Source], quiet: bool) -> Iterator[Callable[[int], None]]:
    """What to call with each number of rows done: on a terminal it shows rows, rate and time left."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda rows: None
        return
    from tqdm import tqdm

    # The thread that watches over stalled bars would keep processes from being forked.
    tqdm.monitor_interval = 0
    hints = [each.rows_hint() for each in sources]
    total = None if None in hints else sum(each or 0 for each in hints)
    with tqdm(total=total, unit=" rows", unit_scale=True, leave=False) as bar:

        def shown(rows: int) -> None:
            bar.update(rows)

        yield shown
