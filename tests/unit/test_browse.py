"""What is shown of the rulebook: everything in both languages, counts that agree with a plain count, names found."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from smeadvisor.messages import say
from smeadvisor.model.conditions import Vocabulary, parse
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.advice.lines import width_of
from smeadvisor.rendering.rulebook import words
from smeadvisor.rendering.rulebook.layout import aligned, laid_out
from smeadvisor.rendering.rulebook.listing import LISTED, listed
from smeadvisor.rendering.rulebook.matrix import barrier_matrix, trait_matrix
from smeadvisor.rendering.rulebook.matrix_formats import as_data, as_text
from smeadvisor.rendering.rulebook.names import KINDS, find, things
from smeadvisor.rendering.rulebook.page import as_html, shade
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.show import show
from smeadvisor.rendering.rulebook.style import SHADES
from smeadvisor.rendering.rulebook.words import rule_in_words

LANGUAGES = ["en", "zh-Hant"]


def clauses_of(rulebook, when, lang="en"):
    """The clauses of a condition as a file would give it."""
    findings = {
        **{name: {value: f"classification/{name}={value}" for value in each.values}
           for name, each in rulebook.classification.items()},
        **{name: {"present": f"barriers/{name}"} for name in rulebook.barriers},
    }  # fmt: skip
    tests, faults = parse(when, Vocabulary(rulebook.attributes, findings))
    assert faults == []
    return words.tests_in_words(tests, Reader(rulebook, lang))


@pytest.mark.parametrize(
    ("when", "en", "zh"),
    [
        (
            {"days_to_payment": {"at_least": 60}},
            "days from shipment to payment: at least 60 days",
            "出貨到收款的天數：至少 60 天",
        ),
        ({"has_credit_line": False}, "line of credit: no", "銀行信用額度：否"),
        ({"tariff_rate": {"below": 5}}, "duty in the target market: below 5%", "目標市場的關稅稅率：低於 5%"),
        ({"sme": "yes"}, "SME standard: met", "中小企業認定：符合"),
        (
            {"export_loan_needed": {"at_most": {"amount": 600000, "currency": "USD"}}},
            "loan needed for business abroad: at most US$600,000",
            "海外業務所需貸款：不超過 600,000 美元",
        ),
        (
            {"ways_to_market": {"lacks": "direct_export"}},
            "ways to foreign markets: not among them “direct sales to buyers abroad”",
            "進入國外市場的方式：不包括「直接賣給國外買主」",
        ),
        (
            {"foreign_partner": ["none", "unchecked"]},
            "partner abroad: “no partner” or “a partner not yet checked”",
            "國外合作夥伴：「沒有夥伴」或「有夥伴但尚未查證」",
        ),
        (
            {"functional/working-capital": "present"},
            "the barrier “Working capital to finance exports is lacking” is present",
            "有「缺乏出口所需的營運資金」這項障礙",
        ),
        (
            {"export_loan_needed": {"known": True}},
            "loan needed for business abroad: known, whatever it is",
            "海外業務所需貸款：已知（不論內容）",
        ),
    ],
)
def test_a_test_reads_as_a_clause(rulebook, when, en, zh):
    """In both languages, numbers in the attribute's own unit and not in half steps."""
    assert clauses_of(rulebook, when) == [en]
    assert clauses_of(rulebook, when, "zh-Hant") == [zh]


def test_a_number_in_fine_steps_keeps_its_decimals(rulebook):
    """Half an hour is half an hour."""
    (clause,) = clauses_of(rulebook, {"manager_hours_for_export": {"above": "2.5"}})
    assert clause.endswith("above 2.5 hours")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_reads_in_words(whole_rulebook, lang):
    """Each test has its clause, and no slot is left open."""
    reader = Reader(whole_rulebook, lang)
    for rule in whole_rulebook.rules:
        text = rule_in_words(rule, reader)
        assert all(clause in text for clause in words.tests_in_words(rule.tests, reader))
        assert not re.search(r"[{}]", text)


