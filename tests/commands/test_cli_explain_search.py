"""``explain why-not`` and ``explain rank`` from the command line: forms, languages, exit codes."""

from __future__ import annotations

import json
import re

import pytest

from smeadvisor.cli.explain_search import COMMANDS
from smeadvisor.explanation.goals import Goal
from smeadvisor.explanation.rank import Order
from smeadvisor.explanation.why_not import Inquiry
from smeadvisor.rendering.explanation.page import as_text, page_of
from smeadvisor.rendering.explanation.ranked import ranked_sections
from smeadvisor.rendering.explanation.why_not import why_not_sections
from smeadvisor.rendering.rulebook.reader import Reader
from support.explained import goals, shipped
from support.paths import FIRMS, ROOT
from support.scale import sample

MEXICO = str(ROOT / "profiles/firms/mex-auto-parts.yaml")


@pytest.fixture
def explain(run):
    """Runs ``smeadvisor explain``: exit code, output, messages."""

    def explained(*arguments):
        done = run("explain", *arguments)
        return done.returncode, done.out, done.told

    return explained


def test_a_why_not_tells_what_failed_and_the_smallest_change(explain):
    """With the answers as they are."""
    code, text, messages = explain("why-not", MEXICO, "export-talent")
    assert (code, messages) == (0, "")
    assert text.startswith("Why not “Export talent”?\n")
    for part in (
        "number of people trained for exporting: 0 (the answer is 2)",
        "Staff who negotiate in the buyers' language: no instead of yes.",
        "(barriers/functional/personnel#no-trained-staff)",
    ):
        assert part in " ".join(text.split())


def test_a_rank_tells_what_separates_and_what_swaps(explain):
    """A tie is told as one."""
    code, text, messages = explain("rank", str(ROOT / "profiles/firms/sgp-sauces.yaml"), "market-access")
    assert (code, messages) == (0, "")
    told = " ".join(text.split())
    assert "A tie: the same kind of evidence" in told
    assert "market-access before trade-procedures" in told
    assert "The kind of evidence separates them: a need stated comes before a difficulty met in practice" in told


@pytest.mark.parametrize("command", [("why-not", MEXICO, "export-talent"), ("rank", MEXICO, "export-finance")])
def test_json_is_one_line_with_the_data_and_what_is_told(explain, command):
    """The same bytes twice; in either language the same data."""
    code, text, _ = explain(*command, "--format", "json")
    assert (code, text.count("\n"), explain(*command, "--format", "json")[1]) == (0, 1, text)
    english = json.loads(text)
    chinese = json.loads(explain(*command, "--format", "json", "--lang", "zh-Hant")[1])
    assert (english["schema"], english["part"]) == ("smeadvisor/explanation/1", command[0])
    assert english.pop("told") != chinese.pop("told")
    assert english == chinese


def test_markdown_escapes_what_could_be_markup(explain):
    """Names of rules hold a #, ids of attributes an underscore."""
    code, text, _ = explain("why-not", MEXICO, "export-talent", "--format", "markdown")
    assert code == 0
    assert text.startswith("# Why not “Export talent”?\n\nname: recommendations/export-talent\n\n")
    assert "personnel\\#no-trained-staff" in text


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("why-not", MEXICO, "export-talents"), 65, "E-REF"),
        (("why-not", MEXICO, "sme"), 65, "E-CHOICE"),
        (("rank", MEXICO, "customer-credit"), 65, "E-REF"),
        (("why-not", "there-is-none.yaml", "export-talent"), 66, "E-NOT-FOUND"),
        (("rank", MEXICO, "export-finance", "--as-of", "1999"), 2, "E-AS-OF"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_what_cannot_be_explained_is_said_in_one_line(explain, arguments, code, error, lang):
    """With the exit code that the help names."""
    found, text, messages = explain(*arguments, "--lang", lang)
    assert (found, text, messages.count("\n")) == (code, "", 1)
    assert error in messages


def test_a_day_decides_which_instruments_there_are(explain):
    """In 2011 the fund that began later is no name."""
    name = "twn/export-loan-guarantee"
    assert explain("why-not", MEXICO, name)[0] == 0
    assert explain("why-not", MEXICO, name, "--as-of", "2011")[0] == 65


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_everything_can_be_told_in_both_languages(lang):
    """No blank is left unfilled, no line is empty, and English stays out of Chinese but for names."""
    for subject in sample(shipped()[4::8], every=2):
        reader, inquiry, order = Reader(subject.rulebook, lang), Inquiry(subject), Order(subject)
        for goal in list(goals(subject))[::3]:
            check(why_not_sections(inquiry.why_not(goal), subject, reader), lang)
        for each in subject.consultation.recommendations:
            check(ranked_sections(order.rank(Goal("recommendation", each.id)), subject, reader), lang)


def check(sections, lang):
    assert sections
    for line in (text for each in sections for text in (each.heading, *each.lines)):
        assert line.strip()
        assert "{" not in line
        assert "None" not in re.sub("^None|: None", "", line)
        if lang == "zh-Hant":
            assert re.search("[\u3400-\u9fff]", line)


def test_the_examples_of_the_help_run(explain):
    """Those with shipped profiles, as printed."""
    for name in ("why-not", "rank"):
        assert explain(name, "--help")[0] == 0
        epilog = {each.name: each for each in COMMANDS}[name].epilog
        for line in re.findall(r"smeadvisor explain (.*)", epilog):
            if "profiles/" in line:
                assert explain(*line.split())[0] == 0


def test_text_is_within_its_width():
    """Lines wrap."""
    subject = next(each for each in shipped() if each.profile.id == FIRMS[0].stem)
    found = Inquiry(subject).why_not(Goal("recommendation", "export-finance"))
    sections = why_not_sections(found, subject, Reader(subject.rulebook, "en"))
    assert max(map(len, as_text(page_of(sections), 60).splitlines())) <= 60
