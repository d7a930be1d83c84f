"""A record replayed: the same bytes as then by the rules of then, or what differs is named."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from dataclasses import replace
from itertools import product
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.cli.options import Book
from smeadvisor.files.digest import read_files
from smeadvisor.files.documents import Document, parse
from smeadvisor.log.archive import archived, unpacked
from smeadvisor.log.profile_data import profile_data
from smeadvisor.log.records import CONSULTATION, canonical
from smeadvisor.log.store import readable
from smeadvisor.model.profile import profile_from
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.rules.loading import load_from
from smeadvisor.rules.shipped import layers
from support.commands import run
from support.generated import answers_of
from support.logs import ECONOMY, FIRM, advise, by_hand, found_in
from support.paths import ECONOMIES, FIRMS, ROOT, RULES
from support.scale import sample
from support.small_rulebook import FOLDER, change

OVERLAY = ROOT / "overlays/germany"
FORMS, LANGUAGES = ["text", "markdown", "json"], ["en", "zh-Hant"]


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """Every shipped profile, today and as the paper's reader."""
    path = tmp_path_factory.mktemp("log") / "d.log"
    for day in ([], ["--as-of", "2011"]):
        assert run("advise", "--log", path, *day, *FIRMS, *ECONOMIES).returncode == 0
    return path


def test_every_record_of_all_shipped_profiles_replays_to_the_same_bytes(log):
    """Firms and economies, today and as of 2011; and the chain holds."""
    count = 2 * len([*FIRMS, *ECONOMIES])
    done = run("log", "replay", log)
    assert (done.returncode, done.out, done.told) == (
        0,
        f"Replayed by version 0.1.0: {count} give the same result.\n",
        "",
    )
    assert found_in(log) is None


@pytest.fixture(scope="module")
def small_log(tmp_path_factory) -> Path:
    """A firm and an economy by the small rulebook."""
    path = tmp_path_factory.mktemp("log") / "d.log"
    assert advise("--log", path, FIRM, ECONOMY).returncode == 0
    return path


def shows_what_was_advised(log: Path, number: int, lang: str, form: str, *of: str | Path) -> None:
    """The record shown is, byte for byte, what ``advise`` says of these arguments."""
    options = ("--format", form, "--lang", lang)
    shown = run("log", "show", log, str(number), *options)
    assert shown.returncode == 0
    assert shown.out == run("advise", *options, *of).out


@pytest.mark.parametrize(
    ("path", "lang", "form"),
    [*product([FIRM], LANGUAGES, FORMS), *sample([*product([ECONOMY], LANGUAGES, FORMS)], 3)],
    ids=lambda value: Path(value).stem,
)
def test_the_advice_shown_of_a_record_is_that_of_advise(small_log, path, lang, form):
    """In every form and language."""
    shows_what_was_advised(small_log, 1 + [FIRM, ECONOMY].index(path), lang, form, "--rules", FOLDER, path)


@pytest.mark.parametrize(
    ("path", "lang", "form"),
    sample([*product([FIRMS[0], ECONOMIES[-1]], LANGUAGES, FORMS)], 12),
    ids=lambda value: Path(value).stem,
)
def test_the_advice_shown_by_the_shipped_rulebook_is_that_of_advise(log, path, lang, form):
    """As by any other."""
    shows_what_was_advised(log, 1 + [*FIRMS, *ECONOMIES].index(path), lang, form, path)


def replays_without_its_files(path: Path, firm: Path, rules: Path, weights: Path, *below: str | Path) -> None:
    """Advised by rules laid over others and by other weights, then replayed and shown once these files are gone."""
    options = [*below, "--rules", rules, "--priorities", weights, "--format", "json"]
    then = run("advise", "--log", path, *options, firm)
    assert (then.returncode, then.told) == (0, "")
    shutil.rmtree(rules)
    weights.unlink()
    assert run("log", "replay", path).returncode == 0
    shown = run("log", "show", path, "1", "--format", "json")
    assert shown.out == then.out
    assert "moved" in json.loads(shown.out)


