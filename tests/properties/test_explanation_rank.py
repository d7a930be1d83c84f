"""Ranks: what is said to separate two recommendations does, and the change told swaps them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from smeadvisor.engines.chaining.assembly import assemble
from smeadvisor.explanation.figures import HIGHEST, LOWEST, Figures, figures_of, with_figure
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.nearest import answer_of
from smeadvisor.explanation.rank import Order, rank
from smeadvisor.explanation.variations import Variations
from smeadvisor.problems import InvalidInput
from smeadvisor.problems.limits import MONEY
from smeadvisor.rules.loading import load
from support.explained import judge, subjects
from support.scale import is_long
from support.small_rulebook import change

EVERY = 1 if is_long() else 4
"""One in so many is looked at."""


@pytest.fixture(scope="module")
def found():
    """Every recommendation of every subject, explained."""
    orders = [(subject, Order(subject)) for subject in subjects()]
    return [
        (subject, order.rank(Goal("recommendation", each.id)))
        for subject, order in orders
        for each in subject.consultation.recommendations
    ]


@pytest.fixture(scope="module")
def pairs(found):
    """Each with each of its neighbours."""
    return [(subject, each, other) for subject, each in found for other in each.neighbours]


def in_order(each, other):
    """The two names, the one that stands first first."""
    return (other.id, each.goal.id) if other.side == "above" else (each.goal.id, other.id)


def order_of(subject, changed):
    """The recommendations in their order, by the plain evaluator."""
    return [own[1] for own in judge(subject, changed).recommendations()]


def are_swapped(order, pair):
    first, second = pair
    return first in order and second in order and order.index(second) < order.index(first)


def test_neighbours_are_those_with_the_ranks_before_and_after(found):
    """Of one that is listed under another, that one."""
    for subject, each in found:
        ranks = {own.id: own.rank for own in subject.consultation.recommendations if own.under is None}
        mine = each.advice.rank
        wanted = (
            {each.advice.under: "above"}
            if each.advice.under
            else {name: "above" if place < mine else "below" for name, place in ranks.items() if abs(place - mine) == 1}
        )
        assert {other.id: other.side for other in each.neighbours} == wanted


def test_a_tie_is_told_where_all_but_the_name_is_equal(pairs):
    """And nowhere else; then the first in alphabetical order stands first."""
    told = set()
    for subject, each, other in pairs:
        advised = {own.id: own for own in subject.consultation.recommendations}
        first, second = (advised[name] for name in in_order(each, other))
        expected = (
            "covered" if second.under == first.id
            else "evidence" if first.evidence != second.evidence
            else "points" if first.points > second.points
            else "tie"
        )  # fmt: skip
        assert other.separation == expected
        if expected == "tie":
            assert (first.points, first.id < second.id) == (second.points, True)
        told.add(expected)
    assert told >= {"evidence", "points", "tie"}


def test_the_parts_that_differ_make_the_difference_of_the_points(pairs):
    """Barrier by barrier."""
    for _, each, other in pairs:
        mine, theirs = (sum(part.points for part in own) for own in (other.mine, other.theirs))
        assert each.advice.points - other.points == mine - theirs


def test_the_other_answer_told_swaps_them(pairs):
    """By the plain evaluator, whether an answer is changed, given or taken back; other choices beside it as well."""
    swaps = [
        (subject, in_order(each, other), swap)
        for subject, each, other in pairs
        for swap in (*other.answers, *other.if_answered)
    ][::EVERY]
    assert len(swaps) >= 60
    for subject, pair, swap in swaps:
        for answer in (swap.after, *swap.also):
            assert are_swapped(order_of(subject, {swap.attribute: answer}), pair)


def one_step_less(attribute, swap):
    """The answer one step nearer to the present one, if there is one."""
    before, after = swap.before.comparable, swap.after.comparable
    if isinstance(after[0], str):
        towards = 1 if before[1] > after[1] else -1
        nearer = (after[0], after[1] + towards)
        return answer_of(attribute, nearer) if 0 <= nearer[1] <= MONEY * 100 else None
    towards = 2 if before[0] > after[0] else -2
    return answer_of(attribute, (after[0] + towards,) * 2)


def test_one_step_less_of_a_figure_answered_does_not_swap_them(pairs):
    """The nearest number or amount is told."""
    looked_at = 0
    for subject, each, other in pairs:
        for swap in other.answers:
            attribute = subject.rulebook.attributes[swap.attribute]
            known = swap.before and swap.after and isinstance(swap.before.comparable, tuple)
            if known and swap.before.qualifier != ">" and attribute.type in ("number", "money"):
                looked_at += 1
                nearer = {swap.attribute: one_step_less(attribute, swap)}
                assert not are_swapped(order_of(subject, nearer), in_order(each, other))
    assert looked_at >= 5


def ranked_with(subject, figure, value):
    """The order under other priorities, all else being equal."""
    book = replace(subject.rulebook, priorities=with_figure(subject.rulebook.priorities, figure, value))
    fired = [each.rule for each in subject.consultation.firings]
    measures = {**subject.profile.comparables(), "economy": subject.profile.economy}
    return [each.id for each in assemble(book, subject.profile, measures, fired).recommendations]


def test_the_figure_told_swaps_them_and_one_step_less_does_not(pairs):
    """By consultations under such priorities, within the limits of a file of priorities."""
    swaps = [(subject, in_order(each, other), swap) for subject, each, other in pairs for swap in other.figures]
    assert len(swaps) >= 40
    for subject, pair, swap in swaps[::EVERY]:
        assert LOWEST <= swap.after <= HIGHEST
        assert are_swapped(ranked_with(subject, swap.figure, swap.after), pair)
        nearer = swap.after + (1 if swap.after < swap.before else -1)
        assert not are_swapped(ranked_with(subject, swap.figure, nearer), pair)


def test_a_figure_that_is_not_told_swaps_them_nowhere(pairs):
    """Tried at values near and far."""
    values = range(LOWEST, HIGHEST + 1) if is_long() else (1, 5, 40, 100)
    for subject, each, other in pairs[:: 8 * EVERY]:
        told = {swap.figure for swap in other.figures}
        for figure in [name for name in figures_of(subject.rulebook.priorities) if name not in told][::2]:
            for value in values:
                assert not are_swapped(ranked_with(subject, figure, value), in_order(each, other))


def test_the_figures_as_they_are_give_the_weights_and_the_order_as_they_are():
    """What is computed of parts is what the consultation says."""
    for subject in subjects():
        variations, said = Variations(subject), subject.consultation
        weights = Figures(subject, variations).weights(subject.rulebook.priorities)
        assert weights == {each.id: each.weight for each in said.barriers}
        (listing,) = variations.reordered([weights])
        assert [(e.rank, e.id, e.points, e.under) for e in listing] == [
            (e.rank, e.id, e.points, e.under) for e in said.recommendations
        ]


def test_figures_are_all_those_of_the_file_and_go_by_their_path(rulebook):
    """Each can be changed alone."""
    figures = figures_of(rulebook.priorities)
    assert len(figures) == 23
    for name in figures:
        changed = with_figure(rulebook.priorities, name, 77)
        assert figures_of(changed) == {**figures, name: 77}


@pytest.mark.parametrize(
    ("value", "is_taken"), [(LOWEST - 1, False), (LOWEST, True), (HIGHEST, True), (HIGHEST + 1, False)]
)
def test_the_limits_of_figures_are_those_of_the_loader(small_rules, value, is_taken):
    """A file with such a figure is taken or refused."""
    change(small_rules, "priorities.yaml", "neutral: 4", f"neutral: {value}")
    try:
        load(small_rules)
    except InvalidInput:
        assert not is_taken
    else:
        assert is_taken


def test_where_kinds_of_evidence_differ_no_figure_swaps_them(pairs):
    """Kinds come before points."""
    assert all(not other.figures for _, _, other in pairs if other.separation == "evidence")


def test_what_is_not_recommended_has_no_rank():
    """And no neighbours."""
    subject = subjects()[0]
    given = {each.id for each in subject.consultation.recommendations}
    name = next(each for each in subject.rulebook.recommendations if each not in given)
    each = rank(subject, Goal("recommendation", name))
    assert (each.advice, each.neighbours) == (None, ())


def test_the_whole_is_plain_data_and_the_same_twice(found):
    """It can be written as JSON."""
    for subject, each in found[:: 5 * EVERY]:
        assert json.dumps(each.as_dict()) == json.dumps(rank(subject, each.goal).as_dict())
