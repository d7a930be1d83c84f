"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

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
RULES = click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder of the rulebook; by default the one that is shipped.",
)


def format_of(*choices: str, help: str) -> Callable[[Any], Any]:
    """``--format``: one of the choices, the first by default."""
    return click.option(
        "--format", "form", type=click.Choice(choices), default=choices[0], show_default=True, help=help
    )
