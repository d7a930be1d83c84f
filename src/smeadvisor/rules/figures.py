"""The figures of instruments: each has a unit that can be told in both languages, and a value that fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from smeadvisor.messages import message
from smeadvisor.model.codes import CURRENCIES
from smeadvisor.model.records import Figure
from smeadvisor.model.timeline import is_day
from smeadvisor.problems import Problem, near, nearest, problem
from smeadvisor.rules.files import Shelf

_COUNTED = (
    "awards", "count", "days", "employees", "hours", "months", "percent", "percentage points", "square metres",
    "weeks", "year", "years",
)  # fmt: skip
_FRACTION = re.compile(r"[0-9]+/[0-9]+\Z")
_RATIO = re.compile(r"[0-9]+:[0-9]+\Z")
_WRITTEN = {
    "date": (is_day, message("errors.expected.day_or_month")),
    "share": (_FRACTION.match, message("errors.expected.fraction")),
    "government to enterprise": (_RATIO.match, message("errors.expected.ratio")),
}
"""Units whose value is text, and what it looks like."""

UNITS = (*_COUNTED, *_WRITTEN)
"""The units that are words; a currency is one besides."""


def figure_faults(shelf: Shelf) -> Iterator[Problem]:
    """Every unit that is none, and every value that does not fit its unit."""
    for name, instrument in shelf.models["instruments"].items():
        for i, figure in enumerate(instrument.figures):
            for key, fault in _faults(figure):
                yield shelf.document("instruments", name).located(fault, ("figures", i, key))


def _faults(figure: Figure) -> Iterator[tuple[str, Problem]]:
    if figure.unit not in UNITS and figure.unit not in CURRENCIES:
        close = near(nearest(figure.unit, (*UNITS, *CURRENCIES)))
        yield "unit", problem("E-FIGURE-UNIT", figure.unit, choices=", ".join(UNITS), **close)
    elif figure.unit in _WRITTEN:
        fits, expected = _WRITTEN[figure.unit]
        if not (isinstance(figure.value, str) and fits(figure.value)):
            yield "value", problem("E-TYPE", figure.value, expected=expected)
    elif isinstance(figure.value, str):
        yield "value", problem("E-NUM", figure.value)
    elif figure.unit == "year" and isinstance(figure.value, Decimal):
        yield "value", problem("E-TYPE", figure.value, expected=message("errors.expected.whole_number"))
