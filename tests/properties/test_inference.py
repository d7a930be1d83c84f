"""The inference engine: equal to the plain evaluator, lawful, deterministic, and without experta's traps."""

from __future__ import annotations

import ast
import collections
import gc
import hashlib
import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smeadvisor.engines.chaining import Engine
from smeadvisor.engines.chaining.network import Network
from smeadvisor.engines.states import States
from smeadvisor.model.answers import Answer, NotApplicable
from smeadvisor.model.conditions import Test as RuleTest
from smeadvisor.model.profile import Profile, read_profile
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.problems import InvalidInput
from support.generated import answers_of, turning_points
from support.paths import ECONOMIES, FIRMS, ROOT
from support.plain import Plain
from support.scale import is_long, randomness, sample, scaled

CODES = ["TWN", "MEX", "HKG", "JPN", "SGP", "DEU"]
KINDS = ["firm", "economy"]
TRUTH = {True: "met", False: "unmet", None: "unknown"}
STATE = {True: "fired", False: "blocked", None: "undecided"}
many = settings(max_examples=3_000 if is_long() else 60, suppress_health_check=list(HealthCheck))


def assert_same(rulebook: Rulebook, engine: Engine, profile: Profile, raw: dict[str, Any]) -> None:
    plain = assert_same_states(rulebook, profile, raw)
    found = engine.consult(profile)
    assert sorted(each.rule for each in found.firings) == sorted(plain.fired())
    assert {each.id: (each.severity, each.weight) for each in found.barriers} == plain.barriers()
    assert [(e.rank, e.id, e.evidence, e.points, e.under) for e in found.recommendations] == plain.recommendations()
    if profile.kind == "firm":
        for each in found.instruments:
            assert each.requirements == tuple((r, TRUTH[plain.requirement(each.id, r)]) for r, _ in each.requirements)


def assert_same_states(rulebook: Rulebook, profile: Profile, raw: dict[str, Any]) -> Plain:
    plain = Plain(rulebook, profile.kind, profile.economy, raw)
    states = States(rulebook.rules_for(profile.kind), {**profile.comparables(), "economy": profile.economy})
    assert {rule: STATE[plain.state(rule)] for rule in plain.rules} == {
        rule: states.of(rulebook.by_id[rule]) for rule in plain.rules
    }
    return plain


@pytest.mark.parametrize("kind", KINDS)
def test_agrees_with_the_plain_evaluator_on_generated_profiles(kind, rulebook, engine, make):
    """Firings, states, barriers, weights, requirements and order are those of the plain evaluator."""

    @many
    @given(raw=answers_of(rulebook, kind), economy=st.sampled_from(CODES))
    def law(raw: dict[str, Any], economy: str) -> None:
        assert_same(rulebook, engine, make(kind, economy, raw), raw)

    law()


@pytest.mark.parametrize("kind", KINDS)
def test_agrees_with_the_plain_evaluator_at_every_turning_point_of_every_attribute(kind, rulebook, engine, make):
    """Each value a test turns on, and its neighbours, alone give the same states; in the suite one in four advice."""
    asked = [name for name, attribute in rulebook.attributes.items() if kind in attribute.audience]
    alone = [{name: value} for name in asked for value in turning_points(rulebook, name)]
    for raw in alone:
        assert_same_states(rulebook, make(kind, "TWN", raw), raw)
    for raw in sample(alone, 4):
        assert_same(rulebook, engine, make(kind, "TWN", raw), raw)


@pytest.mark.parametrize("kind", KINDS)
def test_more_answers_take_nothing_back(kind, rulebook, engine, make):
    """A firing, a presence, a yes or no, a met or unmet stays; a severity only rises."""

    @many
    @given(raw=answers_of(rulebook, kind), economy=st.sampled_from(CODES), data=st.data())
    def law(raw: dict[str, Any], economy: str, data: st.DataObject) -> None:
        fewer = {name: value for name, value in raw.items() if data.draw(st.booleans())}
        before, after = (engine.consult(make(kind, economy, each)) for each in (fewer, raw))
        assert {each.rule for each in before.firings} <= {each.rule for each in after.firings}
        steps = ["mild", "moderate", "severe"]
        later = {each.id: steps.index(each.severity) for each in after.barriers}
        assert all(steps.index(each.severity) <= later[each.id] for each in before.barriers)
        for name, value in before.classification.items():
            kept = set(value) <= set(after.classification[name]) if isinstance(value, list) else True
            assert kept
            assert isinstance(value, list) or value in ("unknown", after.classification[name])
        for one, other in zip(before.instruments, after.instruments, strict=True):
            pairs = zip(one.requirements, other.requirements, strict=True)
            assert all(state in ("unknown", later_state) for (_, state), (_, later_state) in pairs)

    law()


