"""What a workbook of advice has beside its data for people: a row a profile in words, and what the ids are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from smeadvisor.batch.counting import Named, barriers_in, items_in, recommendations_in
from smeadvisor.engines.ranking import severities
from smeadvisor.messages import say
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import clauses
from smeadvisor.tables.writing import Sheet

_FIRST = 3
"""Recommendations that are told of each profile."""

_QUESTIONS = 5
"""Most open questions that are named; the number beside them counts them all."""

_PROFILES = {
    **{"id": 22, "name": 28, "recommendation_1": 36, "recommendation_2": 36, "recommendation_3": 36},
    **{"barrier_count": 11, "severe_barriers": 48, "open_questions": 16, "which_questions": 48},
}
_NAMES = {"kind": 18, "id": 40, "title": 60}
"""The columns of the two sheets, and how wide they are."""

_KINDS = ("recommendations", "barriers", "instruments", "attributes")


class InWords:
    """Makes the two sheets from tables of advice in lists, with the titles of a rulebook in a language."""

    def __init__(self, rulebook: Rulebook, lang: Lang) -> None:
        self._rulebook = rulebook
        self._lang: Lang = lang
        self._met: dict[str, set[str]] = {kind: set() for kind in _KINDS}

    @property
    def profiles(self) -> Sheet:
        """The sheet of the profiles."""
        return self._sheet("in_words", _PROFILES)

    @property
    def names(self) -> Sheet:
        """The sheet of ids and titles."""
        return self._sheet("titles", _NAMES)

    def profile_columns(self, table: pa.Table) -> list[list[Any]]:
        """The cells of the profiles by column; the ids in the table are kept in mind for the sheet of titles."""
        severest = len(names := severities(self._rulebook.priorities)) - 1
        barriers, severity = barriers_in(table, names)
        given, _, own = recommendations_in(table)
        questions, measures = (items_in(table, name) for name in ("undecided", "measures"))
        self._meet(recommendations=given, barriers=barriers, instruments=measures, attributes=questions)
        rows = table.num_rows
        first = self._by_row("recommendations", given.kept(own), rows)
        severe = self._by_row("barriers", barriers.kept(severity == severest), rows)
        undecided = self._by_row("attributes", questions, rows)
        return [
            table["id"].to_pylist(),
            table["name"].to_pylist(),
            *([each[place] if place < len(each) else None for each in first] for place in range(_FIRST)),
            np.bincount(barriers.rows, minlength=rows).tolist(),
            [self._joined(each) for each in severe],
            [len(each) for each in undecided],
            [self._joined(each, _QUESTIONS) for each in undecided],
        ]

    def name_columns(self) -> list[list[str]]:
        """All ids that there were in the tables, by kind, with their titles."""
        lines = [
            (self._said(kind), name, self._title(kind, name)) for kind in _KINDS for name in sorted(self._met[kind])
        ]
        return [list(each) for each in zip(*lines, strict=True)]

    def _sheet(self, name: str, columns: Mapping[str, int]) -> Sheet:
        return Sheet(self._said(name), [(self._said(column), width) for column, width in columns.items()])

    def _said(self, name: str) -> str:
        return say(f"batch.sheet.{name}", self._lang, most=_QUESTIONS)

    def _meet(self, **found: Named) -> None:
        """Keep the ids in mind, by kind."""
        for kind, named in found.items():
            self._met[kind].update(named.tally())

    def _by_row(self, kind: str, named: Named, rows: int) -> list[list[str]]:
        """The titles of what each row has, in order."""
        titles = [self._title(kind, name) for name in named.names]
        found: list[list[str]] = [[] for _ in range(rows)]
        for row, which in zip(named.rows.tolist(), named.which.tolist(), strict=True):
            found[row].append(titles[which])
        return found

    def _title(self, kind: str, name: str) -> str:
        shelf: Mapping[str, Any] = getattr(self._rulebook, kind)
        return shelf[name].title.to(self._lang) if name in shelf else name

    def _joined(self, titles: Sequence[str], most: int | None = None) -> str | None:
        if not titles:
            return None
        more = ["…"] if most is not None and len(titles) > most else []
        return clauses([*titles[:most], *more], self._lang)
