"""What is said of the inputs beside the inputs themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from smeadvisor.model.attributes import Audience

LEFT_OUT = "-"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """``mapping`` gives columns another name, ``-`` leaves one out; ``units`` give a column of money its currency.

    ``kind`` and ``economy`` stand in where a table has no such column. ``encoding`` is that of CSV files; None is
    UTF-8, or UTF-16 with its mark. ``sheet`` is the sheet of workbooks; None is the first that is
    shown. At most ``part_rows`` rows are read together.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    kind: Audience | None = None
    economy: str | None = None
    part_rows: int = 65_536
