"""Files of one profile: YAML, JSON, what advise saved of one; and profiles that a program makes."""

from __future__ import annotations

import ast
import json
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import yaml

from fuzz.bench import Bench, Broken
from fuzz.changes import changed, encode, in_structure
from fuzz.kind import BOOK, NAMES, TODAY, Kind, drawn
from smeadvisor.engines.chaining import Engine
from smeadvisor.files.documents import Document, parse
from smeadvisor.model.profile import profile_from
from smeadvisor.rendering.advice import render

ENGINE = Engine(TODAY)


def as_yaml(data: Any, chance: Random) -> bytes:
    """In one of the ways of writing YAML."""
    how = {"default_flow_style": chance.choice([None, True, False]), "allow_unicode": chance.choice([True, False])}
    return encode(yaml.safe_dump(data, sort_keys=False, **how))


def as_json(data: Any, chance: Random) -> bytes:
    """In one of the ways of writing JSON."""
    return encode(json.dumps(data, ensure_ascii=chance.choice([True, False]), indent=chance.choice([None, 1])))


def other_yaml(content: bytes, chance: Random) -> bytes:
    return as_yaml(in_structure(yaml.safe_load(content), chance, NAMES), chance)


def other_json(content: bytes, chance: Random) -> bytes:
    return as_json(in_structure(json.loads(content), chance, NAMES), chance)


def _saved(chance: Random) -> bytes:
    profile = profile_from(Document("x", drawn(chance)), BOOK)
    return encode(render(ENGINE.consult(profile), BOOK, "json"))


def _glance(ending: str, bench: Bench, content: bytes) -> None:
    bench.allowed(lambda: profile_from(parse(content, f"p.{ending}"), BOOK))


def _hold(ending: str, bench: Bench, content: bytes) -> None:
    """Every command that reads a profile agrees whether it can be read, and so does a batch."""
    path = f"p.{ending}"
    Path(path).write_bytes(content)
    done = bench.run("advise", path, "--errors", "json")
    others = [
        bench.run("advise", "--lang", "zh-Hant", "--format", "markdown", path),
        bench.run("form", "--profile", path, "--format", "html", "-o", "-"),
    ]
    if {each.returncode for each in others} != {done.returncode}:
        raise Broken("commands that read the same profile otherwise", done, others)
    bench.run("explain", "picture", path, "--format", "mermaid")
    bench.run("explain", "how", path, "1")
    bench.run("explain", "what-if", path, "--set", "employees=9")
    bench.hold_piped(content, "advise", "INPUT")
    bench.hold_batch(path)


def _other_object(content: bytes, chance: Random) -> bytes:
    """With what JSON has not, such as tuples, sets and bytes."""
    strange = [(), (1,), {1}, b"x", 1j, ..., float("inf"), -0.0, 10**400, "\ud800"]
    data = in_structure(ast.literal_eval(content.decode()), chance, NAMES)
    if chance.random() < 0.7 and isinstance(data, dict) and isinstance(data.get("answers"), dict):
        data["answers"][chance.choice(list(BOOK.attributes))] = chance.choice(strange)
    return repr(data).replace("nan", "1e999").replace("inf", "1e999").encode(errors="backslashreplace")


def _hold_object(bench: Bench, content: bytes) -> None:
    """A profile of plain data is refused by code or read; both engines advise it."""
    try:
        data = ast.literal_eval(content.decode())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return
    profile = bench.allowed(lambda: profile_from(Document("x", data), BOOK))
    if profile is not None:
        found = bench.allowed(lambda: ENGINE.consult(profile))
        bench.allowed(lambda: render(found, BOOK))


def _kind(ending: str, fresh: Any, other: Any) -> Kind:
    return Kind(ending, fresh, partial(changed, structured=other), partial(_hold, ending), partial(_glance, ending))


KINDS = {
    "yaml": _kind("yaml", lambda chance: as_yaml(drawn(chance), chance), other_yaml),
    "json": _kind("json", lambda chance: as_json(drawn(chance), chance), other_json),
    "saved": _kind("json", _saved, other_json),
    "object": Kind("txt", lambda chance: repr(drawn(chance)).encode(), _other_object, _hold_object),
}
