"""``smeadvisor explain why-not | rank``: what did not come out, and what stands where."""

from __future__ import annotations

import click

from smeadvisor.cli.explaining import Asked, explaining
from smeadvisor.cli.options import NAME

_EXITS = """\b
Exit codes: 0 explained; 65 a file or a name that cannot be used; 66 no such file.
"""
_WHY_NOT_EPILOG = f"""\b
Examples:
  smeadvisor explain why-not profiles/firms/mex-auto-parts.yaml export-talent
  smeadvisor explain why-not profiles/firms/mex-auto-parts.yaml mex/sme-export-credit
  smeadvisor explain why-not profiles/firms/sgp-sauces.yaml barriers/price/customer-credit
  smeadvisor explain why-not profiles/firms/mex-auto-parts.yaml mex/sme-export-credit#term
  smeadvisor explain why-not --lang zh-Hant --format markdown profiles/economies/twn.yaml export-finance
{_EXITS}"""
_RANK_EPILOG = f"""\b
Examples:
  smeadvisor explain rank profiles/economies/twn.yaml export-finance
  smeadvisor explain rank profiles/economies/twn.yaml 2
  smeadvisor explain rank --lang zh-Hant profiles/firms/sgp-sauces.yaml international-marketing
  smeadvisor explain rank --priorities my-priorities.yaml my-firm.yaml market-access
  smeadvisor explain rank --format json my-firm.yaml market-access | jq '.neighbours[].figures'
{_EXITS}"""


@click.command("why-not", epilog=_WHY_NOT_EPILOG)
@click.argument("profile", type=NAME)
@click.argument("name", metavar="ID")
@explaining()
def why_not(*, profile: str, name: str, asked: Asked) -> None:
    """Explain why a barrier, instrument, requirement or recommendation (ID) did not come out of PROFILE.

    Tells which tests failed, which answers are missing, and the smallest change of answers that would bring it about.
    PROFILE is a profile or a consultation saved as JSON; - is standard input.
    """
    from smeadvisor.rendering.explanation.explained import why_not as explained

    asked.write(lambda: explained(asked.subject(profile), name))


@click.command(epilog=_RANK_EPILOG)
@click.argument("profile", type=NAME)
@click.argument("name", metavar="ID")
@explaining()
def rank(*, profile: str, name: str, asked: Asked) -> None:
    """Explain what separates a recommendation (ID) from those above and below it, and what would swap them.

    Tries every other answer to a single question and every other value of a single figure of the priorities.
    PROFILE is a profile or a consultation saved as JSON; - is standard input.
    """
    from smeadvisor.rendering.explanation.explained import rank as explained

    asked.write(lambda: explained(asked.subject(profile), name))


COMMANDS: tuple[click.Command, ...] = (why_not, rank)
