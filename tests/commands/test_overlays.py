"""Folders laid over each other: what they add, what they replace, and whose fault a fault is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from smeadvisor.engines.chaining import Engine
from smeadvisor.files.digest import read_files, rule_files
from smeadvisor.files.documents import read
from smeadvisor.model.profile import read_profile
from smeadvisor.problems import InvalidInput, Problem
from smeadvisor.rules import shipped
from smeadvisor.rules.loading import load, review
from smeadvisor.rules.scaffold import scaffold
from smeadvisor.rules.schema import as_text, kind_of, schemas
from support.paths import ECONOMIES, FIRMS, ROOT, RULES
from support.small_rulebook import FOLDER as SMALL
from support.small_rulebook import change

GERMANY = ROOT / "overlays/germany/rules"
WORKSHOP = ROOT / "overlays/germany/profile.yaml"
FAIRS, ENTRY = "deu/foreign-trade-fair-programme", "deu/market-entry-programme"
EXCELLENCE = "instruments/twn/taiwan-excellence.yaml"
CREDIT = "instruments/mex/sme-export-credit.yaml"
ERRATUM = """errata:
  - id: {id}
    place: section-5-2
    says: {{en: As printed, zh-Hant: 原文如此}}
    holds: {{en: As it should be, zh-Hant: 更正如此}}
"""
SOURCE = """sources:
  {name}:
    label: {{en: A label of ours, zh-Hant: 我們的標示}}
    title: {{en: A title of ours, zh-Hant: 我們的標題}}
"""


def laid(folder: Path, **files: str) -> Path:
    """A folder that holds these files; a double underscore in a name is a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def copied(folder: Path, file: str, old: str = "", new: str = "") -> Path:
    """A folder that holds one file of the small rulebook, changed in one place."""
    text = (SMALL / file).read_text(encoding="utf-8")
    assert old in text
    return laid(folder, **{file.removesuffix(".yaml"): text.replace(old, new, 1)})


def refused(*folders: Path, priorities: Path | None = None) -> list[Problem]:
    with pytest.raises(InvalidInput) as caught:
        load(*folders, priorities=priorities)
    return list(caught.value.problems)


def told(*folders: Path, **more: Any) -> list[str]:
    return [each.message("en") for each in review(read_files(folders, **more)).notes]


@pytest.fixture(scope="module")
def german_review():
    return review(read_files([RULES, GERMANY]))


@pytest.fixture(scope="module")
def german(german_review):
    return german_review.rulebook


@pytest.fixture(scope="module")
def german_engine(german):
    return Engine(german)


def test_an_overlay_adds_what_the_rulebook_does_not_have(whole_rulebook, german):
    """Two instruments, their sources and their economy; all else is as it was."""
    assert german.instruments.keys() - whole_rulebook.instruments.keys() == {FAIRS, ENTRY}
    assert german.economies.keys() - whole_rulebook.economies.keys() == {"DEU"}
    assert all(each.id.startswith("instruments/deu/") for each in german.rules if each.id not in whole_rulebook.by_id)
    assert {name: german.instruments[name] for name in whole_rulebook.instruments} == whole_rulebook.instruments
    assert german.errata == whole_rulebook.errata


def test_a_file_of_the_same_kind_and_id_replaces_the_earlier_one_wholly(tmp_path):
    """Also an attribute that stands in the other folder, since attributes go by their file name."""
    over = copied(tmp_path, CREDIT, "at_most: 24}", "at_most: 36}")
    text = (over / CREDIT).read_text(encoding="utf-8").replace("loan_months_needed: 24", "loan_months_needed: 36")
    (over / CREDIT).write_text(text.replace("loan_months_needed: 25", "loan_months_needed: 37"), encoding="utf-8")
    rule = load(SMALL, over).by_id["instruments/mex/sme-export-credit#within-24-months"]
    assert rule.text is not None
    assert rule.text.when == {"loan_months_needed": {"at_most": 36}}


def test_an_attribute_is_replaced_whatever_folder_it_stands_in(tmp_path):
    """Its file name is its id."""
    text = (SMALL / "attributes/firm/employees.yaml").read_text(encoding="utf-8")
    over = laid(tmp_path, attributes__economy__employees=text.replace("max: 10000000", "max: 500000"))
    assert load(SMALL, over).attributes["employees"].range.max == 500_000
    assert told(SMALL, over) == ["replaced: attributes/employees"]