def test_a_rule_says_till_when_it_holds_and_on_what_ground(whole_rulebook):
    """The amended standard of Chinese Taipei, and the one before it."""
    before = whole_rulebook.by_id["classification/sme#twn-capital"]
    after = whole_rulebook.by_id["classification/sme#twn-2020-capital"]
    en, zh = Reader(whole_rulebook, "en"), Reader(whole_rulebook, "zh-Hant")
    assert "In force before 24 June 2020. Ground: the paper, section II.1" in rule_in_words(before, en)
    assert "In force from 24 June 2020" in rule_in_words(after, en)
    assert "依據：論文之後的資料" in rule_in_words(after, zh)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_can_be_shown(rulebook, lang):
    """Under its title, with something to say, without an open slot."""
    for each in things(rulebook):
        sections = show(rulebook, each.name, lang)
        assert sections[0].lines[0].endswith(each.name)
        for section in sections:
            assert section.heading
            assert section.lines
            assert not re.search(r"\{[a-z0-9_]*\}", section.heading + "".join(section.lines))


def test_the_papers_reader_is_shown_nothing_later(then):
    """As of 2011 no instrument has a history, and a scheme that began later is not there."""
    shown = show(then.rulebook, "mex/sme-export-credit", "en")
    assert say("rulebook.h_history", "en") not in [each.heading for each in shown]
    with pytest.raises(InvalidInput) as rejected:
        show(then.rulebook, "usa/export-express", "en")
    assert rejected.value.problems[0].code == "E-REF"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("functional/working-capital", "barriers/functional/working-capital"),
        ("barriers/functional/working-capital", "barriers/functional/working-capital"),
        ("working-capital", "barriers/functional/working-capital"),
        ("days_to_payment", "attributes/days_to_payment"),
        ("mex/sme-export-credit", "instruments/mex/sme-export-credit"),
        ("export-finance", "recommendations/export-finance"),
        ("financial-policy", "strategies/financial-policy"),
        ("table-8", "sources/table-8"),
        ("gifu", "errata/gifu"),
        ("MEX", "economies/MEX"),
        ("APEC", "economies/APEC"),
        ("green-growth", "recommendations/green-growth"),
    ],
)
def test_a_thing_is_found_by_its_id_with_or_without_its_folder(rulebook, name, expected):
    """The whole id goes before the last part of one."""
    assert find(rulebook, name).name == expected


def test_an_unknown_name_suggests_the_nearest(rulebook):
    """A slip of the finger is understood."""
    with pytest.raises(InvalidInput) as rejected:
        show(rulebook, "functional/working-captial", "en")
    (problem,) = rejected.value.problems
    assert problem.code == "E-REF"
    assert "did you mean functional/working-capital?" in problem.line("en")


def test_an_ambiguous_name_tells_all_that_have_it(rulebook):
    """The full names, each of which means one thing."""
    with pytest.raises(InvalidInput) as rejected:
        show(rulebook, "collective-strength", "en")
    (problem,) = rejected.value.problems
    for name in ("strategies/collective-strength", "errata/collective-strength"):
        assert name in problem.line("zh-Hant")
        assert show(rulebook, name, "en")


def test_what_uses_a_thing_is_shown(rulebook):
    """The rules that test an attribute, the instruments and recommendations of a barrier, what cites a source."""

    def lines(name, heading):
        return "\n".join(line for each in show(rulebook, name, "en") if each.heading == heading for line in each.lines)

    testing = [each.id for each in rulebook.rules if any(test.subject == "days_to_payment" for test in each.tests)]
    tested = lines("days_to_payment", "Rules that test it")
    assert testing
    assert all(f"{name}: " in tested for name in testing)
    assert "instruments/hkg/sme-funding-schemes" in lines("functional/working-capital", "Instruments that relieve it")
    assert "recommendations/export-finance" in lines("functional/working-capital", "Recommendations that answer it")
    assert "strategies/financial-policy" in lines("export-finance", "Traits of the conclusion that it follows")
    assert "barriers/functional/working-capital" in lines("table-9", "What rests on it")
    assert "export-schemes" in lines("hkg/sme-loan-guarantee", "Where the paper is in doubt")


