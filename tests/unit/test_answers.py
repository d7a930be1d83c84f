"""How raw answers become checked ones, whatever file they come in."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.model.answers import NONE, Money, NotApplicable, read_answer
from smeadvisor.problems import InvalidInput


def answer(rulebook, name, raw):
    return read_answer(rulebook.attributes[name], raw)


def code(rulebook, name, raw):
    with pytest.raises(InvalidInput) as caught:
        answer(rulebook, name, raw)
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (True, True),
        (False, False),
        ("yes", True),
        ("No", False),
        ("是", True),
        ("否", False),
        ("TRUE ", True),
    ],
)
def test_yes_and_no_have_their_documented_tokens(rulebook, raw, value):
    """yes, no, true, false, 是, 否, in any case of letters, whatever blanks are around them."""
    assert answer(rulebook, "exports_now", raw).value is value


@pytest.mark.parametrize("raw", ["off", "N", "on", "y", 1, 0, Decimal("1.0"), [], {"amount": 1}, "\u2003yes", " "])
def test_nothing_else_is_a_yes_or_no(rulebook, raw):
    """Neither numbers nor the tokens of YAML 1.1."""
    assert code(rulebook, "exports_now", raw) in ("E-TYPE", "E-UNKNOWN-KEY")


@pytest.mark.parametrize(
    "raw", ["１２３", "٣", "²", "Ⅻ", "十二", "1,234.5", "1.234,5", "NT$1,200", "５", "(500)", "5%"]
)
def test_numbers_are_plain_digits_only(rulebook, raw):
    """No separators, units, signs of currency or digits of other scripts are guessed at."""
    assert code(rulebook, "employees", raw) == "E-NUM"


@pytest.mark.parametrize(("raw", "value"), [(12, 12), ("12", 12), (Decimal("12.0"), 12)])
def test_a_number_reads_the_same_as_number_and_as_text(rulebook, raw, value):
    """A table file has only text; the verdict is the same."""
    assert answer(rulebook, "employees", raw).comparable == (2 * value, 2 * value)


@pytest.mark.parametrize("raw", [6.1, np.float64(6.1), 84.0, -0.0])
def test_a_float_is_its_shortest_decimal(rulebook, raw):
    """As it is written in JSON: 6.1 from Python is 6.1 from a file, though no float is just that."""
    from_file = answer(rulebook, "freight_insurance_share", Decimal(str(float(raw))))
    assert answer(rulebook, "freight_insurance_share", raw) == from_file


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), float("-inf")])
def test_a_float_that_is_not_finite_is_refused(rulebook, raw):
    """As in every file."""
    assert code(rulebook, "freight_insurance_share", raw) == "E-NUM-FINITE"


@pytest.mark.parametrize("raw", [-1, 10_000_001, 10**30])
def test_a_number_outside_its_range_is_refused(rulebook, raw):
    """No negative headcount, no share of 130 percent."""
    assert code(rulebook, "employees", raw) == "E-RANGE"
    assert code(rulebook, "freight_insurance_share", 130) == "E-RANGE"


def test_a_number_finer_than_its_step_is_refused(rulebook):
    """Both engines compare whole steps, so a finer number has no place."""
    assert code(rulebook, "employees", Decimal("1.5")) == "E-STEP"
    assert answer(rulebook, "freight_insurance_share", Decimal("1.25")).comparable == (250, 250)


@pytest.mark.parametrize("raw", [Decimal("12." + "0" * 28 + "1"), Decimal("0." + "9" * 60)])
def test_no_digit_beyond_the_step_is_lost(rulebook, raw):
    """However many decimals, a number is never rounded."""
    assert code(rulebook, "employees", raw) == "E-STEP"


@pytest.mark.parametrize("raw", ["+017", "017", "-01"])
def test_a_needless_zero_is_no_number(rulebook, raw):
    """It is a code that lost its quotes, not a headcount."""
    assert code(rulebook, "employees", raw) == "E-NUM"


def test_choices_suggest_the_nearest(rulebook):
    """A misspelt choice names the one that was probably meant."""
    with pytest.raises(InvalidInput) as caught:
        answer(rulebook, "sector", "manufactoring")
    assert "did you mean manufacturing?" in caught.value.problems[0].message("en")


def test_every_choice_can_be_named_by_its_id_and_both_labels(rulebook):
    """The value is the id, whatever it was called by; letters of any case, blanks around it."""
    for attribute in (each for each in rulebook.attributes.values() if each.choices):
        for id, label in attribute.choices.items():
            for name in (id, label.en, label.zh_hant, label.en.upper(), f" {label.zh_hant}\u3000"):
                raw, value = ([name], (id,)) if attribute.type == "list" else (name, id)
                assert read_answer(attribute, raw).value == value


def test_labels_compare_in_their_composed_form(rulebook):
    """A compatibility ideograph is the same character in the composed form of Unicode."""
    assert answer(rulebook, "wants_loan_for", ["營運資\uf90a"]).value == ("working_capital",)


def test_no_character_is_taken_for_another(rulebook):
    """A label is a label; a simplified character or a part of one is none."""
    for raw in ("制造业", "製造", "公司 行號"):
        assert code(rulebook, "sector", raw) == "E-CHOICE"


def test_what_is_no_choice_is_told_with_ids_in_english_and_labels_in_chinese(rulebook):
    """The nearest name is one of the same language."""
    with pytest.raises(InvalidInput) as caught:
        answer(rulebook, "sector", "製造")
    line = caught.value.problems[0].line
    assert "did you mean 製造業?" in line("en")
    assert "mining_quarrying, manufacturing," in line("en")
    assert "礦業及土石採取業；製造業；" in line("zh-Hant")


SEVERAL = ("direct_export", "cluster_member")


@pytest.mark.parametrize("sign", [";", "；", "、", ",", "，", " ; ", "；　", ", "])
@pytest.mark.parametrize(
    "names",
    [SEVERAL, ("直接賣給國外買主", "cluster_member"), ("Direct sales to buyers abroad", "參與產業聚落或企業網絡")],
)
def test_items_of_a_list_are_separated_by_the_signs_of_both_languages(rulebook, names, sign):
    """In one text; semicolons and commas, half or full width, and the comma of enumerations."""
    assert answer(rulebook, "ways_to_market", sign.join(names)).value == SEVERAL


def test_a_label_that_holds_a_comma_is_not_cut(rulebook):
    """Between semicolons a whole label comes first."""
    raw = "因動亂、罷工或政權更迭而中斷的訂單；an order stopped by unrest, a strike or a change of government"
    assert len(answer(rulebook, "setbacks_last_year", raw).value) == 1
    choices = rulebook.attributes["setbacks_last_year"].choices
    for lang in ("en", "zh-Hant"):
        text = ";".join(each.to(lang) for each in choices.values())
        assert answer(rulebook, "setbacks_last_year", text).value == tuple(choices)


def test_an_unknown_item_of_one_text_is_told_with_what_separates_items(rulebook):
    """Not where the file has a list of its own."""
    for raw, told in (("direct_export、mars", True), (["direct_export", "mars"], False)):
        with pytest.raises(InvalidInput) as caught:
            answer(rulebook, "ways_to_market", raw)
        (fault,) = caught.value.problems
        assert (fault.code, fault.value, fault.pointer) == ("E-CHOICE", "mars", "/1")
        assert ("put ; between several" in fault.remedy("en")) is told
        assert ("以 ; 分隔" in fault.remedy("zh-Hant")) is told


@pytest.mark.parametrize("raw", sorted(NONE))
def test_none_among_others_is_no_item(rulebook, raw):
    """It is the empty list only by itself."""
    assert code(rulebook, "ways_to_market", f"{raw};direct_export") == "E-CHOICE"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ([], ()),
        ("none", ()),
        ("無", ()),
        ("direct_export;cluster_member", ("direct_export", "cluster_member")),
        (["direct_export"], ("direct_export",)),
    ],
)
def test_a_list_is_complete_and_can_be_empty(rulebook, raw, value):
    """In a table file the items are separated by semicolons, and none is the empty list."""
    assert answer(rulebook, "ways_to_market", raw).value == value


@pytest.mark.parametrize("raw", [None, ""])
def test_an_empty_answer_is_no_answer(rulebook, raw):
    """Empty is unknown, never zero."""
    assert answer(rulebook, "employees", raw) is None


def test_zero_unknown_and_not_applicable_are_kept_apart(rulebook):
    """Four states: not asked, don't know, does not apply, zero."""
    assert answer(rulebook, "export_trained_staff", 0).comparable == (0, 0)
    assert answer(rulebook, "export_trained_staff", "不知道").comparable is None
    assert answer(rulebook, "export_trained_staff", "not_applicable").comparable is NotApplicable.IT


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (250_000, "E-CURRENCY"),
        ({"amount": 1}, "E-CURRENCY"),
        ({"value": 1, "currency": "USD"}, "E-UNKNOWN-KEY"),
        ({"amount": 1, "currency": "US$"}, "E-CHOICE"),
        ({"amount": 1, "currency": "USX"}, "E-CHOICE"),
        ({"amount": 1, "currency": ["USD"]}, "E-CHOICE"),
        ({"currency": "USD"}, "E-MISSING"),
        ({"value": {}}, "E-MISSING"),
        ({"amount": -1, "currency": "USD"}, "E-RANGE"),
        ({"amount": 10**14, "currency": "USD"}, "E-RANGE"),
        ({"amount": Decimal("0.001"), "currency": "USD"}, "E-STEP"),
        ({"amount": 1, "currency": "USD", "curency": 1}, "E-UNKNOWN-KEY"),
    ],
)
def test_money_needs_a_sound_amount_and_a_currency(rulebook, raw, expected):
    """Nothing about money is guessed."""
    assert code(rulebook, "export_loan_needed", raw) == expected


