"""Interviews: what is asked and why, how far they are, and that going back and forth loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from smeadvisor.engines.chaining import Engine
from smeadvisor.engines.states import States
from smeadvisor.files.documents import Document
from smeadvisor.interview import Session, may_stop, next_question, progress
from smeadvisor.model.profile import profile_from
from smeadvisor.problems import InvalidInput
from support.both_engines import profile_of
from support.generated import drawn_answers, turning_points
from support.interviews import answered, asked, begun, interviewed, saved
from support.scale import randomness, scaled

"""How many times as many cases the long run takes."""


def refusals(do):
    """The problems with which something is refused, as pointer and code; none if it is not."""
    try:
        do()
    except InvalidInput as rejected:
        return [(each.code, each.pointer, each.value) for each in rejected.problems]
    return []


@pytest.mark.parametrize(
    "raw", ["yes", 84, -1, "8.5", "many", {"value": 84, "qualifier": ">"}, {"amount": 3}, [], "dont_know"]
)
@pytest.mark.parametrize("name", ["employees", "exports_now", "annual_sales", "sme_count", "no_such"])
def test_an_answer_is_refused_just_as_in_a_profile_file(rulebook, name, raw):
    """By the same problems at the same pointers; and nothing is lost."""
    session = begun(rulebook, "firm", "MEX", {"sector": "trade"})
    data = {"id": "f", "kind": "firm", "economy": "MEX", "answers": {name: raw}}
    in_file = refusals(lambda: profile_from(Document("f", data), rulebook))
    assert refusals(lambda: session.answer(name, raw)) == in_file
    assert list(session.answers) == ["sector"]


def test_whoever_cannot_be_a_profile_is_not_asked(rulebook):
    """An economy that does not exist."""
    assert refusals(lambda: Session.begin(rulebook, "firm", "XXX")) == [("E-ECONOMY", "/economy", "XXX")]


@pytest.mark.parametrize("seed", range(scaled(3)))
@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_an_interview_goes_as_it_says(rulebook, kind, seed):
    """Nothing is asked twice or in vain, what is decided never falls, no more questions come than were told."""
    chance = randomness(seed)
    answers = drawn_answers(rulebook, kind, chance)
    session, told, names = begun(rulebook, kind, chance.choice(["TWN", "MEX", "DEU"])), [], []
    while question := next_question(session):
        names.append(question.attribute.id)
        told.append(progress(session))
        assert not may_stop(session)
        assert question.why.en
        assert question.why.zh_hant
        assert question.rules
        assert {*question.rules} <= undecided(rulebook, session)
        raw = answers.get(question.attribute.id)
        session = session.skip(names[-1]) if raw is None else session.answer(names[-1], raw)
    assert len({*names}) == len(names) == len(session.order)
    assert [each.decided for each in told] == sorted(each.decided for each in told)
    assert all(each.decided < 100 for each in told)
    assert all(each.at_most >= len(names) - i for i, each in enumerate(told))
    assert (progress(session).decided, progress(session).at_most, may_stop(session).stop) == (100, 0, True)


def undecided(rulebook, session):
    """The rules that still wait for some answer."""
    rules = rulebook.rules_for(session.kind)
    states = States(rules, {**session.profile().comparables(), "economy": session.economy})
    return {each.id for each in states.undecided(rules)}


@settings(max_examples=scaled(5))
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(["firm", "economy"]))
def test_the_order_of_answers_does_not_matter(rulebook, seed, kind):
    """Neither to the profile nor to what is asked next."""
    chance = randomness(seed)
    answers = [*drawn_answers(rulebook, kind, chance).items()]
    start = begun(rulebook, kind, "TWN")
    one, other = (answered(start, dict(each)) for each in (answers, chance.sample(answers, len(answers))))
    assert one.profile() == other.profile()
    assert (progress(one), may_stop(one)) == (progress(other), may_stop(other))


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_reasons_are_told_in_both_languages(rulebook, lang):
    """Of a question the recommendations that it could move, of a stop that nothing moves them."""
    session = begun(rulebook, "firm", "MEX")
    question = next_question(session)
    title = rulebook.recommendations[question.recommendations[0]].title.to(lang)
    assert title in question.why.to(lang)
    reasons = {may_stop(each).why.to(lang) for each in (session, interviewed(session, {})[0])}
    assert len(reasons) == 2


def test_what_a_profile_adds_to_an_answer_is_kept(rulebook):
    """Year, source, qualifier, and that something is not known."""
    answers = {
        "sme_count": {"value": 5, "year": 2008, "source": "table-2"},
        "sme_growth": {"value": "dont_know", "note": "n"},
    }
    profile = profile_of(rulebook, "economy", "TWN", answers)
    session = Session.of(profile, rulebook).answer("ict_strength", True)
    assert saved(session)["answers"] == {"ict_strength": True, **answers}
    assert session.order == ("ict_strength",)


class _Interview(RuleBasedStateMachine):
    """Any sequence of what can be done in an interview, held against a plain dict of answers."""

    rulebook = None
    engine = None

    @initialize(kind=st.sampled_from(["firm", "economy"]))
    def begin(self, kind):
        self.session = begun(self.rulebook, kind, "MEX")
        self.raw, self.names = {}, asked(self.rulebook, kind)

    @rule(data=st.data())
    def answer(self, data):
        name = data.draw(st.sampled_from(self.names))
        self.raw[name] = data.draw(st.sampled_from(turning_points(self.rulebook, name)))
        self.session = self.session.answer(name, self.raw[name])

    @rule(data=st.data(), state=st.sampled_from(["dont_know", "not_applicable"]))
    def settle(self, data, state):
        name = data.draw(st.sampled_from(self.names))
        self.raw[name] = state
        self.session = self.session.skip(name) if state == "dont_know" else self.session.not_applicable(name)

    @rule(data=st.data())
    def answer_what_is_asked(self, data):
        if question := next_question(self.session):
            name = question.attribute.id
            assert name not in self.raw
            self.raw[name] = data.draw(st.sampled_from(turning_points(self.rulebook, name)))
            after = self.session.answer(name, self.raw[name])
            assert after.take_back(name) == self.session
            assert progress(after).decided >= progress(self.session).decided
            self.session = after

    @rule()
    def take_back_the_last(self):
        if self.session.order:
            name = self.session.order[-1]
            del self.raw[name]
            self.session = self.session.take_back(name)

    @rule()
    def refuse(self):
        with pytest.raises(InvalidInput):
            self.session.answer(self.names[0], {"no": "such"})

    @rule()
    def go_on_from_what_was_saved(self):
        again = Session.of(profile_from(Document("saved", saved(self.session)), self.rulebook), self.rulebook)
        assert again.profile() == self.session.profile()
        assert (progress(again), may_stop(again)) == (progress(self.session), may_stop(self.session))

    @invariant()
    def the_profile_is_that_of_a_file(self):
        profile = self.session.profile()
        expected = profile_of(self.rulebook, self.session.kind, "MEX", self.raw, "interview")
        assert profile == expected
        assert {*self.session.order} == {*self.raw}

    def teardown(self):
        if hasattr(self, "session"):
            found = self.engine.consult(self.session.profile()).recommendations
            assert may_stop(self.session).leaders == tuple(each.id for each in found if each.under is None)[:3]


def test_whatever_is_done_in_an_interview_nothing_is_lost(rulebook):
    """Answered, changed, skipped, taken back, saved and gone on with, in any order."""
    machine = type("Interview", (_Interview,), {"rulebook": rulebook, "engine": Engine(rulebook)})
    run_state_machine_as_test(machine, settings=settings(max_examples=scaled(5), stateful_step_count=12, deadline=None))
