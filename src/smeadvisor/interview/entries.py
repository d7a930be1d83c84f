"""What was typed as the raw value that a profile file would hold; whether it will do is judged as there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from smeadvisor.interview.prompts import Entered, Option, Picked, Prompt

_QUALIFIED = re.compile(r"([~>])\s*(\S.*)\Z")
_CURRENCY_LAST = re.compile(r"(.*?)\s*([A-Za-z]{3})\Z")
_CURRENCY_FIRST = re.compile(r"([A-Za-z]{3})\s*(.*)\Z")
_BETWEEN = re.compile(r"[\s,;、，；]+")


def raw_value(prompt: Prompt, reply: Entered | Picked) -> Any:
    """The raw value of a reply; what is none of the prompt's options stays as it was typed."""
    if isinstance(reply, Picked):
        return _picked(prompt, reply.values)
    text = reply.text.strip()
    return _TYPED[prompt.entry](prompt.options, text)


def _picked(prompt: Prompt, values: Sequence[str]) -> Any:
    if prompt.entry == "list":
        return [each for each in values if each]
    return values[0] == "yes" if prompt.entry == "yes_no" else values[0]


def option_of(options: Sequence[Option], text: str) -> str:
    """The value of the option that is typed by its key, its code or its words; else the text itself."""
    wanted = text.casefold()
    found = [each for each in options if wanted in (each.key.casefold(), each.value.casefold(), each.text.casefold())]
    return found[0].value if found else text


def _choice(options: Sequence[Option], text: str) -> str:
    return option_of(options, text)


def _yes_no(options: Sequence[Option], text: str) -> Any:
    value = option_of(options, text)
    return {"yes": True, "no": False}.get(value, text)


def _list(options: Sequence[Option], text: str) -> Any:
    if option_of(options, text) != text or text in ("", "dont_know", "not_applicable"):
        only = option_of(options, text)
        return [only] if only else ([] if text else "")
    items = [option_of(options, each) for each in _BETWEEN.split(text) if each]
    # "None of these" among others is a slip, and told as one.
    return [each or "0" for each in items]


def _number(options: Sequence[Option], text: str) -> Any:
    found = _QUALIFIED.match(text)
    return {"value": found[2], "qualifier": found[1]} if found else text


def _money(options: Sequence[Option], text: str) -> Any:
    if not any(char.isdecimal() for char in text):
        return text
    last, first = _CURRENCY_LAST.match(text), _CURRENCY_FIRST.match(text)
    if last and any(char.isdecimal() for char in last[1]):
        return {"amount": last[1], "currency": last[2].upper()}
    if first:
        return {"amount": first[2], "currency": first[1].upper()}
    return {"amount": text}


def _text(options: Sequence[Option], text: str) -> str:
    return text


_TYPED = {
    "yes_no": _yes_no,
    "choice": _choice,
    "list": _list,
    "number": _number,
    "money": _money,
    "code": _choice,
    "text": _text,
}