def test_examples_are_counted_and_told(rulebook):
    """One line for the counts, one for each example."""
    barrier = rulebook.barriers["functional/working-capital"]
    (told,) = [each.lines for each in show(rulebook, barrier.id, "en") if each.heading == "Examples"]
    assert len(told) == 1 + len(barrier.examples)
    assert told[0] == "11 where a rule fires, 19 where it is blocked, 11 where it is undecided"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sections_are_laid_out_within_the_width(rulebook, lang):
    """Wide characters counting two."""
    text = laid_out(show(rulebook, "financial-policy", lang), 60)
    assert max(map(width_of, text.splitlines())) <= 60


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_holds_every_thing_once(rulebook, lang):
    """All kinds but economies, each with a title and a remark."""
    rows = listed(rulebook, lang=lang)
    assert [(each.kind, each.id) for each in rows] == [
        (each.kind, each.id) for each in things(rulebook) if each.kind in LISTED
    ]
    assert all(each.title and each.remark for each in rows)
    assert set(KINDS) - set(LISTED) == {"economies"}


def test_a_list_tells_programs_the_properties_as_data(rulebook):
    """What an instrument is, as the rulebook names it, in every language alike."""
    for lang in LANGUAGES:
        for row in listed(rulebook, "instruments", lang=lang):
            it = rulebook.instruments[row.id]
            assert row.properties == {
                "economy": it.economy,
                "support": it.support,
                "status": it.status,
                "origin": it.origin,
            }


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"economy": "MEX"}, lambda each: each.economy == "MEX"),
        ({"support": "credit"}, lambda each: each.support == "credit"),
        ({"status": "closed"}, lambda each: each.status == "closed"),
        ({"origin": "since-2011", "economy": "TWN"}, lambda each: (each.origin, each.economy) == ("since-2011", "TWN")),
        ({"economy": None}, lambda each: True),
    ],
)
def test_instruments_are_narrowed_by_what_they_are(rulebook, asked, holds):
    """Those alone to which everything asked for applies."""
    expected = [name for name, each in rulebook.instruments.items() if holds(each)]
    assert [each.id for each in listed(rulebook, "instruments", **asked)] == expected


def test_other_kinds_are_narrowed_by_what_they_have(rulebook):
    """Barriers by family, strategies by economy; a thing without such a property is left out."""
    family = [name for name in rulebook.barriers if name.startswith("price/")]
    assert [each.id for each in listed(rulebook, family="price")] == family
    kinds = {each.kind for each in listed(rulebook, economy="JPN")}
    assert kinds == {"instruments", "strategies"}
    assert listed(rulebook, "sources", status="closed") == []


@pytest.mark.parametrize(
    ("kind", "asked", "near"),
    [("barrier", {}, "barriers"), (None, {"economy": "mex"}, "MEX"), (None, {"status": "close"}, "closed")],
)
def test_an_unknown_kind_or_value_suggests_the_nearest(rulebook, kind, asked, near):
    """Nothing is not listed in silence."""
    with pytest.raises(InvalidInput) as rejected:
        listed(rulebook, kind, **asked)
    assert f"did you mean {near}?" in rejected.value.problems[0].line("en")


