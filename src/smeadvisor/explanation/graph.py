"""The firing graph: answers, firings, what they conclude, recommendations, and the measures these carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from smeadvisor.engines.consultation import Firing
from smeadvisor.explanation.how import findings_of
from smeadvisor.explanation.reasons import ECONOMY
from smeadvisor.explanation.subject import Subject
from smeadvisor.model.plain import Plain
from smeadvisor.model.rulebook import requirement_finding

Kind = Literal["answer", "economy", "firing", "class", "barrier", "requirement", "recommendation", "instrument"]


@dataclass(frozen=True, slots=True)
class Node(Plain):
    """A node: its kind, and its id: an attribute, a rule, a finding or the full name of an instrument."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Edge(Plain):
    """An edge by the ids of its ends; ``rule`` is the rule that a barrier brings a recommendation in by."""

    source: str
    target: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Graph(Plain):
    """Nodes and edges, each once, in a fixed order; ids are unique over all kinds."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(subject: Subject, conclusion: str | None = None, *, measures: bool = False) -> Graph:
    """The graph of a consultation, or of what leads to one conclusion (a full name, as ``how`` takes it).

    With ``measures`` the instruments that recommendations carry as measures, and what meets their requirements,
    are part of it; else requirements are left out unless the conclusion is one, or an instrument.
    """
    builder = _Builder(subject)
    if conclusion is None:
        builder.whole(measures=measures)
        return builder.graph()
    kind, _, name = conclusion.partition("/")
    if kind == "instruments" and "#" not in name:
        builder.instrument(name)
    else:
        for finding in findings_of(subject, conclusion):
            builder.finding(finding)
    if measures and kind == "recommendations":
        builder.carried([name])
    return builder.graph()


class _Builder:
    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._nodes: dict[str, Node] = {}
        self._edges: dict[Edge, None] = {}
        self._concluding: dict[str, list[Firing]] = {}
        for firing in subject.consultation.firings:
            finding = subject.rulebook.by_id[firing.rule].finding
            self._concluding.setdefault(finding, []).append(firing)

    def graph(self) -> Graph:
        """What there is by now, in order of kind and id."""
        order = {kind: place for place, kind in enumerate(Kind.__args__)}  # type: ignore[attr-defined]
        nodes = sorted(self._nodes.values(), key=lambda each: (order[each.kind], each.id))
        return Graph(tuple(nodes), tuple(sorted(self._edges, key=lambda each: (each.source, each.target))))

    def whole(self, *, measures: bool) -> None:
        """All firings but those on requirements; with the measures also theirs."""
        for finding in self._concluding:
            if not finding.startswith("instruments/"):
                self.finding(finding)
        if measures:
            self.carried([each.id for each in self._subject.consultation.recommendations])

    def carried(self, recommendations: Iterable[str]) -> None:
        """The measures of the recommendations, with what meets their requirements."""
        for each in self._subject.consultation.recommendations:
            for name in each.measures if each.id in recommendations else ():
                self.instrument(name)
                self._edge(f"instruments/{name}", f"recommendations/{each.id}")

    def instrument(self, name: str) -> None:
        """The instrument and what meets its requirements."""
        whole = f"instruments/{name}"
        self._node("instrument", whole)
        for each in self._subject.rulebook.instruments[name].requirements:
            finding = requirement_finding(name, each.id)
            self.finding(finding)
            if finding in self._nodes:
                self._edge(finding, whole)

    def finding(self, finding: str) -> None:
        """The finding and all that leads to it; nothing if it did not come out."""
        if finding in self._nodes or finding not in self._concluding:
            return
        self._node(_kind(finding), finding)
        for firing in self._concluding[finding]:
            self._firing(firing, finding)

    def _firing(self, firing: Firing, finding: str) -> None:
        """The firing; one that follows from a relief is an edge from the barrier."""
        if self._subject.rulebook.by_id[firing.rule].text is None:
            for each in firing.matched:
                self.finding(str(each.finding))
                self._edge(str(each.finding), finding, firing.rule)
            return
        self._node("firing", firing.rule)
        self._edge(firing.rule, finding)
        for each in firing.matched:
            self._matched(each.attribute, each.finding, firing.rule)

    def _matched(self, attribute: str | None, finding: str | None, rule: str) -> None:
        if finding is not None:
            self.finding(finding)
        elif attribute is not None:
            self._node("economy" if attribute == ECONOMY else "answer", attribute)
        self._edge(finding or attribute or "", rule)

    def _node(self, kind: Kind, name: str) -> None:
        self._nodes.setdefault(name, Node(kind, name))

    def _edge(self, source: str, target: str, rule: str | None = None) -> None:
        self._edges.setdefault(Edge(source, target, rule))


_KINDS: dict[str, Kind] = {
    "classification": "class",
    "barriers": "barrier",
    "instruments": "requirement",
    "recommendations": "recommendation",
}


def _kind(finding: str) -> Kind:
    return _KINDS[finding.partition("/")[0]]
