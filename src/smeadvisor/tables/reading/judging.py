"""Tables of raw cells become rows: good ones encoded, bad ones with the messages of the single check.

Whole columns are judged first. Only a row that is not plainly good goes through the check of a single
profile, whose verdict holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from smeadvisor.files.documents import Document
from smeadvisor.model.attributes import AUDIENCES, Attribute
from smeadvisor.model.profile import Profile, economy_named, profile_from
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Problem
from smeadvisor.problems.limits import ID_LENGTH, TEXT_LENGTH
from smeadvisor.tables.encoded import CURRENCY_CODES, ECONOMY_CODES, NO_CURRENCY, Array, not_applicable
from smeadvisor.tables.reading.assembly import empty, text_is_good
from smeadvisor.tables.reading.cells import (
    Cells,
    Judged,
    good_texts,
    judged_list,
    looked_up,
    nothing_known,
    with_companion,
    with_currency,
)
from smeadvisor.tables.reading.verdicts import Verdicts, answer_code
from smeadvisor.tables.rows import Remark, RowPlace, Rows

_SLACK = 1 - 1e-9
"""Amounts this near to a limit are left to the single check, which counts exactly."""


@dataclass(frozen=True, slots=True)
class AnswerCells:
    """The cells of one attribute, those of its companions, and the currency of the column if one was stated."""

    value: Cells
    companions: Mapping[str, Cells] = field(default_factory=dict)
    unit: str | None = None


class Table(Protocol):
    """Rows read together whose cells are not judged yet.

    ``count`` counts all rows; the cells are those of the rows at ``positions``; the others are in ``rejected``.
    ``texts`` says that all cells in lists are texts. ``doubtful`` rows are left to the single check.
    ``remarked`` are warnings that reading gave.
    """

    count: int
    texts: bool
    rejected: list[Remark]

    @property
    def positions(self) -> Array: ...

    @property
    def fields(self) -> Mapping[str, Cells]: ...

    @property
    def answers(self) -> Mapping[str, AnswerCells]: ...

    @property
    def doubtful(self) -> Array | None: ...

    @property
    def remarked(self) -> Sequence[tuple[int, Problem]]: ...

    def place(self, index: int) -> RowPlace:
        """Where the row with those cells stands."""
        ...

    def placed(self, index: int, fault: Problem) -> Problem:
        """What is wrong with that row, at the place where people find it."""
        ...

    def document(self, index: int, only: Collection[str] | None = None) -> Document:
        """The row as the document of a single profile; raises InvalidInput.

        With ``only``, answers to other attributes may be left out.
        """
        ...


class Judge:
    """Judges tables by one rulebook and remembers the verdicts on answers."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.verdicts = {name: Verdicts(attribute) for name, attribute in rulebook.attributes.items()}

    def rows(self, table: Table) -> Rows:
        """The rows of a table."""
        return _Judging(self, table).rows()


_last: list[Judge] = []


def judge_for(rulebook: Rulebook) -> Judge:
    """The judge of a rulebook, the same one as long as the rulebook is the same."""
    if not _last or _last[0].rulebook is not rulebook:
        _last[:] = [Judge(rulebook)]
    return _last[0]


