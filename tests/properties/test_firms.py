"""What each kind of firm is told: Mexico's credit at its edges, and the shipped firms' advice, whole."""

from __future__ import annotations

import pytest

from smeadvisor.engines.chaining import Engine
from smeadvisor.model.profile import read_profile
from smeadvisor.rendering.advice import render
from smeadvisor.rendering.advice.paragraphs import paragraph
from smeadvisor.rendering.advice.writer import Writer
from support.paths import ECONOMIES, FIRMS

GUARANTEE, COLLATERAL = ["main_shareholders_guarantee"], ["collateral"]
CREDIT, SUPPLY_CHAIN = "mex/sme-export-credit", "mex/export-supply-chain"
BORROWER = {
    "exports_now": True,
    "counted_as_sme_at_home": True,
    "need_felt_most": "export_finance",
    "loan_months_needed": 24,
    "security_offered": ["main_shareholders_guarantee"],
}


IN_DOLLARS = {"ways_to_market": ["direct_export"], "invoice_currency": "us_dollar"}


def standing(engine, profile, name):
    found = next(each for each in engine.consult(profile).instruments if each.id == name)
    return found.eligibility, dict(found.requirements)


@pytest.mark.parametrize(
    ("amount", "offered", "amount_state", "security", "eligibility"),
    [
        (300_000, GUARANTEE, "met", "met", "eligible"),
        (300_001, GUARANTEE, "met", "unmet", "not_eligible"),
        (300_001, COLLATERAL, "met", "met", "eligible"),
        (600_000, COLLATERAL, "met", "met", "eligible"),
        (600_001, COLLATERAL, "unmet", "met", "not_eligible"),
        (300_001, None, "met", "unknown", "undecided"),
    ],
)
def test_mexican_credit_by_amount(engine, make, amount, offered, amount_state, security, eligibility):
    """Up to US$600,000; collateral is asked only above US$300,000."""
    loan = {"amount": amount, "currency": "USD"}
    profile = make("firm", "MEX", {**BORROWER, "export_loan_needed": loan, "security_offered": offered})
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
    answers = {**BORROWER, "months_exporting": months, **IN_DOLLARS}
    found, requirements = standing(engine, make("firm", "MEX", answers), SUPPLY_CHAIN)
    assert state in requirements.values()
    assert found == ("eligible" if state == "met" else "not_eligible")


@pytest.mark.parametrize("other", [{"ways_to_market": ["cluster_member"]}, {"invoice_currency": "own"}])
def test_buyer_information_is_for_direct_exporters_in_dollars(engine, make, other):
    """Either condition unmet closes it."""
    answers = {**BORROWER, "months_exporting": 12, **IN_DOLLARS, **other}
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


def twd(amount):
    return {"amount": amount, "currency": "TWD"} if isinstance(amount, int) else amount


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
def test_taiwan_counts_smes_as_its_standard_is_printed(then, make, sector, capital, sales, sme):
    """Paid-in capital up to NT$80 million in industry, sales up to NT$100 million elsewhere."""
    raw = {"sector": sector, "paid_in_capital": twd(capital), "annual_sales": twd(sales)}
    assert then.consult(make("firm", "TWN", raw)).classification["sme"] == sme


@pytest.mark.parametrize(
    ("capital", "employees", "sme"),
    [
        (100_000_000, 200, "yes"),
        (100_000_001, 199, "yes"),
        (100_000_001, 200, "no"),
        (None, 199, "yes"),
        (None, 200, "unknown"),
        (100_000_000, None, "yes"),
        (100_000_001, None, "unknown"),
    ],
)
@pytest.mark.parametrize("sector", ["manufacturing", "trade", None])
def test_taiwan_counts_smes_by_the_standard_as_amended_since(engine, make, sector, capital, employees, sme):
    """From 24 June 2020, in any sector: paid-in capital up to NT$100 million, or fewer than 200 employees."""
    raw = {"sector": sector, "paid_in_capital": twd(capital), "employees": employees, "annual_sales": twd(1)}
    assert engine.consult(make("firm", "TWN", raw)).classification["sme"] == sme


@pytest.mark.parametrize(("day", "sme"), [("2020-06-23", "unknown"), ("2020-06-24", "yes")])
def test_the_amended_standard_holds_from_its_day(whole_rulebook, make, day, sme):
    """A firm of 150 employees, of which nothing else is known."""
    found = Engine(whole_rulebook, day).consult(make("firm", "TWN", {"employees": 150}))
    assert found.classification["sme"] == sme


@pytest.mark.parametrize(
    ("sector", "employees", "agency"),
    [("manufacturing", 199, "yes"), ("manufacturing", 200, "no"), ("trade", 99, "yes"), ("trade", 100, "no")],
)
def test_the_headcount_reading_is_kept_apart(then, make, sector, employees, agency):
    """Headcount says nothing about the standard itself, as the paper prints it."""
    found = then.consult(make("firm", "TWN", {"sector": sector, "employees": employees})).classification
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