def test_single_classifications_never_get_two_values(rulebook, engine, make):
    """Rules that give one classification different values exclude each other."""

    @many
    @given(raw=answers_of(rulebook, "firm"), economy=st.sampled_from(CODES))
    def law(raw: dict[str, Any], economy: str) -> None:
        fired = engine.consult(make("firm", economy, raw)).firings
        for name, model in rulebook.classification.items():
            values = {each.concluded[name] for each in fired if name in each.concluded}
            assert model.many or len(values) <= 1

    law()


def test_nothing_answered_gives_nothing_but_questions(rulebook, engine, make):
    """No recommendation, no barrier, every rule on answers undecided, and questions worth answering."""
    found = engine.consult(make("firm", "PER", {}))
    assert (found.recommendations, found.barriers, found.firings) == ((), (), ())
    waiting = {rule for each in found.undecided for rule in each.rules}
    states = States(rulebook.rules_for("firm"), {"economy": "PER"})
    on_answers = {r.id for r in rulebook.rules_for("firm") if any(not t.on_finding for t in r.tests)}
    blocked = {name for name in on_answers if states.of(rulebook.by_id[name]) == "blocked"}
    assert blocked == {name for name in on_answers if "#twn-" in name}
    assert on_answers - blocked == waiting
    assert found.undecided[0].could_change


def test_the_order_of_answers_does_not_matter(rulebook, engine, make):
    """The same answers in any order give the same consultation."""
    raw = {"exports_now": True, "ways_to_market": ["direct_export"], "months_exporting": 12, "foreign_partner": "none"}
    found = [engine.consult(make("firm", "MEX", dict(pairs))) for pairs in (raw.items(), reversed(raw.items()))]
    assert found[0].as_dict() == found[1].as_dict()


def test_name_and_id_never_take_part(engine, make):
    """Another id gives the same advice."""
    one, other = (engine.consult(make("firm", "MEX", {"exports_now": True}, name)) for name in ("a", "TWN"))
    assert replace(one, profile_id="") == replace(other, profile_id="")


def test_hash_seeds_in_processes_of_their_own_give_the_same_bytes():
    """Neither hashing nor the process changes a byte of the advice; three seeds here, ten in the long run."""
    command = [sys.executable, "-m", "smeadvisor", "advise", "--format", "json", *map(str, ECONOMIES + FIRMS)]
    digests = set()
    for seed in range(10 if is_long() else 3):
        done = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": str(seed)}, capture_output=True, check=True, cwd=ROOT
        )
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1


def test_importing_experta_leaves_no_traces():
    """Neither the collections module nor the root logger is changed by the import."""
    code = (
        "import collections, logging; import smeadvisor.engines.chaining;"
        "assert not hasattr(collections, 'Mapping'); assert not logging.getLogger().handlers;"
        "logging.basicConfig(level=0);"
        "assert not logging.getLogger('experta.watchers.RULES').isEnabledFor(50)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not hasattr(collections, "Mapping")


def test_answers_are_never_logged(engine, make, caplog):
    """Even with all logging on, no answer of a firm reaches a log."""
    with caplog.at_level(logging.DEBUG):
        engine.consult(make("firm", "MEX", {"employees": 4711}))
    assert caplog.records == []


def test_many_consultations_do_not_grow_the_process(engine, make):
    """experta's caches keep no facts alive: after a warm-up, more profiles leave less than an object each."""
    profiles = [make("firm", "TWN", {"employees": n, "sector": "trade"}) for n in range(scaled(60))]
    for profile in profiles[:20]:
        engine.consult(profile)
    gc.collect()
    before = len(gc.get_objects())
    for profile in profiles:
        engine.consult(profile)
    gc.collect()
    assert len(gc.get_objects()) - before < len(profiles)


def test_threads_that_share_an_engine_each_get_the_advice_for_their_own_profile(rulebook):
    """Eight at a time, from the first consultation on, which builds the network."""
    profiles = [read_profile(path, rulebook) for path in (*FIRMS, *ECONOMIES)]
    alone, shared = Engine(rulebook), Engine(rulebook)
    expected = {profile.id: alone.consult(profile).as_dict() for profile in profiles}
    asked = [profile for i in range(scaled(8)) for profile in randomness(i).sample(profiles, len(profiles))]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(shared.consult, asked))
    wrong = [profile.id for profile, one in zip(asked, found, strict=True) if one.as_dict() != expected[profile.id]]
    assert wrong == []


