"""What everything shown is made from: a rulebook and a language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smeadvisor.browse.phrases import phrase
from smeadvisor.errors import Lang
from smeadvisor.report.wording import bracketed, colon, listing, source_label, spaced
from smeadvisor.rulebook import Rulebook
from smeadvisor.texts import Text


@dataclass(frozen=True, slots=True)
class Reader:
    """A rulebook, whole or as of a day, and the language it is read in."""

    rulebook: Rulebook
    lang: Lang

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return spaced(phrase(name, self.lang, **blanks))

    def to(self, text: Text) -> str:
        """A text of the rulebook in the reader's language."""
        return text.to(self.lang)

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return colon(self.lang)

    def quoted(self, text: str) -> str:
        """The text in quotation marks."""
        return f"「{text}」" if self.lang == "zh-Hant" else f"“{text}”"

    def either(self, items: Iterable[str]) -> str:
        """The items as alternatives: a, b or c."""
        *first, last = items
        if not first:
            return last
        return f"{'、'.join(first)}或{last}" if self.lang == "zh-Hant" else f"{', '.join(first)} or {last}"

    def places(self, sources: Iterable[str]) -> str:
        """The short names of places cited, each once."""
        return listing([source_label(each, self.rulebook, self.lang) for each in dict.fromkeys(sources)], self.lang)

    def marked(self, text: str, remark: str) -> str:
        """The text with a remark in parentheses."""
        return text + bracketed(remark, self.lang)
