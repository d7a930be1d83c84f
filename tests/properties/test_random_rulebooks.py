"""Rulebooks that others might write: both engines say the same of them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from smeadvisor.batch.in_memory import advise_table
from smeadvisor.engines.chaining import Engine
from smeadvisor.engines.columns import Columns
from smeadvisor.model.timeline import at
from smeadvisor.rules.loading import load
from support.both_engines import by_columns, by_experta, profile_of
from support.rulebooks import AUDIENCES, WORDS, Draft, drawn, loaded, write
from support.scale import randomness, scaled

RULEBOOKS = scaled(6)
PROFILES = 10
DAY = "2026-03-31"
AT_RANDOM = {"attributes", "barriers", "recommendations"}


@pytest.mark.parametrize("seed", range(RULEBOOKS))
def test_both_engines_say_the_same_of_a_rulebook_at_random(seed, tmp_path):
    """In every field, for firms and for economies."""
    book = at(loaded(randomness(seed), tmp_path), DAY)
    engine = Engine(book)
    for kind in AUDIENCES[2]:
        profiles = [profile_of(book, kind, "TWN", drawn(randomness(i), book, kind)) for i in range(PROFILES)]
        assert by_columns(Columns(book, kind), profiles) == [by_experta(engine, each) for each in profiles]


@pytest.fixture
def heavy(tmp_path):
    """Five barriers and more recommendations than a byte counts, at the limits of all weights but one severity."""
    draft = Draft(randomness(0), most=1)
    draft.files = {name: each for name, each in draft.files.items() if name.partition("/")[0] not in AT_RANDOM}
    for each in ("stage", "several"):
        draft.files[f"classification/{each}"] |= {"rules": [], "examples": []}
    weights = draft.files["priorities"]
    weights["severity"] = {"mild": 1, "moderate": 50, "severe": 100}
    weights["importance"] = {"ranked": {str(rank): 100 for rank in range(1, 11)}, "unranked": 100}
    for name in ("planning", "operational"):
        weights["stage"][name] = dict.fromkeys(weights["stage"][name], 100)
    weights["stage"]["neutral"] = 100
    base = {"type": "yes_no", "topic": "t", "sources": ["s"], "changeable": False, "for": ["firm"]}
    draft.files["attributes/so"] = base | {"title": WORDS, "question": WORDS, "help": WORDS}
    kind = draft.kinds["firm"][0]
    for i, severity in enumerate(["mild", "severe", "moderate", "mild", "severe"]):
        sign = {"id": "sign", "for": "firm", "when": {"so": True}, "severity": severity, "evidence": kind}
        given = [({"so": True}, "fired"), ({"so": False}, "blocked"), ({}, "undecided")]
        draft.files[f"barriers/b/{i}"] = {
            "title": WORDS, "sources": ["s"], "side": "internal", "stage_group": "finance",
            "signs": [sign | {"basis": "paper", "because": {"en": "so it is", "zh-Hant": "如此"}}],
            "examples": [{"rule": "sign", "given": answers, "expect": expect} for answers, expect in given],
        }  # fmt: skip
    told = {"headline": WORDS, "gap": WORDS, "effect": WORDS}
    for i in range(257):
        relieves = [{"barrier": f"b/{(i + j) % 5}", "basis": "paper"} for j in range(1 + i % 5)]
        recommendation = {"title": WORDS, "sources": ["s"], "relieves": relieves, "evidence": [], "examples": []}
        draft.files[f"recommendations/r-{i:03}"] = recommendation | dict.fromkeys(AUDIENCES[2], told)
    write(draft.files, tmp_path)
    return at(load(tmp_path), DAY)


def test_the_largest_weights_keep_their_order(heavy):
    """No key overflows, in the engine or in the table made of what it says; no recommendation comes of nothing."""
    engine, columns = Engine(heavy), Columns(heavy, "firm")
    profiles = [profile_of(heavy, "firm", "TWN", answers) for answers in ({}, {"so": True}, {"so": False})]
    assert by_columns(columns, profiles) == [by_experta(engine, each) for each in profiles]
    table = pa.table({"id": ["a", "b"], "kind": ["firm"] * 2, "economy": ["TWN"] * 2, "so": [True, None]})
    one, none = advise_table(table, heavy).advice.to_pylist()
    consulted = engine.consult(profiles[1])
    assert [(each.id, each.weight) for each in consulted.barriers] == [
        (each["id"], each["weight"]) for each in one["barriers"]
    ]
    assert [(each.id, each.points) for each in consulted.recommendations] == [
        (each["id"], each["points"]) for each in one["recommendations"]
    ]
    assert none["barriers"] == none["recommendations"] == []
