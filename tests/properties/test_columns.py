"""The columnar engine says what experta says, in every field, however the rows are cut and ordered."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.batch.in_memory import advise_table
from smeadvisor.engines.chaining import Engine
from smeadvisor.engines.columns import Columns
from smeadvisor.engines.columns.bits import all_of, any_of, by_row, packed, padded, unpacked
from smeadvisor.model.timeline import at
from smeadvisor.problems import InvalidInput
from support.both_engines import HOMES, by_columns, by_experta
from support.explained import raw_answers, shipped
from support.generated import boundary_profiles, drawn_answers
from support.plain import Plain
from support.scale import randomness, sample, scaled


@pytest.fixture(scope="module")
def columns(rulebook):
    """The columnar engine for both kinds of profile."""
    return {kind: Columns(rulebook, kind) for kind in ("firm", "economy")}


def drawn(rulebook, make, kind, count, seed=0):
    """Profiles at random: each answer at a turning point, unknown, not applicable; lists of any length."""
    chance = randomness(seed)
    return [make(kind, chance.choice(HOMES), drawn_answers(rulebook, kind, chance)) for _ in range(count)]


def assert_as_the_plain_evaluator_has_it(plain, found):
    assert (set(plain.fired()), plain.barriers()) == (found["fired"], found["barriers"])
    assert plain.recommendations() == found["recommendations"]


@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_boundary_profiles_come_out_as_the_plain_evaluator_has_them(rulebook, make, columns, kind):
    """For each test the value, its neighbours, each choice and unknown, and what else its rule asks; one in five."""
    cases = sample(boundary_profiles(rulebook, kind), 5)
    assert len(cases) >= 70
    found = by_columns(columns[kind], [make(kind, home, answers) for home, answers in cases])
    for (home, answers), each in zip(cases, found, strict=True):
        assert_as_the_plain_evaluator_has_it(Plain(rulebook, kind, home, answers), each)


@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_both_engines_agree_on_boundary_profiles(rulebook, engine, make, columns, kind):
    """In every field; in the suite for one in fifty."""
    cases = sample(boundary_profiles(rulebook, kind), 50)
    profiles = [make(kind, home, answers) for home, answers in cases]
    assert by_columns(columns[kind], profiles) == [by_experta(engine, each) for each in profiles]


@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_both_engines_agree_on_profiles_at_random(rulebook, engine, make, columns, kind):
    """Whatever is answered."""
    profiles = drawn(rulebook, make, kind, scaled(50))
    assert by_columns(columns[kind], profiles) == [by_experta(engine, each) for each in profiles]


@pytest.mark.parametrize("kind", ["firm", "economy"])
@pytest.mark.parametrize("day", ["2011-12-31", "2026-03-31"])
def test_both_engines_and_the_plain_evaluator_agree_on_every_shipped_profile(whole_rulebook, day, kind):
    """As of the paper's end, and as of the review."""
    subjects = [each for each in shipped() if each.profile.kind == kind]
    profiles = [each.profile for each in subjects]
    engine, book = Engine(whole_rulebook, day), at(whole_rulebook, day)
    found = by_columns(Columns(book, kind), profiles)
    expected = {each.id: by_experta(engine, each) for each in profiles}
    assert dict(zip(expected, found, strict=True)) == expected
    for subject in subjects:
        plain = Plain(book, kind, subject.profile.economy, raw_answers(subject))
        assert_as_the_plain_evaluator_has_it(plain, expected[subject.profile.id])


def test_neither_the_size_of_chunks_nor_the_order_of_rows_matters(rulebook, make, columns):
    """A row's advice is its own."""
    profiles = drawn(rulebook, make, "firm", 70)
    whole = by_columns(columns["firm"], profiles)

    @settings(max_examples=scaled(6))
    @given(size=st.integers(1, 90), shuffled=st.permutations(range(70)))
    def law(size: int, shuffled: list[int]) -> None:
        assert by_columns(columns["firm"], [profiles[i] for i in shuffled], size) == [whole[i] for i in shuffled]

    law()


