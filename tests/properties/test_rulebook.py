"""What the rulebook holds: all of Table 8, every fact with its place, everything reachable and nothing unavoidable."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from smeadvisor.engines.chaining import Engine
from smeadvisor.engines.columns.bits import unpacked
from smeadvisor.engines.columns.engine import Columns
from smeadvisor.engines.consultation import Consultation
from smeadvisor.model.timeline import at
from smeadvisor.rules.shipped import shipped_rulebook
from support.both_engines import chunk_of, profile_of
from support.generated import turning_points

# Table 8, row by row, with the ranks of Table 9.
TABLE_8 = {
    "informational": {
        "limited-market-information": 3,
        "unreliable-market-data": None,
        "identify-opportunities": 2,
        "contact-customers": 4,
    },
    "functional": {"managerial-time": 6, "personnel": 7, "production-capacity": None, "working-capital": 1},
    "product": dict.fromkeys(
        ["new-products", "design-adaptation", "quality-standards", "packaging-labelling", "after-sales-service"]
    ),
    "price": {"satisfactory-prices": None, "match-competitors-prices": 8, "customer-credit": None},
    "distribution": {"channel-complexity": None, "channel-access": None, "foreign-representation": 5},
    "logistics": {"foreign-warehousing": None, "transport-insurance-cost": 10},
    "promotion": {"adjust-promotion": None},
    "procedural": dict.fromkeys(["unfamiliar-procedures", "customer-communication", "slow-payment"]),
    "governmental": {"lack-of-home-support": 9, "unfavourable-home-rules": None},
    "task": dict.fromkeys(["customer-habits", "keen-competition"]),
    "economic": dict.fromkeys(["poor-conditions-abroad", "exchange-risk"]),
    "political-legal": dict.fromkeys(["political-instability", "strict-foreign-rules", "tariff-and-nontariff"]),
    "socio-cultural": dict.fromkeys(["foreign-business-practices", "sociocultural-traits", "language-differences"]),
}
INTERNAL = {"informational", "functional", "product", "price", "distribution", "logistics", "promotion"}

WHOLE = shipped_rulebook()
NOW = at(WHOLE, WHOLE.about.reviewed_through)
ENGINE = Engine(NOW)


def test_the_37_barriers_of_table_8_with_side_and_rank():
    """Family, factor, internal or external, and the rank of Table 9."""
    expected = {
        f"{family}/{factor}": ("internal" if family in INTERNAL else "external", rank)
        for family, factors in TABLE_8.items()
        for factor, rank in factors.items()
    }
    assert len(expected) == 37
    assert {each.id: (each.side, each.rank) for each in NOW.barriers.values()} == expected


@pytest.mark.parametrize("name", list(NOW.barriers))
def test_a_barrier_has_two_signs_for_a_firm_of_which_one_rests_on_more_than_what_went_wrong(name):
    """A barrier is concluded from facts, not from being asked about."""
    signs = [sign for sign in NOW.barriers[name].signs if sign.audience == "firm" and sign.evidence != "stated-need"]
    assert len(signs) >= 2
    assert any(set(sign.when) - {"setbacks_last_year"} for sign in signs)


def test_every_fact_of_the_paper_has_a_place_in_it_and_every_later_one_a_page():
    """A place is a section, table or note without address; a page has one."""
    places = {name for name, each in WHOLE.sources.items() if not each.urls}
    pages = set(WHOLE.sources) - places
    assert all(name.split("-")[0] in ("section", "table", "note") for name in places)
    for rule in WHOLE.rules:
        if rule.text is not None:
            owner = _owner(rule.id)
            named = [rule.text.source] if rule.text.source else list(owner.sources)
            wanted = {"paper": places, "since-2011": pages, "inference": places | pages}[rule.text.basis]
            assert rule.text.basis == "inference" or named, rule.id
            assert rule.text.basis != "inference" or rule.text.reason or owner.inference, rule.id
            assert set(named) <= wanted, rule.id
    for instrument in WHOLE.instruments.values():
        named = [*instrument.sources]
        for part in (instrument.figures, instrument.points, instrument.requirements):
            named += [each.source for each in part]
        assert set(named) <= (places if instrument.origin == "paper" else pages), instrument.id
        for event in instrument.history:
            assert event.source in pages or (event.source, event.status) == (None, "unknown"), instrument.id


def _owner(rule: str) -> Any:
    kind, _, name = rule.partition("#")[0].partition("/")
    return getattr(WHOLE, kind)[name]


def test_every_instrument_serves_a_recommendation():
    """So that advice can name it."""
    assert [name for name, each in WHOLE.instruments.items() if not each.serves] == []


def test_errata_are_more_than_fifty():
    """Each with the place, what it says and what is held."""
    assert len(WHOLE.errata) > 50


def found_in(kind: str, economy: str, answers: dict[str, Any]) -> Consultation:
    return ENGINE.consult(profile_of(NOW, kind, economy, answers))


@cache
def columns(kind: str) -> Columns:
    return Columns(NOW, kind)


def came_out(kind: str, economy: str, several: Sequence[dict[str, Any]]) -> list[set[str]]:
    """The barriers and recommendations that come out of each of several answers, computed as one table."""
    engine = columns(kind)
    chunk = chunk_of(NOW, kind, [profile_of(NOW, kind, economy, answers) for answers in several])
    names = (*engine.weighing.barriers, *engine.ordering.recommendations)
    found: list[set[str]] = []
    for results in engine.results(chunk):
        truths = unpacked(np.concatenate([results.weighed.present, results.ordered.given]), results.rows)
        found += [{names[i] for i in np.flatnonzero(truths[:, row])} for row in range(results.rows)]
    return found


@cache
def cases(kind: str) -> list[dict[str, Any]]:
    """The answers of each example of a rule that fires on answers alone."""
    made = []
    for kinds in (NOW.barriers, NOW.recommendations):
        for model in kinds.values():
            rules = {each.id: each for each in getattr(model, "signs", getattr(model, "evidence", ()))}
            made += [
                example.given
                for example in model.examples
                if example.expect == "fired"
                and rules[example.rule].audience == kind
                and set(example.given) <= set(NOW.attributes)
            ]
    return made


@cache
def came_out_of_cases(kind: str, economy: str) -> list[set[str]]:
    return came_out(kind, economy, cases(kind))


def first_case(sought: set[str], economy: str) -> tuple[str, dict[str, Any]]:
    """The first case of which one of these barriers or recommendations comes out."""
    for kind in ("firm", "economy"):
        for answers, found in zip(cases(kind), came_out_of_cases(kind, economy), strict=True):
            if sought & found:
                return kind, answers
    pytest.fail("it never comes out")


def variations(answers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same answers with one of them another."""
    for name in answers:
        for value in [None, *turning_points(NOW, name)]:
            yield {**answers, name: value}


