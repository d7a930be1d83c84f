"""A piece of a report: lines under a heading, or running text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading; a block without heading is running text."""

    heading: str
    lines: tuple[str, ...]
