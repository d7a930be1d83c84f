"""What stands in the nodes of a picture."""

from __future__ import annotations

from dataclasses import dataclass

from smeadvisor.explanation.graph import Graph, Node
from smeadvisor.rendering.advice.wording import bracketed, clauses, sentence
from smeadvisor.rendering.explanation.teller import Teller


@dataclass(frozen=True, slots=True)
class Label:
    """What a node is, what it says, and the name by which it can be asked for."""

    kind: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph with its labels by node id, its title and its description, in one language."""

    graph: Graph
    labels: dict[str, Label]
    title: str
    description: str
    lang: str


def picture(graph: Graph, teller: Teller, conclusion: str | None = None) -> Picture:
    """The graph as it is to be drawn; ``conclusion`` is what it leads to, None for all that came out."""
    labels = {each.id: _label(each, teller) for each in graph.nodes}
    if conclusion is None:
        title = teller.say("picture_title", name=teller.name)
    else:
        title = teller.say("picture_of", title=teller.title(conclusion), name=teller.name)
    return Picture(graph, labels, title, _description(graph, teller), teller.lang)


def _description(graph: Graph, teller: Teller) -> str:
    if not graph.nodes:
        return teller.say("picture_empty")
    kinds = [each.kind for each in graph.nodes]
    return teller.say(
        "picture_desc",
        answers=kinds.count("answer"),
        firings=kinds.count("firing") + len({each.rule for each in graph.edges if each.rule}),
        findings=sum(kinds.count(each) for each in ("class", "barrier", "requirement")),
        recommendations=kinds.count("recommendation"),
        instruments=kinds.count("instrument"),
    )


def _label(node: Node, teller: Teller) -> Label:
    return Label(teller.say(f"n_{node.kind}"), _SAID.get(node.kind, _titled)(node, teller), node.id)


def _titled(node: Node, teller: Teller) -> str:
    return teller.title(node.id)


def _answer(node: Node, teller: Teller) -> str:
    value = teller.value(node.id, teller.subject.profile.answers[node.id])
    return teller.say("value_of", title=teller.title(f"attributes/{node.id}"), value=value)


def _economy(_: Node, teller: Teller) -> str:
    return teller.writer.economy(teller.subject.profile.economy)


def _firing(node: Node, teller: Teller) -> str:
    return sentence(teller.because(teller.subject.rulebook.by_id[node.id]), teller.lang)


def _barrier(node: Node, teller: Teller) -> str:
    present = {f"barriers/{each.id}": each for each in teller.subject.consultation.barriers}[node.id]
    severity = teller.writer.say(present.severity)
    return teller.title(node.id) + bracketed(severity, teller.lang)


def _recommendation(node: Node, teller: Teller) -> str:
    given = teller.subject.consultation.recommendations
    advice = next(each for each in given if f"recommendations/{each.id}" == node.id)
    placed = teller.say("ranked", rank=advice.rank, title=teller.title(node.id))
    points = [teller.writer.say("points", points=advice.points)] if advice.parts else []
    return placed + bracketed(clauses(points, teller.lang), teller.lang)


_SAID = {
    "answer": _answer,
    "economy": _economy,
    "firing": _firing,
    "barrier": _barrier,
    "recommendation": _recommendation,
}
