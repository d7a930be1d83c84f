"""Random rulebooks that the loader accepts (``loaded``), and raw answers at the edges of their tests (``drawn``)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from smeadvisor.model.attributes import HALVES, MONEY_STEP
from smeadvisor.problems import InvalidInput
from smeadvisor.rules.loading import load

Data = dict[str, Any]
WORDS, CLAUSE = {"en": "text", "zh-Hant": "文字"}, {"en": "so it is", "zh-Hant": "如此"}
SIDES = {"at_least": (0, -1), "above": (1, 0), "at_most": (0, 1), "below": (-1, 0)}
GROUPS = ("finance", "market_access", "business_environment", "capability")
SEVERITIES, STAGES = ("mild", "moderate", "severe"), ("planning", "operational")
SAID = {"classification": ["value"], "barriers": ["severity", "evidence"], "recommendations": ["evidence"]}
AUDIENCES = (["firm"], ["economy"], ["firm", "economy"])


def singles(pick: Random, kinds: dict[str, list[str]]) -> dict[str, Data]:
    """The files that a rulebook has once; weights at random, those at their limits among them."""

    def numbers(*names: str) -> Data:
        return {name: pick.choice([1, 2, 3, 50, 100]) for name in pick.sample(names, len(names))}

    evidence = {who: [{"id": each, "title": WORDS} for each in own] for who, own in kinds.items()}
    rank = {"ranked": numbers(*map(str, range(1, 11))), **numbers("unranked")}
    stage = {each: numbers(*GROUPS) for each in STAGES} | numbers("neutral")
    weights = {"evidence": evidence, "severity": numbers(*SEVERITIES), "importance": rank, "stage": stage}
    days = {"paper_through": "2011-12-31", "reviewed_through": "2026-03-31"}
    return {
        "rulebook": {"version": "0", **days, "title": WORDS, "scope": WORDS}, "errata": {"errata": []},
        "priorities": {"sources": ["s"], "inference": WORDS, **weights}, "accepted": {"accepted": []},
        "sources": {"sources": {"s": {"label": WORDS, "title": WORDS}}}, "economies": {"economies": {}},
    }  # fmt: skip


def attribute(pick: Random) -> Data:
    """One of any type, its range at the ends of small integers."""
    own: Data = {"type": pick.choice(["yes_no", "number", "number", "money", "choice", "list"])}
    own |= {"topic": "t", "sources": ["s"]}
    own |= {"title": WORDS, "question": WORDS, "help": WORDS, "changeable": False, "for": pick.choice(AUDIENCES)}
    if own["type"] == "number":
        step, far = Decimal(pick.choice(["1", "0.01", "0.5", "5", "0.00001"])), pick.choice([2, 62, 64, 16383, 2**30])
        own |= {"step": step, "range": {"min": pick.choice([0, -far]) * step, "max": far * step}}
    if own["type"] in ("choice", "list"):
        most = 63 if own["type"] == "list" else 130
        own["choices"] = {
            f"選項{i}": {"en": f"option {i}", "zh-Hant": f"選項{i}"} for i in range(pick.choice([2, 8, 31, most]))
        }
    return own


def tested(pick: Random, own: Data) -> tuple[Any, Any, Any]:
    """A test of the attribute, an answer that passes it, and one that does not."""
    if own["type"] == "yes_no":
        return True, True, False
    if own["type"] in ("choice", "list"):
        names = list(own["choices"])
        some = pick.sample(names, pick.randint(1, len(names) - 1))
        rest = [each for each in names if each not in some]
        of_list = [({"includes": some}, names, rest), ({"lacks": some}, rest, names)]
        of_choice = [(some, some[0], rest[0]), ({"not_in": some}, rest[0], some[0])]
        return pick.choice(of_list if own["type"] == "list" else of_choice)
    operator = pick.choice(list(SIDES))
    if own["type"] == "money":
        bound, code = pick.choice([2, Decimal("9.99"), 10**13 - 2]), pick.choice(["USD", "TWD"])
        at = [{"amount": bound + away, "currency": code} for away in (0, *SIDES[operator])]
        return {operator: at[0]}, at[1], at[2]
    step, low, high = own["step"], *own["range"].values()
    bound = low + step * pick.randint(1, int((high - low) / step) - 1)
    if pick.random() < 0.3:
        return pick.choice([([bound, low], bound, high), ({"not_in": [bound]}, low, bound)])
    return {operator: bound}, *(bound + away * step for away in SIDES[operator])


class Draft:
    """The files of a rulebook as plain data."""

    def __init__(self, pick: Random, most: int = 12) -> None:
        self.pick, self.most, self.findings = pick, most, {}
        self.kinds = {who: [f"{who}-{i}" for i in range(pick.randint(1, 4))] for who in AUDIENCES[2]}
        self.attributes = {f"a_{i}": attribute(pick) for i in range(pick.randint(1, most))}
        self.files = singles(pick, self.kinds) | {f"attributes/{n}": each for n, each in self.attributes.items()}
        for name, values in (("stage", STAGES), ("several", [f"v{i}" for i in range(63)])):
            self.put("classification", name, "rules", values=dict.fromkeys(values, WORDS), many=name == "several")
        for i in range(pick.randint(0, most)):
            self.put("barriers", f"b/{i}", "signs", side="internal", stage_group=pick.choice(GROUPS))
        barriers = [{"barrier": name, "basis": "paper"} for name in self.findings if name.startswith("b/")]
        told = {who: {"headline": WORDS, "gap": WORDS, "effect": WORDS} for who in AUDIENCES[2]}
        for i in range(pick.randint(0, most)):
            relieves = pick.sample(barriers, pick.randint(0, len(barriers)))
            self.put("recommendations", f"r-{i}", "evidence", relieves=relieves, **told)

    def put(self, folder: str, name: str, key: str, **told: Any) -> None:
        rules, examples = [], []
        for i in range(self.pick.randint(0, self.most)):
            rule, own = self.rule(f"rule-{i}")
            may = {"value": list(told.get("values", "-")), "evidence": self.kinds[rule["for"]], "severity": SEVERITIES}
            if rule["when"]:
                rules.append(rule | {each: self.pick.choice(may[each]) for each in SAID[folder]})
                examples += own
        self.files[f"{folder}/{name}"] = {"title": WORDS, "sources": ["s"], **told, key: rules, "examples": examples}
        if rules and folder != "recommendations":
            self.findings[name] = list(told.get("values", ["present"]))

    def rule(self, name: str) -> tuple[Data, list[Data]]:
        who, when, passing, failing = self.pick.choice(["firm", "economy"]), {}, {}, []
        mine = [each for each, own in self.attributes.items() if who in own["for"]]
        for each in self.pick.sample(mine, min(len(mine), self.pick.choice([1, 1, 2, 4]))):
            when[each], passing[each], false = tested(self.pick, self.attributes[each])
            failing += [(each, false), (each, "not_applicable")]
        for each in self.pick.sample(list(self.findings), min(len(self.findings), self.pick.choice([0, 0, 1, 2]))):
            when[each] = passing[each] = self.findings[each][0]
            failing.append((each, self.findings[each][1] if len(self.findings[each]) > 1 else "absent"))
        given = [(passing, "fired"), ({}, "undecided"), *((passing | {n: false}, "blocked") for n, false in failing)]
        rule = {"id": name, "for": who, "when": when, "basis": "paper", "because": CLAUSE}
        rule |= self.pick.choice([{}] * 6 + [{"from": "2012-05-01"}, {"until": "2020-01-01"}])
        return rule, [{"rule": name, "given": g, "expect": x} for g, x in given]


def write(files: dict[str, Data], folder: Path) -> None:
    """JSON is YAML."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, default=float, ensure_ascii=False)
        Path(f"{folder / name}.yaml").write_text(text + "\n", encoding="utf-8")


