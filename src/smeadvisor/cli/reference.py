"""The reference of all commands as Markdown, made from the commands themselves, for docs/cli.md."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

BEGIN = "<!-- commands: made by `make reference` -->"
END = "<!-- end of commands -->"
_SHARED = 3
"""An option that so many commands have in the same words is told once."""


def reference(group: click.Group) -> str:
    """Every command below the group: usage, what it does, arguments and options, as Markdown."""
    commands = list(_commands(group, group.name or ""))
    counted = Counter(_row(option) for _, command in commands for option in _options(command))
    shared = {row for row, count in counted.items() if count >= _SHARED}
    lines = ["Options that several commands share:", "", *_table(sorted(shared))]
    for name, command in commands:
        lines += ["", *_section(name, command, shared)]
    return "\n".join(lines) + "\n"


def with_reference(text: str, group: click.Group) -> str:
    """The text with the reference between its two marks renewed; raises ValueError where a mark is missing."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{reference(group)}\n{END}{after}"


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if command is None:
            continue
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            # A hidden command is what its group does when no name is given.
            yield path if command.hidden else f"{path} {name}", command


def _section(name: str, command: click.Command, shared: set[tuple[str, str]]) -> Iterator[str]:
    context = click.Context(command)
    arguments = [each.make_metavar(context) for each in command.params if isinstance(each, click.Argument)]
    rows = [_row(option) for option in _options(command)]
    yield f"### `{' '.join((name, *arguments))}`"
    yield ""
    yield " ".join((command.help or "").split())
    own = [row for row in rows if row not in shared]
    if own:
        yield ""
        yield from _table(own)
    others = sorted(row[0] for row in rows if row in shared)
    if others:
        yield ""
        yield f"Also: {', '.join(others)}."


def _options(command: click.Command) -> Iterator[click.Option]:
    return (each for each in command.params if isinstance(each, click.Option) and not each.hidden)


def _row(option: click.Option) -> tuple[str, str]:
    """The option as it is written, and what it does, with its default."""
    told = option.get_help_record(click.Context(click.Command("smeadvisor")))
    name, what = told or ("", "")
    return f"`{name}`".replace("|", "\\|"), " ".join(what.split()).replace("|", "\\|")


def _table(rows: list[tuple[str, str]]) -> list[str]:
    return ["| option | what it does |", "|---|---|", *(f"| {name} | {what} |" for name, what in rows)]


def main(path: str) -> None:
    """Renew the reference in the file."""
    from smeadvisor.cli import cli

    file = Path(path)
    file.write_text(with_reference(file.read_text(encoding="utf-8"), cli), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
