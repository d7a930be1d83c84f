"""The arithmetic of the ranking: on integers, and alike on arrays of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.engines.ranking import KeyForm, importance, severity_factor, stage_factor, weight

KINDS, POINTS, TIES = st.integers(0, 9), st.integers(0, 100**3 * 40), st.integers(0, 4000)


@given(st.tuples(KINDS, POINTS, TIES), st.tuples(KINDS, POINTS, TIES))
def test_the_order_is_by_kind_then_points_then_tie(one, other):
    """The single key sorts as the three parts do."""
    parts = [(kind, -points, tie) for kind, points, tie in (one, other)]
    assert (KeyForm().key(*one) < KeyForm().key(*other)) == (parts[0] < parts[1])


def test_points_never_overflow_64_bits():
    """The largest sum that the limits allow keeps its order in 64 bits."""
    assert 0 <= KeyForm().key(0, 100**3 * 40, 0) < KeyForm().key(9, 0, 4000) < 2**63


def test_weight_is_severity_times_importance_times_stage(rulebook):
    """Working capital, Table 9's first: severe, while planning."""
    barrier, numbers = rulebook.barriers["functional/working-capital"], rulebook.priorities
    parts = severity_factor(numbers, "severe"), importance(numbers, barrier), stage_factor(numbers, barrier, "planning")
    assert (parts, weight(*parts)) == ((3, 10, 5), 150)


def test_ranks_of_table_9_fall_by_one(rulebook):
    """Rank 1 counts most, an unranked factor no more than rank 10."""
    ranked = {each.rank: each.id for each in rulebook.barriers.values() if each.rank}
    assert ranked == {
        1: "functional/working-capital",
        2: "informational/identify-opportunities",
        3: "informational/limited-market-information",
        4: "informational/contact-customers",
        5: "distribution/foreign-representation",
        6: "functional/managerial-time",
        7: "functional/personnel",
        8: "price/match-competitors-prices",
        9: "governmental/lack-of-home-support",
        10: "logistics/transport-insurance-cost",
    }
    counts = [importance(rulebook.priorities, rulebook.barriers[ranked[n]]) for n in range(1, 11)]
    assert counts == sorted(counts, reverse=True)
    assert rulebook.priorities.importance.unranked <= counts[-1]


def test_a_stage_not_known_is_neutral(rulebook):
    """Between the factor of planning and that of operation."""
    for barrier in rulebook.barriers.values():
        factors = [stage_factor(rulebook.priorities, barrier, s) for s in ("planning", "operational")]
        assert min(factors) <= stage_factor(rulebook.priorities, barrier, "unknown") <= max(factors)


def test_raising_a_severity_never_lowers_what_relieves_it(engine, make):
    """More severe, more points."""
    mild, severe = (
        engine.consult(make("firm", "MEX", {"freight_insurance_share": share, "need_felt_most": "export_finance"}))
        for share in (10, 30)
    )
    assert severe.barriers[-1].weight >= mild.barriers[-1].weight


@given(st.integers(0, 9), st.integers(0, 2**20 - 1), st.integers(0, 2**10 - 1))
def test_a_key_gives_back_what_it_was_made_of(evidence, points, tie):
    """Kind, points and tie are read from the key again, whatever its form."""
    for form in (KeyForm(), KeyForm(20, 10)):
        key = form.key(evidence, points, tie)
        assert (form.evidence(key), form.points(key), form.tie(key)) == (evidence, points, tie)
