"""An empty table of profiles as a workbook: drop-down lists, ranges, notes on every column, and the codebook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from smeadvisor.forms.codebook import Entry, both_in_one, codebook_table, languages
from smeadvisor.messages import say
from smeadvisor.model.texts import program_text
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.lines import width_of
from smeadvisor.tables.layout import InputColumn

_CREATED = datetime(2000, 1, 1)
"""A fixed day, so that the same rulebook gives the same bytes."""

_LAST_ROW = 1_048_575
_MESSAGE = 255
_HEADING = 32
"""The longest message of a cell and its heading that a workbook can hold."""

_NOTE_WIDTH = 66

_HEAD = {"bold": True, "border": 1, "border_color": "#9fb0c0", "font_color": "#12263a", "num_format": "@"}
_GROUNDS = ("#d3e3f3", "#eef2f6")
"""The heads of topics that stand side by side differ."""

_BODY = {"text_wrap": True, "valign": "top", "num_format": "@"}
_WIDTHS = (32, 30, 22, 20, 16, 18, 8, *(30,) * 2, *(44,) * 2, *(50,) * 2, *(50,) * 2)

_A3 = 8
_LINE = 15
"""The height of a line, in points: not every spreadsheet finds the height of a row by itself."""


def template_workbook(columns: Sequence[InputColumn], entries: Sequence[Entry], lang: Lang) -> bytes:
    """The workbook's bytes: a sheet with the columns to be filled in, then one with the codebook."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    # Readers take the first sheet.
    data, codes = (book.add_worksheet(say(f"forms.sheet_{name}", lang)) for name in ("data", "codebook"))
    _write_codebook(codes, book, entries, lang)
    _write_data(data, book, columns, entries, lang)
    book.close()
    return sink.getvalue()


def _write_codebook(sheet: Worksheet, book: Any, entries: Sequence[Entry], lang: Lang) -> None:
    head, plain, strong = (
        book.add_format({**_HEAD, **_BODY, "bg_color": _GROUNDS[0]}),
        book.add_format(_BODY),
        book.add_format({**_BODY, "bg_color": "#eef2f6", "top": 1, "top_color": "#9fb0c0"}),
    )
    table = codebook_table(entries, lang)
    styles = [head, *(plain if each.code else strong for each in entries)]
    for row, (cells, style) in enumerate(zip(table, styles, strict=True)):
        _write_row(sheet, row, cells, style)
        sheet.set_row(row, _LINE * max(map(_lines_in, cells, _WIDTHS)))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(entries), len(_WIDTHS) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_row(sheet: Worksheet, row: int, cells: Sequence[str], style: Format) -> None:
    for column, text in enumerate(cells):
        # As text, whatever it looks like.
        sheet.write_string(row, column, text, style) if text else sheet.write_blank(row, column, None, style)


def _write_data(
    sheet: Worksheet, book: Any, columns: Sequence[InputColumn], entries: Sequence[Entry], lang: Lang
) -> None:
    heads = [book.add_format({**_HEAD, "bg_color": ground}) for ground in _GROUNDS]
    text = book.add_format({"num_format": "@"})
    said = {each.column: each for each in entries if not each.code}
    lists = _lists(entries, lang)
    for position, (column, ground) in enumerate(zip(columns, _grounds(columns), strict=True)):
        entry = said[column.name]
        sheet.set_column(position, position, max(12, len(column.name) + 3), None if entry.bounds else text)
        sheet.write_string(0, position, column.name, heads[ground])
        _write_note(sheet, position, entry, lang)
        rule = {**_prompt(entry, lang), **_rule(column, entry, lists, lang)}
        sheet.data_validation(1, position, _LAST_ROW, position, rule)
    sheet.freeze_panes(1, 1)


def _grounds(columns: Sequence[InputColumn]) -> list[int]:
    """The ground of each head: it changes with the topic."""
    topics = [each.attribute.topic if each.attribute else "" for each in columns]
    order = [*dict.fromkeys(topics)]
    return [order.index(each) % len(_GROUNDS) for each in topics]


