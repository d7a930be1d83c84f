"""JSON Schemas (draft 2020-12) of rule files and profiles, for editors: they complete and explain.

They are made from the records that the files are held against, and say less than ``rules check``: what
one file alone does not show is not in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from smeadvisor.files.disk import put, refuse, writing
from smeadvisor.model.attributes import AUDIENCES, Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.rules.files import FOLDERS, SINGLES
from smeadvisor.rules.schema.keys import EXPLAINED, NAMES, PATTERNS
from smeadvisor.rules.schema.modelines import KINDS, PROFILE, add_modelines, kind_of, modeline, without_modeline
from smeadvisor.rules.schema.vocabulary import Schema, closed, ref, vocabulary

__all__ = [
    "add_modelines",
    "as_text",
    "finished",
    "kind_of",
    "modeline",
    "schemas",
    "without_modeline",
    "write_schemas",
]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(rulebook: Rulebook) -> dict[str, Schema]:
    """The schema of each kind of file, by the name of the kind (``barrier``, ``sources``, ``profile`` …)."""
    parts = vocabulary(rulebook)
    found = {kind: _named(_without_id(_of_record(FOLDERS[folder])), kind) for folder, kind in KINDS.items()}
    found |= {name: _named(_of_record(form), name) for name, form in SINGLES.items()}
    found[PROFILE] = _profile()
    return {kind: finished({"title": kind}, schema, parts) for kind, schema in found.items()}


def write_schemas(
    made: Mapping[str, Schema], folder: Path, overwrite: bool = False, read: Iterable[Path] = ()
) -> list[Path]:
    """Write each schema to ``<name>.json`` in the folder, which is made if need be; the files written.

    A schema that was written there before is replaced, any other file only with ``overwrite``, and never one that was
    ``read``. Raises InvalidInput as ``refuse`` does, OutputError where the disk refuses.
    """
    files = {folder / f"{kind}.json": as_text(schema) for kind, schema in made.items()}
    with writing(folder):
        for path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
    own = [path for path, text in files.items() if _is_schema(path, text)]
    refuse([path for path in files if path not in own], read, overwrite, own)
    for path, text in files.items():
        put(path, text.encode(), mode=0o666)
    return [*files]


def _is_schema(path: Path, text: str) -> bool:
    """Whether the file is a schema of the same title as the text."""
    head = text[: text.index("\n", text.index('"title"'))].encode()
    if path.is_symlink() or not path.is_file():
        return False
    with writing(path), path.open("rb") as file:
        return file.read(len(head)) == head


def as_text(schema: Schema) -> str:
    """The schema as its file holds it: one line for each part, so that a change is easy to see."""
    parts = ",\n".join(f"  {_line(name)}: {_line(part)}" for name, part in schema["$defs"].items())
    keys = [f"{_line(key)}: {_line(value)}" for key, value in schema.items() if key != "$defs"]
    return "{\n" + ",\n".join([*keys, f'"$defs": {{\n{parts}\n}}']) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Plain(GenerateJsonSchema):
    """Schemas that offer what one would write: no null for what may be left out, no text for a number."""

    def decimal_schema(self, schema: Any) -> Schema:
        return {"type": "number"}

    def nullable_schema(self, schema: Any) -> Schema:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> Schema:
        # An editor would write the default out.
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _of_record(form: Any) -> Schema:
    return TypeAdapter(form).json_schema(schema_generator=_Plain)


def _without_id(schema: Schema) -> Schema:
    """The schema of a file whose id is its path."""
    del schema["properties"]["id"]
    return {**schema, "required": [each for each in schema["required"] if each != "id"]}


def _named(schema: Schema, kind: str) -> Schema:
    """The schema with every key explained, and names offered wherever a key takes one."""
    for form in (schema, *schema.get("$defs", {}).values()):
        for key, each in form.get("properties", {}).items():
            form["properties"][key] = _explained(form["title"], key, _offering(key, each, kind))
    return schema


def _explained(record: str, key: str, schema: Schema) -> Schema:
    text = EXPLAINED.get(f"{record}.{key}") or EXPLAINED.get(key)
    return {"description": text, **schema} if text else schema


def _offering(key: str, schema: Schema, kind: str) -> Schema:
    """What the key may hold: a name of its sort, a condition, answers; else as it is."""
    if key == "when":
        return ref("classifying" if kind == "classification" else "when")
    if key == "given":
        return ref("given")
    if schema.get("type") == "array":
        return {**schema, "items": _offering(key, schema["items"], kind)}
    if schema.get("type") != "string" or "enum" in schema:
        return schema
    if key in NAMES:
        return ref(NAMES[key])
    return {**schema, "pattern": PATTERNS[key]} if key in PATTERNS else schema


def _profile() -> Schema:
    """The schema of a profile; whom it is of decides what can be answered."""
    text = {"type": "string"}
    keys: dict[str, Schema] = {
        "id": {**text, "minLength": 1, "maxLength": 200, "description": "Its name in lists; no rule reads it."},
        "kind": {"enum": [*AUDIENCES]},
        "economy": ref("code"),
        "name": {"anyOf": [text, closed({"en": text, "zh-Hant": text}, ("en", "zh-Hant"))]},
        "note": text,
        "answers": {},
    }
    said = "What is known of one firm or one economy."
    cases = [_answers_of(audience) for audience in AUDIENCES]
    return {**closed(keys, ("id", "kind", "economy")), "description": said, "allOf": cases}


def _answers_of(audience: Audience) -> Schema:
    """That a profile of that kind holds the answers of its kind."""
    return {
        "if": {"properties": {"kind": {"const": audience}}, "required": ["kind"]},
        "then": {"properties": {"answers": ref(f"answers.{audience}")}},
    }


def finished(head: Schema, schema: Schema, parts: dict[str, Schema]) -> Schema:
    """The schema as a file of its own: with its dialect, its title and more, and all parts that it refers to."""
    known = {**parts, **schema.pop("$defs", {})}
    used = _reached(schema, known)
    own = {key: each for key, each in schema.items() if key not in head}
    return {"$schema": _DIALECT, **head, **own, "$defs": used}


def _reached(schema: Schema, known: dict[str, Schema]) -> dict[str, Schema]:
    """The parts that a schema refers to, and those that they refer to, in order of name."""
    found: dict[str, Schema] = {}
    waiting = [*_references(schema)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = known[name]
            waiting += _references(known[name])
    return dict(sorted(found.items()))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _references(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "$ref":
                yield each.removeprefix("#/$defs/")
            else:
                yield from _references(each)
