"""Remedies for the cells of a table: what a profile file would have written elsewhere or otherwise."""

from __future__ import annotations

from dataclasses import replace

from smeadvisor.messages import message
from smeadvisor.problems import Problem

_SLOTS = {
    "E-CURRENCY": {"beside": "errors.in_currency_column"},
    "E-QUALIFIER": {"quoted": "errors.in_qualifier_column"},
    "E-TYPE": {"quoted": "errors.as_text_cell"},
}
"""What fills the slots of remedies that a file leaves empty or fills otherwise."""


def in_table(fault: Problem) -> Problem:
    """The problem of a profile with the remedy that works in the cell that it came from."""
    parts = fault.pointer.split("/")
    name = parts[2] if parts[:2] == ["", "answers"] else parts[-1]
    if fault.code == "E-TYPE" and "quoted" not in fault.details:
        return fault
    slots = {key: message(text, name=name) for key, text in _SLOTS.get(fault.code, {}).items()}
    return replace(fault, details={**fault.details, **slots})