def test_priorities_and_overlays_are_kept_with_the_rulebook(tmp_path):
    """Also when folder and file are gone; what other weights moved is told again."""
    rules, weights, firm = tmp_path / "rules", tmp_path / "p.yaml", tmp_path / "firm.yaml"
    rules.mkdir()
    shutil.copy(OVERLAY / "rules/economies.yaml", rules)
    weights.write_text((FOLDER / "priorities.yaml").read_text("utf-8").replace("mild: 1", "mild: 2"), "utf-8")
    firm.write_text(FIRM.read_text("utf-8").replace("economy: MEX", "economy: DEU"), "utf-8")
    replays_without_its_files(tmp_path / "d.log", firm, rules, weights, "--rules", FOLDER)


@pytest.mark.long
def test_priorities_and_overlays_are_kept_with_the_shipped_rulebook(tmp_path):
    """Also when folder and file are gone; what other weights moved is told again."""
    rules, weights = tmp_path / "rules", tmp_path / "p.yaml"
    shutil.copytree(OVERLAY / "rules", rules)
    weights.write_text((RULES / "priorities.yaml").read_text("utf-8").replace("mild: 1", "mild: 2"), "utf-8")
    replays_without_its_files(tmp_path / "d.log", OVERLAY / "profile.yaml", rules, weights)


def test_rules_that_changed_since_change_no_record(tmp_path, small_rules):
    """Two rulebooks in one log, each record by its own."""
    path = tmp_path / "d.log"
    assert run("advise", "--log", path, "--rules", small_rules, FIRM).returncode == 0
    change(small_rules, "priorities.yaml", "severe: 3", "severe: 9")
    second = run("advise", "--log", path, "--rules", small_rules, "--format", "json", FIRM)
    shutil.rmtree(small_rules)
    assert run("log", "replay", path).returncode == 0
    first = run("log", "show", path, "1", "--format", "json")
    assert first.out != second.out
    assert run("log", "show", path, "2", "--format", "json").out == second.out


@pytest.mark.parametrize("has_weights", [False, True])
def test_rules_that_change_once_they_were_read_are_kept_as_they_were(tmp_path, small_rules, monkeypatch, has_weights):
    """What is advised by, compared with and archived is what was read, whatever stands in the files afterwards."""
    path, weights, read = tmp_path / "d.log", tmp_path / "weights.yaml", Book.rulebook
    shutil.copy(small_rules / "priorities.yaml", weights)
    change(tmp_path, "weights.yaml", "mild: 1", "mild: 2")
    asked = ("--rules", small_rules, *(["--priorities", weights] if has_weights else []), "--format", "json", FIRM)
    expected = run("advise", *asked)

    def then_edited(book: Book) -> Rulebook:
        found = read(book)
        change(small_rules, "priorities.yaml", "severe: ", "severe: 1")
        change(tmp_path, "weights.yaml", "severe: ", "severe: 1")
        return found

    monkeypatch.setattr(Book, "rulebook", then_edited)
    done = run("advise", "--log", path, *asked)
    monkeypatch.undo()
    assert done == expected
    assert run("log", "replay", path).returncode == 0
    assert found_in(path) is None
    assert run("advise", *asked) != expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name")
def test_weights_from_a_pipe_have_the_digest_of_a_file_that_says_the_same(tmp_path):
    """A pipe is read once: its digest differs with what it said, and the record can be replayed."""
    path, pipe, file = tmp_path / "d.log", tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    digests = set()
    for weight in (10, 7):
        text = (FOLDER / "priorities.yaml").read_text("utf-8").replace("mild: 1", f"mild: {weight}")
        file.write_text(text, "utf-8")
        writing = Thread(target=pipe.write_text, args=(text, "utf-8"))
        writing.start()
        piped = json.loads(advise("--log", path, "--priorities", pipe, "--format", "json", FIRM).out)
        writing.join()
        filed = json.loads(advise("--priorities", file, "--format", "json", FIRM).out)
        assert piped["rulebook"] == filed["rulebook"]
        digests.add(piped["rulebook"]["digest"])
    assert len(digests) == 2
    assert run("log", "replay", path).returncode == 0
    assert found_in(path) is None


def test_an_archive_gives_the_rulebook_again(small_rulebook):
    """The same bytes each time, the same digest, the same rules."""
    gives_it_again([FOLDER], small_rulebook)


@pytest.mark.long
def test_an_archive_gives_the_shipped_rulebook_again(whole_rulebook):
    """The same bytes each time, the same digest, the same rules."""
    gives_it_again(layers(()), whole_rulebook)


