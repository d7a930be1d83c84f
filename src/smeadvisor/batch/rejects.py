"""Rows that were not advised, as a table: a line for each problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from smeadvisor.problems import Lang, Place, Problem
from smeadvisor.tables.rows import Remark

SCHEMA = pa.schema(
    {
        "row": pa.int64(),
        "file": pa.string(),
        "sheet": pa.string(),
        "file_row": pa.int64(),
        "id": pa.string(),
        "column": pa.string(),
        "cell": pa.string(),
        "field": pa.string(),
        "value": pa.string(),
        "code": pa.string(),
        "reason": pa.string(),
        "remedy": pa.string(),
    }
)


def rejects(remarks: Sequence[Remark], lang: Lang) -> pa.Table:
    """The remarks in order of their rows; ``row`` counts from 1 within those read together."""
    ordered = sorted(remarks, key=lambda each: each.position)
    lines = [_line(each, lang) for each in ordered]
    columns = list(zip(*lines, strict=True)) if lines else [()] * len(SCHEMA)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, SCHEMA.types, strict=True)]
    return pa.table(arrays, schema=SCHEMA)


class _Kept(Problem):
    """A problem whose sentences were made when it was kept."""

    def message(self, lang: Lang) -> str:
        return str(self.details["reason"])

    def remedy(self, lang: Lang) -> str:
        return str(self.details["remedy"])


def kept_problem(line: Mapping[str, Any]) -> Problem:
    """What a line of rejects says, as the problem that it was made from, in the language that it was made in."""
    place = Place(line["file"], line["file_row"], header=line["column"] or "", cell=line["cell"] or "")
    return _Kept(line["code"], place, line["field"], line["value"], {name: line[name] for name in ("reason", "remedy")})


def _line(remark: Remark, lang: Lang) -> tuple[int | str | None, ...]:
    found, place = remark.problem, remark.place
    where = (remark.position + 1, place.file, place.sheet, place.row, remark.id)
    column = (found.place.header or None, found.place.cell or None) if found.place else (None, None)
    return (*where, *column, found.pointer, found.value, found.code, found.message(lang), found.remedy(lang))
