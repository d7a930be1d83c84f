"""Parquet files, good, odd and damaged: whole columns are judged as the single check judges each answer."""

from __future__ import annotations

import io
import pickle
from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smeadvisor.problems import InvalidInput
from smeadvisor.tables.reading.arrow_table import rows_of
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows, sources
from support.scale import randomness


def parquet(table: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), out, **options)
    return out.getvalue()


FIRM = {"id": ["a", "b"], "kind": ["firm"] * 2, "economy": ["TWN"] * 2}


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (pa.array([1.5, 2.0]), "E-STEP"),
        (pa.array([float("nan"), 2.0]), "E-NUM-FINITE"),
        (pa.array([float("inf"), 2.0]), "E-NUM-FINITE"),
        (pa.array([-1, 2], pa.int8()), "E-RANGE"),
        (pa.array([2**64 - 1, 2], pa.uint64()), "E-RANGE"),
        (pa.array([True, None]), "E-TYPE"),
        (pa.array(["１", "2"]).dictionary_encode(), "E-NUM"),
        (pa.array([["1"], None]), "E-TYPE"),
    ],
)
def test_a_bad_number_in_a_column_costs_its_row(column, code, told):
    """By whole columns, with the code of the single check."""
    assert told(parquet({**FIRM, "employees": column}), "t.parquet") == (2, 1, [(1, code)])


def test_floats_count_as_their_shortest_decimals(told):
    """97.7 is 97.7; 0.1 + 0.2 is finer than a step; -0.0 is zero; single precision too."""
    shares = pa.array([97.7, -0.0])
    assert told(parquet({**FIRM, "tariff_rate": shares}), "t.parquet") == (2, 2, [])
    assert told(parquet({**FIRM, "tariff_rate": shares.cast(pa.float32())}), "t.parquet") == (2, 2, [])
    assert told(parquet({**FIRM, "tariff_rate": pa.array([0.1 + 0.2, 0.3])}), "t.parquet") == (2, 1, [(1, "E-STEP")])


def test_amounts_may_be_structures_or_decimals(told):
    """A currency without an amount is nothing; an unknown one is refused."""
    money = pa.array([{"amount": 5.25, "currency": "TWD"}, {"amount": None, "currency": "TWD"}])
    assert told(parquet({**FIRM, "annual_sales": money}), "t.parquet") == (2, 2, [])
    wrong = pa.array([{"amount": 5, "currency": "NTD"}, None])
    assert told(parquet({**FIRM, "annual_sales": wrong}), "t.parquet", units={"annual_sales": "TWD"}) == (
        2,
        1,
        [(1, "E-CHOICE")],
    )
    exact = pa.array(["5.25", "5.00"]).cast(pa.decimal128(10, 2))
    content = {**FIRM, "annual_sales": exact, "annual_sales.currency": ["TWD", "USD"]}
    assert told(parquet(content), "t.parquet") == (2, 2, [])


