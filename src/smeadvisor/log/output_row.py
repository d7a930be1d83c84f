"""One row of an output in any form, found by its number."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.tables.reading.workbook_guard import guard
from smeadvisor.tables.writing import Form

Row = dict[str, Any]


def row_in(path: Path, form: Form, row: int) -> Row | None:
    """The row of that number by column, None where there is none; raises InvalidInput (E-UNREADABLE)."""
    try:
        return next((each for each in _ROWS[form](path, row) if str(each.get("row")) == str(row)), None)
    except InvalidInput:
        raise
    except Exception as error:
        # Somebody may have changed it since, and each library has errors of its own.
        raise InvalidInput(Problem("E-UNREADABLE", Place(str(path)), details={"detail": str(error)[:100]})) from None


def _jsonl(path: Path, row: int) -> Iterator[Row]:
    with path.open("rb") as lines:
        # Only its own line is worth taking apart.
        start = f'{{"row":{row},'.encode()
        yield from (json.loads(line) for line in lines if line.startswith(start))


def _csv(path: Path, row: int) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _parquet(path: Path, row: int) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pa.OSFile(os.fsencode(path)) as file:
        yield from pq.read_table(file, filters=[("row", "=", row)]).to_pylist()


def _xlsx(path: Path, row: int) -> Iterator[Row]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        guard(file, str(path))
    book = load_workbook(path, read_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [str(each) for each in next(rows)]
        yield from (dict(zip(names, each, strict=False)) for each in rows)
    finally:
        book.close()


_ROWS = {"jsonl": _jsonl, "csv": _csv, "parquet": _parquet, "xlsx": _xlsx}
