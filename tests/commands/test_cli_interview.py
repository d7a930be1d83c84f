"""The interview line by line: pipes, the end of input, signals, going on."""

from __future__ import annotations

import json
import signal
import time

import pytest

from smeadvisor.files.disk import unfinished
from smeadvisor.interview.saving import beside
from support.commands import begun, ended, process

BEGIN = ["1", "twn", "acme", "Acme"]


@pytest.fixture(autouse=True)
def folder(tmp_path, run, monkeypatch):
    """Where the interviews are held: a folder with nothing in it."""
    monkeypatch.chdir(tmp_path)


def typed(*lines: str) -> bytes:
    """What comes in, a line a prompt."""
    return "".join(f"{line}\n" for line in lines).encode()


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_an_interview_in_a_pipe_ends_with_what_advise_prints(tmp_path, run, lang):
    """A line a prompt, a line an answer; the advice is that of the file, in the same language, whatever the locale."""
    lines = typed(*BEGIN, "1,14", "99", "?", "w", "3", "b", "2", "s", "n/a", "review", "0", "quit")
    # A process of its own, since a locale is read at its start.
    done = process("interview", "--lang", lang, stdin=lines, cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0")
    assert (done.returncode, "acme.yaml --resume" in done.told) == (0, True)
    assert done.out.endswith("\n\n" + run("advise", "--lang", lang, "acme.yaml").out)
    assert {"en": "is not one of the choices", "zh-Hant": "不在選項之中"}[lang] in done.out
    assert {path.name for path in tmp_path.iterdir()} == {"acme.yaml", ".acme.yaml.interview.json"}


def test_the_end_of_input_is_no_answer(tmp_path, run):
    """What was answered is saved, how to go on is told, and going on begins with the next question."""
    # A process of its own, since it is about the end of a pipe.
    done = process("interview", stdin=typed(*BEGIN, "0", "3"), cwd=tmp_path)
    assert done.returncode == 75
    assert done.told.startswith("E-INPUT-ENDED: ")
    assert done.told.rstrip().endswith("smeadvisor interview acme.yaml --resume")
    again = run("interview", "acme.yaml", "--resume", stdin=typed("quit"))
    assert again.returncode == 0
    assert done.out.splitlines()[-1] in again.out
    assert run("interview").returncode == 75
    assert not (tmp_path / "profile.yaml").exists()


def test_one_interview_at_a_time_goes_on_with_a_file(tmp_path, run):
    """While it is open, nobody else can go on with it or begin it anew, and nothing is lost; then somebody can."""
    # A process of its own, since it is open while others try.
    interview = begun("interview", cwd=tmp_path)
    assert interview.stdin is not None
    interview.stdin.write(typed(*BEGIN, "s"))
    interview.stdin.flush()
    while not (tmp_path / ".acme.yaml.interview.json").exists():
        time.sleep(0.01)
    before = (tmp_path / "acme.yaml").read_bytes()
    for others in (["acme.yaml", "--resume"], ["acme.yaml", "--resume", "--plain"]):
        done = run("interview", *others, stdin=typed("1", "quit"))
        assert (done.returncode, "E-INTERVIEW-BUSY" in done.told) == (75, True)
    assert (tmp_path / "acme.yaml").read_bytes() == before
    interview.kill()
    interview.communicate()
    assert run("interview", "acme.yaml", "--resume", stdin=typed("quit")).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"acme.yaml", ".acme.yaml.interview.json"}


def test_an_interview_that_cannot_go_on_leaves_no_lock(tmp_path, run):
    """Whichever of its two files is damaged; the folder is as it was."""
    run("interview", stdin=typed(*BEGIN, "s"))
    for damaged in ("acme.yaml", ".acme.yaml.interview.json"):
        before = (tmp_path / damaged).read_bytes()
        (tmp_path / damaged).write_bytes(b"{")
        assert run("interview", "acme.yaml", "--resume").returncode == 65
        assert {path.name for path in tmp_path.iterdir()} == {"acme.yaml", ".acme.yaml.interview.json"}
        (tmp_path / damaged).write_bytes(before)