def test_lists_may_repeat_be_empty_or_be_missing(tmp_path, rulebook):
    """Members twice count once; a missing member is refused."""
    strengths = pa.array([["independent", "independent"], [], None, ["independent", None], ["big"]])
    path = tmp_path / "t.parquet"
    five = {"id": list("abcde"), "kind": ["firm"] * 5, "economy": ["TWN"] * 5}
    path.write_bytes(parquet({**five, "strengths": strengths}))
    (rows,) = read_rows([str(path)], rulebook)
    bit = 1 << list(rulebook.attributes["strengths"].choices).index("independent")
    assert rows.columns["strengths"].codes.tolist() == [bit, 0, np.iinfo(rows.columns["strengths"].codes.dtype).min]
    assert [(each.place.row, each.problem.code) for each in rows.rejected] == [(4, "E-CHOICE"), (5, "E-CHOICE")]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({**FIRM, "employees": pa.array([0, 1], pa.timestamp("us", "UTC"))}, "E-SCHEMA"),
        ({**FIRM, "employees": pa.array([b"1", b"2"])}, "E-SCHEMA"),
        ({**FIRM, "employees": pa.array([[[1]], None])}, "E-SCHEMA"),
        ({**FIRM, "employees": pa.array([{"a": 1}, None])}, "E-SCHEMA"),
        ({**FIRM, "id": pa.array([["a"], None])}, "E-SCHEMA"),
        ({**FIRM, "name": pa.array([None, None], pa.list_(pa.string()))}, "E-SCHEMA"),
        ({**FIRM, "employees.note": pa.array([{"amount": 1, "currency": "TWD"}, None])}, "E-SCHEMA"),
        (pa.Table.from_arrays([pa.array(["a"])] * 4, ["id", "kind", "economy", "id"]), "E-COLUMN-DUP"),
        ({f"c{i}": [1] for i in range(10_000)}, "E-MANY"),
    ],
)
def test_a_schema_that_holds_no_answers_is_refused(table, code, refused):
    """Times, bytes, nested columns, names twice, ten thousand columns."""
    assert set(refused(parquet(table), "t.parquet")) == {code}


def test_years_may_be_decimals(told):
    """If they are whole, as those of floating numbers."""
    years = pa.array([Decimal("2008.0"), Decimal("2008.5")])
    assert told(parquet({**FIRM, "employees": [5, 5], "employees.year": years}), "t.parquet") == (2, 1, [(2, "E-TYPE")])


@pytest.mark.filterwarnings("error")
def test_half_floats_are_numbers(told):
    """Compared with bounds beyond their range without a word."""
    half = pa.array([0.1, 0.001, None, float("nan")], pa.float16())
    four = {"id": list("abcd"), "kind": ["firm"] * 4, "economy": ["TWN"] * 4}
    told_of = told(parquet({**four, "tariff_rate": half}), "t.parquet")
    assert told_of == (4, 2, [(2, "E-STEP"), (4, "E-NUM-FINITE")])


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
@pytest.mark.parametrize("size", [1, 2, 100])
def test_texts_are_read_in_every_encoding(encoding, size, told):
    """Also in those from which no dictionary can be made, whole groups or parts of them."""
    table = {**FIRM, "sector": ["agriculture", "nonsense"]}
    content = parquet(table, use_dictionary=False, column_encoding=dict.fromkeys(table, encoding))
    assert told(content, "t.parquet", part_rows=size) == (2, 1, [(2, "E-CHOICE")])


@pytest.mark.parametrize("size", [1, 7, 100])
def test_small_row_groups_are_read_together(size, tmp_path, rulebook, monkeypatch):
    """What is read does not depend on it, nor how many rows at most; large texts are kept apart."""
    path, count = tmp_path / "t.parquet", 30
    ids, strengths = [f"i{n}" for n in range(count)], [["independent"], None, []] * 10
    money = pa.array([{"amount": n + 0.5, "currency": ["TWD", "USD"][n % 2]} for n in range(count)])
    table = {"id": ids, "kind": ["firm"] * count, "economy": ["TWN", "USA", "JPN"] * 10}
    path.write_bytes(parquet({**table, "strengths": strengths, "annual_sales": money}, row_group_size=4))
    (source,) = sources([str(path)], ReadingOptions(part_rows=size))
    read = [portion.read(rulebook) for portion in source.portions(rulebook)]
    assert [len(each.ids) for each in read] == {1: [1] * count, 7: [4] * 6 + [6], 100: [count]}[size]
    assert [each for rows in read for each in rows.ids.to_pylist()] == ids
    (whole,) = read_rows([str(path)], rulebook)
    for name, column in whole.columns.items():
        assert [c for rows in read for c in rows.columns[name].codes.tolist()] == column.codes.tolist()
    monkeypatch.setattr("smeadvisor.tables.reading.parquet_file.PORTION_BYTES", 0)
    assert len(list(source.portions(rulebook))) == {1: count, 7: 8, 100: 8}[size]


