"""Counts of parts add up to those of the run, in whatever order the parts come."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from smeadvisor.batch.counts import Counts, counts_from

_TALLIES = st.dictionaries(st.sampled_from("abc"), st.integers(1, 9))
_DEEP = st.dictionaries(st.sampled_from("xy"), _TALLIES)
COUNTS = st.builds(
    Counts,
    rows=st.integers(0, 9),
    advised=st.integers(0, 9),
    rejected=st.integers(0, 9),
    barriers=_DEEP,
    recommendations=_DEEP,
    groups=st.dictionaries(st.sampled_from(["kind", "economy"]), st.dictionaries(st.sampled_from("pq"), _DEEP)),
    undecided=_TALLIES,
    warnings=_TALLIES,
    rejects=_TALLIES,
    duplicates=st.just(0),
)


@given(COUNTS, COUNTS, COUNTS)
def test_order_and_grouping_do_not_matter(a, b, c):
    """As plain data the sums are the same bytes."""
    assert json.dumps(((a + b) + c).as_dict()) == json.dumps((c + (b + a)).as_dict())


@given(COUNTS)
def test_nothing_changes_nothing(counts):
    """The counts of no rows are the zero of the sum."""
    assert (counts + Counts()).as_dict() == counts.as_dict() == (Counts() + counts).as_dict()


@given(COUNTS)
def test_plain_data_give_the_counts_back(counts):
    """Through JSON and back."""
    assert counts_from(json.loads(json.dumps(counts.as_dict()))) == counts
