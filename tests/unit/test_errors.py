"""What can be said of what is wrong: every code once, every title for a code that there is."""

from __future__ import annotations

from smeadvisor.problems import Place, Problem, shown, title_of


def test_what_many_problems_are_counted_under():
    """The title of a code, or its sentence with dots in place of what differs; nothing for a code there is not."""
    assert title_of("E-NUM", "en") == "numbers written in another way"
    assert "…" in title_of("E-ROW-NAME", "en")
    assert title_of("E-NONE", "zh-Hant") == ""


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
