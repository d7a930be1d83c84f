"""The rulebook changed in one place at a time: boundary profiles tell; ``benchmarks/mutation.py`` tries all changes."""

from __future__ import annotations

import pytest

from smeadvisor.engines.columns.bits import WORD
from smeadvisor.model.rulebook import Rulebook
from support.both_engines import chunk_of, profile_of
from support.generated import boundary_profiles
from support.mutants import Judge, Mutant, mutants, noticed_by_examples

SAMPLE = 40


@pytest.fixture(scope="module")
def sample(rulebook: Rulebook) -> list[Mutant]:
    """Changes of every kind, evenly taken."""
    every = list(mutants(rulebook))
    return every[:: len(every) // SAMPLE]


@pytest.fixture(scope="module")
def judge(rulebook: Rulebook) -> Judge:
    """Both kinds of boundary profiles, some twice so that whole words are full."""
    cases = {kind: boundary_profiles(rulebook, kind) for kind in ("firm", "economy")}
    return Judge(rulebook, {kind: _chunk(rulebook, kind, each) for kind, each in cases.items()})


def _chunk(rulebook, kind, cases):
    filled = [*cases, *cases[: -len(cases) % WORD]]
    return chunk_of(rulebook, kind, [profile_of(rulebook, kind, *each) for each in filled])


def test_boundary_profiles_tell_every_change(sample, judge):
    """Of thresholds, operators, members, severities, weights, what is relieved and what is served."""
    assert {each.sort for each in sample} >= {"threshold", "operator", "member", "severity", "weight", "service"}
    assert [each.where for each in sample if not judge.kills(each)] == []


def test_the_rulebook_itself_is_told_from_nothing(rulebook, judge):
    """What is unchanged does not differ."""
    assert not judge.kills(Mutant("none", "nowhere", ("firm", "economy"), rulebook))


def test_examples_tell_that_a_threshold_or_an_operator_changed(rulebook):
    """Those of the rule itself, for at least 95 of 100 changes."""
    told = [noticed_by_examples(rulebook, each) for each in mutants(rulebook) if each.sort in ("threshold", "operator")]
    assert sum(map(bool, told)) >= 0.95 * len(told)
