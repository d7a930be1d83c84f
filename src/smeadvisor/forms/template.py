"""Empty tables in which answers of many firms or economies are collected; filled in, they are read as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from smeadvisor.files.disk import put, refuse
from smeadvisor.forms.codebook import codebook, codebook_table
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Lang, Place, problem
from smeadvisor.tables.defusing import defused_text
from smeadvisor.tables.layout import InputColumn, Names, input_columns, sql_name

FORMS = (".csv", ".xlsx")
"""The endings of what can be written."""

_FIRST_TOPICS = ("identity", "size", "stage")
"""What is asked before all else."""


def write_template(  # noqa: PLR0913 - options are named, never counted
    rulebook: Rulebook,
    kind: Audience,
    path: Path,
    lang: Lang,
    *,
    overwrite: bool = False,
    excel: bool = False,
    names: Names = "plain",
    read: Iterable[Path] = (),
) -> list[Path]:
    """Write an empty table for that kind of profile to the path, by its ending; the files written.

    A CSV has its codebook in a file of its own beside it, and begins with a byte order mark if ``excel``.
    Each file appears whole or not at all; none may be a file that was ``read`` for it. Raises InvalidInput with
    E-OUT-FORMAT for another ending and as ``refuse`` does, OutputError where the disk refuses.
    """
    files = template_files(rulebook, kind, path, lang, excel=excel, names=names)
    refuse([*files], read, overwrite)
    for each, content in files.items():
        put(each, content)
    return [*files]


def template_files(
    rulebook: Rulebook, kind: Audience, path: Path, lang: Lang, *, excel: bool = False, names: Names = "plain"
) -> dict[Path, bytes]:
    """The files of an empty table and what they hold; the table itself comes first.

    Raises InvalidInput with E-OUT-FORMAT for an ending that is none of FORMS.
    """
    ending = path.suffix.lower()
    if ending not in FORMS:
        raise InvalidInput(problem("E-OUT-FORMAT", path.name, choices=", ".join(FORMS)).at(Place(str(path)), ""))
    columns = template_columns(rulebook, kind)
    if names == "sql":
        columns = [each._replace(name=sql_name(each.name)) for each in columns]
    entries = codebook(columns, rulebook, kind, lang)
    if ending == ".xlsx":
        from smeadvisor.forms.workbook import template_workbook

        return {path: template_workbook(columns, entries, lang)}
    beside = path.parent / f"{path.stem}.codebook{path.suffix}"
    tables = {path: [[each.name for each in columns]], beside: codebook_table(entries, lang)}
    return {place: _csv(table, excel) for place, table in tables.items()}


def template_columns(rulebook: Rulebook, kind: Audience) -> list[InputColumn]:
    """The columns of a table, topic by topic; figures of an economy have a qualifier beside them."""
    columns = input_columns(rulebook, kind)
    if kind == "economy":
        columns = [*_qualified(columns)]
    # What is sorted alike stays in its order.
    return sorted(columns, key=_topic)


def _qualified(columns: Iterable[InputColumn]) -> Iterable[InputColumn]:
    names = {each.name for each in columns}
    for each in columns:
        yield each
        name = f"{each.name}.qualifier"
        if each.attribute and each.attribute.type == "number" and not each.companion and name not in names:
            yield InputColumn(name, each.attribute, "qualifier")


def _topic(column: InputColumn) -> tuple[int, str]:
    if column.attribute is None:
        return -1, ""
    topic = column.attribute.topic
    return (_FIRST_TOPICS.index(topic) if topic in _FIRST_TOPICS else len(_FIRST_TOPICS)), topic


def _csv(table: Iterable[Sequence[str]], excel: bool) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(map(defused_text, row) for row in table)
    return text.getvalue().encode("utf-8-sig" if excel else "utf-8")