def loaded(pick: Random, folder: Path) -> Any:
    """A rulebook; rules that the loader finds to contradict others are taken out again."""
    draft = Draft(pick)
    while True:
        write(draft.files, folder)
        try:
            return load(folder)
        except InvalidInput as rejected:
            assert {each.code for each in rejected.problems} <= {"E-NEVER", "E-CONFLICT", "E-CONTRADICTION"}
            spots = {(each.place.file, *each.pointer.split("/")[1:3]) for each in rejected.problems}
            for file, key, at in sorted(spots, key=lambda spot: -int(spot[2])):
                data = draft.files[str(Path(file).relative_to(folder).with_suffix(""))]
                lost = data[key].pop(int(at))["id"]
                data["examples"] = [each for each in data["examples"] if each["rule"] != lost]


def drawn(pick: Random, book: Any, kind: str) -> Data:
    """Raw answers of a profile of that kind."""
    mine = [name for name, own in book.attributes.items() if kind in own.audience and pick.random() < 0.8]
    return {name: pick.choice([*points(book, name) * 3, None, "dont_know", "not_applicable"]) for name in mine}


def points(book: Any, name: str) -> list[Any]:
    """Answers at the edges of all tests of the attribute."""
    own = book.attributes[name]
    operands = [test.operand for rule in book.rules for test in rule.tests if test.subject == name]
    if own.type in ("yes_no", "choice"):
        return list(own.choices) or [True, False]
    if own.type == "list":
        return [[], list(own.choices), *([*each] for each in operands), *([*each][1:] for each in operands)]
    if own.type == "money":
        near = [(code, n + away) for code, n in [*operands, ("EUR", 500)] for away in (-1, 0, 1)]
        return [{"amount": n * MONEY_STEP, "currency": code} for code, n in near]
    low, high = own.bounds()
    near = {n // HALVES for each in operands for n in (each if isinstance(each, frozenset) else [each])} | {low, high}
    values = [(n + d) * Decimal(own.step) for n in sorted(near) for d in (-1, 0, 1) if low <= n + d <= high]
    return [*values, *({"value": v, "qualifier": sign} for sign in ">~" for v in values if v < own.range.max)]
