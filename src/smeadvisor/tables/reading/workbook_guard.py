"""What is checked of a workbook: that it is one, its sizes, and, while it is parsed, that its XML is plain."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator
from contextlib import nullcontext, suppress
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from smeadvisor.files.inflating import DAMAGE, Limits, TooLarge, refuse_growth
from smeadvisor.messages import message
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.problems.limits import (
    NESTING,
    PACKED_RATIO,
    SHEET_ROWS,
    WORKBOOK_BYTES,
    WORKBOOK_ITEM_BYTES,
    WORKBOOK_NAMES,
    WORKBOOK_PARTS,
)

_BLOCK = 1 << 16
_XML = (".xml", ".rels", ".vml")
_LIMITS = Limits(WORKBOOK_BYTES, PACKED_RATIO, WORKBOOK_PARTS)
_DAMAGE = (*DAMAGE, expat.ExpatError, LookupError)
"""LookupError is raised of an encoding that nobody knows."""


def not_readable(name: str, found: str, row: int | None = None) -> Problem:
    """The problem of a file of a form that is not read here: what it was found to be, and the row where that shows."""
    wanted = message("errors.form_of_inputs", found=message(f"errors.found.{found}"))
    return problem("E-FORMAT", wanted=wanted, cure=message("errors.save_in_form")).at(Place(name, row), "")


def damaged(name: str, row: int | None = None) -> Problem:
    """The problem of a workbook that is damaged, at the row where that shows if it is known."""
    return not_readable(name, "damaged_workbook", row)


def out_of_order(name: str, row: int) -> Problem:
    """The problem of a row that, or a cell of which, does not come after the one before it."""
    return not_readable(name, "out_of_order", row)


def strict_form(name: str) -> Problem:
    """The problem of a workbook in the other form that the standard has, which spreadsheets seldom write."""
    wanted, cure = message("errors.usual_workbook"), message("errors.save_as_usual")
    return problem("E-FORMAT", wanted=wanted, cure=cure).at(Place(name), "")


def too_many_parts(name: str) -> InvalidInput:
    """What is raised of a workbook that has more parts than it may, or names as many."""
    return InvalidInput(problem("E-ZIP-PARTS", limit=str(WORKBOOK_PARTS)).at(Place(name), ""))


def guard(file: BinaryIO, name: str) -> None:
    """Refuse what is no plain workbook of bounded size; raises InvalidInput and reads no more than it needs to."""
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_sizes(archive, file, name)
            _refuse_names(archive, name)
            for part in archive.infolist():
                # A part may be called anything: what is no XML ends its parsing at once.
                with nullcontext() if part.filename.lower().endswith(_XML) else suppress(expat.ExpatError):
                    _refuse_document_type(archive, part, name)
    except _DAMAGE:
        raise InvalidInput(not_readable(name, "damaged_zip")) from None


def _refuse_sizes(archive: zipfile.ZipFile, file: BinaryIO, name: str) -> None:
    try:
        refuse_growth(archive, file.seek(0, 2), _LIMITS)
    except TooLarge as found:
        if found.limit == "parts":
            raise too_many_parts(name) from None
        if found.limit == "ratio":
            raise InvalidInput(problem("E-ZIP-RATIO", limit=str(PACKED_RATIO)).at(Place(name), "")) from None
        what = message("errors.what.inflated_workbook")
        raise InvalidInput(problem("E-SIZE", limit=str(WORKBOOK_BYTES), what=what).at(Place(name), "")) from None


def _refuse_names(archive: zipfile.ZipFile, name: str) -> None:
    names = archive.namelist()
    if any(".." in PurePosixPath(part).parts or part.startswith(("/", "\\")) or "\\.." in part for part in names):
        raise InvalidInput(not_readable(name, "zip_outside"))
    if "[Content_Types].xml" not in names or not any(part.lower().startswith("xl/") for part in names):
        raise InvalidInput(not_readable(name, "other_zip"))
    macros = any(part.lower().endswith("vbaproject.bin") for part in names)
    with archive.open("[Content_Types].xml") as types:
        macros = macros or b"macroEnabled" in types.read(1 << 20)
    if macros:
        raise InvalidInput(not_readable(name, "macros"))


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """A document type stands at the very beginning: no more than that is parsed of what may never be read."""
    with archive.open(part) as opened:
        _Reading((), name).parse(opened.read(_BLOCK))


def elements(
    opened: Any, wanted: Collection[tuple[str, str]], name: str, outermost: str | None = None
) -> Iterator[Element]:
    """The elements of a part that are wanted, by the names of what they are in and of their own, each when it ends.

    Nothing else of the part is kept. Raises InvalidInput for a document type and for what would grow without bound,
    ExpatError for damage, LookupError where the outermost element is another than the one named.
    """
    reading, held, size = _Reading(wanted, name), 0, _BLOCK
    while block := opened.read(size):
        reading.passed = False
        try:
            waiting = reading.parse(block)
        except expat.ExpatError:
            yield from reading.taken()
            raise
        held = 0 if reading.passed else held + len(block)
        if held > WORKBOOK_ITEM_BYTES or len(reading.parser.intern) > WORKBOOK_NAMES:
            raise reading.refusal()
        yield from reading.taken()
        # Some versions of expat begin with each block anew what does not end in it, so blocks grow with that.
        size = max(_BLOCK, waiting)
    reading.parser.Parse(b"", True)
    yield from reading.taken()
    if outermost not in (None, reading.outermost):
        raise LookupError(outermost)


class _Reading:
    """A part on its way to the elements that are wanted of it."""

    def __init__(self, wanted: Collection[tuple[str, str]], name: str) -> None:
        self.wanted, self.name = wanted, name
        self.outermost, self.within, self.others = "", [""], 0
        self.passed, self.given = False, 0
        self.found: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._watch()

    def parse(self, block: bytes) -> int:
        """Parse it; how many bytes wait for the end of the tag or comment that they are of."""
        self.given += len(block)
        self.parser.Parse(block)
        return self.given - self.parser.CurrentByteIndex

    def taken(self) -> list[Element]:
        """What was found since this was last asked."""
        found, self.found = self.found, []
        return found

    def refusal(self) -> InvalidInput:
        """What is raised where there is more in one place than there may be."""
        return InvalidInput(Problem("E-XML-SIZE", Place(self.name)))

    def _refuse(self, *_: object) -> None:
        raise InvalidInput(Problem("E-XML-DTD", Place(self.name)))

    def _watch(self) -> None:
        """Build nothing until an element begins that is wanted."""
        self.passed = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.passed = True
        if (self.within[-1], tag) in self.wanted:
            self._build(tag, attributes)
            return
        self.outermost = self.outermost or tag
        self.within.append(tag)
        self.others += 1
        if self.others > SHEET_ROWS or len(self.within) > NESTING:
            raise self.refusal()

    def _end(self, _: str) -> None:
        self.within.pop()

    def _build(self, tag: str, attributes: dict[str, str]) -> None:
        """Build this element with all that is in it: nearly all of the work, so all of it is at hand."""
        builder, depth = TreeBuilder(), 0
        begin, finish = builder.start, builder.end

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > NESTING:
                raise self.refusal()
            begin(tag, attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            finish(tag)
            if not depth:
                self.found.append(builder.close())
                self._watch()

        self.parser.StartElementHandler, self.parser.EndElementHandler = start, end
        self.parser.CharacterDataHandler = builder.data
        start(tag, attributes)
