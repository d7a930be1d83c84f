"""Why-nots: the failed tests are false, and the change told brings about what was asked after."""

from __future__ import annotations

from itertools import combinations, groupby
from operator import itemgetter

import pytest

from smeadvisor.explanation.changes import MOST_ATTRIBUTES
from smeadvisor.explanation.goals import Goal, find_goal, find_recommendation
from smeadvisor.explanation.turning import turning_answers
from smeadvisor.explanation.variations import Variations
from smeadvisor.explanation.why_not import Inquiry
from smeadvisor.model.answers import read_answer
from smeadvisor.model.plain import plain
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.advice.wording import phrase
from smeadvisor.rendering.explanation.why_not import why_not_sections
from smeadvisor.rendering.rulebook.reader import Reader
from support.explained import came_out, goals, judge, raw_answers, subjects
from support.scale import is_long, sample

EVERY = 1 if is_long() else 4
"""One in so many why-nots is looked at."""


@pytest.fixture(scope="module")
def found():
    """Every why-not of every subject."""
    inquiries = [(subject, Inquiry(subject)) for subject in subjects(every=4)]
    return [(subject, inquiry.why_not(goal)) for subject, inquiry in inquiries for goal in goals(subject)]


def test_it_is_said_of_each_thing_whether_it_came_out(found):
    """As the consultation has it; a thing that came out has no changes."""
    for subject, each in found:
        said, goal = subject.consultation, each.goal
        standings = {own.id: own for own in said.instruments}
        expected = {
            "barrier": lambda s=said, g=goal: g.id in {own.id for own in s.barriers},
            "recommendation": lambda s=said, g=goal: g.id in {own.id for own in s.recommendations},
            "instrument": lambda s=standings, g=goal: s[g.id].is_measure,
            "requirement": lambda s=standings, g=goal: dict(s[g.owner].requirements)[g.own] == "met",
        }[goal.kind]()
        assert each.came_out == expected
        assert not (each.came_out and (each.changes or each.no_change))


def changes_of(found):
    return [(subject, each.goal, change) for subject, each in found for change in each.changes]


def applied(change):
    return {step.attribute: step.after for step in change}


def parts_of(change):
    """Single alterations, by what they do to the profile: (attribute, answer) or (attribute, item of a list)."""
    for step in change:
        before, after = plain(step.before), plain(step.after)
        if isinstance(before, list) and isinstance(after, list):
            yield from ((step, item) for item in set(before) ^ set(after))
        else:
            yield step, None


def partly(subject, parts):
    """The answers after some parts of a change."""
    changed = {}
    for step, item in parts:
        attribute = subject.rulebook.attributes[step.attribute]
        if item is None:
            changed[step.attribute] = step.after
        else:
            held = set(plain(changed.get(step.attribute, step.before))) ^ {item}
            changed[step.attribute] = read_answer(attribute, sorted(held))
    return changed


def test_the_change_told_brings_it_about_and_no_part_of_it_does(found):
    """By the plain evaluator, on a profile that passes the checks."""
    changes = changes_of(found)[::EVERY]
    assert len(changes) >= 60
    for subject, goal, change in changes:
        parts = list(parts_of(change))
        assert came_out(subject, goal, judge(subject, applied(change)))
        for count in range(len(parts)):
            for some in combinations(parts, count):
                assert not came_out(subject, goal, judge(subject, partly(subject, some)))


def test_other_answers_told_beside_a_step_do_as_well(found):
    """Where several choices are equally near."""
    steps = [(s, g, c, step) for s, g, c in changes_of(found) for step in c if step.also]
    assert steps
    for subject, goal, change, step in steps[::EVERY]:
        for also in step.also:
            assert came_out(subject, goal, judge(subject, {**applied(change), step.attribute: also}))


def test_changes_are_of_known_answers_that_can_be_changed(found):
    """At most three of them, and the fewest first."""
    for subject, each in found:
        sizes = [len(change) for change in each.changes]
        assert sizes == sorted(sizes)
        for step in (step for change in each.changes for step in change):
            assert subject.rulebook.attributes[step.attribute].changeable
            assert subject.profile.answers[step.attribute].comparable is not None
        assert all(size <= MOST_ATTRIBUTES for size in sizes)


def changeable_answers(subject):
    """Single changes of known answers that can be changed, at every value that a rule turns on.

    An answer such as "more than 30" counts as missing where it leaves a test open, so it is left as it is.
    """
    book, answers = subject.rulebook, subject.profile.answers
    turning = turning_answers(book.rules_for(subject.profile.kind), dict(book.attributes), dict(answers))
    known = {name for name, each in answers.items() if each.comparable is not None and each.qualifier != ">"}
    return [
        {name: answer}
        for name, others in turning.items()
        for answer in others
        if answer and name in known and book.attributes[name].changeable
    ]


def names_reached(subject, outcome):
    """The full names of all that comes out."""
    yield from (f"barriers/{each}" for each in outcome.barriers)
    yield from (f"recommendations/{each.id}" for each in outcome.recommendations)
    yield from (f"instruments/{each}" for each in outcome.measures)
    yield from (subject.rulebook.by_id[each].finding for each in outcome.fired)


