"""Files that were begun and are not filled in: what stands in them is no part of the rulebook yet."""

from __future__ import annotations

from typing import Any

from smeadvisor.files.documents import Document
from smeadvisor.model.texts import PLACEHOLDER
from smeadvisor.problems import Place, Problem
from smeadvisor.rules.files import Shelf


def set_aside(shelf: Shelf) -> list[Problem]:
    """Take the unfinished files off the shelf; a warning of each."""
    begun = [
        key for key, each in shelf.documents.items() if isinstance(each, Document) and key[0] and _unfinished(each.data)
    ]
    warnings = [Problem("W-UNFINISHED", Place(shelf.documents[key].name)) for key in begun]
    for kind, name in begun:
        del shelf.models[kind][name], shelf.documents[kind, name]
    return warnings


def _unfinished(data: Any) -> bool:
    """Whether a placeholder stands anywhere in it."""
    if isinstance(data, str):
        return data.startswith(PLACEHOLDER)
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return any(map(_unfinished, parts))
