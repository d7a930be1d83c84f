"""Explanations are faithful: thousands of conclusions of drawn profiles put to the rules anew, faults planted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from smeadvisor.engines.chaining.assembly import assemble
from smeadvisor.explanation import variations
from smeadvisor.explanation.citations import citations
from smeadvisor.explanation.differences import differences
from smeadvisor.explanation.how import how
from smeadvisor.explanation.places import RulePlaces
from smeadvisor.explanation.subject import Subject, subject_of
from smeadvisor.explanation.why_not import Inquiry, WhyNot
from smeadvisor.files.documents import read
from smeadvisor.rules.loading import load
from support.alone import alone, said_of
from support.drawn import (
    CONCLUSIONS,
    KINDS,
    asked,
    came_out,
    compared,
    counted,
    explained,
    pages,
    ranks,
    replays,
    shipped,
    subjects,
)
from support.fidelity import of_how
from support.fidelity_citations import kept, of_citations, unmoved
from support.fidelity_differences import of_differences
from support.fidelity_search import nothing_smaller, of_rank, of_why_not, singles
from support.fidelity_texts import (
    how_lines,
    of_texts,
    rank_lines,
    shown_by_how,
)
from support.paths import RULES
from support.planted import Fault
from support.planted_how import IN_HOW
from support.planted_search import IN_SEARCHES
from support.planted_texts import IN_TEXTS
from support.replays import Finding
from support.scale import randomness


@pytest.fixture(autouse=True, scope="module")
def _columns_made_once():
    """Making the columns of a rulebook takes longest, and they keep nothing of those that they are asked about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variations, "Columns", lambda _, kind: replays(kind).columns)
        yield


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    return request.param


def test_as_many_conclusions_are_looked_at_as_promised():
    """Firings, classes, barriers, requirements, recommendations and why-nots, of firms and of economies."""
    assert sum(counted(each) for own in subjects().values() for each in own) >= CONCLUSIONS
    assert all(subjects().values())


def test_every_conclusion_is_explained_by_what_gives_it(kind):
    """The answers of each firing told make it fire alone, with whatever else, and not without any one of them."""

    def found() -> Iterator[Finding]:
        for subject in subjects()[kind]:
            for name in came_out(subject):
                yield from of_how(subject, explained(subject, name))

    assert replays(kind).faults(found()) == []


def test_what_is_cited_gives_the_conclusion_and_is_needed(kind):
    """Consulted with the cited answers and rules alone; each way without any one of them."""

    def found() -> Iterator[Finding]:
        for subject in subjects()[kind]:
            for name in came_out(subject):
                yield from of_citations(subject, name, citations(subject, name))

    assert replays(kind).faults(found()) == []


def test_a_why_not_names_what_is_false_or_missing_and_the_smallest_change(kind):
    """The change flips it, no part of it does, nor one of a single answer where more are told."""

    def found() -> Iterator[Finding]:
        for subject in subjects()[kind]:
            inquiry = Inquiry(subject)
            told = [inquiry.why_not(goal) for goal in asked(subject)]
            yield from (each for why_not in told for each in of_why_not(subject, why_not))
            yield from nothing_smaller(subject, told)

    assert replays(kind).faults(found()) == []


def test_answers_to_open_questions_take_nothing_back(kind):
    """No firing, no barrier, no requirement that is met or unmet; a severity only rises."""
    found = (each for subject in subjects()[kind] for _ in range(10) for each in kept(subject))
    assert replays(kind).faults(found) == []


def test_every_change_that_takes_a_conclusion_away_touches_what_is_cited(kind):
    """Changes of one answer and of two, and answers taken back."""
    chance = randomness(4)

    def found() -> Iterator[Finding]:
        for subject in subjects()[kind][::4]:
            one = [{name: answer} for name, answer in singles(subject)]
            one += [{name: None} for name in subject.profile.answers]
            changes = [*one, *({**a, **b} for a, b in combinations(chance.sample(one, min(len(one), 8)), 2))]
            for name in came_out(subject)[::5]:
                yield from unmoved(
                    subject, name, citations(subject, name), chance.sample(changes, min(len(changes), 30))
                )

    assert replays(kind).faults(found()) == []
    assert replays(kind).made > 100


