"""Plain scalars as the YAML 1.2 core schema reads them, and the checks on every text."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import NUMBER_DIGITS, TEXT_LENGTH, VALUES

_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_UNSEEN = (
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""What cannot be seen, turns the direction of text or hides in it; not what scripts and emoji need to be joined."""

FORBIDDEN = re.compile(f"[{_CONTROLS}{_UNSEEN}]")
"""What no text may hold, whichever way it comes in."""


def resolve(text: str, place: Place) -> str | bool | int | Decimal | None:
    """The value of a plain scalar.

    A number that begins with a needless zero (a business number such as 04595257) stays text.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    return _number(text, place)


def _number(text: str, place: Place) -> str | int | Decimal:
    if _NOT_FINITE.match(text):
        raise InvalidInput(problem("E-NUM-FINITE", text).at(place, ""))
    if _INTEGER.match(text) or _FLOAT.match(text):
        return finite(text, place)
    if _OCTAL.match(text) or _HEXADECIMAL.match(text):
        return _short(text, place) and int(text, 0)
    return text


def finite(text: str, place: Place) -> int | Decimal:
    """The number written in ``text``; raises InvalidInput when it is beyond any use."""
    exponent = text.lower().partition("e")[2].lstrip("+-").lstrip("0")
    if len(exponent) > len(str(NUMBER_DIGITS)):
        raise InvalidInput(problem("E-NUM-FINITE", text).at(place, ""))
    number = Decimal(_short(text, place))
    if abs(number.adjusted()) > NUMBER_DIGITS:
        raise InvalidInput(problem("E-NUM-FINITE", text).at(place, ""))
    return int(text) if _INTEGER.match(text) else number


def _short(text: str, place: Place) -> str:
    if len(text) > NUMBER_DIGITS:
        raise InvalidInput(problem("E-NUM-FINITE", text).at(place, ""))
    return text


def text_fault(text: str) -> Problem | None:
    """The problem of a text that holds what none may (E-CHAR), or too much (E-LEN); None for a good one."""
    if found := FORBIDDEN.search(text):
        return forbidden(found.group())
    return problem("E-LEN", limit=str(TEXT_LENGTH)) if len(text) > TEXT_LENGTH else None


def checked(text: str, place: Place) -> str:
    """The text itself; raises InvalidInput as ``text_fault`` says."""
    if fault := text_fault(text):
        raise InvalidInput(fault.at(place, ""))
    return text


def forbidden(char: str) -> Problem:
    """The problem of a character that no text may hold, by its number and its name if it has one."""
    name = unicodedata.name(char, "").lower()
    return problem("E-CHAR", char, name=f" ({name})" if name else "")


def too_many(place: Place) -> Problem:
    """The problem of more values than a file may hold."""
    return problem("E-MANY", limit=str(VALUES)).at(place, "")


def deep(place: Place, limit: int) -> Problem:
    """The problem of nesting beyond the limit."""
    return problem("E-DEPTH", limit=str(limit)).at(place, "")
