"""The one worked case that the paper gives, its conclusion: the ranking must bring it out, for any economy alike."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.engines.chaining import Engine
from smeadvisor.files.documents import Document, read
from smeadvisor.model.profile import profile_from
from smeadvisor.model.records import Priorities
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.validation import validated
from smeadvisor.rendering.advice import render
from smeadvisor.rendering.advice.paragraphs import paragraph
from smeadvisor.rendering.advice.writer import Writer
from support.paths import ROOT, RULES

FIVE = [
    "digital-capability",
    "market-intelligence",
    "international-marketing",
    "industry-clusters",
    "service-creative-exports",
]
TAIWAN = ROOT / "profiles/economies/twn.yaml"


@pytest.fixture
def taiwan() -> dict[str, Any]:
    return copy.deepcopy(read(TAIWAN).data)


def order(rulebook: Rulebook, data: dict[str, Any]) -> list[tuple[str, str, int]]:
    found = Engine(rulebook).consult(profile_from(Document("case", data), rulebook))
    return [(each.id, each.evidence, each.points) for each in found.recommendations]


def names(rulebook: Rulebook, data: dict[str, Any]) -> list[str]:
    return [name for name, _, _ in order(rulebook, data)]


def test_the_five_recommendations_come_in_the_order_of_the_conclusion(rulebook, taiwan):
    """Taiwan's profile gives the conclusion's five first, in its order."""
    assert names(rulebook, taiwan)[:5] == FIVE


@pytest.mark.parametrize("economy", ["MEX", "JPN", "USA", "PNG", "DEU"])
def test_the_same_answers_give_the_same_order_for_any_economy(rulebook, taiwan, economy):
    """Neither economy nor id nor name takes part in order and points."""
    other = {**taiwan, "id": "someone", "economy": economy, "name": "Somewhere"}
    assert order(rulebook, other) == order(rulebook, taiwan)


def test_only_measures_and_precedents_move_with_the_economy(rulebook, taiwan):
    """What is a measure at home is a precedent elsewhere; nothing else of a recommendation changes."""

    def without_instruments(data: dict[str, Any]) -> list[Any]:
        found = Engine(rulebook).consult(profile_from(Document("case", data), rulebook))
        return [replace(each, measures=(), precedents=()) for each in found.recommendations]

    assert without_instruments({**taiwan, "economy": "JPN"}) == without_instruments(taiwan)


@pytest.mark.parametrize(
    ("number", "figures", "models"),
    [
        (1, ["35%", "more than half", "note 29"], []),
        (2, ["emerging business opportunities", "note 30"], []),
        (3, ["keen competition", "exchange rate", "marketing channels", "export staff", "31"], ["HKG", "SGP"]),
        (4, ["market-oriented policy", "local industr", "internationalisation", "note 33"], ["JPN"]),
        (5, ["80.42%", "28.34%", "71.52%", "1,003,000", "note 34"], []),
    ],
)
def test_each_of_the_five_tells_the_figures_and_names_the_model_economies(rulebook, number, figures, models):
    """The paragraph has the paper's figures with their notes, and the economies it holds up as models."""
    profile = profile_from(read(TAIWAN), rulebook)
    found = Engine(rulebook).consult(profile)

    writer = Writer(found, rulebook, "en")
    advice = found.recommendations[number - 1]
    text = paragraph(writer, advice)
    assert [figure for figure in figures if figure not in text] == []
    shown = [rulebook.economies[model].name.en for model in models]
    assert [name for name in shown if f"({name})" not in text] == []


def test_without_the_service_figures_only_that_recommendation_goes(rulebook, taiwan):
    """Nothing else rests on the service sector's figures."""
    for name in [name for name in taiwan["answers"] if name.startswith(("services_", "industry_"))]:
        del taiwan["answers"][name]
    assert names(rulebook, taiwan)[:5] == FIVE[:4]


