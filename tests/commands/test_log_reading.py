"""A log read: listed, shown, exported; and what counsellors overrode beside the advice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from smeadvisor.log import store as stores
from smeadvisor.log.records import Draft, canonical
from smeadvisor.log.store import writable
from support.commands import run
from support.logs import ECONOMY, FIRM, OTHER, advise, draft, found_in, invented
from support.small_rulebook import FOLDER


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("log") / "d.log"
    assert advise("--log", path, FIRM, OTHER, ECONOMY).returncode == 0
    return path


@pytest.fixture
def dated(tmp_path, monkeypatch) -> Path:
    """Five records over three years, the clock set back in between."""
    path = tmp_path / "d.log"
    times = iter(["2025-01-01T00:00:00.000000Z", "2024-12-31T23:59:59.999999Z", "2026-03-31T10:00:00.000000Z",
                  "2026-04-01T00:00:00.000000Z", "2026-04-02T00:00:00.000000Z"])  # fmt: skip
    with writable(path) as store:
        monkeypatch.setattr(stores, "now", lambda: next(times))
        for name in "abcab":
            store.add(draft(name))
    return path


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ([], [1, 2, 3, 4, 5]),
        (["--last", "2"], [4, 5]),
        (["--last", "99"], [1, 2, 3, 4, 5]),
        (["--profile", "a"], [1, 4]),
        (["--profile", "a", "--last", "1"], [4]),
        (["--profile", "z"], []),
        (["--since", "2025"], [1, 3, 4, 5]),
        (["--until", "2025"], [1, 2]),
        (["--since", "2026-03-31", "--until", "2026-03-31"], [3]),
        (["--since", "2026-04", "--until", "2026-04"], [4, 5]),
    ],
)
def test_records_are_narrowed_down_and_the_newest_come_last(dated, options, numbers):
    """In the order in which they were made, whatever the clock said."""
    found = [json.loads(line) for line in run("log", "list", dated, "--format", "json", *options).out.splitlines()]
    assert [each["number"] for each in found] == numbers
    exported = [json.loads(line) for line in run("log", "export", dated, *options).out.splitlines()]
    assert [each["custom"]["number"] for each in exported] == numbers
    assert run("log", "list", dated, *options).out.count("\n") == (len(numbers) + 1 if numbers else 0)


def test_a_clock_set_back_breaks_no_chain(dated):
    """Order and ids do not hang on it."""
    assert found_in(dated) is None


@pytest.mark.parametrize("day", ["yesterday", "2026-13", ""])
def test_a_day_that_is_none_is_refused(dated, day):
    """Exit 2."""
    done = run("log", "list", dated, "--since", day)
    assert (done.returncode, done.out, "E-LOG-DAY" in done.told) == (2, "", True)


def test_a_line_of_the_list_is_one_line_whatever_the_id_holds(tmp_path):
    """Line breaks and control characters are shown as such."""
    path = tmp_path / "d.log"
    with writable(path) as store:
        store.add(draft("x\n2026-01-01 1 consultation \x1b[31m"))
    out = run("log", "list", path).out
    assert out.count("\n") == 2
    assert "\x1b" not in out


@pytest.mark.parametrize("name", ["1", "id"])
def test_a_record_is_shown_by_number_or_id(log, name):
    """With all that it holds."""
    first = json.loads(run("log", "list", log, "--format", "json").out.splitlines()[0])
    data = json.loads(run("log", "show", log, first["id"] if name == "id" else name).out)
    assert data["number"] == 1
    assert data["parts"]["profile"]["id"] == data["parts"]["profile_id"] == first["profile"]
    assert data["parts"]["consultation"]["schema"] == "smeadvisor/consultation/1"


@pytest.mark.parametrize("name", ["0", "99", "x", "-", "1' OR 1=1", "9" * 40])
def test_a_record_that_is_not_there_is_told(log, name):
    """Exit 66, one line."""
    for command in ("show", "replay"):
        done = run("log", command, log, name)
        assert (done.returncode, done.out, done.told.count("\n")) == (66, "", 1)
        assert "E-LOG-RECORD" in done.told


def test_other_records_than_consultations_have_no_advice(tmp_path):
    """Nor rows, but of a run."""
    path = invented(tmp_path / "d.log", 1)
    assert run("log", "purge", path, "--profile", "firm-1").returncode == 0
    done = run("log", "show", path, "2", "--format", "text")
    assert (done.returncode, done.out, "E-LOG-KIND" in done.told) == (2, "", True)
    row = run("log", "replay", path, "2", "--row", "1")
    assert (row.returncode, "E-LOG-KIND-BATCH" in row.told) == (2, True)
    assert run("log", "replay", path, "--row", "1").returncode == 2
    assert run("log", "replay", path, "2").out.endswith("there is no consultation in it.\n")


def test_a_run_that_is_replayed_whole_names_the_way_to_its_rows(tmp_path):
    """It holds no consultation, but rows that can be replayed one by one."""
    path = tmp_path / "d.log"
    assert run("batch", "--rules", FOLDER, FIRM, "-o", tmp_path / "a.csv", "--quiet", "--log", path).returncode == 0
    assert "replay a row of it with --row" in run("log", "replay", path, "1").out


def test_no_log_can_be_read_from_standard_input(tmp_path):
    """So where there is none the remedy does not say that it can."""
    done = run("log", "verify", tmp_path / "none.log")
    assert (done.returncode, "E-NOT-FOUND" in done.told, "standard input" in done.told) == (66, True, False)


def test_an_export_has_the_form_of_decision_logs(log):
    """The fields that the documentation of Open Policy Agent names, and no other beside them but custom."""
    known = {"labels", "decision_id", "bundles", "path", "input", "result", "timestamp", "erased", "masked", "custom"}
    for line in run("log", "export", log).out.splitlines():
        event = json.loads(line)
        assert event.keys() <= known
        assert event["labels"].keys() == {"app", "id", "version"}
        assert event["bundles"]["rulebook"]["revision"] == event["result"]["rulebook"]["digest"]
        assert event["input"]["id"] == event["result"]["profile"]["id"]
        assert event["path"] == "smeadvisor/consultation"


def test_what_is_masked_is_erased_in_an_export(tmp_path):
    """By pointers to where it would stand."""
    path = tmp_path / "d.log"
    assert advise("--log", path, "--mask", "employees", "--mask", "name", FIRM).returncode == 0
    (event,) = map(json.loads, run("log", "export", path).out.splitlines())
    assert event["erased"] == ["/input/answers/employees", "/result/profile/answers/employees", "/input/name"]
    assert "employees" not in event["input"]["answers"]


# Overrides


@pytest.fixture(scope="module")
def overridden_once(tmp_path_factory) -> tuple[Path, str]:
    """A log with one consultation, whose first recommendation was overridden; and that one's id."""
    path = tmp_path_factory.mktemp("overridden") / "d.log"
    assert advise("--log", path, FIRM).returncode == 0
    given = json.loads(run("log", "show", path, "1", "--format", "json").out)["recommendations"][0]["id"]
    reason = "Has a bank\nalready <b>*x*</b>"
    done = run("log", "override", path, "1", given, "--reason", reason, "--by", "林美")
    assert (done.returncode, done.out) == (0, "Recorded as record 2.\n")
    return path, given


