"""The program's own words: YAML files of texts in English and Traditional Chinese, each read when it is first needed.

A text is named by its file and its keys, such as ``advice.title`` or ``errors.E-REF.remedy``. A ``{slot}`` is filled
by the value of that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

Lang = Literal["en", "zh-Hant"]
LANGUAGES: tuple[Lang, ...] = ("en", "zh-Hant")


def say(name: str, lang: Lang, /, **slots: object) -> str:
    """The text of that name in a language, its slots filled; raises KeyError for a name that no file has."""
    text = _text(name)[lang]
    return text.format(**slots) if slots else text


def is_said(name: str) -> bool:
    """Whether there is a text of that name."""
    file, _, key = name.partition(".")
    return key in texts(file)


@dataclass(frozen=True, slots=True)
class Message:
    """A text that is put into words later, when the language is known, with what fills its slots."""

    name: str
    slots: Mapping[str, object] = field(default_factory=dict)

    def to(self, lang: Lang) -> str:
        """The text in that language; slots that are messages themselves are in it too."""
        filled = {name: value.to(lang) if isinstance(value, Message) else value for name, value in self.slots.items()}
        return say(self.name, lang, **filled)


def message(name: str, /, **slots: object) -> Message:
    """A text to be put into words later."""
    return Message(name, slots)


def _text(name: str) -> Mapping[Lang, str]:
    file, _, key = name.partition(".")
    return texts(file)[key]


@cache
def texts(file: str) -> Mapping[str, Mapping[Lang, str]]:
    """All texts of a file by their keys, joined by dots."""
    import yaml

    # Every scalar is text to this loader. Tests hold the files against the reader that is strict, and is slower.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    content = Path(__file__).with_name(f"{file}.yaml").read_bytes()
    return dict(_named(yaml.load(content, loader)))  # noqa: S506 - builds texts, lists and mappings alone


def _named(group: Mapping[str, Any], path: str = "") -> Any:
    for key, value in group.items():
        if value.keys() == set(LANGUAGES):
            yield path + key, cast("Mapping[Lang, str]", value)
        else:
            yield from _named(value, f"{path}{key}.")
