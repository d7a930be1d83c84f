"""What all commands that explain have in common: their options, what they explain, how it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, Book, format_of, rulebook_options
from smeadvisor.cli.row import Row, row_options
from smeadvisor.cli.streams import Streams, width
from smeadvisor.problems import Lang

if TYPE_CHECKING:
    from smeadvisor.explanation.subject import Subject
    from smeadvisor.model.rulebook import Rulebook
    from smeadvisor.rendering.explanation.explained import Explanation

_AS_OF = click.option("--as-of", metavar="DATE", help="Explain the advice as of a year, month or day.")
_FORM = format_of("text", "markdown", "json", help="Form of the explanation; json writes one object.")


class Asked(NamedTuple):
    """How what is to be explained is found, and how the explanation is written."""

    row: Row
    book: Book
    as_of: str | None
    form: str
    streams: Streams

    def subject(self, path: str) -> Subject:
        """What is to be explained, its warnings told; raises InvalidInput as ``Row.profile`` and ``read_subject``."""
        return self._subject(path, self.row, self.book.rulebook())

    def subjects(self, *paths: str) -> list[Subject]:
        """The same of several, each in its own row."""
        rulebook = self.book.rulebook()
        return [self._subject(*each, rulebook) for each in zip(paths, self.row.each(paths), strict=True)]

    def _subject(self, path: str, row: Row, rulebook: Rulebook) -> Subject:
        from smeadvisor.explanation.subject import read_subject, subject_of
        from smeadvisor.model.timeline import read_day

        profile = row.profile(path, rulebook, self.streams)
        if profile is None:
            found = read_subject(path, rulebook, self.as_of)
        else:
            found = subject_of(profile, rulebook, read_day(self.as_of, rulebook))
        self.streams.tell(found.profile.warnings)
        return found

    def write(self, made: Callable[[], Explanation]) -> None:
        """Write the explanation in the form and the language asked for; ends the run where it cannot be made."""
        found, lang = self.streams.or_exit(made), self.streams.lang
        forms = {
            "json": found.to_json,
            "markdown": found.to_markdown,
            "text": lambda lang: found.to_text(lang, width()),
        }
        self.streams.write(forms[self.form](lang))


def explaining(form: Callable[[Any], Any] = _FORM, rows: int = 1) -> Callable[[Any], Any]:
    """The options that all explanations have, given to the command as one ``asked``; at most so many rows."""

    def options(command: Callable[..., Any]) -> Any:
        @wraps(command)
        def with_asked(
            row: Row, book: Book, as_of: str | None, form: str, lang: Lang, errors_as: str, **arguments: Any
        ) -> None:
            command(asked=Asked(row, book, as_of, form, Streams(lang, errors_as)), **arguments)

        made: Callable[..., Any] = with_asked
        for option in reversed((form, _AS_OF, row_options(rows), rulebook_options, LANGUAGE, ERRORS)):
            made = option(made)
        return made

    return options
