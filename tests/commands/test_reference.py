"""The reference of commands is what the commands say of themselves."""

from __future__ import annotations

import runpy

from smeadvisor.cli import cli
from smeadvisor.cli.reference import reference, with_reference
from support.paths import ROOT


def test_the_page_holds_the_reference_as_the_commands_have_it():
    """If not, ``make reference`` renews it."""
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    assert with_reference(page, cli) == page


def test_the_page_of_the_house_shows_the_rooms_as_they_are():
    """Table and picture are made from the import contract and the imports; ``make reference`` renews them."""
    rooms = runpy.run_path(str(ROOT / "docs/rooms.py"))
    page = rooms["PAGE"].read_text(encoding="utf-8")
    assert rooms["page"](page) == page


def test_every_command_and_option_is_in_the_reference():
    """Nothing that a user can type is left out."""
    told = reference(cli)
    for name in ("advise", "rules check", "rules show", "rules matrix", "rules new"):
        assert f"### `smeadvisor {name}" in told
    for option in ("--as-of DATE", "--priorities FILE", "--rules DIR", "--errors [text\\|json]"):
        assert option in told
