"""YAML written is read back as the same, whatever the texts hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.files.documents import parse
from smeadvisor.files.documents.scalars import FORBIDDEN
from smeadvisor.files.documents.yaml_writer import as_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(lambda each: not FORBIDDEN.search(each))
HOSTILE = [
    "no",
    "Yes",
    "on",
    "null",
    "~",
    "",
    " ",
    "a ",
    " a",
    "1e3",
    "0x1F",
    "0o7",
    ".inf",
    "2024-02-30",
    "12:30:45",
    "04595257",
    "a: b",
    "- a",
    "a #b",
    "#",
    "&a",
    "*a",
    "!!int 5",
    "%TAG",
    "|",
    ">",
    "'",
    '"',
    "\\",
    "a\nb",
    "a\tb",
    "a\r\nb",
    "公司",
    "大同 工業",
    "𠮷野家",
    "👩‍👩‍👧",
    "[a, b]",
    "{a: b}",
    "@a",
    "`a`",
    "---",
    "...",
    "<<",
    "=",
    "é",
    "٣",
]
NUMBERS = st.one_of(st.integers(-(10**13), 10**13), st.decimals(-(10**13), 10**13, places=2))
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS, st.sampled_from(HOSTILE))
DEEP = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4))
)


@given(st.dictionaries(TEXTS, DEEP, max_size=6))
def test_what_is_written_is_read_back(data):
    """By the strict reader, as the same data."""
    assert parse(as_yaml(data).encode(), "t.yaml").data == data


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_text_stays_text_for_every_reader(text):
    """Also for one that takes no for false and a date for a date, as key and as value."""
    data = {text: text, "in": {text: [text]}}
    assert yaml.safe_load(as_yaml(data)) == data
    assert parse(as_yaml(data).encode(), "t.yaml").data == data


def test_numbers_are_written_in_digits():
    """Floats as the decimals that they show, no exponents."""
    data = {"a": 0.1, "b": 1e16, "c": Decimal("1E+3"), "d": Decimal("97.70"), "e": -0.0}
    assert as_yaml(data) == "a: 0.1\nb: 10000000000000000\nc: 1000\nd: 97.70\ne: 0\n"
