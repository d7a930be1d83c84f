"""The command line as a user runs it, and what it leaves behind."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from smeadvisor.cli import cli
from support.paths import ROOT


def process(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own: for what is about processes, since each takes half a second."""
    command = [sys.executable, "-m", "smeadvisor", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, cwd=cwd, env={**os.environ, **env}, timeout=60
    )


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
