"""The rulebook as of a day: what the paper's reader knew, what became of it, what is only announced."""

from __future__ import annotations

import json

import pytest

from smeadvisor.model.profile import read_profile
from smeadvisor.model.timeline import at, has_happened, last_day, read_day
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.advice import render
from smeadvisor.rendering.advice.wording import day_text
from support.paths import ECONOMIES, FIRMS

PAPER = "2011-12-31"


DAYS = [("2011", PAPER), ("2018-04", "2018-04-30"), ("2024-02", "2024-02-29"), ("2021-03-31", "2021-03-31")]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_year_or_a_month_stands_for_its_last_day(rulebook, text, day):
    """As days, which compare as text."""
    assert read_day(text, rulebook) == last_day(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2010", "2010-12-31", "2011-13", "2021-02-29", "2021-04-31", "20111231", "２０１１", "2026-1-1"],
)
def test_what_is_no_day_of_the_rulebook_is_refused(rulebook, text):
    """Nothing before the year of the paper, and nothing that is not a date."""
    with pytest.raises(InvalidInput) as caught:
        read_day(text, rulebook)
    assert [each.code for each in caught.value.problems] == ["E-AS-OF"]


def test_the_paper_alone_in_its_own_year(whole_rulebook):
    """As of 2011 there is no later instrument, no history, and every status is the paper's."""
    paper = at(whole_rulebook, PAPER)
    assert {each.origin for each in paper.instruments.values()} == {"paper"}
    assert {each.status for each in paper.instruments.values()} == {"in_force"}
    assert not any(each.history for each in paper.instruments.values())
    assert not any(rule.text and rule.text.basis == "since-2011" for rule in paper.rules)


def test_an_instrument_has_the_status_of_its_last_event(whole_rulebook):
    """On the day of each event and on the day before the next one."""
    reviewed = whole_rulebook.about.reviewed_through
    for name, instrument in whole_rulebook.instruments.items():
        for event in instrument.history:
            if event.since and last_day(event.since) > PAPER:
                day = last_day(event.since)
                past = [each for each in instrument.history if has_happened(each, day, reviewed)]
                assert at(whole_rulebook, day).instruments[name].status == past[-1].status


def test_a_turn_twice_is_a_turn_once(whole_rulebook):
    """The rulebook as of a day, turned to the same day again, stays as it is."""
    for day in (PAPER, "2018-04-01", whole_rulebook.about.reviewed_through):
        once = at(whole_rulebook, day)
        assert at(once, day) == once


@pytest.mark.parametrize("path", ECONOMIES + FIRMS, ids=lambda path: path.stem)
def test_then_and_now_differ_exactly_where_something_became_of_an_instrument(
    path, whole_rulebook, rulebook, engine, then
):
    """Statuses changed, later instruments, and what follows from a later SME standard; nothing else."""
    profile = read_profile(str(path), whole_rulebook)
    old, new = then.consult(profile), engine.consult(profile)
    moved = {
        name for name, each in rulebook.instruments.items()
        if each.origin != "paper" or each.status != whole_rulebook.instruments[name].status
    }  # fmt: skip
    before, after = ({each.id: each.status for each in case.instruments} for case in (old, new))
    assert {name for name in after if before.get(name) != after[name]} == moved
    assert set(before) <= set(after)
    assert [(each.id, each.rank, each.points) for each in old.recommendations] == [
        (each.id, each.rank, each.points) for each in new.recommendations
    ]
    assert old.barriers == new.barriers or profile.kind == "firm"
    for one, other in zip(old.recommendations, new.recommendations, strict=True):
        assert set(one.measures) ^ set(other.measures) <= moved | _touched_by_standard(old, new)


def _touched_by_standard(old, new):
    """Instruments whose requirements came out otherwise because the SME standard was amended."""
    if old.classification == new.classification:
        return set()
    states = {each.id: each.requirements for each in old.instruments}
    return {each.id for each in new.instruments if states.get(each.id) != each.requirements}


def test_a_closed_instrument_is_a_precedent_and_says_what_became_of_it(engine, rulebook, make):
    """Never a measure, not even at home; its text has the event and the successor's name."""
    closed = [each for each in rulebook.instruments.values() if each.status == "closed" and each.serves]
    assert closed
    for instrument in closed:
        found = engine.consult(make("economy", instrument.economy if instrument.economy != "APEC" else "TWN", {}))
        standing = next(each for each in found.instruments if each.id == instrument.id)
        assert not standing.is_measure


@pytest.mark.parametrize("day", [PAPER, None])
def test_every_report_prints_the_days(engine, then, day):
    """Through which the rulebook is reviewed, and as of which it advises."""
    chosen = then if day else engine
    found = chosen.consult(read_profile(str(FIRMS[0]), chosen.rulebook))
    for lang in ("en", "zh-Hant"):
        text = render(found, chosen.rulebook, "text", lang, width=400)
        reviewed = chosen.rulebook.about.reviewed_through
        assert day_text(reviewed, lang) in text
        assert day_text(day or reviewed, lang) in text
    assert json.loads(render(found, chosen.rulebook, "json"))["as_of"] == found.as_of


@pytest.mark.parametrize(
    ("day", "en", "zh"),
    [
        ("2026-06-30", "30 June 2026", "2026 年 6 月 30 日"),
        ("2027-01", "January 2027", "2027 年 1 月"),
        ("2027", "2027", "2027 年"),
    ],
)
def test_a_day_reads_as_people_write_it(day, en, zh):
    """As much of it as is known."""
    assert (day_text(day, "en"), day_text(day, "zh-Hant")) == (en, zh)


def test_what_has_no_date_is_known_from_the_review_on_only(whole_rulebook):
    """An undated event tells nothing of a day in between."""
    undated = [each for each in whole_rulebook.instruments.values() if any(e.since is None for e in each.history)]
    assert undated
    between = at(whole_rulebook, "2020")
    for instrument in undated:
        if instrument.id in between.instruments:
            assert all(each.since for each in between.instruments[instrument.id].history)


def test_a_day_that_is_none_is_an_error_of_the_caller(whole_rulebook):
    """In Python as on the command line."""
    with pytest.raises(ValueError, match="unpack"):
        at(whole_rulebook, "garbage")
    assert at(whole_rulebook, "2026-03").as_of == "2026-03-31"
