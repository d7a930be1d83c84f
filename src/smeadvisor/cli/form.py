"""``smeadvisor form``: a blank form to be filled in on paper or in a word processor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, Book, format_of, rulebook_options
from smeadvisor.cli.streams import Streams
from smeadvisor.errors import Lang, Place, Rejected, problem

if TYPE_CHECKING:
    from smeadvisor.attributes import Audience
    from smeadvisor.collecting.form import FormFormat
    from smeadvisor.profile import Profile
    from smeadvisor.rulebook import Rulebook

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
@click.option("-o", "--out", required=True, metavar="FILE", type=click.Path(path_type=Path),
              help="Where it is written; - for standard output.")  # fmt: skip
@click.option("--both", is_flag=True, help="In both languages, that of --lang first.")
@click.option("--profile", metavar="FILE", help="A profile whose answers are filled in.")
@click.option("--overwrite", is_flag=True, help="Replace an output that is there.")
@rulebook_options
@LANGUAGE
@ERRORS
def form(
    *,
    kind: Audience | None,
    form: FormFormat,
    out: Path,
    both: bool,
    profile: str | None,
    overwrite: bool,
    book: Book,
    lang: Lang,
    errors_as: str,
) -> None:
    """Write a form with all questions, to be filled in on paper or in a word processor."""
    if kind is None and profile is None:
        raise click.UsageError("say --kind firm or --kind economy, or give a --profile")
    from smeadvisor.collecting.form import write_form, written_form

    streams = Streams(lang, errors_as)
    rulebook = streams.or_exit(lambda: _dated(book))
    known = streams.or_exit(lambda: _profile(profile, kind, rulebook)) if profile else None
    languages: list[Lang] = [lang, "en" if lang == "zh-Hant" else "zh-Hant"] if both else [lang]
    content = written_form(rulebook, known.kind if known else kind or "firm", form, languages, known)
    if str(out) == "-":
        streams.write(content)
        return
    streams.or_exit(lambda: write_form(content, out, overwrite=overwrite))
    streams.write(f"{out}\n")


def _dated(book: Book) -> Rulebook:
    from smeadvisor.timeline import at

    rulebook = book.rulebook()
    return at(rulebook, rulebook.about.reviewed_through)


def _profile(path: str, kind: Audience | None, rulebook: Rulebook) -> Profile:
    """The profile in the file; raises Rejected if it is of another kind than asked for."""
    from smeadvisor.profile import read_profile

    known = read_profile(path, rulebook)
    if kind and known.kind != kind:
        raise Rejected(
            problem("E-CHOICE", known.kind, choices=kind, nearest_en="", nearest_zh="").at(Place(path), "/kind")
        )
    return known
