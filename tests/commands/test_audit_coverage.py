"""Coverage counts what consultations and three-valued states say, and never tells more than there is."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.audit.counting import Census
from smeadvisor.audit.coverage import STATES, Coverage
from smeadvisor.audit.coverage_page import coverage_page
from smeadvisor.audit.coverage_text import as_text
from smeadvisor.audit.share import Share
from smeadvisor.engines.states import States
from smeadvisor.model.rulebook import requirement_finding
from support.audited import drawn, rows_of, shipped
from support.pages import HOSTILE, Page, text_of
from support.scale import is_long, randomness

BOTH = pytest.mark.parametrize("lang", ["en", "zh-Hant"])


@pytest.fixture(scope="module")
def profiles(rulebook, make):
    return [*shipped(rulebook), *drawn(rulebook, make)]


@pytest.fixture(scope="module")
def tallies(rulebook, profiles):
    return Census(rulebook).tallies(rows_of(rulebook, profiles))


@pytest.fixture(scope="module")
def consulted(engine, profiles):
    return [engine.consult(each) for each in profiles]


@pytest.fixture(scope="module")
def told(rulebook, profiles, consulted):
    """How often each thing is in each state, as consultations and the plain evaluation of single profiles have it."""
    counts = {kind: {shelf: Counter() for shelf in STATES} for kind in ("firm", "economy")}
    for profile, found in zip(profiles, consulted, strict=True):
        _count(rulebook, profile, found, counts[profile.kind])
    return counts


def _count(rulebook, profile, found, counts):
    rules = rulebook.rules_for(profile.kind)
    states = States(rules, {**profile.comparables(), "economy": profile.economy})
    fired = {each.rule for each in found.firings}
    for rule in rules:
        assert (states.of(rule) == "fired") == (rule.id in fired)
        counts["rules"][rule.id, states.of(rule)] += 1
    for shelf, names in (("recommendations", found.recommendations), ("barriers", found.barriers)):
        there = {each.id for each in names}
        for finding in {each.finding for each in rules if each.finding.startswith(f"{shelf}/")}:
            truth = states.truth(finding)
            assert (truth is True) == (finding.partition("/")[2] in there)
            yes, no, neither = STATES[shelf]
            counts[shelf][finding, yes if truth else no if truth is False else neither] += 1
    for each in found.instruments:
        counts["instruments"][f"instruments/{each.id}", "measure" if each.is_measure else "no_measure"] += 1
        for name, state in each.requirements if profile.kind == "firm" else ():
            counts["requirements"][requirement_finding(each.id, name), state] += 1


@pytest.mark.parametrize("kind", ["firm", "economy"])
@pytest.mark.parametrize("shelf", STATES)
def test_counts_are_those_of_single_profiles(tallies, told, kind, shelf):
    """Every rule, requirement, recommendation, barrier and instrument, in each of its states."""
    tally = tallies[kind]
    counted = {
        (name, state): count
        for name, counts in tally.lines(shelf)
        for state, count in zip(STATES[shelf], counts, strict=True)
        if count
    }
    assert counted == dict(told[kind][shelf])


@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_rules_that_never_fired_and_that_were_never_decided_are_listed(rulebook, tallies, told, kind):
    """Those without a firing, those with neither a firing nor a block, in the order of the rulebook; first of all."""
    counts, ids = told[kind]["rules"], [rule.id for rule in rulebook.rules_for(kind)]
    never = [each for each in ids if not counts[each, "fired"]]
    assert tallies[kind].without("rules") == never
    # Of the many profiles of a long run every rule may fire.
    assert never or is_long()
    undecided = [each for each in never if not counts[each, "blocked"]]
    assert tallies[kind].never_decided() == undecided
    assert [name for name, _ in tallies[kind].lines("rules")][: len(never)] == never


def test_order_of_rows_and_size_of_chunks_do_not_matter(rulebook, profiles, tallies):
    """The same numbers from rows in another order, computed a few at a time, and added up from parts."""
    shuffled = randomness(3).sample(profiles, len(profiles))
    whole = Census(rulebook, size=13).tallies(rows_of(rulebook, shuffled))
    halves = [Census(rulebook).tallies(rows_of(rulebook, shuffled[i::2])) for i in (0, 1)]
    for kind, tally in tallies.items():
        for other in (whole[kind], halves[0][kind] + halves[1][kind]):
            assert other.profiles == tally.profiles
            for shelf in STATES:
                assert [*other.lines(shelf)] == [*tally.lines(shelf)]


@pytest.mark.parametrize("by", ["economy", "size_class", "sector_group"])
def test_groups_add_up_to_the_whole(rulebook, profiles, consulted, by):
    """Each profile is in one group, that of its economy or class; firings of the groups are those of all."""
    tallies = Census(rulebook, by).tallies(rows_of(rulebook, profiles))
    for kind, tally in tallies.items():
        own = [each for each in consulted if each.kind == kind]
        groups = Counter(each.economy if by == "economy" else each.classification[by] for each in own)
        assert {name: each.profiles for name, each in tally.groups.items()} == dict(groups)
        assert sum(each.fired for each in tally.groups.values()).tolist() == tally.counts["rules"][:, 0].tolist()


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.decimals(0, 100, places=30) | st.sampled_from([Decimal(100)]))
def test_a_share_never_is_more_than_it_is(part, whole, percent):
    """It reaches a percentage if it really does, and what is shown of it is not more; 100 is all of it."""
    part = min(part, whole)
    exact = Fraction(100 * part, whole)
    share = Share(part, whole)
    assert share.reaches(percent) == (exact >= Fraction(percent))
    assert 0 <= exact - Fraction(str(share).rstrip("%")) < Fraction(1, 100)
    assert (str(share) == "100.00%") == (share.short == "100.0%") == (part == whole)
    assert (share.short in ("0.0%", "–")) == (part == 0)


def test_nearly_all_is_not_all():
    """99.9999 percent do not pass for 100, and nothing of nothing passes for none but 0."""
    assert not Share(999_999, 1_000_000).reaches(Decimal(100))
    assert str(Share(999_999, 1_000_000)) == "99.99%"
    assert Share(1, 3).reaches(Decimal("33.3333333333333333333333333333333333"))
    assert not Share(1, 3).reaches(Decimal("33.3333333333333333333333333333333334"))
    assert (Share(0, 0).reaches(Decimal(0)), Share(0, 0).reaches(Decimal("0.1"))) == (True, False)


def coverage_of(rulebook, tallies, by=None, name="firms.csv"):
    audited = sum(each.profiles for each in tallies.values())
    return Coverage(rulebook, [{"name": name, "size": 1, "digest": "0"}], audited + 2, audited, 2, tallies, by)


@BOTH
def test_the_page_holds_every_count_and_needs_nothing_else(rulebook, tallies, lang):
    """Tags are closed, nothing is fetched, each rule stands with its three numbers."""
    page = coverage_page(coverage_of(rulebook, tallies), lang)
    read = Page(page.replace("<wbr>", ""))
    assert read.open == []
    assert {each for each in read.fetched if not each.startswith("#")} == set()
    assert not {tag for tag, _ in read.tags} & {"script", "img", "iframe", "form"}
    told = Counter(tuple(each.removesuffix("%")[: len(each)] for each in row[1:]) for row in read.rows)
    for kind, tally in tallies.items():
        for name, counts in tally.lines("rules"):
            cells = tuple(f"{n:,}{Share(n, tally.profiles).short if n else ''}".removesuffix("%") for n in counts)
            assert told[cells] > 0, (kind, name)
            assert name.partition("#")[2] in page


@BOTH
@pytest.mark.parametrize("by", ["economy", "size_class", "sector_group"])
def test_the_page_by_group_has_a_column_for_each(rulebook, profiles, by, lang):
    """With the number of its profiles, and the firings of each rule."""
    tallies = Census(rulebook, by).tallies(rows_of(rulebook, [each for each in profiles if each.kind == "firm"]))
    rows = Page(coverage_page(coverage_of(rulebook, tallies, by), lang).replace("<wbr>", "")).rows
    groups = tallies["firm"].groups
    sizes = next(row for row in rows if row[0] in ("profiles", "筆數"))
    assert sorted(sizes[1:]) == sorted(f"{each.profiles:,}" for each in groups.values())


@BOTH
def test_hostile_names_are_shown_as_text(rulebook, tallies, lang):
    """Of files as well as of what a rulebook holds."""
    title = rulebook.barriers["price/customer-credit"].title
    hostile = type(title)(en=HOSTILE, zh_hant=HOSTILE)
    barriers = {**rulebook.barriers}
    barriers["price/customer-credit"] = _replaced(barriers["price/customer-credit"], title=hostile)
    page = coverage_page(coverage_of(_replaced(rulebook, barriers=barriers), tallies, name=HOSTILE), lang)
    assert "<script" not in page
    assert "<img" not in page
    assert text_of(page).count(HOSTILE) >= 2


def _replaced(thing, **fields):
    from dataclasses import replace

    return replace(thing, **fields)


@BOTH
def test_text_and_data_say_the_same(rulebook, tallies, lang):
    """The share, every rule with its counts, and that rows in are audited and rejected."""
    coverage = coverage_of(rulebook, tallies)
    data = json.loads(json.dumps(coverage.as_dict()))
    text = as_text(coverage, lang)
    assert data["rows"] == data["audited"] + data["rejected"]
    assert f"{data['fired']['percent']}%" in text
    for kind in data["kinds"].values():
        for each in kind["rules"]:
            line = next(line.split() for line in text.splitlines() if line.startswith(f"{each['id']} "))
            assert line[1:4] == [f"{each[state]:,}" for state in STATES["rules"]]


def test_kinds_without_profiles_do_not_count(rulebook, make):
    """Rules for economies are left out of the share where firms alone were audited, and the text says so."""
    tallies = Census(rulebook).tallies(rows_of(rulebook, drawn(rulebook, make, 3)[::2]))
    coverage = coverage_of(rulebook, tallies)
    assert coverage.fired.whole == len(rulebook.rules_for("firm"))
    assert "Rules for economies do not count" in as_text(coverage, "en")
    nobody = Coverage(rulebook, [], 0, 0, 0, {})
    assert nobody.fired == Share(0, 0)
    assert "No profile was audited" in as_text(nobody, "en")