def test_no_fact_of_a_profile_outlives_its_consultation(engine, make):
    """After a consultation the network's working memory holds no answer."""
    engine.consult(make("firm", "TWN", {"employees": 4711}))
    assert "4711" not in repr(engine._network("firm")._engine.facts)


def test_a_loop_is_reported_with_the_rules_in_it():
    """More firings than the limit end in E-LOOP that names the rules."""
    tests = (RuleTest("x", "known", True),)
    rules = [Rule(f"a#{n}", 0, "firm", tests, f"f{n}", {}) for n in range(5)]
    with pytest.raises(InvalidInput) as caught:
        Network(rules, limit=3).run({"x": True})
    assert caught.value.problems[0].code == "E-LOOP"
    assert "a#2" in caught.value.problems[0].message("en")
    assert Network(rules, limit=5).run({"x": True}) == [rule.id for rule in rules]


def test_a_rule_on_one_of_several_findings_fires_once():
    """Two findings that make the same test true fire the rule once, not twice."""
    known = (RuleTest("x", "known", True),)
    rules = [
        Rule("a#1", 0, "firm", known, "one", {}),
        Rule("a#2", 0, "firm", known, "two", {}),
        Rule("b#1", 1, "firm", (RuleTest("ab", "found", ("one", "two")),), "three", {}),
    ]
    assert Network(rules).run({"x": True}) == ["a#1", "a#2", "b#1"]


def test_every_rule_has_a_salience_of_its_own(engine):
    """Rules of equal salience would fire in random order; lower strata come first."""
    for kind in KINDS:
        network = engine._network(kind)
        saliences = [rule.salience for rule in network._engine.get_rules()]
        assert len(set(saliences)) == len(saliences) == len(engine.rulebook.rules_for(kind))


def test_the_network_uses_nothing_of_experta_that_misleads():
    """No OR, NOT, EXISTS or FORALL, no retract or modify: conjunctions and declarations only."""
    source = (ROOT / "src/smeadvisor/engines/chaining/network.py").read_text(encoding="utf-8")
    used = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    assert not used & {"OR", "NOT", "EXISTS", "FORALL", "TEST", "retract", "modify", "duplicate"}


def test_only_one_module_imports_experta():
    """Everything else of the project knows nothing of it."""
    importing = [
        path.name for path in (ROOT / "src").rglob("*.py") if "import experta" in path.read_text(encoding="utf-8")
    ]
    assert importing == ["network.py"]


def test_a_finding_concluded_twice_is_matched_once():
    """experta answers a duplicate fact with None; both conclusions are recorded, the follower fires once."""
    known = (RuleTest("x", "known", True),)
    rules = [
        Rule("a#1", 0, "firm", known, "one", {}),
        Rule("a#2", 0, "firm", known, "one", {}),
        Rule("b#1", 1, "firm", (RuleTest("a", "found", ("one",)),), "two", {}),
    ]
    assert Network(rules).run({"x": True}) == ["a#1", "a#2", "b#1"]


def test_an_unknown_answer_is_not_in_the_fact():
    """Nothing matches on it, and no predicate ever sees None."""
    rules = [Rule("a#1", 0, "firm", (RuleTest("x", "at_least", 1),), "one", {})]
    assert Network(rules).run({}) == []
    assert Network(rules).run({"x": NotApplicable.IT}) == []


