"""What a rulebook must hold beyond its form: references, texts, sources, reasons, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from typing import Any, get_args

from smeadvisor.messages import message
from smeadvisor.model.attributes import AUDIENCES, ECONOMY, Attribute
from smeadvisor.model.conditions import attributes_of
from smeadvisor.model.records import Severity, StageGroup
from smeadvisor.model.rulebook import Rule
from smeadvisor.model.texts import Text, key_of, unfilled
from smeadvisor.problems import Problem, near, nearest, problem
from smeadvisor.problems.limits import RULES
from smeadvisor.rules.capacity import capacity_faults, too_many
from smeadvisor.rules.dates import date_faults
from smeadvisor.rules.edges import edge_faults
from smeadvisor.rules.examples import example_faults
from smeadvisor.rules.figures import figure_faults
from smeadvisor.rules.files import SLUG, TAKEN_WHOLE, Shelf
from smeadvisor.rules.labels import label_faults
from smeadvisor.rules.linking import Entry, entries
from smeadvisor.rules.references import reference_faults, sources_of, unknown
from smeadvisor.rules.soundness import Soundness

_SENTENCE = re.compile(r"(A|An|It|Its|No|The|There|This|You|Your)(?= [a-z{])|.*[.。]\Z", re.DOTALL)
"""A word that is no name in capitals, or a full stop at the end."""

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def check(shelf: Shelf, rules: tuple[Rule, ...], soundness: Soundness) -> Iterator[Problem]:
    """Every fault of the rulebook that one file alone does not show."""
    by_id = {rule.id: rule for rule in rules}
    if len(rules) > RULES:
        yield shelf.documents["", "rulebook"].located(too_many(len(rules), RULES, "rules"), ())
    yield from _priorities(shelf)
    yield from _sources_of_priorities(shelf)
    yield from _texts(shelf)
    yield from _shapes(shelf)
    for kind, name, path, fault in capacity_faults(shelf.models, shelf.singles["priorities"]):
        yield _located(shelf, kind, name, fault, path)
    yield from _repetitions(shelf)
    yield from reference_faults(shelf)
    yield from _errata(shelf)
    yield from _economies(shelf)
    for entry in entries(shelf):
        yield from _entry_problems(shelf, entry, by_id[entry.id])
    yield from figure_faults(shelf)
    yield from label_faults(shelf)
    yield from date_faults(shelf)
    if not any(each.code in ("E-CYCLE", "E-RULE-DEPTH") for each in shelf.problems):
        yield from soundness.faults()
    yield from example_faults(shelf, by_id)
    yield from edge_faults(shelf, by_id)


def _priorities(shelf: Shelf) -> Iterator[Problem]:
    """All numbers are there, and small, so that no sum of products can overflow."""
    priorities, document = shelf.singles["priorities"], shelf.documents["", "priorities"]
    for path, number in _numbers_of(asdict(priorities), ()):
        if not 1 <= number <= 100:
            yield document.located(problem("E-RANGE", str(number), range="1 … 100"), path)
    needed = {
        ("evidence",): (priorities.evidence, AUDIENCES),
        ("severity",): (priorities.severity, get_args(Severity)),
        ("importance", "ranked"): (priorities.importance.ranked, [str(rank) for rank in range(1, 11)]),
        ("stage", "planning"): (priorities.stage.planning, get_args(StageGroup)),
        ("stage", "operational"): (priorities.stage.operational, get_args(StageGroup)),
    }
    for path, (held, names) in needed.items():
        for name in names:
            if name not in held:
                yield document.located(problem("E-MISSING", name, **TAKEN_WHOLE), path)
    if "stage" not in shelf.models["classification"]:
        yield document.located(problem("E-MISSING", "classification/stage.yaml"), ("stage",))


def _sources_of_priorities(shelf: Shelf) -> Iterator[Problem]:
    """Places that the numbers are taken from."""
    known = sources_of(shelf)
    for i, source in enumerate(shelf.singles["priorities"].sources):
        if source not in known:
            yield shelf.documents["", "priorities"].located(unknown("source", source, known), ("sources", i))


def _shapes(shelf: Shelf) -> Iterator[Problem]:
    """What the form of a file cannot say: names that shadow, lists that must not be empty."""
    for name, attribute in shelf.models["attributes"].items():
        for path, fault in _attribute_faults(shelf, attribute):
            yield _located(shelf, "attributes", name, fault, path)
    for kind in ("barriers", "instruments", "recommendations", "strategies"):
        for name, model in shelf.models[kind].items():
            if not model.sources:
                yield _located(shelf, kind, name, problem("E-MISSING", "sources"), ("sources",))
    for kind, name, path, reason in _inferred(shelf):
        if reason is None:
            blanks = {} if kind == "attributes" else _OR_WHOLE_FILE
            yield _located(shelf, kind, name, problem("E-REASON", str(path[-1]), **blanks), path)


def _repetitions(shelf: Shelf) -> Iterator[Problem]:
    """Names that stand twice where each may stand once or cannot be ids, and parents that are no other instrument."""
    for kind in ("instruments", "recommendations"):
        for name, model in shelf.models[kind].items():
            lists = {
                "relieves": [(each.barrier, getattr(each, "audience", None)) for each in model.relieves],
                "serves": [each.recommendation for each in getattr(model, "serves", ())],
                "requirements": [each.id for each in getattr(model, "requirements", ())],
                "figures": [each.id for each in getattr(model, "figures", ())],
                "points": [each.id for each in getattr(model, "points", ())],
            }
            for what, names in lists.items():
                for i, each in enumerate(names):
                    if what in _OWN_IDS and not SLUG.match(each):
                        yield _located(shelf, kind, name, problem("E-NAME", each), (what, i, "id"))
                    if any(_same(each, other) for other in names[:i]):
                        shown = each if isinstance(each, str) else each[0]
                        yield _located(shelf, kind, name, problem("E-DUP-ID", shown), (what, i))
            if (circle := _ancestors(shelf, name)) and circle[-1] == name:
                yield _located(shelf, kind, name, problem("E-CYCLE", circle=" → ".join((name, *circle))), ("parent",))


_OWN_IDS = ("requirements", "figures", "points")


def _same(one: Any, other: Any) -> bool:
    """Whether two names are one; a barrier that is relieved for everybody is so for firms."""
    if isinstance(one, str):
        return one == other
    return one[0] == other[0] and (one[1] == other[1] or None in (one[1], other[1]))


def _ancestors(shelf: Shelf, name: str) -> list[str]:
    """The parent of an instrument, its parent and so on; ends with the first that comes again."""
    found: list[str] = []
    parent = getattr(shelf.models["instruments"].get(name), "parent", None)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = getattr(shelf.models["instruments"].get(parent), "parent", None)
    return found


def _errata(shelf: Shelf) -> Iterator[Problem]:
    """Places that errata speak of, and what they touch."""
    document, known = shelf.documents["", "errata"], sources_of(shelf)
    owners = {f"{kind}/{name}" for kind, models in shelf.models.items() for name in models}
    seen: set[str] = set()
    for i, erratum in enumerate(shelf.singles["errata"].errata):
        if erratum.id in seen:
            yield document.located(problem("E-DUP-ID", erratum.id), ("errata", i, "id"))
        seen.add(erratum.id)
        for place in (erratum.place, *erratum.also):
            if place not in known:
                yield document.located(unknown("source", place, known), ("errata", i, "place"))
        for touched in erratum.touches:
            if touched not in owners:
                yield document.located(unknown("file", touched, owners), ("errata", i, "touches"))


def _economies(shelf: Shelf) -> Iterator[Problem]:
    """Places that economies' policies are cited from."""
    document, known = shelf.documents["", "economies"], sources_of(shelf)
    for name, economy in shelf.singles["economies"].economies.items():
        if economy.emphasis is not None and economy.emphasis.source not in known:
            fault = unknown("source", economy.emphasis.source, known)
            yield document.located(fault, ("economies", name, "emphasis", "source"))


