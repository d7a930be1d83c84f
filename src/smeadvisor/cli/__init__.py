"""The command line: parse, call, print. Data go to standard output, messages to standard error."""

from __future__ import annotations

import sys

import click

from smeadvisor import __version__
from smeadvisor.cli.advise import advise
from smeadvisor.cli.audit import audit
from smeadvisor.cli.batch import batch, verify
from smeadvisor.cli.explain import explain
from smeadvisor.cli.form import form
from smeadvisor.cli.interview import interview
from smeadvisor.cli.log import log
from smeadvisor.cli.rules import rules
from smeadvisor.cli.streams import Streams, drop_output
from smeadvisor.errors import EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_OUTPUT, problem


@click.group("smeadvisor", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="smeadvisor")
def cli() -> None:
    """Ranked, explained advice on exporting: for a small firm, or for those who make policy for them."""


for command in (advise, audit, batch, explain, form, interview, log, rules, verify):
    cli.add_command(command)


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
        Streams().tell([problem("E-OUTPUT", detail=error.strerror or "")])
        drop_output()
        sys.exit(EXIT_OUTPUT)
    except Exception as error:
        Streams().tell_bug(error)
        sys.exit(EXIT_INTERNAL)
