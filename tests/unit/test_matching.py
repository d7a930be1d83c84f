"""Place, eligibility, and what makes an instrument a measure."""

from __future__ import annotations

import pytest

from smeadvisor.engines.matching import eligibility, is_measure, place


@pytest.mark.parametrize(
    ("instrument", "profile", "expected"),
    [("MEX", "MEX", "home"), ("MEX", "TWN", "abroad"), ("APEC", "TWN", "region"), ("APEC", "DEU", "abroad")],
)
def test_place_is_home_region_or_abroad(rulebook, instrument, profile, expected):
    """The region is home to APEC's members only."""
    assert place(instrument, profile, rulebook.economies) == expected


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ([], "eligible"),
        ([True, True], "eligible"),
        ([True, None], "undecided"),
        ([None, False], "not_eligible"),
    ],
)
def test_eligibility_needs_every_requirement(requirements, expected):
    """One unmet closes it, one unknown leaves it open."""
    assert eligibility(requirements) == expected


@pytest.mark.parametrize("where", ["home", "region", "abroad"])
@pytest.mark.parametrize("open_to", ["eligible", "undecided", "not_eligible"])
@pytest.mark.parametrize("status", ["in_force", "changed", "closed", "unknown"])
def test_a_measure_is_near_not_closed_and_not_ruled_out(where, open_to, status):
    """All else is a precedent."""
    expected = where != "abroad" and status != "closed" and open_to != "not_eligible"
    assert is_measure(where, open_to, status) is expected
