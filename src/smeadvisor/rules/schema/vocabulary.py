"""What files name and may say of it, as parts of a schema: ids, answers, tests.

An editor should offer the plain way of writing a thing. Where the reader takes other ways too (a number
in quotes, a choice by its label, a list as one text), the schema asks for the plain one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from smeadvisor.model.attributes import AUDIENCES, NOT_STATED, Attribute, Audience
from smeadvisor.model.codes import CURRENCIES, ECONOMIES
from smeadvisor.model.conditions import OPERATORS
from smeadvisor.model.rulebook import REGION, Rulebook
from smeadvisor.model.texts import Text, program_text
from smeadvisor.problems.limits import MONEY
from smeadvisor.rules.schema.keys import EXPLAINED

Schema = dict[str, Any]
_YES_NO = [True, False]
_STATES = {"dont_know": "Asked, but not known.", "not_applicable": "Does not apply: every test on it is false."}
_PRESENCE = ["present", "absent"]
_LISTED = ("one_of", "not_in", "includes", "lacks")


def both(text: Text) -> str:
    """A text in both languages, as an editor shows it."""
    return f"{text.en}\n\n{text.zh_hant}"


def ref(name: str) -> Schema:
    """A part of the schema, by its name among ``$defs``."""
    return {"$ref": f"#/$defs/{name}"}


def closed(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A mapping of these keys alone; those that have no description of their own are explained."""
    explained = {
        key: {"description": EXPLAINED[key], **each} if key in EXPLAINED else each for key, each in properties.items()
    }
    return {"type": "object", "properties": explained, "required": [*required], "additionalProperties": False}


def vocabulary(rulebook: Rulebook) -> dict[str, Schema]:
    """All that files name, as ``$defs``: ids by kind, the form of each answer, and conditions."""
    attributes = rulebook.attributes
    return {
        **_ids(rulebook),
        **{f"plain.{name}": _plain(each) for name, each in attributes.items()},
        **{f"answer.{name}": _answer(each) for name, each in attributes.items()},
        **{f"answers.{audience}": _answers(rulebook, audience) for audience in AUDIENCES},
        "when": _when(rulebook, {}),
        "classifying": _when(rulebook, {"economy": _economy_test()}),
        "given": _given(rulebook),
        "code": {"enum": sorted(ECONOMIES)},
    }


def _ids(rulebook: Rulebook) -> dict[str, Schema]:
    """One enumeration for each kind of thing that files name."""
    owners = ("classification", "attributes", "barriers", "instruments", "recommendations", "strategies")
    economies = {code: each.name for code, each in rulebook.economies.items()}
    kinds = {each.id: each.title for kinds in rulebook.priorities.evidence.values() for each in kinds}
    titled = {
        "source": {name: each.title for name, each in rulebook.sources.items()},
        "economy": {**economies, REGION: program_text("rulebook.whole_region")},
        "evidence": kinds,
        "file": {f"{kind}/{name}": each.title for kind in owners for name, each in getattr(rulebook, kind).items()},
    }
    for kind in ("attribute", "barrier", "instrument", "recommendation"):
        titled[kind] = {name: each.title for name, each in getattr(rulebook, f"{kind}s").items()}
    return {kind: _one_of(names) for kind, names in titled.items()}


def _one_of(texts: Mapping[str, Text]) -> Schema:
    """One of these names; editors that know ``enumDescriptions`` show what each means."""
    return {"enum": [*texts], "enumDescriptions": [both(text) for text in texts.values()]}


def _plain(attribute: Attribute) -> Schema:
    """A value of the attribute, as an answer or a test writes it: of a list, one item."""
    return _PLAIN[attribute.type](attribute)


def _number(attribute: Attribute) -> Schema:
    low, high = attribute.range.min, attribute.range.max
    return {
        "type": "integer" if attribute.step == 1 else "number",
        "minimum": -MONEY if low is None else _json(low),
        "maximum": MONEY if high is None else _json(high),
    }


def _json(number: Any) -> int | float:
    """The number as JSON has it."""
    return number if isinstance(number, int) else float(number)


def _money(_: Attribute) -> Schema:
    amount = {"type": "number", "minimum": 0, "maximum": MONEY}
    return closed({"amount": amount, "currency": {"enum": sorted(CURRENCIES)}}, ("amount", "currency"))


_PLAIN: dict[str, Callable[[Attribute], Schema]] = {
    "yes_no": lambda attribute: {"enum": _YES_NO},
    "number": _number,
    "money": _money,
    "choice": lambda attribute: _one_of(attribute.choices),
    "list": lambda attribute: _one_of(attribute.choices),
}