def gives_it_again(folders, rulebook):
    content = archived(read_files(folders))
    assert content == archived(read_files(folders))
    assert load_from(unpacked(content)) == rulebook


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_what_is_no_archive_is_told_as_such(content):
    """Whatever is wrong with it."""
    with pytest.raises(ValueError, match=r"zip|folders"):
        unpacked(content)


def test_a_record_that_comes_out_otherwise_is_named_with_the_place(small_log, tmp_path):
    """As by another version of the program: the points of one recommendation."""
    path = Path(shutil.copy(small_log, tmp_path / "d.log"))
    with readable(path) as store:
        data = json.loads(store.part(1, CONSULTATION) or "")
    data["recommendations"][0]["points"] += 1
    with by_hand(path) as connection:
        content = zlib.compress(canonical(data).encode())
        connection.execute("UPDATE parts SET content = ? WHERE number = 1 AND name = 'consultation'", (content,))
        connection.execute("UPDATE records SET program = '0.0.9' WHERE number = 1")
    done = run("log", "replay", path, "1")
    assert done.returncode == 65
    assert "E-LOG-DIFFERS" in done.told
    assert "/recommendations/0/points" in done.told
    assert "W-LOG-PROGRAM" in done.told
    assert done.out == "Replayed by version 0.1.0: 1 differ.\n"
    shown = run("log", "show", path, "1", "--format", "text")
    assert (shown.returncode, shown.out) == (65, "")


def test_a_rulebook_that_this_version_cannot_read_is_told(small_log, tmp_path):
    """With what is wrong with it, and no traceback."""
    path = Path(shutil.copy(small_log, tmp_path / "d.log"))
    with by_hand(path) as connection:
        connection.execute("UPDATE records SET rulebook_digest = 'x' WHERE number = 2")
    done = run("log", "replay", path, "2", "--lang", "zh-Hant")
    assert done.returncode == 65
    assert "E-LOG-UNREADABLE" in done.told
    assert "E-LOG-RULEBOOK" in done.told


def test_what_is_masked_is_not_stored_and_not_replayed(tmp_path):
    """Neither in the profile nor in the consultation; the record says so, and it is no failure."""
    path, firm = tmp_path / "d.log", tmp_path / "firm.yaml"
    firm.write_text(
        "id: f\nkind: firm\neconomy: TWN\nname: Canary Co\nanswers:\n  employees: 48151\n  exports_now: true\n", "utf-8"
    )
    options = ["--mask", "employees", "--mask", "name", "--mask", "sector"]
    advised = advise("--log", path, *options, firm)
    assert advised.out == advise(firm).out
    with readable(path) as store:
        whole = "".join(store.part(1, name) or "" for name in store.record("1").digests)
        assert store.record("1").data == {"masked": ["employees", "name"]}
    assert "48151" not in whole
    assert "Canary" not in whole
    assert "exports_now" in whole
    done = run("log", "replay", path)
    assert done.returncode == 0
    assert "N-LOG-MASKED" in done.told
    assert "employees, name" in done.told
    shown = run("log", "show", path, "1", "--format", "text")
    assert (shown.returncode, shown.out, "E-LOG-MASKED" in shown.told) == (65, "", True)
    assert found_in(path) is None


def test_masking_what_is_no_attribute_is_refused(tmp_path):
    """Before anybody is advised, with the nearest name."""
    done = advise("--log", tmp_path / "d.log", "--mask", "employes", FIRM)
    assert (done.returncode, done.out) == (65, "")
    assert "employees" in done.told


@settings(max_examples=40)
@given(st.data())
def test_a_profile_as_data_is_read_as_the_same_profile(rulebook, data):
    """With every answer, its decimals, qualifiers, sources and notes."""
    kind = data.draw(st.sampled_from(["firm", "economy"]))
    answers = data.draw(answers_of(rulebook, kind))
    whole = {"id": "f", "kind": kind, "economy": "TWN", "name": {"en": "A", "zh-Hant": "甲"}, "answers": answers}
    profile = profile_from(Document("x", whole), rulebook)
    again = profile_from(parse(canonical(profile_data(profile)).encode(), "x"), rulebook)
    # Warnings have their places.
    assert replace(again, warnings=()) == replace(profile, warnings=())
