"""A matrix as text in columns and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NotRequired

from typing_extensions import TypedDict

from smeadvisor.messages import say
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import colon
from smeadvisor.rendering.rulebook.layout import aligned
from smeadvisor.rendering.rulebook.matrix import Cell, Matrix, Row

NOTHING = "–"
"""What stands where an economy has nothing: seen at once, unlike a 0."""
_SHOWN = "+"


class EconomyData(TypedDict):
    """A column of a matrix."""

    code: str
    name: str


class MatrixRowData(TypedDict):
    """A row of a matrix, by the codes of economies: instruments by id, or texts on how each shows a trait."""

    id: str
    title: str
    gap: bool
    count: int
    instruments: NotRequired[dict[str, list[str]]]
    how: NotRequired[dict[str, list[str]]]


class MatrixData(TypedDict):
    """A whole matrix."""

    id: str
    title: str
    economies: list[EconomyData]
    rows: list[MatrixRowData]


def as_text(matrix: Matrix, lang: Lang) -> str:
    """The matrix in aligned columns under the codes of the economies; what is told of a cell follows below."""
    title = matrix.title.to(lang)
    lines = [title, "", *aligned(_table(matrix, lang), right=True), "", *_key(matrix, lang)]
    if matrix.told:
        lines += ["", *_telling(matrix, lang)]
    return "\n".join(lines) + "\n"


def as_data(matrix: Matrix, lang: Lang) -> MatrixData:
    """The matrix as plain data for JSON: each row with its economies and the things that each of them has."""
    codes = [code for code, _ in matrix.columns]
    return {
        "id": matrix.id,
        "title": matrix.title.to(lang),
        "economies": [{"code": code, "name": name.to(lang)} for code, name in matrix.columns],
        "rows": [_row_data(row, codes, matrix.told, lang) for row in matrix.rows],
    }


def _mark(cell: Cell, told: bool) -> str:
    """What stands in a cell: the count, or a mark that there is something to read."""
    if cell.count == 0:
        return NOTHING
    return _SHOWN if told else str(cell.count)


def _table(matrix: Matrix, lang: Lang) -> list[list[str]]:
    total = [] if matrix.told else [say("rulebook.total", lang)]
    rows = [[matrix.corner.to(lang), *(code for code, _ in matrix.columns), *total]]
    for row in matrix.rows:
        whole = [] if matrix.told else [_whole(row, lang)]
        rows.append([row.title.to(lang), *(_mark(cell, matrix.told) for cell in row.cells), *whole])
    return rows


def _whole(row: Row, lang: Lang) -> str:
    return say("rulebook.gap_short", lang) if row.is_gap else str(row.count)


def _key(matrix: Matrix, lang: Lang) -> Iterator[str]:
    """What the codes stand for."""
    for code, name in matrix.columns:
        if name.to(lang) != code:
            yield f"{code} {name.to(lang)}"


def _telling(matrix: Matrix, lang: Lang) -> Iterator[str]:
    for row in matrix.rows:
        yield row.title.to(lang)
        for (_, name), cell in zip(matrix.columns, row.cells, strict=True):
            yield from (f"  {name.to(lang)}{colon(lang)}{text.to(lang)}" for text in cell.texts)


def _row_data(row: Row, codes: list[str], told: bool, lang: Lang) -> MatrixRowData:
    cells = dict(zip(codes, row.cells, strict=True))
    data: MatrixRowData = {"id": row.id, "title": row.title.to(lang), "gap": row.is_gap, "count": row.count}
    if told:
        return {**data, "how": {code: [each.to(lang) for each in cell.texts] for code, cell in cells.items()}}
    return {**data, "instruments": {code: list(cell.names) for code, cell in cells.items()}}
