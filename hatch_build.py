"""Puts the checked form of the rulebook into the package when it is built or installed for editing."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_ROOT = Path(__file__).parent


class CheckedRulebook(BuildHookInterface):
    """A rulebook with a fault stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check the rulebook; keep its checked form beside the code."""
        sys.path.insert(0, str(_ROOT / "src"))
        from smeadvisor.rules.shipped import keep_checked_form

        keep_checked_form()
        build_data["artifacts"].append("src/smeadvisor/rulebook.checked")