def test_money_is_counted_in_hundredths(rulebook):
    """Amounts compare as whole hundredths of their currency."""
    found = answer(rulebook, "export_loan_needed", {"amount": Decimal("0.10"), "currency": "USD"})
    assert (found.value, found.comparable) == (Money(Decimal("0.10"), "USD"), ("USD", 10))


@pytest.mark.parametrize(
    "raw",
    ["250000 USD", "USD 250000", "250000USD", " USD  250000 ", {"value": "250000 USD"}]
    + [{"amount": each, "currency": "USD"} for each in ("250000", "250000 USD", 250000)],
)
def test_an_amount_may_have_its_currency_in_one_text(rulebook, raw):
    """As a cell of a table or a setting has it."""
    assert answer(rulebook, "export_loan_needed", raw).value == Money(250_000, "USD")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1,200 TWD", "E-NUM"),
        ("１２ TWD", "E-NUM"),
        ("250000 NTD", "E-CHOICE"),
        ("250000 usd", "E-CHOICE"),
        ("-5 USD", "E-RANGE"),
        ("NT$250000", "E-CURRENCY"),
        ("250000 元", "E-CURRENCY"),
        ("USD", "E-CURRENCY"),
        ({"amount": "250000 USD", "currency": "TWD"}, "E-NUM"),
        ({"amount": "250000 USD"}, "E-CURRENCY"),
    ],
)
def test_nothing_else_of_an_amount_is_guessed(rulebook, raw, expected):
    """Neither separators nor signs of currency nor letters in another case; two currencies are a contradiction."""
    assert code(rulebook, "export_loan_needed", raw) == expected


