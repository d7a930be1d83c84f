"""``smeadvisor advise``: profiles in, advice out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from smeadvisor.cli.options import ERRORS, LANGUAGE, NAME, Book, Log, Number, format_of, log_options, rulebook_options
from smeadvisor.cli.row import Row, row_options
from smeadvisor.cli.streams import Streams, colour, width
from smeadvisor.problems import EXIT_DONE, EXIT_SOME_REJECTED, InvalidInput, Lang, problem

if TYPE_CHECKING:
    from smeadvisor.engines.chaining import Engine
    from smeadvisor.engines.consultation import Consultation
    from smeadvisor.model.profile import Profile
    from smeadvisor.model.rulebook import Rulebook
    from smeadvisor.rendering.advice import Format

_EPILOG = """\b
Examples:
  smeadvisor advise profiles/economies/twn.yaml
  smeadvisor advise --lang zh-Hant --top 3 profiles/firms/*.yaml
  smeadvisor advise --as-of 2011 profiles/firms/hkg-trading-house.yaml
  smeadvisor advise --format json my-firm.yaml | jq '.recommendations[].title'
  smeadvisor advise --rules overlays/germany/rules overlays/germany/profile.yaml
  smeadvisor advise --priorities my-priorities.yaml my-firm.yaml
  smeadvisor advise --log decisions.log profiles/firms/mex-auto-parts.yaml
  cat my-firm.yaml | smeadvisor advise -
  smeadvisor advise --row F01 firms.xlsx
\b
Exit codes: 0 all advised; 1 some files rejected; 65 no file usable; 66 no file found;
74 output or log cannot be written; 75 the log is held by another process.
"""


@click.command(epilog=_EPILOG)
@click.argument("profiles", type=NAME, nargs=-1, required=True, metavar="PROFILE...")
@format_of("text", "markdown", "json", help="Form of the advice; json writes one object a line.")
@click.option(
    "--as-of",
    metavar="DATE",
    help="Advise as of a year, month or day; 2011 is as the paper's reader would have been advised."
    "  [default: the day through which the rulebook is reviewed]",
)
@click.option("--top", type=Number(), metavar="N", help="Show at most N recommendations.")
@row_options()
@rulebook_options
@log_options
@LANGUAGE
@ERRORS
def advise(  # noqa: PLR0913 - its options
    *,
    profiles: Sequence[str],
    form: Format,
    as_of: str | None,
    top: int | None,
    row: Row,
    book: Book,
    log: Log,
    lang: Lang,
    errors_as: str,
) -> None:
    """Advise the firms or economies in the PROFILE files (YAML or JSON; - for standard input)."""
    streams = Streams(lang, errors_as)
    rulebook = streams.or_exit(book.rulebook)
    day = streams.or_exit(lambda: _day(as_of, rulebook, streams))
    engines = streams.or_exit(lambda: _engines(book, rulebook, day))
    with ExitStack() as stack:
        recording = streams.or_exit(lambda: stack.enter_context(log.recording(rulebook, book)))

        def advice(path: str) -> str:
            profile, found, text = _advice(path, row, engines, form, top, streams)
            # No advice without a record: where that fails the run is over.
            streams.or_exit(lambda: recording and recording.consultation(profile, found))
            return text

        sys.exit(_advise_all(profiles, advice, form, streams))


def _advise_all(profiles: Sequence[str], advice: Callable[[str], str], form: Format, streams: Streams) -> int:
    """Write the advice on each file that can be used, tell of the others; the exit code."""
    rejected: list[InvalidInput] = []
    written, internal = 0, 0
    for path in profiles:
        try:
            text = advice(path)
        except InvalidInput as each:
            rejected.append(each)
            streams.tell(each.problems)
            continue
        except Exception as error:
            internal = streams.tell_bug(error)
            continue
        streams.write(text if written == 0 or form == "json" else "\n" + text)
        written += 1
    return internal or _exit_code(written, rejected)


def _day(as_of: str | None, rulebook: Rulebook, streams: Streams) -> str:
    """The day to advise as of; with a warning where the rulebook knows nothing that late."""
    from smeadvisor.model.timeline import read_day

    reviewed = rulebook.about.reviewed_through
    day = read_day(as_of, rulebook)
    if day > reviewed:
        streams.tell([problem("W-AS-OF", reviewed=reviewed)])
    return day


def _engines(book: Book, rulebook: Rulebook, day: str) -> tuple[Engine, ...]:
    """The engine, and where there are other weights also that of the rulebook's own."""
    from smeadvisor.engines.chaining import Engine, engine_for

    if book.priorities is None:
        return (engine_for(rulebook, day),)
    return (Engine(rulebook, day), Engine(book.own(), day))


def _advice(
    path: str, row: Row, engines: Sequence[Engine], form: Format, top: int | None, streams: Streams
) -> tuple[Profile, Consultation, str]:
    from smeadvisor.model.profile import read_profile
    from smeadvisor.rendering.advice import render

    rulebook = engines[0].rulebook
    profile = row.profile(path, rulebook, streams) or read_profile(path, rulebook)
    streams.tell(profile.warnings)
    found, *others = [each.consult(profile) for each in engines]
    before = others[0] if others else None
    text = render(found, rulebook, form, streams.lang, before=before, top=top, width=width(), colour=colour())
    return profile, found, text


def _exit_code(written: int, rejected: Sequence[InvalidInput]) -> int:
    if not rejected:
        return EXIT_DONE
    return EXIT_SOME_REJECTED if written else max(each.exit_code for each in rejected)
