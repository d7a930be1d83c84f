"""Variations of a profile, computed as a table, come out as experta has each of them."""

from __future__ import annotations

import pytest

from smeadvisor.explanation.turning import turning_answers
from smeadvisor.explanation.variations import Variations
from support.both_engines import by_experta, profile_of
from support.explained import GENERATED, generated, raw_answers, shipped
from support.scale import randomness

VARIED = 60 if GENERATED > 3 else 6


def said(outcome):
    """An outcome in the words of ``both_engines``."""
    return {
        "fired": outcome.fired,
        "barriers": dict(outcome.barriers),
        "eligible": outcome.eligible,
        "ineligible": outcome.ineligible,
        "measures": outcome.measures,
        "recommendations": [(e.rank, e.id, e.evidence, e.points, e.under) for e in outcome.recommendations],
    }


def drawn_changes(subject, count):
    """Changes of one to four answers at random, some of them taken back."""
    chance = randomness(subject.profile.id)
    book = subject.rulebook
    rules = book.rules_for(subject.profile.kind)
    turning = turning_answers(rules, dict(book.attributes), dict(subject.profile.answers))
    names = sorted(name for name, each in turning.items() if each)
    picks = [chance.sample(names, chance.randint(1, 4)) for _ in range(count)]
    return [{name: chance.choice(turning[name]) for name in own} for own in picks]


@pytest.mark.parametrize("subject", [*shipped()[::4], *generated()], ids=lambda each: each.profile.id)
def test_variations_come_out_as_experta_has_each(subject):
    """In what fired, barriers, recommendations, eligibility and measures; no change at all among them."""
    changes = [{}, *drawn_changes(subject, VARIED)]
    profile = subject.profile
    for change, outcome in zip(changes, Variations(subject).outcomes(changes), strict=True):
        varied = profile_of(subject.rulebook, profile.kind, profile.economy, raw_answers(subject, change))
        expected = by_experta(subject.engine, varied)
        assert said(outcome) == {name: expected[name] for name in said(outcome)}


def test_listings_are_those_of_the_outcomes():
    """The recommendations alone are the same as among the rest; of no variations there is nothing."""
    subject = shipped()[-1]
    changes, variations = drawn_changes(subject, 9), Variations(subject)
    assert variations.listings(changes) == [each.recommendations for each in variations.outcomes(changes)]
    assert variations.outcomes([]) == []
