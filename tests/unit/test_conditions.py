"""Three-valued tests: each operator, on exact values, open intervals, money and unknowns."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.model.answers import NotApplicable, read_answer
from smeadvisor.model.conditions import Vocabulary, all_true, any_true, evaluate, parse, state

TRUTHS = st.lists(st.sampled_from([True, False, None]), max_size=5)


def outcome(rulebook, name, spec, raw):
    tests, faults = parse({name: spec}, Vocabulary(rulebook.attributes, {}))
    assert not faults
    answer = read_answer(rulebook.attributes[name], raw)
    measures = {} if answer is None or answer.comparable is None else {name: answer.comparable}
    return all_true(evaluate(test, measures, lambda _: None) for test in tests)


@pytest.mark.parametrize(
    ("spec", "below", "at", "above"),
    [
        ({"at_least": 60}, False, True, True),
        ({"above": 60}, False, False, True),
        ({"at_most": 60}, True, True, False),
        ({"below": 60}, True, False, False),
        (60, False, True, False),
        ([59, 61], True, False, True),
        ({"not_in": [60]}, True, False, True),
        ({"at_least": 60, "below": 61}, False, True, False),
        ({"known": True}, True, True, True),
    ],
)
def test_numbers_turn_exactly_at_the_threshold(rulebook, spec, below, at, above):
    """One step below, at, and one step above."""
    found = [outcome(rulebook, "days_to_payment", spec, raw) for raw in (59, 60, 61)]
    assert found == [below, at, above]
    assert outcome(rulebook, "days_to_payment", spec, None) is None
    assert outcome(rulebook, "days_to_payment", spec, "dont_know") is None
    assert outcome(rulebook, "days_to_payment", spec, "not_applicable") is False


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"above": 98}, True),
        ({"at_least": 98}, True),
        ({"at_least": Decimal("98.01")}, None),
        ({"above": 99}, None),
        ({"at_most": 98}, False),
        ({"below": 50}, False),
        ({"below": 99}, None),
        ({"at_most": 100}, True),
        (98, False),
        (99, None),
        ({"not_in": [98]}, True),
        ([98, 99], None),
    ],
)
def test_an_open_interval_is_decided_only_if_all_of_it_agrees(rulebook, spec, expected):
    """More than 98 percent."""
    raw = {"value": 98, "qualifier": ">"}
    assert outcome(rulebook, "sme_share_of_enterprises", spec, raw) is expected


def test_about_counts_as_its_value(rulebook):
    """The paper's ~32 is 32 to a test."""
    assert outcome(rulebook, "sme_contribution", {"at_least": 32}, {"value": 32, "qualifier": "~"}) is True


@pytest.mark.parametrize(("currency", "expected"), [("USD", True), ("MXN", None)])
def test_another_currency_is_unknown(rulebook, currency, expected):
    """Nothing is converted."""
    spec = {"at_most": {"amount": 600_000, "currency": "USD"}}
    raw = {"amount": 600_000, "currency": currency}
    assert outcome(rulebook, "export_loan_needed", spec, raw) is expected


DIRECT, SUPPLIER, CLUSTER = "direct_export", "supplies_exporter", "cluster_member"


@pytest.mark.parametrize(("raw", "expected"), [([DIRECT], True), ([CLUSTER], False), ([], False), (None, None)])
def test_a_list_answer_is_complete(rulebook, raw, expected):
    """Includes is false for what the list lacks, and lacks is true for it; neither knows a list that is not there."""
    assert outcome(rulebook, "ways_to_market", {"includes": DIRECT}, raw) is expected
    lacking = outcome(rulebook, "ways_to_market", {"lacks": DIRECT}, raw)
    assert lacking is (None if expected is None else not expected)