def test_the_counts_of_the_matrix_agree_with_a_plain_count(rulebook, then):
    """Today and as of 2011: instruments in force or changed that name the barrier, economy by economy."""
    for book in (rulebook, then.rulebook):
        matrix = barrier_matrix(book)
        for row in matrix.rows:
            for (code, _), cell in zip(matrix.columns, row.cells, strict=True):
                counted = 0
                for instrument in book.instruments.values():
                    relieved = {relief.barrier for relief in instrument.relieves}
                    if (
                        instrument.economy == code
                        and instrument.status in ("in_force", "changed")
                        and row.id in relieved
                    ):
                        counted += 1
                assert cell.count == counted
        assert [row.id for row in matrix.rows] == list(book.barriers)
        assert {code for code, _ in matrix.columns} == {each.economy for each in book.instruments.values()}


def test_a_barrier_that_nothing_relieves_is_marked(rulebook):
    """A gap is said, in text, data and page."""
    matrix = barrier_matrix(rulebook)
    gaps = [row for row in matrix.rows if row.is_gap]
    assert gaps
    lines = as_text(matrix, "en").splitlines()
    for row in gaps:
        (line,) = [line for line in lines if line.startswith(row.title.en)]
        assert line.endswith("none")
        assert line.count("–") == len(matrix.columns)
    assert sum(row["gap"] for row in as_data(matrix, "en")["rows"]) == len(gaps)
    assert as_html([matrix], rulebook, "en").count(f'<td class="gap">{say("rulebook.gap_mark", "en")}</td>') == len(
        gaps
    )


def test_every_showing_of_a_trait_stands_in_its_matrix(rulebook):
    """With how the economy shows it."""
    rows = {row["id"]: row["how"] for row in as_data(trait_matrix(rulebook), "zh-Hant")["rows"]}
    for name, strategy in rulebook.strategies.items():
        found = {code: texts for code, texts in rows[name].items() if texts}
        assert found == {each.economy: [each.how.zh_hant] for each in strategy.economies}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_are_aligned(rulebook, lang):
    """Every line of the table is equally wide, wide characters counting two."""
    table = as_text(barrier_matrix(rulebook), lang).split("\n\n")[1].splitlines()
    assert len({width_of(line) for line in table}) == 1
    assert aligned([["中文", "x"], ["a", "y"]]) == ["中文  x", "a     y"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_data_are_plain(rulebook, lang):
    """They survive JSON unchanged."""
    for matrix in (barrier_matrix(rulebook), trait_matrix(rulebook)):
        data = as_data(matrix, lang)
        assert json.loads(json.dumps(data)) == data


class _Tags(HTMLParser):
    """The tags of a page, opened and not closed, and all that it would fetch."""

    def __init__(self, page):
        super().__init__()
        self.open, self.fetched, self.seen = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.fetched += [value for name, value in attrs if name in ("src", "href", "onclick", "onload")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_needs_nothing_else(rulebook, lang):
    """Every tag is closed; there are no scripts and nothing to fetch; it names its language."""
    page = as_html([barrier_matrix(rulebook), trait_matrix(rulebook)], rulebook, lang)
    tags = _Tags(page)
    assert (tags.open, tags.fetched) == ([], [])
    assert not {"script", "link", "img", "iframe"} & set(tags.seen)
    assert "url(" not in page
    assert f'<html lang="{lang}">' in page
    assert rulebook.digest[:12] in page


def test_the_cells_of_the_page_hold_their_numbers(rulebook):
    """Colour is not the only carrier."""
    matrix = barrier_matrix(rulebook)
    page = as_html([matrix], rulebook, "en")
    cells = re.findall(r'<td class="h(\d)">(\d+|–)</td>', page)
    expected = [(str(shade(cell.count)), str(cell.count or "–")) for row in matrix.rows for cell in row.cells]
    assert cells == expected


def luminance(colour):
    """The relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("ground", "ink"), SHADES)
def test_letters_stand_out_from_their_ground(ground, ink):
    """By at least 4.5 to 1, as WCAG asks."""
    light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_shades_grow_with_counts():
    """None, one, two, three or four, and more."""
    assert [shade(count) for count in (0, 1, 2, 3, 4, 5, 40)] == [0, 1, 2, 3, 3, 4, 4]
