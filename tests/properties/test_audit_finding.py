"""Where something fired: exactly the profiles whose consultations say so, with what these say that it matched."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from smeadvisor.audit.answered import answer_at
from smeadvisor.audit.finding import Finding
from smeadvisor.audit.found_forms import COLUMNS, as_data, as_line, as_row
from smeadvisor.audit.naming import Wanted, wanted
from smeadvisor.engines.states import States
from smeadvisor.model.answers import Money
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.tables.encoded import encoded
from support.audited import drawn, rows_of, shipped
from support.scale import sample


@pytest.fixture(scope="module")
def profiles(rulebook, make):
    return [*shipped(rulebook), *drawn(rulebook, make)]


@pytest.fixture(scope="module")
def rows(rulebook, profiles):
    return rows_of(rulebook, profiles)


def test_every_rule_is_found_where_consultations_have_it(rulebook, engine, profiles, rows):
    """The same profiles, and of each the same answers and findings; in the suite for one rule in three."""
    firings = {}
    for row, profile in enumerate(profiles, start=1):
        for each in engine.consult(profile).firings:
            firings.setdefault(each.rule, {})[row] = _told(match.as_dict() for match in each.matched)
    finding = Finding(rulebook, wanted(rulebook, "export-finance"))
    for rule in sample(rulebook.rules, 3):
        finding.wanted = Wanted(rule.id, (rule.id,))
        told = {each["row"]: _told(each["matched"]) for each in finding.found(rows)}
        assert told == firings.get(rule.id, {}), rule.id


def _told(matched):
    """What was matched, whatever its order and that of lists."""
    return sorted(repr([_sorted(match.get(key)) for key in ("attribute", "value", "finding")]) for match in matched)


def _sorted(value):
    return sorted(value) if isinstance(value, list) else value


@pytest.mark.parametrize("state", ["fired", "blocked", "undecided"])
@pytest.mark.parametrize(
    "name", ["price/customer-credit", "export-finance", "instruments/usa/international-trade-loan#amount"]
)
def test_what_several_rules_conclude_is_in_the_state_of_all_together(rulebook, profiles, rows, name, state):
    """A barrier, a recommendation, a requirement: true, false or open as the plain states have it."""
    looked_for = wanted(rulebook, name)
    truth = {"fired": True, "blocked": False, "undecided": None}[state]
    expected = []
    for row, profile in enumerate(profiles, start=1):
        rules = rulebook.rules_for(profile.kind)
        states = States(rules, {**profile.comparables(), "economy": profile.economy})
        own = [each for each in rules if each.id in looked_for.rules]
        if own and states.truth(own[0].finding) is truth:
            expected.append((row, [each.id for each in own if states.of(each) == state]))
    found = Finding(rulebook, looked_for, state).found(rows)
    assert [(each["row"], each["rules"]) for each in found] == expected
    assert Finding(rulebook, looked_for, state, size=5).found(rows) == found


def test_names_are_read_the_strictest_way_first(rulebook):
    """A rule by its id or its own name, a file with or without its folders; what is ambiguous or unknown is refused."""
    credit = tuple(each.id for each in rulebook.rules if each.finding == "barriers/price/customer-credit")
    for name in ("barriers/price/customer-credit", "price/customer-credit", "customer-credit"):
        assert wanted(rulebook, name) == Wanted("barriers/price/customer-credit", credit)
    for name in (credit[0], credit[0].partition("/")[2], credit[0].partition("#")[2]):
        assert wanted(rulebook, name) == Wanted(credit[0], (credit[0],))
    requirement = "instruments/usa/international-trade-loan#amount"
    assert {rulebook.by_id[each].finding for each in wanted(rulebook, requirement).rules} == {requirement}
    with pytest.raises(InvalidInput) as caught:
        wanted(rulebook, "customer-credti")
    assert caught.value.problems[0].code == "E-REF"
    assert "did you mean customer-credit?" in str(caught.value)
    with pytest.raises(InvalidInput) as caught:
        wanted(rulebook, "amount")
    assert caught.value.problems[0].code == "E-CHOICE"


def test_every_answer_is_read_back_as_it_was(rulebook, profiles):
    """Value and state of all profiles' answers; of what was added only that it is more than a number."""
    for name, attribute in rulebook.attributes.items():
        answers = [each.answers.get(name) for each in profiles if each.kind in attribute.audience]
        column = encoded(attribute, answers)
        for row, answer in enumerate(answers):
            back = answer_at(attribute, column, row)
            if answer is None or answer.state == "dont_know":
                assert back is None
            else:
                assert (back.state, _value(back)) == (answer.state, _value(answer))
                assert (back.qualifier == ">") == (answer.qualifier == ">")


def _value(answer):
    value = answer.value
    if isinstance(value, Money):
        return Decimal(value.amount), value.currency
    return sorted(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("state", ["fired", "blocked", "undecided"])
def test_all_that_is_found_can_be_told_in_every_form(rulebook, rows, state):
    """One line of text in both languages, an object, cells; for rules of both kinds."""
    readers = [Reader(rulebook, lang) for lang in ("en", "zh-Hant")]
    finding = Finding(rulebook, wanted(rulebook, "export-finance"), state)
    for rule in sample(rulebook.rules[::5], 3):
        finding.wanted = Wanted(rule.id, (rule.id,))
        for each in finding.found(rows)[:3]:
            for line in (as_line(each, reader) for reader in readers):
                assert line.startswith(f"{each['row']} {each['id']}")
                assert line.count("\n") == 1
            assert json.loads(json.dumps(as_data(each)))["rules"] == [rule.id]
            assert {*COLUMNS} <= {*as_row(each)}
