"""Pictures: every firing is in them, boxes do not overlap, whatever stands in them is text and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from smeadvisor.explanation.graph import graph
from smeadvisor.explanation.subject import read_subject
from smeadvisor.model.texts import Text
from smeadvisor.rendering.advice.lines import width_of
from smeadvisor.rendering.explanation.graph_texts import as_dot, as_mermaid
from smeadvisor.rendering.explanation.labels import picture
from smeadvisor.rendering.explanation.layout import Size, layout
from smeadvisor.rendering.explanation.svg import as_svg
from smeadvisor.rendering.explanation.teller import Teller
from support.alone import conclusions
from support.paths import ECONOMIES, FIRMS, ROOT

LANGUAGES = ["en", "zh-Hant"]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror=alert(1)> ' onload='x",
    "entity": "&lt;b&gt; &#60; ]]> <!--",
    "right to left": "שלום \u202eevil\u202c مرحبا",
    "lines": 'a\nb\tc\\n\\N\\"',
    "mermaid": '"]; click n0 "javascript:alert(1)" %% `x` #quot; end',
    "long": "公司" * 4_999,
    "wide": "W" * 3_000,
}


@pytest.fixture(scope="module")
def mexico(whole_rulebook):
    return read_subject(ROOT / "profiles/firms/mex-auto-parts.yaml", whole_rulebook)


def named(subject, name):
    profile = replace(subject.profile, name=Text(en=name, zh_hant=name))
    return replace(subject, profile=profile)


@pytest.mark.parametrize("path", [*ECONOMIES, *FIRMS], ids=lambda path: path.stem)
def test_the_whole_holds_every_firing_once(path, whole_rulebook):
    """As a node, or as the edge from a barrier to the recommendation that it brings in."""
    subject = read_subject(path, whole_rulebook)
    found = graph(subject)
    shown = [each.id for each in found.nodes if each.kind == "firing"] + [
        each.rule for each in found.edges if each.rule
    ]
    fired = [each.rule for each in subject.consultation.firings if not each.rule.startswith("instruments/")]
    assert sorted(shown) == sorted(fired)
    assert len({each.id for each in found.nodes}) == len(found.nodes)
    ends = {end for each in found.edges for end in (each.source, each.target)}
    assert ends <= {each.id for each in found.nodes}


@pytest.mark.parametrize("path", FIRMS, ids=lambda path: path.stem)
def test_of_one_conclusion_there_is_what_leads_to_it_and_nothing_else(path, whole_rulebook):
    """From every node a way leads to the conclusion; every edge into a node of the whole is there too."""
    subject = read_subject(path, whole_rulebook)
    whole = set(graph(subject, measures=True).edges) | set(graph(subject).edges)
    for conclusion in conclusions(subject):
        part = graph(subject, conclusion)
        ends = {each.id for each in part.nodes if each.id.startswith(conclusion)}
        assert reaching({(each.source, each.target) for each in part.edges}, ends) == {each.id for each in part.nodes}
        inside = {each.id for each in part.nodes}
        assert {each for each in whole if each.target in inside and part_of(each, conclusion)} <= set(part.edges)


def part_of(edge, conclusion):
    """Measures are part of a picture when they are asked for."""
    return not (edge.source.startswith("instruments/") and "#" not in edge.source)


def reaching(edges, ends):
    """All nodes from which the ends can be reached, and the ends."""
    found, more = set(ends), True
    while more:
        more = {source for source, target in edges if target in found} - found
        found |= more
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [ECONOMIES[-3], *FIRMS[:5]], ids=lambda path: path.stem)
def test_boxes_hold_their_text_and_do_not_overlap(path, lang, whole_rulebook):
    """Every line of text lies in its box by the widths of columns; boxes lie in the picture."""
    subject = read_subject(path, whole_rulebook)
    root = drawn(subject, lang, measures=True)
    width, height = (float(root.get(each, "0")) for each in ("width", "height"))
    boxes = [each for each in root.iter(f"{SVG}g") if each.find(f"{SVG}rect") is not None]
    places = []
    for box in boxes:
        x, y, w, h = (float(box.find(f"{SVG}rect").get(each)) for each in ("x", "y", "width", "height"))
        places.append((x, y, x + w, y + h))
        for text in box.findall(f"{SVG}text"):
            wide = width_of(text.text or "") * float(text.get("font-size", "0")) * 0.5
            left, base = (float(text.get(each, "0")) for each in "xy")
            assert x < left < left + wide <= x + w
            assert y < base < y + h
    assert boxes
    assert all(min(a, b) >= 0 and c <= width and d <= height for a, b, c, d in places)
    assert not any(overlap(one, other) for one, other in combinations(places, 2))


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def drawn(subject, lang, conclusion=None, *, measures=False):
    """The picture as a parsed tree; the same bytes twice."""
    teller = Teller(subject, lang)
    found = picture(graph(subject, conclusion, measures=measures), teller, conclusion)
    text = as_svg(found)
    assert text == as_svg(picture(graph(subject, conclusion, measures=measures), teller, conclusion))
    return ElementTree.fromstring(text)  # noqa: S314 - our own text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text(name, lang, mexico):
    """No element, attribute, address or script but our own; the name stands in the title as it is."""
    root = drawn(named(mexico, HOSTILE[name]), lang, "recommendations/export-finance")
    known = {"svg", "title", "desc", "defs", "marker", "path", "rect", "g", "text"}
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= known
    attributes = {key for each in root.iter() for key in each.attrib}
    assert not {each for each in attributes if each.startswith("on") or "href" in each or each == "style"}
    title = root.findtext(f"{SVG}title")
    assert " ".join(HOSTILE[name].split()) in (title or "")
    assert float(root.get("width", "0")) < 6_000


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE)
def test_dot_and_mermaid_hold_a_hostile_name(name, lang, mexico):
    """Every line is one of those that we write, whatever the name."""
    subject = named(mexico, HOSTILE[name])
    found = picture(graph(subject), Teller(subject, lang))
    string = r'"(?:[^"\\\n]|\\.)*"'
    dot = [
        r"digraph advice \{",
        rf"  graph \[rankdir=LR, label={string}, labelloc=t, tooltip={string}\];",
        r'  node \[shape=box, fontname="sans-serif", fontsize=10\];',
        rf"  n\d+ \[label={string}, tooltip={string}(, style={string}, fillcolor={string})?\];",
        rf"  n\d+ -> n\d+( \[tooltip={string}\])?;",
        r"\}",
    ]
    plain = r'[^"<>&`\[\]{}\\|]*'
    mermaid = [
        "flowchart LR",
        rf"  acc(Title|Descr): {plain}",
        rf'  n\d+[\[(]"{plain}"[\])]',
        r"  n\d+ --> n\d+",
    ]
    for text, forms in ((as_dot(found), dot), (as_mermaid(found), mermaid)):
        assert all(any(re.fullmatch(form, line) for form in forms) for line in text.removesuffix("\n").split("\n"))
        assert len(re.findall(r"-->? ?n\d+|-> n\d+", text)) == len(found.graph.edges)


def test_nothing_is_fetched(mexico):
    """The only address is the name of the form itself."""
    text = as_svg(picture(graph(mexico), Teller(mexico, "en")))
    assert re.findall(r"https?://[^\"' ]*|url\([^)]*\)", text.replace("url(#end)", "")) == [
        "http://www.w3.org/2000/svg"
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_at_all_can_be_drawn(lang, whole_rulebook, mexico):
    """A profile without answers has a picture that says so."""
    profile = replace(mexico.profile, answers={})
    empty = replace(mexico, profile=profile, consultation=mexico.engine.consult(profile))
    assert len(list(drawn(empty, lang).iter(f"{SVG}rect"))) == 1


def test_columns_go_from_left_to_right_and_the_last_stand_together():
    """Every edge leads rightward; what is last shares a column, what is late stands next to it."""
    sizes = {name: Size(10, 10) for name in "abcdxy"}
    found = layout(sizes, [("a", "b"), ("b", "c"), ("c", "x"), ("a", "y"), ("d", "x")], last=["x", "y"], late=["d"])
    left = {name: x for name, (x, _) in found.boxes.items()}
    assert left["a"] < left["b"] < left["c"] < left["x"] == left["y"]
    assert left["d"] == left["c"]
    assert all(one[0] < other[0] for points in found.edges.values() for one, other in pairwise(points))