def _attribute_faults(shelf: Shelf, attribute: Attribute) -> Iterator[tuple[tuple[str, ...], Problem]]:
    if not attribute.audience:
        yield ("for",), problem("E-MISSING", "for")
    if attribute.id in {ECONOMY, *shelf.models["classification"]}:
        yield (), problem("E-DUP-ID", attribute.id)


_OR_WHOLE_FILE = {"or": message("errors.or_whole_file")}
"""What may stand in place of a reason, but for attributes."""

_INFERRED = {
    "barriers": ("studies",),
    "instruments": ("relieves", "serves"),
    "recommendations": ("relieves",),
    "strategies": ("economies", "recommendations"),
}


def _inferred(shelf: Shelf) -> Iterator[tuple[str, str, tuple[str | int, ...], Text | None]]:
    """All that is inferred outside rules, with the reason given for it, its own or its file's."""
    for kind, lists in _INFERRED.items():
        for name, model in shelf.models[kind].items():
            for what in lists:
                for i, each in enumerate(getattr(model, what)):
                    if each.basis == "inference":
                        yield kind, name, (what, i), getattr(each, "reason", None) or model.inference
    for name, attribute in shelf.models["attributes"].items():
        if attribute.basis == "inference":
            yield "attributes", name, ("basis",), attribute.reason