def test_other_weights_that_need_long_keys_agree_too(whole_rulebook, make):
    """With the largest numbers that priorities may hold, keys no longer share one integer."""
    from dataclasses import replace

    numbers = whole_rulebook.priorities
    importance = replace(numbers.importance, ranked=dict.fromkeys(numbers.importance.ranked, 100), unranked=99)
    group = dict.fromkeys(numbers.stage.planning, 100)
    stage = replace(numbers.stage, neutral=97, planning=group, operational=group)
    heavy = replace(numbers, severity={"mild": 98, "moderate": 99, "severe": 100}, importance=importance, stage=stage)
    book = replace(whole_rulebook, priorities=heavy, digest="heavy")
    engine = Engine(book)
    profiles = drawn(engine.rulebook, make, "firm", scaled(50))
    found = by_columns(Columns(engine.rulebook, "firm"), profiles)
    assert found == [by_experta(engine, each) for each in profiles]


@settings(max_examples=scaled(25))
@given(st.lists(st.lists(st.booleans(), min_size=70, max_size=70), min_size=1, max_size=130))
def test_planes_turned_say_the_same_of_each_row(truths):
    """Bit i of a row is bit row of plane i."""
    rows = np.array(truths)
    planes = np.stack([packed(np.pad(row, (0, padded(70) - 70))) for row in rows])
    turned = by_row(planes, 70)
    assert turned.shape == (70, -(-len(rows) // 64))
    assert [
        [bool(turned[n, i // 64] >> np.uint64(i % 64) & np.uint64(1)) for n in range(70)] for i in range(len(rows))
    ] == truths


def test_any_of_nothing_is_false_and_all_of_nothing_true():
    """As for conjunctions and alternatives anywhere."""
    planes, none = np.zeros((3, 1), np.uint64), np.array([], np.intp)
    assert unpacked(any_of(planes, none), 2).tolist() == [0, 0]
    assert unpacked(all_of(planes, none), 2).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("size", "content", "told"),
    [(2, b"a\xff", "table:1: column id: E-ENCODING: .*byte 1 of the cell"), (9, b"ab", "E-ARROW")],
)
def test_a_table_in_memory_that_is_not_sound_is_refused(size, content, told, rulebook):
    """Texts that are not UTF-8, or end where there is nothing, which a damaged file can bring into memory."""
    ends = np.array([0, size, 2], np.int32)
    texts = pa.StringArray.from_buffers(2, pa.py_buffer(ends), pa.py_buffer(content))
    table = pa.table({"id": texts, "kind": ["firm"] * 2, "economy": ["MEX"] * 2})
    with pytest.raises(InvalidInput, match=told):
        advise_table(table, rulebook)


def test_a_table_in_memory_is_advised_as_its_rows_are(rulebook, make, columns):
    """Arrow in, Arrow out: the order and the advice of the engine, and the reason for each row that has none."""
    rows = [
        {"id": "a", "kind": "firm", "economy": "MEX", "need_felt_most": "export_finance", "employees": 12},
        {"id": "b", "kind": "firm", "economy": "MEX", "need_felt_most": "nothing", "employees": 3},
        {"id": "c", "kind": "firm", "economy": "TWN", "need_felt_most": None, "employees": None},
    ]
    advised = advise_table(pa.Table.from_pylist(rows), rulebook, fired=True)
    advice, (reject,) = advised.advice.to_pylist(), advised.rejects.to_pylist()
    assert (reject["row"], reject["id"], reject["code"]) == (2, "b", "E-CHOICE")
    assert (reject["column"], reject["value"]) == ("need_felt_most", "nothing")
    good = [rows[0], rows[2]]
    answers = [{name: row[name] for name in ("need_felt_most", "employees")} for row in good]
    profiles = [make("firm", row["economy"], given) for row, given in zip(good, answers, strict=True)]
    found = by_columns(columns["firm"], profiles)
    assert [(each["row"], each["id"]) for each in advice] == [(1, "a"), (3, "c")]
    assert [set(each["fired"]) for each in advice] == [each["fired"] for each in found]
    assert [set(each["undecided"]) for each in advice] == [each["undecided"] for each in found]
    assert [
        [(r["rank"], r["id"], r["evidence"], r["points"], r["under"]) for r in each["recommendations"]]
        for each in advice
    ] == [each["recommendations"] for each in found]
