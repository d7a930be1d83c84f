"""A table in memory advised as a file is: Arrow in, Arrow out."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from smeadvisor.batch.rejects import rejects
from smeadvisor.engines.columns.advised import Layout
from smeadvisor.engines.columns.adviser import Adviser
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.tables.kernels import kernels
from smeadvisor.tables.layout import Names
from smeadvisor.tables.reading.arrow_table import rows_of
from smeadvisor.tables.rows import no_rows


class AdvisedTable(NamedTuple):
    """What came of a table: every row is in ``advice``, one line each, or in ``rejects``, a line for each problem.

    ``row`` counts the rows of the table from 1 in both. The columns are those of the files of a batch.
    """

    advice: pa.Table
    rejects: pa.Table


def advise_table(
    table: pa.Table,
    rulebook: Rulebook,
    layout: Layout = "lists",
    fired: bool = False,
    lang: Lang = "en",
    names: Names = "plain",
) -> AdvisedTable:
    """Advice for every profile in an Arrow table of any number of rows; the rulebook speaks of a day.

    The columns are those of an input file: ``id``, ``kind``, ``economy``, attributes and their companions. ``fired``
    adds the rules that fired; reasons of rejects are in ``lang``; ``names`` says how columns are named. Raises
    InvalidInput for faults of the header.
    """
    adviser = Adviser(rulebook, layout, fired, names)
    advice, rejected, before = [adviser.advised(no_rows())], [rejects((), lang)], 0
    for rows in rows_of(table, rulebook):
        for parts, part in ((advice, adviser.advised(rows)), (rejected, rejects(rows.rejected, lang))):
            parts.append(part.set_column(0, "row", kernels.add(part["row"], before)))
        before += rows.count
    return AdvisedTable(pa.concat_tables(advice), pa.concat_tables(rejected))
