"""The command line as a user runs it, and what it leaves behind."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from smeadvisor.cli import cli
from support.paths import ROOT

PROGRAM = (sys.executable, "-m", "smeadvisor")


class Done(NamedTuple):
    """What came of a command."""

    returncode: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        return self.stdout.decode()

    @property
    def told(self) -> str:
        return self.stderr.decode()


def begun(*arguments: str | Path, program: Sequence[str] = PROGRAM, **how: Any) -> subprocess.Popen[bytes]:
    """The command line begun in a process of its own, a pipe for each of its streams."""
    pipe = subprocess.PIPE
    return subprocess.Popen([*program, *map(str, arguments)], stdin=pipe, stdout=pipe, stderr=pipe, **how)


def process(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, program: Sequence[str] = PROGRAM, **env: str
) -> Done:
    """The command line in a process of its own: for what is about processes, since each takes half a second."""
    with begun(*arguments, program=program, cwd=cwd, env={**os.environ, **env}) as started:
        return ended(started, stdin)


def shell(line: str, cwd: Path = ROOT, program: Sequence[str] = PROGRAM) -> Done:
    """A line of bash in which ``smeadvisor`` is the command line: for pipes, redirections and limits."""
    function = f'smeadvisor() {{ {shlex.join(program)} "$@"; }}; '
    with begun("-c", function + line, program=["bash"], cwd=cwd) as started:
        return ended(started)


def ended(started: subprocess.Popen[bytes], stdin: bytes = b"") -> Done:
    """What comes of a command that was begun."""
    try:
        stdout, stderr = started.communicate(stdin, timeout=60)
    finally:
        started.kill()
    assert b"Traceback" not in stdout + stderr
    return Done(started.returncode, stdout, stderr)


def run(*arguments: str | Path, stdin: bytes | str = b"") -> Done:
    """The command line with these arguments, in this process."""
    result = CliRunner().invoke(cli, [*map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert b"Traceback" not in result.stderr_bytes
    return Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counts(path: Path) -> dict[str, int]:
    """What the manifest of an output counts; nothing is lost."""
    found = json.loads(path.with_name(path.name + ".manifest.json").read_bytes())["counts"]
    assert found["rows"] == found["advised"] + found["rejected"]
    return found


def sums(folder: Path, name: str = "out") -> dict[str, str]:
    """The files that a run made there, by their checksums."""
    made = sorted(each for each in folder.iterdir() if each.is_file() and each.name.startswith(name))
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in made}


def plain(data: Any) -> Any:
    """Decimals as a YAML file has them."""
    if isinstance(data, dict):
        return {name: plain(each) for name, each in data.items()}
    if isinstance(data, Sequence) and not isinstance(data, str):
        return [plain(each) for each in data]
    return float(data) if isinstance(data, Decimal) else data
