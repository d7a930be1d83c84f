"""A document held against a pydantic model: the model, or every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from smeadvisor.documents import Document
from smeadvisor.errors import Problem, Rejected, near, nearest, problem

M = TypeVar("M", bound=BaseModel)
Step = str | int

_EXPECTED = {
    "bool": ("true or false", " true 或 false"),
    "dict": ("a mapping", "「名稱: 值」的對應"),
    "model": ("a mapping", "「名稱: 值」的對應"),
    "tuple": ("a list", "清單"),
    "list": ("a list", "清單"),
    "string": ("text (put it in quotes)", "文字（請加引號）"),
    "int": ("a whole number", "整數"),
    "date": ("a date", "日期"),
    "decimal": ("a number", "數字"),
}


def validated(model: type[M], data: Any, document: Document, path: Sequence[Step] = ()) -> M:
    """The data as that model.

    ``path`` says where in the document the data stand. Raises Rejected with every problem.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Rejected(problems(model, data, error, document, path)) from None


def problems(
    model: type[BaseModel], data: Any, error: ValidationError, document: Document, path: Sequence[Step] = ()
) -> Iterator[Problem]:
    """The errors of pydantic as problems of ours, each at its place."""
    for each in error.errors(include_url=False):
        loc = tuple(_path_in(data, each["loc"]))
        is_key = each["type"] == "extra_forbidden"
        yield document.located(_problem(model, each, loc), (*path, *loc), key=is_key)


def _path_in(data: Any, loc: Iterable[Step]) -> Iterator[Step]:
    """The part of pydantic's location that the data have (it adds names of types in unions)."""
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            continue
        yield step


def _problem(model: type[BaseModel], error: Any, loc: tuple[Step, ...]) -> Problem:
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        name = str(error["loc"][-1])
        return problem("E-UNKNOWN-KEY", name, **near(nearest(name, _fields_at(model, loc[:-1]))))
    if kind == "missing":
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


def _fields_at(model: Any, loc: tuple[Step, ...]) -> set[str]:
    """The field names that the model allows at a path."""
    for step in loc:
        if isinstance(step, int) or not hasattr(model, "model_fields"):
            continue
        field = next((f for name, f in model.model_fields.items() if step in (name, f.validation_alias)), None)
        model = _model_in(field.annotation) if field else None
    fields = getattr(model, "model_fields", {})
    return {str(field.validation_alias or name) for name, field in fields.items()}


def _model_in(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)
