"""Rows that were not advised, as a table: a line for each problem."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from smeadvisor.errors import Lang
from smeadvisor.tables.rows import Remark

SCHEMA = pa.schema(
    {
        "row": pa.int64(),
        "file": pa.string(),
        "sheet": pa.string(),
        "file_row": pa.int64(),
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


def _line(remark: Remark, lang: Lang) -> tuple[int | str | None, ...]:
    found, place = remark.problem, remark.place
    where = (remark.position + 1, place.file, place.sheet, place.row)
    return (*where, found.pointer, found.value, found.code, found.message(lang), found.remedy(lang))