def _answer(attribute: Attribute) -> Schema:
    """An answer: its value, that it is not known or does not apply, or the long form."""
    value = ref(f"plain.{attribute.id}")
    whole = {"type": "array", "items": value} if attribute.type == "list" else value
    states = {"enum": [*_STATES], "enumDescriptions": [*_STATES.values()]}
    return {
        "title": attribute.title.en,
        "description": f"{both(attribute.question)}\n\n{_form_of(attribute)}",
        "anyOf": [whole, states, {"type": "null"}, _long_form(attribute, {"anyOf": [whole, states]})],
    }


def _form_of(attribute: Attribute) -> str:
    """What an answer looks like, in one line."""
    if attribute.type != "number":
        return f"Type: {attribute.type}."
    return f"Type: number, {attribute.unit or 'without a unit'}, in steps of {attribute.step}."


def _long_form(attribute: Attribute, value: Schema) -> Schema:
    text = {"type": "string"}
    keys: dict[str, Schema] = {
        "value": value,
        "year": {"type": "integer", "minimum": 1900, "maximum": 2200},
        "period": text,
        # A firm may have papers of its own.
        "source": {"anyOf": [ref("source"), text]},
        "note": text,
    }
    if attribute.type == "number":
        keys["qualifier"] = {"enum": ["~", ">"]}
    if attribute.unit is not None:
        keys["unit"] = {"const": attribute.unit}
    return closed(keys, ("value",))


def _answers(rulebook: Rulebook, audience: Audience) -> Schema:
    """The answers of a profile of that kind."""
    mine = (name for name, each in rulebook.attributes.items() if audience in each.audience)
    return {"type": ["object", "null"], **_only({name: ref(f"answer.{name}") for name in mine})}


def _only(properties: dict[str, Schema]) -> Schema:
    return {"properties": properties, "additionalProperties": False}


def _when(rulebook: Rulebook, more: dict[str, Schema]) -> Schema:
    """A condition: tests on attributes and findings, all of which must be true."""
    tests = {name: _test(each) for name, each in rulebook.attributes.items() if each.unit != NOT_STATED}
    findings = {name: _or_list(_one_of(each.values)) for name, each in rulebook.classification.items()}
    barriers = {name: _or_list({"const": "present"}) for name in rulebook.barriers}
    for name, schema in (*findings.items(), *barriers.items()):
        schema["description"] = both({**rulebook.classification, **rulebook.barriers}[name].title)
    return {"type": "object", "minProperties": 1, **_only({**tests, **findings, **barriers, **more})}


def _test(attribute: Attribute) -> Schema:
    """A test on an answer: a value, one of several, or operators in words."""
    value, allowed = ref(f"plain.{attribute.id}"), OPERATORS[attribute.type]
    operators = {operator: _operand(operator, value) for operator in allowed}
    forms: list[Schema] = [{"type": "object", "minProperties": 1, **_only(operators)}]
    if "one_of" in allowed:
        forms.insert(0, _list_of(value))
    if "equals" in allowed:
        forms.insert(0, value)
    who = " and ".join(attribute.audience)
    return {"description": f"{both(attribute.question)}\n\n{_form_of(attribute)} Asked of: {who}.", "anyOf": forms}


def _operand(operator: str, value: Schema) -> Schema:
    if operator == "known":
        return {"const": True}
    if operator in _LISTED:
        return _or_list(value) if operator in ("includes", "lacks") else _list_of(value)
    return value


def _list_of(value: Schema) -> Schema:
    return {"type": "array", "items": value, "minItems": 1}


def _or_list(value: Schema) -> Schema:
    return {"anyOf": [value, _list_of(value)]}


def _economy_test() -> Schema:
    """The test on who the profile is, which only a classification may hold."""
    listed = _list_of(ref("code"))
    operators = {"not_in": listed, "one_of": listed, "equals": ref("code"), "known": {"const": True}}
    return {"anyOf": [ref("code"), listed, {"type": "object", "minProperties": 1, **_only(operators)}]}


def _given(rulebook: Rulebook) -> Schema:
    """The answers and findings of an example."""
    answers = {name: ref(f"answer.{name}") for name in rulebook.attributes}
    findings = {name: _one_of(each.values) for name, each in rulebook.classification.items()}
    barriers = {name: {"enum": _PRESENCE} for name in rulebook.barriers}
    return {"type": "object", **_only({**answers, **findings, **barriers, "economy": ref("code")})}
