"""What a run needs of its inputs and of the engine: the forms of what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import pyarrow as pa

from smeadvisor.errors import Problem
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.rows import Rows

Advise = Callable[[Rows], pa.Table]
"""Rows to a table of advice: a row for each good one, in order, its first column ``row``."""


class Portion(Protocol):
    """Some rows of one input, not read yet; can be sent to another process."""

    @property
    def file(self) -> str:
        """The name of the input."""
        ...

    @property
    def first_row(self) -> int:
        """The number of the first of them, as the file's own tool counts."""
        ...

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, checked. Raises Rejected where the file as a whole cannot be used."""
        ...


class Fingerprint(Protocol):
    """What tells the content of a file from any other."""

    @property
    def size(self) -> int: ...

    @property
    def digest(self) -> str: ...


class Source(Protocol):
    """One input."""

    @property
    def name(self) -> str:
        """Its name as given."""
        ...

    @property
    def warnings(self) -> Sequence[Problem]:
        """What is to be said of it once its portions were asked for."""
        ...

    def fingerprint(self) -> Fingerprint:
        """What its content is now."""
        ...

    def rows_hint(self) -> int | None:
        """About how many rows there are, where that is known without reading them."""
        ...

    def portions(self, rulebook: Rulebook) -> Iterator[Portion]:
        """Its rows, some at a time. Raises Rejected where the file cannot be used."""
        ...
