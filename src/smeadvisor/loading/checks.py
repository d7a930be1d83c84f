"""What a rulebook must hold beyond its form: references, texts, sources, reasons, examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, is_dataclass
from typing import Any, NamedTuple, get_args

from smeadvisor.attributes import AUDIENCES, Attribute
from smeadvisor.conditions import attributes_of
from smeadvisor.errors import Problem, near, nearest, problem
from smeadvisor.forms import Instrument, Severity, StageGroup, Strategy
from smeadvisor.limits import RULES
from smeadvisor.loading.dates import date_faults
from smeadvisor.loading.examples import example_faults
from smeadvisor.loading.files import Shelf
from smeadvisor.loading.linking import ECONOMY, Entry, entries
from smeadvisor.rulebook import REGION, Rule
from smeadvisor.texts import Text, key_of

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def check(shelf: Shelf, rules: tuple[Rule, ...]) -> Iterator[Problem]:
    """Every fault of the rulebook that one file alone does not show."""
    by_id = {rule.id: rule for rule in rules}
    if len(rules) > RULES:
        yield problem("E-RANGE", str(len(rules)), range=f"1 … {RULES}")
    yield from _priorities(shelf)
    yield from _texts(shelf)
    yield from _shapes(shelf)
    yield from _repetitions(shelf)
    yield from _references(shelf)
    yield from _errata(shelf)
    yield from _economies(shelf)
    for entry in entries(shelf):
        yield from _entry_problems(shelf, entry, by_id[entry.id])
    yield from date_faults(shelf)
    yield from example_faults(shelf, by_id)


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
                yield document.located(problem("E-MISSING", name), path)
    if "stage" not in shelf.models["classification"]:
        yield document.located(problem("E-MISSING", "classification/stage.yaml"), ("stage",))


def _shapes(shelf: Shelf) -> Iterator[Problem]:
    """What the form of a file cannot say: names that shadow, lists that must not be empty."""
    for name, attribute in shelf.models["attributes"].items():
        for path, fault in _attribute_faults(shelf, attribute):
            yield _located(shelf, "attributes", name, fault, path)
    for kind, name, path, reason in _inferred(shelf):
        if reason is None:
            yield _located(shelf, kind, name, problem("E-REASON", str(path[-1])), path)


def _repetitions(shelf: Shelf) -> Iterator[Problem]:
    """Names that stand twice where each may stand once, and parents that are no other instrument."""
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
                    if each in names[:i]:
                        shown = each if isinstance(each, str) else each[0]
                        yield _located(shelf, kind, name, problem("E-DUP-ID", shown), (what, i))
            if getattr(model, "parent", None) == name:
                yield _located(shelf, kind, name, problem("E-CYCLE", circle=f"{name} → {name}"), ("parent",))


def _errata(shelf: Shelf) -> Iterator[Problem]:
    """Places that errata speak of, and what they touch."""
    document, known = shelf.documents["", "errata"], _sources(shelf)
    owners = {f"{kind}/{name}" for kind, models in shelf.models.items() for name in models}
    for i, erratum in enumerate(shelf.singles["errata"].errata):
        for place in (erratum.place, *erratum.also):
            if place not in known:
                yield document.located(_unknown("source", place, known), ("errata", i, "place"))
        for touched in erratum.touches:
            if touched not in owners:
                yield document.located(_unknown("file", touched, owners), ("errata", i, "touches"))


def _economies(shelf: Shelf) -> Iterator[Problem]:
    """Places that economies' policies are cited from."""
    document, known = shelf.documents["", "economies"], _sources(shelf)
    for name, economy in shelf.singles["economies"].economies.items():
        if economy.emphasis is not None and economy.emphasis.source not in known:
            fault = _unknown("source", economy.emphasis.source, known)
            yield document.located(fault, ("economies", name, "emphasis", "source"))


def _attribute_faults(shelf: Shelf, attribute: Attribute) -> Iterator[tuple[tuple[str, ...], Problem]]:
    if not attribute.audience:
        yield ("for",), problem("E-MISSING", "for")
    if attribute.id in {ECONOMY, *shelf.models["classification"]}:
        yield (), problem("E-DUP-ID", attribute.id)


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


