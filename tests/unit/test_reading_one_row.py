"""One row of a table: it has the verdict that a run over the table has of it, by its number and by its id."""

from __future__ import annotations

import pytest

from smeadvisor.problems import InvalidInput
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows, sources
from smeadvisor.tables.reading.one_row import only_profile, profile_in_row, profile_named
from support.faults import FAULTS
from support.rendered import WRITERS

HEADER = "id,kind,economy,employees\n"


def source(path):
    (found,) = sources([str(path)], ReadingOptions())
    return found


def told(problems):
    return [(each.code, str(each.place), each.pointer, each.value) for each in problems]


@pytest.mark.parametrize("form", WRITERS)
def test_a_row_has_the_verdict_of_a_run_over_the_table(tmp_path, rulebook, form):
    """The same problems at the same places, or the same id and the same warnings."""
    profiles = [data for data, forms in FAULTS.values() if form in forms]
    path = tmp_path / f"t.{form}"
    WRITERS[form](path, profiles)
    (rows,) = read_rows([str(path)], rulebook)
    good = {int(position): at for at, position in enumerate(rows.positions)}
    assert rows.count == len(profiles)
    for position in range(rows.count):
        remarks = (*rows.rejected, *rows.warned)
        expected = told(each.problem for each in remarks if each.position == position)
        try:
            profile = profile_in_row([source(path)], position + 1, rulebook)
        except InvalidInput as rejected:
            assert (told(rejected.problems), position in good) == (expected, False)
        else:
            assert (told(profile.warnings), profile.id) == (expected, rows.ids[good[position]].as_py())


@pytest.fixture
def table(tmp_path):
    """A table in which ids look like numbers of rows, stand twice or are wrong."""
    path = tmp_path / "t.csv"
    ids = ("F01", "F02", "F02", "2", "87654321", "7", "007")
    path.write_text(HEADER + "".join(f"{each},firm,TWN,{i}\n" for i, each in enumerate(ids, 1)) + "x\n", "utf-8")
    return source(path)


@pytest.mark.parametrize(
    ("name", "row", "warned"),
    [("F01", 1, []), ("1", 1, []), ("2", 2, ["4"]), ("4", 4, []), ("7", 7, ["6"]), ("007", 7, []), ("87654321", 5, [])],
)
def test_a_number_goes_before_an_id_and_what_else_fits_is_said(table, rulebook, name, row, warned):
    """An id of digits that is the number of no row is an id."""
    profile, notices = profile_named(table, name, rulebook)
    assert profile.answers["employees"].value == row
    assert [each.details["rows"] for each in notices] == warned


@pytest.mark.parametrize(
    ("name", "code"),
    [("F02", "E-ROW-TWICE"), ("F03", "E-ROW-NAME"), ("0", "E-ROW-NAME"), ("9" * 5000, "E-ROW-NAME"), ("", "E-ROW-NAME"),
     ("9", "E-ROW-NAME"), ("8", "E-ROW-WIDTH"), ("x", "E-ROW-NAME"), ("２", "E-ROW-NAME")],
)  # fmt: skip
def test_a_row_that_is_not_there_once_is_refused(table, rulebook, name, code):
    """Each in one line of either language."""
    with pytest.raises(InvalidInput) as rejected:
        profile_named(table, name, rulebook)
    (problem,) = rejected.value.problems
    assert problem.code == code
    assert all("\n" not in problem.line(lang) for lang in ("en", "zh-Hant"))


def test_an_id_that_stands_twice_is_told_with_its_rows(table, rulebook):
    """They are what can be given instead."""
    with pytest.raises(InvalidInput) as rejected:
        profile_named(table, "F02", rulebook)
    assert rejected.value.problems[0].details["rows"] == "2, 3"


@pytest.mark.parametrize(("rows", "code"), [(0, "E-NO-ROW"), (1, None), (2, "E-ROW-WHICH")])
def test_the_only_row_of_a_table_need_not_be_named(tmp_path, rulebook, rows, code):
    """One of several must."""
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "F01,firm,TWN,5\n" * rows, "utf-8")
    try:
        assert (only_profile(source(path), rulebook).id, code) == ("F01", None)
    except InvalidInput as rejected:
        assert [each.code for each in rejected.problems] == [code]


@pytest.mark.parametrize("part_rows", [1, 2, 100])
def test_parts_do_not_matter(tmp_path, rulebook, part_rows):
    """Rows are counted through all of them."""
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "".join(f"F{i},firm,TWN,{i}\n" for i in range(1, 6)), "utf-8")
    for name in ("4", "F4"):
        (found,) = sources([str(path)], ReadingOptions(part_rows=part_rows))
        assert profile_named(found, name, rulebook)[0].id == "F4"
