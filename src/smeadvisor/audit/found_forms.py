"""Profiles in which something was found: as lines for people, as plain data, as a row of CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from smeadvisor.audit.finding import Found
from smeadvisor.audit.titles import title
from smeadvisor.model.answers import PlainValue
from smeadvisor.model.attributes import Audience
from smeadvisor.rendering.advice.wording import bracketed, clauses, listing, one_line, phrase
from smeadvisor.rendering.rulebook.names import economy_name
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.words import value_in_words
from smeadvisor.rules.linking import ECONOMY

COLUMNS = ("row", "id", "name", "kind", "economy", "rules", "matched")


class Term(TypedDict):
    """An answer that a rule tests; null where it is unknown."""

    attribute: str
    value: PlainValue | None


class Holding(TypedDict):
    """A finding that a rule tests, and whether it holds; null where that is undecided."""

    finding: str
    holds: bool | None


class FoundData(TypedDict):
    """A profile in which something was found."""

    row: int
    id: str
    name: str | None
    kind: Audience
    economy: str
    rules: list[str]
    matched: list[Term | Holding]


def as_line(found: Found, reader: Reader) -> str:
    """One line: who it is, the rules, the answers in words."""
    rules = listing([each.partition("#")[2] for each in found["rules"]], reader.lang)
    matched = [_in_words(each, reader) for each in found["matched"]]
    return who(found, reader) + reader.colon + clauses([rules, *matched], reader.lang) + "\n"


def who(found: Mapping[str, Any], reader: Reader) -> str:
    """The profile's row, id, name and economy."""
    name = bracketed(one_line(found["name"] or ""), reader.lang)
    return f"{found['row']} {one_line(found['id'])}{name} {found['economy']}"


def as_data(found: Found) -> FoundData:
    """The same as JSON has it."""
    matched: Any = [{key: value for key, value in each.items() if key != "answer"} for each in found["matched"]]
    return FoundData(**{**found, "matched": matched})


def as_row(found: Found) -> dict[str, Any]:
    """The same in the cells of a table: items joined by semicolons."""
    matched = [each.get("finding") or f"{each['attribute']}={_cell(each['value'])}" for each in found["matched"]]
    return {**found, "rules": ";".join(found["rules"]), "matched": ";".join(matched)}


def _cell(value: Any) -> str:
    """A value in a cell, as a table of profiles would have it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, list):
        return ",".join(value) or "none"
    if isinstance(value, Mapping):
        return f"{value['amount']} {value['currency']}"
    return str(value)


def _in_words(term: Mapping[str, Any], reader: Reader) -> str:
    if "finding" in term:
        return _finding(term["finding"], reader) + bracketed(_truth(term["holds"], reader), reader.lang)
    name, answer = term["attribute"], term["answer"]
    if name == ECONOMY:
        return reader.say("economy") + reader.colon + economy_name(term["value"], reader)
    attribute = reader.rulebook.attributes[name]
    said = phrase("audit.not_known", reader.lang) if answer is None else value_in_words(attribute, answer, reader)
    return reader.to(attribute.title) + reader.colon + said


def _truth(holds: bool | None, reader: Reader) -> str:
    """That a finding does not hold, or may; nothing where it holds."""
    return "" if holds else phrase("audit.blocked" if holds is False else "audit.undecided", reader.lang)


def _finding(finding: str, reader: Reader) -> str:
    kind, _, rest = finding.partition("/")
    if kind != "classification":
        return title(finding, reader)
    name, _, value = rest.partition("=")
    known = reader.rulebook.classification[name]
    return reader.to(known.title) + reader.colon + reader.to(known.values[value])
