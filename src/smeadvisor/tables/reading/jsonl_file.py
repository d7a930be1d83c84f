"""JSON Lines: one profile a line, in the form of a profile file or flat; the strict reader decides what is JSON."""

from __future__ import annotations

import codecs
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import repeat
from operator import itemgetter
from typing import Any
from unicodedata import normalize

import numpy as np

from smeadvisor.files.documents import Document, not_a_mapping, wide_encoding
from smeadvisor.files.documents.json_reader import read_json
from smeadvisor.files.documents.scalars import FORBIDDEN, forbidden
from smeadvisor.messages import message
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem, pointer, problem
from smeadvisor.problems.limits import FILE_BYTES
from smeadvisor.tables.encoded import Array
from smeadvisor.tables.layout import InputColumn, column_named
from smeadvisor.tables.reading.assembly import assembled, in_currency, stand_ins
from smeadvisor.tables.reading.cells import Cells
from smeadvisor.tables.reading.csv_encoding import mark_of
from smeadvisor.tables.reading.header import twice, unit_faults
from smeadvisor.tables.reading.json_cells import of_one_type, quick
from smeadvisor.tables.reading.jsonl_records import line_ends, parts_of, too_large
from smeadvisor.tables.reading.judging import AnswerCells, judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import LEFT_OUT, ReadingOptions
from smeadvisor.tables.reading.raw import Bad, LineEnds, Part, grouped
from smeadvisor.tables.rows import Remark, RowPlace, Rows

_BLOCK = 1 << 20
_TURNED = 256
_LINE_FEEDS = LineEnds(bare=False)
_FORM = frozenset(("id", "kind", "economy", "name", "note", "answers"))


@dataclass(slots=True)
class JsonLines(TableFile):
    """A file of JSON Lines as a source; see ``Source``."""

    def rows_hint(self) -> int | None:
        """About how many rows there are, by the length of the first lines."""
        with self.file.open() as opened:
            head = opened.read(_BLOCK)
        lines = max(head.count(b"\n"), head.count(b"\r"))
        return round(self.file.size() / len(head) * lines) if lines else None

    def portions(self, rulebook: Rulebook) -> Iterator[JsonPortion]:
        """The lines in portions; raises InvalidInput for options that go with no attribute and for UTF-16."""
        place = Place(self.name)
        if faults := [fault.at(place, "") for fault in unit_faults(rulebook, self.options)]:
            raise InvalidInput(faults)
        with closing(self.file.open()) as opened:
            begun = opened.read(_BLOCK)
            mark = mark_of(begun)
            if wide := mark.encoding if mark and mark.encoding != "utf_8" else wide_encoding(begun):
                fault = problem("E-ENCODING", encoding="UTF-8", offset=str(0 if mark else begun.index(0)), detail=wide)
                raise InvalidInput(fault.at(Place(self.name, 1), ""))
            begun = begun.removeprefix(codecs.BOM_UTF8)
            ends = line_ends(begun)
            for parts in grouped(parts_of(opened, begun, self.options.part_rows, ends), self.options.part_rows):
                yield JsonPortion(self.name, self.options, parts, ends)


@dataclass(frozen=True, slots=True)
class JsonPortion:
    """Some lines, not read yet."""

    file: str
    options: ReadingOptions
    parts: tuple[Part, ...]
    ends: LineEnds = _LINE_FEEDS

    @property
    def first_row(self) -> int:
        """The number of the first row."""
        return self.parts[0].first

    def table(self, rulebook: Rulebook) -> LineTable:
        """The lines; those that hold nothing are no rows."""
        table = LineTable(self.file, self.options, rulebook)
        for part in self.parts:
            if isinstance(part, Bad):
                table.reject(part.first, part.problem)
            else:
                table.add(self.ends.split(part.raw), part.first)
        return table

    def read(self, rulebook: Rulebook) -> Rows:
        """The rows, judged."""
        return judge_for(rulebook).rows(self.table(rulebook))


