"""What is to be explained: read from a profile or from a saved consultation."""

from __future__ import annotations

import json

import pytest

from smeadvisor.engines.chaining import engine_for
from smeadvisor.explanation.subject import read_subject
from smeadvisor.model.profile import read_profile
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.advice import render
from support.paths import MEXICO


@pytest.fixture
def saved(whole_rulebook, tmp_path):
    found = engine_for(whole_rulebook, "2011-12-31").consult(read_profile(MEXICO, whole_rulebook))
    path = tmp_path / "saved.json"
    path.write_text(render(found, whole_rulebook, "json", "zh-Hant", top=2), encoding="utf-8")
    return path


def test_a_saved_consultation_is_what_its_profile_gives_on_that_day(whole_rulebook, saved):
    """Whatever the language, and though only the first two recommendations were saved."""
    expected = read_subject(MEXICO, whole_rulebook, "2011").consultation
    assert read_subject(saved, whole_rulebook).consultation.as_dict() == expected.as_dict()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rulebook": {"version": "x", "digest": "0" * 64}}, "E-OTHER-RULEBOOK"),
        ({"rulebook": None}, "E-OTHER-RULEBOOK"),
        ({"barriers": []}, "E-NOT-THE-SAME"),
        ({"recommendations": []}, "E-NOT-THE-SAME"),
        ({"as_of": "2012-06-30"}, "E-NOT-THE-SAME"),
        ({"as_of": "someday"}, "E-NOT-THE-SAME"),
        ({"as_of": None}, "E-NOT-THE-SAME"),
        ({"profile": None}, "E-FORMAT"),
    ],
)
def test_what_the_rulebook_does_not_give_is_refused(whole_rulebook, saved, change, code):
    """Altered by hand, or made by other rules."""
    saved.write_text(json.dumps(json.loads(saved.read_text("utf-8")) | change), encoding="utf-8")
    with pytest.raises(InvalidInput) as rejected:
        read_subject(saved, whole_rulebook)
    assert rejected.value.problems[0].code == code


def test_another_day_than_the_saved_one_is_refused(whole_rulebook, saved):
    """It is of its own day."""
    with pytest.raises(InvalidInput) as rejected:
        read_subject(saved, whole_rulebook, "2012")
    assert rejected.value.problems[0].code == "E-OTHER-DAY"
