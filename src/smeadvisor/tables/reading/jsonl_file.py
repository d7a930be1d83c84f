"""JSON Lines: one profile a line, in the form of a profile file or flat; the strict reader decides what is JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np

from smeadvisor.documents import Document, not_a_mapping
from smeadvisor.documents.json_reader import read_json
from smeadvisor.documents.scalars import FORBIDDEN
from smeadvisor.encoded import Array
from smeadvisor.errors import Place, Problem, Rejected, problem
from smeadvisor.limits import FILE_BYTES
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.layout import InputColumn, column_named
from smeadvisor.tables.reading.assembly import assembled, in_currency, stand_ins
from smeadvisor.tables.reading.cells import Cells
from smeadvisor.tables.reading.header import renamed
from smeadvisor.tables.reading.json_cells import of_one_type, quick
from smeadvisor.tables.reading.judging import AnswerCells, judge_for
from smeadvisor.tables.reading.opening import TableFile
from smeadvisor.tables.reading.options import LEFT_OUT, ReadingOptions
from smeadvisor.tables.reading.raw import Bad, Part, grouped, runs
from smeadvisor.tables.rows import Remark, RowPlace, Rows

_BLOCK = 1 << 20
_TURNED = 256
_BOM = b"\xef\xbb\xbf"
_FORM = frozenset(("id", "kind", "economy", "name", "note", "answers"))


@dataclass(slots=True)
class JsonLines(TableFile):
    """A file of JSON Lines as a source; see ``Source``."""

    def rows_hint(self) -> int | None:
        """About how many rows there are, by the length of the first lines."""
        with self.file.open() as opened:
            head = opened.read(_BLOCK)
        return round(self.file.size() / len(head) * head.count(b"\n")) if b"\n" in head else None

    def portions(self, rulebook: Rulebook) -> Iterator[JsonPortion]:
        """The lines in portions."""
        with closing(self.file.open()) as opened:
            for parts in grouped(_parts(opened, self.options.part_rows), self.options.part_rows):
                yield JsonPortion(self.name, self.options, parts)


def too_large() -> Problem:
    """The problem of a line that is larger than a profile may be."""
    return problem("E-SIZE", limit=str(FILE_BYTES), what_en="line", what_zh="這一行")


def _parts(opened: Any, part_rows: int) -> Iterator[Part]:
    held, row = opened.read(_BLOCK).removeprefix(_BOM), 1
    while held:
        block = opened.read(_BLOCK)
        end = held.rfind(b"\n") + 1 if block else len(held)
        rows = held[:end].count(b"\n") + (end > 0 and held[end - 1 : end] != b"\n")
        yield from runs(held[:end], row, rows, part_rows)
        held, row = held[end:] + block, row + rows
        if len(held) > FILE_BYTES + _BLOCK and b"\n" not in held:
            yield Bad(row, too_large())
            held, row = _after_line(opened), row + 1


def _after_line(opened: Any) -> bytes:
    while block := opened.read(_BLOCK):
        if (end := block.find(b"\n")) >= 0:
            return block[end + 1 :] or opened.read(_BLOCK)
    return b""


@dataclass(frozen=True, slots=True)
class JsonPortion:
    """Some lines, not read yet."""

    file: str
    options: ReadingOptions
    parts: tuple[Part, ...]

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
                table.add(part.raw.split(b"\n"), part.first)
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
        self._fields: dict[str, list[Any]] = {name: [] for name in ("id", "kind", "economy", "note", "name")}
        self._answers: dict[str, list[Any]] = {}
        names = rulebook.attributes
        self._known = {kind: {n for n in names if kind in names[n].audience} for kind in ("firm", "economy")}

    def reject(self, row: int, fault: Problem) -> None:
        """A line that cannot be read at all."""
        place = RowPlace(self.file, None, row)
        self.rejected.append(Remark(self.count, place, fault.at(Place(self.file, row), "")))
        self.count += 1

    def add(self, lines: Iterable[bytes], first: int) -> None:
        """Lines that follow each other."""
        for number, ended in enumerate(lines, first):
            line = ended.removesuffix(b"\r")
            if not line.strip():
                continue
            if len(line) > FILE_BYTES:
                self.reject(number, too_large())
                continue
            data = quick(line)
            shaped = self._shaped(data) if data is not None else {}
            self._held.append(shaped)
            self._doubtful.append(data is None or not self._plain(shaped))
            self._lines.append((self.count, number, line))
            self.count += 1
            if len(self._held) == _TURNED:
                self._turn()

    def _plain(self, data: Mapping[str, Any]) -> bool:
        """Whether there are no other fields and answers than there may be."""
        answers = data.get("answers")
        known = self._known.get(data["kind"]) if isinstance(data.get("kind"), str) else None
        return known is not None and data.keys() <= _FORM and isinstance(answers, dict) and answers.keys() <= known

    def _shaped(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The data as those of a profile file, names mapped, options filled in."""
        if self.options.mapping:
            data = {to: raw for name, raw in data.items() if (to := renamed(name, self.options)) != LEFT_OUT}
        if "answers" not in data:
            data = self._nested(data)
        given = stand_ins(data, self.options)
        data = {**data, **given} if given else data
        return self._with_units(data) if self.options.units and isinstance(data["answers"], dict) else data

    def _nested(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        columns = [column_named(name, self.rulebook) for name in data]
        if any(each and (each.companion or each.name.startswith("name.")) for each in columns):
            return self._from_cells(data, columns)
        answers = {name: raw for name, raw in data.items() if name not in _FORM}
        return {**{name: raw for name, raw in data.items() if name in _FORM}, "answers": answers}

    def _from_cells(self, data: Mapping[str, Any], columns: list[InputColumn | None]) -> Mapping[str, Any]:
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
        """The problem as it is: the strict reader has given it its line and column."""
        return fault

    def document(self, index: int, only: Collection[str] | None = None) -> Document:
        """The line, all of it, as the strict reader reads it; raises Rejected."""
        _, number, line = self._lines[index]
        try:
            document = _strict(line, self.file)
        except Rejected as rejected:
            raise Rejected(replace(each, place=_in_line(each.place, number)) for each in rejected.problems) from None
        document.values = {path: _in_line(place, number) for path, place in document.values.items()}
        document.keys = {path: _in_line(place, number) for path, place in document.keys.items()}
        if not isinstance(document.data, dict):
            raise Rejected(not_a_mapping(self.file).at(Place(self.file, number, 1), ""))
        document.data = self._shaped(document.data)
        return document


def _in(lang: str, name: Mapping[str, Any]) -> Any:
    """The name in a language; what is no name in two languages is left to the single check."""
    return name.get(lang) if name.keys() == {"en", "zh-Hant"} and name["en"] and name["zh-Hant"] else 0


def _in_line(place: Place | None, number: int) -> Place:
    return replace(place, line=number) if place else Place("", number)


def _strict(line: bytes, name: str) -> Document:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        found = {"offset": str(error.start), "detail": f"0x{line[error.start]:02x}"}
        column = len(line[: error.start].decode("utf-8", "replace")) + 1
        raise Rejected(problem("E-ENCODING", encoding="UTF-8", **found).at(Place(name, 1, column), "")) from None
    if found := FORBIDDEN.search(text):
        raise Rejected(problem("E-CHAR", found.group()).at(Place(name, 1, found.start() + 1), ""))
    return read_json(text, name)
