"""A sentence in both languages, and the frozen record that everything read from rule files is.

Records are plain dataclasses: pydantic holds files against them when a rulebook is read from YAML
(:mod:`smeadvisor.model.validation`), and is not needed to work with what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, TypeVar, dataclass_transform
from unicodedata import normalize

from smeadvisor.messages import say
from smeadvisor.problems import Lang

T = TypeVar("T")

_SLOT = re.compile(r"\{([a-z0-9_]+)\}")
PLACEHOLDER = "TODO"
"""What begins each text and name that a new file leaves to be filled in."""

_KEYS = {"audience": "for", "starts": "from", "ends": "until", "zh_hant": "zh-Hant"}


def key_of(field: str) -> str:
    """What a field of a record is called in a file."""
    return _KEYS.get(field, field)


class _Strict:
    """Tells pydantic to take a value of just this type: no text for a number, no 1 for true."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return {**handler(source), "strict": True}


Whole = Annotated[int, _Strict]
Exact = Annotated[Decimal, _Strict]
Flag = Annotated[bool, _Strict]


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass with the form of a file: no unknown keys, no empty texts."""
    form: Any = cls
    form.__pydantic_config__ = {"extra": "forbid", "alias_generator": key_of, "str_min_length": 1}
    return dataclass(frozen=True, kw_only=True)(cls)


@record
class Text:
    """One text in English and Traditional Chinese."""

    en: str
    zh_hant: str

    def to(self, lang: Lang) -> str:
        """The text in that language."""
        return self.en if lang == "en" else self.zh_hant

    def slots(self) -> set[str]:
        """The names of the ``{slots}`` in either language."""
        return {*_SLOT.findall(self.en), *_SLOT.findall(self.zh_hant)}


def program_text(name: str, /, **slots: object) -> Text:
    """A text of the program's own in both languages; raises KeyError for a name that no file of messages has."""
    return Text(en=say(name, "en", **slots), zh_hant=say(name, "zh-Hant", **slots))


def unfilled(text: Text) -> bool:
    """Whether a text still is, in either language, the placeholder of a file that was begun and not filled in."""
    return text.en.startswith(PLACEHOLDER) or text.zh_hant.startswith(PLACEHOLDER)


def folded(name: str) -> str:
    """The form in which names are compared: composed, without blanks around it, whatever the case of its letters."""
    return normalize("NFC", name).strip().casefold()


def fill(text: str, values: dict[str, str]) -> str:
    """The text with each ``{slot}`` replaced; a slot without a value stays as it is."""
    return _SLOT.sub(lambda match: values.get(match.group(1), match.group()), text)
