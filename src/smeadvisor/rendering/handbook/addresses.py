"""Where the pages of a handbook stand, and how one refers to another."""

from __future__ import annotations

import hashlib
import posixpath
import re

_SAFE = re.compile(r"[a-z0-9]([a-z0-9_-]{0,98}[a-z0-9])?\Z|[A-Z]{3,4}\Z")


def path_of(name: str) -> str:
    """The file of a page below the folder of its language: ``barriers/price/x.html``."""
    return "/".join(map(_safe, name.partition("#")[0].split("/"))) + ".html"


def anchor_of(name: str) -> str:
    """The id of the place in a page that ``thing#rule`` names; nothing for the thing itself."""
    rule = name.partition("#")[2]
    return f"rule-{_safe(rule)}" if rule else ""


def way(page: str, name: str) -> str:
    """The relative address by which the page of one name refers to what has another."""
    anchor = anchor_of(name)
    return relative(path_of(page), path_of(name)) + (f"#{anchor}" if anchor else "")


def relative(page: str, file: str) -> str:
    """The relative address by which the page in one file refers to another file."""
    return posixpath.relpath(file, posixpath.dirname(page) or ".")


def _safe(part: str) -> str:
    """The part of a name as part of a path; one that would not be safe there goes by its digest."""
    return part if _SAFE.match(part) else "x" + hashlib.sha256(part.encode()).hexdigest()[:16]
