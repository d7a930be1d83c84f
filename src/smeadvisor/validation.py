"""A document held against the form of a record: the record, or every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from smeadvisor.documents import Document
from smeadvisor.errors import Problem, Rejected, near, nearest, problem
from smeadvisor.texts import key_of

M = TypeVar("M")
Step = str | int

_EXPECTED = {
    "bool": ("true or false", " true 或 false"),
    "dict": ("a mapping", "「名稱: 值」的對應"),
    "dataclass": ("a mapping", "「名稱: 值」的對應"),
    "tuple": ("a list", "清單"),
    "list": ("a list", "清單"),
    "string": ("text (put it in quotes)", "文字（請加引號）"),
    "int": ("a whole number", "整數"),
    "date": ("a date", "日期"),
    "decimal": ("a number", "數字"),
}


@cache
def _adapter(form: type[M]) -> TypeAdapter[M]:
    return TypeAdapter(form)


def validated(form: type[M], data: Any, document: Document) -> M:
    """The data as a record of that form; raises Rejected with every problem, each at its place."""
    try:
        return _adapter(form).validate_python(data)
    except ValidationError as error:
        raise Rejected(_problems(form, data, error, document)) from None


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
        return problem("E-UNKNOWN-KEY", name, **near(nearest(name, _fields_at(form, loc[:-1]))))
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return problem("E-MISSING", str(error["loc"][-1]))
    if kind == "literal_error":
        choices = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return problem("E-CHOICE", value, choices=choices, **near(nearest(str(value), choices.split(", "))))
    if kind.startswith("date"):
        return problem("E-DATE", value)
    if kind in _RANGES:
        return problem("E-RANGE", value, range=", ".join(f"{k} {v}" for k, v in error.get("ctx", {}).items()))
    en, zh = _EXPECTED.get(kind.split("_")[0], ("of the right form", "正確的格式"))
    return problem("E-TYPE", value, expected_en=en, expected_zh=zh)


_RANGES = {"greater_than_equal", "less_than_equal", "greater_than", "less_than", "too_short", "too_long"}


def _fields_at(form: Any, loc: tuple[Step, ...]) -> set[str]:
    """The keys that the form allows at a path."""
    for step in loc:
        if isinstance(step, int) or not is_dataclass(form):
            continue
        hints = get_type_hints(form)
        form = next((_form_in(hints[each.name]) for each in fields(form) if key_of(each.name) == step), None)
    return {key_of(each.name) for each in fields(form)} if is_dataclass(form) else set()


def _form_in(annotation: Any) -> Any:
    if is_dataclass(annotation):
        return annotation
    return next((found for each in get_args(annotation) if (found := _form_in(each))), None)
