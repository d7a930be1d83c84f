"""A document held against the form of a record: the record, or every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from smeadvisor.files.documents import Document
from smeadvisor.messages import Message, message
from smeadvisor.model.texts import key_of
from smeadvisor.problems import QUOTED, InvalidInput, Problem, near, nearest, problem, together

M = TypeVar("M")
Step = str | int

_EXPECTED = {
    "bool": "truth",
    "dict": "mapping",
    "dataclass": "mapping",
    "tuple": "list",
    "list": "list",
    "string": "text",
    "int": "whole_number",
    "date": "date",
    "decimal": "number",
}


@cache
def _adapter(form: type[M]) -> TypeAdapter[M]:
    return TypeAdapter(form)


def validated(form: type[M], data: Any, document: Document) -> M:
    """The data as a record of that form; raises InvalidInput with every problem, each at its place."""
    try:
        return _adapter(form).validate_python(data)
    except ValidationError as error:
        raise InvalidInput(_problems(form, data, error, document)) from None


def _problems(form: Any, data: Any, error: ValidationError, document: Document) -> Iterator[Problem]:
    for each in error.errors(include_url=False):
        loc = tuple(_path_in(data, each["loc"]))
        yield document.located(_problem(form, each, loc), loc, key=each["type"] in _UNKNOWN_KEY)


def _path_in(data: Any, loc: Iterable[Step]) -> Iterator[Step]:
    """The part of pydantic's location that the data have (it adds names of types in unions)."""
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            continue
        yield step


_UNKNOWN_KEY = {"extra_forbidden", "unexpected_keyword_argument"}


def _problem(form: Any, error: Any, loc: tuple[Step, ...]) -> Problem:
    kind, value = error["type"], error["input"]
    if kind in _UNKNOWN_KEY:
        name = str(error["loc"][-1])
        return problem("E-UNKNOWN-KEY", name, **near(nearest(name, _fields_of(_at(form, loc[:-1])))))
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        name = str(error["loc"][-1])
        return problem("E-MISSING", name, **_how_to_fill(_fields_of(_at(form, loc)).get(name)))
    if kind == "literal_error":
        choices = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return problem("E-CHOICE", value, choices=choices, **near(nearest(str(value), choices.split(", "))))
    if kind.startswith("date"):
        return problem("E-DATE", value)
    if kind in _RANGES:
        return problem("E-RANGE", value, range=", ".join(f"{k} {v}" for k, v in error.get("ctx", {}).items()))
    expected = message(f"errors.expected.{_EXPECTED.get(kind.split('_')[0], 'other')}")
    quoted = QUOTED if kind.startswith("string") else {}
    return problem("E-TYPE", value, expected=expected, **quoted)


_RANGES = {"greater_than_equal", "less_than_equal", "greater_than", "less_than", "too_short", "too_long"}


def _at(form: Any, loc: tuple[Step, ...]) -> Any:
    """What the form allows at a path; a position in a list and a name in a mapping lead to what they hold."""
    for step in loc:
        form = _bare(_fields_of(form).get(str(step)) if is_dataclass(form) else _held(form))
    return form


def _fields_of(form: Any) -> dict[str, Any]:
    """The keys that a form allows, and what each may hold."""
    if not is_dataclass(form):
        return {}
    hints = get_type_hints(form)
    return {key_of(each.name): hints[each.name] for each in fields(form)}


def _held(container: Any) -> Any:
    return next((each for each in reversed(get_args(container)) if each is not ...), None)


def _bare(annotation: Any) -> Any:
    """The annotation without its “or None”."""
    if not isinstance(annotation, UnionType):
        return annotation
    return next(each for each in get_args(annotation) if each is not type(None))


def _how_to_fill(annotation: Any) -> dict[str, Message]:
    """The slot that say what a missing field may hold, where that is one of a few words."""
    words = get_args(annotation) if get_origin(annotation) is Literal else ()
    if annotation is bool:
        words = ("true", "false")
    return {"how": message("errors.one_of_words", words=together(words, "errors.or_word"))} if words else {}