def test_single_files_are_merged_entry_by_entry(tmp_path):
    """An entry of a known name takes the other's place, a new one comes last."""
    before = load(SMALL)
    over = laid(
        tmp_path,
        sources=SOURCE.format(name="table-2") + SOURCE.format(name="table-99").partition("\n")[2],
        errata=ERRATUM.format(id="gifu") + ERRATUM.format(id="another").partition("\n")[2],
        economies="economies:\n  DEU: {name: {en: Germany, zh-Hant: 德國}, apec: false}\n",
    )
    found = load(SMALL, over)
    assert list(found.sources) == [*before.sources, "table-99"]
    assert found.sources["table-2"].label.en == "A label of ours"
    assert [each.id for each in found.errata] == [*(each.id for each in before.errata), "another"]
    assert next(each for each in found.errata if each.id == "gifu").says.en == "As printed"
    assert list(found.economies) == [*before.economies, "DEU"]


def test_the_card_and_the_priorities_are_replaced_whole(tmp_path):
    """They say one thing, not several."""
    over = copied(tmp_path, "rulebook.yaml", "version: 0.1.0", "version: 9.9.9")
    copied(over, "priorities.yaml", "mild: 1", "mild: 2")
    found = load(SMALL, over)
    assert (found.about.version, found.priorities.severity["mild"]) == ("9.9.9", 2)


def test_the_last_layer_wins(tmp_path):
    """The order in which folders are given is the order in which they are laid on."""
    one, two = (laid(tmp_path / name, sources=SOURCE.format(name="table-2")) for name in ("one", "two"))
    text = (two / "sources.yaml").read_text(encoding="utf-8").replace("A label", "Another label")
    (two / "sources.yaml").write_text(text, encoding="utf-8")
    assert load(SMALL, one, two).sources["table-2"].label.en == "Another label of ours"
    assert load(SMALL, two, one).sources["table-2"].label.en == "A label of ours"


def test_the_digest_covers_every_layer_in_order(tmp_path):
    """And other priorities; a single folder keeps the one that it has alone."""
    one, two = (laid(tmp_path / name, sources=SOURCE.format(name=name)) for name in ("one", "two"))
    weights = copied(tmp_path / "weights", "priorities.yaml") / "priorities.yaml"
    assert load(SMALL).digest == read_files([SMALL]).digest() == read_files([SMALL]).folders[0].digest()
    seen = [[SMALL], [SMALL, one], [SMALL, two], [SMALL, one, two], [SMALL, two, one]]
    digests = {read_files(folders, priorities).digest() for folders in seen for priorities in (None, weights)}
    assert len(digests) == 2 * len(seen)
    assert load(SMALL, one, priorities=weights).digest == read_files([SMALL, one], weights).digest()
    before = read_files([SMALL, one], weights).digest()
    weights.write_text(weights.read_text(encoding="utf-8").replace("mild: 1", "mild: 2"), encoding="utf-8")
    assert read_files([SMALL, one], weights).digest() != before


@pytest.mark.parametrize(
    ("files", "code", "file", "line"),
    [
        (
            {"sources": SOURCE.format(name="table-2").replace("A title of ours", '"TODO: x"')},
            "E-TODO",
            "sources.yaml",
            4,
        ),
        ({"sources": SOURCE.format(name="table-98") + "    dated: sometime\n"}, "E-DATE", "sources.yaml", 5),
        ({"errata": ERRATUM.format(id="gifu").replace("section-5-2", "section-9-9")}, "E-REF", "errata.yaml", 3),
        ({"errata": ERRATUM.format(id="x") + ERRATUM.format(id="x").partition("\n")[2]}, "E-DUP-ID", "errata.yaml", 6),
        ({"economies": "economies:\n  DEU: {nme: 1, apec: false}\n"}, "E-UNKNOWN-KEY", "economies.yaml", 2),
        ({"instruments__deu__x": "title: 1\n"}, "E-MISSING", "instruments/deu/x.yaml", None),
        ({"instrument__deu__x": "title: 1\n"}, "E-REF", "instrument/deu/x.yaml", None),
    ],
)
def test_a_fault_is_told_of_the_file_that_it_stands_in(tmp_path, files, code, file, line):
    """Whatever the position of an entry in the whole, its own file, line and position are named."""
    found = [each for each in refused(SMALL, laid(tmp_path, **files)) if each.code == code]
    assert found, refused(SMALL, tmp_path)
    for each in found:
        assert each.place is not None
        assert each.place.file == str(tmp_path / file)
        assert line in (None, each.place.line)
        assert not each.pointer.startswith("/errata") or int(each.pointer.split("/")[2]) < 2


