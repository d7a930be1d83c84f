"""``smeadvisor explain``: how advice came out, what would change it, what differs, and all of it as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smeadvisor.cli.explain_search import COMMANDS as SEARCHING
from smeadvisor.cli.explaining import Asked, explaining
from smeadvisor.cli.options import NAME, PATH, Book, format_of

if TYPE_CHECKING:
    from smeadvisor.explanation.subject import Subject

_CODES = """\b
PROFILE is a file of a firm or an economy, or what advise --format json saved of one; - for standard input.
\b
Exit codes: 0 explained; 2 wrong usage; 65 input that cannot be used, or a name that there is not;
66 input that is not there; 70 a bug of ours; 73, 74 output that cannot be created or written.
"""
_NAMES = """\b
ID is what rules show takes: a recommendation, barrier, instrument or classification; a requirement after #,
a class after =; or the number of a recommendation as the advice prints it.
"""


def _epilog(*lines: str, named: bool = True) -> str:
    examples = "".join(f"  smeadvisor explain {line}\n" for line in lines)
    return f"\b\nExamples:\n{examples}{_NAMES if named else ''}{_CODES}"


class Explain(click.Group):
    """A group whose commands may be left out: what begins with no command's name is explained the short way."""

    SHORT = "short"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the name of the command that is meant."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [self.SHORT, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Both ways of using it."""
        formatter.write_usage(ctx.command_path, "PROFILE ID [OPTIONS]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...")


@click.command(epilog=_epilog("how profiles/firms/mex-auto-parts.yaml export-finance",
                              "how profiles/firms/mex-auto-parts.yaml 1 --lang zh-Hant",
                              "how profiles/firms/mex-auto-parts.yaml mex/sme-export-credit",
                              "how saved-advice.json sme --format markdown"))  # fmt: skip
@click.argument("profile", type=NAME)
@click.argument("name", metavar="ID")
@explaining()
def how(*, profile: str, name: str, asked: Asked) -> None:
    """Explain how a conclusion came out: from the answers, rule by rule, to the sentence of the paper."""
    from smeadvisor.rendering.explanation.explained import how as explained

    asked.write(lambda: explained(asked.subject(profile), name))


@click.command(Explain.SHORT, hidden=True, epilog=_epilog("profiles/firms/mex-auto-parts.yaml export-finance"))
@click.argument("profile", type=NAME)
@click.argument("name", metavar="ID")
@explaining()
def short(*, profile: str, name: str, asked: Asked) -> None:
    """Explain a conclusion: how it came out, or why it did not."""
    from smeadvisor.rendering.explanation.explained import explain as explained

    asked.write(lambda: explained(asked.subject(profile), name))


@click.command("what-if", epilog=_epilog(
    "what-if profiles/firms/mex-auto-parts.yaml --set days_to_payment=30",
    "what-if profiles/firms/mex-auto-parts.yaml --set 'export_loan_needed=700000 USD' --set has_credit_line=yes",
    "what-if profiles/firms/mex-auto-parts.yaml --set 'payment_protection=letter_of_credit;credit_insurance'",
    "what-if profiles/firms/mex-auto-parts.yaml --set setbacks_last_year= --set employees=dont_know", named=False,
))  # fmt: skip
@click.argument("profile", type=NAME)
@click.option(
    "--set",
    "settings",
    multiple=True,
    required=True,
    metavar="ATTRIBUTE=VALUE",
    help="Another answer: 12, ~35, yes, a;b, none, '250000 USD'; empty takes it back. Repeatable.",
)
@explaining()
def what_if(*, profile: str, settings: Sequence[str], asked: Asked) -> None:
    """Show what other answers would change: before and after, and because of which rules."""
    from smeadvisor.explanation.what_if import what_if as otherwise
    from smeadvisor.rendering.explanation.explained import Explanation
    from smeadvisor.rendering.explanation.explained import what_if as explained

    def found() -> Explanation:
        before = asked.subject(profile)
        after = otherwise(before, settings)
        asked.streams.tell(each for each in after.profile.warnings if each not in before.profile.warnings)
        return explained(before, after)

    asked.write(found)