def _numbers_of(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(value, int):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _numbers_of(each, (*path, key))


def _located(shelf: Shelf, kind: str, name: str, fault: Problem, path: tuple[str | int, ...]) -> Problem:
    return shelf.document(kind, name).located(fault, path)


def _texts(shelf: Shelf) -> Iterator[Problem]:
    for (kind, name), document in shelf.documents.items():
        model = shelf.models[kind][name] if kind else shelf.singles[name]
        for path, text in _texts_of(model, ()):
            if text.slots() and path[-1] != "because":
                yield document.located(problem("E-SLOT", sorted(text.slots())[0]), path)
            if unfilled(text):
                yield document.located(problem("E-TODO", text.en), path)
            # An agency's name and a work's title may be the same in both languages.
            if "agency" not in path and name != "sources" and _one_language(text):
                yield document.located(problem("E-LANG", text.en), path)


def _one_language(text: Text) -> bool:
    return bool(_HAN.search(text.en)) or not _HAN.search(text.zh_hant)


def _texts_of(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    if isinstance(value, Text):
        yield path, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts_of(getattr(value, field.name), (*path, key_of(field.name)))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts_of(each, (*path, key))
    elif isinstance(value, tuple):
        for i, each in enumerate(value):
            yield from _texts_of(each, (*path, i))


def _entry_problems(shelf: Shelf, entry: Entry, rule: Rule) -> Iterator[Problem]:
    owner = shelf.models[entry.kind][entry.owner]
    for path, fault in _rule_faults(shelf, entry, rule, owner):
        yield _located(shelf, entry.kind, entry.owner, fault, (*entry.path, *path))


def _rule_faults(shelf: Shelf, entry: Entry, rule: Rule, owner: Any) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    text = entry.text
    if not SLUG.match(text.id):
        yield ("id",), problem("E-NAME", text.id)
    for said in (text.because.en, text.because.zh_hant):
        if _SENTENCE.match(said.strip()):
            yield ("because",), problem("E-CLAUSE", said)
    tested = attributes_of(rule.tests)
    for slot in sorted(text.because.slots() - set(tested)) if rule.tests else ():
        yield ("because",), problem("E-SLOT", slot, **near(nearest(slot, tested)))
    if text.source is not None and text.source not in sources_of(shelf):
        yield ("source",), unknown("source", text.source, sources_of(shelf))
    if text.basis == "paper" and text.source is None and not owner.sources:
        yield (), problem("E-SOURCE", text.id)
    if text.basis == "inference" and text.reason is None and owner.inference is None:
        yield (), problem("E-REASON", text.id, **_OR_WHOLE_FILE)
    yield from _value_faults(shelf, entry, owner)


def _value_faults(shelf: Shelf, entry: Entry, owner: Any) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    kind = entry.concluded.get("evidence")
    kinds = [each.id for each in shelf.singles["priorities"].evidence.get(entry.text.audience, ())]
    if kind is not None and kind not in kinds:
        yield ("evidence",), problem("E-CHOICE", kind, choices=", ".join(kinds), **near(nearest(kind, kinds)))
    value = entry.concluded.get(entry.owner)
    if entry.kind == "classification" and value not in owner.values:
        close = near(nearest(str(value), owner.values))
        yield ("value",), problem("E-CHOICE", value, choices=", ".join(owner.values), **close)