def test_widespread_e_commerce_takes_digital_capability_away(rulebook, taiwan):
    """At 95 percent there is nothing left unused."""
    taiwan["answers"]["ecommerce_share_of_smes"] = 95
    assert names(rulebook, taiwan) == FIVE[1:]


@pytest.mark.parametrize("strength", [False, None])
def test_without_a_strength_in_information_technology_digital_capability_drops(rulebook, taiwan, strength):
    """Low uptake alone is a weaker kind of evidence."""
    taiwan["answers"]["ict_strength"] = strength
    found = names(rulebook, taiwan)
    assert found.index("digital-capability") > found.index("industry-clusters")
    assert [name for name in found if name != "digital-capability"] == FIVE[1:]


def test_working_capital_reported_puts_export_finance_among_its_kind(rulebook, taiwan):
    """Table 9's first barrier, once reported, leads the reported difficulties."""
    taiwan["answers"]["reported_export_difficulties"]["value"].append("working_capital")
    found = order(rulebook, taiwan)
    kinds = [kind for _, kind, _ in found]
    place = [name for name, _, _ in found].index("export-finance")
    assert kinds[place] == "reported-difficulty"
    assert [name for name, _, _ in found if name != "export-finance"] == FIVE


def test_no_rule_or_code_names_an_economy_to_get_the_result():
    """Only classification and instruments know economies; rules about economies do not."""
    for folder in ("barriers", "recommendations"):
        for path in (RULES / folder).rglob("*.yaml"):
            assert "economy: TWN" not in path.read_text(encoding="utf-8"), path
    for path in (ROOT / "src").rglob("*.py"):
        if path.name != "codes.py":
            assert '"TWN"' not in path.read_text(encoding="utf-8"), path


def single_steps(priorities: Priorities) -> Iterator[tuple[str, Priorities]]:
    """Every priorities that differ from these by one step: a number up or down by one, two kinds swapped."""
    data = asdict(priorities)
    for path, value in list(_numbers(data, ())):
        for step in (-1, 1):
            if 1 <= value + step <= 100:
                changed = copy.deepcopy(data)
                _set(changed, path, value + step)
                yield f"{'/'.join(path)}: {value} -> {value + step}", _priorities(changed)
    for audience, kinds in data["evidence"].items():
        for i in range(len(kinds) - 1):
            changed = copy.deepcopy(data)
            pair = list(changed["evidence"][audience])
            pair[i], pair[i + 1] = pair[i + 1], pair[i]
            changed["evidence"][audience] = pair
            label = f"evidence/{audience}: {kinds[i]['id']} <-> {kinds[i + 1]['id']}"
            yield label, _priorities(changed)


def _priorities(data: dict[str, Any]) -> Priorities:
    """Priorities from plain data, with the fields' names of the file."""
    text = json.dumps(data).replace('"zh_hant"', '"zh-Hant"')
    return validated(Priorities, json.loads(text), Document("changed"))


def _numbers(data: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _numbers(value, (*path, key))
    elif isinstance(data, int):
        yield path, data


def _set(data: Any, path: tuple[str, ...], value: int) -> None:
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def test_every_single_step_in_the_priorities_that_alters_the_five(rulebook, taiwan, snapshot):
    """The list of all changes of one step that give another first five."""
    steps = list(single_steps(rulebook.priorities))
    found = {label: names(replace(rulebook, priorities=each), taiwan)[:5] for label, each in steps}
    altering = {label: five for label, five in found.items() if five != FIVE}
    assert len(steps) == 49
    assert altering == snapshot


def test_the_conclusion_reads_in_both_languages(rulebook, snapshot):
    """Taiwan's advice, whole."""
    found = Engine(rulebook).consult(profile_from(read(Path(TAIWAN)), rulebook))
    assert {
        lang: _undigested(render(found, rulebook, "text", lang), rulebook) for lang in ("en", "zh-Hant")
    } == snapshot


def _undigested(text: str, rulebook: Rulebook) -> str:
    return text.replace(rulebook.digest[:12], "DIGEST")
