"""Text that a spreadsheet would take for a formula: made harmless in CSV, and the exact text taken back.

A cell that starts with one of = + - @ tab, return or NUL gets an apostrophe before it. So does one that
already has apostrophes before such a sign, or taking one off again would change it.
"""

from __future__ import annotations

import re
from typing import Any

from smeadvisor.tables.kernels import kernels

_LURING = r"'*[=+\-@\t\r\x00]"


def defused(texts: Any) -> Any:
    """An Arrow array of texts with the apostrophes put before those that need one."""
    return kernels.replace_substring_regex(texts, f"^({_LURING})", r"'\1")


def defused_text(text: str) -> str:
    """One text, in the same way."""
    return re.sub(f"^({_LURING})", r"'\1", text)


def restored(texts: Any) -> Any:
    """The array as it was before it was defused."""
    return kernels.replace_substring_regex(texts, f"^'({_LURING})", r"\1")
