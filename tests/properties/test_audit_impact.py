"""The impact of a change of rules is what two consultations of each profile differ in, and names what was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smeadvisor.audit.causes import PRIORITIES
from smeadvisor.audit.differences import differences
from smeadvisor.audit.impact import Impact, Moved
from smeadvisor.audit.impact_text import Told, as_rows, as_text
from smeadvisor.engines.comparison import moves
from smeadvisor.engines.ranking import severities
from support.alone import consulted
from support.audited import drawn, rows_of, shipped
from support.mutants import mutants
from support.scale import randomness, scaled

MUTANTS = scaled(5)
CREDIT = "barriers/price/customer-credit#cannot-wait-30-days"


@pytest.fixture(scope="module")
def profiles(rulebook, make):
    return [*shipped(rulebook), *drawn(rulebook, make)]


@pytest.fixture(scope="module")
def before(engine, profiles):
    """Their consultations by the rulebook as it is."""
    return [engine.consult(each) for each in profiles]


def impact_of(before, after, profiles, size=1 << 15):
    rows = rows_of(before, profiles)
    return Impact(before, after, size=size).held(rows, rows)


def expected(old, new):
    """Everything that differs between two consultations: thing to what was and what is."""
    found = {}
    for move in moves(old, new):
        found[f"recommendations/{move.id}"] = tuple(
            each and {"rank": each.rank, "points": each.points, "under": each.under}
            for each in (move.before, move.after)
        )
    barriers = [{each.id: {"severity": each.severity} for each in case.barriers} for case in (old, new)]
    measures = [{each.id for each in case.instruments if each.is_measure} for case in (old, new)]
    for name in {*barriers[0], *barriers[1]}:
        both = tuple(each.get(name) for each in barriers)
        if both[0] != both[1]:
            found[f"barriers/{name}"] = both
    for name in measures[0] ^ measures[1]:
        found[f"instruments/{name}"] = tuple({"measure": name in each} for each in measures)
    return found


def hold(rulebook, after, profiles, before):
    """The cases of the impact, once they are what the consultations differ in."""
    moved, cases = impact_of(rulebook, after, profiles)
    pairs = zip(before, (consulted(after, each) for each in profiles), strict=True)
    differ = [expected(old, new) for old, new in pairs]
    told = {case["row"]: {e["thing"]: (e["before"], e["after"]) for e in case["changes"]} for case in cases}
    assert told == {i: each for i, each in enumerate(differ, start=1) if each}
    assert moved.profiles == len(cases)
    assert all(each["because"] and each["how"] for case in cases for each in case["changes"])
    return moved, cases


def causes(cases):
    return {cause for case in cases for each in case["changes"] for cause in each["because"]}


def without(rulebook, *names):
    return replace(rulebook, rules=tuple(each for each in rulebook.rules if each.id not in names))


def with_rule(rulebook, rule):
    return replace(rulebook, rules=tuple(rule if each.id == rule.id else each for each in rulebook.rules))


def test_nothing_changes_where_nothing_differs(rulebook, profiles):
    """No profile, no cause; wording is no difference."""
    title = rulebook.barriers["price/customer-credit"].title
    worded = replace(rulebook.barriers["price/customer-credit"], title=replace(title, en="Another name"))
    after = replace(rulebook, barriers={**rulebook.barriers, "price/customer-credit": worded})
    assert impact_of(rulebook, after, profiles) == (Moved(), [])
    assert differences(rulebook, after).none


def test_a_threshold_that_changes_is_named(rulebook, profiles, before):
    """Every change it leads to is because of that rule, also where it moves other recommendations."""
    rule = rulebook.by_id[CREDIT]
    tests = tuple(replace(t, operand=t.operand * 2) if t.operator == "at_least" else t for t in rule.tests)
    changed = replace(rule, tests=tests)
    assert changed != rule
    moved, cases = hold(rulebook, with_rule(rulebook, changed), profiles, before)
    assert causes(cases) <= {CREDIT}
    assert moved.causes == ({CREDIT: moved.profiles} if moved.profiles else {})


def test_rules_that_go_or_come_are_named(rulebook, profiles, before):
    """The signs of a barrier taken away, and put back: the same cases the other way round."""
    gone = [each.id for each in rulebook.rules if each.id.startswith("barriers/price/customer-credit#")]
    after = without(rulebook, *gone)
    moved, cases = hold(rulebook, after, profiles, before)
    assert cases
    assert causes(cases) <= set(gone)
    back, theirs = impact_of(after, rulebook, profiles)
    assert back.profiles == moved.profiles
    assert [told(case, "before", "after") for case in cases] == [told(case, "after", "before") for case in theirs]


def told(case, *order):
    return [(each["thing"], *(each[name] for name in order), each["because"]) for each in case["changes"]]


def test_a_severity_that_changes_is_named(rulebook, profiles, before):
    """Though the rule fires as before."""
    rule = rulebook.by_id["barriers/price/customer-credit#credit-asked-unprotected"]
    worst = next(each for each in reversed(severities(rulebook.priorities)) if each != rule.concluded["severity"])
    after = with_rule(rulebook, replace(rule, concluded={**rule.concluded, "severity": worst}))
    _, cases = hold(rulebook, after, profiles, before)
    assert causes(cases) == {rule.id}


def test_other_weights_are_named(rulebook, profiles, before):
    """Where no firing differs the figures are the cause, and barriers do not change."""
    priorities = rulebook.priorities
    ranked = {**priorities.importance.ranked, "1": 1, "10": 10}
    other = replace(priorities, importance=replace(priorities.importance, ranked=ranked))
    after = replace(rulebook, priorities=other)
    assert set(differences(rulebook, after).figures) == {"importance.ranked.1", "importance.ranked.10"}
    moved, cases = hold(rulebook, after, profiles, before)
    assert causes(cases) == {PRIORITIES}
    assert moved.causes[PRIORITIES] == moved.profiles > 0
    assert {thing.partition("/")[0] for thing, _ in moved.changes} == {"recommendations"}


def test_an_instrument_that_closes_is_named(rulebook, profiles, before):
    """It is no measure any more to those at home, and nothing else changes."""
    name = "mex/sme-export-credit"
    closed = replace(rulebook.instruments[name], status="closed", history=())
    after = replace(rulebook, instruments={**rulebook.instruments, name: closed})
    _, cases = hold(rulebook, after, profiles, before)
    assert cases
    assert {case["economy"] for case in cases} == {"MEX"}
    assert causes(cases) == {f"instruments/{name}"}
    assert {each["thing"] for case in cases for each in case["changes"]} == {f"instruments/{name}"}


def test_a_barrier_that_weighs_more_is_named(rulebook, profiles, before):
    """Its place in Table 9 is no figure of the priorities."""
    name = "price/customer-credit"
    other = replace(rulebook.barriers[name], rank=2)
    _, cases = hold(rulebook, replace(rulebook, barriers={**rulebook.barriers, name: other}), profiles, before)
    assert cases
    assert causes(cases) == {f"barriers/{name}"}


def test_rulebooks_with_other_things_are_matched_by_their_ids(rulebook, profiles, before):
    """A recommendation, a barrier and an instrument that one of them does not have."""
    finance, credit, fund = "export-finance", "price/customer-credit", "mex/sme-export-credit"
    gone = (f"recommendations/{finance}#", f"barriers/{credit}#", f"instruments/{fund}#")
    rules = tuple(
        each for each in rulebook.rules if not each.id.startswith(gone) and f"relieves/{credit}@" not in each.id
    )
    relieving = {
        name: replace(each, relieves=tuple(own for own in each.relieves if own.barrier != credit))
        for name, each in rulebook.recommendations.items()
        if name != finance
    }
    instruments = {
        name: replace(
            each,
            relieves=tuple(own for own in each.relieves if own.barrier != credit),
            serves=tuple(own for own in each.serves if own.recommendation != finance),
        )
        for name, each in rulebook.instruments.items()
        if name != fund
    }
    barriers = {name: each for name, each in rulebook.barriers.items() if name != credit}
    after = replace(rulebook, rules=rules, recommendations=relieving, instruments=instruments, barriers=barriers)
    moved, _ = hold(rulebook, after, profiles, before)
    assert moved.changes[f"recommendations/{finance}", "goes"] > 0
    assert moved.changes[f"barriers/{credit}", "goes"] > 0
    assert moved.changes[f"instruments/{fund}", "measure_no_more"] > 0


@pytest.mark.parametrize("mutant", range(MUTANTS))
def test_any_change_of_one_rule_or_figure_is_told_as_consultations_have_it(rulebook, profiles, before, mutant):
    """Rulebooks changed in one place, drawn at random; where a rule was changed it is the cause."""
    listed = _all_mutants(rulebook)
    each = randomness(mutant).choice(listed)
    _, cases = hold(rulebook, each.rulebook, profiles, before)
    if each.rule is not None:
        assert causes(cases) <= {each.rule.id}


_kept: list = []


def _all_mutants(rulebook):
    if not _kept:
        _kept.extend(mutants(rulebook))
    return _kept


def test_size_of_chunks_and_order_of_rows_do_not_matter(rulebook, profiles):
    """The same cases and numbers, whoever comes first."""
    after = without(rulebook, CREDIT)
    moved, cases = impact_of(rulebook, after, profiles)
    assert impact_of(rulebook, after, profiles, size=7) == (moved, cases)
    other, theirs = impact_of(rulebook, after, profiles[::-1])
    assert other == moved
    assert sorted(repr(each["changes"]) for each in theirs) == sorted(repr(each["changes"]) for each in cases)


def test_questions_that_one_rulebook_keeps_otherwise_are_read_by_each(rulebook, profiles):
    """A choice more, in another order: nothing changes, for the answers are the same."""
    name = "payment_protection"
    attribute = rulebook.attributes[name]
    title = attribute.title
    other = replace(attribute, choices={"new": title, **dict(reversed(attribute.choices.items()))})
    more = {name: other, "newly_asked": replace(other, id="newly_asked")}
    after = replace(rulebook, attributes={**rulebook.attributes, **more})
    impact = Impact(rulebook, after)
    first, second = impact._reading
    assert first is not second
    assert "newly_asked" in first.attributes
    assert impact.held(rows_of(first, profiles), rows_of(second, profiles)) == (Moved(), [])


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_the_summary_tells_numbers_causes_and_cases(rulebook, profiles, lang):
    """The rule that was taken away, the number of profiles, and each change of the cases shown."""
    after = without(rulebook, CREDIT)
    impact = Impact(rulebook, after)
    rows = rows_of(rulebook, profiles)
    moved, cases = impact.held(rows, rows)
    told = Told(rulebook, after, impact.differing, lang)
    text = as_text(told, (len(profiles), len(profiles), 0), moved, cases[:2])
    assert CREDIT in text
    assert f"{moved.profiles}" in text
    for case in cases[:2]:
        assert case["id"] in text
    for case in cases:
        assert [each["thing"] for each in as_rows(case)] == [each["thing"] for each in case["changes"]]
    assert impact.differing.rules == {CREDIT: "removed"}
