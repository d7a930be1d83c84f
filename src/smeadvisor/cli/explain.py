"""``smeadvisor explain``: why advice is what it is."""

from __future__ import annotations

import click

from smeadvisor.cli.explain_search import COMMANDS


@click.group()
def explain() -> None:
    """Explain the advice on a profile."""


for command in COMMANDS:
    explain.add_command(command)
