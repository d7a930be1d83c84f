"""Rows of both kinds advised: one Arrow table, a row for each good row, in the order given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from smeadvisor.engines.columns.advised import Layout, metadata, table_of
from smeadvisor.engines.columns.engine import Columns
from smeadvisor.model.attributes import AUDIENCES, Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, problem
from smeadvisor.tables.encoded import ECONOMY_CODES
from smeadvisor.tables.layout import Names, sql_name
from smeadvisor.tables.rows import Rows, no_rows


class Adviser:
    """A rulebook as of a day, ready to advise rows in one layout; ``fired`` adds the rules that fired.

    ``names`` says how columns are named; raises InvalidInput (E-SQL-NAMES) where two would have one name.
    """

    def __init__(
        self, rulebook: Rulebook, layout: Layout = "lists", fired: bool = False, names: Names = "plain"
    ) -> None:
        self._rulebook, self._fired, self._names = rulebook, fired, names
        self._layout: Layout = layout
        self._engines: dict[Audience, Columns] = {}
        if names == "sql":
            _refuse_same_names(self.advised(no_rows()).column_names)

    def advised(self, rows: Rows) -> pa.Table:
        """The advice for the good rows; ``row`` counts from 1 within the rows read together."""
        parts = [(which, table) for kind in AUDIENCES for which, table in self._of_kind(rows, kind)]
        order = np.concatenate([which for which, _ in parts])
        table = pa.concat_tables([table for _, table in parts]).combine_chunks()
        if (order[1:] < order[:-1]).any():
            table = table.take(pa.array(np.argsort(order)))
        return self._whole(rows, table)

    def _of_kind(self, rows: Rows, kind: Audience) -> list[tuple[np.ndarray, pa.Table]]:
        which, chunk = rows.chunk(kind)
        if kind not in self._engines:
            self._engines[kind] = Columns(self._rulebook, kind)
        engine = self._engines[kind]
        told = [table_of(engine, each, self._layout, self._fired) for each in engine.results(chunk)]
        if not told and kind == AUDIENCES[0]:
            # No row, but the columns.
            told = [table_of(engine, engine.nothing(), self._layout, self._fired)]
        return [(which, pa.concat_tables(told))] if told else []

    def _whole(self, rows: Rows, table: pa.Table) -> pa.Table:
        """With who each row is before what is said of it, and its warnings after that."""
        who = {
            "row": pa.array(rows.positions + 1, pa.int64()),
            "id": rows.ids,
            "name": rows.names,
            "kind": _named(rows.kinds, AUDIENCES),
            "economy": _named(rows.economies, list(ECONOMY_CODES)),
        }
        columns = {**who, **dict(zip(table.column_names, table.columns, strict=True)), "warnings": self._warnings(rows)}
        names = [sql_name(name) if self._names == "sql" else name for name in columns]
        return pa.table(list(columns.values()), names).replace_schema_metadata(metadata(self._rulebook))

    def _warnings(self, rows: Rows) -> pa.Array:
        codes: dict[int, list[str]] = defaultdict(list)
        for each in rows.warned:
            codes[each.position].append(each.problem.code)
        found = (
            [codes.get(position, []) for position in rows.positions.tolist()] if codes else [[]] * len(rows.positions)
        )
        return pa.array(found, pa.list_(pa.string()))


def _refuse_same_names(names: Sequence[str]) -> None:
    same = [name for name, count in Counter(names).items() if count > 1]
    if same:
        raise InvalidInput(problem("E-SQL-NAMES", name) for name in same)


def _named(codes: np.ndarray, names: tuple[str, ...] | list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16)), pa.array(list(names)))