class LineTable:
    """Lines as a table for the judge; a line that is not plainly good JSON is left to the strict reader."""

    texts = False
    remarked: tuple[()] = ()

    def __init__(self, file: str, options: ReadingOptions, rulebook: Rulebook) -> None:
        self.file, self.options, self.rulebook = file, options, rulebook
        self.count = 0
        self.rejected: list[Remark] = []
        self._lines: list[tuple[int, int, bytes]] = []
        self._doubtful: list[bool] = []
        self._held: list[Mapping[str, Any]] = []
        self._turned = 0
        self._named: tuple[int, Mapping[str, str]] = -1, {}
        self._fields: dict[str, list[Any]] = {name: [] for name in ("id", "kind", "economy", "note", "name")}
        self._answers: dict[str, list[Any]] = {}
        names = rulebook.attributes
        self._columns: dict[str, InputColumn | None] = {}
        self._mapping = {normalize("NFC", name): to for name, to in options.mapping.items()}
        self._known = {kind: {n for n in names if kind in names[n].audience} for kind in ("firm", "economy")}

    def reject(self, row: int, fault: Problem) -> None:
        """A line that cannot be read at all."""
        place = RowPlace(self.file, None, row)
        self.rejected.append(Remark(self.count, place, fault.at(Place(self.file, row), "")))
        self.count += 1

    def add(self, lines: Iterable[bytes], first: int) -> None:
        """Lines that follow each other."""
        for number, ended in enumerate(lines, first):
            line = ended.rstrip(b"\r\n")
            if not line.strip():
                continue
            if len(line) > FILE_BYTES:
                self.reject(number, too_large())
                continue
            shaped = self._quickly(line)
            self._held.append(shaped or {})
            self._doubtful.append(shaped is None or not self._plain(shaped))
            self._lines.append((self.count, number, line))
            self.count += 1
            if len(self._held) == _TURNED:
                self._turn()

    def _quickly(self, line: bytes) -> Mapping[str, Any] | None:
        """The data of a line that is plainly good; None leaves it to the strict reader."""
        data = quick(line)
        try:
            return None if data is None else self._shaped(data)
        except InvalidInput:
            return None

    def _plain(self, data: Mapping[str, Any]) -> bool:
        """Whether there are no other fields and answers than there may be."""
        answers = data.get("answers")
        known = self._known.get(data["kind"]) if isinstance(data.get("kind"), str) else None
        return known is not None and data.keys() <= _FORM and isinstance(answers, dict) and answers.keys() <= known

    def _shaped(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The data as those of a profile file, names mapped, options filled in.

        Raises InvalidInput for one given twice.
        """
        if self._mapping:
            data = self._mapped(data)
        if "answers" not in data:
            data = self._nested(data)
        given = stand_ins(data, self.options)
        data = {**data, **given} if given else data
        return self._with_units(data) if self.options.units and isinstance(data["answers"], dict) else data

    def _mapped(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        came_from: dict[str, str] = {}
        for name, raw in data.items():
            to = self._mapping.get(normalize("NFC", name), name)
            if to in found:
                raise InvalidInput(twice(to, came_from[to], name))
            if to != LEFT_OUT:
                found[to], came_from[to] = raw, name
        return found

    def _nested(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        columns = [self._column(name) for name in data]
        if any(each and (each.companion or each.name.startswith("name.")) for each in columns):
            return self._from_cells(data, columns)
        answers = {name: raw for name, raw in data.items() if name not in _FORM}
        return {**{name: raw for name, raw in data.items() if name in _FORM}, "answers": answers}

    def _column(self, name: str) -> InputColumn | None:
        if name not in self._columns:
            self._columns[name] = column_named(name, self.rulebook)
        return self._columns[name]

    def _from_cells(self, data: Mapping[str, Any], columns: list[InputColumn | None]) -> Mapping[str, Any]:
        names = [column.name if column else given for given, column in zip(data, columns, strict=True)]
        came_from: dict[str, str] = {}
        for name, given in zip(names, data, strict=True):
            # The whole name stands for what its parts stand for, and a companion may be spelled in two ways.
            other = "name" if name.startswith("name.") and "name" in names else name
            if other in came_from:
                raise InvalidInput(twice(other, came_from[other], given))
            came_from[other] = given
        shaped = assembled(tuple(columns), list(data.values()), self.options)
        others = {name: raw for (name, raw), each in zip(data.items(), columns, strict=True) if each is None}
        return {**shaped, "answers": {**shaped["answers"], **others}}

    def _with_units(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        answers = dict(data["answers"])
        for name in answers.keys() & self.options.units.keys():
            if answers[name] not in (None, ""):
                answers[name] = in_currency(answers[name], None, self.options.units[name])
        return {**data, "answers": answers}

    @property
    def positions(self) -> Array:
        """The positions of the lines that may be profiles."""
        return np.array([position for position, _, _ in self._lines], np.int64)

    @property
    def doubtful(self) -> Array:
        """Which lines are left to the single check."""
        return np.array(self._doubtful, bool)

    def _turn(self) -> None:
        """Rows to columns, some at a time: all rows of a portion would fit no cache, and are not needed any more."""
        for name, cells in self._fields.items():
            cells.extend(each.get(name) for each in self._held)
        doubtful = self._doubtful[self._turned :]
        good = [{} if doubt else each["answers"] for each, doubt in zip(self._held, doubtful, strict=True)]
        for name in set().union(*good) - self._answers.keys():
            self._answers[name] = [None] * self._turned
        for name, cells in self._answers.items():
            cells.extend(map(dict.get, good, repeat(name)))
        self._turned += len(self._held)
        self._held.clear()

    @property
    def fields(self) -> Mapping[str, Cells]:
        """The fields that speak of the profile."""
        self._turn()
        names = self._fields["name"]
        found: dict[str, Cells] = {name: self._fields[name] for name in ("id", "kind", "economy", "note")}
        for lang, field_ in (("en", "name"), ("zh-Hant", "name.zh-Hant")):
            found[field_] = [_in(lang, each) if isinstance(each, dict) else each for each in names]
        return found

    @property
    def answers(self) -> Mapping[str, AnswerCells]:
        """The answers by attribute, for those that some line answers."""
        self._turn()
        names = [name for name in self.rulebook.attributes if name in self._answers]
        return {name: AnswerCells(of_one_type(self._answers[name])) for name in names}

    def place(self, index: int) -> RowPlace:
        """The line."""
        return RowPlace(self.file, None, self._lines[index][1])

    def placed(self, index: int, fault: Problem) -> Problem:
        """The problem at its line and column, which the strict reader has given it, with the name of its field."""
        keys = [each.replace("~1", "/").replace("~0", "~") for each in fault.pointer.split("/")[1:]]
        keys = keys[1:] if keys[:1] == ["answers"] else keys
        if not keys or fault.place is None:
            return fault
        names = self._names_in(index)
        name = next((names[each] for each in (".".join(keys[:2]), keys[0]) if each in names), keys[0])
        return replace(fault, place=replace(fault.place, header=name))

    def _names_in(self, index: int) -> Mapping[str, str]:
        """What a line itself calls its fields and answers, as far as it can be read."""
        if self._named[0] != index:
            try:
                data = json.loads(self._lines[index][2].decode("utf-8", "replace"), strict=False)
            except (ValueError, RecursionError):
                data = {}
            data = data if isinstance(data, dict) else {}
            held = [each for each in (data, data.get("answers")) if isinstance(each, dict)]
            own = {normalize("NFC", name): name for each in held for name in each}
            self._named = index, {self._mapping.get(name, name): each for name, each in own.items()}
        return self._named[1]

    def document(self, index: int, only: Collection[str] | None = None) -> Document:
        """The line, all of it, as the strict reader reads it; raises InvalidInput."""
        _, number, line = self._lines[index]
        try:
            document = _strict(line, self.file)
        except InvalidInput as rejected:
            raise InvalidInput(_of_line(each, number) for each in rejected.problems) from None
        document.values = {path: _in_line(place, number) for path, place in document.values.items()}
        document.keys = {path: _in_line(place, number) for path, place in document.keys.items()}
        if not isinstance(document.data, dict):
            raise InvalidInput(not_a_mapping(self.file).at(Place(self.file, number, 1), ""))
        try:
            document.data = self._shaped(document.data)
        except InvalidInput as rejected:
            raise InvalidInput(each.at(Place(self.file, number), "") for each in rejected.problems) from None
        return document


def _in(lang: str, name: Mapping[str, Any]) -> Any:
    """The name in a language; what is no name in two languages is left to the single check."""
    return name.get(lang) if name.keys() == {"en", "zh-Hant"} and name["en"] and name["zh-Hant"] else 0


def _in_line(place: Place | None, number: int) -> Place:
    return replace(place, line=number) if place else Place("", number)


def _of_line(fault: Problem, number: int) -> Problem:
    """A problem of a line by itself as one of its file."""
    details = {**fault.details, "first": str(number)} if "first" in fault.details else fault.details
    return replace(fault, place=_in_line(fault.place, number), details=details)


def _strict(line: bytes, name: str) -> Document:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        found = {"offset": str(error.start), "detail": f"0x{line[error.start]:02x}", "of": message("errors.of_line")}
        column = len(line[: error.start].decode("utf-8", "replace")) + 1
        where = _pointer_at(line.decode("utf-8", "replace"), column)
        raise InvalidInput(problem("E-ENCODING", encoding="UTF-8", **found).at(Place(name, 1, column), where)) from None
    if found := FORBIDDEN.search(text):
        column = found.start() + 1
        raise InvalidInput(forbidden(found.group()).at(Place(name, 1, column), _pointer_at(text, column)))
    return read_json(text, name)


def _pointer_at(text: str, column: int) -> str:
    """The pointer of the value or the key that a column is in, as far as the line can be read."""
    try:
        document = read_json(FORBIDDEN.sub("?", text), "")
    except InvalidInput:
        return ""
    begun = [(place.column or 0, path) for held in (document.keys, document.values) for path, place in held.items()]
    return pointer(max((each for each in begun if each[0] <= column), key=itemgetter(0), default=(0, ()))[1])
