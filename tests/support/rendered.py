"""Profiles, good and bad, rendered into every form of file that can express them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Data = dict[str, Any]
FIELDS = ("id", "kind", "economy", "name", "note")


def columns_of(data: Data) -> Data:
    """The cells of a profile by the names of their columns."""
    cells = {name: data[name] for name in FIELDS if name in data}
    for name, raw in data.get("answers", {}).items():
        value, companions = raw, {}
        if isinstance(raw, dict) and "value" in raw:
            value, companions = raw["value"], {each: raw[each] for each in raw if each != "value"}
        if isinstance(value, dict):
            cells[f"{name}.currency"] = value.get("currency")
            value = value.get("amount")
        cells[name] = value
        cells |= {f"{name}.{each}": companion for each, companion in companions.items()}
    return cells


def header_for(profiles: Sequence[Data]) -> list[str]:
    names = dict.fromkeys([*FIELDS[:3], *(name for each in profiles for name in columns_of(each))])
    return list(names)


def text(cell: Any) -> str:
    """A cell as CSV has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, list):
        return ";".join(cell) if cell else "none"
    return str(cell)


def typed(cell: Any) -> Any:
    """A cell as a workbook has it."""
    return text(cell) if isinstance(cell, list) else float(cell) if isinstance(cell, Decimal) else cell


def to_csv(path: Path, profiles: Sequence[Data]) -> None:
    header = header_for(profiles)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([text(columns_of(each).get(name)) for name in header] for each in profiles)
    path.write_bytes(out.getvalue().encode())


def to_xlsx(path: Path, profiles: Sequence[Data]) -> None:
    header = header_for(profiles)
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, header)
    for row, each in enumerate(profiles, 1):
        cells = columns_of(each)
        for column, name in enumerate(header):
            cell = typed(cells.get(name))
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write(row, column, cell)
    book.close()


def to_jsonl(path: Path, profiles: Sequence[Data]) -> None:
    path.write_text("".join(as_json(each) + "\n" for each in profiles), encoding="utf-8")


def to_flat_jsonl(path: Path, profiles: Sequence[Data]) -> None:
    flat = ({**{k: v for k, v in each.items() if k != "answers"}, **each.get("answers", {})} for each in profiles)
    path.write_text("".join(as_json(each) + "\n" for each in flat), encoding="utf-8")


def as_json(data: Any) -> str:
    """JSON that keeps decimals as they are written."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {as_json(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(as_json, data)) + "]"
    return str(data) if isinstance(data, Decimal) else json.dumps(data, ensure_ascii=True)


def to_text_parquet(path: Path, profiles: Sequence[Data]) -> None:
    header = header_for(profiles)
    cells = [columns_of(each) for each in profiles]
    table = {name: pa.array([text(each.get(name)) or None for each in cells], pa.string()) for name in header}
    pq.write_table(pa.table(table), path)


def to_typed_parquet(path: Path, profiles: Sequence[Data]) -> None:
    """Each column by the type of its cells; a column of mixed types as text."""
    header = header_for(profiles)
    cells = [columns_of(each) for each in profiles]
    pq.write_table(pa.table({name: _array([each.get(name) for each in cells]) for name in header}), path)


def _array(cells: list[Any]) -> pa.Array:
    kinds = {type(each) for each in cells if each is not None}
    if kinds <= {int, Decimal} and kinds:
        whole = Decimal not in kinds
        return pa.array(cells, pa.int64()) if whole else pa.array([None if c is None else float(c) for c in cells])
    if kinds == {list}:
        return pa.array(cells, pa.list_(pa.dictionary(pa.int8(), pa.string())))
    if kinds == {bool}:
        return pa.array(cells, pa.bool_())
    return pa.array([None if each is None else text(each) for each in cells], pa.string()).dictionary_encode()


WRITERS: dict[str, Callable[[Path, Sequence[Data]], None]] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
    "jsonl": to_jsonl,
    "flat.jsonl": to_flat_jsonl,
    "text.parquet": to_text_parquet,
    "typed.parquet": to_typed_parquet,
}
