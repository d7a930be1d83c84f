"""``smeadvisor batch`` and ``smeadvisor verify``: whole files of profiles in, files of advice out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from smeadvisor.cli.many import JOBS, reading_options
from smeadvisor.cli.options import ERRORS, LANGUAGE, NAME, Book, Log, log_options, rulebook_options
from smeadvisor.cli.streams import Streams
from smeadvisor.problems import EXIT_DONE, InvalidInput, Lang

_EPILOG = """\b
Examples:
  smeadvisor batch firms.csv -o advice.parquet
  smeadvisor batch firms.xlsx --sheet 2024 --unit annual_sales=TWD -o advice.xlsx
  smeadvisor batch old.csv --encoding cp950 --map 統一編號=id --kind firm --economy TWN -o advice.csv --excel
  smeadvisor batch part-*.parquet profiles/firms -o advice.parquet --flat --fired --summary summary.txt
  smeadvisor batch firms.parquet -o advice.parquet --resume
  cat firms.jsonl | smeadvisor batch - -o - --format jsonl | jq .id
  smeadvisor batch firms.parquet -o advice.parquet --log decisions.log
  smeadvisor verify advice.parquet
  smeadvisor batch --template firm -o questions.xlsx
\b
Exit codes: 0 all advised; 1 some rows rejected; 2 wrong usage; 65 input that cannot be used;
66 input that is not there; 70 a bug of ours; 73 output that cannot be created; 74 output or log that cannot
be written; 75 another run is writing the same output, or holds the log; 130 and 143 stopped, to be resumed.
"""
_VERIFY_EPILOG = """\b
Examples:
  smeadvisor verify advice.parquet
\b
Exit codes: 0 all as written, a line a file on standard output; 65 something differs; 66 something is missing.
"""


@click.command(epilog=_EPILOG)
@click.argument("inputs", type=NAME, nargs=-1, metavar="[INPUT...]")
@click.option(
    "-o", "--out", required=True, metavar="OUT", type=NAME, help="Output: .parquet, .jsonl, .csv, .xlsx; or -."
)
@click.option("--rejects", metavar="FILE", type=NAME, help="Rejected rows, .csv or .jsonl.  [default: OUT.rejects.csv]")
@reading_options
@click.option("--flat", is_flag=True, help="Flat columns in place of lists (Parquet only): quicker to work with.")
@click.option(
    "--names",
    type=click.Choice(["plain", "sql"]),
    default="plain",
    show_default=True,
    help="Names of columns; sql: letters, digits and underscores alone.",
)
@click.option("--fired", is_flag=True, help="The rules that fired as well.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="Form on standard output (-o -).")
@JOBS
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped.")
@click.option("--overwrite", is_flag=True, help="Replace an output that is there, begin a stopped run anew.")
@click.option(
    "--raw", is_flag=True, help="Leave text in CSV as it is, also where a spreadsheet takes it for a formula."
)
@click.option("--excel", is_flag=True, help="CSV for Excel: UTF-8 with a byte order mark.")
@click.option("--as-of", metavar="DATE", help="Advise as of a year, month or day.")
@click.option("--summary", metavar="FILE", type=NAME, help="The summary as a file as well: .txt, .json or .html.")
@click.option("--template", type=click.Choice(["firm", "economy"]), help="Write an empty table of that kind to OUT.")
@click.option("--quiet", is_flag=True, help="No progress and no summary.")
@rulebook_options
@log_options
@LANGUAGE
@ERRORS
def batch(inputs: Sequence[str], book: Book, log: Log, lang: Lang, errors_as: str, **given: Any) -> None:
    """Advise all profiles in the INPUT files (CSV, JSONL, Parquet, XLSX, folders of YAML and JSON; -)."""
    # Threads for linear algebra, of which there is none here, would only stand in the way of worker processes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _refuse_contradictions(inputs, given)
    from smeadvisor.cli.batch_run import Asked

    asked = Asked(inputs, book, given, Streams(lang, errors_as), log)
    sys.exit(asked.template(given["template"]) if given["template"] else asked.exit_code())


def _refuse_contradictions(inputs: Sequence[str], given: dict[str, Any]) -> None:
    if bool(inputs) == bool(given["template"]):
        raise click.UsageError("name one INPUT or more, or --template alone")
    if given["resume"] and given["overwrite"]:
        raise click.UsageError("--resume and --overwrite exclude each other")
    if (given["out"] == "-") != (given["form"] is not None):
        raise click.UsageError("-o - needs --format; any other output says its format by its ending")
    if given["out"] == "-" and given["resume"]:
        raise click.UsageError("what goes to standard output cannot be resumed")


@click.command(epilog=_VERIFY_EPILOG)
@click.argument("outputs", type=NAME, nargs=-1, required=True, metavar="OUT...")
@LANGUAGE
@ERRORS
def verify(outputs: Sequence[str], lang: Lang, errors_as: str) -> None:
    """Check that outputs of a batch, their rejects and summaries are what was written (OUT.manifest.json)."""
    streams = Streams(lang, errors_as)
    sys.exit(max(_verified(Path(each), streams) for each in outputs))


def _verified(out: Path, streams: Streams) -> int:
    """Say of each file of the output whether it is as written: a line each; the exit code."""
    from smeadvisor.batch.manifest import verify as verified
    from smeadvisor.batch.summary import as_written

    try:
        files = verified(out)
    except InvalidInput as rejected:
        streams.tell(rejected.problems)
        return rejected.exit_code
    for each in files:
        if each.problem is None:
            streams.write(as_written(each.path, each.sha256, streams.lang) + "\n")
        else:
            streams.tell([each.problem])
    return max((each.problem.exit_code for each in files if each.problem), default=EXIT_DONE)
