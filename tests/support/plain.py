"""A plain evaluator of the rulebook: nothing but nested loops over the rules as the files state them.

It shares no code with the engines. It reads ``when`` mappings and raw answers, and says for one
profile which rules are fired, blocked or undecided, and what follows from that.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

CAPITAL = {"at_least": lambda a, b: a >= b, "above": lambda a, b: a > b}
CAPITAL |= {"at_most": lambda a, b: a <= b, "below": lambda a, b: a < b}


def holds(spec: Any, raw: Any) -> bool | None:
    """One test on one raw answer: true, false or unknown."""
    if raw in (None, "", "dont_know"):
        return None
    if raw == "not_applicable":
        return False
    if isinstance(spec, dict) and len(spec) > 1:
        return conjunction([holds({key: value}, raw) for key, value in spec.items()])
    operator, operand = next(iter(spec.items())) if isinstance(spec, dict) else ("one_of", spec)
    operand = operand if isinstance(operand, list) or isinstance(spec, dict) else [operand]
    if operator == "known":
        return True
    if operator in ("includes", "lacks"):
        members = operand if isinstance(operand, list) else [operand]
        return all((each in raw) == (operator == "includes") for each in members)
    if isinstance(raw, dict) and "currency" in raw:
        if raw["currency"] != operand["currency"]:
            return None
        return CAPITAL[operator](raw["amount"], operand["amount"])
    if isinstance(raw, dict) and raw.get("qualifier") == ">":
        return holds_beyond(operator, operand, raw["value"])
    value = raw["value"] if isinstance(raw, dict) else raw
    if operator in ("one_of", "not_in"):
        return (value in operand) == (operator == "one_of")
    return CAPITAL[operator](Decimal(str(value)), Decimal(str(operand)))


def holds_beyond(operator: str, operand: Any, floor: Any) -> bool | None:
    """A test on a number of which only a lower bound is known, itself not reached."""
    if operator in ("one_of", "not_in"):
        return None if any(each > floor for each in operand) else operator == "not_in"
    if operand <= floor:
        return operator in ("at_least", "above")
    return None


def conjunction(truths: list[bool | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


class Plain:
    """All rules of one kind of profile, applied to raw answers."""

    def __init__(self, rulebook: Any, kind: str, economy: str, answers: dict[str, Any]) -> None:
        self.book, self.kind, self.answers = rulebook, kind, {**answers, "economy": economy}
        self.rules, self.concluding = {}, {}
        for rule in rulebook.rules:
            if rule.audience == kind:
                when = rule.text.when if rule.text else {rule.tests[0].subject: "present"}
                self.rules[rule.id] = (when, rule.finding, rule.concluded)
                self.concluding.setdefault(rule.finding, []).append(rule.id)
        self.states = {}

    def state(self, name: str) -> bool | None:
        if name not in self.states:
            when = self.rules[name][0]
            self.states[name] = conjunction([self.test(key, spec) for key, spec in when.items()])
        return self.states[name]

    def test(self, key: str, spec: Any) -> bool | None:
        if key in self.book.classification or key in self.book.barriers:
            values = spec if isinstance(spec, list) else [spec]
            is_class = key in self.book.classification
            wanted = {f"classification/{key}={v}" if is_class else f"barriers/{key}" for v in values}
            return self.found(wanted)
        return holds(spec, self.answers.get(key))

    def found(self, findings: set[str]) -> bool | None:
        states = [self.state(name) for each in findings for name in self.concluding.get(each, ())]
        return True if True in states else None if None in states else False

    def fired(self) -> list[str]:
        return [name for name in self.rules if self.state(name)]

    def barriers(self) -> dict[str, tuple[str, int]]:
        """Each present barrier with its severity and weight."""
        order, found, stage = ["mild", "moderate", "severe"], {}, None
        for name in self.fired():
            said = self.rules[name][2]
            stage = said.get("stage", stage)
            if "barrier" in said:
                found.setdefault(said["barrier"], []).append(said["severity"])
        worst = {barrier: max(severities, key=order.index) for barrier, severities in found.items()}
        return {barrier: (severity, self.weight(barrier, severity, stage)) for barrier, severity in worst.items()}

    def weight(self, barrier: str, severity: str, stage: str | None) -> int:
        numbers, model = self.book.priorities, self.book.barriers[barrier]
        factor = getattr(numbers.stage, stage)[model.stage_group] if stage else numbers.stage.neutral
        rank = numbers.importance.ranked[str(model.rank)] if model.rank else numbers.importance.unranked
        return numbers.severity[severity] * rank * factor

    def recommendations(self) -> list[tuple[int, str, str, int, str | None]]:
        """Each recommendation in order: rank, name, kind of evidence, points, the one that covers it if one does."""
        kinds = [each.id for each in self.book.priorities.evidence[self.kind]]
        said = [self.rules[name][2] for name in self.fired()]
        return advised(self.book, self.kind, kinds, self.barriers(), said)

    def requirement(self, instrument: str, own: str) -> bool | None:
        if not next(each for each in self.book.instruments[instrument].requirements if each.id == own).rules:
            return None
        return self.found({f"instruments/{instrument}#{own}"})


def advised(book: Any, kind: str, kinds: list[str], barriers: dict[str, tuple[str, int]], said: list[Any]) -> list[Any]:
    """The recommendations that follow from what the rules that fired have said, in order."""
    found = []
    for name in {each["recommendation"] for each in said if "recommendation" in each}:
        mine = {r.barrier for r in book.recommendations[name].relieves if r.audience in (None, kind)} & set(barriers)
        speaking = [e for e in said if e.get("recommendation") == name or e.get("barrier") in mine]
        best = min(kinds.index(e["evidence"]) for e in speaking if "evidence" in e)
        alone = not any(e.get("recommendation") == name and "evidence" in e for e in said)
        found.append((best, -sum(barriers[b][1] for b in mine), name, mine, alone))
    heads, below = [], {}
    for each in sorted(found):
        over = [h for h in heads if each[4] and h[0] == each[0] and each[3] <= h[3]]
        if over:
            below.setdefault(over[0][2], []).append(each)
        else:
            heads.append(each)
    order = []
    for rank, head in enumerate(heads, start=1):
        order += [(rank, head, None), *((rank, each, head[2]) for each in below.get(head[2], []))]
    return [(rank, each[2], kinds[each[0]], -each[1], under) for rank, each, under in order]
