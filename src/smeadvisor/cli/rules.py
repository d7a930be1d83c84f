"""``smeadvisor rules``: look after the rulebook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from smeadvisor.cli.browse import COMMANDS
from smeadvisor.cli.options import ERRORS, LANGUAGE, RULES, format_of
from smeadvisor.cli.streams import Streams
from smeadvisor.errors import EXIT_DONE, EXIT_WARNINGS, Lang, Rejected

_CHECK_EPILOG = """\b
Examples:
  smeadvisor rules check
  smeadvisor rules check --rules my-rules
  smeadvisor rules check --format sarif > rules.sarif
\b
Exit codes: 0 sound; 1 warnings that accepted.yaml does not answer; 65 faults.
"""
_SOUND = {
    "en": "The rulebook is sound: {} rules, {} attributes, {} barriers, {} instruments. Digest {}.",
    "zh-Hant": "規則庫無誤：規則 {} 條、屬性 {} 項、障礙 {} 項、措施 {} 項。摘要值 {}。",
}


@click.group()
def rules() -> None:
    """Read the rulebook, check it, add to it."""


for command in COMMANDS:
    rules.add_command(command)


@rules.command(epilog=_CHECK_EPILOG)
@RULES
@format_of("text", "json", "sarif", help="Form of the findings on standard output; text writes them as messages.")
@LANGUAGE
@ERRORS
def check(folder: Path | None, form: str, lang: Lang, errors_as: str) -> None:
    """Check a rulebook: form, references, texts, sources, examples, and its rules as logic."""
    from smeadvisor.errors.formats import as_json, as_sarif
    from smeadvisor.loading import review
    from smeadvisor.shipped import keep_checked_form, shipped_folder

    streams = Streams(lang, errors_as)
    try:
        rulebook, found = review(folder or shipped_folder())
    except Rejected as rejected:
        rulebook, found = None, list(rejected.problems)
    if rulebook is not None and folder is None:
        keep_checked_form(rulebook)
    if form == "text":
        streams.tell(found)
    else:
        streams.write((as_json if form == "json" else as_sarif)(found, lang) + "\n")
    if rulebook is not None and form == "text":
        counts = (len(rulebook.rules), len(rulebook.attributes), len(rulebook.barriers), len(rulebook.instruments))
        streams.write(_SOUND[lang].format(*counts, rulebook.digest[:12]) + "\n")
    faults = max((each.exit_code for each in found if not each.is_warning), default=EXIT_DONE)
    sys.exit(faults or (EXIT_WARNINGS if found else EXIT_DONE))
