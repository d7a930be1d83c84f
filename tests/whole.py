"""A batch as a user runs it, for the tests that prove the whole."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from smeadvisor.cli import cli


class Done(NamedTuple):
    """What came of a run: its exit code, standard output, standard error."""

    code: int
    out: bytes
    told: str


def batch(*arguments: str | Path, stdin: bytes = b"", command: str = "batch") -> Done:
    """The command line with these arguments, in this process; whatever is in and out is in balance."""
    result = CliRunner().invoke(cli, [command, *map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return Done(result.exit_code, result.stdout_bytes, result.stderr)


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
