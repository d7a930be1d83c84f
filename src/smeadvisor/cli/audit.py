"""``smeadvisor audit coverage | impact | fired``: what a rulebook does to many profiles."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any

import click

from smeadvisor.cli.many import JOBS, reading_options
from smeadvisor.cli.options import ERRORS, LANGUAGE, NAME, PATH, Book, Number, rulebook_options
from smeadvisor.cli.streams import Streams
from smeadvisor.problems import Lang

_CODES = """\
2 wrong usage; 65 input that cannot be used; 66 input that is not there; 70 a bug of ours;
73 output that cannot be created; 74 output that cannot be written; 130 and 143 stopped.
"""
_COVERAGE_EPILOG = f"""\b
Examples:
  smeadvisor audit coverage profiles/firms profiles/economies
  smeadvisor audit coverage firms.parquet -o coverage.html
  smeadvisor audit coverage firms.parquet -o coverage.html --by size_class --lang zh-Hant
  smeadvisor audit coverage decisions.log
  smeadvisor audit coverage profiles/firms --rules my-rules --fail-under 60
\b
Exit codes: 0 all audited; 1 below --fail-under, or some rows rejected;
{_CODES}"""
_IMPACT_EPILOG = f"""\b
Examples:
  smeadvisor audit impact profiles/firms --after my-rules
  smeadvisor audit impact firms.parquet --after-priorities my-priorities.yaml --cases 3
  smeadvisor audit impact firms.csv --before last-year --after this-year -o changed.jsonl
\b
Each side is the shipped rulebook with its own folders and priorities laid over it, or a whole one.
\b
Exit codes: 0 all audited, nobody's advice changes; 1 some advice changes, or some rows rejected;
{_CODES}"""
_FIRED_EPILOG = f"""\b
Examples:
  smeadvisor audit fired customer-credit profiles/firms
  smeadvisor audit fired "price/customer-credit#long-wait-no-credit" firms.parquet -o found.csv
  smeadvisor audit fired export-finance profiles/economies --state undecided --format jsonl | jq .id
\b
RULE is the id of a rule, or of a requirement, a barrier, a recommendation or anything else with rules;
folders may be left out.
\b
Exit codes: 0 all audited; 1 some rows rejected;
{_CODES}"""


class _Percent(click.ParamType):
    """A number from 0 to 100, kept exactly as it is written."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            percent = Decimal(str(value))
        except InvalidOperation:
            percent = Decimal("NaN")
        if not (percent.is_finite() and 0 <= percent <= 100):
            self.fail(f"{value} is not a number from 0 to 100", param, ctx)
        return percent


_SHARED = (
    reading_options,
    JOBS,
    click.option("--rejects", metavar="FILE", type=NAME, help="Rejected rows with their reasons, .csv or .jsonl."),
    click.option("--overwrite", is_flag=True, help="Replace an output that is there."),
    click.option("--quiet", is_flag=True, help="No progress on the terminal."),
    click.option("--as-of", metavar="DATE", help="The rulebook as of a year, month or day."),
    LANGUAGE,
    ERRORS,
)


def _auditing(*forms: str, written: str) -> Callable[[Any], Any]:
    """What the three commands have in common; the first form is the default on standard output."""
    out = click.option("-o", "--out", default="-", metavar="OUT", type=NAME, help=written)
    form = click.option("--format", "form", type=click.Choice(forms), help=f"Form of the output.  [default: by the ending of OUT, else {forms[0]}]")  # fmt: skip  # noqa: E501

    def with_options(command: Callable[..., Any]) -> Any:
        @wraps(command)
        def with_streams(lang: Lang, errors_as: str, **given: Any) -> None:
            # Threads for linear algebra, of which there is none here, would only stand in the way of worker processes.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            command(streams=Streams(lang, errors_as), **given)

        made: Callable[..., Any] = with_streams
        for option in (*reversed(_SHARED), form, out, _INPUTS):
            made = option(made)
        return made

    return with_options


