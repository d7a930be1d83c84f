"""How the program is called: options and names of files; rules and weights of one's own."""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import yaml

from fuzz.bench import CODES, OUT, Bench, Broken
from fuzz.changes import ODD_TEXTS, changed, in_structure
from fuzz.kept import lay_out
from fuzz.kind import NAMES, Kind
from smeadvisor.rules.loading import load
from support.small_rulebook import FOLDER, PROFILES

_LINES = [
    line.split()
    for line in """
advise firm.yaml --as-of 2011 --top 3 --lang zh-Hant --format markdown
advise firms.csv --row 1 --map name=note --encoding utf-8 --unit paid_in_capital=TWD --kind firm --economy TWN
advise firms.xlsx --row f-1 --sheet Sheet1
advise firm.yaml - --log d.log --mask name --mask employees --priorities weights.yaml --errors json
batch firms.csv firm.yaml -o x.csv --rejects r.csv --summary s.txt --part-rows 1 --jobs 1 --excel --raw --as-of 2012-05
batch firms.xlsx -o x.parquet --flat --fired --quiet --jobs 1 --log d.log --mask name --map employees=- --overwrite
batch - -o - --format jsonl --jobs 1 --kind firm --economy MEX --unit export_loan_needed=USD
batch --template firm -o x.xlsx
verify out.jsonl
explain firm.yaml export-finance
explain how firm.yaml 1 --as-of 2012
explain why-not firm.yaml export-finance --lang en
explain what-if firm.yaml --set employees=12 --set export_loan_needed=5 --set strengths=a;b
explain rank firm.yaml 1
explain compare firm.yaml other.yaml
explain picture firm.yaml 1 -o x.svg --format svg --measures --overwrite
form --kind firm --format html -o x.html --both
form --profile firm.yaml --format docx -o x.docx --overwrite
interview firm.yaml -o x.yaml --all --plain
audit coverage firms.csv -o x.html --by economy --fail-under 5 --rejects r.csv --overwrite --quiet
audit impact firms.csv --after-priorities weights.yaml -o x.json --cases 3 --quiet
audit fired barriers/functional/working-capital#1 firms.csv -o x.csv --state blocked --excel --quiet
log list d.log --profile firm-mex --since 2011 --until 2030-01 --last 2 --format json
log show d.log 1 --format text
log verify d.log --head 1:00
log replay d.log 4 --row 1
log export d.log --since 2012-01-01
log purge d.log --profile firm-hkg
log override d.log 1 export-finance --reason a --by b
rules check --rules weights.yaml --format json
rules list instruments --economy MEX --status closed --origin paper
rules show mex/sme-export-credit --as-of 2011
rules matrix barriers
rules schema x
rules new barrier price/x
""".strip().splitlines()
]
_VALUES = sorted(
    {word for line in _LINES for word in line} | {"2012-02-30", "9999-12-31", "0001", "２０１１", "\udca4", "x" * 240}
)
_INPUTS = ("firm.yaml", "other.yaml", "firms.csv", "firms.xlsx", "weights.yaml", *OUT[:2])


def _line(chance: Random) -> bytes:
    return json.dumps(chance.choice(_LINES)).encode()


def _other_line(content: bytes, chance: Random) -> bytes:
    """Another word in place of one, one left out, one said twice, one at the end of another."""
    words = json.loads(content)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at = chance.randrange(1, len(words) + 1)
        odd = chance.choice([*ODD_TEXTS, *_VALUES, *NAMES])
        old = words[at : at + 1]
        words[at : at + 1] = chance.choice([[odd], [odd], [], old * 2, [each + odd for each in old], [*old, odd]])
    return json.dumps(words).encode()


