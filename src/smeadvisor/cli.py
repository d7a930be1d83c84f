"""The command line: parse, call, print. Data go to standard output, messages to standard error."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from smeadvisor import __version__
from smeadvisor.errors import (
    EXIT_DONE,
    EXIT_INTERNAL,
    EXIT_INTERRUPTED,
    EXIT_OUTPUT,
    EXIT_SOME_REJECTED,
    Lang,
    Problem,
    Rejected,
    problem,
)

if TYPE_CHECKING:
    from smeadvisor.inference import Engine
    from smeadvisor.report import Format
    from smeadvisor.rulebook import Rulebook

_LANGUAGE = click.option(
    "--lang",
    type=click.Choice(["en", "zh-Hant"]),
    default="en",
    envvar="SMEADVISOR_LANG",
    show_default=True,
    show_envvar=True,
    help="Language of texts and messages.",
)
_ERRORS = click.option(
    "--errors",
    "errors_as",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of error messages on standard error: sentences, or one JSON object a line.",
)

_ADVISE_EPILOG = """\b
Examples:
  smeadvisor advise profiles/economies/twn.yaml
  smeadvisor advise --lang zh-Hant --top 3 profiles/firms/*.yaml
  smeadvisor advise --as-of 2011 profiles/firms/hkg-trading-house.yaml
  smeadvisor advise --format json my-firm.yaml | jq '.recommendations[].title'
  cat my-firm.yaml | smeadvisor advise -
\b
Exit codes: 0 all advised; 1 some files rejected; 65 no file usable; 66 no file found.
"""

_RULES_EPILOG = """\b
Examples:
  smeadvisor rules check
  smeadvisor rules check --rules my-rules
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="smeadvisor")
def cli() -> None:
    """Ranked, explained advice on exporting: for a small firm, or for those who make policy for them."""


@cli.command(epilog=_ADVISE_EPILOG)
@click.argument("profiles", nargs=-1, required=True, metavar="PROFILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Form of the advice; json writes one object a line.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    help="Advise as of a year, month or day; 2011 is as the paper's reader would have been advised."
    "  [default: the day through which the rulebook is reviewed]",
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Show at most N recommendations.")
@_LANGUAGE
@_ERRORS
def advise(
    profiles: Sequence[str], form: Format, as_of: str | None, top: int | None, lang: Lang, errors_as: str
) -> None:
    """Advise the firms or economies in the PROFILE files (YAML or JSON; - for standard input)."""
    from smeadvisor.inference import engine_for
    from smeadvisor.shipped import shipped_rulebook

    rulebook = _or_exit(shipped_rulebook, lang, errors_as)
    day = _or_exit(lambda: _day(as_of, rulebook, lang, errors_as), lang, errors_as)
    manner = _Manner(form, top, lang, errors_as)
    rejected: list[Rejected] = []
    written, internal = 0, False
    for path in profiles:
        try:
            text = _advice(path, engine_for(rulebook, day), manner)
        except Rejected as each:
            rejected.append(each)
            _tell(each.problems, lang, errors_as)
            continue
        except Exception as error:
            internal = True
            _tell_bug(error, lang, errors_as)
            continue
        _write(text if written == 0 or form == "json" else "\n" + text, lang, errors_as)
        written += 1
    sys.exit(EXIT_INTERNAL if internal else _exit_code(written, rejected))


def _day(as_of: str | None, rulebook: Rulebook, lang: Lang, errors_as: str) -> str:
    """The day to advise as of; with a warning where the rulebook knows nothing that late."""
    from smeadvisor.timeline import read_day

    reviewed = rulebook.about.reviewed_through
    day = reviewed if as_of is None else read_day(as_of, rulebook)
    if day > reviewed:
        _tell([problem("W-AS-OF", reviewed=reviewed)], lang, errors_as)
    return day


class _Manner(NamedTuple):
    """How advice is to be given."""

    form: Format
    top: int | None
    lang: Lang
    errors_as: str


def _advice(path: str, engine: Engine, manner: _Manner) -> str:
    from smeadvisor.profile import read_profile
    from smeadvisor.report import render

    form, top, lang, errors_as = manner
    profile = read_profile(path, engine.rulebook)
    _tell(profile.warnings, lang, errors_as)
    found = engine.consult(profile)
    return render(found, engine.rulebook, form, lang, top=top, width=_width(), colour=_colour())


def _exit_code(written: int, rejected: Sequence[Rejected]) -> int:
    if not rejected:
        return EXIT_DONE
    return EXIT_SOME_REJECTED if written else max(each.exit_code for each in rejected)


@cli.group()
def rules() -> None:
    """Look after the rulebook."""


@rules.command(epilog=_RULES_EPILOG)
@click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder of the rulebook; by default the one that is shipped.",
)
@_LANGUAGE
@_ERRORS
def check(folder: Path | None, lang: Lang, errors_as: str) -> None:
    """Check a rulebook: form, names, references, texts, sources, and the examples of every rule."""
    from smeadvisor.loading import load
    from smeadvisor.shipped import keep_checked_form

    rulebook = _or_exit(lambda: load(folder) if folder else keep_checked_form(), lang, errors_as)
    counts = (len(rulebook.rules), len(rulebook.attributes), len(rulebook.barriers), len(rulebook.instruments))
    words = {
        "en": "The rulebook is sound: {} rules, {} attributes, {} barriers, {} instruments. Digest {}.",
        "zh-Hant": "規則庫無誤：規則 {} 條、屬性 {} 項、障礙 {} 項、措施 {} 項。摘要值 {}。",
    }
    _write(words[lang].format(*counts, rulebook.digest[:12]) + "\n", lang, errors_as)


def _or_exit(make: Any, lang: Lang, errors_as: str) -> Any:
    try:
        return make()
    except Rejected as rejected:
        _tell(rejected.problems, lang, errors_as)
        sys.exit(rejected.exit_code)


def _tell(problems: Iterable[Problem], lang: Lang, errors_as: str) -> None:
    for each in problems:
        text = json.dumps(each.as_dict(lang), ensure_ascii=False) if errors_as == "json" else each.line(lang)
        # A message that cannot be shown must not keep the advice from being written.
        with contextlib.suppress(OSError, AttributeError):
            sys.stderr.buffer.write(text.encode(errors="backslashreplace") + b"\n")
            sys.stderr.buffer.flush()


def _tell_bug(error: Exception, lang: Lang, errors_as: str) -> None:
    if os.environ.get("SMEADVISOR_DEBUG"):
        raise error
    _tell([problem("E-INTERNAL", detail=type(error).__name__)], lang, errors_as)


def _write(text: str, lang: Lang, errors_as: str) -> None:
    try:
        # As bytes: the output is UTF-8 whatever the locale says.
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has seen enough, as in `… | head`.
        _drop_output()
        sys.exit(EXIT_DONE)
    except (OSError, AttributeError) as error:
        detail = getattr(error, "strerror", None) or "closed"
        _tell([problem("E-OUTPUT", detail=detail)], lang, errors_as)
        _drop_output()
        sys.exit(EXIT_OUTPUT)


def _drop_output() -> None:
    """What could not be written would be tried once more, and complained of, at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _width() -> int:
    from smeadvisor.report import PLAIN_WIDTH

    return min(shutil.get_terminal_size().columns, 100) if _on_terminal() else PLAIN_WIDTH


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _colour() -> bool:
    return _on_terminal() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def main() -> None:
    """Run the command line; a bug of ours ends with one line and code 70, never a traceback."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(EXIT_INTERRUPTED)
    except OSError as error:
        # Of click's own output, such as a help text on a full disk.
        _tell([problem("E-OUTPUT", detail=error.strerror or "")], "en", "text")
        _drop_output()
        sys.exit(EXIT_OUTPUT)
    except Exception as error:
        _tell_bug(error, "en", "text")
        sys.exit(EXIT_INTERNAL)
