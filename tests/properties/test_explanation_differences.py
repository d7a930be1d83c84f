"""What other answers change, and because of what: changes rest on changed answers, and go both ways."""

from __future__ import annotations

import re
import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.explanation.differences import differences
from smeadvisor.explanation.subject import read_subject, subject_of
from smeadvisor.explanation.what_if import what_if
from smeadvisor.model.plain import plain
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.explanation.differences_page import Two, differences_page
from smeadvisor.rendering.explanation.page import as_text
from smeadvisor.rendering.explanation.teller import Teller
from support.both_engines import HOMES, profile_of
from support.generated import answers_of
from support.paths import FIRMS, ROOT
from support.scale import scaled

EXAMPLES = scaled(20)
MEXICO = ROOT / "profiles/firms/mex-auto-parts.yaml"


@pytest.fixture(scope="module")
def mexico(whole_rulebook):
    return read_subject(MEXICO, whole_rulebook)


def two_drawn(data, whole_rulebook, *, other_home):
    """Two profiles of a kind, the second with some answers drawn anew."""
    kind = data.draw(st.sampled_from(["firm", "economy"]))
    home = data.draw(st.sampled_from(HOMES))
    first = data.draw(answers_of(whole_rulebook, kind))
    second = {**first, **data.draw(answers_of(whole_rulebook, kind))}
    away = data.draw(st.sampled_from(HOMES)) if other_home else home
    day = whole_rulebook.about.reviewed_through
    pairs = ((home, first), (away, second))
    return [subject_of(profile_of(whole_rulebook, kind, *pair), whole_rulebook, day) for pair in pairs]


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_every_change_within_one_home_rests_on_a_changed_answer(data, whole_rulebook):
    """Whatever came out or is gone is explained by firings, and these by answers that differ."""
    before, after = two_drawn(data, whole_rulebook, other_home=False)
    found = differences(before, after)
    changed = {each.attribute for each in found.answers}
    for each in (*found.classification, *found.barriers, *found.instruments):
        assert each.because.answers
    for each in found.recommendations:
        explained = each.because.answers or (each.before and each.after)
        assert explained
        if each.before and each.after and each.before["points"] != each.after["points"]:
            assert each.because.answers
    for each in (*found.classification, *found.barriers, *found.recommendations, *found.instruments):
        assert set(each.because.answers) <= changed
        assert set(each.because.came) <= set(found.came)
        assert set(each.because.went) <= set(found.went)


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_differences_the_other_way_round_are_the_same_reversed(data, whole_rulebook):
    """What came one way goes the other; between a thing and itself there are none."""
    before, after = two_drawn(data, whole_rulebook, other_home=True)
    there, back = differences(before, after), differences(after, before)
    assert (there.came, there.went, there.opened, there.closed) == (back.went, back.came, back.closed, back.opened)
    for name in ("classification", "barriers", "recommendations", "instruments"):
        one = {each.id: (each.before, each.after, set(each.because.answers)) for each in getattr(there, name)}
        other = {each.id: (each.after, each.before, set(each.because.answers)) for each in getattr(back, name)}
        assert one == other
    assert differences(before, before).nothing


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("path", FIRMS[:6], ids=lambda path: path.stem)
def test_every_change_is_told_in_both_languages(path, lang, mexico, whole_rulebook):
    """Two firms compared: each thing by its name, no blank left unfilled."""
    other = read_subject(path, whole_rulebook)
    found = differences(mexico, other)
    two = Two(Teller(mexico, lang), Teller(other, lang))
    text = as_text(differences_page("x", found, two), 10_000)
    assert not re.search(r"\{[a-z_]+\}", text)
    for kind in ("barriers", "recommendations", "instruments", "classification"):
        assert all(f"[{kind}/{each.id}]" in text for each in getattr(found, kind))
    assert all(f"[{rule}]" in text for rule in (*found.came, *found.went))


