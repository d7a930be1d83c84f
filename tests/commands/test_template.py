"""Empty tables: every column explained in both languages, lists that hold the right codes, nothing that computes."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from smeadvisor.forms.codebook import codebook, codebook_table
from smeadvisor.forms.template import template_columns, template_files, write_template
from smeadvisor.messages import LANGUAGES, say
from smeadvisor.model.answers import read_answer
from smeadvisor.model.attributes import AUDIENCES
from smeadvisor.model.codes import CURRENCIES
from smeadvisor.model.profile import economy_named
from smeadvisor.problems import InvalidInput
from smeadvisor.tables.layout import column_named, input_columns

SHEETS = {lang: [say(f"forms.sheet_{name}", lang) for name in ("data", "codebook")] for lang in LANGUAGES}

LANGUAGES = ["en", "zh-Hant"]
BOTH = pytest.mark.parametrize("lang", LANGUAGES)
EACH = pytest.mark.parametrize("kind", AUDIENCES)


def written(rulebook, kind, name, lang="en", **options):
    """The files of a template by the ends of their names."""
    files = template_files(rulebook, kind, Path(name), lang, **options)
    return {each.name: content for each, content in files.items()}


@pytest.fixture(scope="module")
def workbook(rulebook):
    """The template's workbook for a kind and a language, as a spreadsheet reads it; each read once."""
    read = {}

    def book(kind, lang="en"):
        if (kind, lang) not in read:
            read[kind, lang] = load_workbook(io.BytesIO(written(rulebook, kind, "t.xlsx", lang)["t.xlsx"]))
        return read[kind, lang]

    return book


def offered(book, lang):
    """What the list of each column offers, by the column's name."""
    data, codes = (book[name] for name in SHEETS[lang])
    found = {}
    for each in data.data_validations.dataValidation:
        if each.type == "list":
            left, top, _, bottom = range_boundaries(each.formula1.rpartition("!")[2].replace("$", ""))
            listed = [codes.cell(row, left).value for row in range(top, bottom + 1)]
            column = range_boundaries(str(each.sqref))[0]
            found[data.cell(1, column).value] = listed
    return found


@EACH
def test_the_header_has_every_column_that_is_read_and_no_other(rulebook, workbook, kind):
    """Row 1 holds the input columns; what stands there besides is a column that the reader knows."""
    header = [cell.value for cell in next(workbook(kind)[SHEETS["en"][0]].iter_rows())]
    assert header == [each.name for each in template_columns(rulebook, kind)]
    added = set(header) - {each.name for each in input_columns(rulebook, kind)}
    assert len(header) == len(set(header))
    assert {each.name for each in input_columns(rulebook, kind)} <= set(header)
    assert all(column_named(name, rulebook).companion == "qualifier" for name in added)
    assert written(rulebook, kind, "t.csv")["t.csv"].decode() == ",".join(header) + "\n"


@EACH
def test_columns_of_a_topic_stand_together(rulebook, kind):
    """A topic does not come back once another has begun, and companions follow what they are of."""
    columns = [each for each in template_columns(rulebook, kind) if each.attribute]
    topics = [each.attribute.topic for each in columns]
    changes = sum(one != other for one, other in itertools.pairwise(topics))
    assert changes == len(set(topics)) - 1
    for before, each in itertools.pairwise(columns):
        assert not each.companion or before.attribute == each.attribute


@BOTH
@EACH
def test_lists_offer_what_the_reader_takes(rulebook, workbook, kind, lang):
    """A drop-down holds all choices of its attribute and, like it, nothing that would be refused."""
    lists = offered(workbook(kind, lang), lang)
    for column in template_columns(rulebook, kind):
        said = column.attribute
        if said is None or column.companion:
            continue
        if said.type in {"yes_no", "choice"}:
            answers = [read_answer(said, each) for each in lists[column.name]]
            assert {each.to(lang) for each in said.choices.values()} <= {*lists[column.name]}
            known = {each.value for each in answers if each.state == "known"}
            assert known == (set(said.choices) or {True, False})
            assert {each.state for each in answers} == {"known", "dont_know", "not_applicable"}
        else:
            assert column.name not in lists
    assert lists["kind"] == [kind]
    assert lists["economy"] == [each.name.to(lang) for each in rulebook.economies.values() if each.apec]
    assert all(economy_named(each, rulebook.economies) for each in lists["economy"])
    for name, codes in lists.items():
        if name.endswith(".currency"):
            assert set(codes) == CURRENCIES
            assert len(codes) == len(CURRENCIES)
        if name.endswith(".qualifier"):
            assert codes == ["~", ">"]


@BOTH
@EACH
def test_numbers_have_the_range_of_their_attribute(rulebook, workbook, kind, lang):
    """The range that a cell is held to is the attribute's, and a whole number only where the step is one."""
    data = workbook(kind, lang)[SHEETS[lang][0]]
    columns = template_columns(rulebook, kind)
    rules = {range_boundaries(str(each.sqref))[0]: each for each in data.data_validations.dataValidation}
    assert sorted(rules) == list(range(1, len(columns) + 1))
    for position, column in enumerate(columns, start=1):
        said, rule = column.attribute, rules[position]
        if said is not None and said.type == "number" and not column.companion:
            assert rule.type == ("whole" if said.step == 1 else "decimal")
            for end, formula in ((said.range.min, rule.formula1), (said.range.max, rule.formula2)):
                assert end is None or formula == str(end)
            assert "dont_know" in rule.error
            assert "不知道" in rule.error


