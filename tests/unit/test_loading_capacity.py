"""What is more than the engines hold is refused when it is loaded, not met at run time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from smeadvisor.engines.columns.adviser import Adviser
from smeadvisor.model.attributes import Range
from smeadvisor.model.texts import Text
from smeadvisor.model.timeline import at
from smeadvisor.problems import InvalidInput
from smeadvisor.problems.limits import BARRIERS, EVIDENCE_KINDS, LIST_CHOICES, RECOMMENDATIONS, STEPS, VALUES_OF_ONE
from smeadvisor.rules import checks
from smeadvisor.rules.capacity import ATTRIBUTE_TAKEN, CLASSIFICATION_TAKEN, capacity_faults
from smeadvisor.rules.loading import load
from smeadvisor.tables.layout import FIELDS
from smeadvisor.tables.rows import no_rows

WORD = Text(en="text", zh_hant="文字")


def codes(rulebook, priorities=None, **models):
    whole = {kind: {} for kind in ("attributes", "classification", "barriers", "recommendations")} | models
    return [fault.code for *_, fault in capacity_faults(whole, priorities or rulebook.priorities)]


def choices(count):
    return {f"c{i}": WORD for i in range(count)}


def attribute(rulebook, kind, **changes):
    model = next(each for each in rulebook.attributes.values() if each.type == kind)
    model = replace(model, **changes)
    return {model.id: model}


def classification(rulebook, **changes):
    model = replace(next(iter(rulebook.classification.values())), **changes)
    return {model.id: model}


def test_what_is_shipped_fits(rulebook):
    """Every part of it."""
    kinds = ("attributes", "classification", "barriers", "recommendations")
    assert codes(rulebook, **{kind: getattr(rulebook, kind) for kind in kinds}) == []


@pytest.mark.parametrize(("more", "found"), [(0, []), (1, ["E-ROOM"])])
def test_each_limit_is_held_to(rulebook, more, found):
    """At the limit nothing is said, one beyond it is refused."""
    kinds = rulebook.priorities.evidence["firm"][:1] * (EVIDENCE_KINDS + more)
    priorities = replace(rulebook.priorities, evidence={"firm": kinds})
    assert codes(rulebook, attributes=attribute(rulebook, "list", choices=choices(LIST_CHOICES + more))) == found
    assert codes(rulebook, attributes=attribute(rulebook, "choice", choices=choices(300))) == []
    for many, most in ((True, LIST_CHOICES), (False, VALUES_OF_ONE)):
        values = choices(most + more)
        assert codes(rulebook, classification=classification(rulebook, id="x", many=many, values=values)) == found
    assert codes(rulebook, barriers=dict.fromkeys(map(str, range(BARRIERS + more)))) == found
    assert codes(rulebook, recommendations=dict.fromkeys(map(str, range(RECOMMENDATIONS + more)))) == found
    assert codes(rulebook, priorities) == found


@pytest.mark.parametrize(
    ("step", "ends", "found"),
    [
        (1, (0, STEPS), []),
        (1, (0, STEPS + 1), ["E-STEPS"]),
        (1, (-STEPS - 1, 0), ["E-STEPS"]),
        (Decimal("0.00001"), (None, None), []),
        (Decimal("0.000001"), (None, None), ["E-STEPS"]),
        (Decimal("0.000001"), (0, 100), []),
    ],
)
def test_numbers_stay_within_whole_steps(rulebook, step, ends, found):
    """Of the range, or of the largest number that can be answered."""
    own = attribute(rulebook, "number", step=step, range=Range(min=ends[0], max=ends[1]))
    assert codes(rulebook, attributes=own) == found


@pytest.mark.parametrize("name", ["2024", *sorted(ATTRIBUTE_TAKEN)])
def test_names_that_mean_something_else_are_refused(rulebook, name):
    """Of attributes and of classifications."""
    assert codes(rulebook, attributes=attribute(rulebook, "number", id=name)) == ["E-NAME-TAKEN"]
    assert codes(rulebook, classification=classification(rulebook, id="stage", many=True)) == ["E-CHOICE"]
    for each in (*CLASSIFICATION_TAKEN, "2024"):
        assert codes(rulebook, classification=classification(rulebook, id=each)) == ["E-NAME-TAKEN"]


def test_the_names_that_are_taken_are_those_of_the_tables(rulebook):
    """The fields of a profile and the columns of advice, but for the classifications among them."""
    book = at(rulebook, rulebook.about.reviewed_through)
    columns = Adviser(book, "lists", True).advised(no_rows()).column_names
    assert set(columns) - set(book.classification) <= CLASSIFICATION_TAKEN
    assert {each for each in FIELDS if "." not in each} <= {*ATTRIBUTE_TAKEN, "economy"}


def test_what_there_is_no_room_for_is_told_with_its_number_and_place(small_rules, monkeypatch):
    """What is counted, how many there are and may be, and in which file that can be changed."""
    monkeypatch.setattr(checks, "RULES", 3)
    with pytest.raises(InvalidInput) as caught:
        load(small_rules)
    (fault,) = [each for each in caught.value.problems if each.code == "E-ROOM"]
    assert fault.line("en").startswith(f"{small_rules / 'rulebook.yaml'}:1:1: E-ROOM: There are ")
    assert " rules; there is room for 3. " in fault.line("en")
    assert "規則有 " in fault.line("zh-Hant")
