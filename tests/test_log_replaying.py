"""A record replayed: the same bytes as then by the rules of then, or what differs is named."""

from __future__ import annotations

import json
import shutil
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ECONOMIES, FIRMS, ROOT, RULES
from generated import answers_of
from logs import Done, by_hand, found_in
from rendered import WRITERS
from smeadvisor.documents import parse
from smeadvisor.log.archive import archived, unpacked
from smeadvisor.log.profile_data import profile_data
from smeadvisor.log.recording import consultation_draft
from smeadvisor.log.records import CONSULTATION, canonical
from smeadvisor.log.store import readable, writable
from smeadvisor.profile import profile_from, read_profile
from smeadvisor.shipped import layers

OVERLAY = ROOT / "overlays/germany"


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """Every shipped profile, today and as the paper's reader."""
    path = tmp_path_factory.mktemp("log") / "d.log"
    for day in ([], ["--as-of", "2011"]):
        assert Done("advise", "--log", path, *day, *FIRMS, *ECONOMIES).code == 0
    return path


def test_every_record_of_all_shipped_profiles_replays_to_the_same_bytes(log):
    """Firms and economies, today and as of 2011; and the chain holds."""
    count = 2 * len([*FIRMS, *ECONOMIES])
    done = Done("log", "replay", log)
    assert (done.code, done.out, done.told) == (0, f"Replayed by version 0.1.0: {count} give the same result.\n", "")
    assert found_in(log) is None


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_the_advice_shown_of_a_record_is_that_of_advise(log, form, lang):
    """In every form and language, byte for byte."""
    for number, path, day in ((1, FIRMS[0], []), (len([*FIRMS, *ECONOMIES]), ECONOMIES[-1], [])):
        shown = Done("log", "show", log, str(number), "--format", form, "--lang", lang)
        assert shown.code == 0
        assert shown.out == Done("advise", "--format", form, "--lang", lang, *day, path).out


def test_priorities_and_overlays_are_kept_with_the_rulebook(tmp_path):
    """Also when folder and file are gone; what other weights moved is told again."""
    path, rules, weights = tmp_path / "d.log", tmp_path / "rules", tmp_path / "p.yaml"
    shutil.copytree(OVERLAY / "rules", rules)
    weights.write_text((RULES / "priorities.yaml").read_text("utf-8").replace("mild: 1", "mild: 2"), encoding="utf-8")
    options = ["--rules", rules, "--priorities", weights, "--format", "json"]
    then = Done("advise", "--log", path, *options, OVERLAY / "profile.yaml")
    assert (then.code, then.told) == (0, "")
    shutil.rmtree(rules)
    weights.unlink()
    assert Done("log", "replay", path).code == 0
    shown = Done("log", "show", path, "1", "--format", "json")
    assert shown.out == then.out
    assert "moved" in json.loads(shown.out)


