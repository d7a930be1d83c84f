"""Firms by the million, drawn at random from what the rulebook asks: a Parquet file as an agency might keep it.

Every answer is unknown now and then; numbers are drawn around those that rules turn on.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from smeadvisor.model.attributes import Attribute
from smeadvisor.problems.limits import MONEY
from smeadvisor.rules.shipped import shipped_rulebook

TAIWAN_SMES = 1_234_749
"""The number of SMEs in Taiwan (Table 2 of the paper)."""

_HOMES = ("TWN", "MEX", "USA", "JPN", "HKG", "SGP", "KOR", "VNM")
_CURRENCIES = ("TWD", "USD", "MXN", "JPY", "HKD", "SGD", "KRW", "VND")
_UNKNOWN = 0.15
_A_HEAD = {"annual_sales": 60_000, "paid_in_capital": 20_000, "export_loan_needed": 5_000}
"""Typical amounts for each employee, in US dollars; a dollar is worth so many units of the other currencies."""
_WORTH = (32, 1, 20, 150, 8, 1.3, 1400, 26_000)
_ROW_GROUP = 131_072


def firms(count: int, seed: int = 2011, first: int = 0) -> pa.Table:
    """A table of that many firms; the same for the same seed. Ids count on from ``first``."""
    chance = np.random.default_rng(seed)
    homes = np.minimum(chance.geometric(0.5, count) - 1, len(_HOMES) - 1)
    columns: dict[str, Any] = {
        "id": pa.array(np.char.add("firm-", np.arange(first, first + count).astype(str)), pa.string()),
        "kind": _named(np.zeros(count, np.int8), ("firm",)),
        "economy": _named(homes, _HOMES),
    }
    asked = {name: each for name, each in shipped_rulebook().attributes.items() if "firm" in each.audience}
    # Amounts hang on the number of employees, which comes first.
    for name, attribute in sorted(asked.items(), key=lambda each: each[1].type == "money"):
        if attribute.type == "money":
            rate = np.array(_WORTH)[homes]
            columns[name] = _amounts(_A_HEAD[name] * rate, columns["employees"], chance)
            columns[f"{name}.currency"] = _named(homes, _CURRENCIES)
        else:
            columns[name] = _answers(attribute, count, chance)
    return pa.table(columns)


def _named(codes: Any, names: tuple[str, ...], mask: Any = None) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8), mask=mask), pa.array(list(names)))


def _answers(attribute: Attribute, count: int, chance: np.random.Generator) -> pa.Array:
    mask = chance.random(count) < _UNKNOWN
    choices = tuple(attribute.choices)
    if attribute.type == "yes_no":
        return pa.array(chance.random(count) < 0.5, mask=mask)
    if attribute.type == "choice":
        return _named(chance.integers(0, len(choices), count), choices, mask)
    if attribute.type == "list":
        return _lists(choices, mask, chance)
    numbers = np.round(chance.lognormal(np.log(40), 1.2, count))
    low, high = attribute.range.min, attribute.range.max
    return pa.array(np.clip(numbers, low, None if high is None else float(high)).astype(np.int64), mask=mask)


def _amounts(a_head: Any, employees: pa.Array, chance: np.random.Generator) -> pa.Array:
    """Amounts that go with the size of the firm."""
    heads = np.nan_to_num(employees.to_numpy(zero_copy_only=False), nan=40) + 1
    amounts = np.round(a_head * heads * chance.lognormal(0, 0.8, len(heads)))
    return pa.array(np.minimum(amounts, MONEY).astype(np.int64), mask=chance.random(len(heads)) < _UNKNOWN)


def _lists(choices: tuple[str, ...], mask: Any, chance: np.random.Generator) -> pa.Array:
    chosen = chance.random((len(mask), len(choices))) < 1.6 / len(choices)
    chosen[mask] = False
    rows, which = np.nonzero(chosen)
    offsets = np.searchsorted(rows, np.arange(len(mask) + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), _named(which, choices), mask=pa.array(mask))


def write(path: Path, count: int, seed: int = 2011) -> None:
    """Write that many firms to a Parquet file, in bounded memory."""
    writer = None
    for start in range(0, count, _ROW_GROUP):
        part = firms(min(_ROW_GROUP, count - start), seed + start, start)
        writer = writer or pq.ParquetWriter(path, part.schema, compression="snappy")
        writer.write_table(part)
    if writer is not None:
        writer.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=TAIWAN_SMES)
    given = parser.parse_args()
    write(given.path, given.rows)