def test_a_network_serves_one_profile_after_another():
    """Nothing of the profile before is left in the next."""
    rules = [Rule(f"a#{n}", 0, "firm", (RuleTest(f"x{n}", "known", True),), f"f{n}", {}) for n in range(3)]
    network = Network(rules)
    assert [network.run({f"x{n}": True}) for n in (2, 0, 1, 1)] == [["a#2"], ["a#0"], ["a#1"], ["a#1"]]


def test_yes_and_one_are_different_answers():
    """True, 1 and 1.0 are one fact to experta; to us an answer keeps its type."""
    equals = RuleTest("x", "equals", 1)
    network = Network([Rule("a#1", 0, "firm", (equals,), "one", {})])
    assert network.run({"x": (1, 1)}) == ["a#1"]
    assert network.run({"x": (0, 0)}) == []


def test_every_firing_cites_what_it_matched(engine, make):
    """A firing names the answers and findings that it rests on, and what it concluded."""
    answers = {"need_felt_most": "export_finance", "exports_now": True}
    firing = next(each for each in engine.consult(make("firm", "TWN", answers)).firings if "relieves" in each.rule)
    assert [match.as_dict() for match in firing.matched] == [{"finding": "barriers/functional/working-capital"}]
    assert firing.concluded == {"recommendation": "export-finance"}
    classified = next(each for each in engine.consult(make("firm", "TWN", {"sector": "trade"})).firings)
    assert [match.as_dict() for match in classified.matched] == [{"attribute": "sector", "value": "trade"}]
    assert classified.concluded == {"sector_group": "services"}


def test_a_finding_is_concluded_before_it_is_matched(rulebook, engine):
    """In the order of firings every matched finding was concluded by an earlier one."""
    for path in FIRMS + ECONOMIES:
        concluded: set[str] = set()
        for firing in engine.consult(read_profile(path, rulebook)).firings:
            assert {match.finding for match in firing.matched if match.finding} <= concluded
            concluded.add(rulebook.by_id[firing.rule].finding)


def test_the_consultation_has_the_form_of_the_contract(engine, make):
    """The keys are those of version 1, at every level."""
    found = engine.consult(make("firm", "MEX", {"need_felt_most": "export_finance", "employees": "dont_know"}))
    data = json.loads(json.dumps(found.as_dict()))
    assert list(data) == [
        *("schema", "rulebook", "profile", "as_of", "classification", "barriers", "instruments"),
        *("recommendations", "firings", "undecided", "gaps", "warnings"),
    ]
    assert data["schema"] == "smeadvisor/consultation/1"
    assert set(data["profile"]) == {"id", "kind", "economy", "answers"}
    assert data["profile"]["answers"] == {"employees": "dont_know", "need_felt_most": "export_finance"}
    assert set(data["barriers"][0]) == {"id", "severity", "weight", "firings"}
    assert set(data["instruments"][0]) == {
        *("id", "economy", "place", "eligibility", "status", "requirements", "relieves"),
    }
    advice = data["recommendations"][0]
    assert {"rank", "id", "evidence", "points", "parts", "barriers", "measures", "precedents", "firings"} < set(advice)
    assert set(advice["parts"][0]) == {"barrier", "severity", "importance", "stage", "points"}
    assert sum(part["points"] for part in advice["parts"]) == advice["points"]
    assert set(data["undecided"][0]) == {"attribute", "rules", "could_change"}
    assert set(data["gaps"]) == {"no_instrument", "no_recommendation"}


def test_not_asked_dont_know_and_not_applicable_are_three_things(engine, make):
    """The first two leave a rule undecided, the third blocks it; all are visible."""
    name = "setbacks_last_year"
    rule = "barriers/functional/working-capital#orders-refused"
    found = [engine.consult(make("firm", "MEX", raw)) for raw in ({}, {name: "dont_know"}, {name: "not_applicable"})]
    waiting = [any(rule in each.rules for each in case.undecided) for case in found]
    assert waiting == [True, True, False]
    assert [case.answers.get(name, Answer(None, None)).state for case in found[1:]] == ["dont_know", "not_applicable"]