SETTINGS = {
    "employees=12": 12,
    "employees = 12": 12,
    "freight_insurance_share=>98": {"value": 98, "qualifier": ">"},
    "freight_insurance_share=~7": {"value": 7, "qualifier": "~"},
    "has_credit_line=yes": True,
    "has_credit_line=false": False,
    "has_credit_line=是": True,
    "sector=trade": "trade",
    "payment_protection=letter_of_credit;credit_insurance": ["letter_of_credit", "credit_insurance"],
    "payment_protection=none": [],
    "payment_protection=無": [],
    "export_loan_needed=250000.50 USD": {"amount": 250000.5, "currency": "USD"},
    "employees=dont_know": "dont_know",
    "employees=not_applicable": "not_applicable",
    "employees=": None,
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_reads_as_a_profile_would(setting, mexico):
    """With the same checks."""
    name = setting.partition("=")[0].strip()
    answer = what_if(mexico, [setting]).profile.answers.get(name)
    assert (answer and plain(answer)) == SETTINGS[setting]


FAULTS = {
    "employees": "E-SET",
    "=5": "E-SET",
    "emplyees=5": "E-SET-NAME",
    "sme_count=5": "E-SET-AUDIENCE",
    "employees=-1": "E-RANGE",
    "employees=1.5": "E-STEP",
    "employees=1,000": "E-NUM",
    "has_credit_line=maybe": "E-TYPE",
    "sector=mining": "E-CHOICE",
    "payment_protection=letter_of_credit;x": "E-CHOICE",
    "export_loan_needed=250000": "E-SET-CURRENCY",
    "export_loan_needed=250000 XXY": "E-CHOICE",
    "employees=1\ud800\n": "E-NUM",
}


@pytest.mark.parametrize("setting", FAULTS)
def test_a_bad_setting_is_refused_by_name(setting, mexico):
    """One error at that setting, in both languages, on one line."""
    with pytest.raises(InvalidInput) as rejected:
        what_if(mexico, [setting])
    (fault,) = rejected.value.problems
    assert (fault.code, str(fault.place).startswith("--set ")) == (FAULTS[setting], True)
    assert all("\n" not in fault.line(lang) for lang in ("en", "zh-Hant"))


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_a_remedy_of_a_setting_is_what_can_be_typed(mexico, lang):
    """Typed as it says it is taken; nothing is said of lines and fields of a file."""
    with pytest.raises(InvalidInput) as rejected:
        what_if(mexico, ["paid_in_capital=250000", "emplyees=5", "sme_count=5"])
    currency, *others = (each.remedy(lang) for each in rejected.value.problems)
    typed = shlex.split(currency.partition("--set ")[2].rstrip("。."))
    assert typed == ["paid_in_capital=250000 USD"]
    assert plain(what_if(mexico, typed).profile.answers["paid_in_capital"])["amount"] == 250000
    assert not any(word in each for each in (currency, *others) for word in ("{", " line", "kind", "刪去", "欄位"))


def test_a_setting_twice_is_refused(mexico):
    """Neither wins."""
    with pytest.raises(InvalidInput) as rejected:
        what_if(mexico, ["employees=1", "employees=2"])
    assert [each.code for each in rejected.value.problems] == ["E-SET-TWICE"]


def test_all_bad_settings_are_told_of(mexico):
    """Each at its own place."""
    with pytest.raises(InvalidInput) as rejected:
        what_if(mexico, ["sector=mining", "days_to_payment=30", "emplyees=5"])
    assert [str(each.place) for each in rejected.value.problems] == ["--set sector=mining", "--set emplyees=5"]


def test_a_suspect_amount_is_warned_of(mexico):
    """As in a profile."""
    warned = what_if(mexico, ["annual_sales=999999999999 USD", "employees=1"]).profile.warnings
    assert [each.code for each in warned] == ["W-UNIT-SUSPECT"]


def test_setting_what_is_so_already_changes_nothing(mexico):
    """Neither answers nor advice."""
    found = differences(mexico, what_if(mexico, ["has_credit_line=no"]))
    assert (found.nothing, found.answers) == (True, ())


def test_the_answer_that_brought_an_barrier_takes_it_away(mexico):
    """A worked case: without setbacks the strongest sign of want of working capital is gone."""
    found = differences(mexico, what_if(mexico, ["setbacks_last_year=none"]))
    change = next(each for each in found.barriers if each.id == "functional/working-capital")
    assert (change.before["severity"], change.after["severity"]) == ("severe", "moderate")
    assert change.because.went == ("barriers/functional/working-capital#orders-refused",)
    assert change.because.answers == ("setbacks_last_year",)


def test_a_firm_and_an_economy_are_not_compared(mexico, whole_rulebook):
    """Nor the same firm on two days."""
    economy = read_subject(ROOT / "profiles/economies/twn.yaml", whole_rulebook)
    earlier = read_subject(MEXICO, whole_rulebook, "2011")
    for other, code in ((economy, "E-TWO-KINDS"), (earlier, "E-TWO-DAYS")):
        with pytest.raises(InvalidInput) as rejected:
            differences(mexico, other)
        assert [each.code for each in rejected.value.problems] == [code]
