"""What a workbook has beside its rows: which sheets, the texts they share, and what their styles show numbers as."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from defusedxml.ElementTree import parse
from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.xml.constants import SHEET_MAIN_NS

from smeadvisor.errors import Rejected
from smeadvisor.tables.reading.workbook_guard import strict_form

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
"""Of a number format: words in quotation marks, conditions and colours, single characters."""
_EASTERN_DATES = {*range(27, 37), *range(50, 59)}
"""Formats that only the East Asian editions have built in: all of them dates and times."""


def tag(name: str) -> str:
    """The name of an element as the parser gives it."""
    return f"{{{SHEET_MAIN_NS}}}{name}"


_T, _R, _SI = tag("t"), tag("r"), tag("si")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by the part of the package that holds it."""

    title: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """By number of style: which show a number as a date, as a length of time, as a percentage; of ``size`` in all."""

    size: int = 1
    dates: Collection[int] = ()
    durations: Collection[int] = ()
    percentages: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """The sheets in order, and what their cells refer to."""

    sheets: Sequence[Sheet]
    texts: Sequence[str]
    styles: Styles
    epoch: datetime


def package_of(archive: zipfile.ZipFile, name: str) -> Package:
    """What the relationships of the package lead to, whatever its parts are called; raises Rejected."""
    (main,) = (each for each in get_dependents(archive, "_rels/.rels") if each.Type.endswith("/officeDocument"))
    if main.Type.startswith("http://purl.oclc.org/"):
        raise Rejected(strict_form(name))
    book: Any = WorkbookParser(archive, main.target, keep_links=False)
    book.parse()
    related = {each.Type.rpartition("/")[2]: each.target for each in book.rels.values()}
    sheets = [
        Sheet(sheet.name, to.target, sheet.state == "visible")
        for sheet, to in book.find_sheets()
        if to.Type.endswith("/worksheet")
    ]
    texts = [*_shared(archive, related["sharedStrings"])] if "sharedStrings" in related else []
    styles = _styles(archive, related["styles"]) if "styles" in related else Styles()
    return Package(sheets, texts, styles, book.wb.epoch)


def elements(opened: Any) -> Iterator[Element]:
    """The elements of a part, each when it ends, the outermost last.

    The guard has refused every part with a document type, without which XML can do no harm. Sheets and texts,
    which are all of the work, need not go through the parser that watches for it once more, in Python.
    """
    return (element for _, element in iterparse(opened))  # noqa: S314


def _shared(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    with archive.open(part) as opened:
        for element in elements(opened):
            if element.tag == _SI:
                yield text_of(element)
                element.clear()


def text_of(item: Iterable[Element]) -> str:
    """The text of an item in all its runs, without how it is pronounced."""
    found = [child if child.tag == _T else child.find(_T) for child in item if child.tag in (_T, _R)]
    return "".join(unescaped(each.text) for each in found if each is not None and each.text)


def unescaped(text: str) -> str:
    """A text of a workbook with the characters that are written there by their number."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Characters beyond the first 65,536 are written as two.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _styles(archive: zipfile.ZipFile, part: str) -> Styles:
    with archive.open(part) as opened:
        root: Any = parse(opened).getroot()
    own = {int(each.get("numFmtId")): each.get("formatCode") for each in root.iterfind(f"{tag('numFmts')}/*")}
    numbers = [int(each.get("numFmtId", 0)) for each in root.iterfind(f"{tag('cellXfs')}/{tag('xf')}")]
    formats = [_format(number, own) for number in numbers]
    return Styles(
        max(len(formats), 1),
        {i for i, each in enumerate(formats) if is_date_format(each)},
        {i for i, each in enumerate(formats) if is_timedelta_format(each)},
        {i for i, each in enumerate(formats) if "%" in _NOT_SHOWN.sub("", each)},
    )


def _format(number: int, own: Mapping[int, str]) -> str:
    otherwise = "yyyy/m/d" if number in _EASTERN_DATES else "General"
    return own.get(number) or BUILTIN_FORMATS.get(number) or otherwise
