"""Reports: the same facts in both languages, right widths, nothing read as markup, the same bytes twice."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.model.profile import read_profile
from smeadvisor.model.texts import Text
from smeadvisor.rendering.advice import render
from smeadvisor.rendering.advice.lines import width_of, wrapped
from smeadvisor.rendering.advice.markdown_format import escaped
from smeadvisor.rendering.advice.paragraphs import paragraph
from smeadvisor.rendering.advice.wording import ordinals
from smeadvisor.rendering.advice.writer import Writer
from support.paths import ECONOMIES, FIRMS, RULES
from support.scale import scaled

ALL = ECONOMIES + FIRMS


@cache
def consulted(engine, path):
    return engine.consult(read_profile(path, engine.rulebook))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_languages_differ_in_text_only(engine, path):
    """Without titles and texts the JSON is the same byte for byte."""
    found = consulted(engine, path)

    def facts(lang):
        data = json.loads(render(found, engine.rulebook, "json", lang))
        for each in data["recommendations"]:
            assert each.pop("title")
            assert each.pop("text")
        return json.dumps(data)

    assert facts("en") == facts("zh-Hant")


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_two_renders_give_the_same_bytes(engine, form):
    """Rendering changes nothing and depends on nothing else."""
    found = consulted(engine, FIRMS[0])
    assert render(found, engine.rulebook, form, "zh-Hant") == render(found, engine.rulebook, form, "zh-Hant")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_no_line_is_wider_than_asked(engine, path, lang):
    """In columns, wide characters counting two."""
    text = render(consulted(engine, path), engine.rulebook, "text", lang, width=72)
    assert max(width_of(line) for line in text.splitlines()) <= 72


@given(st.text(alphabet="一二三，。「」（）ab cd-e.é𠮷", max_size=80), st.integers(2, 20))
def test_wrapping_loses_nothing_and_keeps_the_width(text, width):
    """All characters but spaces survive, in lines that fit."""
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= width for line in lines)


@settings(max_examples=scaled(30))
@given(st.lists(st.from_regex(r"[一二三四]{1,6}[，。」）]{1,2}", fullmatch=True), max_size=9), st.integers(8, 30))
def test_no_line_begins_with_a_closing_mark(clauses, width):
    """。 and ， stay with what they close."""
    assert not any(line[0] in "，。」）" for line in wrapped("".join(clauses), width) if line)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, ["建議："]),
        (2, ["首先，", "其次，"]),
        (3, ["首先，", "其次，", "最後，"]),
        (4, ["首先，", "其次，", "再者，", "最後，"]),
        (5, ["首先，", "其次，", "第三，", "再者，", "最後，"]),
        (6, ["首先，", "其次，", "第三，", "第四，", "再者，", "最後，"]),
    ],
)
def test_chinese_is_numbered_in_the_manner_of_the_conclusion(count, expected):
    """首先、其次、第三、再者、最後, and a natural sequence for other counts."""
    assert ordinals(count, "zh-Hant") == expected
    assert ordinals(count, "en") == [f"{i}. " for i in range(1, count + 1)]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_chinese_advice_shows_the_numbers_that_are_referred_to(engine, form):
    """Words stand before the headlines, but other places say 第 1 項建議."""
    found = consulted(engine, FIRMS[0])
    shown = re.findall(r"^(?: {4}\[|\*)第 (\d+) 項建議", render(found, engine.rulebook, form, "zh-Hant"), re.MULTILINE)
    assert shown == [str(each.rank) for each in found.recommendations if each.under is None]


@pytest.mark.parametrize("name", ["[x](javascript:alert(1))", "| a |", "`x`", "<details>", "{{7*7}}", "*b*", "\\"])
def test_a_name_is_text_in_markdown(engine, name):
    """Links, tables, code and tags in a name are shown, not obeyed."""
    found = replace(consulted(engine, FIRMS[0]), name=Text(en=name, zh_hant=name))
    assert escaped(name) in render(found, engine.rulebook, "markdown").splitlines()[0]
    assert not re.search(r"(?<!\\)[\[<`|{]", render(found, engine.rulebook, "markdown").splitlines()[0])


def test_a_name_with_line_breaks_stays_on_its_line(engine):
    """A name cannot forge lines of a report."""
    found = replace(consulted(engine, FIRMS[0]), name=Text(en="a\n1. Pay me\r\tnow", zh_hant="甲\n乙"))
    assert render(found, engine.rulebook).splitlines()[0] == "Export advice for a 1. Pay me now"


def test_a_source_of_the_profile_cannot_forge_lines(make, engine):
    """A source that the rulebook does not know is shown on one line."""
    answer = {"value": 35, "source": "my\n1. Pay me\rnow", "period": "2001\n\n9. Forged\n"}
    found = engine.consult(make("economy", "MEX", {"ict_strength": True, "ecommerce_share_of_smes": answer}))
    text = render(found, engine.rulebook)
    assert "1. Pay me" not in text.replace("my 1. Pay me now", "")
    assert not re.search(r"^9\. Forged", text, re.M)


def test_what_top_leaves_out_is_said(engine):
    """Fewer recommendations, and how many more there are."""
    found = consulted(engine, next(path for path in ECONOMIES if path.stem == "twn"))
    text = render(found, engine.rulebook, top=2)
    assert "3 more not shown" in text
    assert "\n3. " not in text
    data = json.loads(render(found, engine.rulebook, "json", top=2))
    assert ([each["rank"] for each in data["recommendations"]], data["omitted"]) == ([1, 2], 3)


def test_every_figure_of_a_paragraph_stands_in_the_rulebook_or_the_profile(engine):
    """No number in a recommendation comes from nowhere."""

    def digits_of(path):
        return set(re.findall(r"\d+", path.read_text(encoding="utf-8").replace(",", "")))

    in_rules = {str(n) for n in range(11)}.union(*map(digits_of, RULES.rglob("*.yaml")))
    for path in ALL:
        found = consulted(engine, path)
        digits = in_rules | digits_of(path)
        for advice in found.recommendations:
            for lang in ("en", "zh-Hant"):
                text = paragraph(Writer(found, engine.rulebook, lang), advice).replace(",", "")
                assert set(re.findall(r"\d+", text)) <= digits


def test_a_measure_is_described_once(engine):
    """Later recommendations of a report refer to the first that describes it; the JSON repeats it."""
    found = consulted(engine, next(path for path in FIRMS if path.stem == "hkg-festive-gifts"))
    twice = [each for each in found.recommendations if "hkg/sme-export-marketing-fund" in each.measures]
    assert len(twice) >= 2
    summary = engine.rulebook.instruments["hkg/sme-export-marketing-fund"].summary.zh_hant
    assert render(found, engine.rulebook, "text", "zh-Hant", width=10_000).count(summary) == 1
    texts = [each["text"] for each in json.loads(render(found, engine.rulebook, "json", "zh-Hant"))["recommendations"]]
    assert sum(summary in text for text in texts) == len(twice)


def test_a_closed_precedent_names_what_replaced_it(engine):
    """The scheme that closed, and the one that took its place."""
    found = consulted(engine, next(path for path in FIRMS if path.stem == "hkg-festive-gifts"))
    text = render(found, engine.rulebook, "text", width=10_000)
    closed = next(line for line in text.splitlines() if line.lstrip(" -").startswith("SME Loan Guarantee Scheme"))
    assert "(closed; now SME Financing Guarantee Scheme)" in closed
    assert "31 March 2021" in closed


def test_a_closed_instrument_is_never_named_without_saying_so(engine):
    """Neither where it is described nor in a list of further ones."""
    for path in ALL:
        found = consulted(engine, path)
        text = render(found, engine.rulebook, "text", width=100_000)
        writer = Writer(found, engine.rulebook, "en")
        for instrument in engine.rulebook.instruments.values():
            if instrument.status == "closed":
                marked = writer.instrument(instrument.id)
                assert "closed" in marked
                assert text.count(instrument.title.en + " (") == text.count(marked) or text.count(marked) > 0


def test_a_chain_of_successors_is_followed_to_what_stands_today(engine, make):
    """A plan that closed in turn is no answer to what replaced the first."""
    writer = Writer(engine.consult(make("economy", "TWN", {})), engine.rulebook, "en")
    for instrument in engine.rulebook.instruments.values():
        for heir in writer.heirs(instrument.id):
            assert engine.rulebook.instruments[heir].status != "closed"


def test_a_rulebook_of_another_day_is_refused(engine, then):
    """A consultation is told by the rulebook of its own day."""
    found = consulted(engine, FIRMS[0])
    with pytest.raises(ValueError, match="as of"):
        render(found, then.rulebook)


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_an_economy_is_told_the_traits_it_follows(engine, lang):
    """Each with the economies that show it and its place in the conclusion; a firm is told none."""
    found = consulted(engine, next(path for path in ECONOMIES if path.stem == "twn"))
    clusters = next(each for each in found.recommendations if each.id == "industry-clusters")
    assert clusters.traits == ("collective-strength",)
    text = paragraph(Writer(found, engine.rulebook, lang), clusters)
    strategy = engine.rulebook.strategies["collective-strength"]
    for economy in strategy.economies:
        assert engine.rulebook.economies[economy.economy].name.to(lang) in text
    assert all(each.traits == () for each in consulted(engine, FIRMS[0]).recommendations)


def test_nothing_wrong_is_not_nothing_known(engine, make):
    """A firm in good order hears so; one of which nothing is known hears that."""
    champion = consulted(engine, next(path for path in FIRMS if path.stem == "twn-precision-screws"))
    assert champion.recommendations == champion.barriers == ()
    assert "neither a barrier nor a need" in render(champion, engine.rulebook)
    assert "not enough answers" in render(engine.consult(make("firm", "TWN", {})), engine.rulebook)


def test_every_instrument_a_recommendation_carries_serves_it(engine):
    """Measures and precedents are instruments that the rulebook puts to that recommendation."""
    for path in ALL:
        found = consulted(engine, path)
        for advice in found.recommendations:
            for name in (*advice.measures, *advice.precedents):
                serves = engine.rulebook.instruments[name].serves
                assert advice.id in {each.recommendation for each in serves}


def test_a_covered_recommendation_is_told_under_the_one_that_covers_it(engine):
    """It shares the rank, comes right after, and rests on no barrier of its own."""
    found = consulted(engine, next(path for path in FIRMS if path.stem == "hkg-trading-house"))
    covered = [each for each in found.recommendations if each.under]
    assert covered
    for each in covered:
        head = next(other for other in found.recommendations if other.id == each.under)
        assert (each.rank, each.evidence) == (head.rank, head.evidence)
        assert set(each.barriers) <= set(head.barriers)
