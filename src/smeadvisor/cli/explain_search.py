"""``smeadvisor explain why-not | rank``: what did not come out, and what stands where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from smeadvisor.cli.explaining import Asked, explaining
from smeadvisor.cli.options import NAME

if TYPE_CHECKING:
    from smeadvisor.browse.sections import Section
    from smeadvisor.explanation.rank import Ranked
    from smeadvisor.explanation.subject import Subject
    from smeadvisor.explanation.why_not import WhyNot

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
    """Explain why an obstacle, instrument, requirement or recommendation (ID) did not come out of PROFILE.

    Tells which tests failed, which answers are missing, and the smallest change of answers that would bring it about.
    PROFILE is a profile or a consultation saved as JSON; - is standard input.
    """
    tell_why_not(asked.streams.or_exit(lambda: asked.subject(profile)), name, asked)


def tell_why_not(subject: Subject, name: str, asked: Asked) -> None:
    """Write why what goes by that name did not come out; ends the run where there is no such thing."""
    from smeadvisor.browse.reader import Reader
    from smeadvisor.explanation.goals import find_goal
    from smeadvisor.explanation.why_not import why_not as explained
    from smeadvisor.telling.asked import by_number
    from smeadvisor.telling.why_not import why_not_sections

    goal = asked.streams.or_exit(lambda: find_goal(subject.rulebook, by_number(subject, name)))
    found = explained(subject, goal)
    sections = why_not_sections(found, subject, Reader(subject.rulebook, asked.streams.lang))
    _write("why-not", found, subject, sections, asked)


@click.command(epilog=_RANK_EPILOG)
@click.argument("profile", type=NAME)
@click.argument("name", metavar="ID")
@explaining()
def rank(*, profile: str, name: str, asked: Asked) -> None:
    """Explain what separates a recommendation (ID) from those above and below it, and what would swap them.

    Tries every other answer to a single question and every other value of a single figure of the priorities.
    PROFILE is a profile or a consultation saved as JSON; - is standard input.
    """
    from smeadvisor.browse.reader import Reader
    from smeadvisor.explanation.goals import find_recommendation
    from smeadvisor.explanation.rank import rank as explained
    from smeadvisor.telling.asked import by_number
    from smeadvisor.telling.ranked import ranked_sections

    subject = asked.streams.or_exit(lambda: asked.subject(profile))
    goal = asked.streams.or_exit(lambda: find_recommendation(subject.rulebook, by_number(subject, name)))
    found = explained(subject, goal)
    sections = ranked_sections(found, subject, Reader(subject.rulebook, asked.streams.lang))
    _write("rank", found, subject, sections, asked)


def _write(part: str, found: WhyNot | Ranked, subject: Subject, sections: Sequence[Section], asked: Asked) -> None:
    from smeadvisor.telling.data import as_json
    from smeadvisor.telling.page import page_of

    if asked.form == "json":
        told = [{"heading": each.heading, "lines": list(each.lines)} for each in sections]
        asked.streams.write(as_json(part, {"profile": subject}, {**found.as_dict(), "told": told}))
        return
    asked.write(page_of(sections))


COMMANDS: tuple[click.Command, ...] = (why_not, rank)
