"""The columns of a table of profiles: the same for those who write one and those who read it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from smeadvisor.model.attributes import Attribute, Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import pointer

REQUIRED = ("id", "kind", "economy")
"""The columns that every table has, unless an option stands in for kind or economy."""

FIELDS = (*REQUIRED, "name", "name.en", "name.zh-Hant", "note")
"""The columns that speak of the profile and not of an answer."""

COMPANIONS = ("currency", "qualifier", "year", "period", "unit", "source", "note")
"""What a column ATTRIBUTE.companion adds to the answers of a column ATTRIBUTE."""


Names = Literal["plain", "sql"]
"""How columns are named: ``sql`` has letters, digits and underscores alone, which no query language needs to quote."""


def sql_name(name: str) -> str:
    """The name of a column without dots, colons, slashes and hyphens: ``annual_sales__currency``."""
    return re.sub(r"[.:/]", "__", name).replace("-", "_")


def plain_name(name: str) -> str:
    """The name of a column of input that is written in the SQL way; any other name as it is."""
    of, _, companion = name.partition("__")
    dotted = {sql_name(each): each for each in (*COMPANIONS, "en", "zh-Hant")}.get(companion)
    return f"{of}.{dotted}" if dotted else name


class InputColumn(NamedTuple):
    """One column of a table: its name, the attribute it answers, and what it adds to another column of that name.

    ``header`` is what stands at the head of the column in a file that was read.
    """

    name: str
    attribute: Attribute | None = None
    companion: str | None = None
    header: str = ""

    @property
    def pointer(self) -> str:
        """Where a profile file has what stands in the column."""
        if self.attribute is None:
            return pointer((self.name,))
        return pointer(("answers", self.attribute.id, *([self.companion] if self.companion else ())))


def input_columns(rulebook: Rulebook, kind: Audience) -> list[InputColumn]:
    """The columns of a table of that kind of profile, in a stable order; money has its currency beside it."""
    columns = [InputColumn(name) for name in (*REQUIRED, "name", "note")]
    for name, attribute in rulebook.attributes.items():
        if kind in attribute.audience:
            columns.append(InputColumn(name, attribute))
            if attribute.type == "money":
                columns.append(InputColumn(f"{name}.currency", attribute, "currency"))
    return columns


def column_named(name: str, rulebook: Rulebook) -> InputColumn | None:
    """The column that a name stands for, or None where there is none of that name."""
    name = plain_name(name)
    if name in FIELDS:
        return InputColumn(name)
    of, _, companion = name.partition(".")
    attribute = rulebook.attributes.get(of)
    if attribute is None or (companion and companion not in COMPANIONS) or name.endswith("."):
        return None
    if companion == "currency" and attribute.type != "money":
        return None
    return InputColumn(name, attribute, companion or None)
