"""What a run needs of its inputs and of the engine: the forms of what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pyarrow as pa

from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.rows import RowPlace, Rows

Advise = Callable[[Rows], pa.Table]
"""Rows to a table of advice: a row for each good one, in order, its first column ``row``."""


class Portion(Protocol):
    """Some rows of one input, not read yet; can be sent to another process."""

    @property
    def place(self) -> RowPlace:
        """Where the first of them stands."""
        ...

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, checked. Raises Rejected where the file as a whole cannot be used."""
        ...


class Source(Protocol):
    """One input."""

    @property
    def name(self) -> str:
        """Its name as given."""
        ...

    def fingerprint(self) -> Any:
        """Plain data that change when the content does."""
        ...

    def rows_hint(self) -> int | None:
        """How many rows there are, where that is known without reading them."""
        ...

    def portions(self, rulebook: Rulebook) -> Iterator[Portion]:
        """Its rows, some at a time. Raises Rejected where the file cannot be used."""
        ...