def test_to_delete_a_rule_that_is_not_cited_changes_nothing_and_one_that_is_takes_the_conclusion_away(kind):
    """Where there is no other way to it."""
    chance, gone = randomness(5), 0
    for subject in subjects()[kind][:: max(len(subjects()[kind]) // 12, 1)]:
        rules, answers = {rule.id for rule in subject.rulebook.rules}, {*subject.profile.answers}
        for name in [each for each in came_out(subject) if not each.startswith("instruments/")][::3]:
            cited = citations(subject, name)
            other = chance.choice(sorted(rules - cited.rules))
            assert said_of(alone(subject, answers, rules - {other}), name) == said_of(subject.consultation, name)
            if len(cited.ways) == 1:
                gone += 1
                left = alone(subject, answers, rules - {cited.ways[0].rule})
                finding = subject.rulebook.by_id[cited.ways[0].rule].finding
                assert finding not in {subject.rulebook.by_id[each.rule].finding for each in left.firings}
    assert gone >= 10


# Ranks.


def test_ranks_are_told_as_they_are_and_what_is_told_to_swap_neighbours_does(kind):
    """Ties are named with the key that decides them; single answers and figures swap, the figure before does not."""
    told = [(subject, each) for subject, each in ranks() if subject.profile.kind == kind]
    assert replays(kind).faults(found for subject, each in told for found in of_rank(subject, each)) == []
    assert told


def test_ties_are_named():
    """As such, in both languages, with the ids that decide them."""
    ties = [(s, each) for s, each in ranks() if any(n.separation == "tie" for n in each.neighbours)]
    assert ties
    for subject, each in ties:
        lines = rank_lines(subject, each)
        assert any("A tie:" in line and "alphabetical" in line and each.goal.id in line for line in lines["en"])
        assert any("兩者同分" in line and each.goal.id in line for line in lines["zh-Hant"])


def test_a_worse_barrier_never_lowers_what_relieves_it(kind):
    """Raised by a step, all else equal: points do not fall, nor the place among those of the same evidence."""
    looked_at = 0
    for subject in subjects()[kind][:: max(len(subjects()[kind]) // 30, 1)]:
        for barrier in subject.consultation.barriers:
            if barrier.severity != "severe":
                worse, before = _raised(subject, barrier.id), subject.consultation
                for each in before.recommendations:
                    if barrier.id in each.barriers:
                        looked_at += 1
                        assert _standing(worse, each.id)[0] > _standing(before, each.id)[0]
                        assert _standing(worse, each.id)[1] <= _standing(before, each.id)[1]
    assert looked_at >= 10


def _raised(subject: Subject, barrier: str):
    """The same firings, those of the barrier a step more severe."""
    worse = {"mild": "moderate", "moderate": "severe", "severe": "severe"}

    def changed(rule):
        said = rule.concluded
        return (
            replace(rule, concluded={**said, "severity": worse[said["severity"]]})
            if said.get("barrier") == barrier
            else rule
        )

    book = replace(subject.rulebook, rules=tuple(map(changed, subject.rulebook.rules)))
    measures = {**subject.profile.comparables(), "economy": subject.profile.economy}
    return assemble(book, subject.profile, measures, [each.rule for each in subject.consultation.firings])


def _standing(case, name: str) -> tuple[int, int]:
    """Points, and the place among those on the same kind of evidence."""
    own = next(each for each in case.recommendations if each.id == name)
    same = sorted((-each.points, each.id) for each in case.recommendations if each.evidence == own.evidence)
    return own.points, same.index((-own.points, name))


# Differences.


def test_a_comparison_tells_every_difference_and_what_brought_it_about(kind):
    """No move swallowed, none made up; the rules blamed came or went and lead there, the answers changed."""
    pairs = [each for each in compared() if each[0].profile.kind == kind]
    assert len(pairs) >= 20
    found = (each for one, other in pairs for each in of_differences(one, other, differences(one, other)))
    assert replays(kind).faults(found) == []


# Texts.


def test_texts_say_no_number_that_is_not_cited_and_both_languages_say_the_same():
    """Numbers, names and sums line by line, on pages of how, why not, rank and differences."""
    assert len(pages()) >= 250
    for _, lines, cited in pages():
        assert [*of_texts(lines, cited)] == []


def test_what_is_cited_stands_on_the_page(kind):
    """Every rule with its file and line, every answer by its name, every factor by its key."""
    for subject in subjects()[kind][:: max(len(subjects()[kind]) // 8, 1)]:
        for name in came_out(subject)[::9]:
            told = explained(subject, name)
            assert [*shown_by_how(told, how_lines(subject, told))] == []


# Order.


def test_the_order_of_rules_files_and_answers_changes_nothing(tmp_path):
    """Lists of rules in every file reversed, files written last to first, answers reversed."""
    for path in sorted(RULES.rglob("*.yaml"), reverse=True):
        place = tmp_path / path.relative_to(RULES)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(
            json.dumps(_reversed(read(path).data), default=float, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    other = load(tmp_path)
    places = RulePlaces(other)
    day = other.about.reviewed_through
    for subject in [*subjects()["firm"][:6], *subjects()["economy"][:6]]:
        backwards = replace(subject.profile, answers=dict(reversed(subject.profile.answers.items())))
        again = subject_of(backwards, other, day)
        assert _without_place(again.consultation.as_dict()) == _without_place(subject.consultation.as_dict())
        for name in came_out(subject)[::2]:
            assert _without_place(how(again, name, places).as_dict()) == _without_place(
                explained(subject, name).as_dict()
            )
            assert citations(again, name) == citations(subject, name)
        goals = asked(subject)[::4]
        told = [[inquiry.why_not(goal).as_dict() for goal in goals] for inquiry in (Inquiry(again), Inquiry(subject))]
        assert told[0] == told[1]


def _reversed(data: Any) -> Any:
    """The lists of rules and of examples the other way round."""
    if isinstance(data, dict):
        lists = ("rules", "signs", "evidence", "examples")
        return {k: v[::-1] if k in lists and isinstance(v, list) else _reversed(v) for k, v in data.items()}
    return [_reversed(each) for each in data] if isinstance(data, list) else data


def _without_place(data: Any) -> Any:
    """Without the digest of the files and the lines in them."""
    if isinstance(data, dict):
        return {key: _without_place(each) for key, each in data.items() if key not in ("digest", "file", "line")}
    return [_without_place(each) for each in data] if isinstance(data, list) else data


# Planted faults.


@cache
def some() -> list[Subject]:
    """Shipped and drawn profiles to lie about."""
    return [*shipped()[:5], *shipped()[-21::5], *subjects()["firm"][:6], *subjects()["economy"][:3]]


def wrong_with(part: str, subject: Subject, told: Any, rest: Any) -> list[str]:
    """What the properties find wrong with an explanation; ``rest`` is what it takes beside the subject."""
    checks = {
        "how": lambda: of_how(subject, told),
        "citations": lambda: of_citations(subject, rest, told),
        "why_not": lambda: [*of_why_not(subject, told), *nothing_smaller(subject, [told])],
        "rank": lambda: of_rank(subject, told),
        "differences": lambda: of_differences(subject, rest, told),
        "texts": lambda: of_texts(told, rest),
    }
    return replays(subject.profile.kind).faults(checks[part]())


@cache
def faithful(part: str) -> list[tuple[Subject, Any, Any]]:
    """Explanations of that kind, each with its subject."""
    if part == "how":
        return [(s, explained(s, name), None) for s in some() for name in came_out(s)]
    if part == "citations":
        return [(s, citations(s, name), name) for s in some() for name in came_out(s)[::2]]
    if part == "why_not":
        return [(s, told, None) for s in sorted(some(), key=_is_economy)[:13] for told in _why_nots(s)]
    if part == "rank":
        return [(subject, told, None) for subject, told in ranks()]
    if part == "differences":
        return [(one, differences(one, other), other) for one, other in compared()[::3]]
    # Shuffled, so that there are pages of every kind among the first.
    return randomness(8).sample(pages(), len(pages()))


def _is_economy(subject: Subject) -> bool:
    return subject.profile.kind == "economy"


def _why_nots(subject: Subject) -> Iterator[WhyNot]:
    inquiry = Inquiry(subject)
    return (inquiry.why_not(goal) for goal in asked(subject))


MOST, SEVERAL = 5, 2
"""Subjects that each fault is planted in, at most and at least."""


@pytest.mark.parametrize("fault", [*IN_HOW, *IN_SEARCHES, *IN_TEXTS], ids=lambda each: f"{each.part}: {each.what}")
def test_a_planted_fault_is_caught(fault: Fault):
    """Wherever it is planted; where it is not the same explanation passes."""
    planted: dict[int, Subject] = {}
    for subject, told, rest in faithful(fault.part):
        lie = None if id(subject) in planted or len(planted) == MOST else fault.plant(subject, told)
        if lie is not None and lie != told:
            planted[id(subject)] = subject
            assert wrong_with(fault.part, subject, told, rest) == []
            assert wrong_with(fault.part, subject, lie, rest) != [], (subject.profile.answers, lie)
    assert len(planted) >= SEVERAL
