"""What the program keeps and reads again: manifests, decision logs, interviews."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import tempfile
import zlib
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from fuzz.bench import CODES, OUT, Bench, Broken
from fuzz.changes import ODD_TEXTS, changed, in_structure
from fuzz.kind import NAMES, Kind, drawn
from fuzz.profiles import as_yaml, other_json, other_yaml
from support.commands import run
from support.logs import FIRM, OTHER, by_hand
from support.rendered import WRITERS


@cache
def made() -> dict[str, bytes]:
    """Files as the program makes them, and what it makes them of, by their names."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory(dir=here.parent) as room:
        os.chdir(room)
        try:
            for name, profile in (("firm.yaml", FIRM), ("other.yaml", OTHER)):
                Path(name).write_bytes(profile.read_bytes())
            firms = [drawn(Random(number)) for number in (3, 5, 7)]
            WRITERS["csv"](Path("firms.csv"), [each for each in firms if each["kind"] == "firm"])
            WRITERS["xlsx"](Path("firms.xlsx"), firms)
            run("advise", "--log", "d.log", "firm.yaml", "other.yaml")
            run("log", "override", "d.log", "1", "export-finance", "--reason", "a", "--by", "b")
            run("batch", "firms.csv", "firm.yaml", "-o", OUT[0], "--quiet", "--jobs", "1", "--log", "d.log")
            return {each.name: each.read_bytes() for each in Path().iterdir() if each.is_file()}
        finally:
            os.chdir(here)


def lay_out(*names: str) -> None:
    """Put some of these files into the folder, or all of them."""
    for name in names or made():
        Path(name).write_bytes(made()[name])


def _hold_manifest(bench: Bench, content: bytes) -> None:
    """What is as written has its checksum in the manifest."""
    lay_out(OUT[0])
    Path(OUT[1]).write_bytes(content)
    done = bench.run("verify", OUT[0])
    if bench.run("verify", "--lang", "zh-Hant", OUT[0]).returncode != done.returncode:
        raise Broken("verify: another verdict in another language", done)
    sums = re.findall(r"sha256 ([0-9a-f]{64})", done.out)
    if done.returncode == 0 and not (sums and all(each.encode() in content for each in sums)):
        raise Broken("verify: as written, by another checksum than that of the manifest", done)


_TABLES = {
    "log": ["id", "begun"],
    "head": ["count", "hash"],
    "rulebooks": ["digest", "files"],
    "parts": ["number", "name", "salt", "content", "content", "content"],
    "records": ["number", "id", "time", "kind", "program", "said", "parts", "previous", "hash", "as_of",
                "rulebook_version", "rulebook_digest"],
}  # fmt: skip


