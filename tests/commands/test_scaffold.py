"""New rule files to be filled in: sound once they are, and refused until then."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from smeadvisor.files.documents import read
from smeadvisor.model.texts import Text, unfilled
from smeadvisor.model.validation import validated
from smeadvisor.problems import InvalidInput
from smeadvisor.rules.files import FOLDERS as FORMS
from smeadvisor.rules.loading import load
from smeadvisor.rules.scaffold import FOLDERS, scaffold
from support.small_rulebook import FOLDER as SMALL

NEW = [
    ("barrier", "functional/credit-rating", "table-8"),
    ("instrument", "mex/new-fund", "section-5-5"),
    ("recommendation", "new-theme", "section-6-rec-1"),
    ("attribute", "firm/credit_rating", "section-2-1"),
]
NAMES = {"TODO-barrier": "functional/working-capital", "TODO-recommendation": "export-finance"}


def fill_in(path: Path, source: str) -> None:
    """Put words and names in place of the placeholders, as an author would."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'"TODO: [^"]*"', "Filled in", text)
    text = re.sub(r'"TODO：[^"]*"', "已填寫", text)
    for old, new in {**NAMES, "TODO-source": source}.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def refused(kind, name, folder) -> tuple[str, str]:
    """The code and the sentence that a new file is refused with."""
    with pytest.raises(InvalidInput) as caught:
        scaffold(kind, name, folder)
    (problem,) = caught.value.problems
    assert problem.remedy("zh-Hant")
    return problem.code, problem.message("en")


@pytest.mark.parametrize(("kind", "name", "source"), NEW)
def test_a_new_file_passes_when_it_is_filled_in(small_rules, kind, name, source):
    """By replacing its placeholders alone."""
    path = scaffold(kind, name, small_rules)
    fill_in(path, source)
    held = getattr(load(small_rules), FOLDERS[kind])
    assert name.rpartition("/")[2] in {each.rpartition("/")[2] for each in held}


@pytest.mark.parametrize(("kind", "name", "source"), NEW)
def test_a_new_file_is_refused_until_it_is_filled_in(small_rules, kind, name, source):
    """Names to fill in are told as names that nothing has, and every text as not filled in."""
    path = scaffold(kind, name, small_rules)
    with pytest.raises(InvalidInput) as caught:
        load(small_rules)
    assert {problem.place.file for problem in caught.value.problems if problem.place} == {str(path)}
    document = read(path)
    form = validated(FORMS[FOLDERS[kind]], {"id": "new", **document.data}, document)
    texts = [each for each in vars(form).values() if isinstance(each, Text)]
    assert texts
    assert all(unfilled(each) for each in texts)


@pytest.mark.parametrize(("kind", "name", "source"), NEW)
def test_a_new_file_to_lay_over_passes_when_it_is_filled_in(tmp_path, kind, name, source):
    """An instrument there is one that the paper does not name, with a source of later date."""
    over = tmp_path / "my rules"
    path = scaffold(kind, name, over)
    fill_in(path, "web-hk-sgs" if kind == "instrument" else source)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("TODO-year", '"2016"'), encoding="utf-8")
    held = getattr(load(SMALL, over), FOLDERS[kind])
    assert name.rpartition("/")[2] in {each.rpartition("/")[2] for each in held}


@pytest.mark.parametrize(("kind", "name", "source"), NEW)
def test_a_new_file_to_lay_over_names_its_check_and_no_schema(tmp_path, kind, name, source):
    """The command as it is to be typed; what is not there is not pointed to."""
    over = tmp_path / "my rules"
    text = scaffold(kind, name, over).read_text(encoding="utf-8")
    assert text.splitlines()[0].endswith(f"and then: smeadvisor rules check --rules '{over}'")
    assert "$schema" not in text


def test_a_new_attribute_names_every_topic(tmp_path, rulebook):
    """So that nobody has to look for them."""
    text = scaffold("attribute", "firm/credit_rating", tmp_path / "my rules").read_text(encoding="utf-8")
    assert all(re.search(rf"\b{each.topic}\b", text) for each in rulebook.attributes.values())


