"""``--row``: one row of a table where a command takes the file of a profile."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from smeadvisor.cli.many import TABLE_OPTIONS, reading_of, table_options
from smeadvisor.cli.streams import Streams
from smeadvisor.files.documents import STANDARD_INPUT

if TYPE_CHECKING:
    from smeadvisor.model.profile import Profile
    from smeadvisor.model.rulebook import Rulebook
    from smeadvisor.problems import Problem

_ROW = "Row of PROFILE where that is a table: its number in what batch writes, else its id."
_ROWS = "Row of each PROFILE that is a table: its number in what batch writes, else its id; twice for one each."


class Row(NamedTuple):
    """Which row to take where a path is that of a table, and how the table is to be read.

    There is at most one of the ``names``, but for commands that take several profiles.
    """

    names: Sequence[str]
    reading: Mapping[str, Any]

    @property
    def name(self) -> str | None:
        """The number or the id of the row."""
        return self.names[0] if self.names else None

    def each(self, paths: Sequence[str]) -> list[Row]:
        """The row of each of the paths: its own where there are as many, else the one of all that are tables."""
        if len(self.names) == len(paths):
            return [self._replace(names=(name,)) for name in self.names]
        none = self._replace(names=())
        are_tables = [none.is_of(path) for path in paths]
        return [self if is_table or not any(are_tables) else none for is_table in are_tables]

    def profile(self, path: str, rulebook: Rulebook, streams: Streams) -> Profile | None:
        """The profile in the row of a table, what is to be said of the table told; None where the path is no table's.

        Raises InvalidInput as ``profile_named`` and ``only_profile``; E-ROW-PROFILE where a row is wanted of a file of
        one profile, E-ROW-OUTPUT for what a batch wrote.
        """
        if not self.is_of(path):
            return None
        from smeadvisor.problems import InvalidInput, Place, Problem
        from smeadvisor.tables.reading.one_row import is_output

        try:
            return self._profile(path, rulebook, streams)
        except InvalidInput as rejected:
            if is_output(rejected):
                raise InvalidInput(Problem("E-ROW-OUTPUT", Place(path))) from None
            raise

    def _profile(self, path: str, rulebook: Rulebook, streams: Streams) -> Profile:
        from smeadvisor.tables.reading.inputs import sources
        from smeadvisor.tables.reading.one_row import only_profile, profile_named

        (source,) = sources([path], reading_of(self.reading))
        notices: Sequence[Problem] = ()
        if self.name is None:
            profile = only_profile(source, rulebook)
        else:
            profile, notices = profile_named(source, self.name, rulebook)
        streams.tell([*source.warnings, *notices])
        return profile

    def is_of(self, path: str) -> bool:
        """Whether the path is that of a table; raises InvalidInput (E-ROW-PROFILE)."""
        from smeadvisor.problems import InvalidInput, Place, Problem
        from smeadvisor.tables.reading.recognising import holds_one, is_table

        head = _head(path)
        if self.name is None:
            return is_table(head, path)
        if head and holds_one(head, path):
            raise InvalidInput(Problem("E-ROW-PROFILE", Place(path)))
        # What is not there or empty is told by those who read profiles.
        return bool(head) or path == STANDARD_INPUT


def _head(path: str) -> bytes:
    """How the file begins; empty where that cannot be seen, or not without taking it away from standard input."""
    from smeadvisor.tables.reading.recognising import HEAD

    if path == STANDARD_INPUT:
        peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
        return peek(HEAD)[:HEAD] if peek else b""
    try:
        with Path(path).open("rb") as file:
            return file.read(HEAD)
    except (OSError, ValueError):
        return b""


def row_options(most: int = 1) -> Callable[[Any], Any]:
    """``--row``, at most so many times, and how a table is read, given to the command as one ``row``."""

    def read(context: click.Context, option: click.Parameter, names: Sequence[str]) -> Sequence[str]:
        if len(names) > most:
            raise click.BadParameter(f"it is given {len(names)} times, and {most} will do")
        return names

    def options(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--row", metavar="N|ID", multiple=True, callback=read, help=_ROW if most == 1 else _ROWS)
        @table_options
        @wraps(command)
        def with_row(row: Sequence[str], **arguments: Any) -> Any:
            reading = {each: arguments.pop(each) for each in TABLE_OPTIONS}
            return command(row=Row(row, reading), **arguments)

        return with_row

    return options
