"""What is measured is what it says that it is; how fast it is, no test says."""

from __future__ import annotations

import sys

import pytest

from smeadvisor.engines.columns import Columns
from support.both_engines import by_columns, profile_of
from support.generated import boundary_profiles
from support.paths import ROOT


@pytest.fixture(autouse=True)
def _benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield
    for name in ("clips_rules", "multiplied", "competitors", "firms"):
        sys.modules.pop(name, None)


def some_firms(rulebook):
    """A few boundary profiles."""
    return [profile_of(rulebook, "firm", *each) for each in boundary_profiles(rulebook, "firm")[::60]]


def test_all_of_a_multiplied_rulebook_works(rulebook):
    """Each copy finds its own barriers, and as severe ones, and gives its own recommendations."""
    from multiplied import multiplied

    firms = some_firms(rulebook)
    thrice = Columns(multiplied(rulebook, 3), "firm")
    for once, all_found in zip(by_columns(Columns(rulebook, "firm"), firms), by_columns(thrice, firms), strict=True):
        marks = ("", "-copy-1", "-copy-2")
        assert {name + mark: each for name, each in once["barriers"].items() for mark in marks} == all_found["barriers"]
        assert {name + mark for name in once["fired"] for mark in marks} == all_found["fired"]
        assert {name + mark for name in once["carried"] for mark in marks} == all_found["carried"]
        names = {name for _, name, *_ in all_found["recommendations"]}
        assert {name + mark for _, name, *_ in once["recommendations"] for mark in marks} == names


def test_clips_fires_the_same_rules(rulebook):
    """On boundary profiles, as far as it goes."""
    from clips_rules import ClipsRules

    rules, firms = ClipsRules(rulebook, "firm"), some_firms(rulebook)
    fired = [{rule.id for rule in rules.fired(_facts(rules, each))} for each in firms]
    assert [each["fired"] for each in by_columns(Columns(rulebook, "firm"), firms)] == fired


def _facts(rules, profile):
    return rules.facts({**profile.comparables(), "economy": profile.economy})


def test_firms_at_random_are_the_same_each_time_and_none_is_rejected(rulebook, tmp_path):
    """Whatever their number, those of a seed are as they were."""
    from firms import write

    from smeadvisor.tables.reading.inputs import read_rows

    for name in ("one", "other"):
        write(tmp_path / name, 300)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    rows = list(read_rows([str(tmp_path / "one")], rulebook))
    assert [(each.count, each.rejected) for each in rows] == [(300, ())]
