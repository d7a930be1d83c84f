"""The interview line by line, as a process: pipes, the end of input, signals, going on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "smeadvisor"]
BEGIN = ["1", "twn", "acme", "Acme"]


def run(*arguments, lines=(), cwd: Path, **env):
    """A finished process: exit code, output, messages."""
    text = "".join(f"{each}\n" for each in lines).encode()
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=text,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, **env},
        timeout=120,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err
    return done.returncode, out, err


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_an_interview_in_a_pipe_ends_with_what_advise_prints(tmp_path, lang):
    """A line a prompt, a line an answer; the advice is that of the file, in the same language, whatever the locale."""
    lines = [*BEGIN, "1,14", "99", "?", "w", "3", "b", "2", "s", "n/a", "review", "0", "quit"]
    code, out, err = run("interview", "--lang", lang, lines=lines, cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0")
    assert (code, "acme.yaml --resume" in err) == (0, True)
    advised = run("advise", "--lang", lang, "acme.yaml", cwd=tmp_path)[1]
    assert out.endswith("\n\n" + advised)
    assert {"en": "is not one of the choices", "zh-Hant": "不在選項之中"}[lang] in out
    assert {each.name for each in tmp_path.iterdir()} == {"acme.yaml", ".acme.yaml.interview.json"}


def test_the_end_of_input_is_no_answer(tmp_path):
    """What was answered is saved, how to go on is told, and going on begins with the next question."""
    code, out, err = run("interview", lines=[*BEGIN, "0", "3"], cwd=tmp_path)
    assert code == 75
    assert err.startswith("E-INPUT-ENDED: ")
    assert err.rstrip().endswith("smeadvisor interview acme.yaml --resume")
    last = out.splitlines()[-1]
    code, again, _ = run("interview", "acme.yaml", "--resume", lines=["quit"], cwd=tmp_path)
    assert code == 0
    assert last in again
    assert run("interview", cwd=tmp_path)[0] == 75
    assert not (tmp_path / "profile.yaml").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_loses_nothing(tmp_path, number, code):
    """It ends in a moment with its own exit code; the answers are in the file, and how to go on is told."""
    process = subprocess.Popen(
        [*COMMAND, "interview"], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("".join(f"{each}\n" for each in (*BEGIN, "s")).encode())
    process.stdin.flush()
    while b"Question 2" not in process.stdout.readline():
        pass
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err.decode() == (
        "E-INTERVIEW-STOPPED: Stopped; what was answered is saved. "
        "Go on with: smeadvisor interview acme.yaml --resume\n"
    )
    assert run("advise", "--format", "json", "acme.yaml", cwd=tmp_path)[0] == 0


def test_everything_in_the_order_of_the_form(tmp_path):
    """A paper form is typed in with its numbers; what was left empty is not in the profile."""
    code, out, _ = run("interview", "--all", lines=[*BEGIN, "5000000 TWD", "1", "y", "", "quit"], cwd=tmp_path)
    assert code == 0
    assert "[Question 2 of 51 · the firm itself]" in out
    told = json.loads(run("advise", "--format", "json", "acme.yaml", cwd=tmp_path)[1])["profile"]["answers"]
    assert set(told) == {"annual_sales", "applicant_type", "counted_as_sme_at_home"}


def test_wrong_usage_and_files_in_the_way(tmp_path):
    """Exit codes as elsewhere; nothing is written over."""
    (tmp_path / "there.yaml").write_text("mine")
    assert run("interview", "--resume", cwd=tmp_path)[0] == 2
    assert run("interview", "none.yaml", cwd=tmp_path)[0] == 66
    assert run("interview", "there.yaml", cwd=tmp_path)[0] == 65
    assert run("interview", "-o", "there.yaml", cwd=tmp_path)[0] == 73
    assert run("interview", "there.yaml", "--resume", cwd=tmp_path)[0] == 66
    assert (tmp_path / "there.yaml").read_text() == "mine"


def test_the_advice_at_the_end_is_recorded_or_not_shown(tmp_path):
    """With --log; one that cannot be written is told before anything is asked."""
    lines = [*BEGIN, "3", "quit"]
    assert run("interview", "--log", "decisions.log", lines=lines, cwd=tmp_path)[0] == 0
    code, out, _ = run("log", "list", "decisions.log", "--format", "json", cwd=tmp_path)
    assert (code, json.loads(out)["profile"]) == (0, "acme")
    (tmp_path / "acme.yaml").rename(tmp_path / "acme-1.yaml")
    (tmp_path / ".acme.yaml.interview.json").unlink()
    code, out, err = run("interview", "--log", "missing/decisions.log", lines=lines, cwd=tmp_path)
    assert code == 74
    assert "E-LOG-WRITE" in err
    assert out == ""
