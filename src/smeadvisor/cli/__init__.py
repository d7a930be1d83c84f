"""The command line: parse, call, print. Data go to standard output, messages to standard error."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

from smeadvisor import __version__
from smeadvisor.cli.streams import Streams
from smeadvisor.problems import EXIT_INTERRUPTED, escaped

_COMMANDS = {name: name for name in ("advise", "audit", "batch", "explain", "form", "interview", "log", "rules")}
_COMMANDS["verify"] = "batch"
"""Each command, and the module that holds it."""


class _Commands(click.Group):
    """A group whose commands are imported when they are asked for: one must not pay for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in order."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name not in _COMMANDS:
            return None
        return getattr(import_module(f"smeadvisor.cli.{_COMMANDS[cmd_name]}"), cmd_name)


@click.group(
    "smeadvisor", cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="smeadvisor")
def cli() -> None:
    """Ranked, explained advice on exporting: for a small firm, or for those who make policy for them."""


def main() -> None:
    """Run the command line; a bug of ours ends with one line and code 70, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # Help shows names in Chinese, which a code page of Windows may lack.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        text = io.StringIO()
        error.show(text)
        # It quotes what was given.
        Streams().say("\n".join(map(escaped, text.getvalue().split("\n"))))
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(EXIT_INTERRUPTED)
    except OSError as error:
        # Of click's own output, such as a help text on a full disk.
        sys.exit(Streams().tell_refused(error))
    except Exception as error:
        sys.exit(Streams().tell_bug(error))