@click.command(epilog=_epilog(
    "compare last-year.yaml this-year.yaml",
    "compare profiles/firms/sgp-sauces.yaml profiles/firms/vnm-fish-sauce.yaml --lang zh-Hant", named=False,
))  # fmt: skip
@click.argument("before", type=NAME, metavar="PROFILE")
@click.argument("after", type=NAME, metavar="PROFILE")
@explaining(rows=2)
def compare(*, before: str, after: str, asked: Asked) -> None:
    """Show what differs between two profiles of a kind: one firm at two times, or two firms."""
    from smeadvisor.rendering.explanation.explained import compare as explained

    asked.write(lambda: explained(*asked.subjects(before, after)))


@click.command(epilog=_epilog(
    "picture profiles/firms/mex-auto-parts.yaml export-finance -o finance.svg",
    "picture profiles/economies/twn.yaml --measures -o taiwan.svg --lang zh-Hant",
    "picture profiles/economies/twn.yaml --format dot | dot -Tpdf > taiwan.pdf",
    "picture profiles/economies/twn.yaml 1 --format mermaid",
))  # fmt: skip
@click.argument("profile", type=NAME)
@click.argument("name", metavar="[ID]", required=False)
@click.option("-o", "--out", type=PATH, metavar="FILE", help="Where to.  [default: standard output]")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@click.option("--measures", is_flag=True, help="With the measures that recommendations carry, and what they require.")
@explaining(format_of("svg", "dot", "mermaid", "json", help="Form of the picture."))
def picture(*, profile: str, name: str | None, out: Path | None, overwrite: bool, measures: bool, asked: Asked) -> None:
    """Draw how all advice, or one conclusion, follows from the answers."""
    streams = asked.streams
    if out is not None:
        streams.or_exit(lambda: _free(out, profile, overwrite, asked.book))
    subject = streams.or_exit(lambda: asked.subject(profile))
    text = streams.or_exit(lambda: _drawn(subject, name, measures, asked))
    if out is None:
        streams.write(text)
        return
    from smeadvisor.files.disk import put

    streams.or_exit(lambda: put(out, text.encode()))


def _free(out: Path, profile: str, overwrite: bool, book: Book) -> None:
    """Refuse a file that must not be written to, before any work."""
    from smeadvisor.files.disk import refuse

    refuse([out], [Path(profile), *book.files.paths()], overwrite)


def _drawn(subject: Subject, name: str | None, measures: bool, asked: Asked) -> str:
    from smeadvisor.explanation.graph import graph
    from smeadvisor.rendering.explanation.asked import conclusion_asked
    from smeadvisor.rendering.explanation.data import as_json
    from smeadvisor.rendering.explanation.graph_texts import as_dot, as_mermaid
    from smeadvisor.rendering.explanation.labels import picture as pictured
    from smeadvisor.rendering.explanation.svg import as_svg
    from smeadvisor.rendering.explanation.teller import Teller

    conclusion = None if name is None else conclusion_asked(subject, name)
    found = graph(subject, conclusion, measures=measures)
    if asked.form == "json":
        return as_json("picture", {"profile": subject}, found.as_dict())
    drawn = pictured(found, Teller(subject, asked.streams.lang), conclusion)
    return {"svg": as_svg, "dot": as_dot, "mermaid": as_mermaid}[asked.form](drawn)


COMMANDS: tuple[click.Command, ...] = (how, what_if, compare, picture, short)


@click.group(cls=Explain, epilog=_epilog("profiles/firms/mex-auto-parts.yaml export-finance"))
def explain() -> None:
    """Explain advice: how it came out, what would change it, what differs, and all of it as a picture."""


for command in (*COMMANDS, *SEARCHING):
    explain.add_command(command)