def test_a_text_with_one_language_missing_is_not_filled_in():
    """Both languages have to be written."""
    assert unfilled(Text(en="Filled in", zh_hant="TODO：寫出名稱"))
    assert unfilled(Text(en="TODO: name it", zh_hant="已填寫"))
    assert not unfilled(Text(en="What is to do", zh_hant="待辦事項"))


@pytest.mark.parametrize(("kind", "name", "source"), NEW)
def test_a_new_file_stands_where_its_path_says_with_every_required_key(small_rules, kind, name, source):
    """In its kind's folder, its schema named in the first line, with a comment for each key of its own."""
    path = scaffold(kind, name, small_rules)
    assert path == small_rules / FOLDERS[kind] / f"{name}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(f"schemas/{kind}.json")
    for before, line in pairwise(lines):
        assert before.startswith("#") or not re.match(r"[a-z]", line), line


@pytest.mark.parametrize(("kind", "name", "source"), [each for each in NEW if each[0] != "attribute"])
def test_the_rule_of_a_new_file_has_its_three_examples(small_rules, kind, name, source):
    """One fired, one blocked, one undecided."""
    examples = read(scaffold(kind, name, small_rules)).data["examples"]
    assert [each["expect"] for each in examples] == ["fired", "blocked", "undecided"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("barrier", "functional/working-capital"),
        ("attribute", "firm/employees"),
        ("attribute", "economy/employees"),
        ("attribute", "firm/stage"),
    ],
)
def test_a_name_that_is_taken_is_refused(small_rules, kind, name):
    """The file stays as it is; attributes share their names with each other and with classifications."""
    before = {path: path.read_bytes() for path in small_rules.rglob("*.yaml")}
    assert refused(kind, name, small_rules)[0] == "E-TAKEN"
    assert {path: path.read_bytes() for path in small_rules.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("barrier", "functional/Credit Rating"),
        ("barrier", "functional/credit_rating"),
        ("attribute", "firm/credit-rating"),
        ("instrument", "mex/基金"),
        ("recommendation", ""),
        ("recommendation", ".."),
        ("recommendation", "new-theme\n"),
    ],
)
def test_a_name_that_cannot_be_an_id_is_refused(small_rules, kind, name):
    """Hyphens join words, in attributes underscores."""
    assert refused(kind, name, small_rules)[0] == "E-NAME"


@pytest.mark.parametrize(
    ("kind", "name"), [("barrier", "credit-rating"), ("recommendation", "a/b"), ("instrument", "a/mex/b")]
)
def test_a_path_of_the_wrong_depth_is_refused(small_rules, kind, name):
    """A family or economy, then a name; for a recommendation the name alone."""
    assert refused(kind, name, small_rules)[0] == "E-NAME-PATH"


@pytest.mark.parametrize(
    ("kind", "name", "nearest"),
    [
        ("barrier", "fuctional/credit-rating", "functional"),
        ("barrier", "../credit-rating", ""),
        ("instrument", "mxe/new-fund", "mex"),
        ("instrument", "MEX/new-fund", "mex"),
        ("attribute", "company/credit_rating", ""),
        ("attribute", "firms/credit_rating", "firm"),
    ],
)
def test_an_unknown_family_or_economy_is_refused_with_the_nearest_name(small_rules, kind, name, nearest):
    """Nothing is written where no rulebook would look."""
    code, message = refused(kind, name, small_rules)
    assert code == "E-REF"
    assert nearest in message.rpartition(";")[2]


def test_an_economy_that_has_no_instrument_yet_can_have_one(small_rules):
    """Its folder is made."""
    path = scaffold("instrument", "aus/new-fund", small_rules)
    assert read(path).data["economy"] == "AUS"


def test_a_rulebook_without_its_parts_is_told_so(tmp_path):
    """One that says that it is whole and lacks the rest; nothing is written into it."""
    (tmp_path / "rulebook.yaml").touch()
    assert refused("recommendation", "new-theme", tmp_path)[0] == "E-RULES"
    assert [each.name for each in tmp_path.iterdir()] == ["rulebook.yaml"]


def test_a_folder_that_cannot_be_written_to_is_told_so(small_rules):
    """With the reason that the system gives."""
    shutil.rmtree(small_rules / "recommendations")
    (small_rules / "recommendations").write_text("", encoding="utf-8")
    assert refused("recommendation", "new-theme", small_rules)[0] == "E-OUTPUT"
