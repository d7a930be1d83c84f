"""One row of inputs as the single profile that it stands for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from smeadvisor.errors import Rejected, problem
from smeadvisor.profile import Profile, profile_from
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.reading.judging import Table
from smeadvisor.tables.reading.source import Source


def profile_in_row(sources: Iterable[Source], row: int, rulebook: Rulebook) -> Profile:
    """The profile in a row, counted from 1 through all inputs as a run counts them.

    Raises Rejected with what is wrong with the row, or E-NO-ROW where there are not so many.
    """
    before = 0
    for portion in (portion for source in sources for portion in source.portions(rulebook)):
        table = portion.table(rulebook)
        if row <= before + table.count:
            return _profile(table, row - before - 1, rulebook)
        before += table.count
    raise Rejected(problem("E-NO-ROW", row=str(row), rows=str(before)))


def _profile(table: Table, position: int, rulebook: Rulebook) -> Profile:
    found = np.flatnonzero(table.positions == position)
    if not len(found):
        raise Rejected(each.problem for each in table.rejected if each.position == position)
    index = int(found[0])
    try:
        return profile_from(table.document(index), rulebook)
    except Rejected as rejected:
        raise Rejected(table.placed(index, each) for each in rejected.problems) from None