def test_the_remedy_for_a_missing_currency_works(rulebook):
    """What it says is taken."""
    with pytest.raises(InvalidInput) as caught:
        answer(rulebook, "export_loan_needed", 250_000)
    for lang in ("en", "zh-Hant"):
        assert "250000 USD" in caught.value.problems[0].remedy(lang)


def test_a_long_form_keeps_what_it_adds(rulebook):
    """Qualifier, year, period, source and note stay with the answer."""
    raw = {"value": 98, "qualifier": ">", "year": 2009, "source": "table-2", "note": "as printed"}
    found = answer(rulebook, "sme_share_of_enterprises", raw)
    assert (found.qualifier, found.year, found.source, found.note) == (">", 2009, "table-2", "as printed")
    assert found.comparable == (2 * 9800 + 1, 2 * 10000)


@pytest.mark.parametrize("qualifier", ["<", None, 1, "about"])
def test_only_about_and_more_than_qualify(rulebook, qualifier):
    """A bare ~ in YAML is null, and is told so."""
    assert code(rulebook, "sme_count", {"value": 1, "qualifier": qualifier}) == "E-QUALIFIER"


def test_more_than_the_top_of_the_range_is_refused(rulebook):
    """Nothing lies above 100 percent."""
    assert code(rulebook, "sme_share_of_enterprises", {"value": 100, "qualifier": ">"}) == "E-RANGE"


@given(raw=st.recursive(st.none() | st.booleans() | st.integers() | st.decimals() | st.text(), st.lists, max_leaves=4))
def test_no_raw_value_ends_in_anything_but_an_answer_or_a_problem(rulebook, raw):
    """Whatever a file may hold, for every type of attribute."""
    for name in ("exports_now", "employees", "export_loan_needed", "sector", "ways_to_market"):
        try:
            answer(rulebook, name, raw)
        except InvalidInput as rejected:
            assert rejected.problems[0].line("en")
