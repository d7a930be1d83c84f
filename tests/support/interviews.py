"""Interviews with profiles whose answers are all known, and what the engines say of how they may go on."""

from __future__ import annotations

import json
from itertools import product

import numpy as np

from smeadvisor.files.documents import parse
from smeadvisor.interview import Session, next_question
from smeadvisor.model.answers import read_answer
from smeadvisor.tables.encoded import ECONOMY_CODES, Chunk, encoded
from support.both_engines import recommendations_in
from support.generated import fulfilling, turning_points


def asked(rulebook, kind):
    """The attributes that this kind of profile has."""
    return [name for name, each in rulebook.attributes.items() if kind in each.audience]


def interviewed(session, answers, top=3):
    """Asks until no question is left; what the answers do not hold is not known. The session, and what was asked."""
    names = []
    while (question := next_question(session, top)) is not None:
        name = question.attribute.id
        names.append(name)
        raw = answers.get(name)
        session = session.skip(name) if raw is None else session.answer(name, raw)
    return session, names


def answered(session, answers):
    """The session with all of these answers."""
    for name, raw in answers.items():
        session = session.answer(name, raw)
    return session


def heads(columns, session, rows, top=3):
    """The first recommendations, by the columnar engine, of the session's answers with each row of further ones."""
    rulebook, kind = session.rulebook, session.kind
    open_ones = [name for name in asked(rulebook, kind) if name not in session.answers]
    given = {name: [session.answers[name]] * len(rows) for name in asked(rulebook, kind) if name in session.answers}
    spoken_of = [name for name in open_ones if any(row.get(name) is not None for row in rows)]
    more = {name: [read_answer(rulebook.attributes[name], row.get(name)) for row in rows] for name in spoken_of}
    table = {name: encoded(rulebook.attributes[name], each) for name, each in {**given, **more}.items()}
    chunk = Chunk(kind, np.full(len(rows), ECONOMY_CODES[session.economy], np.int16), table)
    found = (
        recommendations_in(columns.ordering, each.ordered, row)
        for each in columns.results(chunk)
        for row in range(each.rows)
    )
    return [tuple(name for _, name, _, _, under in each if under is None)[:top] for each in found]


def completions(rulebook, session, chance, count):
    """Rows of further answers: at random, or such as make some rules fire."""
    open_ones = [name for name in asked(rulebook, session.kind) if name not in session.answers]
    rules = [rule for rule in rulebook.rules_for(session.kind) if rule.text is not None]
    rows = []
    for i in range(count):
        row = {}
        if i % 2:
            share = chance.random()
            for name in open_ones:
                if chance.random() < share:
                    row[name] = chance.choice([*turning_points(rulebook, name), None, "not_applicable"])
        else:
            for rule in chance.sample(rules, chance.randint(1, 6)):
                row |= fulfilling(rulebook, rule)[1]
        rows.append({name: raw for name, raw in row.items() if name in open_ones})
    return rows


def every_completion(values, session):
    """Each way to answer what is open, from these values or not at all."""
    open_ones = [name for name in values if name not in session.answers]
    return [dict(zip(open_ones, each, strict=True)) for each in product(*([*values[name], None] for name in open_ones))]


def begun(rulebook, kind, economy, answers=()):
    """A session with some answers."""
    return answered(Session.begin(rulebook, kind, economy), dict(answers))


def saved(session):
    """The session's data as they come back from a file."""
    return parse(json.dumps(session.as_data()).encode(), "saved.json").data
