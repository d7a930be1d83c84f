"""``smeadvisor batch`` and ``verify``: exit codes, one line for what goes wrong, the line that resumes a run."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.cli import cli
from smeadvisor.cli.batch_run import resume_line
from support.batch_fakes import GOOD, IDS, install, listed
from support.commands import Done, begun, ended, process, shell, sums, table
from support.killed import killed_at
from support.paths import ROOT

FAKES = (sys.executable, str(ROOT / "tests/support/batch_fakes.py"))


@pytest.fixture
def folder(tmp_path, run, monkeypatch) -> Path:
    """A folder with an input, in which the command line is run with stand-ins for reading and for the engine."""
    install(monkeypatch.setattr)
    monkeypatch.chdir(tmp_path)
    listed(tmp_path / "in.txt", IDS)
    return tmp_path


def test_a_run_says_where_the_rows_went(folder, run):
    """The law of conservation, titles in place of ids, the files; exit 1 where some were rejected."""
    done = run("batch", "in.txt", "-o", "out.csv", "--part-rows", "20", "--summary", "summary.json", "--jobs", "1")
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert f"{len(IDS)} rows in = {len(GOOD)} advised + {len(IDS) - len(GOOD)} rejected" in told
    assert "Export finance" in told
    assert "\r" not in told
    counts = json.loads((folder / "summary.json").read_bytes())
    assert counts["rows"] == counts["advised"] + counts["rejected"] == len(IDS)


def test_verify_names_the_file_that_is_not_what_was_written(folder, run):
    """Output or rejects; 65 where one differs, 66 where one is missing."""
    names = ("out.parquet", "out.parquet.rejects.csv", "page.html")
    run("batch", "in.txt", "-o", "out.parquet", "--summary", "page.html", "--lang", "zh-Hant", "--quiet")
    done = run("verify", "out.parquet")
    whole = [(name, hashlib.sha256((folder / name).read_bytes()).hexdigest()) for name in names]
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "".join(f"{name}: as written (sha256 {digest})\n" for name, digest in whole)
    said = run("verify", "out.parquet", "--lang", "zh-Hant").stdout.decode()
    assert said == "".join(f"{name}：與寫出時相同（sha256 {digest}）\n" for name, digest in whole)
    for name in names[:2]:
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content)
    done = run("verify", "out.parquet")
    assert done.returncode == 65
    assert done.stdout.startswith(b"page.html: as written")
    assert [line.split(b":")[0] for line in done.stderr.splitlines()] == [b"out.parquet", b"out.parquet.rejects.csv"]
    (folder / "out.parquet.manifest.json").unlink()
    done = run("verify", "out.parquet")
    assert (done.returncode, b"E-NO-MANIFEST" in done.stderr) == (66, True)


def _changed(**entry: Any) -> str:
    return json.dumps({"files": {"out": {"name": "out.csv", "size": 1, "sha256": "0" * 64, **entry}}})


NO_MANIFESTS = [
    *('{"files":{}}', '{"files":{"out":null}}', '{"files":[]}', "[]", "1", "null", "", "{", "[" * 100_000, "\0"),
    *(_changed(name=name) for name in ("a\0b", "\ud800", "in.txt", "", ".", "/dev/zero", "x" * 300, 5, None)),
    *(_changed(size=size) for size in (True, "1", None, 1.5)),
    *(_changed(sha256=digest) for digest in ("x", None, "0" * 63, 5)),
    '{"files":{"out":null},"files":' + _changed()[len('{"files":') :],
]


@pytest.mark.parametrize("text", NO_MANIFESTS, ids=lambda text: text[:40])
@pytest.mark.parametrize("is_there", [True, False])
def test_what_is_no_manifest_of_this_output_verifies_nothing(folder, run, text, is_there):
    """Exit 0 is for an output that is there and was compared, whatever stands in the file beside it."""
    if is_there:
        (folder / "out.csv").write_bytes(b"x")
    (folder / "out.csv.manifest.json").write_text(text, encoding="utf-8")
    done = run("verify", "out.csv")
    assert (done.returncode, done.stdout) == (65, b"")
    assert "E-MANIFEST" in done.told


def test_an_output_that_is_not_there_is_not_as_written(folder, run):
    """Though its manifest is."""
    (folder / "out.csv.manifest.json").write_text(_changed(), encoding="utf-8")
    assert (run("verify", "out.csv").returncode, "E-NOT-FOUND" in run("verify", "out.csv").told) == (66, True)


def test_verify_waits_for_no_pipe_and_no_device(folder, run):
    """Neither as a manifest nor as a file that one lists."""
    os.mkfifo("out.csv.manifest.json")
    assert run("verify", "out.csv").returncode == 65
    Path("out.csv.manifest.json").unlink()
    Path("out.csv.manifest.json").write_text(_changed(), encoding="utf-8")
    os.mkfifo("out.csv")
    assert run("verify", "out.csv").returncode == 66
    Path("out.csv").unlink()
    Path("out.csv").symlink_to("/dev/zero")
    assert run("verify", "out.csv").returncode == 66


@pytest.fixture
def hung_up():
    """SIGHUP is as it is at a terminal, also where the tests themselves run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hung_up")