def _other_log(content: bytes, chance: Random) -> bytes:
    """Another line: SQL, or a byte put in the place of another."""
    if chance.random() < 0.2:
        size = len(made()["d.log"])
        at = chance.choice([chance.randrange(100), chance.randrange(size), 4096 * chance.randrange(size // 4096)])
        return content + f"byte {at} {chance.randrange(256)}\n".encode()
    table = chance.choice(list(_TABLES))
    column, row = chance.choice(_TABLES[table]), chance.randint(1, 9)
    value = chance.choice(["NULL", "-1", "0", "5", "1.5", "9223372036854775807", "x''", "x'00ff'", f"{column} || 'x'",
                           f"zeroblob({10**6})", f"hex({column})", *[_in_structure(table, column, row, chance)] * 5,
                           _literal(chance.choice(ODD_TEXTS).encode(errors="replace"))])  # fmt: skip
    line = chance.choice([f"UPDATE {table} SET {column} = {value} WHERE rowid = {row}"] * 8 + [
        f"UPDATE {table} SET {column} = {value}", f"DELETE FROM {table} WHERE rowid = {row}", f"DROP TABLE {table}",
        f"ALTER TABLE {table} DROP COLUMN {column}", f"PRAGMA user_version = {row}", "PRAGMA application_id = 5",
        f"CREATE TABLE {column} (x)", f"ALTER TABLE {table} RENAME COLUMN {column} TO x", "PRAGMA journal_mode = wal",
    ])  # fmt: skip
    return content + line.encode() + b"\n"


def _literal(value: bytes) -> str:
    return f"CAST(x'{value.hex()}' AS TEXT)"


def _in_structure(table: str, column: str, row: int, chance: Random) -> str:
    """JSON that stands there, with another structure, packed if it was."""
    Path("tmp/d.log").write_bytes(made()["d.log"])
    with contextlib.closing(sqlite3.connect("tmp/d.log")) as log:
        held, *_ = log.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone() or ("{}",)
    try:
        packed = isinstance(held, bytes)
        data = in_structure(json.loads(zlib.decompress(held) if packed else str(held)), chance, NAMES)
    except (zlib.error, ValueError):
        return "5"
    text = json.dumps(data).encode()
    return f"x'{zlib.compress(text).hex()}'" if packed else _literal(text)


def _damaged(path: Path, content: bytes) -> None:
    """Do to a good log what the lines say, as far as that can be done."""
    lay_out(path.name)
    lines = content.decode(errors="replace").splitlines()
    with contextlib.suppress(sqlite3.Error), by_hand(path) as log:
        for line in lines:
            with contextlib.suppress(sqlite3.Error, sqlite3.Warning, ValueError):
                if not line.startswith("byte "):
                    log.execute(line)
    held = bytearray(path.read_bytes())
    for _, at, value, *_ in (line.split() for line in lines if re.fullmatch(r"byte \d{1,6} \d{1,3}", line)):
        held[int(at) % len(held)] = int(value) % 256
    path.write_bytes(held)
    for each in Path().glob("d.log-*"):
        each.unlink()


_READING = """\
list d.log
list d.log --format json
show d.log 1
show d.log 1 --format text
show d.log 3
show d.log 4
export d.log
list d.log --profile firm-mex
replay d.log
replay d.log 4 --row 1""".splitlines()
_heads: dict[str, str] = {}


def _hold_log(bench: Bench, content: bytes) -> None:
    """Where it verifies, every command can read it, and the same head means the same records."""
    _damaged(Path("d.log"), content)
    whole = bench.run("log", "verify", "d.log")
    told = [bench.run("log", *line.split()) for line in _READING]
    if whole.returncode == 0:
        if any(each.returncode for each in told[:7]):
            raise Broken("log: verified, and not readable", whole, told)
        head = whole.out.split()[-1]
        if _heads.setdefault(head, told[6].out) != told[6].out:
            raise Broken("log: the same head, and other records", whole)
    # The header of a damaged log may say that nothing is to be written.
    may_write = {"makes": ("d.log",), "codes": CODES | {74}}
    bench.run("log", "override", "d.log", "1", "export-finance", "--reason", "a", "--by", "b", **may_write)
    bench.run("advise", "--log", "d.log", FIRM, **may_write)
    bench.run("log", "purge", "d.log", "--profile", "firm-hkg", **may_write)


_TYPED = [
    *"123450",
    "1,2",
    "99",
    "?",
    "w",
    "b",
    "s",
    "n/a",
    "review",
    "all",
    "language",
    "5 USD",
    "twn",
    "more",
    "m",
    "quit",
]
_STATE = ".p.yaml.interview.json"


def _interview(chance: Random) -> bytes:
    profile = drawn(chance)
    names = list(profile["answers"])
    trail = chance.sample(names, chance.randint(0, len(names)))
    lang, flags = chance.choice(["en", "zh-Hant"]), {"everything": chance.random() < 0.5, "went_on": False}
    state = {"schema": "smeadvisor/interview/1", "lang": lang, "trail": trail, **flags}
    typed = [chance.choice(_TYPED) for _ in range(chance.randint(0, 30))]
    return json.dumps(
        {"profile": as_yaml(profile, chance).decode(), "state": json.dumps(state), "typed": typed}
    ).encode()


def _other_interview(content: bytes, chance: Random) -> bytes:
    """Another profile, another state, or other lines typed."""
    told = json.loads(content)
    for part, structured in (("profile", other_yaml), ("state", other_json)):
        if chance.random() < 0.3:
            told[part] = changed(told[part].encode(errors="replace"), chance, structured).decode(errors="replace")
    for _ in range(chance.randint(0, 4)):
        told["typed"].insert(
            chance.randrange(len(told["typed"]) + 1), chance.choice([*_TYPED, *_TYPED, *ODD_TEXTS, *NAMES])
        )
    return json.dumps(told).encode()


def _hold_interview(bench: Bench, content: bytes) -> None:
    """A profile that could be advised still can be, whatever was typed."""
    try:
        told = json.loads(content)
        profile, state, typed = told["profile"].encode(), told["state"].encode(), "\n".join(told["typed"]).encode()
    except (ValueError, TypeError, KeyError, AttributeError):
        return
    Path("p.yaml").write_bytes(profile)
    Path(_STATE).write_bytes(state)
    before = bench.run("advise", "p.yaml").returncode
    codes, makes = CODES | {73, 75}, ("p.yaml", _STATE, "q.yaml", ".q.yaml.interview.json")
    bench.run("interview", "p.yaml", "--resume", "--plain", stdin=typed, makes=makes, codes=codes)
    if before == 0 and bench.run("advise", "p.yaml").returncode:
        raise Broken("interview: a profile that could be advised is none afterwards")
    bench.run("interview", "p.yaml", "-o", "q.yaml", "--all", stdin=typed, makes=makes, codes=codes)
    begin = b"1\ntwn\nacme\nAcme\n"
    bench.run("interview", "-o", "q.yaml", "--lang", "zh-Hant", stdin=begin + typed, makes=makes, codes=codes)


KINDS: dict[str, Any] = {
    "manifest": Kind("json", lambda _: made()[OUT[1]], partial(changed, structured=other_json), _hold_manifest),
    "log": Kind("sql", lambda _: b"", _other_log, _hold_log),
    "interview": Kind("json", _interview, _other_interview, _hold_interview),
}