@pytest.fixture
def changing(tmp_path) -> Path:
    """A rulebook of one's own, to be changed."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def test_rules_that_changed_since_change_no_record(tmp_path, changing):
    """Two rulebooks in one log, each record by its own."""
    path = tmp_path / "d.log"
    assert Done("advise", "--log", path, "--rules", changing, FIRMS[0]).code == 0
    weights = changing / "priorities.yaml"
    weights.write_text(weights.read_text("utf-8").replace("severe: 3", "severe: 9"), encoding="utf-8")
    second = Done("advise", "--log", path, "--rules", changing, "--format", "json", FIRMS[0])
    shutil.rmtree(changing)
    assert Done("log", "replay", path).code == 0
    first = Done("log", "show", path, "1", "--format", "json")
    assert first.out != second.out
    assert Done("log", "show", path, "2", "--format", "json").out == second.out


def test_rules_that_change_while_they_are_read_are_refused(changing, tmp_path):
    """What is archived is what was advised by."""
    with pytest.raises(Exception, match="E-LOG-RULES"):
        archived((changing,), None, "0" * 64)


def test_an_archive_gives_the_rulebook_again(whole_rulebook):
    """The same bytes each time, the same digest, the same rules."""
    content = archived(layers(()), None, whole_rulebook.digest)
    assert content == archived(layers(()), None, whole_rulebook.digest)
    with unpacked(content) as found:
        assert found.rulebook() == whole_rulebook


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_what_is_no_archive_is_told_as_such(content):
    """Whatever is wrong with it."""
    with pytest.raises(ValueError, match=r"zip|folders"), unpacked(content):
        pass


def test_a_record_that_comes_out_otherwise_is_named_with_the_place(log, tmp_path):
    """As by another version of the program: the points of one recommendation."""
    path = Path(shutil.copy(log, tmp_path / "d.log"))
    with readable(path) as store:
        data = json.loads(store.part(3, CONSULTATION) or "")
    data["recommendations"][0]["points"] += 1
    with by_hand(path) as connection:
        content = zlib.compress(canonical(data).encode())
        connection.execute("UPDATE parts SET content = ? WHERE number = 3 AND name = 'consultation'", (content,))
        connection.execute("UPDATE records SET program = '0.0.9' WHERE number = 3")
    done = Done("log", "replay", path, "3")
    assert done.code == 65
    assert "E-LOG-DIFFERS" in done.told
    assert "/recommendations/0/points" in done.told
    assert "W-LOG-PROGRAM" in done.told
    assert done.out == "Replayed by version 0.1.0: 1 differ.\n"
    shown = Done("log", "show", path, "3", "--format", "text")
    assert (shown.code, shown.out) == (65, "")


def test_a_rulebook_that_this_version_cannot_read_is_told(log, tmp_path):
    """With what is wrong with it, and no traceback."""
    path = Path(shutil.copy(log, tmp_path / "d.log"))
    with by_hand(path) as connection:
        connection.execute("UPDATE records SET rulebook_digest = 'x' WHERE number = 2")
    done = Done("log", "replay", path, "2", "--lang", "zh-Hant")
    assert done.code == 65
    assert "E-LOG-UNREADABLE" in done.told
    assert "E-LOG-RULEBOOK" in done.told


def test_what_is_masked_is_not_stored_and_not_replayed(tmp_path):
    """Neither in the profile nor in the consultation; the record says so, and it is no failure."""
    path, firm = tmp_path / "d.log", tmp_path / "firm.yaml"
    firm.write_text(
        "id: f\nkind: firm\neconomy: TWN\nname: Canary Co\nanswers:\n  employees: 48151\n  exports_now: true\n", "utf-8"
    )
    options = ["--mask", "employees", "--mask", "name", "--mask", "sector"]
    advised = Done("advise", "--log", path, *options, firm)
    assert advised.out == Done("advise", firm).out
    with readable(path) as store:
        whole = "".join(store.part(1, name) or "" for name in store.record("1").digests)
        assert store.record("1").data == {"masked": ["employees", "name"]}
    assert "48151" not in whole
    assert "Canary" not in whole
    assert "exports_now" in whole
    done = Done("log", "replay", path)
    assert done.code == 0
    assert "N-LOG-MASKED" in done.told
    assert "employees, name" in done.told
    shown = Done("log", "show", path, "1", "--format", "text")
    assert (shown.code, shown.out, "E-LOG-MASKED" in shown.told) == (65, "", True)
    assert found_in(path) is None


def test_masking_what_is_no_attribute_is_refused(tmp_path):
    """Before anybody is advised, with the nearest name."""
    done = Done("advise", "--log", tmp_path / "d.log", "--mask", "employes", FIRMS[0])
    assert (done.code, done.out) == (65, "")
    assert "employees" in done.told


@settings(max_examples=40)
@given(st.data())
def test_a_profile_as_data_is_read_as_the_same_profile(rulebook, data):
    """With every answer, its decimals, qualifiers, sources and notes."""
    kind = data.draw(st.sampled_from(["firm", "economy"]))
    given_answers = data.draw(answers_of(rulebook, kind))
    text = canonical(
        profile_data(profile_from(parse(as_yaml(kind, given_answers), "x.yaml"), rulebook)),
    )
    again = profile_from(parse(text.encode(), "x"), rulebook)
    assert again == profile_from(parse(as_yaml(kind, given_answers), "x.yaml"), rulebook)


def as_yaml(kind: str, answers: dict) -> bytes:
    from decimal import Decimal

    import yaml

    class Exact(yaml.SafeDumper):
        """Decimals as they are."""

    Exact.add_representer(Decimal, lambda dumper, each: dumper.represent_scalar("tag:yaml.org,2002:float", f"{each:f}"))
    profile = {"id": "f", "kind": kind, "economy": "TWN", "name": {"en": "A", "zh-Hant": "甲"}, "answers": answers}
    return yaml.dump(profile, Dumper=Exact, allow_unicode=True).encode()


@pytest.mark.parametrize("number", ["97.70", "5.0", "0.10", "100", "12.5"])
def test_decimals_are_kept_as_they_were_written(rulebook, number):
    """Reports show 97.70 as 97.70."""
    text = f"id: f\nkind: economy\neconomy: TWN\nanswers:\n  sme_share_of_employment: {number}\n"
    profile = profile_from(parse(text.encode(), "f.yaml"), rulebook)
    again = profile_from(parse(canonical(profile_data(profile)).encode(), "f"), rulebook)
    assert str(again.answers["sme_share_of_employment"].value) == number


def test_shipped_profiles_as_data_are_read_as_the_same_profiles(rulebook):
    """All of them."""
    for path in (*FIRMS, *ECONOMIES):
        profile = read_profile(path, rulebook)
        again = profile_from(parse(canonical(profile_data(profile)).encode(), "x"), rulebook)
        assert (again, str(again.answers)) == (profile, str(profile.answers))


# Runs over many profiles


@pytest.fixture
def run(tmp_path) -> Path:
    """A folder with a log of one run over a table, of two rows that are good and one that is not."""
    lines = [
        {"id": "a", "kind": "firm", "economy": "TWN", "answers": {"employees": 30, "exports_now": True}},
        {"id": "b", "kind": "firm", "economy": "MEX", "answers": {"employees": -1}},
        {"id": "c", "kind": "firm", "economy": "MEX", "name": "C", "answers": {"days_to_payment": 90}},
    ]
    WRITERS["csv"](tmp_path / "in.csv", lines)
    return tmp_path


def batch(folder: Path, *options: str, out: str = "out.jsonl") -> Done:
    return Done("batch", folder / "in.csv", "-o", folder / out, "--log", folder / "d.log", "--quiet", *options)


@pytest.mark.parametrize(
    ("out", "options"),
    [
        ("out.jsonl", []),
        ("out.jsonl", ["--fired", "--as-of", "2011"]),
        ("out.csv", ["--excel"]),
        ("out.csv", ["--raw", "--fired"]),
        ("out.xlsx", []),
        ("out.parquet", []),
        ("out.parquet", ["--flat", "--fired"]),
    ],
)
def test_any_row_of_a_run_is_replayed_and_held_against_the_output(run, out, options):
    """In every form; a row that was rejected is rejected again, for its reason."""
    assert batch(run, *options, out=out).code == 1
    for row, name in ((1, "a"), (3, "c")):
        done = Done("log", "replay", run / "d.log", "1", "--row", str(row))
        assert (done.code, done.told) == (0, "")
        assert f"({name})" in done.out
        assert "so does the output" in done.out
    bad = Done("log", "replay", run / "d.log", "1", "--row", "2")
    assert (bad.code, bad.out, "E-RANGE" in bad.told) == (65, "", True)
    assert Done("log", "replay", run / "d.log", "1", "--row", "4").code == 66
    assert Done("log", "replay", run / "d.log").code == 0


def test_a_folder_of_profiles_is_replayed_row_by_row(tmp_path):
    """Rows count through the files."""
    log = tmp_path / "d.log"
    assert Done("batch", ROOT / "profiles", "-o", tmp_path / "o.jsonl", "--log", log, "--quiet").code == 0
    ids = [json.loads(line)["id"] for line in (tmp_path / "o.jsonl").read_text("utf-8").splitlines()]
    for row in (1, 20, len(ids)):
        done = Done("log", "replay", log, "1", "--row", str(row))
        assert (done.code, f"({ids[row - 1]})" in done.out) == (0, True)


def test_a_row_of_the_output_that_was_changed_is_named(run):
    """With its column."""
    batch(run)
    out = run / "out.jsonl"
    out.write_text(out.read_text("utf-8").replace('"rank":1', '"rank":2'), encoding="utf-8")
    done = Done("log", "replay", run / "d.log", "1", "--row", "3")
    assert (done.code, done.out) == (65, "")
    assert "E-LOG-ROW" in done.told
    assert "recommendations" in done.told


def test_an_input_that_is_not_what_it_was_is_refused(run):
    """Another digest; not there at all."""
    batch(run)
    path = run / "in.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    changed = Done("log", "replay", run / "d.log", "1", "--row", "1")
    assert (changed.code, "E-LOG-INPUT-CHANGED" in changed.told) == (65, True)
    path.unlink()
    gone = Done("log", "replay", run / "d.log", "1", "--row", "1")
    assert (gone.code, "E-LOG-INPUT:" in gone.told) == (66, True)


def test_without_the_output_the_engines_are_compared_alone(run):
    """And it says so."""
    batch(run)
    (run / "out.jsonl").unlink()
    done = Done("log", "replay", run / "d.log", "1", "--row", "1")
    assert (done.code, "not there to be compared" in done.out) == (0, True)


def test_the_record_of_a_run_says_what_it_was_made_from(run):
    """Inputs with SHA-256 and size, options, counts, the output's digests."""
    import hashlib

    batch(run, "--fired")
    data = json.loads(Done("log", "show", run / "d.log", "1").out)
    said, content = data["parts"]["run"], (run / "in.csv").read_bytes()
    (given,) = said["inputs"]
    assert (given["sha256"], given["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert said["counts"] == {"rows": 3, "advised": 2, "rejected": 1, "duplicates": 0}
    assert said["options"]["fired"] is True
    assert said["files"]["out"]["sha256"] == hashlib.sha256((run / "out.jsonl").read_bytes()).hexdigest()
    assert data["kind"] == "batch"


@pytest.mark.parametrize("out", ["out.jsonl", "-"])
def test_a_run_that_cannot_be_recorded_publishes_nothing_and_can_be_resumed(run, monkeypatch, out):
    """Neither file nor standard output; resumed it is recorded once."""
    from smeadvisor.disk import Unwritable
    from smeadvisor.errors import Place, Problem
    from smeadvisor.log.recording import Recording

    def refuse(*_: object) -> None:
        raise Unwritable(Problem("E-LOG-WRITE", Place("d.log"), details={"detail": "no space"}))

    with monkeypatch.context() as patch:
        patch.setattr(Recording, "run", refuse)
        target = "-" if out == "-" else run / out
        done = Done("batch", run / "in.csv", "-o", target, *(["--format", "csv"] if out == "-" else []), "--log",
                    run / "d.log", "--quiet")  # fmt: skip
    assert (done.code, done.out) == (74, "")
    assert "E-LOG-WRITE" in done.told
    assert not (run / "out.jsonl").exists()
    if out != "-":
        assert batch(run, "--resume").code == 1
        with readable(run / "d.log") as store:
            assert store.head()[0] == 1


def test_a_run_killed_between_record_and_output_is_recorded_once(run, monkeypatch):
    """It is the same run when it is resumed."""
    from smeadvisor.batch import run as runs

    def killed(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(runs, "_publish", killed)
        assert batch(run).code == 70
    assert batch(run, "--resume").code == 1
    assert batch(run, "--overwrite").code == 1
    with readable(run / "d.log") as store:
        assert store.head()[0] == 2


def test_the_manifest_does_not_depend_on_the_log(run):
    """The same bytes with and without."""
    batch(run)
    with_log = (run / "out.jsonl.manifest.json").read_bytes()
    Done("batch", run / "in.csv", "-o", run / "out.jsonl", "--quiet", "--overwrite")
    assert (run / "out.jsonl.manifest.json").read_bytes() == with_log


def test_many_consultations_by_other_ways_are_told_as_what_they_are(tmp_path, engine):
    """A log whose profile cannot be read any more."""
    profile = read_profile(FIRMS[0], engine.rulebook)
    path = tmp_path / "d.log"
    with writable(path) as store:
        store.add(consultation_draft(profile, engine.consult(profile)))
    done = Done("log", "replay", path)
    assert (done.code, "E-LOG-RULEBOOK" in done.told) == (65, True)
