"""What can be said of what is wrong: every code once, every title for a code that there is."""

from __future__ import annotations

from smeadvisor.errors import Place, Problem, shown, tables
from smeadvisor.errors.catalogue import CATALOGUE
from smeadvisor.errors.runs import RUN
from smeadvisor.errors.titles import TITLES, title


def test_no_code_is_said_of_two_things():
    """Those of tables and of runs are no others'."""
    assert not tables.TABLES.keys() & RUN.keys()


def test_titles_are_those_of_codes_in_both_languages():
    """A code without one has an empty title."""
    assert TITLES.keys() <= CATALOGUE.keys()
    assert all(title(code, "en") and title(code, "zh-Hant") for code in TITLES)
    assert title("E-STOPPED", "en") == ""


def test_no_message_holds_what_a_terminal_obeys():
    """Whatever names and values it tells of, in sentences and as data."""
    name = "a\x1b[31m\u202eb\udca4\n"
    problem = Problem("E-SAME-FILE", Place(name), details={"other": name})
    assert problem.line("en").isprintable()
    assert problem.as_dict("en")["message"].isprintable()


def test_blanks_at_an_end_of_a_value_are_seen():
    """In quotes; those within it, and of another kind, are seen as they are."""
    told = {"12 ": '"12 "', " ": '" "', "a b": "a b", "5\xa0": "5\\xa0", "x" * 50 + " ": '"' + "x" * 38 + "…"}
    assert [*map(shown, told)] == [*told.values()]