class _Judging:
    """One table on its way to rows."""

    def __init__(self, judge: Judge, table: Table) -> None:
        self.judge, self.table = judge, table
        self.attributes = judge.rulebook.attributes
        self.positions, self.fields = table.positions, {**table.fields}
        size = len(self.positions)
        self.good = np.ones(size, bool) if table.doubtful is None else ~table.doubtful
        self.rejected = [*table.rejected]
        self.warned: list[Remark] = []

    def rows(self) -> Rows:
        fields = self.fields
        self.kinds = looked_up(fields["kind"], _position_in({each: i for i, each in enumerate(AUDIENCES)}))
        self.economies = looked_up(fields["economy"], self._economy)
        self._judge_fields(fields)
        self.columns = {name: self._judged(self.attributes[name], cells) for name, cells in self.table.answers.items()}
        for name, judged in self.columns.items():
            self._judge_answers(self.attributes[name], judged)
        suspects = self._suspects() & self.good
        for index in np.flatnonzero(~self.good):
            self._ask_the_single_check(int(index))
        for index in np.flatnonzero(suspects):
            self._ask_for_warnings(int(index))
        return self._gathered()

    def _economy(self, raw: Any) -> int:
        good = isinstance(raw, str) and text_is_good(raw)
        code = economy_named(raw, self.judge.rulebook.economies) if good else None
        return -1 if code is None else ECONOMY_CODES[code]

    def _judge_fields(self, fields: Mapping[str, Cells]) -> None:
        self.good &= (self.kinds >= 0) & (self.economies >= 0)
        self.good &= good_texts(fields["id"], ID_LENGTH, needed=True)
        for name in (each for each in ("name", "name.zh-Hant", "note") if each in fields):
            self.good &= good_texts(fields[name], TEXT_LENGTH, needed=False)
        if "name.zh-Hant" in fields:
            self.good &= _given(fields["name"]) == _given(fields["name.zh-Hant"])

    def _judged(self, attribute: Attribute, cells: AnswerCells) -> Judged:
        verdicts = self.judge.verdicts[attribute.id]
        verdicts.trim()
        if isinstance(cells.value, pa.Array):
            from smeadvisor.tables.reading.arrow_cells import judged_array

            judged = judged_array(verdicts, cells.value)
        else:
            judged = judged_list(verdicts, cells.value, texts=self.table.texts)
        if attribute.type == "money":
            with_currency(judged, cells.companions.get("currency"), cells.unit)
        for companion, held in cells.companions.items():
            if companion != "currency":
                with_companion(judged, attribute, companion, held)
        return judged

    def _judge_answers(self, attribute: Attribute, judged: Judged) -> None:
        if judged.good is not None:
            self.good &= judged.good
        for position, audience in enumerate(AUDIENCES):
            if audience not in attribute.audience and (self.kinds == position).any():
                self.good &= ~(judged.present() & (self.kinds == position))

    def _suspects(self) -> Array:
        """Which rows may deserve a warning of the single check."""
        found = np.zeros(len(self.good), bool)
        for name, judged in self.columns.items():
            suspect = self.attributes[name].suspect
            if suspect is not None and suspect.per in self.columns:
                per = self.attributes[suspect.per]
                found |= _suspected(judged, self.columns[suspect.per], float(per.step), suspect.above)
        return found

    def _ask_the_single_check(self, index: int) -> None:
        document = None
        try:
            document = self.table.document(index)
            profile = profile_from(document, self.judge.rulebook)
        except InvalidInput as rejected:
            self.good[index] = False
            name = self._id(index, document)
            self.rejected += (self._remark(index, each, name) for each in rejected.problems)
            return
        self.warned += (self._remark(index, each) for each in profile.warnings)
        if not self.good[index]:
            self._put(index, profile)

    def _ask_for_warnings(self, index: int) -> None:
        """The warnings of a good row, which hang on few of its answers; if one of these is not good, nor is the row."""
        wanted = {name for name, each in self.attributes.items() if each.suspect}
        wanted |= {each.suspect.per for each in self.attributes.values() if each.suspect}
        try:
            profile = profile_from(self.table.document(index, wanted), self.judge.rulebook)
        except InvalidInput:
            self._ask_the_single_check(index)
            return
        self.warned += (self._remark(index, each) for each in profile.warnings)

    def _remark(self, index: int, fault: Problem, name: str | None = None) -> Remark:
        table = self.table
        return Remark(int(self.positions[index]), table.place(index), table.placed(index, fault), name)

    def _id(self, index: int, document: Document | None) -> str | None:
        """The id of a row that is rejected, if it has one that may be told."""
        cell: Any = self.fields["id"][index]
        cell = cell.as_py() if isinstance(cell, pa.Scalar) else cell
        if empty(cell) and document is not None and isinstance(document.data, Mapping):
            cell = document.data.get("id")
        return cell if isinstance(cell, str) and cell and text_is_good(cell, ID_LENGTH) else None

    def _put(self, index: int, profile: Profile) -> None:
        """A row that the columns did not take and the single check does."""
        self.good[index] = True
        self.kinds[index] = AUDIENCES.index(profile.kind)
        self.economies[index] = ECONOMY_CODES[profile.economy]
        for name, text in (("id", profile.id), ("name", profile.name.en if profile.name else None)):
            if isinstance(cells := self.fields.get(name), list):
                cells[index] = text
        for name in profile.answers.keys() - self.columns.keys():
            self.columns[name] = nothing_known(self.attributes[name], len(self.good))
        for name, judged in self.columns.items():
            judged.put(index, self.attributes[name], answer_code(self.attributes[name], profile.answers.get(name)))

    def _gathered(self) -> Rows:
        table = self.table
        whole = bool(self.good.all())
        which = slice(None) if whole else np.flatnonzero(self.good)
        names = self.fields.get("name")
        good = self.positions[which]
        self.warned += (self._remark(index, each) for index, each in table.remarked if self.good[index])
        return Rows(
            table.count,
            good,
            _texts(self.fields["id"], which),
            pa.nulls(len(good), pa.string()) if names is None else _texts(names, which),
            self.kinds[which].astype(np.int8),
            self.economies[which].astype(np.int16),
            {name: judged.column().rows(which) for name, judged in self.columns.items()},
            tuple(sorted(self.rejected, key=_by_position)),
            tuple(sorted(self.warned, key=_by_position)),
        )


def _by_position(remark: Remark) -> int:
    return remark.position


def _position_in(codes: Mapping[str, int]) -> Callable[[Any], int]:
    return lambda raw: codes.get(raw, -1) if isinstance(raw, str) else -1


def _texts(cells: Cells, which: slice | Array) -> pa.Array:
    """The texts of some of the rows; null where there is none."""
    if isinstance(cells, pa.Array):
        return _array(cells, which)
    kept = cells if isinstance(which, slice) else [cells[i] for i in which]
    return pa.array([each or None for each in kept], pa.string())


def _array(cells: Any, which: slice | Array) -> pa.Array:
    texts = (cells if isinstance(which, slice) else cells.take(pa.array(which))).cast(pa.string())
    empties = pc.call_function("equal", [texts, pa.scalar("")])
    if empties.true_count == 0:
        return texts
    return pc.call_function("if_else", [empties, pa.scalar(None, pa.string()), texts])


def _given(cells: Cells) -> Array:
    return looked_up(cells, lambda raw: not empty(raw)).astype(bool)


def _suspected(amounts: Judged, units: Judged, step: float, above: Mapping[str, Any]) -> Array:
    found = np.zeros(len(amounts.low), bool)
    known = (amounts.low > not_applicable(amounts.low.dtype)) & (units.low > not_applicable(units.low.dtype))
    known &= amounts.currency != NO_CURRENCY
    if known.any():
        each = np.maximum((units.low // 2).astype(np.float64) * step, 1) * (100 * _SLACK)
        for currency, limit in above.items():
            found |= known & (amounts.currency == CURRENCY_CODES[currency]) & (amounts.low > float(limit) * each)
    return found
