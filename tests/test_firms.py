"""What each kind of firm is told: Mexico's credit at its edges, and the shipped firms' advice, whole."""

from __future__ import annotations

import pytest

from conftest import ECONOMIES, FIRMS
from smeadvisor.profile import read_profile
from smeadvisor.report import render
from smeadvisor.report.paragraphs import paragraph
from smeadvisor.report.writer import Writer

CREDIT, SUPPLY_CHAIN = "mex/sme-export-credit", "mex/export-supply-chain"
BORROWER = {
    "exports_now": True,
    "counted_as_sme_at_home": True,
    "need_felt_most": "export_finance",
    "loan_months_needed": 24,
    "has_collateral": False,
    "shareholder_guarantee": True,
}


def standing(engine, profile, name):
    found = next(each for each in engine.consult(profile).instruments if each.id == name)
    return found.eligibility, dict(found.requirements)


@pytest.mark.parametrize(
    ("amount", "collateral", "amount_state", "security", "eligibility"),
    [
        (300_000, False, "met", "met", "eligible"),
        (300_001, False, "met", "unmet", "not_eligible"),
        (300_001, True, "met", "met", "eligible"),
        (600_000, True, "met", "met", "eligible"),
        (600_001, True, "unmet", "met", "not_eligible"),
        (300_001, None, "met", "unknown", "undecided"),
    ],
)
def test_mexican_credit_by_amount(engine, make, amount, collateral, amount_state, security, eligibility):
    """Up to US$600,000; collateral is asked only above US$300,000."""
    loan = {"amount": amount, "currency": "USD"}
    profile = make("firm", "MEX", {**BORROWER, "export_loan_needed": loan, "has_collateral": collateral})
    found, requirements = standing(engine, profile, CREDIT)
    assert (requirements["amount"], requirements["security"], found) == (amount_state, security, eligibility)


@pytest.mark.parametrize(("months", "state"), [(24, "met"), (25, "unmet"), (None, "unknown")])
def test_mexican_credit_by_term(engine, make, months, state):
    """At most 24 months."""
    profile = make("firm", "MEX", {**BORROWER, "loan_months_needed": months})
    assert standing(engine, profile, CREDIT)[1]["term"] == state


def test_a_loan_in_pesos_is_not_converted(engine, make):
    """An amount in another currency is unknown to a test in US dollars."""
    loan = {"amount": 1, "currency": "MXN"}
    profile = make("firm", "MEX", {**BORROWER, "export_loan_needed": loan})
    assert standing(engine, profile, CREDIT)[1]["amount"] == "unknown"


@pytest.mark.parametrize(("months", "state"), [(11, "unmet"), (12, "met")])
def test_buyer_information_needs_a_year_of_exporting(engine, make, months, state):
    """For direct exporters in US dollars with at least a year of exporting."""
    answers = {**BORROWER, "months_exporting": months, "direct_export": True, "invoices_in_us_dollars": True}
    found, requirements = standing(engine, make("firm", "MEX", answers), SUPPLY_CHAIN)
    assert state in requirements.values()
    assert found == ("eligible" if state == "met" else "not_eligible")


@pytest.mark.parametrize("name", ["direct_export", "invoices_in_us_dollars"])
def test_buyer_information_is_for_direct_exporters_in_dollars(engine, make, name):
    """Either condition unmet closes it."""
    answers = {**BORROWER, "months_exporting": 12, "direct_export": True, "invoices_in_us_dollars": True, name: False}
    assert standing(engine, make("firm", "MEX", answers), SUPPLY_CHAIN)[0] == "not_eligible"