def test_a_fault_in_an_entry_that_an_overlay_leaves_alone_is_the_earlier_files(small_rules, tmp_path):
    """Merging moves no fault from one file to another."""
    base = small_rules
    change(base, "sources.yaml", 'dated: "2025-09-17"', 'dated: "May"')
    found = refused(base, laid(tmp_path / "over", sources=SOURCE.format(name="table-99")))
    assert [(each.code, each.place and each.place.file) for each in found] == [("E-DATE", str(base / "sources.yaml"))]


def test_two_files_of_one_id_in_one_layer_are_refused(tmp_path):
    """Replacing is for later layers."""
    text = (SMALL / "attributes/firm/employees.yaml").read_text(encoding="utf-8")
    over = laid(tmp_path, attributes__firm__employees=text, attributes__economy__employees=text)
    assert [each.code for each in refused(SMALL, over)] == ["E-DUP-ID"]


def test_a_rule_that_breaks_with_a_replaced_file_is_refused(tmp_path):
    """All checks run on the whole: a choice taken away is missed where it is tested."""
    lower_costs = "  lower_costs: {en: lower costs, zh-Hant: 降低成本}\n"
    over = copied(tmp_path, "attributes/firm/need_felt_most.yaml", lower_costs, "")
    assert {each.code for each in refused(SMALL, over)} >= {"E-CHOICE"}


def test_answers_to_warnings_add_up(tmp_path, german_review):
    """A layer answers its own; what it makes needless in an earlier folder is not held against that one."""
    assert german_review.warnings == []
    over = copied(tmp_path, EXCELLENCE, "distribution/channel-access", "task/customer-habits")
    assert review(read_files([SMALL, over])).warnings == []
    because = "    because: {en: Because it is so, zh-Hant: 就是如此}\n"
    (over / "accepted.yaml").write_text(
        f"accepted:\n  - warning: W-UNREAD\n    of: [attributes/employees]\n{because}", encoding="utf-8"
    )
    (warning,) = review(read_files([SMALL, over])).warnings
    assert (warning.code, warning.place and warning.place.file) == ("W-ACCEPTED", str(over / "accepted.yaml"))


def test_check_counts_what_is_added_and_names_what_is_replaced(tmp_path):
    """A line each, with the figures that differ between priorities."""
    over = copied(tmp_path, CREDIT)
    laid(over, sources=SOURCE.format(name="table-1"), errata=ERRATUM.format(id="another"))
    copied(over, "priorities.yaml", "{mild: 1, moderate: 2, severe: 3}", "{mild: 1, moderate: 3, severe: 5}")
    assert told(RULES, GERMANY, over) == [
        "added: instruments 2, sources 5, economies 1",
        "added: errata 1",
        "replaced: instruments/mex/sme-export-credit",
        "replaced: priorities.yaml: severity.moderate: 2 → 3, severity.severe: 3 → 5",
        "replaced: sources/table-1",
    ]


def test_check_tells_a_reordered_list_of_kinds(tmp_path):
    """The order of the kinds of evidence is a figure too."""
    text = (SMALL / "priorities.yaml").read_text(encoding="utf-8")
    first, second = (
        "    - id: stated-need\n      title: {en: a need stated",
        "    - id: reported-difficulty\n      title: {en: a difficulty",
    )
    assert first in text
    swapped = text.replace("id: stated-need", "id: x").replace(
        second, second.replace("reported-difficulty", "stated-need")
    )
    (tmp_path / "p.yaml").write_text(swapped.replace("id: x", "id: reported-difficulty"), encoding="utf-8")
    old, new = ("stated-need > reported-difficulty", "reported-difficulty > stated-need")
    expected = f"replaced: priorities.yaml: evidence.firm: {old} > observed-fact → {new} > observed-fact"
    assert told(SMALL, priorities=tmp_path / "p.yaml") == [expected]


def test_the_command_line_tells_what_was_replaced_on_standard_output(run_small, tmp_path):
    """In either language with the file; for programs as notes; and the exit code stays 0."""
    over = copied(tmp_path, CREDIT)
    for lang, word in (("en", "replaced: "), ("zh-Hant", "取代：")):
        done = run_small("rules", "check", "--rules", over, "--lang", lang)
        assert (done.returncode, done.stderr) == (0, b"")
        first = done.stdout.decode().splitlines()[0]
        assert first.startswith(f"{word}instruments/mex/sme-export-credit")
        assert str(over / CREDIT) in first
    as_json = json.loads(run_small("rules", "check", "--rules", over, "--format", "json").stdout)
    assert [(each["severity"], each["code"]) for each in as_json["findings"]] == [("note", "N-REPLACED")]
    as_sarif = json.loads(run_small("rules", "check", "--rules", over, "--format", "sarif").stdout)
    assert [each["level"] for each in as_sarif["runs"][0]["results"]] == ["note"]