def comes_and_stays_away(sought: set[str], outcome: Callable[[Consultation], bool], economy: str = "TWN") -> None:
    """There is a case with this outcome, and one that differs from it in one answer without it.

    Both are looked for in tables, by the barriers or recommendations that bring the outcome about, and then consulted.
    """
    kind, answers = first_case(sought, economy)
    assert outcome(found_in(kind, economy, answers))
    others = list(variations(answers))
    without = [
        other for other, found in zip(others, came_out(kind, economy, others), strict=True) if not sought & found
    ]
    assert without
    assert not outcome(found_in(kind, economy, without[0]))


@pytest.mark.parametrize("name", list(NOW.barriers))
def test_each_barrier_comes_out_and_stays_away(name):
    """One answer makes the difference."""
    comes_and_stays_away({name}, lambda case: name in {barrier.id for barrier in case.barriers})


@pytest.mark.parametrize("name", list(NOW.recommendations))
def test_each_recommendation_comes_out_and_stays_away(name):
    """One answer makes the difference."""
    comes_and_stays_away({name}, lambda case: name in {advice.id for advice in case.recommendations})


@pytest.mark.parametrize("name", list(NOW.instruments))
def test_each_instrument_comes_out_and_stays_away(name):
    """At home, as a measure or as a precedent of some recommendation."""
    instrument = NOW.instruments[name]
    comes_and_stays_away(
        {served.recommendation for served in instrument.serves},
        lambda case: any(name in (*advice.measures, *advice.precedents) for advice in case.recommendations),
        "TWN" if instrument.economy == "APEC" else instrument.economy,
    )


@pytest.mark.parametrize("name", list(NOW.barriers))
def test_each_barrier_is_relieved_or_shown_as_a_gap(name):
    """Whatever is present and not advised on is told."""
    kind, answers = first_case({name}, "TWN")
    found = found_in(kind, "TWN", answers)
    assert name in {barrier.id for barrier in found.barriers}
    advised = {barrier for advice in found.recommendations for barrier in advice.barriers}
    assert (name in advised) != (name in found.no_recommendation)