@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((signal.SIGINT,), 130),
        ((signal.SIGTERM,), 143),
        ((signal.SIGHUP,), 129),
        ((signal.SIGINT, signal.SIGTERM, signal.SIGINT), 130),
        ((signal.SIGTERM, signal.SIGINT), 143),
    ],
)
def test_a_run_that_is_stopped_says_how_to_go_on(folder, run, numbers, code):
    """However often the process is asked: one line to be pasted, which leads to what an signals_blocked run makes."""
    listed(folder / "in.txt", [*IDS, "wait", *IDS])
    arguments = ["batch", "in.txt", "-o", "out.parquet", "--part-rows", "15", "--jobs", "2", "--quiet"]
    assert run(*arguments).returncode == 1
    whole = sums(folder)
    # A process of its own, since signals are for processes.
    program = begun(*arguments, "--overwrite", program=FAKES, cwd=folder, env={**os.environ, "FAKE_WAITS": "yes"})
    until(lambda: list(folder.glob(".out.parquet.smeadvisor/*.json")))
    for number in numbers:
        program.send_signal(number)
        until(lambda: is_stopping(program))
    done = ended(program)
    assert done.returncode == code
    (line,) = done.told.splitlines()
    assert line.startswith("E-STOPPED")
    assert sums(folder) == whole
    resume = shlex.split(line.partition("Resume with: ")[2])
    assert run(*resume[1:]).returncode == 1
    assert sums(folder) == whole


def test_a_run_that_had_ended_is_resumed_by_saying_so(folder, run):
    """With its exit code and the numbers of its rows; the log has one record of it."""
    arguments = ["batch", "in.txt", "-o", "out.csv", "--log", "decisions.log"]
    assert run(*arguments).returncode == 1
    whole = sums(folder)
    done = run(*arguments, "--resume")
    said, law, *_ = done.told.splitlines()
    assert (done.returncode, said.startswith("out.csv: N-RUN-ENDED: ")) == (1, True)
    assert law == f"{len(IDS)} rows in = {len(GOOD)} advised + {len(IDS) - len(GOOD)} rejected"
    assert sums(folder) == whole
    assert run("log", "list", "decisions.log").out.count("batch run") == 1


def test_a_run_by_weights_from_a_pipe_is_resumed_by_the_same_alone(folder, run, small_rules):
    """They can be read but once, and count as what was read; what is finished waits for them."""
    own = (small_rules / "priorities.yaml").read_bytes()
    other = re.sub(rb"(severe: *)[0-9]+", rb"\g<1>9", own)
    assert other != own
    files = ["in.txt", "-o", "out.parquet", "--part-rows", "20", "--jobs", "1", "--quiet"]
    arguments = ["batch", *files, "--rules", str(small_rules), "--priorities"]

    def weighted_by(weights: bytes, *more: str) -> Done:
        with piped(weights) as pipe:
            return run(*arguments, pipe, *more)

    assert weighted_by(own).returncode == 1
    whole = sums(folder)
    with piped(own) as pipe:
        assert killed_at(40, lambda: cli.main([*arguments, pipe, "--overwrite"], standalone_mode=False))
    assert list(folder.glob(".out.parquet.smeadvisor/*.json"))
    done = weighted_by(other, "--resume")
    assert (done.returncode, "E-RESUME-MISMATCH" in done.told, "rulebook" in done.told) == (65, True, True)
    assert sums(folder) == whole
    assert weighted_by(own, "--resume").returncode == 1
    assert sums(folder) == whole


@contextlib.contextmanager
def piped(content: bytes) -> Iterator[str]:
    """The name of a pipe from which that can be read once, as a shell's ``<(…)`` gives it."""
    end, start = os.pipe()
    os.write(start, content)
    os.close(start)
    try:
        yield f"/dev/fd/{end}"
    finally:
        os.close(end)


