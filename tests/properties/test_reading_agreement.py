"""One truth: a profile has the same verdict and the same codes whichever file it comes in."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.model.rulebook import Rulebook
from smeadvisor.tables.encoded import code_of, dtype_of, unknown
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows
from smeadvisor.tables.rows import Rows
from support.faults import FAULTS, LINES, TABLES, firm, single
from support.generated import answers_of
from support.rendered import WRITERS, Data
from support.scale import scaled

NAMED: dict[str, Data] = {
    "choice by its Chinese label": firm({"sector": "製造業"}),
    "choice by its English label": firm({"sector": "Wholesale and Retail TRADE"}),
    "list of labels and ids": firm({"strengths": ["獨立經營", "technology_lead", "Own brand abroad"]}),
    "one choice by all its names": firm({"strengths": ["獨立經營", "independent", " independence from any group "]}),
    "list as one text": firm({"strengths": "獨立經營、technology_lead，own brand abroad"}),
    "label with a comma": firm({"sector": "agriculture, forestry and fishing"}),
    "compatibility ideograph": firm({"wants_loan_for": ["營運資\uf90a"]}),
    "amount with its currency": firm({"annual_sales": "250000 USD"}),
    "currency before the amount": firm({"annual_sales": "TWD 250000.5"}),
    "currency said twice": firm({"annual_sales": {"amount": "5 USD", "currency": "USD"}}),
    "economy by its Chinese name": firm({}, economy="中華台北"),
    "economy by its English name": firm({}, economy=" the united states"),
    "blanks around a number": firm({"employees": " 5\xa0", "tariff_rate": {"value": "2.5 ", "qualifier": "~"}}),
    "blanks around yes": firm({"exports_now": "Yes ", "sector": " tourism "}),
    "blanks around what is not known": firm({"employees": "dont_know ", "annual_sales": " 不知道"}),
    "blanks around no list": firm({"strengths": " none"}),
    "blanks around an amount and its currency": firm({"annual_sales": {"amount": " 5 ", "currency": "\u3000USD "}}),
    "name in Hebrew": firm({}, name="חברת יצוא בע״מ"),
    "name in Persian, with what keeps letters apart": firm({}, name="شرکت می\u200cخواهم"),
    "name in Sinhala, with what joins letters": firm({}, name="ශ්\u200dරී"),
    "name with a family of emoji": firm({}, name="👨\u200d👩\u200d👧 ❤️"),
    "name with a variant of an ideograph": firm({}, name="葛\U000e0100城"),
}
"""Good profiles that name things otherwise than by their ids."""


def top_of_a_range(rulebook: Rulebook) -> Data:
    name = next(
        n for n, a in rulebook.attributes.items() if a.type == "number" and a.range.max and "firm" in a.audience
    )
    return firm({name: {"value": rulebook.attributes[name].range.max, "qualifier": ">"}})


def beside_others(form: str) -> list[Data]:
    """The faults that a file of that form can hold beside good profiles: not those of type in a typed column."""
    return [each for each, forms in FAULTS.values() if form in forms and (form in LINES or "csv" in forms)]


def codes_at(rows: Rows, position: int, rulebook: Rulebook) -> dict[str, tuple[int, ...]]:
    """What is known of the good row there, as integers."""
    at = rows.positions.tolist().index(position)
    found = {}
    for name, column in rows.columns.items():
        low = int(column.codes[at])
        assert column.codes.dtype == dtype_of(rulebook.attributes[name])
        if low != unknown(column.codes.dtype):
            high = 0 if column.high is None else int(column.high[at])
            found[name] = (low, high or low, -1 if column.currency is None else int(column.currency[at]))
    return found


def expected_codes(profile: Any, rulebook: Rulebook) -> dict[str, tuple[int, ...]]:
    found = {}
    for name, measure in profile.comparables().items():
        low, high, currency = code_of(rulebook.attributes[name], measure)
        found[name] = (low, high if rulebook.attributes[name].type == "number" else low, currency)
    return {name: (low, high or low, currency) for name, (low, high, currency) in found.items()}


def read(form: str, profiles: Sequence[Data], rulebook: Rulebook, **options: Any) -> list[Rows]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"profiles.{form}"
        WRITERS[form](path, profiles)
        return list(read_rows([str(path)], rulebook, ReadingOptions(**options)))


def hold_together(form: str, profiles: Sequence[Data], rulebook: Rulebook, **options: Any) -> None:
    """Every profile has the verdict, the codes and the warnings of the single check."""
    parts = read(form, profiles, rulebook, **options)
    assert sum(part.count for part in parts) == len(profiles)
    start = 0
    for part in parts:
        for position, data in enumerate(profiles[start : start + part.count]):
            expected = single(data, rulebook)
            problems = {each.problem.code for each in part.rejected if each.position == position}
            if isinstance(expected, set):
                assert problems == expected, data
                assert position not in part.positions
                continue
            assert problems == set(), data
            assert codes_at(part, position, rulebook) == expected_codes(expected, rulebook)
            warned = [each.problem.code for each in part.warned if each.position == position]
            assert warned == [each.code for each in expected.warnings]
            at = part.positions.tolist().index(position)
            assert part.ids[at].as_py() == expected.id
            assert part.names[at].as_py() == (expected.name.en if expected.name else None)
        start += part.count


@pytest.mark.parametrize("form", WRITERS)
def test_every_fault_has_the_same_codes_in_every_form(form, rulebook):
    """Each fault alone in its column, and a good profile before and after it."""
    # A column of one type cannot hold a good answer beside one of another type.
    good = firm({}) if form == "typed.parquet" else firm({"sector": "tourism", "employees": 5}, name="好")
    for label, (data, forms) in FAULTS.items():
        if form in forms:
            try:
                hold_together(form, [good, data, good], rulebook)
            except AssertionError as error:
                raise AssertionError(f"{label}: {error}") from error


@pytest.mark.parametrize("form", WRITERS)
def test_what_things_are_called_makes_no_difference(form, rulebook):
    """By label or id, alone or all together: the codes are those of the ids."""
    for data in NAMED.values():
        assert not isinstance(single(data, rulebook), set)
        hold_together(form, [data, data], rulebook)
    hold_together(form, [*NAMED.values()], rulebook, part_rows=5)


@pytest.mark.parametrize("form", ["csv", "xlsx", "text.parquet", "jsonl"])
def test_an_amount_keeps_its_own_currency_beside_that_of_the_column(form, rulebook):
    """The unit of a column is for amounts that have none."""
    units = {"annual_sales": "TWD"}
    (rows,) = read(form, [firm({"annual_sales": each}) for each in ("5 USD", "5")], rulebook, units=units)
    own, other = (single(firm({"annual_sales": f"5 {each}"}), rulebook) for each in ("USD", "TWD"))
    assert [codes_at(rows, i, rulebook) for i in (0, 1)] == [expected_codes(each, rulebook) for each in (own, other)]


@pytest.mark.parametrize("form", sorted(TABLES | LINES))
def test_the_remedy_of_a_cell_works_in_a_cell(form, rulebook):
    """A table is told of its columns and its option, a line of JSON is not."""
    bad = [firm({"annual_sales": "5"}), firm({"employees": {"value": "5", "qualifier": "<"}})]
    (rows,) = read(form, bad, rulebook)
    told = {each.problem.code: [each.problem.remedy(lang) for lang in ("en", "zh-Hant")] for each in rows.rejected}
    for columns, code in ((("annual_sales.currency", "--unit annual_sales=USD"), "E-CURRENCY"),
                          (("employees.qualifier",), "E-QUALIFIER")):  # fmt: skip
        assert all((part in line) is (form in TABLES) for part in columns for line in told[code])
    assert all("250000 USD" in line for line in told["E-CURRENCY"])


def test_a_number_for_an_id_is_told_how_a_cell_holds_text(rulebook):
    """Quotation marks would become a part of it."""
    (rows,) = read("xlsx", [firm({}, id=5)], rulebook)
    assert "format the cell as text" in rows.rejected[0].problem.remedy("en")
    (rows,) = read("jsonl", [firm({}, id=5)], rulebook)
    assert "in quotes" in rows.rejected[0].problem.remedy("en")


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_can_be_above_the_top(form, rulebook):
    """A number qualified as more than the end of its range is outside it."""
    hold_together(form, [firm({}), top_of_a_range(rulebook)], rulebook)


@pytest.mark.parametrize("form", WRITERS)
@settings(max_examples=scaled(12))
@given(data=st.data())
def test_generated_profiles_agree_with_the_single_check(form, rulebook, data):
    """Turning points of every rule, unknowns, and faults among them, in portions of any size."""
    one = st.one_of(
        answers_of(rulebook, "firm").map(firm),
        answers_of(rulebook, "economy").map(lambda each: {**firm(each), "kind": "economy"}),
        st.sampled_from(beside_others(form)),
    )
    profiles = data.draw(st.lists(one, min_size=1, max_size=6))
    hold_together(form, profiles, rulebook, part_rows=data.draw(st.integers(1, 7)))
