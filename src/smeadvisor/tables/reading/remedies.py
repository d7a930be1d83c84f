"""Remedies for the cells of a table: what a profile file would have written elsewhere or otherwise."""

from __future__ import annotations

from dataclasses import replace

from smeadvisor.errors import Problem

_BLANKS = {
    "E-CURRENCY": {
        "beside_en": ", put the currency into the column {name}.currency, or give it for all rows: --unit {name}=USD",
        "beside_zh": "，或把幣別填在 {name}.currency 欄，或以 --unit {name}=USD 指定整欄的幣別",
    },
    "E-QUALIFIER": {
        "quoted_en": " into the column {name}.qualifier, without quotes",
        "quoted_zh": "，填在 {name}.qualifier 欄，不加引號",
    },
    "E-TYPE": {
        "quoted_en": " (in a workbook format the cell as text first; in Parquet store the column as text)",
        "quoted_zh": "（活頁簿請先把儲存格格式設為文字，Parquet 請把整欄存為文字）",
    },
}
"""What fills the blanks of remedies that a file leaves empty or fills otherwise."""


def in_table(fault: Problem) -> Problem:
    """The problem of a profile with the remedy that works in the cell that it came from."""
    parts = fault.pointer.split("/")
    name = parts[2] if parts[:2] == ["", "answers"] else parts[-1]
    blanks = _BLANKS.get(fault.code, {})
    if fault.code == "E-TYPE" and "quoted_en" not in fault.details:
        return fault
    return replace(fault, details={**fault.details, **{key: each.format(name=name) for key, each in blanks.items()}})
