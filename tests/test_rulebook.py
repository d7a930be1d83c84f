"""What the rulebook holds: all of Table 8, every fact with its place, everything reachable and nothing unavoidable."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from smeadvisor.consultation import Consultation
from smeadvisor.documents import Document
from smeadvisor.inference import Engine
from smeadvisor.loading import load
from smeadvisor.profile import profile_from
from smeadvisor.timeline import at
from support.generated import turning_points

from support.paths import RULES  # isort: skip

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

WHOLE = load(RULES)
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
    data = {"id": "case", "kind": kind, "economy": economy, "answers": answers}
    return ENGINE.consult(profile_from(Document("case", data), NOW))


@cache
def cases() -> list[tuple[str, dict[str, Any], Consultation]]:
    """A profile from each example of a rule that fires on answers alone, and what follows from it."""
    made = []
    for kinds in (NOW.barriers, NOW.recommendations):
        for model in kinds.values():
            rules = {each.id: each for each in getattr(model, "signs", getattr(model, "evidence", ()))}
            for example in model.examples:
                if example.expect == "fired" and set(example.given) <= set(NOW.attributes):
                    kind = rules[example.rule].audience
                    made.append((kind, example.given, found_in(kind, "TWN", example.given)))
    return made


def variations(answers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same answers with one of them another."""
    for name in answers:
        for value in [None, *turning_points(NOW, name)]:
            yield {**answers, name: value}


def comes_and_stays_away(outcome, economy: str = "TWN") -> None:
    """There is a case with this outcome, and one that differs from it in one answer without it."""
    for kind, answers, found in cases():
        case = found if economy == "TWN" else found_in(kind, economy, answers)
        if outcome(case):
            assert any(not outcome(found_in(kind, economy, other)) for other in variations(answers))
            return
    pytest.fail("it never comes out")


@pytest.mark.parametrize("name", list(NOW.barriers))
def test_each_barrier_comes_out_and_stays_away(name):
    """One answer makes the difference."""
    comes_and_stays_away(lambda case: name in {each.id for each in case.barriers})


@pytest.mark.parametrize("name", list(NOW.recommendations))
def test_each_recommendation_comes_out_and_stays_away(name):
    """One answer makes the difference."""
    comes_and_stays_away(lambda case: name in {each.id for each in case.recommendations})


@pytest.mark.parametrize("name", list(NOW.instruments))
def test_each_instrument_comes_out_and_stays_away(name):
    """At home, as a measure or as a precedent of some recommendation."""
    home = NOW.instruments[name].economy
    comes_and_stays_away(
        lambda case: any(name in (*each.measures, *each.precedents) for each in case.recommendations),
        "TWN" if home == "APEC" else home,
    )


@pytest.mark.parametrize("name", list(NOW.barriers))
def test_each_barrier_is_relieved_or_shown_as_a_gap(name):
    """Whatever is present and not advised on is told."""
    found = next(case for _, _, case in cases() if name in {each.id for each in case.barriers})
    advised = {each for advice in found.recommendations for each in advice.barriers}
    assert (name in advised) != (name in found.no_recommendation)