def test_the_texts_tell_the_conditions_as_printed(rulebook, engine, make):
    """24 months, US$600,000 and US$300,000 stand in the measure's text, in both languages."""
    profile = make("firm", "MEX", {**BORROWER, "export_loan_needed": {"amount": 300_001, "currency": "USD"}})
    found = engine.consult(profile)
    advice = next(each for each in found.recommendations if each.id == "export-finance")
    assert CREDIT in advice.precedents
    text = paragraph(Writer(found, rulebook, "en"), advice)
    assert "It would be open once: main shareholders answer for a loan of US$300,000 or less" in text
    profile = make("firm", "MEX", {**BORROWER, "export_loan_needed": {"amount": 300_000, "currency": "USD"}})
    found = engine.consult(profile)
    english, chinese = (
        paragraph(Writer(found, rulebook, lang), found.recommendations[0]) for lang in ("en", "zh-Hant")
    )
    assert all(figure in english for figure in ("US$600,000", "24 months", "US$300,000"))
    assert all(figure in chinese for figure in ("60 萬美元", "24 個月", "30 萬美元"))


def test_the_programme_of_another_economy_is_a_precedent(engine, make):
    """A Peruvian firm cannot take up Mexico's credit, whatever it answers."""
    profile = make("firm", "PER", {**BORROWER, "export_loan_needed": {"amount": 1, "currency": "USD"}})
    advice = engine.consult(profile).recommendations[0]
    assert CREDIT in advice.precedents
    assert advice.measures == ()


@pytest.mark.parametrize(
    ("sector", "capital", "sales", "sme"),
    [
        ("manufacturing", 80_000_000, None, "yes"),
        ("construction", 80_000_001, None, "no"),
        ("mining_quarrying", None, 1, "unknown"),
        ("trade", None, 100_000_000, "yes"),
        ("creative_services", None, 100_000_001, "no"),
        ("trade", 1, None, "unknown"),
        (None, 80_000_001, 100_000_001, "no"),
    ],
)
def test_taiwan_counts_smes_as_its_standard_is_printed(engine, make, sector, capital, sales, sme):
    """Paid-in capital up to NT$80 million in industry, sales up to NT$100 million elsewhere."""
    raw = {"sector": sector, "paid_in_capital": capital, "annual_sales": sales}
    money = {k: {"amount": v, "currency": "TWD"} if isinstance(v, int) else v for k, v in raw.items()}
    assert engine.consult(make("firm", "TWN", money)).classification["sme"] == sme


@pytest.mark.parametrize(
    ("sector", "employees", "agency"),
    [("manufacturing", 199, "yes"), ("manufacturing", 200, "no"), ("trade", 99, "yes"), ("trade", 100, "no")],
)
def test_the_headcount_reading_is_kept_apart(engine, make, sector, employees, agency):
    """Headcount says nothing about the standard itself."""
    found = engine.consult(make("firm", "TWN", {"sector": sector, "employees": employees})).classification
    assert (found["sme_for_agency_purpose"], found["sme"]) == (agency, "unknown")


def test_elsewhere_the_firm_itself_knows_whether_it_is_an_sme(engine, make):
    """Taiwan's thresholds hold in Taiwan only."""
    small = {"sector": "trade", "annual_sales": {"amount": 1, "currency": "TWD"}}
    assert engine.consult(make("firm", "MEX", small)).classification["sme"] == "unknown"
    told = engine.consult(make("firm", "MEX", {**small, "counted_as_sme_at_home": False})).classification
    assert (told["sme"], told["size_class"]) == ("no", "above_sme")


@pytest.mark.parametrize("path", FIRMS, ids=lambda path: path.stem)
def test_the_advice_of_each_firm(path, rulebook, engine, snapshot):
    """Each shipped firm's advice in both languages, whole."""
    found = engine.consult(read_profile(path, rulebook))
    texts = {lang: render(found, rulebook, "text", lang) for lang in ("en", "zh-Hant")}
    assert {lang: text.replace(rulebook.digest[:12], "DIGEST") for lang, text in texts.items()} == snapshot


@pytest.mark.parametrize("path", ECONOMIES, ids=lambda path: path.stem)
def test_every_economy_can_be_advised_in_both_languages(path, rulebook, engine):
    """All 21 economies read without error, and no slot is left unfilled."""
    found = engine.consult(read_profile(path, rulebook))
    for lang in ("en", "zh-Hant"):
        assert "{" not in render(found, rulebook, "text", lang)