def _lists(entries: Sequence[Entry], lang: Lang) -> Mapping[str, tuple[str, list[str]]]:
    """Where the answers of each list stand in the codebook, and the answers."""
    rows: dict[str, list[int]] = {}
    for position, each in enumerate(entries):
        if each.code:
            # Rows count from 1, and the first one holds the heads.
            rows.setdefault(each.column, []).append(position + 2)
    sheet = say("forms.sheet_codebook", lang)
    return {
        name: (f"='{sheet}'!$B${found[0]}:$B${found[-1]}", [entries[row - 2].answer for row in found])
        for name, found in rows.items()
    }


def _write_note(sheet: Worksheet, position: int, entry: Entry, lang: Lang) -> None:
    texts = (entry.title, entry.question, entry.help, entry.how)
    note = "\n".join(text.to(each) for each in languages(lang) for text in texts if text is not None)
    lines = sum(_lines_in(each, _NOTE_WIDTH) for each in note.split("\n"))
    sheet.write_comment(0, position, note, {"author": "", "width": 440, "height": 16 * lines + 12, "font_size": 9})


def _lines_in(text: str, width: int) -> int:
    """The lines that a text takes in so many columns, with room for words that do not fit the end of one."""
    return 1 + width_of(text) // (width - 4)


def _prompt(entry: Entry, lang: Lang) -> dict[str, Any]:
    """What is told where a cell is selected: the question, or how to write it."""
    text = both_in_one(entry.question or entry.how, lang, "\n")
    return {"validate": "any", "input_title": cut(entry.title.to(lang), _HEADING), "input_message": cut(text, _MESSAGE)}


def _rule(column: InputColumn, entry: Entry, lists: Mapping[str, tuple[str, list[str]]], lang: Lang) -> dict[str, Any]:
    """What a cell may hold, and what is told where it holds something else."""
    if entry.bounds:
        return _number_rule(entry, *entry.bounds, lang)
    if not entry.choices:
        return {}
    place, answers = lists[entry.choices]
    if column.attribute and column.attribute.type == "list" and not column.companion:
        return {"input_message": _several(answers, lang)}
    # Economies outside APEC can be advised too.
    open_ended = column.name == "economy"
    kind = {"error_type": "warning" if open_ended else "stop"}
    return {"validate": "list", "source": place, **kind, **_error("unusual" if open_ended else "refused", lang)}


def _number_rule(entry: Entry, low: str, high: str, lang: Lang) -> dict[str, Any]:
    limits = {"criteria": "between", "minimum": low, "maximum": high}
    # A warning, not a refusal: dont_know and not_applicable may stand here.
    error = _error("outside", lang, low=low, high=high, step=entry.step)
    return {"validate": "integer" if entry.step == "1" else "decimal", **limits, "error_type": "warning", **error}


def _error(name: str, lang: Lang, **slots: str) -> dict[str, str]:
    title, text = program_text("forms.please_check"), program_text(f"forms.{name}", **slots)
    return {"error_title": both_in_one(title, lang, " "), "error_message": both_in_one(text, lang, "\n")}


def _several(answers: Sequence[str], lang: Lang) -> str:
    """How to write several answers, as many of them as there is room for, and where all of them stand."""
    text = both_in_one(program_text("forms.write_several"), lang, "\n") + "\n"
    all_of_them = text + "; ".join(answers)
    if len(all_of_them) <= _MESSAGE:
        return all_of_them
    rest = say("forms.all_choices", lang, sheet=say("forms.sheet_codebook", lang))
    fitting = list(answers)
    while len(text) + len("; ".join(fitting)) + len(rest) > _MESSAGE:
        fitting.pop()
    return text + "; ".join(fitting) + rest


def cut(text: str, longest: int) -> str:
    """The text, its end left out where it is too long."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