_INPUTS = click.argument("inputs", type=NAME, nargs=-1, required=True, metavar="INPUT...")


@click.group()
def audit() -> None:
    """Audit a rulebook over many profiles: which rules fire, whose advice a change moves, where a rule fired."""


@audit.command(epilog=_COVERAGE_EPILOG)
@_auditing("text", "json", "html", written="Output: .txt, .json or .html.  [default: standard output]")
@click.option("--by", type=click.Choice(["economy", "size_class", "sector_group"]),
              help="Break the firings of rules down by this.")  # fmt: skip
@click.option("--fail-under", type=_Percent(), metavar="PERCENT",
              help="Exit with 1 if a smaller share of the rules fired; nothing is rounded up.")  # fmt: skip
@rulebook_options
def coverage(streams: Streams, inputs: Sequence[str], book: Book, **given: Any) -> None:
    """Count for all profiles in the INPUT files how often every rule fired, was blocked or stayed undecided.

    They may be tables, profile files, folders of these, and decision logs.

    Requirements, recommendations, barriers and instruments are counted too. What never came about comes first.
    --fail-under counts the rules for those kinds of profile that there are.
    """
    from smeadvisor.cli.audit_run import run_coverage

    sys.exit(run_coverage(streams, inputs, book, given))


def _side(name: str, what: str) -> Callable[[Any], Any]:
    """The folders and priorities of one side."""
    folders = click.option(f"--{name}", multiple=True, type=PATH, metavar="DIR",
                           help=f"Folder of rules for {what}, as --rules elsewhere. Repeatable.")  # fmt: skip
    priorities = click.option(f"--{name}-priorities", type=PATH, metavar="FILE",
                              help=f"Weights for {what}, as --priorities elsewhere.")  # fmt: skip
    return lambda command: folders(priorities(command))


@audit.command(epilog=_IMPACT_EPILOG)
@_auditing("text", "json", "jsonl", "csv", written="Output: .txt and .json hold the summary, .jsonl and .csv every case.  [default: standard output]")  # fmt: skip  # noqa: E501
@_side("before", "the advice as it is")
@_side("after", "the advice as it would be")
@click.option("--cases", type=Number(least=0), default=10, show_default=True, metavar="N",
              help="Show at most N cases after the summary in text.")  # fmt: skip
def impact(streams: Streams, inputs: Sequence[str], **given: Any) -> None:
    """Hold two rulebooks against each other: whose advice in the INPUT files changes, how, because of which rule.

    Before is the shipped rulebook unless --before says otherwise; after is what --after makes of it.
    """
    if not (given["after"] or given["after_priorities"] or given["before"] or given["before_priorities"]):
        raise click.UsageError("say what changes by --after DIR or --after-priorities FILE")
    from smeadvisor.cli.audit_run import run_impact

    sys.exit(run_impact(streams, inputs, given))


@audit.command(epilog=_FIRED_EPILOG)
@click.argument("rule", metavar="RULE")
@_auditing("text", "jsonl", "csv", written="Output: .txt, .jsonl or .csv.  [default: standard output]")
@click.option("--state", type=click.Choice(["fired", "blocked", "undecided"]), default="fired", show_default=True,
              help="The state to look for.")  # fmt: skip
@click.option(
    "--raw", is_flag=True, help="Leave text in CSV as it is, also where a spreadsheet takes it for a formula."
)
@click.option("--excel", is_flag=True, help="CSV for Excel: UTF-8 with a byte order mark.")
@rulebook_options
def fired(streams: Streams, rule: str, inputs: Sequence[str], book: Book, **given: Any) -> None:
    """List every profile in the INPUT files in which RULE fired, with the answers that it tests."""
    from smeadvisor.cli.audit_run import run_fired

    sys.exit(run_fired(streams, rule, inputs, book, given))
