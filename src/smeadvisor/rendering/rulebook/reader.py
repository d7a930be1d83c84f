"""What everything shown is made from: a rulebook and a language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smeadvisor.messages import is_said
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import bracketed, colon, joined, listing, phrase, quoted, source_label
from smeadvisor.rendering.rulebook import marks


@dataclass(frozen=True, slots=True)
class Reader:
    """A rulebook, whole or as of a day, and the language it is read in.

    ``linked`` marks references in what is said, for a page to make links of them (``marks``).
    """

    rulebook: Rulebook
    lang: Lang
    linked: bool = False

    def say(self, name: str, /, **blanks: object) -> str:
        """A fixed phrase."""
        return phrase(f"rulebook.{name}", self.lang, **blanks)

    def to(self, text: Text) -> str:
        """A text of the rulebook in the reader's language."""
        return text.to(self.lang)

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return colon(self.lang)

    def quoted(self, text: str) -> str:
        """The text in quotation marks."""
        return quoted(text, self.lang)

    def either(self, items: Iterable[str]) -> str:
        """The items as alternatives: a, b or c."""
        return listing(tuple(items), self.lang, "or")

    def places(self, sources: Iterable[str]) -> str:
        """The short names of places cited, each once."""
        return listing([self.place(each) for each in dict.fromkeys(sources)], self.lang)

    def place(self, source: str) -> str:
        """The short name of a place cited."""
        label = source_label(source, self.rulebook, self.lang)
        return self.reference(f"sources/{source}", label) if source in self.rulebook.sources else label

    def reference(self, name: str, text: str) -> str:
        """The text, which speaks of what has that name."""
        return marks.reference(name, text) if self.linked else text

    def address(self, url: str) -> str:
        """An address of the web; anything else that stands in its place is no reference."""
        return self.reference(url, url) if url.startswith(("http://", "https://")) else url

    def named(self, name: str, label: str, text: str) -> str:
        """The label, to which references to the name lead, and what is said under it."""
        return marks.name(name, label) + text if self.linked else label + self.colon + text

    def paragraphs(self, sentences: Iterable[str]) -> str:
        """Sentences that belong together: one after the other, on a page below each other."""
        return marks.BREAK.join(sentences) if self.linked else joined([*sentences], self.lang)

    def word(self, group: str, word: str) -> str:
        """A word of the files: as it is written there, which is what lists are narrowed by; on a page in words."""
        name = f"{group}_{word}"
        return self.say(name) if self.linked and is_said(f"rulebook.{name}") else word

    def marked(self, text: str, remark: str) -> str:
        """The text with a remark in parentheses."""
        return text + bracketed(remark, self.lang)
