"""When an interview says that it may stop, nothing can change the first recommendations: held against the columns."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.engines.columns import Columns
from smeadvisor.interview import Session, may_stop
from smeadvisor.interview.stakes import Stakes
from smeadvisor.model.answers import read_answer
from smeadvisor.model.conditions import attributes_of
from smeadvisor.model.profile import read_profile
from support.both_engines import HOMES, by_columns
from support.generated import drawn_answers, turning_points
from support.interviews import asked, begun, completions, every_completion, heads, interviewed, saved
from support.paths import ECONOMIES, FIRMS
from support.scale import randomness, scaled


@pytest.fixture(scope="module")
def columns(rulebook):
    return {kind: Columns(rulebook, kind) for kind in ("firm", "economy")}


@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_the_leaders_are_those_of_the_engines(rulebook, make, columns, kind):
    """Whatever is answered, whatever is left open."""
    chance = randomness(1)
    profiles = [make(kind, chance.choice(HOMES), drawn_answers(rulebook, kind, chance)) for _ in range(scaled(40))]
    expected = [
        [name for _, name, _, _, under in each["recommendations"] if under is None][:3]
        for each in by_columns(columns[kind], profiles)
    ]
    assert [list(may_stop(Session.of(each, rulebook)).leaders) for each in profiles] == expected


@settings(max_examples=scaled(6))
@given(kind=st.sampled_from(["firm", "economy"]), seed=st.integers(0, 2**32), top=st.integers(1, 4))
def test_after_a_stop_no_further_answer_changes_the_first_recommendations(rulebook, columns, kind, seed, top):
    """Further answers at random, and such as make rules fire."""
    chance = randomness(seed)
    session = begun(rulebook, kind, chance.choice(HOMES))
    session, _ = interviewed(session, drawn_answers(rulebook, kind, chance, full=chance.random() < 0.5), top)
    verdict = may_stop(session, top)
    assert verdict.stop
    assert {*heads(columns[kind], session, completions(rulebook, session, chance, 150), top)} == {verdict.leaders}


@pytest.mark.parametrize("path", [*ECONOMIES[::5], *FIRMS[::2]], ids=lambda path: path.stem)
def test_a_shipped_profile_comes_to_the_same_first_recommendations(rulebook, engine, path):
    """What it does not answer is not known; the interview asks a part of what it could."""
    profile = read_profile(path, rulebook)
    session, names = interviewed(
        begun(rulebook, profile.kind, profile.economy), saved(Session.of(profile, rulebook))["answers"]
    )
    expected = [each.id for each in engine.consult(profile).recommendations if each.under is None][:3]
    assert list(may_stop(session).leaders) == expected
    assert len(names) < len(asked(rulebook, profile.kind))


def small(rulebook, kind, chance, most=1_500):
    """A part of the rulebook with so few answers that all can be gone through, and for each attribute its answers."""
    rules = rulebook.rules_for(kind)
    tested = [each for each in rules if attributes_of(each.tests)]
    kept, values = [each for each in rules if not attributes_of(each.tests)], {}
    for rule in chance.sample(tested, len(tested)):
        names = {*values, *attributes_of(rule.tests)} - {"economy"}
        found = {name: values_of(rulebook, [*kept, rule], name) for name in sorted(names)}
        if all(found.values()) and prod(len(each) + 1 for each in found.values()) <= most:
            kept, values = [*kept, rule], found
    ids = {each.id for each in kept}
    return replace(rulebook, rules=tuple(each for each in rulebook.rules if each.id in ids)), values


def values_of(rulebook, rules, name):
    """Raw answers among which there is one for all that the rules tell apart; none where these are many."""
    if rulebook.attributes[name].type != "list":
        return turning_points(rulebook, name)
    tests = {test for rule in rules for test in rule.tests if test.subject == name and test.operator != "known"}
    spoken = sorted({choice for test in tests for choice in test.operand})
    sizes = range(len(spoken) + 1) if len(spoken) <= 5 else ()
    return [list(each) for size in sizes for each in combinations(spoken, size)]


@settings(max_examples=scaled(25))
@given(kind=st.sampled_from(["firm", "economy"]), seed=st.integers(0, 2**32), top=st.integers(1, 3))
def test_on_few_attributes_an_interview_may_stop_just_when_every_completion_agrees(rulebook, kind, seed, top):
    """Neither sooner nor later: the proof is exact."""
    chance = randomness(seed)
    book, values = small(rulebook, kind, chance)
    home = chance.choice(HOMES)
    given = {name: chance.choice(each) for name, each in values.items() if chance.random() < 0.4}
    session = begun(book, kind, home, given)
    rows = every_completion(values, session)
    found = {*heads(Columns(book, kind), session, rows, top)}
    verdict = may_stop(session, top)
    assert verdict.leaders in found
    assert verdict.stop == (len(found) == 1)


@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_every_answer_has_its_cell(rulebook, kind):
    """As far as any few tests tell answers apart; and the cell that is least for some tests makes them true."""
    chance = randomness(3)
    for name, cells in Stakes(rulebook, kind, "TWN").cells.items():
        bits = [1 << i for i in range(cells.mask.bit_length()) if cells.mask >> i & 1]
        for raw in turning_points(rulebook, name):
            wanted = sum(chance.sample(bits, min(len(bits), 4)))
            true = cells.of(read_answer(rulebook.attributes[name], raw).comparable)
            assert true & wanted in cells.among(wanted)
            assert true & wanted & ~cells.least(true & wanted) == 0
