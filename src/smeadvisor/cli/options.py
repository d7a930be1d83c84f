"""Options that several commands share."""

from __future__ import annotations

import click

LANGUAGE = click.option(
    "--lang",
    type=click.Choice(["en", "zh-Hant"]),
    default="en",
    envvar="SMEADVISOR_LANG",
    show_default=True,
    show_envvar=True,
    help="Language of texts and messages.",
)
ERRORS = click.option(
    "--errors",
    "errors_as",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of error messages on standard error: sentences, or one JSON object a line.",
)
