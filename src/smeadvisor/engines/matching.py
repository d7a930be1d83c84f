"""What an instrument is to a profile: where it stands, whether it is open, measure or precedent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from smeadvisor.model.conditions import all_true
from smeadvisor.model.records import Economy, Status
from smeadvisor.model.rulebook import REGION

Place = Literal["home", "region", "abroad"]
Eligibility = Literal["eligible", "undecided", "not_eligible"]


def place(instrument_economy: str, profile_economy: str, economies: Mapping[str, Economy]) -> Place:
    """Where the instrument stands, seen from the profile's economy."""
    if instrument_economy == profile_economy:
        return "home"
    home = economies.get(profile_economy)
    return "region" if instrument_economy == REGION and home is not None and home.apec else "abroad"


def eligibility(requirements: Iterable[bool | None]) -> Eligibility:
    """Whether the profile meets all requirements (met, unmet, unknown)."""
    together = all_true(requirements)
    return "undecided" if together is None else "eligible" if together else "not_eligible"


def is_measure(place: Place, eligibility: Eligibility, status: Status) -> bool:
    """Whether the instrument is there to be taken up; if not, it is a precedent."""
    return place != "abroad" and status != "closed" and eligibility != "not_eligible"
