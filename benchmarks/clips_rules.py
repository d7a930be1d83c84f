"""The rules of one kind of profile for CLIPS: what it can express of them, which is all that fires.

The answers are one fact with a slot each, empty where the answer is unknown or does not apply. Findings are facts too.
A rule is a conjunction of patterns, its salience that of its stratum. What CLIPS does not know is the third truth:
that a rule is undecided, or a requirement unmet. Weights and order are worked out of the rules that fired, in Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import clips

from smeadvisor.model.answers import Comparable, NotApplicable
from smeadvisor.model.attributes import ECONOMY, Attribute, economy_attribute
from smeadvisor.model.conditions import Test
from smeadvisor.model.rulebook import Rule, Rulebook

_KNOWN = "known"
"""What a list begins with that was answered, be it empty."""

_COMPARE = {"at_least": ("low", ">="), "above": ("low", ">"), "at_most": ("high", "<="), "below": ("high", "<")}


class ClipsRules:
    """The rules in an environment of CLIPS, ready for any number of profiles."""

    def __init__(self, rulebook: Rulebook, kind: Any) -> None:
        self._rules = rulebook.rules_for(kind)
        self._attributes = {**rulebook.attributes, ECONOMY: economy_attribute()}
        self._environment = clips.Environment()
        slots = " ".join(f"(multislot {name})" for name in self._attributes)
        self._environment.build(f"(deftemplate profile {slots})")
        self._environment.build("(defglobal ?*fired* = (create$))")
        awaited = {
            finding for rule in self._rules for test in rule.tests if test.on_finding for finding in test.operand
        }
        for number, rule in enumerate(self._rules):
            self._environment.build(_defrule(rule, number, self._attributes, rule.finding in awaited))

    def facts(self, measures: Mapping[str, Comparable]) -> str:
        """The answers of a profile, its economy among them, as CLIPS reads a fact."""
        known = ((name, each) for name, each in measures.items() if each is not NotApplicable.IT)
        return f"(profile {' '.join(f'({name} {_slot(self._attributes[name], each)})' for name, each in known)})"

    def fired(self, facts: str) -> list[Rule]:
        """The rules that fire on these answers, in the order of the rulebook."""
        self._environment.reset()
        self._environment.load_facts(facts)
        self._environment.run()
        return [self._rules[number] for number in sorted({*self._environment.eval("?*fired*")})]


def _slot(attribute: Attribute, measure: Any) -> str:
    if attribute.type == "list":
        return " ".join([_KNOWN, *sorted(measure)])
    return " ".join(str(each) for each in measure) if isinstance(measure, tuple) else _symbol(measure)


def _symbol(value: Any) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)


def _defrule(rule: Rule, number: int, attributes: Mapping[str, Attribute], awaited: bool) -> str:
    answers: list[dict[str, str]] = []
    for i, test in enumerate(each for each in rule.tests if not each.on_finding):
        place = next((each for each in answers if test.subject not in each), None)
        if place is None:
            answers.append(place := {})
        # A name that two constraints share would make them one.
        place[test.subject] = _constraint(test, attributes).replace("?", f"?v{i}-")
    patterns = [f"(profile {' '.join(f'({name} {each})' for name, each in sorted(one.items()))})" for one in answers]
    patterns += [f"(found {'|'.join(test.operand)})" for test in rule.tests if test.on_finding]
    concluded = f" (assert (found {rule.finding}))" if awaited else ""
    return (
        f"(defrule rule-{number} (declare (salience {-rule.stratum})) {' '.join(patterns)}"
        f" => (bind ?*fired* (create$ ?*fired* {number})){concluded})"
    )


def _constraint(test: Test, attributes: Mapping[str, Attribute]) -> str:
    if test.operator == "known":
        return "?any $?more"
    return _CONSTRAINTS[attributes[test.subject].type](test)


def _choice(test: Test) -> str:
    symbols = [_symbol(each) for each in _members(test)]
    return "&".join(f"~{each}" for each in symbols) if test.operator == "not_in" else "|".join(symbols)


def _members(test: Test) -> Sequence[Any]:
    return sorted(test.operand) if isinstance(test.operand, frozenset) else [test.operand]


def _list(test: Test) -> str:
    there = [f"(member$ {each} $?all)" for each in _members(test)]
    wanted = there if test.operator == "includes" else [f"(not {each})" for each in there]
    return f"{_KNOWN} $?all&:(and TRUE {' '.join(wanted)})"


def _number(test: Test) -> str:
    if test.operator in _COMPARE:
        end, sign = _COMPARE[test.operator]
        return f"?low ?high&:({sign} ?{end} {test.operand})"
    if test.operator == "not_in":
        away = " ".join(f"(or (< ?high {each}) (> ?low {each}))" for each in _members(test))
        return f"?low ?high&:(and TRUE {away})"
    same = " ".join(f"(= ?low {each})" for each in _members(test))
    return f"?low ?high&:(and (= ?low ?high) (or FALSE {same}))"


def _money(test: Test) -> str:
    currency, bound = test.operand
    return f"{currency} ?amount&:({_COMPARE[test.operator][1]} ?amount {bound})"


_CONSTRAINTS = {"yes_no": _choice, "choice": _choice, "list": _list, "number": _number, "money": _money}
