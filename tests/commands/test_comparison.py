"""Other weights, and what they move: consultations held against each other, told in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from smeadvisor.engines.chaining import Engine
from smeadvisor.engines.comparison import moves
from smeadvisor.engines.consultation import Advice, Consultation
from smeadvisor.model.profile import read_profile
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.advice import render
from smeadvisor.rules.loading import load
from support.paths import ECONOMIES, FIRMS, RULES
from support.small_rulebook import FOLDER as SMALL

TAIWAN = next(path for path in ECONOMIES if path.stem == "twn")
MEXICO = next(path for path in FIRMS if path.stem == "mex-auto-parts")
OURS = (RULES / "priorities.yaml").read_text(encoding="utf-8")
FIRM = "id: f\nkind: firm\neconomy: MEX\nanswers: {need_felt_most: export_finance}\n"
SEVERITY = "severity: {mild: 1, moderate: 2, severe: 3}"


def weights(folder: Path, old: str = "", new: str = "") -> Path:
    """A file of priorities that differs in one place from the rulebook's own."""
    assert old in OURS
    path = folder / "weights.yaml"
    path.write_text(OURS.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def case(engine) -> Consultation:
    """The worked case."""
    return engine.consult(read_profile(TAIWAN, engine.rulebook))


def with_advice(case: Consultation, *advice: Advice) -> Consultation:
    return replace(case, recommendations=advice)


def test_a_consultation_moves_nothing_against_itself(case):
    """Equal is equal."""
    assert moves(case, case) == ()


def test_every_difference_is_a_move_with_both_sides(case):
    """Appeared, gone, another rank, other points, another one above it; those that are gone come last."""
    one, two, three, four, *_ = case.recommendations
    before = with_advice(case, one, two, three)
    after = with_advice(
        case, replace(two, rank=1), replace(one, rank=2, points=one.points + 5), replace(four, under=two.id)
    )
    found = [each.as_dict() for each in moves(before, after)]
    assert found == [
        {"id": two.id, "rank": [two.rank, 1], "points": [two.points, two.points], "under": [None, None]},
        {"id": one.id, "rank": [1, 2], "points": [one.points, one.points + 5], "under": [None, None]},
        {"id": four.id, "rank": [None, four.rank], "points": [None, four.points], "under": [None, two.id]},
        {"id": three.id, "rank": [three.rank, None], "points": [three.points, None], "under": [three.under, None]},
    ]


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        (
            "en",
            [
                "new, at rank",
                "no longer recommended",
                "rises from rank 2 to 1",
                "falls from rank 1 to 2",
                "points",
                "now covered by",
            ],
        ),
        ("zh-Hant", ["新增，列第", "不再建議", "由第 2 項升至第 1 項", "由第 1 項降至第 2 項", " 分", "改列於「"]),
    ],
)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_report_tells_each_kind_of_move(engine, case, lang, says, form):
    """In words, after the recommendations and before what is not known."""
    one, two, three, four, *_ = case.recommendations
    before = with_advice(case, one, replace(two, rank=2), three)
    after = with_advice(case, replace(two, rank=1), replace(one, rank=2, points=one.points + 5, under=two.id), four)
    text = render(after, engine.rulebook, form, lang, before=before, width=10_000)
    assert all(each in text for each in says)
    back = render(before, engine.rulebook, form, lang, before=after, width=10_000)
    assert {"en": "now stands on its own", "zh-Hant": "改為單獨列出"}[lang] in back


@pytest.mark.parametrize(("lang", "says"), [("en", "Nothing: the same"), ("zh-Hant", "沒有變動")])
def test_weights_that_move_nothing_are_told_so(run_small, tmp_path, lang, says):
    """The rulebook's own weights given as others."""
    firm = tmp_path / "firm.yaml"
    firm.write_text(FIRM, encoding="utf-8")
    done = run_small("advise", "--priorities", weights(tmp_path), "--lang", lang, firm)
    assert done.returncode == 0
    assert says in done.stdout.decode()


def test_other_weights_give_what_a_rulebook_with_them_gives(run, tmp_path, whole_rulebook):
    """The advice is that of the changed rulebook, and the moves are those from the unchanged one."""
    path = weights(tmp_path, SEVERITY, SEVERITY.replace("3", "9"))
    other = Engine(load(RULES, priorities=path))
    own = Engine(whole_rulebook)
    done = run("advise", "--format", "json", "--priorities", path, TAIWAN, MEXICO)
    for line, profile in zip(done.stdout.decode().splitlines(), (TAIWAN, MEXICO), strict=True):
        after, before = (each.consult(read_profile(profile, each.rulebook)) for each in (other, own))
        found = json.loads(line)
        assert found["moved"] == [each.as_dict() for each in moves(before, after)]
        assert [each["points"] for each in found["recommendations"]] == [each.points for each in after.recommendations]
        assert found["rulebook"]["digest"] == other.rulebook.digest


def test_without_other_weights_nothing_is_said_of_moves(run):
    """The contract has its own keys alone."""
    done = run("advise", "--format", "json", MEXICO)
    assert "moved" not in json.loads(done.stdout)


def test_every_command_that_reads_the_rulebook_takes_other_weights(run_small, tmp_path):
    """They all read the same one."""
    path = weights(tmp_path, SEVERITY, SEVERITY.replace("3", "9"))
    for command in (["show", "mex/sme-export-credit"], ["list", "barriers"], ["matrix"]):
        assert run_small("rules", *command, "--priorities", path).returncode == 0
    assert b"replaced: priorities.yaml: severity.severe: 3" in run_small("rules", "check", "--priorities", path).stdout


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("severe: 3", "severe: 0", "E-RANGE"),
        ("severe: 3", "severe: 101", "E-RANGE"),
        ("severe: 3", 'severe: "high"', "E-TYPE"),
        ("severe: 3", "severe: .nan", "E-NUM-FINITE"),
        ("severe: 3", "severe: 2.5", "E-TYPE"),
        (", severe: 3", "", "E-MISSING"),
        ("severity:", "severitie:", "E-UNKNOWN-KEY"),
        ('"1": 10, ', "", "E-MISSING"),
        ("    - id: stated-need\n      title: {en: a need stated, zh-Hant: 公司表明的需求}\n", "", "E-MISSING"),
        ("sources: [table-9", "sources: [table-99", "E-REF"),
    ],
)
def test_a_file_of_priorities_is_checked_as_strictly_as_the_rulebooks_own(tmp_path, old, new, code):
    """Every fault is told of that file, with its line."""
    path = weights(tmp_path, old, new)
    with pytest.raises(InvalidInput) as caught:
        load(SMALL, priorities=path)
    assert code in {each.code for each in caught.value.problems}
    assert {each.place.file for each in caught.value.problems if each.place} == {str(path)}
    assert all(each.place and each.place.line for each in caught.value.problems)


@pytest.mark.parametrize(
    ("content", "code", "exit_code"),
    [(None, b"E-NOT-FOUND", 66), (b"", b"E-EMPTY", 65), (b"- 1\n", b"E-TYPE", 65), (OURS.encode()[:-1], b"E-CUT", 65)],
)
def test_a_file_of_priorities_that_cannot_be_used_is_told_so(run_small, tmp_path, content, code, exit_code):
    """Missing, empty, not a mapping, cut short: one line that names it, and no advice."""
    path = tmp_path / "weights.yaml"
    if content is not None:
        path.write_bytes(content)
    done = run_small("advise", "--priorities", path, MEXICO)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (exit_code, b"", 1)
    assert code in done.stderr
    assert str(path).encode() in done.stderr
