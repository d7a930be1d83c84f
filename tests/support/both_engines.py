"""What both engines say of profiles, in the same words, so that it can be compared."""

from __future__ import annotations

import numpy as np

from smeadvisor.engines.columns.engine import CHUNK_ROWS
from smeadvisor.files.documents import Document
from smeadvisor.model.profile import profile_from
from smeadvisor.tables.encoded import ECONOMY_CODES, Chunk, encoded

HOMES = ["TWN", "MEX", "USA", "JPN", "HKG", "SGP", "PNG", "DEU"]


def profile_of(rulebook, kind, economy, answers, name="generated"):
    """A profile from plain data, as a file would give it."""
    data = {"id": name, "kind": kind, "economy": economy, "answers": answers}
    return profile_from(Document(name, data), rulebook)


def chunk_of(rulebook, kind, profiles):
    """Profiles as the columnar engine takes them."""
    columns = {
        name: encoded(attribute, [each.answers.get(name) for each in profiles])
        for name, attribute in rulebook.attributes.items()
        if kind in attribute.audience
    }
    return Chunk(kind, np.array([ECONOMY_CODES[each.economy] for each in profiles], np.int16), columns)


def by_columns(columns, profiles, size=CHUNK_ROWS):
    """What the columnar engine says of each profile, in the words of a consultation."""
    chunk = chunk_of(columns.program.rulebook, columns.kind, profiles)
    return [said(columns, results, row) for results in columns.results(chunk, size) for row in range(results.rows)]


def is_set(plane, row):
    return bool(plane[row // 64] >> np.uint64(row % 64) & np.uint64(1))


def set_in(planes, row):
    words = np.asarray(planes)[:, row // 64]
    return np.flatnonzero(words >> np.uint64(row % 64) & np.uint64(1)).tolist()


def said(columns, results, row):
    """One row of the results."""
    weighing, ordering, matching = columns.weighing, columns.ordering, columns.matching
    standings, weighed = results.standings, results.weighed
    return {
        "classification": {name: class_in(columns, results, name, row) for name in columns.classing.values},
        "fired": {columns.program.rules[i].id for i in set_in(results.states.fired, row)},
        "barriers": {
            weighing.barriers[i]: (weighing.severities[weighed.severity[i, row] - 1], int(weighed.weight[i, row]))
            for i in set_in(weighed.present, row)
        },
        "requirements": {
            each: "met" if is_set(standings.met[i], row) else "unmet" if is_set(standings.unmet[i], row) else "unknown"
            for i, each in enumerate(matching.requirements)
        },
        "eligible": {matching.instruments[i] for i in set_in(standings.eligible, row)},
        "ineligible": {matching.instruments[i] for i in set_in(standings.ineligible, row)},
        "measures": {matching.instruments[i] for i in set_in(standings.measure, row)},
        "carried": {matching.instruments[i] for i in set_in(standings.carried, row)},
        "recommendations": recommendations_in(ordering, results.ordered, row),
        "undecided": {name for name, plane in results.missing.items() if is_set(plane, row)},
    }


def class_in(columns, results, name, row):
    values, code = columns.classing.values[name], int(results.classes[name][row])
    if name in columns.classing.many:
        return sorted(value for i, value in enumerate(values) if code >> i & 1)
    return "unknown" if code < 0 else values[code]


def recommendations_in(ordering, ordered, row):
    names = ordering.recommendations
    return [
        (
            int(ordered.ranks[place, row]),
            names[ordered.ids[place, row]],
            ordering.kinds[ordered.evidence[place, row]],
            int(ordered.points[place, row]),
            None if ordered.under[place, row] == ordered.ids[place, row] else names[ordered.under[place, row]],
        )
        for place in range(len(names))
        if ordered.ids[place, row] < len(names)
    ]


def by_experta(engine, profile):
    """The same of experta's consultation."""
    found = engine.consult(profile)
    return {
        "classification": found.classification,
        "fired": {each.rule for each in found.firings},
        "barriers": {each.id: (each.severity, each.weight) for each in found.barriers},
        "requirements": {(each.id, name): state for each in found.instruments for name, state in each.requirements},
        "eligible": {each.id for each in found.instruments if each.eligibility == "eligible"},
        "ineligible": {each.id for each in found.instruments if each.eligibility == "not_eligible"},
        "measures": {each.id for each in found.instruments if each.is_measure},
        "carried": {name for each in found.recommendations for name in each.measures},
        "recommendations": [(e.rank, e.id, e.evidence, e.points, e.under) for e in found.recommendations],
        "undecided": {each.attribute for each in found.undecided},
    }
