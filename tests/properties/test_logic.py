"""Rules as logic: what is said of all answers holds for every profile that the engine is given."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smeadvisor.logic.regions import covered
from smeadvisor.logic.unfolding import Logic
from smeadvisor.model.attributes import ECONOMY, Attribute, economy_attribute
from smeadvisor.model.conditions import Test as RuleTest
from smeadvisor.model.texts import Text
from support.generated import answers_of

WORD = Text(en="x", zh_hant="某")


def attribute(kind: str, **more: object) -> Attribute:
    return Attribute(
        id="x", title=WORD, audience=("firm",), topic="t", type=kind, question=WORD, help=WORD, changeable=True, **more
    )


NUMBER = attribute("number", unit="count")
CHOICE = attribute("choice", choices=dict.fromkeys("abc", WORD))
LIST = attribute("list", choices=dict.fromkeys("abc", WORD))


def region(kind, *tests):
    return covered(kind, [RuleTest("x", operator, operand) for operator, operand in tests])


@pytest.mark.parametrize(
    ("kind", "tests"),
    [
        (NUMBER, [("at_least", 20), ("below", 20)]),
        (NUMBER, [("above", 20), ("below", 22)]),
        (NUMBER, [("equals", 20), ("not_in", frozenset([20]))]),
        (CHOICE, [("equals", "a"), ("not_in", frozenset(["a", "b"]))]),
        (LIST, [("includes", frozenset(["a"])), ("lacks", frozenset(["a", "b"]))]),
        (attribute("money"), [("at_least", ("USD", 1)), ("at_most", ("TWD", 5))]),
    ],
)
def test_tests_that_no_answer_passes_are_found(kind, tests):
    """In half steps for numbers: between 10 and 11 there is no whole one."""
    assert region(kind, *tests).empty


@pytest.mark.parametrize(
    ("kind", "narrow", "wide"),
    [
        (NUMBER, [("at_least", 40)], [("at_least", 20)]),
        (NUMBER, [("equals", 40)], [("above", 20), ("at_most", 40)]),
        (CHOICE, [("equals", "a")], [("not_in", frozenset(["b"]))]),
        (LIST, [("includes", frozenset(["a", "b"]))], [("includes", frozenset(["a"]))]),
        (attribute("money"), [("at_most", ("USD", 5))], [("below", ("USD", 6))]),
    ],
)
def test_what_allows_less_is_within_what_allows_more(kind, narrow, wide):
    """And not the other way round."""
    one, other = region(kind, *narrow), region(kind, *wide)
    assert one.within(other)
    assert not other.within(one) or one == other or kind.type == "money"


@pytest.fixture(scope="module", params=["firm", "economy"])
def logic(request, rulebook):
    attributes = {**rulebook.attributes, ECONOMY: economy_attribute()}
    return request.param, Logic(rulebook.rules, attributes, request.param)


def test_no_shipped_rule_is_impossible(logic):
    """Each has answers that make it fire."""
    assert list(logic[1].never_fires()) == []


def test_a_rule_that_implies_another_never_fires_alone(logic, rulebook, engine, make):
    """On generated profiles, for all pairs of rules that conclude the same."""
    kind, rules = logic
    pairs = [
        (one.id, other.id)
        for one in rules.rules
        for other in rules.rules
        if one is not other and one.finding == other.finding and rules.implied(one, other)
    ]
    assert pairs

    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(raw=answers_of(rulebook, kind), economy=st.sampled_from(["TWN", "MEX", "HKG"]))
    def law(raw, economy):
        fired = {each.rule for each in engine.consult(make(kind, economy, raw)).firings}
        assert [pair for pair in pairs if pair[0] in fired and pair[1] not in fired] == []

    law()
