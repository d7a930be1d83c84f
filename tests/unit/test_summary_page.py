"""The summary as a page: it holds the numbers that were counted, in either language, and nothing that runs."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from smeadvisor.batch.counts import Counts
from smeadvisor.batch.summary_groups import shade
from smeadvisor.batch.summary_page import summary_page
from smeadvisor.batch.summary_reader import share
from smeadvisor.messages import say, texts
from support.pages import HOSTILE, Page, text_of

BOTH = pytest.mark.parametrize("lang", ["en", "zh-Hant"])

CREDIT, CASH = "price/customer-credit", "functional/working-capital"
FINANCE, MARKET = "export-finance", "market-access"


def group(rows, barriers, first):
    return {"profiles": {"all": rows}, "barriers": barriers, "first": first, "any": first}


COUNTS = Counts(
    rows=12_345,
    advised=12_000,
    rejected=345,
    barriers={CREDIT: {"severe": 1_000, "moderate": 2_001, "mild": 30}, CASH: {"severe": 4_002}},
    recommendations={FINANCE: {"first": 5_003, "any": 7_004}, MARKET: {"first": 0, "any": 11}},
    groups={
        "sector_group": {
            "services": group(4_000, {CREDIT: 2_000, CASH: 4}, {FINANCE: 40}),
            "industry": group(7_000, {CREDIT: 700}, {FINANCE: 4_000}),
        },
        "economy": {"TWN": group(11_990, {}, {}), "MEX": group(10, {CASH: 10}, {})},
        "kind": {"firm": group(12_000, {}, {})},
    },
    undecided={"days_to_payment": 6_000, "employees": 1},
    warnings={"W-UNIT-SUSPECT": 17},
    rejects={"E-CHOICE": 321, "E-NUM": 123},
    duplicates=5,
)


@BOTH
def test_the_page_is_whole_and_needs_nothing_else(rulebook, lang):
    """Every tag is closed, no script runs, nothing is fetched, and headings are labelled."""
    page = summary_page(COUNTS, rulebook, lang)
    read = Page(page)
    assert read.open == []
    assert read.fetched == []
    assert not {tag for tag, _ in read.tags} & {"script", "link", "img", "iframe", "form"}
    assert "url(" not in page
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{lang}">')
    headings = {attrs["id"] for tag, attrs in read.tags if tag == "h2"}
    assert headings == {attrs["aria-labelledby"] for tag, attrs in read.tags if tag == "section"}
    assert rulebook.digest[:12] in page


@BOTH
def test_the_tables_hold_the_counts(rulebook, lang):
    """Each number counted stands in its row under the rulebook's title, with its share."""
    rows = Page(summary_page(COUNTS, rulebook, lang)).rows
    credit, cash = (rulebook.barriers[each].title.to(lang) for each in (CREDIT, CASH))
    finance, market = (rulebook.recommendations[each].title.to(lang) for each in (FINANCE, MARKET))
    payment = rulebook.attributes["days_to_payment"].title.to(lang)
    for row in (
        [cash, "4,002", "0", "0", "4,002", "33.4%"],
        [credit, "1,000", "2,001", "30", "3,031", "25.3%"],
        [finance, "5,003", "2,001", "7,004", "58.4%"],
        [market, "0", "11", "11", "0.1%"],
        [payment, "6,000", "50.0%"],
    ):
        assert row in rows
    assert rows.index([cash, "4,002", "0", "0", "4,002", "33.4%"]) < rows.index(
        [credit, "1,000", "2,001", "30", "3,031", "25.3%"]
    )


@BOTH
def test_the_heat_tables_hold_shares_of_each_group(rulebook, lang):
    """Groups stand in the rulebook's order, and those in none of them are told apart."""
    rows = Page(summary_page(COUNTS, rulebook, lang)).rows
    values = rulebook.classification["sector_group"].values
    credit = rulebook.barriers[CREDIT].title.to(lang)
    head = [
        say("batch.page.barrier", lang),
        values["industry"].to(lang),
        values["services"].to(lang),
        say("batch.page.rest", lang),
    ]
    assert head in rows
    assert [say("batch.page.profiles", lang), "7,000", "4,000", "1,000"] in rows
    assert [credit, "10.0%", "50.0%", "33.1%"] in rows
    names = [rulebook.economies[each].name.to(lang) for each in ("TWN", "MEX")]
    assert [say("batch.page.barrier", lang), *names] in rows