@pytest.mark.usefixtures("hung_up")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_run_to_standard_output_that_is_stopped_leaves_nothing(folder, tmp_path_factory, number, code):
    """No advice is left in the folder for temporary files, and none to resume what cannot be resumed."""
    temporary = tmp_path_factory.mktemp("temporary")
    env = {**os.environ, "FAKE_WAITS": "yes", "TMPDIR": str(temporary)}
    arguments = ["batch", "in.txt", "-o", "-", "--format", "csv", "--part-rows", "15", "--jobs", "2", "--quiet"]
    program = begun(*arguments, program=FAKES, cwd=folder, env=env)
    until(lambda: list(temporary.glob("*/.out.csv.smeadvisor/*.json")))
    program.send_signal(number)
    done = ended(program)
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.told.startswith("E-STOPPED-WHOLE: ")
    assert "resume" not in done.told.lower()
    assert [*temporary.iterdir()] == []


def until(holds: Callable[[], Any]) -> None:
    """Wait until it does."""
    while not holds():
        time.sleep(0.001)


def is_stopping(program: subprocess.Popen[bytes]) -> bool:
    """Whether the process pays no more raise_if_interrupted to SIGTERM, or has ended."""
    if program.poll() is not None:
        return True
    ignored = re.search(r"SigIgn:\s*(\w+)", Path(f"/proc/{program.pid}/status").read_text())
    return bool(ignored and int(ignored[1], 16) >> (signal.SIGTERM - 1) & 1)


def test_the_line_to_resume_by_is_quoted():
    """Whatever is in the names; --overwrite would begin anew."""
    asked = ["batch", "my firms.csv", "-o", "建議.xlsx", "--map", "a b=id"]
    line = resume_line([*asked, "--overwrite"])
    assert shlex.split(line) == ["smeadvisor", *asked, "--resume"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-o", "out.csv", "--log", "out.csv"], 2, "out.csv: E-SAME-FILE"),
        (["-o", "out.csv", "--summary", "none/s.txt"], 73, "none/s.txt: E-OUTPUT-FOLDER"),
        (["-o", "-", "--format", "csv", "--flat"], 2, "<stdout>: E-FLAT-FORMAT"),
    ],
)
def test_what_cannot_end_well_is_refused_before_any_work(folder, run, arguments, code, told):
    """Nothing is made, not even a log, and no name is told that nobody gave."""
    done = run("batch", "in.txt", *arguments)
    assert (done.returncode, done.stderr.decode().startswith(told)) == (code, True)
    assert [each.name for each in folder.iterdir()] == ["in.txt"]


def test_names_that_are_not_utf8_are_as_good_as_others(tmp_path, run, monkeypatch):
    """A run onto a full disk tells them escaped; it is resumed by the line told, verified, replayed from its log."""
    name = os.fsdecode(b"\xa4\xa4")
    rows = "".join(f"firm-{i},firm,TWN,{i - 1}\n" for i in range(60))
    (tmp_path / f"{name}.csv").write_text(f"id,kind,economy,employees\n{rows}")
    monkeypatch.chdir(tmp_path)
    # Processes: the limit is one's own, and the line told is pasted into a shell.
    files = r"$'\xa4\xa4.csv' -o $'\xa4\xa4.parquet' --rejects $'\xa4\xa4.bad.csv' --part-rows 20 --jobs 1"
    full = shell(f"ulimit -f 2; smeadvisor batch {files} --quiet", cwd=tmp_path)
    assert (full.returncode, full.told.startswith(r"\xa4\xa4.parquet: E-OUTPUT-IO")) == (74, True)
    resumed = shell(full.told.partition("resume with: ")[2], cwd=tmp_path)
    law, advice, *_ = resumed.told.splitlines()
    assert (resumed.returncode, law) == (1, "60 rows in = 59 advised + 1 rejected")
    assert advice == r"advice: \xa4\xa4.parquet"
    assert (tmp_path / f"{name}.bad.csv").read_text().splitlines()[1].startswith(r'1,"\xa4\xa4.csv",,2,')
    out, log = f"{name}.parquet", f"{name}.log"
    assert run("verify", out).returncode == 0
    again = ["batch", f"{name}.csv", "-o", out, "--rejects", f"{name}.bad.csv", "--part-rows", "20", "--jobs", "1"]
    assert run(*again, "--quiet", "--overwrite", "--log", log).returncode == 1
    assert run("log", "replay", log, "1", "--row", "7").stdout.endswith(b"so does the output.\n")