def test_no_rows_are_no_fault(told):
    """Of a table of any kind."""
    assert told(parquet({"id": [], "kind": [], "economy": []}), "t.parquet") == (0, 0, [])


def test_a_row_group_is_read_in_portions_in_any_order(tmp_path, rulebook):
    """Portions are sent to other processes, and each is read on its own."""
    path = tmp_path / "t.parquet"
    ids = [f"i{n}" for n in range(100)]
    path.write_bytes(parquet({"id": ids, "kind": ["firm"] * 100, "economy": ["TWN"] * 100}, row_group_size=40))
    (source,) = sources([str(path)], ReadingOptions(part_rows=16))
    portions = list(source.portions(rulebook))
    assert source.rows_hint() == 100
    sent = {i: pickle.loads(pickle.dumps(portions[i])) for i in reversed(range(len(portions)))}  # noqa: S301 - our own
    read = {i: portion.read(rulebook) for i, portion in sent.items()}
    assert [each for i in sorted(read) for each in read[i].ids.to_pylist()] == ids
    assert max(each.count for each in read.values()) == 16


def test_a_damaged_parquet_file_is_refused_or_read_right(tmp_path, rulebook):
    """Cut at a hundred places and flipped at three hundred: with checksums, nothing wrong is read in silence."""
    values = [n % 500 for n in range(2000)]
    table = {
        "id": [f"i{n}" for n in range(2000)],
        "kind": ["firm"] * 2000,
        "economy": ["TWN"] * 2000,
        "employees": values,
    }
    whole = parquet(table, write_page_checksum=True)
    path, seen = tmp_path / "t.parquet", Counter()
    rolled = randomness(2)
    bad = [whole[: len(whole) * n // 100] for n in range(1, 100)]
    for _ in range(300):
        flipped = bytearray(whole)
        flipped[rolled.randrange(4, len(whole))] ^= 1 << rolled.randrange(8)
        bad.append(bytes(flipped))
    for content in bad:
        path.write_bytes(content)
        try:
            parts = list(read_rows([str(path)], rulebook))
        except InvalidInput as rejected:
            seen[rejected.problems[0].code] += 1
            continue
        seen["read"] += 1
        assert [2 * each for each in values] == [c for part in parts for c in part.columns["employees"].codes.tolist()]
    assert {"E-PARQUET", "E-CHECKSUM"} <= seen.keys()


ENCODINGS = ["", "PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"]
COMPRESSIONS = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]


@pytest.mark.parametrize(
    ("compression", "encoding", "version"),
    [(each, ENCODINGS[(i + v) % 4], f"{v}.0") for i, each in enumerate(COMPRESSIONS) for v in (1, 2)],
)
def test_rows_that_grow_when_decoded_are_read_few_at_a_time(
    compression, encoding, version, tmp_path, rulebook, monkeypatch
):
    """However they are packed, what is read stays the same: long names, few or many different ones, and lists."""
    path, count, limit, chance = tmp_path / "t.parquet", 1_200, 1_500_000, randomness(3)
    table = {
        "id": [f"i{n}" for n in range(count)],
        "name": [f"{n % 3 if n < 500 else n}" * 700 for n in range(count)],
        "kind": ["firm"] * count,
        "economy": ["TWN"] * count,
        "sector": ["agriculture", None, "nonsense"] * (count // 3),
        "strengths": [chance.sample(["independent", "big", "x"], chance.randrange(4)) or None for _ in range(count)],
    }
    leaves = [*(name for name in table if name != "strengths"), "strengths.list.element"]
    how = {"use_dictionary": False, "column_encoding": dict.fromkeys(leaves, encoding)} if encoding else {}
    how |= {"compression": compression, "data_page_version": version}
    path.write_bytes(parquet(table, data_page_size=2_000, write_batch_size=50, **how))
    (source,) = sources([str(path)], ReadingOptions())
    (whole,) = [portion.table(rulebook) for portion in source.portions(rulebook)]
    monkeypatch.setattr("smeadvisor.tables.reading.parquet_weights.PARQUET_BYTES", limit)
    parts = [portion.table(rulebook) for portion in source.portions(rulebook)]
    assert len(parts) > 2
    assert max(sum(each.nbytes for each in part.columns) for part in parts) < limit
    for i, column in enumerate(whole.columns):
        assert [each for part in parts for each in part.columns[i].to_pylist()] == column.to_pylist()


def test_what_is_left_out_may_be_of_any_size(told, refused, monkeypatch):
    """It is not decoded."""
    monkeypatch.setattr("smeadvisor.tables.reading.parquet_weights.PARQUET_BYTES", 5_000)
    monkeypatch.setattr("smeadvisor.tables.reading.parquet_file.PARQUET_BYTES", 5_000)
    monkeypatch.setattr("smeadvisor.tables.reading.parquet_file.PARQUET_RATIO", 0)
    content = parquet({**FIRM, "strengths": [["independent"] * 5_000, None], "sector": ["x" * 9_000, None]})
    assert refused(content, "t.parquet") == ["E-SIZE"]
    assert refused(content, "t.parquet", mapping={"sector": "-"}) == ["E-SIZE"]
    assert refused(content, "t.parquet", mapping={"strengths": "-"}) == ["E-SIZE"]
    assert told(content, "t.parquet", mapping={"strengths": "-", "sector": "-"}) == (2, 2, [])


def test_contents_may_be_too_large(refused, monkeypatch):
    """Those at the end of the file, which tell of all columns of all row groups."""
    monkeypatch.setattr("smeadvisor.tables.reading.parquet_file.PARQUET_CONTENTS", 100)
    assert refused(parquet(FIRM), "t.parquet") == ["E-SIZE"]


def test_more_lengths_than_texts_are_damage(refused):
    """The decoder would make room for them all."""
    table = {**FIRM, "name": ["x" * 100, "y"]}
    content = parquet(
        table, use_dictionary=False, column_encoding={"name": "DELTA_LENGTH_BYTE_ARRAY"}, compression="none"
    )
    assert content.count(b"\x80\x01\x04\x02") == 1
    assert refused(content.replace(b"\x80\x01\x04\x02", b"\x80\x01\x04\x03"), "t.parquet") == ["E-PARQUET"]


@pytest.mark.parametrize(
    ("column", "cells", "code"),
    [
        ("name", ["x" * 40_001, None], "E-LEN"),
        ("name", pa.array(["字" * 20_000, None]).dictionary_encode(), "E-LEN"),
        ("sector", ["x" * 40_001, None], "E-LEN"),
        ("sector", [["independent"] * 10_001, None], "E-MANY"),
        ("strengths", [["independent"] * 10_001, None], "E-MANY"),
        ("strengths", [[None] * 30_000, ["independent"] * 10_000], "E-MANY"),
        ("strengths", [["independent", "x" * 40_001], []], "E-LEN"),
        ("annual_sales", [{"amount": 5, "currency": "x" * 40_001}, {"amount": 5, "currency": "TWD"}], "E-LEN"),
    ],
)
def test_a_text_or_a_list_that_is_far_too_long_costs_its_row(column, cells, code, told, rulebook):
    """In whatever it stands, and in a slice of a table in memory too."""
    table = pa.table({**FIRM, column: cells})
    assert told(parquet(table), "t.parquet") == (2, 1, [(1, code)])
    twice = pa.concat_tables([table, table]).combine_chunks().slice(1, 2)
    (rows,) = rows_of(twice, rulebook)
    assert [(each.position, each.problem.code) for each in rows.rejected] == [(1, code)]
