"""Answers from JSON as arrays: only where nothing is lost by it."""

from __future__ import annotations

import pyarrow as pa
import pytest

from smeadvisor.tables.reading.json_cells import of_one_type


@pytest.mark.parametrize(
    "cells",
    [
        ["a", None],
        [True, None, False],
        [1, 2**62, None],
        [["a", "b"], [], None],
        [{"amount": 5, "currency": "TWD"}, None],
    ],
)
def test_cells_of_one_type_are_an_array(cells):
    """Whose values are the same; nothing of an amount is no amount."""
    found = of_one_type(cells)
    assert isinstance(found, pa.Array)
    nothing = {"amount": None, "currency": None}
    assert [None if each == nothing else each for each in found.to_pylist()] == cells


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [None],
        [1, True],
        [1, "a"],
        [2**64],
        [["a", 1]],
        [["a"], [["a"]]],
        [{"amount": 5}],
        [{"amount": True, "currency": "TWD"}],
        [{"amount": None, "currency": "TWD"}],
        [{"amount": 5, "currency": None}],
        [{"amount": 5, "currency": "TWD", "note": "x"}],
        [{"amount": 5, "note": "TWD"}],
        [{"value": 5, "qualifier": "~"}],
    ],
)
def test_others_are_left_as_they_are(cells):
    """Each is judged by itself."""
    assert of_one_type(cells) is cells