@pytest.mark.parametrize(
    ("raw", "has_both", "has_neither"),
    [([DIRECT, CLUSTER], True, False), ([DIRECT], False, False), ([SUPPLIER], False, True), ([], False, True)],
)
def test_several_members_are_asked_for_together(rulebook, raw, has_both, has_neither):
    """Includes wants all of them, lacks wants none."""
    assert outcome(rulebook, "ways_to_market", {"includes": [DIRECT, CLUSTER]}, raw) is has_both
    assert outcome(rulebook, "ways_to_market", {"lacks": [DIRECT, CLUSTER]}, raw) is has_neither


@pytest.mark.parametrize(
    ("name", "spec", "code"),
    [
        ("days_to_pay", 1, "E-REF"),
        ("days_to_payment", {"atleast": 1}, "E-OPERATOR"),
        ("days_to_payment", {"at_least": "sixty"}, "E-NUM"),
        ("days_to_payment", {"at_least": -1}, "E-RANGE"),
        ("days_to_payment", {"at_least": Decimal("0.5")}, "E-STEP"),
        ("sector", {"at_least": 1}, "E-OPERATOR"),
        ("sector", "mining", "E-CHOICE"),
        ("sector", "製造業", "E-CHOICE"),
        ("ways_to_market", {"includes": "直接賣給國外買主"}, "E-CHOICE"),
        ("ways_to_market", ["direct_export"], "E-OPERATOR"),
        ("ways_to_market", {"lacks": "by_ship"}, "E-CHOICE"),
        ("ways_to_market", {"includes": []}, "E-TYPE"),
        ("export_loan_needed", {"at_most": 600_000}, "E-CURRENCY"),
        ("exports_now", {"known": False}, "E-TYPE"),
        ("sme_export_value", {"above": 1}, "E-UNIT"),
        ("exports_now", None, "E-TYPE"),
        ("exports_now", "not_applicable", "E-TYPE"),
        ("days_to_payment", {"at_least": {"value": 1, "qualifier": ">"}}, "E-TYPE"),
    ],
)
def test_a_test_that_cannot_be_meant_is_refused(rulebook, name, spec, code):
    """Unknown names, wrong operators, values outside the attribute."""
    _, faults = parse({name: spec}, Vocabulary(rulebook.attributes, {}))
    assert [problem.code for _, problem in faults] == [code]


@pytest.mark.parametrize("when", ["exports_now and days > 3", [], None, {}, '__import__("os").system("x")'])
def test_a_condition_is_a_mapping_with_at_least_one_test(rulebook, when):
    """No expression strings, no empty condition."""
    _, faults = parse(when, Vocabulary(rulebook.attributes, {}))
    assert [problem.code for _, problem in faults] == ["E-EXPR"]


@given(TRUTHS)
def test_unknown_is_not_false(truths):
    """A rule with an unknown test is blocked only by a false one, never by the unknown."""
    expected = "blocked" if False in truths else "undecided" if None in truths else "fired"
    assert state(truths) == expected


@given(TRUTHS)
def test_any_and_all_are_dual(truths):
    """Three-valued OR and AND mirror each other."""
    negated = [None if truth is None else not truth for truth in truths]
    together = all_true(truths)
    assert any_true(negated) == (None if together is None else not together)


def test_a_finding_is_true_false_or_unknown():
    """A test on findings is true if one is, false if all are."""
    tests, _ = parse(
        {"stage": ["planning", "operational"]}, Vocabulary({}, {"stage": {"planning": "p", "operational": "o"}})
    )
    for truths, expected in (
        ({"p": True, "o": None}, True),
        ({"p": False, "o": None}, None),
        ({"p": False, "o": False}, False),
    ):
        assert evaluate(tests[0], {}, truths.__getitem__) is expected


def test_does_not_apply_makes_every_test_false(rulebook):
    """Whatever the operator."""
    tests, _ = parse({"sector": {"not_in": ["trade"]}}, Vocabulary(rulebook.attributes, {}))
    assert evaluate(tests[0], {"sector": NotApplicable.IT}, lambda _: None) is False