@BOTH
def test_the_bars_say_their_numbers(rulebook, lang):
    """What a bar shows is said beside it, and the pieces of a bar make up its share of the longest."""
    page = summary_page(COUNTS, rulebook, lang)
    said = text_of(page)
    for number in ("12,345", "12,000", "345", "4,002", "3,031", "7,004", "321", "123", "17"):
        assert number in said
    cash = page[page.index(f"<li><span>{rulebook.barriers[CASH].title.to(lang)}") :]
    assert re.findall(r"width: ([\d.]+)%", cash[: cash.index("</li>")]) == ["100.000"]
    widths = page[page.index(f"<li><span>{rulebook.barriers[CREDIT].title.to(lang)}") :]
    pieces = re.findall(r"width: ([\d.]+)%", widths[: widths.index("</li>")])
    assert pieces == [f"{100 * each / 4_002:.3f}" for each in (1_000, 2_001, 30)]


@BOTH
def test_reasons_are_told_without_blanks(rulebook, lang):
    """Codes come with a title that speaks of no one value."""
    said = text_of(summary_page(COUNTS, rulebook, lang))
    assert "E-CHOICE" in said
    assert "{" not in said
    assert ("not one of the choices" if lang == "en" else "不在選項之中") in said


@BOTH
def test_no_sentence_is_left_in_the_other_language(rulebook, lang):
    """A Chinese page has no English sentence of ours in it, an English one no Chinese at all."""
    said = text_of(summary_page(COUNTS, rulebook, lang))
    if lang == "en":
        assert re.findall(r"[\u3400-\u9fff]", said) == []
    else:
        others = [
            en for en in (each["en"] for each in texts("batch").values()) if "{" not in en and len(en.split()) > 1
        ]
        assert [each for each in others if each in said] == []


@BOTH
def test_hostile_names_are_shown_as_text(rulebook, lang):
    """An id, a group or a code that the rulebook does not know is shown, and is never markup or template."""
    counts = Counts(
        rows=3,
        advised=2,
        rejected=1,
        barriers={HOSTILE: {"mild": 1}},
        recommendations={HOSTILE: {"first": 1, "any": 1}},
        groups={name: {HOSTILE: group(1, {HOSTILE: 1}, {}), "x": group(1, {}, {})} for name in COUNTS.groups},
        undecided={HOSTILE: 1},
        warnings={HOSTILE: 1},
        rejects={HOSTILE: 1},
    )
    page = summary_page(counts, rulebook, lang)
    read = Page(page)
    assert read.open == []
    assert not {tag for tag, _ in read.tags} & {"script", "img"}
    assert all(not name.startswith("on") for _, attrs in read.tags for name in attrs)
    assert page.count(str(escape(HOSTILE))) >= 9


@BOTH
def test_a_run_without_rows_gives_a_page(rulebook, lang):
    """Nothing read, nothing advised: the page says so, and no chart is empty."""
    for counts in (Counts(), Counts(rows=2, rejected=2, rejects={"E-NUM": 2})):
        page = summary_page(counts, rulebook, lang)
        assert say("batch.page.nobody", lang) in page
        assert "%" not in text_of(page)
        assert Page(page).open == []
    assert say("batch.page.no_rejects", lang) in summary_page(Counts(), rulebook, lang)


@BOTH
def test_advice_that_found_nothing_is_told(rulebook, lang):
    """Profiles advised without any barrier, recommendation or open question."""
    page = summary_page(Counts(rows=1, advised=1), rulebook, lang)
    for name in ("no_barriers", "no_recommendations", "no_undecided", "no_rejects"):
        assert say(f"batch.page.{name}", lang) in page


@BOTH
def test_ids_given_twice_are_told(rulebook, lang):
    """How many, or that nobody looked."""
    assert say("batch.page.duplicates", lang, count=5).split("5")[-1].strip() in summary_page(COUNTS, rulebook, lang)
    assert say("batch.page.unseen", lang) in summary_page(Counts(rows=1, advised=1, duplicates=None), rulebook, lang)


@BOTH
def test_the_same_bytes_twice(rulebook, lang):
    """The page depends on the counts, the rulebook and the language, not on the order of names."""
    turned = Counts(
        **{
            name: dict(reversed(value.items())) if isinstance(value, dict) else value
            for name, value in ((each, getattr(COUNTS, each)) for each in COUNTS.__dataclass_fields__)
        }
    )
    assert summary_page(COUNTS, rulebook, lang) == summary_page(turned, rulebook, lang)


def test_shares_and_shades():
    """What is there is never told as nothing, and shades rise with the share."""
    assert [share(*each) for each in ((0, 10), (1, 10_000), (1, 3), (3, 3), (0, 0))] == [
        "0.0%", "<0.1%", "33.3%", "100.0%", "–",
    ]  # fmt: skip
    assert [shade(each, 100) for each in (0, 1, 10, 11, 25, 26, 50, 51, 100)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