def test_standard_output_gets_the_whole_or_nothing(folder, run):
    """Rejected rows are told on standard error."""
    done = run("batch", "in.txt", "-o", "-", "--format", "jsonl", "--quiet")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == GOOD
    assert done.stderr.count(b"E-CHAR") == len(IDS) - len(GOOD)
    listed(folder / "bad.txt", [*GOOD, "crash"])
    done = run("batch", "bad.txt", "-o", "-", "--format", "csv", "--part-rows", "9", "--jobs", "2")
    assert (done.returncode, done.stdout) == (65, b"")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["in.txt"],
        ["-o", "out.csv"],
        ["in.txt", "-o", "-"],
        ["in.txt", "-o", "out.csv", "--format", "csv"],
        ["in.txt", "-o", "out.csv", "--resume", "--overwrite"],
        ["in.txt", "-o", "out.txt"],
        ["in.txt", "-o", "out.csv", "--flat"],
        ["in.txt", "-o", "out.csv", "--map", "a"],
        ["in.txt", "-o", "out.csv", "--map", "a=id", "--map", "a=-"],
        ["in.txt", "-o", "out.csv", "--unit", "annual_sales=TWD", "--unit", "annual_sales=USD"],
        ["in.txt", "-o", "in.txt.csv", "--jobs", "0"],
    ],
)
def test_wrong_usage_exits_with_2(folder, run, arguments):
    """And makes nothing."""
    done = run("batch", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert sorted(each.name for each in folder.iterdir()) == ["in.txt"]


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C", "TERM": "dumb"},
        {"LC_ALL": "zh_TW.Big5", "PYTHONIOENCODING": "big5"},
        {"HOME": "", "TZ": "Asia/Taipei", "PYTHONHASHSEED": "7"},
    ],
)
def test_surroundings_change_no_byte(folder, run, monkeypatch, env):
    """Locale, home, time zone, hash seed; a current folder that cannot be written to."""
    monkeypatch.chdir("/proc")
    made = []
    for name in ("here", "there"):
        out = folder / name
        out.mkdir()
        arguments = ["batch", folder / "in.txt", "-o", out / "out.csv", "--lang", "zh-Hant", "--quiet"]
        # An environment is read at the start of a process.
        done = run(*arguments) if name == "here" else process(*arguments, program=FAKES, cwd=Path("/proc"), **env)
        assert done.returncode == 1
        made.append(sums(out))
    assert made[0] == made[1]
    assert len(made[0]) == 3


def test_a_full_disk_exits_with_74_and_the_line_to_resume_by(folder):
    """Files of the process may not grow beyond some blocks."""
    done = shell("ulimit -f 1; smeadvisor batch in.txt -o out.parquet --part-rows 20", cwd=folder, program=FAKES)
    assert done.returncode == 74
    (line,) = done.told.splitlines()
    assert "E-OUTPUT-IO" in line
    assert line.endswith("smeadvisor batch in.txt -o out.parquet --part-rows 20 --resume")
    assert sums(folder) == {}


def test_names_of_files_are_told_as_no_terminal_obeys_them(tmp_path, run):
    """Controls and turns of direction stand as codes wherever the name is told."""
    source = tmp_path / "in.csv"
    source.write_text("id,kind,economy\na,firm,MEX\nb,firm,X\n", encoding="utf-8")
    out = tmp_path / "o\u202e\x1b.csv"
    done = run("batch", source, "-o", out)
    assert done.returncode == 1
    told = done.told + run("batch", source, "-o", out).told + run("verify", out).out
    assert told.replace("\n", "").isprintable()
    assert told.count("o\\u202e\\x1b.csv") == 6


def test_the_command_that_resumes_a_run_can_be_pasted_whatever_the_name():
    """It is printable, and the shell takes it for the same arguments."""
    line = resume_line(["batch", "a'b\\c\u202e\x1b.csv"])
    assert line.isprintable()
    assert shell(f"printf %s {line.split()[2]}").out == "a'b\\c\u202e\x1b.csv"


@pytest.mark.parametrize("separator", [";", ",", "、"])
def test_rejects_do_not_outgrow_what_was_rejected(separator, tmp_path, run):
    """However many items of a list are wrong: the first are told, and once how many more there are."""
    source, rejects = tmp_path / "in.csv", tmp_path / "bad.csv"
    items = separator.join(f"{letter}{i % 10}" for i, letter in enumerate("abcdefghijklm" * 10))
    rows = "".join(f'f{i},firm,MEX,"{items}","{items}"\n' for i in range(20))
    source.write_text(f"id,kind,economy,strengths,wants_loan_for\n{rows}", encoding="utf-8")
    assert run("batch", source, "-o", tmp_path / "out.csv", "--rejects", rejects, "--quiet").returncode == 1
    told = table(rejects)
    assert [each["code"] for each in told] == [*["E-CHOICE"] * 3, "E-MORE"] * 40
    assert {each["column"] for each in told} == {"strengths", "wants_loan_for"}
    assert told[3]["reason"] == "Not all is told: 127 more items of this list are wrong"
    assert rejects.stat().st_size < 10 * source.stat().st_size
