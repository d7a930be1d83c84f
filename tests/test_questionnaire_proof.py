"""When an interview says that it may stop, nothing can change the first recommendations: held against the columns."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from both_engines import HOMES, by_columns
from conftest import ECONOMIES, FIRMS
from generated import drawn_answers, turning_points
from interviews import asked, begun, completions, every_completion, heads, interviewed, saved
from smeadvisor.columns import Columns
from smeadvisor.profile import read_profile
from smeadvisor.questionnaire import Session, may_stop

SCALE = int(os.environ.get("SMEADVISOR_QUESTIONS", "1"))
"""How many times as many cases the long run takes."""


@pytest.fixture(scope="module")
def columns(rulebook):
    return {kind: Columns(rulebook, kind) for kind in ("firm", "economy")}


@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_the_leaders_are_those_of_the_engines(rulebook, make, columns, kind):
    """Whatever is answered, whatever is left open."""
    chance = random.Random(1)
    profiles = [make(kind, chance.choice(HOMES), drawn_answers(rulebook, kind, chance)) for _ in range(40 * SCALE)]
    expected = [
        [name for _, name, _, _, under in each["recommendations"] if under is None][:3]
        for each in by_columns(columns[kind], profiles)
    ]
    assert [list(may_stop(Session.of(each, rulebook)).leaders) for each in profiles] == expected


@settings(max_examples=6 * SCALE)
@given(kind=st.sampled_from(["firm", "economy"]), seed=st.integers(0, 2**32), top=st.integers(1, 4))
def test_after_a_stop_no_further_answer_changes_the_first_recommendations(rulebook, columns, kind, seed, top):
    """Further answers at random, and such as make rules fire."""
    chance = random.Random(seed)
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


def small(rulebook, kind, chance, most=4):
    """A part of the rulebook that hangs on a few attributes, and for each values that tell all answers apart."""
    rules = [rule for rule in rulebook.rules_for(kind) if "evidence" in rule.concluded]
    names: set[str] = set()
    for rule in chance.sample(rules, len(rules)):
        more = names | {test.subject for test in rule.tests if not test.on_finding}
        if len(more) <= most and (not names or names & more - (more - names) or chance.random() < 0.2):
            names = more
    kept = tuple(
        rule for rule in rulebook.rules_for(kind)
        if {test.subject for test in rule.tests if not test.on_finding} <= {*names, "economy"}
    )  # fmt: skip
    book = replace(rulebook, rules=kept)
    return book, {name: values_of(book, name) for name in sorted(names)}


def values_of(rulebook, name):
    """Raw answers among which there is one for all that the rules tell apart."""
    if rulebook.attributes[name].type != "list":
        return turning_points(rulebook, name)
    tests = {test for rule in rulebook.rules for test in rule.tests if test.subject == name}
    spoken = sorted({choice for test in tests for choice in test.operand})
    return [list(each) for size in range(len(spoken) + 1) for each in combinations(spoken, size)]


@settings(max_examples=25 * SCALE)
@given(kind=st.sampled_from(["firm", "economy"]), seed=st.integers(0, 2**32), top=st.integers(1, 3))
def test_on_few_attributes_an_interview_may_stop_just_when_every_completion_agrees(rulebook, kind, seed, top):
    """Neither sooner nor later: the proof is exact."""
    chance = random.Random(seed)
    book, values = small(rulebook, kind, chance)
    home = chance.choice(HOMES)
    given = {name: chance.choice(each) for name, each in values.items() if chance.random() < 0.4}
    session = begun(book, kind, home, given)
    rows = every_completion(values, session)
    assume(len(rows) <= 1_000)
    found = {*heads(Columns(book, kind), session, rows, top)}
    verdict = may_stop(session, top)
    assert verdict.leaders in found
    assert verdict.stop == (len(found) == 1)