def _hold_line(bench: Bench, content: bytes) -> None:
    """No input changes, what is refused makes nothing, and what is made has a name that was given."""
    try:
        words = [str(each) for each in json.loads(content)]
    except (ValueError, TypeError):
        return
    # What no system hands over, and what would leave the folder.
    if any(re.search(r"[\0\ud800-\udbff]|^[/~]|=[/~]|\.\./\.\.", each) for each in words):
        return
    lay_out()
    Path("weights.yaml").write_bytes((FOLDER / "priorities.yaml").read_bytes())
    before = bench.files()
    done = bench.run(*words, stdin=Path("firm.yaml").read_bytes(), makes=None, codes=CODES | {73, 74, 75})
    new = bench.changed(before)
    # A log is begun before what is asked of it is read.
    logs = {after for option, after in pairwise(words) if option == "--log"}
    allowed = logs | ({"d.log"} if "log" in words[:1] else set())
    outputs = {after for option, after in pairwise(words) if option in ("-o", "--out")}
    if new & set(_INPUTS) - outputs or (new - allowed and done.returncode not in (0, 1, 75)):
        raise Broken(
            f"{' '.join(words[:1])}: an input changed, or something made by what was refused", words, new, done
        )
    stems = [re.split(r"=", each)[-1].strip("./") for each in words if each]
    if strays := {each for each in new - allowed if not any(stem in each or each in stem for stem in stems)}:
        raise Broken(f"{words[0]}: files of other names than were given", words, strays, done)


_FILES = {str(each.relative_to(FOLDER)): each.read_text(encoding="utf-8") for each in sorted(FOLDER.rglob("*.yaml"))}
_WORDS = sorted(
    {word for text in _FILES.values() for word in re.findall(r"^ *(?:- )?([\w-]+):", text, re.M)} | set(NAMES)
)


def _overlay(chance: Random) -> bytes:
    name = chance.choice(list(_FILES))
    return json.dumps({name: _FILES[name]}).encode()


def _other_rules(content: bytes, chance: Random) -> bytes:
    data = in_structure(yaml.safe_load(content), chance, _WORDS)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode(errors="replace")


def _other_overlay(content: bytes, chance: Random) -> bytes:
    """One of its files changed, or one more."""
    files = json.loads(content)
    if len(files) < 3 and chance.random() < 0.2:
        files |= json.loads(_overlay(chance))
    name = chance.choice(list(files))
    files[name] = changed(files[name].encode(), chance, _other_rules).decode(errors="replace")
    return json.dumps(files).encode()


def _written(content: bytes) -> tuple[Path, Path | None] | None:
    """The folder of the overlay, and the weights if it has them."""
    try:
        files = {str(name): str(text).encode(errors="replace") for name, text in json.loads(content).items()}
    except (ValueError, AttributeError):
        return None
    for name, text in files.items():
        if re.fullmatch(r"[\w/-]+\.yaml", name):
            (path := Path("rules") / name).parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    weights = Path("rules/priorities.yaml")
    return Path("rules"), weights if weights.exists() else None


def _glance_rules(bench: Bench, content: bytes) -> None:
    if written := _written(content):
        bench.allowed(lambda: load(FOLDER, written[0]))


def _hold_rules(bench: Bench, content: bytes) -> None:
    """A rulebook that is sound advises, one profile and many alike; one that is not says so each time."""
    if not (written := _written(content)):
        return
    folder, weights = written
    checked = bench.run("rules", "check", "--rules", folder)
    Path("firm.yaml").write_bytes((PROFILES / "firm-mex.yaml").read_bytes())
    advised = bench.run("advise", "firm.yaml", "--rules", folder)
    if (checked.returncode > 1) != (advised.returncode > 1):
        raise Broken("rules: sound to one command, and not to another", checked, advised)
    bench.hold_batch("firm.yaml", "--rules", str(folder))
    bench.run("rules", "list", "attributes", "--rules", folder)
    bench.run("explain", "picture", "firm.yaml", "--rules", folder)
    bench.run("rules", "docs", "handbook", "--rules", folder, makes=None)
    if weights:
        bench.run("advise", "firm.yaml", "--priorities", weights)


KINDS: dict[str, Any] = {
    "usage": Kind("json", _line, _other_line, _hold_line),
    "rules": Kind("json", _overlay, _other_overlay, _hold_rules, partial(_glance_rules)),
}
