"""Plain data as YAML that the strict reader, and any other, reads back as the same.

The names of the first mapping, and those within a mapping under it, go on lines of their own; what lies deeper is
written in brackets. Text that could be taken for anything but text stands in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

_PLAIN = re.compile(r"[^\W\d_]([\w-]| (?=[\w-]))*\Z")
_NOT_TEXT = frozenset("null true false yes no on off y n".split())
"""Words that some readers of YAML take for something else than text."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def as_yaml(data: Mapping[str, Any]) -> str:
    """The data (mappings with text keys, lists, texts, numbers, true and false, None) as a YAML document."""
    return "".join(f"{line}\n" for line in _lines(data)) or "{}\n"


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, Mapping) and value:
            yield f"{_text(key)}:"
            yield from (f"  {_text(inner)}: {_inline(each)}" for inner, each in value.items())
        else:
            yield f"{_text(key)}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)}: {_inline(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return (
        f"{Decimal(repr(value)) if isinstance(value, float) else value:f}" if value != int(value) else str(int(value))
    )


def _text(text: str) -> str:
    if _PLAIN.match(text) and text.lower() not in _NOT_TEXT:
        return text
    return '"' + "".join(map(_character, text)) + '"'


def _character(char: str) -> str:
    """The character within quotes; what cannot be seen goes by its number."""
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
