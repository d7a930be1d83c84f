"""Profiles for the tests of audits, as rows that were read, and how many of them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from smeadvisor.model.attributes import AUDIENCES
from smeadvisor.model.profile import read_profile
from smeadvisor.tables.encoded import ECONOMY_CODES, encoded
from smeadvisor.tables.rows import Rows
from support.both_engines import HOMES
from support.generated import drawn_answers
from support.paths import ECONOMIES, FIRMS
from support.scale import randomness, scaled

MANY = scaled(15)
"""Profiles drawn at random for each kind; more of them for the long run."""


def shipped(rulebook):
    """The profiles that come along, of both kinds."""
    return [read_profile(path, rulebook) for path in (*FIRMS, *ECONOMIES)]


def drawn(rulebook, make, count=MANY, seed=7):
    """Profiles of both kinds drawn at random, mixed."""
    chance = randomness(seed)
    found = []
    for i in range(count):
        for kind in AUDIENCES:
            answers = drawn_answers(rulebook, kind, chance)
            found.append(make(kind, chance.choice(HOMES), answers, name=f"{kind}-{i}"))
    return found


def rows_of(rulebook, profiles):
    """Profiles as rows that were read together."""
    columns = {
        name: encoded(each, [profile.answers.get(name) for profile in profiles])
        for name, each in rulebook.attributes.items()
    }
    return Rows(
        len(profiles),
        np.arange(len(profiles)),
        pa.array([each.id for each in profiles], pa.string()),
        pa.array([each.name.en if each.name else None for each in profiles], pa.string()),
        np.array([AUDIENCES.index(each.kind) for each in profiles], np.int8),
        np.array([ECONOMY_CODES[each.economy] for each in profiles], np.int16),
        columns,
    )