def by_subject(found):
    """Each subject with all its why-nots."""
    return [(subject, [each for _, each in told]) for subject, told in groupby(found, key=itemgetter(0))]


def test_where_no_single_change_is_told_none_brings_it_about(found):
    """Tried one by one: every answer that can be changed, at every value that a rule turns on."""
    looked_at = 0
    for subject, told in by_subject(found):
        outcomes = Variations(subject).outcomes(changeable_answers(subject))
        reached = {name for each in outcomes for name in names_reached(subject, each)}
        for each in told:
            if not each.came_out and not each.bars and all(len(change) > 1 for change in each.changes):
                looked_at += 1
                assert each.goal.name not in reached
    assert looked_at >= 500


def test_where_no_pair_is_told_none_brings_it_about(found):
    """The same for two answers at once, where three are told or none."""
    looked_at = 0
    for subject, told in sample(by_subject(found), 2):
        singles, variations = changeable_answers(subject), Variations(subject)
        pairs = [{**one, **other} for one, other in combinations(singles, 2) if {*one} != {*other}]
        wanted = [each.goal for each in told if _nothing_small(each)]
        for goal in sample(wanted, 5):
            looked_at += 1
            assert not any(variations.reaching(goal, sample(pairs, 7)))
    assert looked_at >= 20


def _nothing_small(found):
    return not (found.came_out or found.bars) and all(len(change) > 2 for change in found.changes)


def ways_below(found):
    """Every rule told, those nested in tests on findings as well."""
    waiting = [*found.ways, *(way for each in found.conditions for way in each.ways)]
    while waiting:
        way = waiting.pop()
        yield way
        waiting += [below for tested in way.tests for below in tested.ways]


def test_a_failed_test_is_false_and_a_missing_one_unknown(found):
    """For every rule told, by the plain evaluator on the rule as its file has it."""
    told = 0
    for subject, each in found[::EVERY]:
        plain = judge(subject)
        for way in ways_below(each):
            when = subject.rulebook.by_id[way.rule].text.when
            assert {"fired": True, "blocked": False, "undecided": None}[way.state] == plain.state(way.rule)
            for name in when:
                truths = {tested.truth for tested in way.tests if tested.test.subject == name}
                together = False if False in truths else None if None in truths else True
                assert together == plain.test(name, when[name])
                told += together is not True
    assert told >= 1000


def test_with_the_missing_answers_as_asked_an_undecided_rule_fires(found):
    """Each set of them."""
    fired = 0
    for subject, each in found[::EVERY]:
        for way in ways_below(each):
            assert bool(way.asks) == (way.state == "undecided") or not way.asks
            for asks in way.asks:
                changed = {asked.attribute: asked.example for asked in asks}
                assert judge(subject, changed).state(way.rule) is True
                fired += 1
    assert fired >= 200


def rules_expected(subject, goal):
    """The rules that stand in the files for the thing, for that kind of profile."""
    book, kind = subject.rulebook, subject.profile.kind
    if goal.kind == "recommendation":
        said = book.recommendations[goal.id]
        barriers = {each.barrier for each in said.relieves if each.audience in (None, kind)}
        signs = {f"barriers/{b}#{s.id}" for b in barriers for s in book.barriers[b].signs if s.audience == kind}
        return signs | {f"recommendations/{goal.id}#{e.id}" for e in said.evidence if e.audience == kind}
    return {f"barriers/{goal.id}#{each.id}" for each in book.barriers[goal.id].signs if each.audience == kind}


def test_every_rule_that_concludes_the_thing_is_told(found):
    """Of a recommendation also those that reveal the barriers which it relieves."""
    for subject, each in found:
        if each.goal.kind in ("barrier", "recommendation") and not each.came_out:
            assert {way.rule for way in each.ways} == rules_expected(subject, each.goal)


def test_of_an_instrument_each_requirement_that_is_not_met_is_told(found):
    """Those unmet before those not known."""
    for subject, each in found:
        if each.goal.kind == "instrument":
            standing = next(own for own in subject.consultation.instruments if own.id == each.goal.id)
            told = [(own.id, own.state) for own in each.conditions]
            assert sorted(told) == sorted((name, state) for name, state in standing.requirements if state != "met")
            assert [state for _, state in told] == sorted((state for _, state in told), key=("unmet", "unknown").index)


def test_what_no_answer_changes_is_said_and_no_change_looked_for(found):
    """An instrument abroad, closed or for others; requirements when an economy is advised."""
    for subject, each in found:
        if each.goal.kind == "instrument":
            standing, instrument = each.standing, subject.rulebook.instruments[each.goal.id]
            assert ("abroad" in each.bars) == (standing.place == "abroad")
            assert ("closed" in each.bars) == (standing.status == "closed")
            other = instrument.audience not in (None, subject.profile.kind)
            assert ("other_audience" in each.bars) == other
        if each.bars:
            assert (each.changes, each.no_change) == ((), None)


