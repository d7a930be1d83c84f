"""One row of cells as the raw data of a profile file, which the check of a single profile reads."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from smeadvisor.files.documents.scalars import FORBIDDEN, checked, too_many
from smeadvisor.model.answers import MARKS, amount_of, trimmed
from smeadvisor.model.attributes import Attribute
from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.problems.limits import TEXT_LENGTH, VALUES
from smeadvisor.tables.reading.header import Header
from smeadvisor.tables.reading.options import ReadingOptions

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,9})\Z", re.ASCII)
_LONG_FORM = ("qualifier", "year", "period", "unit", "source", "note")


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """What stands in a cell that cannot be read."""

    problem: Problem


def empty(cell: Any) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or cell == ""


def plain(cell: Any) -> Any:
    """A value of a typed file as a profile file would have it: a number is its shortest decimal."""
    if isinstance(cell, float):
        if math.isfinite(cell):
            return int(cell) if cell.is_integer() else Decimal(repr(cell))
        return Decimal(cell)
    if isinstance(cell, list):
        return [plain(each) for each in cell]
    if isinstance(cell, Mapping):
        amount = {name: plain(each) for name, each in cell.items() if each is not None}
        return amount if "amount" in amount else None
    return cell


def assembled(header: Header, cells: Sequence[Any], options: ReadingOptions) -> dict[str, Any]:
    """The data of a profile file that a row stands for; raises InvalidInput with the faults of its cells."""
    by_name = {each.name: cell for each, cell in zip(header, cells, strict=True) if each and not empty(cell)}
    faults = [fault.problem for fault in by_name.values() if isinstance(fault, Fault)]
    if faults:
        raise InvalidInput(faults)
    data = {name: by_name[name] for name in ("id", "kind", "economy", "note") if name in by_name}
    data |= stand_ins({each.name for each in header if each}, options)
    names = {lang: by_name[key] for lang in ("en", "zh-Hant") if (key := f"name.{lang}") in by_name}
    if name := by_name.get("name", names):
        data["name"] = name
    attributes = {each.attribute.id: each.attribute for each in header if each and each.attribute}
    answers = {name: _answer(attribute, by_name, options) for name, attribute in attributes.items()}
    data["answers"] = {name: raw for name, raw in answers.items() if raw is not None}
    return data


def stand_ins(names: Iterable[str], options: ReadingOptions) -> dict[str, str]:
    """The kind and the economy that options give where there is no such column."""
    given = {"kind": options.kind, "economy": options.economy}
    return {name: value for name, value in given.items() if value is not None and name not in names}


def _answer(attribute: Attribute, cells: Mapping[str, Any], options: ReadingOptions) -> Any:
    name = attribute.id
    value = cells.get(name)
    if attribute.type == "money" and not empty(value):
        value = in_currency(value, cells.get(f"{name}.currency"), options.units.get(name))
    added = {each: cells[key] for each in _LONG_FORM if (key := f"{name}.{each}") in cells}
    if "year" in added:
        added["year"] = year_in(added["year"])
    if isinstance(value, Mapping) and "value" in value:
        return {**value, **added}
    return {"value": value, **added} if added else value


def year_in(cell: Any) -> Any:
    """The year in a text, if it is a whole number as a profile file writes one; else what is there."""
    text = trimmed(cell)
    return int(text) if isinstance(text, str) and _WHOLE.match(text) else cell


def in_currency(value: Any, currency: Any, unit: str | None) -> Any:
    """An amount with its currency, from the cell beside it, its own text or the unit of the column."""
    if isinstance(value, list) or (isinstance(value, str) and trimmed(value) in MARKS):
        return value
    if empty(currency):
        value, currency = amount_of(value), unit
    if isinstance(value, Mapping):
        known = "value" in value or value.get("currency") is not None or currency is None
        return value if known else {**value, "currency": currency}
    return value if currency is None else {"amount": value, "currency": currency}


def text_is_good(text: str, limit: int = TEXT_LENGTH) -> bool:
    """Whether a text holds only what a text may, and no more of it than the limit."""
    return len(text) <= limit and (text.isprintable() or not FORBIDDEN.search(text))


def texts_are_good(raw: Any) -> bool:
    """Whether every text in a raw value is good."""
    return all(map(text_is_good, _texts(raw)))


def strictly(data: Any, pointer: str = "") -> None:
    """Hold a list and its texts against what they may be, as strict readers do.

    Raises InvalidInput at the first fault.
    """
    if isinstance(data, list) and len(data) > VALUES:
        raise InvalidInput(too_many(Place("")).at(None, pointer))
    for text in _texts(data):
        try:
            checked(text, Place(""))
        except InvalidInput as rejected:
            raise InvalidInput(each.at(None, pointer) for each in rejected.problems) from None


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for each in data.values():
            yield from _texts(each)
    elif isinstance(data, list):
        for each in data:
            yield from _texts(each)
