"""The interview on a screen: what is pressed reaches the dialogue, and every line fits."""

from __future__ import annotations

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from smeadvisor.files.signals import Interrupted
from smeadvisor.interview import Session
from smeadvisor.interview.prompts import Entered
from smeadvisor.interview.saving import Memory
from smeadvisor.interview.steps import economy_prompt, in_form_order, kind_prompt, question_prompt, text_prompt
from smeadvisor.rendering.advice.lines import width_of
from smeadvisor.terminal.beginning import begun
from smeadvisor.terminal.drawing import CONTROLS, LETTERS, Look, above, below, choices
from smeadvisor.terminal.screen import show

DOWN, ENTER = "\x1b[B", "\r"


@pytest.fixture
def press(tmp_path, monkeypatch, rulebook):
    """Holds an interview in which these keys are pressed; the dialogue after it."""
    monkeypatch.chdir(tmp_path)

    def held(keys, asked=None):
        dialogue = begun(rulebook, None, Memory())
        for each in ("firm", "MEX", "acme", "") if asked else ():
            dialogue.take(Entered(each))
        if asked:
            object.__setattr__(dialogue.state, "asked", asked)
        with create_pipe_input() as source, create_app_session(input=source, output=DummyOutput()):
            source.send_text(keys)
            show(dialogue, colour=False)
        return dialogue

    return held


@pytest.mark.parametrize(
    ("asked", "keys", "value"),
    [
        ("exports_now", "y", True),
        ("exports_now", DOWN + ENTER, False),
        ("foreign_partner", "3", "reliable"),
        ("industry", "food" + ENTER, "food"),
        ("industry", "13" + ENTER, "environment_recycling"),
        ("employees", "12 horses" + ENTER + "\b" * 7 + ENTER, 12),
        ("setbacks_last_year", "14 cheap" + ENTER, None),
        ("setbacks_last_year", "14 " + DOWN * 3 + " " + ENTER, ("payments_overdue", "business_cut_by_unrest")),
        ("prepared_for_market", ENTER + "0" + ENTER, ()),
        ("prepared_for_market", "120" + "3" + ENTER, ("technical_standards",)),
    ],
)
def test_keys_answer(press, rulebook, asked, keys, value):
    """Arrows, digits, letters that narrow, the space bar; a slip is told and mended."""
    session = press(keys + "\x11" + "q", asked).state.session
    if value is None:
        assert asked not in session.answers
        return
    got = session.answers[asked].value
    if isinstance(value, tuple):
        assert len(got) == len(value)
    else:
        assert got == value


def test_from_the_beginning_to_the_end(press):
    """Kind, economy, id and name, an answer, and a stop that keeps it."""
    dialogue = press("1" + "mex" + ENTER + "acme" + ENTER + ENTER + "\x13" + "l" + "\x11" + "q")
    assert (dialogue.ended, len(dialogue.state.session.answers), dialogue.saved) == ("stopped", 1, True)


def test_ctrl_c_ends_it(press):
    """As a signal would."""
    with pytest.raises(Interrupted) as stopped:
        press("1" + "\x03")
    assert stopped.value.exit_code == 130


@pytest.mark.parametrize("width", [39, 79])
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
@pytest.mark.parametrize("kind", ["firm", "economy"])
def test_every_line_fits(rulebook, kind, lang, width):
    """Each prompt with its help, at 40 and at 80 columns, in both languages; the row one is on is always seen."""
    session = Session.begin(rulebook, kind, "TWN")
    prompts = [kind_prompt(lang), economy_prompt(rulebook, lang), text_prompt("id", lang), text_prompt("name", lang)]
    prompts += [question_prompt(session, each, 1, lang, everything=True, leave=True) for each in in_form_order(session)]
    for prompt in prompts:
        for row in range(max(len(prompt.options), 1)):
            look = Look(row, shown=(prompt.help,), wrong=(prompt.text,))
            listed = choices(prompt, look, lang, width, 6)
            for _, text in (*above(prompt, look, width), *listed, *below(prompt, look, lang, width)):
                assert width_of(text) <= width
            assert len(listed) <= 8
            assert not prompt.options or any(style == "here" for style, _ in listed)


def test_every_command_has_a_key_of_its_own():
    """No two share a letter, alone or with Ctrl; none takes Ctrl with a letter that terminals send for other keys."""
    for keys in (LETTERS, CONTROLS):
        assert len(set(keys.values())) == len(keys)
    assert not set(CONTROLS.values()) & set("chijm[")
