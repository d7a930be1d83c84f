"""What all commands that explain have in common: their options, what they explain, how it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, format_of, rulebook_options
from smeadvisor.cli.streams import Streams, width

if TYPE_CHECKING:
    from smeadvisor.explanation.subject import Subject
    from smeadvisor.rulebook import Rulebook
    from smeadvisor.telling.page import Page

AS_OF = click.option("--as-of", metavar="DATE", help="Explain the advice as of a year, month or day.")
_FORM = format_of("text", "markdown", "json", help="Form of the explanation; json writes one object.")


def explained(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that all explanations in words have."""
    for option in reversed((_FORM, AS_OF, rulebook_options, LANGUAGE, ERRORS)):
        command = option(command)
    return command


def subject_in(path: str, rulebook: Rulebook, as_of: str | None, streams: Streams) -> Subject:
    """What is to be explained, its warnings told; raises Rejected as ``read_subject``."""
    from smeadvisor.explanation.subject import read_subject

    found = read_subject(path, rulebook, as_of)
    streams.tell(found.profile.warnings)
    return found


def write_page(page: Page, form: str, streams: Streams) -> None:
    """Write the page as text or Markdown."""
    from smeadvisor.telling.page import as_markdown, as_text

    streams.write(as_markdown(page) if form == "markdown" else as_text(page, width()))