def test_of_an_economy_nothing_can_be_changed(found):
    """None of its answers is one that policy changes directly."""
    reasons = {each.no_change for subject, each in found if subject.profile.kind == "economy" and not each.came_out}
    assert reasons == {None, "fixed", "missing", "no_rule"}


def test_the_whole_is_plain_data(found):
    """It can be written as JSON, and says the same twice."""
    import json

    for subject, each in found[:: 20 * EVERY]:
        again = Inquiry(subject).why_not(each.goal)
        assert json.dumps(each.as_dict()) == json.dumps(again.as_dict())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("price/customer-credit", Goal("barrier", "price/customer-credit")),
        ("barriers/price/customer-credit", Goal("barrier", "price/customer-credit")),
        ("customer-credit", Goal("barrier", "price/customer-credit")),
        ("sme-export-credit", Goal("instrument", "mex/sme-export-credit")),
        ("green-growth", Goal("recommendation", "green-growth")),
        ("apec/green-growth", Goal("instrument", "apec/green-growth")),
        ("export-loan-guarantee#amount", Goal("requirement", "twn/export-loan-guarantee#amount")),
        ("instruments/twn/export-loan-guarantee#amount", Goal("requirement", "twn/export-loan-guarantee#amount")),
    ],
)
def test_a_thing_goes_by_its_name_with_or_without_its_folder(rulebook, name, expected):
    """Whatever is said of it."""
    assert find_goal(rulebook, name) == expected


@pytest.mark.parametrize(
    ("name", "code", "near"),
    [("customer-credits", "E-REF", "customer-credit"), ("sme", "E-CHOICE", "#sme"), ("employees", "E-REF", "")],
)
def test_a_name_that_is_none_or_means_several_things_is_refused(rulebook, name, code, near):
    """With the nearest one, or with all of them."""
    with pytest.raises(InvalidInput) as rejected:
        find_goal(rulebook, name)
    (problem,) = rejected.value.problems
    assert problem.code == code
    assert all(near in problem.line(lang) for lang in ("en", "zh-Hant"))


def test_only_recommendations_have_a_rank(rulebook):
    """A barrier is not found among them."""
    assert find_recommendation(rulebook, "export-finance") == Goal("recommendation", "export-finance")
    with pytest.raises(InvalidInput):
        find_recommendation(rulebook, "customer-credit")


def test_raw_answers_are_those_of_the_profile():
    """The judge sees what the engines see."""
    for subject in subjects(every=4):
        assert sorted(raw_answers(subject)) == sorted(subject.profile.answers)


def test_of_every_instrument_it_is_told_where_the_advice_has_it(found):
    """Under exactly the recommendations that carry it, with their ranks; else all that it serves are not given."""
    carried = missing = 0
    for subject, each in found:
        if each.goal.kind != "instrument":
            assert (each.serves, each.relieves) == ((), ())
            continue
        given, name = subject.consultation.recommendations, each.goal.id
        expected = [(own.id, own.rank, own.under) for own in given if name in (*own.measures, *own.precedents)]
        assert [(own.recommendation, own.rank, own.under) for own in each.carried] == expected
        assert all(
            (name in own.measures) == each.came_out for own in given if own.id in {one for one, _, _ in expected}
        )
        not_given = {own.recommendation for own in each.serves} - {own.recommendation for own in each.carried}
        assert not_given.isdisjoint(own.id for own in given)
        assert {own.recommendation for own in each.serves} == {
            own.recommendation for own in subject.rulebook.instruments[name].serves
        }
        carried, missing = carried + bool(expected), missing + (each.came_out and not expected)
    assert min(carried, missing) >= 10


def test_of_every_instrument_the_barriers_are_those_of_the_advice(found):
    """Found if present, answered if a recommendation given relieves them."""
    for subject, each in found:
        case = subject.consultation
        answered = {name for own in case.recommendations for name in own.barriers}
        present = {own.id for own in case.barriers}
        for own in each.relieves:
            assert (own.found, own.answered) == (own.barrier in present, own.barrier in answered)


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_what_is_said_of_a_measure_agrees_with_the_report(found, lang):
    """Over all instruments: where it is in the advice, by no. and title; where not, why."""
    for subject, why_nots in by_subject(found):
        reader = Reader(subject.rulebook, lang)
        titles = {name: reader.to(each.title) for name, each in subject.rulebook.recommendations.items()}
        of_instruments = [each for each in why_nots if each.goal.kind == "instrument"]
        for standing, told in zip(subject.consultation.instruments, of_instruments, strict=True):
            assert standing.id == told.goal.id
            lines = why_not_sections(told, subject, reader)[0].lines
            carrying = [each for each in subject.consultation.recommendations if standing.id in each.measures]
            mentioned = [
                line for line in lines if phrase("explain.search.carried", reader.lang, list="").strip(" :：") in line
            ]
            assert bool(mentioned) == bool(carrying)
            assert all(f"{each.rank}" in mentioned[0] and titles[each.id] in mentioned[0] for each in carrying)
            missing = standing.is_measure and not carrying
            assert (
                any(line.startswith(phrase("explain.search.serves_none", reader.lang)[:10]) for line in lines)
                == missing
            )
