"""``smeadvisor batch`` and ``verify``: exit codes, one line for what goes wrong, the line that resumes a run."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smeadvisor.cli.batch_run import resume_line
from support.batch_fakes import GOOD, IDS, listed
from support.paths import ROOT

PROGRAM = [sys.executable, str(ROOT / "tests/support/batch_fakes.py")]


def batch(*arguments: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, cwd=cwd, env={**os.environ, **env}, timeout=300)


def sums(folder: Path) -> dict[str, str]:
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(folder.glob("out.*"))}


@pytest.fixture
def folder(tmp_path) -> Path:
    listed(tmp_path / "in.txt", IDS)
    return tmp_path


def test_a_run_says_where_the_rows_went(folder):
    """The law of conservation, titles in place of ids, the files; exit 1 where some were rejected."""
    done = batch("batch", "in.txt", "-o", "out.csv", "--part-rows", "20", "--summary", "summary.json", cwd=folder)
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (1, b"")
    assert f"{len(IDS)} rows in = {len(GOOD)} advised + {len(IDS) - len(GOOD)} rejected" in told
    assert "Export finance" in told
    assert "\r" not in told
    counts = json.loads((folder / "summary.json").read_bytes())
    assert counts["rows"] == counts["advised"] + counts["rejected"] == len(IDS)


def test_verify_names_the_file_that_is_not_what_was_written(folder):
    """Output or rejects; 65 where one differs, 66 where one is missing."""
    names = ("out.parquet", "out.parquet.rejects.csv", "page.html")
    batch("batch", "in.txt", "-o", "out.parquet", "--summary", "page.html", "--lang", "zh-Hant", "--quiet", cwd=folder)
    done = batch("verify", "out.parquet", cwd=folder)
    whole = [(name, hashlib.sha256((folder / name).read_bytes()).hexdigest()) for name in names]
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "".join(f"{name}: as written (sha256 {digest})\n" for name, digest in whole)
    said = batch("verify", "out.parquet", "--lang", "zh-Hant", cwd=folder).stdout.decode()
    assert said == "".join(f"{name}：與寫出時相同（sha256 {digest}）\n" for name, digest in whole)
    for name in names[:2]:
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content)
    done = batch("verify", "out.parquet", cwd=folder)
    assert done.returncode == 65
    assert done.stdout.startswith(b"page.html: as written")
    assert [line.split(b":")[0] for line in done.stderr.splitlines()] == [b"out.parquet", b"out.parquet.rejects.csv"]
    (folder / "out.parquet.manifest.json").unlink()
    done = batch("verify", "out.parquet", cwd=folder)
    assert (done.returncode, b"E-NO-MANIFEST" in done.stderr) == (66, True)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((signal.SIGINT,), 130),
        ((signal.SIGTERM,), 143),
        ((signal.SIGINT, signal.SIGTERM, signal.SIGINT), 130),
        ((signal.SIGTERM, signal.SIGINT), 143),
    ],
)
def test_a_run_that_is_stopped_says_how_to_go_on(folder, numbers, code):
    """However often it is asked: one line, ready to be pasted, which leads to what an undisturbed run makes."""
    arguments = ["batch", "in.txt", "-o", "out.parquet", "--part-rows", "5", "--jobs", "2", "--quiet"]
    assert batch(*arguments, cwd=folder).returncode == 1
    whole = sums(folder)
    process = subprocess.Popen(
        [*PROGRAM, *arguments, "--overwrite"],
        cwd=folder,
        stderr=subprocess.PIPE,
        env={**os.environ, "FAKE_SECONDS": "0.5"},
    )
    while not list(folder.glob(".out.parquet.smeadvisor/*.json")):
        time.sleep(0.01)
    for number in numbers:
        process.send_signal(number)
        time.sleep(0.05)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    (line,) = told.decode().splitlines()
    assert line.startswith("E-STOPPED")
    assert sums(folder) == whole
    resume = shlex.split(line.partition("Resume with: ")[2])
    assert batch(*resume[1:], cwd=folder).returncode == 1
    assert sums(folder) == whole


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
def test_what_cannot_end_well_is_refused_before_any_work(folder, arguments, code, told):
    """Nothing is made, not even a log, and no name is told that nobody gave."""
    done = batch("batch", "in.txt", *arguments, cwd=folder)
    assert (done.returncode, done.stderr.decode().startswith(told)) == (code, True)
    assert [each.name for each in folder.iterdir()] == ["in.txt"]


def test_names_that_are_not_utf8_are_as_good_as_others(tmp_path):
    """A run onto a full disk tells them escaped; it is resumed by the line told, verified, replayed from its log."""
    name = os.fsdecode(b"\xa4\xa4")
    rows = "".join(f"firm-{i},firm,TWN,{i - 1}\n" for i in range(60))
    (tmp_path / f"{name}.csv").write_text(f"id,kind,economy,employees\n{rows}")

    def shell(line: str) -> subprocess.CompletedProcess[bytes]:
        program = f'smeadvisor() {{ {shlex.quote(sys.executable)} -m smeadvisor "$@"; }}; '
        return subprocess.run(["bash", "-c", program + line], capture_output=True, check=False, cwd=tmp_path)

    files = r"$'\xa4\xa4.csv' -o $'\xa4\xa4.parquet' --rejects $'\xa4\xa4.bad.csv' --part-rows 20 --jobs 1"
    full = shell(f"ulimit -f 2; smeadvisor batch {files} --quiet")
    line = full.stderr.decode()
    assert (full.returncode, line.startswith(r"\xa4\xa4.parquet: E-OUTPUT-IO")) == (74, True)
    resumed = shell(line.partition("resume with: ")[2])
    law, advice, *_ = resumed.stderr.decode().splitlines()
    assert (resumed.returncode, law) == (1, "60 rows in = 59 advised + 1 rejected")
    assert advice == r"advice: \xa4\xa4.parquet"
    assert (tmp_path / f"{name}.bad.csv").read_text().splitlines()[1].startswith(r'1,"\xa4\xa4.csv",,2,')
    assert shell(r"smeadvisor verify $'\xa4\xa4.parquet'").returncode == 0
    again = shell(f"smeadvisor batch {files} --quiet --overwrite --log $'\\xa4\\xa4.log'")
    assert again.returncode == 1
    assert shell(r"smeadvisor log replay $'\xa4\xa4.log' 1 --row 7").stdout.endswith(b"so does the output.\n")


def test_standard_output_gets_the_whole_or_nothing(folder):
    """Rejected rows are told on standard error."""
    done = batch("batch", "in.txt", "-o", "-", "--format", "jsonl", "--quiet", cwd=folder)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == GOOD
    assert done.stderr.count(b"E-CHAR") == len(IDS) - len(GOOD)
    listed(folder / "bad.txt", [*GOOD, "crash"])
    done = batch("batch", "bad.txt", "-o", "-", "--format", "csv", "--part-rows", "9", "--jobs", "2", cwd=folder)
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
def test_wrong_usage_exits_with_2(folder, arguments):
    """And makes nothing."""
    done = batch("batch", *arguments, cwd=folder)
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
def test_surroundings_change_no_byte(folder, env):
    """Locale, home, time zone, hash seed; a current folder that cannot be written to."""
    made = []
    for more in ({}, env):
        out = folder / str(len(made))
        out.mkdir()
        done = batch(
            "batch", folder / "in.txt", "-o", out / "out.csv", "--lang", "zh-Hant", "--quiet", cwd=Path("/proc"), **more
        )
        assert done.returncode == 1
        made.append(sums(out))
    assert made[0] == made[1]
    assert len(made[0]) == 3


def test_a_full_disk_exits_with_74_and_the_line_to_resume_by(folder):
    """Files may not grow beyond some blocks."""
    command = f"ulimit -f 1; {shlex.join(PROGRAM)} batch in.txt -o out.parquet --part-rows 20"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, cwd=folder)
    assert done.returncode == 74
    (line,) = done.stderr.decode().splitlines()
    assert "E-OUTPUT-IO" in line
    assert line.endswith("smeadvisor batch in.txt -o out.parquet --part-rows 20 --resume")
    assert sums(folder) == {}
