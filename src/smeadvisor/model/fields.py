"""The fields of a mapping in a profile: which there may be, which there must be, and of what kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from smeadvisor.files.documents.scalars import text_fault
from smeadvisor.messages import message
from smeadvisor.problems import QUOTED, Problem, near, nearest, pointer, problem
from smeadvisor.problems.limits import PROBLEMS


class Kind(NamedTuple):
    """A kind of value, and what errors call it."""

    type: type | tuple[type, ...]
    name: str


ANYTHING = Kind((object,), "value")
TEXT = Kind(str, "text")
WHOLE_NUMBER = Kind(int, "whole_number")
MAPPING = Kind(dict, "mapping")
NAME = Kind((str, dict), "text_or_texts")


def field_faults(data: Mapping[str, Any], kinds: Mapping[str, Kind], required: Collection[str]) -> Iterator[Problem]:
    """Unknown, missing and wrong fields; each problem points to its field, relative to the mapping."""
    for key, value in list(data.items())[:PROBLEMS]:
        if key not in kinds:
            yield problem("E-UNKNOWN-KEY", key, **near(nearest(key, kinds))).at(None, pointer((key,)))
        elif value is not None and not _is(value, kinds[key]):
            kind = kinds[key]
            quoted = QUOTED if kind is TEXT else {}
            fault = problem("E-TYPE", value, expected=message(f"errors.expected.{kind.name}"), **quoted)
            yield fault.at(None, pointer((key,)))
        elif isinstance(value, str) and (fault := text_fault(value)):
            # Files were held against this as they were read; what comes from Python was not.
            yield fault.at(None, pointer((key,)))
    for key in required:
        if data.get(key) in (None, "", {}):
            yield problem("E-MISSING", key).at(None, pointer((key,)) if key in data else "")


def _is(value: Any, kind: Kind) -> bool:
    # To Python True is a whole number; to us it is not.
    return isinstance(value, kind.type) and not (isinstance(value, bool) and kind.type is int)