@pytest.mark.parametrize("name", ["acme", "a" * 60])
def test_what_a_killed_interview_had_begun_to_write_is_taken_away(tmp_path, run, name):
    """By the next one that goes on with it; what was begun for another file may be somebody else's still."""
    run("interview", stdin=typed("1", "twn", name, "Acme", "s"))
    before = {path.name for path in tmp_path.iterdir()}
    profile = tmp_path / f"{name}.yaml"
    others = [unfinished(tmp_path / other) for other in (f"{name}.yml", f"{name}.yam", "b.yaml")]
    for left in (unfinished(profile), unfinished(beside(profile)), *others):
        left.write_text("half")
    run("interview", profile.name, "--resume", stdin=typed("quit"))
    assert {path.name for path in tmp_path.iterdir()} == before | {other.name for other in others}


def test_an_interview_makes_no_folder(tmp_path, run):
    """One that is not there is told when the first answer is to be saved."""
    done = run("interview", "-o", "none/acme.yaml", stdin=typed(*BEGIN, "s"))
    assert "The output cannot be created here" in done.out
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_loses_nothing(tmp_path, run, number, code):
    """It ends in a moment with its own exit code; the answers are in the file, and how to go on is told."""
    # A process of its own, since signals are for processes.
    interview = begun("interview", cwd=tmp_path)
    assert interview.stdin is not None
    assert interview.stdout is not None
    interview.stdin.write(typed(*BEGIN, "s"))
    interview.stdin.flush()
    while b"Question 2" not in interview.stdout.readline():
        pass
    interview.send_signal(number)
    done = ended(interview)
    assert done.returncode == code
    assert done.told == (
        "E-INTERVIEW-STOPPED: Stopped; what was answered is saved. "
        "Go on with: smeadvisor interview acme.yaml --resume\n"
    )
    assert run("advise", "--format", "json", "acme.yaml").returncode == 0


def test_everything_in_the_order_of_the_form(run):
    """A paper form is typed in with its numbers; what was left empty is not in the profile."""
    done = run("interview", "--all", stdin=typed(*BEGIN, "5000000 TWD", "1", "y", "", "quit"))
    assert done.returncode == 0
    assert "[Question 2 of 51 · the firm itself]" in done.out
    told = json.loads(run("advise", "--format", "json", "acme.yaml").stdout)["profile"]["answers"]
    assert set(told) == {"annual_sales", "applicant_type", "counted_as_sme_at_home"}


def test_wrong_usage_and_files_in_the_way(tmp_path, run):
    """Exit codes as elsewhere; nothing is written over."""
    (tmp_path / "there.yaml").write_text("mine")
    assert run("interview", "--resume").returncode == 2
    assert run("interview", "none.yaml").returncode == 66
    assert run("interview", "there.yaml").returncode == 65
    assert run("interview", "-o", "there.yaml").returncode == 73
    assert run("interview", "there.yaml", "--resume").returncode == 66
    assert (tmp_path / "there.yaml").read_text() == "mine"


def test_the_advice_at_the_end_is_recorded_or_not_shown(tmp_path, run):
    """With --log; one that cannot be written is told before anything is asked."""
    lines = typed(*BEGIN, "3", "quit")
    assert run("interview", "--log", "decisions.log", stdin=lines).returncode == 0
    listed = run("log", "list", "decisions.log", "--format", "json")
    assert (listed.returncode, json.loads(listed.out)["profile"]) == (0, "acme")
    (tmp_path / "acme.yaml").rename(tmp_path / "acme-1.yaml")
    (tmp_path / ".acme.yaml.interview.json").unlink()
    done = run("interview", "--log", "missing/decisions.log", stdin=lines)
    assert (done.returncode, done.out) == (74, "")
    assert "E-LOG-WRITE" in done.told
