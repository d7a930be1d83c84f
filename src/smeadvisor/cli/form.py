"""``smeadvisor form``: a blank form to be filled in on paper or in a word processor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, NAME, PATH, Book, format_of, rulebook_options
from smeadvisor.cli.streams import Streams
from smeadvisor.problems import InvalidInput, Lang, Place, problem

if TYPE_CHECKING:
    from smeadvisor.model.attributes import Audience
    from smeadvisor.model.profile import Profile
    from smeadvisor.model.rulebook import Rulebook

_EPILOG = """\b
Examples:
  smeadvisor form --kind firm --format docx -o questions.docx
  smeadvisor form --kind firm --format html --lang zh-Hant -o questions.html
  smeadvisor form --kind economy --format markdown --both -o questions.md
  smeadvisor form --profile profiles/firms/mex-auto-parts.yaml --format docx -o filled.docx
\b
Exit codes: 2 wrong usage; 65 profile that cannot be used; 73 output that is there or cannot be created.
"""


@click.command(epilog=_EPILOG)
@click.option("--kind", type=click.Choice(["firm", "economy"]), help="Who is asked.  [default: that of the profile]")
@format_of("markdown", "html", "docx", help="Form of the form.")
@click.option("-o", "--out", required=True, metavar="FILE", type=PATH,
              help="Where it is written; - for standard output.")  # fmt: skip
@click.option("--both", is_flag=True, help="In both languages, that of --lang first.")
@click.option("--profile", metavar="FILE", type=NAME, help="A profile whose answers are filled in.")
@click.option("--overwrite", is_flag=True, help="Replace an output that is there.")
@rulebook_options
@LANGUAGE
@ERRORS
def form(book: Book, lang: Lang, errors_as: str, **given: Any) -> None:
    """Write a form with all questions, to be filled in on paper or in a word processor."""
    if not (given["kind"] or given["profile"]):
        raise click.UsageError("say --kind firm or --kind economy, or give a --profile")
    streams = Streams(lang, errors_as)
    content = streams.or_exit(lambda: _content(book, lang, given))
    if str(given["out"]) == "-":
        streams.write(content)
        return
    from smeadvisor.forms.printable import write_form

    read = [*([Path(given["profile"])] if given["profile"] else ()), *book.files.paths()]
    streams.or_exit(lambda: write_form(content, given["out"], overwrite=given["overwrite"], read=read))
    streams.wrote(given["out"])


def _content(book: Book, lang: Lang, given: Mapping[str, Any]) -> bytes:
    from smeadvisor.forms.printable import written_form

    rulebook = _dated(book)
    known = _profile(given["profile"], given["kind"], rulebook) if given["profile"] else None
    languages: list[Lang] = [lang, "en" if lang == "zh-Hant" else "zh-Hant"] if given["both"] else [lang]
    return written_form(rulebook, known.kind if known else given["kind"], given["form"], languages, known)


def _dated(book: Book) -> Rulebook:
    from smeadvisor.model.timeline import at

    rulebook = book.rulebook()
    return at(rulebook, rulebook.about.reviewed_through)


def _profile(path: str, kind: Audience | None, rulebook: Rulebook) -> Profile:
    """The profile in the file; raises InvalidInput if it is of another kind than asked for."""
    from smeadvisor.model.profile import read_profile

    known = read_profile(path, rulebook)
    if kind and known.kind != kind:
        raise InvalidInput(problem("E-CHOICE", known.kind, choices=kind).at(Place(path), "/kind"))
    return known