@pytest.fixture
def overridden(overridden_once, tmp_path) -> tuple[Path, str]:
    """A copy of it, and that id."""
    path, given = overridden_once
    return Path(shutil.copy(path, tmp_path)), given


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_an_override_stands_beside_the_advice_and_changes_none_of_it(overridden, lang):
    """As text and Markdown a section more, whose markup is none."""
    path, _ = overridden
    plain = advise("--lang", lang, FIRM).out
    shown = run("log", "show", path, "1", "--format", "text", "--lang", lang).out
    heading = {"en": "Overridden by a counsellor", "zh-Hant": "顧問的人工調整"}[lang]
    before, _, after = shown.partition(f"\n{heading}\n")
    said, _, rest = after.partition("\n\n")
    assert before + "\n" + rest == plain
    assert "林美" in said
    assert "\\<b\\>\\*x\\*" in run("log", "show", path, "1", "--format", "markdown", "--lang", lang).out


def test_an_override_is_data_with_the_record_it_is_of(overridden):
    """Who, why, when and which; in the record's JSON and in the advice's."""
    path, given = overridden
    for form in ("data", "json"):
        (said,) = json.loads(run("log", "show", path, "1", "--format", form).out)["overrides"]
        assert (said["number"], said["recommendation"], said["by"]) == (2, given, "林美")
        assert said["reason"].startswith("Has a bank")
    data = json.loads(run("log", "show", path, "2").out)
    assert (data["kind"], data["said"]["about"]) == ("override", 1)
    assert "of record 1" in run("log", "list", path).out
    assert run("log", "replay", path).returncode == 0
    assert found_in(path) is None


def test_what_an_older_log_holds_is_shown_as_no_terminal_obeys_it(overridden):
    """An override that turns the direction of text, in every form."""
    path, given = overridden
    reason = canonical({"recommendation": given, "reason": "a\u202eb", "by": "c\u2066"})
    with writable(path) as store:
        about = {"about": 1, "about_id": store.record("1").id}
        store.add(Draft("override", about, {"profile_id": "x", "override": reason}))
    for form in ("data", "text", "markdown", "json"):
        done = run("log", "show", path, "1", "--format", form)
        shown = done.out
        assert "a\\u202eb" in shown.replace("\\\\", "\\")
        assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("record", "name", "reason", "by", "code"),
    [
        ("1", "no-such-thing", "x", "y", 65),
        ("9", "", "x", "y", 66),
        ("2", "", "x", "y", 2),
        ("1", None, " ", "y", 2),
        ("1", None, "x", "", 2),
        ("1", None, "x\x1b[31m", "y", 65),
        ("1", None, "x\u202ey", "y", 65),
        ("1", None, "x", "y\u2066", 65),
        ("1", None, "x" * 10_001, "y", 65),
    ],
)
def test_an_override_that_cannot_be_meant_is_refused(overridden, record, name, reason, by, code):
    """No recommendation of that record, no such record, no consultation, no reason, no name, no text."""
    path, given = overridden
    wanted = given if name is None else name
    done = run("log", "override", path, record, wanted, "--reason", reason, "--by", by)
    assert (done.returncode, done.out, done.told.count("\n")) == (code, "", 1)
    assert run("log", "list", path, "--format", "json").out.count("\n") == 2


@pytest.mark.parametrize("command", ["list", "show", "verify", "replay", "export", "purge", "override"])
def test_every_command_explains_itself(command):
    """With examples and exit codes."""
    out = run("log", command, "--help").out
    assert "Examples:" in out
    assert "Exit codes:" in out