@BOTH
@EACH
def test_messages_fit_and_lists_say_how_to_write_several(rulebook, workbook, kind, lang):
    """No message is longer than a workbook can hold; each column has one."""
    data = workbook(kind, lang)[SHEETS[lang][0]]
    for each in data.data_validations.dataValidation:
        assert each.prompt
        assert len(each.prompt) <= 255
        assert len(each.promptTitle) <= 32
        assert len(each.error or "") <= 255
        assert len(each.errorTitle or "") <= 32
        column = column_named(data.cell(1, range_boundaries(str(each.sqref))[0]).value, rulebook)
        if column.attribute and column.attribute.type == "list":
            labels = [label.to(lang) for label in column.attribute.choices.values()]
            assert all(part in each.prompt for part in (";", "none", "複選", labels[0]))
            assert all(label in each.prompt for label in labels) or SHEETS[lang][1] in each.prompt


@BOTH
@EACH
def test_the_codebook_has_every_attribute_and_choice_in_both_languages(rulebook, workbook, kind, lang):
    """Workbook and CSV hold the same codebook, with title, question, help and choices in either language."""
    book = workbook(kind, lang)[SHEETS[lang][1]]
    rows = [[cell or "" for cell in row] for row in book.iter_rows(values_only=True)]
    text = written(rulebook, kind, "t.csv", lang)["t.codebook.csv"].decode()
    assert list(csv.reader(io.StringIO(text))) == rows
    told = {(row[0], row[2]): row for row in rows}
    for name, said in rulebook.attributes.items():
        if kind not in said.audience:
            assert (name, "") not in told
            continue
        texts = (said.title, said.question, said.help)
        assert {part for each in texts for part in (each.en, each.zh_hant)} <= set(told[name, ""])
        for code, title in said.choices.items():
            assert {title.en, title.zh_hant} <= set(told[name, code])
            assert told[name, code][1] == title.to(lang)


@EACH
def test_the_language_asked_for_comes_first(rulebook, kind):
    """The two orders differ by the order alone."""
    columns = template_columns(rulebook, kind)
    tables = {lang: codebook_table(codebook(columns, rulebook, kind, "en"), lang) for lang in LANGUAGES}
    row = 1 + next(i for i, each in enumerate(codebook(columns, rulebook, kind, "en")) if each.question)
    en, zh = tables["en"][row][7:], tables["zh-Hant"][row][7:]
    assert en[0::2] == zh[1::2]
    assert en[1::2] == zh[0::2]


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
@EACH
def test_the_same_bytes_twice(rulebook, kind, name):
    """A template depends on the rulebook alone."""
    assert written(rulebook, kind, name) == written(rulebook, kind, name)


@BOTH
@EACH
def test_nothing_in_a_workbook_computes_or_leads_elsewhere(rulebook, workbook, kind, lang):
    """No formula in a cell, no link, no macro; no text that a spreadsheet would take for a formula."""
    content = written(rulebook, kind, "t.xlsx", lang)["t.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text
            assert "hyperlink" not in text.replace("hyperlinks/base", "")
            assert 'TargetMode="External"' not in text
            assert "vba" not in name
    for sheet in workbook(kind, lang).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type == "s"
            assert not cell.value.startswith(("=", "+", "-", "@"))
            assert cell.hyperlink is None


@EACH
def test_every_head_has_a_note_in_both_languages(rulebook, workbook, kind):
    """The note on a head tells title, question and help; the head stays in sight."""
    data = workbook(kind)[SHEETS["en"][0]]
    assert data.freeze_panes == "B2"
    for cell, column in zip(next(data.iter_rows()), template_columns(rulebook, kind), strict=True):
        assert cell.comment is not None
        if column.attribute and not column.companion:
            said = column.attribute
            for each in (said.title, said.question, said.help):
                assert each.en in cell.comment.text
                assert each.zh_hant in cell.comment.text


def test_a_byte_order_mark_only_for_excel(rulebook):
    """CSV is plain UTF-8; with --excel both files begin with the mark."""
    plain, marked = (written(rulebook, "firm", "t.csv", excel=each) for each in (False, True))
    assert marked == {name: b"\xef\xbb\xbf" + content for name, content in plain.items()}


def test_files_that_are_there_stay_unless_told(rulebook, tmp_path):
    """Nothing is written if either file of a CSV is there; with overwrite both are replaced."""
    table, beside = tmp_path / "t.csv", tmp_path / "t.codebook.csv"
    beside.write_text("mine")
    with pytest.raises(InvalidInput) as caught:
        write_template(rulebook, "firm", table, "en")
    assert [(each.code, each.place.file) for each in caught.value.problems] == [("E-EXISTS", str(beside))]
    assert [each.name for each in tmp_path.iterdir()] == ["t.codebook.csv"]
    assert beside.read_text() == "mine"
    assert write_template(rulebook, "firm", table, "en", overwrite=True) == [table, beside]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["t.codebook.csv", "t.csv"]


def test_other_endings_and_places_are_refused(rulebook, tmp_path):
    """An ending that says nothing, and a folder that is not there."""
    for name, code in (("t.ods", "E-OUT-FORMAT"), ("t", "E-OUT-FORMAT"), ("no/t.xlsx", "E-OUTPUT-FOLDER")):
        with pytest.raises(InvalidInput) as caught:
            write_template(rulebook, "firm", tmp_path / name, "en")
        assert [each.code for each in caught.value.problems] == [code]
    assert list(tmp_path.iterdir()) == []
