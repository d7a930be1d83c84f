"""A sentence in both languages, and the frozen model that everything read from a file is built on."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from smeadvisor.errors import Lang

LANGUAGES: tuple[Lang, ...] = ("en", "zh-Hant")

_SLOT = re.compile(r"\{([a-z0-9_]+)\}")


class Model(BaseModel):
    """Frozen and strict about its keys; validators are built only when first needed."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Text(Model):
    """One text in English and Traditional Chinese."""

    en: str = Field(min_length=1)
    zh_hant: str = Field(min_length=1, validation_alias="zh-Hant")

    def to(self, lang: Lang) -> str:
        """The text in that language."""
        return self.en if lang == "en" else self.zh_hant

    def slots(self) -> set[str]:
        """The names of the ``{slots}`` in either language."""
        return {*_SLOT.findall(self.en), *_SLOT.findall(self.zh_hant)}


def fill(text: str, values: dict[str, str]) -> str:
    """The text with each ``{slot}`` replaced; a slot without a value stays as it is."""
    return _SLOT.sub(lambda match: values.get(match.group(1), match.group()), text)
