"""Another input made of a known one: changed in its bytes, its words or its structure."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from random import Random
from typing import Any

ODD_TEXTS = [
    "", " ", "-", "--", "~", "~5", ">9", "0", "00", "-1", "1.5", "1e999", "NaN", "inf", "1,200", "５", "十二", "5%",
    "true", "no", "off", "null", "none", "dont_know", "not_applicable", "5 USD", "TWD 5", "5 NTD", "2011", "2012-02-30",
    "=1+1", "@x", "a;b", "a、b", "\"", "'", "\\", "\0", "\r", "\n", "\r\n", "\t", "\x1b[5m", "\x85", "\u2028", "\u202e",
    "\ufeff", "\uffff", "\ud800", "e\u0301", "<x>", "&amp;", "&a", "*a", "<<: ", "!!x", "? ", "- ", ": ", "# ", "|",
    ">", "{", "}", "[", "]", "[" * 60, "x" * 300, "x" * 10_001, "9" * 400, "..", "a/b", "con", "*",
]  # fmt: skip
ODD = [
    *ODD_TEXTS, None, True, False, 0, -1, 7, 10**14, 2**63, 2**64, -(10**30), 0.1, 1e-320, 1e308, float("nan"),
    float("-inf"), [], {}, [[]], [None], ["independent"], {"en": "A"}, {"value": 5, "qualifier": "~"},
    {"amount": 5, "currency": "USD"}, {"amount": True}, {"": ""}, {"value": {"value": 5}},
]  # fmt: skip
_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)


def in_bytes(content: bytes, chance: Random) -> bytes:
    """A few places flipped, cut out, repeated or filled with others."""
    held = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(held) + 1)
        end = start + chance.choice([0, 1, 1, 2, 8, 64])
        piece = held[start:end]
        flipped = bytes(each ^ 1 << chance.randrange(8) for each in piece)
        held[start:end] = chance.choice(
            [flipped, flipped, b"", bytes(piece) * 3, chance.randbytes(chance.randint(1, 4))]
        )
    return bytes(held[: chance.randrange(len(held) + 1)] if chance.random() < 0.1 else held)


def in_words(text: str, chance: Random) -> str:
    """A few words, blanks or signs put in the place of others, left out or repeated."""
    words = _WORD.findall(text) or [""]
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(words))
        words[at] = chance.choice([chance.choice(ODD_TEXTS), chance.choice(words), words[at] * 2, ""])
    return "".join(words)


def in_structure(data: Any, chance: Random, names: list[str]) -> Any:
    """Plain data of which a few values, or names of values, are others; ``names`` are such as mean something."""
    whole = [copy.deepcopy(data)]
    for _ in range(chance.randint(1, 3)):
        slots = list(_slots(whole))
        holder, key = chance.choice(slots)
        other, place = chance.choice(slots)
        new = chance.choice([chance.choice(ODD), chance.choice(names), copy.deepcopy(other[place]), [holder[key]]])
        if isinstance(holder, dict) and chance.random() < 0.4:
            name = chance.choice([*names, *ODD_TEXTS, *map(str, holder)])
            holder[name] = chance.choice([new, holder[key]])
        elif holder is not whole and chance.random() < 0.2:
            del holder[key]
        else:
            holder[key] = new
    return whole[0]


def _slots(holder: Any, depth: int = 100) -> Any:
    for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
        yield holder, key
        if isinstance(holder[key], (dict, list)) and depth:
            yield from _slots(holder[key], depth - 1)


def changed(content: bytes, chance: Random, structured: Callable[[bytes, Random], bytes]) -> bytes:
    """By structure in most cases, where it has one; else by words or bytes."""
    how = chance.random()
    if how < 0.6:
        try:
            return structured(content, chance)
        except Exception:  # noqa: S110 - what was changed before may have no structure left
            pass
    return in_bytes(content, chance) if how > 0.85 else encode(in_words(content.decode(errors="replace"), chance))


def encode(text: str) -> bytes:
    """UTF-8, with lone surrogates as they are."""
    return text.encode(errors="surrogatepass")