class _Reference(NamedTuple):
    """A name used somewhere in a file, and what it must be the name of."""

    path: tuple[str | int, ...]
    name: str
    kind: str


_KINDS = {
    "source": ("source", "出處"),
    "barrier": ("barrier", "障礙"),
    "recommendation": ("recommendation", "建議"),
    "instrument": ("instrument", "措施"),
    "economy": ("economy", "經濟體"),
    "file": ("rule file", "規則檔"),
}


def _references(shelf: Shelf) -> Iterator[Problem]:
    known = {
        "source": _sources(shelf),
        "barrier": shelf.models["barriers"],
        "recommendation": shelf.models["recommendations"],
        "instrument": shelf.models["instruments"],
        "economy": {**shelf.singles["economies"].economies, REGION: None},
    }
    for kind, models in shelf.models.items():
        for name, model in models.items():
            for each in _references_of(model):
                if each.name not in known[each.kind]:
                    yield _located(shelf, kind, name, _unknown(each.kind, each.name, known[each.kind]), each.path)


def _unknown(kind: str, name: str, known: Iterable[str]) -> Problem:
    en, zh = _KINDS[kind]
    return problem("E-REF", name, what_en=en, what_zh=zh, **near(nearest(name, known)))


def _references_of(model: Any) -> Iterator[_Reference]:
    for i, source in enumerate(model.sources):
        yield _Reference(("sources", i), source, "source")
    for i, relief in enumerate(getattr(model, "relieves", ())):
        yield _Reference(("relieves", i, "barrier"), relief.barrier, "barrier")
    for i, study in enumerate(getattr(model, "studies", ())):
        yield _Reference(("studies", i, "source"), study.source, "source")
    if isinstance(model, Instrument):
        yield from _references_of_instrument(model)
    if isinstance(model, Strategy):
        yield from _references_of_strategy(model)


def _references_of_instrument(instrument: Instrument) -> Iterator[_Reference]:
    yield _Reference(("economy",), instrument.economy, "economy")
    if instrument.parent is not None:
        yield _Reference(("parent",), instrument.parent, "instrument")
    for i, service in enumerate(instrument.serves):
        yield _Reference(("serves", i, "recommendation"), service.recommendation, "recommendation")
    for what in ("requirements", "figures", "points", "history"):
        for i, each in enumerate(getattr(instrument, what)):
            if each.source is not None:
                yield _Reference((what, i, "source"), each.source, "source")
    for i, event in enumerate(instrument.history):
        for successor in event.successors:
            yield _Reference(("history", i, "successors"), successor, "instrument")


def _references_of_strategy(strategy: Strategy) -> Iterator[_Reference]:
    for i, showing in enumerate(strategy.economies):
        yield _Reference(("economies", i, "economy"), showing.economy, "economy")
        yield _Reference(("economies", i, "source"), showing.source, "source")
    for i, service in enumerate(strategy.recommendations):
        yield _Reference(("recommendations", i, "recommendation"), service.recommendation, "recommendation")


def _sources(shelf: Shelf) -> Any:
    return shelf.singles["sources"].sources


def _entry_problems(shelf: Shelf, entry: Entry, rule: Rule) -> Iterator[Problem]:
    owner = shelf.models[entry.kind][entry.owner]
    for path, fault in _rule_faults(shelf, entry, rule, owner):
        yield _located(shelf, entry.kind, entry.owner, fault, (*entry.path, *path))


def _rule_faults(shelf: Shelf, entry: Entry, rule: Rule, owner: Any) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    text = entry.text
    tested = attributes_of(rule.tests)
    for slot in sorted(text.because.slots() - set(tested)) if rule.tests else ():
        yield ("because",), problem("E-SLOT", slot, **near(nearest(slot, tested)))
    if text.source is not None and text.source not in _sources(shelf):
        yield ("source",), _unknown("source", text.source, _sources(shelf))
    if text.basis == "paper" and text.source is None and not owner.sources:
        yield (), problem("E-SOURCE", text.id)
    if text.basis == "inference" and text.reason is None and owner.inference is None:
        yield (), problem("E-REASON", text.id)
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
