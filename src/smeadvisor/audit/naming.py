"""Which rules a name means: a rule, or all that conclude a finding or stand in a file."""

from __future__ import annotations

from typing import NamedTuple

from smeadvisor.messages import message
from smeadvisor.model.naming import the_one_named
from smeadvisor.model.rulebook import Rulebook


class Wanted(NamedTuple):
    """What is looked for: its full name, and the ids of its rules."""

    name: str
    rules: tuple[str, ...]


def wanted(rulebook: Rulebook, name: str) -> Wanted:
    """The rule of that id; or the rules of a requirement, a barrier, a recommendation or anything else with rules.

    A name may go without its folders. Raises InvalidInput: E-REF with the nearest name if there is none, E-CHOICE with
    the full names if there are several.
    """
    known = _known(rulebook)
    full = the_one_named(name, known, _forms, message("errors.what.rule_or_thing"))
    return Wanted(full, known[full])


def _known(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Every name that means rules, in full; a rule goes before a requirement that is called like it."""
    found: dict[str, list[str]] = {}
    for rule in rulebook.rules:
        for name in {rule.id.partition("#")[0], rule.finding}:
            found.setdefault(name, []).append(rule.id)
    return {**{name: tuple(rules) for name, rules in found.items()}, **{rule.id: (rule.id,) for rule in rulebook.rules}}


def _forms(name: str) -> tuple[str, str, str]:
    """How a name can be read, the strictest first."""
    return name, name.partition("/")[2], _last(name)


def _last(name: str) -> str:
    """The last part: of a rule its own id, of a file its name."""
    file, hash_sign, own = name.partition("#")
    return own if hash_sign else file.rpartition("/")[2]
