"""The profiles of the 21 economies against the paper's tables, cell by cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from smeadvisor.files.documents import read
from smeadvisor.model.profile import read_profile
from support.paths import ECONOMIES, FIRMS
from support.tables import TABLES

CRITERIA = ["employees", "sales_or_profit", "assets", "capital_or_investment", "sector"]
# The columns of Tables 2 to 7: attributes, and None where the year of those before it stands.
COLUMNS = {
    2: ["sme_count", "sme_share_of_enterprises", None, "sme_share_of_employment", None],
    3: ["non_employing_share", "micro_share", "small_share", "medium_share", None],
    4: ["sme_growth", "enterprise_growth", None],
    5: ["sme_contribution_measure", "sme_contribution", None],
    6: ["exporting_sme_count", "exporting_share_of_smes", "sme_share_of_exporters", None],
    7: ["sme_export_value", "export_share_of_sme_output", "sme_share_of_export_value", None],
}
ROWS = {n: {row.split()[0]: row.split()[1:] for row in text.strip().splitlines()} for n, text in TABLES.items()}


def expected(code: str) -> dict[str, dict[str, Any]]:
    """The answers that the tables give for an economy."""
    marks = ROWS[1][code][0]
    chosen = [name for name, mark in zip(CRITERIA, marks, strict=True) if mark == "X"]
    found: dict[str, dict[str, Any]] = {"sme_criteria": {"value": chosen, "source": "table-1"}} if chosen else {}
    for table, columns in COLUMNS.items():
        cells, pending = ROWS[table].get(code, []), []
        for name, cell in zip(columns, cells, strict=False):
            if name is None:
                for each in pending:
                    found[each].update(_when(cell))
                pending = []
            elif cell != "…":
                found[name] = {**_value(name, cell), "source": f"table-{table}"}
                pending.append(name)
    return found


def _value(name: str, cell: str) -> dict[str, Any]:
    if name == "sme_contribution_measure":
        return {"value": cell}
    qualifier = {"qualifier": cell[0]} if cell[0] in "~>" else {}
    return {"value": Decimal(cell.lstrip("~>").replace(",", "")), **qualifier}


def _when(cell: str) -> dict[str, Any]:
    return {"year": int(cell)} if cell.isdigit() else {"period": cell}


@pytest.mark.parametrize("path", ECONOMIES, ids=lambda path: path.stem)
def test_an_economy_holds_what_the_tables_print(path):
    """Every cell, with ~ and >, years and blanks; and nothing else from the tables."""
    answers = read(path).data["answers"]
    of_tables = {name: each for name, each in answers.items() if each.get("source", "").startswith("table-")}
    assert of_tables == expected(path.stem)


def test_all_21_economies_are_there():
    """One file each, named by its code, of which the id and the economy are the same."""
    assert len(ECONOMIES) == 21
    for path in ECONOMIES:
        data = read(path).data
        assert (data["id"], data["economy"], data["kind"]) == (path.stem, path.stem.upper(), "economy")


def test_papua_new_guinea_is_unknown_not_empty():
    """A row without a mark is no answer at all."""
    path = next(each for each in ECONOMIES if each.stem == "png")
    assert read(path).data["answers"] == {}


def test_the_firms_asked_for_are_there(rulebook):
    """At least five firms, of one of which almost nothing is known."""
    profiles = [read_profile(path, rulebook) for path in FIRMS]
    assert {"MEX", "HKG", "TWN", "JPN"} <= {each.economy for each in profiles}
    assert min(len(each.answers) for each in profiles) <= 2
