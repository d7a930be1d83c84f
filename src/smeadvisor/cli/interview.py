"""``smeadvisor interview``: asks a firm or an economy at the terminal, then advises it."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, PATH, Book, Log, log_options, rulebook_options
from smeadvisor.cli.streams import Streams, colour, width
from smeadvisor.problems import Lang

if TYPE_CHECKING:
    from smeadvisor.interview.dialogue import Dialogue
    from smeadvisor.model.rulebook import Rulebook

_EPILOG = """\b
Examples:
  smeadvisor interview
  smeadvisor interview --lang zh-Hant -o my-firm.yaml
  smeadvisor interview my-firm.yaml --resume
  smeadvisor interview profiles/economies/chl.yaml -o chile.yaml
  smeadvisor interview --all --plain
  smeadvisor interview my-firm.yaml --log decisions.log
\b
Every answer is saved at once. In place of an answer: ? help, w why, b back, and more that the screen shows.
\b
Exit codes: 0 ended; 65 profile that cannot be used; 66 profile or interview that is not there; 73 a file is in
the way; 74 output that cannot be written; 75 the input ended early, or
the log is held by another process; 130 and 143 stopped, to be resumed.
"""


@click.command(epilog=_EPILOG)
@click.argument("profile", required=False, type=PATH)
@click.option("-o", "--out", metavar="FILE", type=PATH,
              help="Where the profile is saved.  [default: a file named for its id, here]")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on with the interview that was left with PROFILE.")
@click.option("--all", "everything", is_flag=True, help="Ask everything in the order of the printed form.")
@click.option("--plain", is_flag=True, help="Line by line, for screen readers; by itself where there is no terminal.")
@rulebook_options
@log_options
@LANGUAGE
@ERRORS
@click.pass_context
def interview(  # noqa: PLR0917 - its options
    context: click.Context,
    /,
    profile: Path | None,
    plain: bool,
    book: Book,
    log: Log,
    lang: Lang,
    errors_as: str,
    **given: Any,
) -> None:
    """Ask a firm or an economy, beginning anew or where PROFILE stands, and advise it."""
    if given["resume"] and (profile is None or given["out"]):
        raise click.UsageError("--resume takes the PROFILE of the interview, and no other file")
    from smeadvisor.terminal.run import held

    streams = Streams(lang, errors_as)
    rulebook = streams.or_exit(lambda: _dated(book))
    dialogue = streams.or_exit(lambda: _dialogue(rulebook, profile, lang, **given))
    context.call_on_close(dialogue.release)
    streams.or_exit(lambda: _refuse_one_place(dialogue, given["out"], log))
    named = context.get_parameter_source("lang") is not click.core.ParameterSource.DEFAULT
    if given["resume"] and named and dialogue.lang != lang:
        dialogue.take("language")
    ends = (sys.stdin, sys.stdout)
    is_terminal = all(each is not None and each.isatty() for each in ends) and os.environ.get("TERM") != "dumb"
    on_screen = not plain and is_terminal
    looks = {"on_screen": on_screen, "width": width(), "colour": colour()}
    with ExitStack() as stack:
        recording = streams.or_exit(lambda: stack.enter_context(log.recording(rulebook, book)))
        record = recording and recording.consultation
        ending = streams.or_exit(lambda: held(dialogue, rulebook, streams.write, **looks, record=record))
    # The language may have been switched on the way.
    after = Streams(dialogue.lang, errors_as)
    after.write(ending.advice)
    after.say(f"{ending.message}\n" if ending.message else "")
    after.tell([ending.problem] if ending.problem else [])
    sys.exit(ending.exit_code)


def _refuse_one_place(dialogue: Dialogue, out: Path | None, log: Log) -> None:
    """Refuse a log that would stand where the interview is kept."""
    from smeadvisor.files.disk import refuse
    from smeadvisor.interview.saving import beside
    from smeadvisor.problems.filenames import database_files

    path = dialogue.keeping.path if dialogue.keeping else out
    if path is not None:
        refuse((), (), overwrite=True, added_to=[path, beside(path), *database_files(log.path)])


def _dated(book: Book) -> Rulebook:
    from smeadvisor.model.timeline import at

    rulebook = book.rulebook()
    return at(rulebook, rulebook.about.reviewed_through)


def _dialogue(
    rulebook: Rulebook, profile: Path | None, lang: Lang, out: Path | None, resume: bool, everything: bool
) -> Dialogue:
    from smeadvisor.interview.saving import Memory
    from smeadvisor.terminal.beginning import begun, continued, resumed

    memory = Memory(lang, everything=everything)
    if profile is None:
        return begun(rulebook, out, memory)
    return resumed(rulebook, profile) if resume else continued(rulebook, profile, out, memory)