def test_the_first_folder_is_the_base_only_if_it_is_whole():
    """Otherwise all are laid over the shipped rulebook."""
    assert shipped.layers([]) == (RULES,)
    assert shipped.layers([GERMANY]) == (RULES, GERMANY)
    assert shipped.layers([SMALL, GERMANY]) == (SMALL, GERMANY)
    assert shipped.rulebook_from([GERMANY]).digest == read_files([RULES, GERMANY]).digest()


@pytest.mark.parametrize(
    ("make", "code", "exit_code"),
    [
        (lambda folder: None, b"E-NO-FOLDER", 66),
        (lambda folder: folder.mkdir(), b"E-RULES", 65),
        (lambda folder: (folder.mkdir(), (folder / "notes.txt").write_text("x")), b"E-RULES", 65),
        (lambda folder: folder.write_text("title: x\n"), b"E-UNREADABLE", 66),
        (lambda folder: (folder.mkdir(), (folder / "instruments").symlink_to(RULES)), b"E-UNREADABLE", 66),
        (lambda folder: laid(folder, sources=""), b"E-EMPTY", 65),
        (lambda folder: laid(folder, sources="a: &a 1\n"), b"E-YAML-ALIAS", 65),
    ],
    ids=["missing", "empty", "without rules", "a file", "a link inside", "an empty file", "an anchor"],
)
def test_a_folder_that_cannot_be_laid_on_is_told_so(run_small, tmp_path, make, code, exit_code):
    """Every command says the same, in one line, and writes nothing."""
    folder = tmp_path / "over"
    make(folder)
    for command in (["advise", FIRMS[0]], ["rules", "check"]):
        done = run_small(*command, "--rules", folder)
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (exit_code, b"", 1)
        assert code in done.stderr
        assert str(folder).encode() in done.stderr


def test_a_folder_given_twice_is_refused(run):
    """Also by another path, and the shipped rulebook under itself."""
    for folders in ((GERMANY, GERMANY), (GERMANY, GERMANY / "../rules"), (GERMANY, RULES)):
        done = run("rules", "check", *(part for folder in folders for part in ("--rules", folder)))
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"E-TWICE" in done.stderr


def test_a_new_file_goes_into_a_folder_that_is_not_there_yet(tmp_path):
    """Families and economies are those of the shipped rulebook and of the folder itself."""
    over = tmp_path / "not/yet"
    assert scaffold("barrier", "product/spare-parts", over).is_file()
    laid(over, economies="economies:\n  DEU: {name: {en: Germany, zh-Hant: 德國}, apec: false}\n")
    assert scaffold("instrument", "deu/voucher", over).is_file()
    assert scaffold("instrument", "mex/sme-export-credit", over).is_file()
    with pytest.raises(InvalidInput):
        scaffold("instrument", "fra/voucher", over)
    with pytest.raises(InvalidInput):
        scaffold("attribute", "firm/stage", over)


@pytest.mark.parametrize("path", [*rule_files(GERMANY), WORKSHOP], ids=lambda path: path.name)
def test_the_files_of_an_overlay_follow_the_schemas_made_with_it(german, path):
    """An editor that knows those schemas marks nothing."""
    inside = Path("profiles/profile.yaml") if path == WORKSHOP else Path("rules") / path.relative_to(GERMANY)
    schema = json.loads(as_text(schemas(german)[kind_of(inside)]))
    data = json.loads(json.dumps(read(path).data, default=float))
    assert [*Draft202012Validator(schema).iter_errors(data)] == []


def test_the_example_gives_a_german_firm_measures_at_home(whole_rulebook, german):
    """Without it there is none; with it both instruments are measures of what it is advised."""
    found = {}
    for rulebook in (whole_rulebook, german):
        engine = Engine(rulebook)
        case = engine.consult(read_profile(WORKSHOP, engine.rulebook))
        found[rulebook.digest] = {name for each in case.recommendations for name in each.measures}
    assert found[whole_rulebook.digest] == set()
    assert found[german.digest] == {FAIRS, ENTRY}


@pytest.mark.parametrize("path", ECONOMIES + FIRMS, ids=lambda path: path.stem)
def test_the_example_moves_nothing_for_others(engine, german_engine, path):
    """Ranks, points and measures stay; a German instrument can only be a precedent to them."""
    before, after = (each.consult(read_profile(path, each.rulebook)) for each in (engine, german_engine))
    held = [
        [(each.id, each.rank, each.points, each.under, each.measures) for each in case.recommendations]
        for case in (before, after)
    ]
    assert held[0] == held[1]
    assert after.barriers == before.barriers
