"""What a workbook has beside its rows: which sheets, the texts they share, and what their styles show numbers as."""

from __future__ import annotations

import posixpath
import re
import sys
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.xml.constants import PKG_REL_NS, REL_NS, SHEET_MAIN_NS

from smeadvisor.messages import message
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import NUMBER_FORMAT, WORKBOOK_PARTS, WORKBOOK_STYLES, WORKBOOK_TEXT_BYTES
from smeadvisor.tables.reading.workbook_guard import elements, strict_form, too_many_parts

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
"""Of a number format: words in quotation marks, conditions and colours, single characters."""
_EASTERN_DATES = {*range(27, 37), *range(50, 59)}
"""Formats that only the East Asian editions have built in: all of them dates and times."""


def tag(name: str) -> str:
    """The name of an element as the parser gives it."""
    return f"{SHEET_MAIN_NS}}}{name}"


_T, _R, _XF = tag("t"), tag("r"), tag("xf")
_TEXTS = {(tag("sst"), tag("si"))}
_PROPERTIES, _SHEET = tag("workbookPr"), tag("sheet")
_BOOK = {(tag("workbook"), _PROPERTIES), (tag("sheets"), _SHEET)}
_FORMATS = {(tag("numFmts"), tag("numFmt")), (tag("cellXfs"), _XF)}
_RELATED = {(f"{PKG_REL_NS}}}Relationships", f"{PKG_REL_NS}}}Relationship")}
_ID = f"{REL_NS}}}id"
_POINTER = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by the part of the package that holds it."""

    title: str
    part: str
    visible: bool


class _Related(NamedTuple):
    """A part that another is related to, and what as."""

    kind: str
    part: str


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
    """What the relationships of the package lead to, whatever its parts are called; raises InvalidInput."""
    (main,) = (each for each in _related(archive, "", name).values() if each.kind.endswith("/officeDocument"))
    if main.kind.startswith("http://purl.oclc.org/"):
        raise InvalidInput(strict_form(name))
    related = _related(archive, main.part, name)
    parts = {each.kind.rpartition("/")[2]: each.part for each in related.values()}
    sheets, epoch = _sheets(archive, main.part, related, name)
    texts = _shared(archive, parts["sharedStrings"], name) if "sharedStrings" in parts else []
    styles = _styles(archive, parts["styles"], name) if "styles" in parts else Styles()
    return Package(sheets, texts, styles, epoch)


def _related(archive: zipfile.ZipFile, part: str, name: str) -> Mapping[str, _Related]:
    """What a part is related to within the package, by id; the package itself is called nothing."""
    folder, own = posixpath.split(part)
    found: dict[str, _Related] = {}
    for each in _elements(archive, posixpath.join(folder, "_rels", f"{own}.rels"), _RELATED, name):
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, each.attrib["Target"])).lstrip("/")
            found[each.attrib["Id"]] = _Related(each.attrib["Type"], target)
        if len(found) > WORKBOOK_PARTS:
            raise too_many_parts(name)
    return found


def _sheets(
    archive: zipfile.ZipFile, part: str, related: Mapping[str, _Related], name: str
) -> tuple[list[Sheet], datetime]:
    """The sheets in order, and the day that dates are counted from."""
    sheets, epoch = list[Sheet](), WINDOWS_EPOCH
    for each in _elements(archive, part, _BOOK, name):
        if each.tag == _PROPERTIES:
            epoch = MAC_EPOCH if each.get("date1904") in ("1", "true") else epoch
        elif (to := each.get(_ID)) and related[to].kind.endswith("/worksheet"):
            sheets.append(Sheet(each.attrib["name"], related[to].part, each.get("state", "visible") == "visible"))
        if len(sheets) > WORKBOOK_PARTS:
            raise too_many_parts(name)
    return sheets, epoch


def _elements(archive: zipfile.ZipFile, part: str, wanted: Collection[tuple[str, str]], name: str) -> Iterator[Element]:
    with archive.open(part) as opened:
        yield from elements(opened, wanted, name)


def _shared(archive: zipfile.ZipFile, part: str, name: str) -> list[str]:
    texts, left = list[str](), WORKBOOK_TEXT_BYTES
    for element in _elements(archive, part, _TEXTS, name):
        texts.append(text := text_of(element))
        left -= sys.getsizeof(text) + _POINTER
        if left < 0:
            what = message("errors.what.shared_text")
            raise InvalidInput(problem("E-SIZE", limit=str(WORKBOOK_TEXT_BYTES), what=what).at(Place(name), ""))
    return texts


def text_of(item: Iterable[Element]) -> str:
    """The text of an item in all its runs, without how it is pronounced."""
    found = [child if child.tag == _T else child_of(child, _T) for child in item if child.tag in (_T, _R)]
    return "".join(unescaped(each.text) for each in found if each is not None and each.text)


def child_of(element: Element, name: str) -> Element | None:
    """The first child of this name."""
    for child in element:
        if child.tag == name:
            return child
    return None


def unescaped(text: str) -> str:
    """A text of a workbook with the characters that are written there by their number."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Characters beyond the first 65,536 are written as two.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _styles(archive: zipfile.ZipFile, part: str, name: str) -> Styles:
    own, numbers = dict[int, str](), list[int]()
    for element in _elements(archive, part, _FORMATS, name):
        number = int(element.get("numFmtId", 0))
        if element.tag == _XF:
            numbers.append(number)
        else:
            own[number] = element.attrib["formatCode"]
        if max(len(numbers), len(own)) > WORKBOOK_STYLES or len(own.get(number, "")) > NUMBER_FORMAT:
            raise InvalidInput(Problem("E-XML-SIZE", Place(name)))
    shows = {number: _shows(own.get(number) or _built_in(number)) for number in set(numbers)}
    kinds = [{i for i, number in enumerate(numbers) if shows[number][kind]} for kind in range(3)]
    return Styles(max(len(numbers), 1), *kinds)


def _shows(code: str) -> tuple[bool, bool, bool]:
    """Whether a number format shows a date, a length of time, a percentage."""
    return bool(is_date_format(code)), bool(is_timedelta_format(code)), "%" in _NOT_SHOWN.sub("", code)


def _built_in(number: int) -> str:
    return BUILTIN_FORMATS.get(number) or ("yyyy/m/d" if number in _EASTERN_DATES else "General")
