"""``smeadvisor rules``: look after the rulebook."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from smeadvisor.cli.browse import COMMANDS
from smeadvisor.cli.options import ERRORS, LANGUAGE, Book, format_of, rulebook_options
from smeadvisor.cli.streams import Streams
from smeadvisor.messages import say
from smeadvisor.problems import EXIT_DONE, EXIT_WARNINGS, InvalidInput, Lang, Problem

if TYPE_CHECKING:
    from smeadvisor.model.rulebook import Rulebook
    from smeadvisor.rules.loading import Review

_CHECK_EPILOG = """\b
Examples:
  smeadvisor rules check
  smeadvisor rules check --rules my-rules
  smeadvisor rules check --rules our-rules --rules my-rules --priorities my-priorities.yaml
  smeadvisor rules check --format sarif > rules.sarif
\b
What my-rules replace or add is told; without rulebook.yaml they are laid over the shipped rulebook.
\b
Exit codes: 0 sound; 1 warnings that accepted.yaml does not answer; 65 faults.
"""


@click.group()
def rules() -> None:
    """Read the rulebook, check it, add to it."""


for command in COMMANDS:
    rules.add_command(command)


@rules.command(epilog=_CHECK_EPILOG)
@rulebook_options
@format_of("text", "json", "sarif", help="Form of the findings on standard output; text writes them as messages.")
@LANGUAGE
@ERRORS
def check(book: Book, form: str, lang: Lang, errors_as: str) -> None:
    """Check a rulebook: form, references, texts, sources, examples, and its rules as logic."""
    from smeadvisor.problems.formats import as_json, as_sarif

    streams = Streams(lang, errors_as)
    try:
        rulebook, found, notes = _reviewed(book)
    except InvalidInput as rejected:
        rulebook, found, notes = None, list(rejected.problems), []
    if form == "text":
        streams.tell(found)
        streams.write("".join(_note(each, lang) for each in notes))
    else:
        streams.write((as_json if form == "json" else as_sarif)([*found, *notes], lang) + "\n")
    if rulebook is not None and form == "text":
        streams.write(_verdict(rulebook, len(found), lang))
    faults = max((each.exit_code for each in found if not each.is_warning), default=EXIT_DONE)
    sys.exit(faults or (EXIT_WARNINGS if found else EXIT_DONE))


def _reviewed(book: Book) -> Review:
    """The rulebook and what there is to say of it; the checked form of the shipped one is kept."""
    from smeadvisor.rules.loading import review
    from smeadvisor.rules.shipped import keep_checked_form

    found = review(book.files)
    if book == Book(()):
        keep_checked_form(found.rulebook)
    return found


def _verdict(rulebook: Rulebook, warnings: int, lang: Lang) -> str:
    """One line: whether the rulebook is sound, and what it holds."""
    said = say("rulebook.not_answered" if warnings else "rulebook.sound", lang, warnings=warnings)
    kinds = ("rules", "attributes", "barriers", "instruments")
    counts = {kind: len(getattr(rulebook, kind)) for kind in kinds}
    return said + say("rulebook.check_counts", lang, **counts, digest=rulebook.digest[:12]) + "\n"


def _note(note: Problem, lang: Lang) -> str:
    """One line on what a layer changed, and where."""
    from smeadvisor.rendering.advice.wording import bracketed

    return note.message(lang) + bracketed(note.place.file if note.place else "", lang) + "\n"
