"""The interview as a course of prompts and replies: nothing is lost, whatever is said in whatever order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from smeadvisor.engines.chaining import Engine
from smeadvisor.files.disk import OutputError
from smeadvisor.files.documents import read
from smeadvisor.files.documents.yaml_writer import as_yaml
from smeadvisor.interview import next_question, saving
from smeadvisor.interview.entries import raw_value
from smeadvisor.interview.prompts import Entered, Picked
from smeadvisor.interview.saving import Memory, beside, file_for, remembered
from smeadvisor.interview.steps import in_form_order
from smeadvisor.model.profile import read_profile
from smeadvisor.model.timeline import at
from smeadvisor.problems import InvalidInput, problem
from smeadvisor.rendering.advice import render
from smeadvisor.rules.loading import load
from smeadvisor.terminal.beginning import begun, continued, resumed
from smeadvisor.terminal.ending import advice
from smeadvisor.terminal.plain import prompt_line, reply_of
from support.generated import turning_points
from support.paths import ROOT, RULES
from support.scale import scaled

WHOLE = load(RULES)
BOOK = at(WHOLE, WHOLE.about.reviewed_through)
ENGINE = Engine(BOOK)
HOSTILE = [
    "no",
    "1e3",
    "2024-02-30",
    "=1+1",
    "a: b #c",
    "大同 𠮷",
    "x" * 10_001,
    "\x00",
    "\ud800",
    "-",
    "null",
    "'\"\\",
]
JUNK = [
    *HOSTILE,
    "17 horses",
    "999",
    "-1",
    "130 USD",
    "USD",
    "USD 5,000",
    "~5",
    ">>",
    "0,1",
    "yes no",
    "１２",
    "٣",
    "  ",
]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder that one is in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def started(kind="1", economy="MEX", name="acme", everything=False):
    """An interview past its beginning."""
    dialogue = begun(BOOK, None, Memory(everything=everything))
    for each in (kind, economy, name, ""):
        dialogue.take(Entered(each))
    return dialogue


def typed(raw):
    """A raw value as it would be typed."""
    if isinstance(raw, bool):
        return "y" if raw else "n"
    if isinstance(raw, list):
        return ",".join(raw) or "0"
    if isinstance(raw, dict):
        return f"{raw['amount']} {raw['currency']}" if "amount" in raw else f"{raw['qualifier']}{raw['value']}"
    return str(raw)


class Interview(RuleBasedStateMachine):
    """Answers, changes, skips, back, languages, endings and beginnings again in any order."""

    @initialize(kind=st.sampled_from(["1", "2"]), everything=st.booleans())
    def begin(self, kind, everything):
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "acme.yaml"
        self.dialogue = begun(BOOK, self.path, Memory(everything=everything))
        self.expected = {}
        for each in (kind, "twn", "acme", "大同 no"):
            self.dialogue.take(Entered(each))

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @property
    def asked(self):
        state = self.dialogue.state
        return state.asked if state.step == "question" else None

    @property
    def at_first(self):
        """Whether a step back leads out of the questions, to who is asked."""
        state = self.dialogue.state
        return state.step != "review" and not state.editing and not state.memory.trail

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def answer(self, data):
        raw = data.draw(st.sampled_from(turning_points(BOOK, self.asked)))
        asked = self.asked
        self.dialogue.take(Entered(typed(raw)))
        self.expected[asked] = raw

    @precondition(lambda self: self.asked)
    @rule(state=st.sampled_from(["dont_know", "not_applicable"]))
    def settle(self, state):
        asked = self.asked
        self.dialogue.take(state)
        self.expected[asked] = state

    @rule(said=st.sampled_from(["help", "why", "back", "language", "review", "leave"]))
    def say(self, said):
        if said == "back" and self.at_first:
            return
        assert all(isinstance(each, str) and each for each in self.dialogue.take(said))

    @rule(junk=st.sampled_from(JUNK))
    def mistype(self, junk):
        asked, before = self.asked, self.dialogue.state
        try:
            self.dialogue.take(Entered(junk))
        except InvalidInput as rejected:
            assert (self.dialogue.state, bool(rejected.problems)) == (before, True)
            return
        # What was no mistake for this question is an answer, or leaves it open.
        if self.dialogue.state.session.answers != before.session.answers:
            self.expected[asked] = junk

    @precondition(lambda self: self.dialogue.state.step in ("offer", "review"))
    @rule(data=st.data())
    def choose(self, data):
        options = [each for each in self.dialogue.prompt().options if each.value != "finish"]
        self.dialogue.take(Entered(data.draw(st.sampled_from(options)).key))

    @precondition(lambda self: self.dialogue.saved)
    @rule()
    def leave_and_resume(self):
        before = self.dialogue.state
        self.dialogue.release()
        self.dialogue = resumed(BOOK, self.path)
        assert self.dialogue.state.session.answers == before.session.answers
        assert self.dialogue.lang == before.memory.lang

    @invariant()
    def nothing_is_lost(self):
        """What was answered is answered, on the disk as in memory, and whoever asks for the prompt gets one."""
        if not hasattr(self, "dialogue"):
            return
        assert set(self.dialogue.state.session.answers) == set(self.expected)
        assert prompt_line(self.dialogue.prompt(), self.dialogue.lang)
        if self.dialogue.saved:
            assert read_profile(self.path, BOOK).answers == dict(sorted(self.dialogue.state.session.answers.items()))

    @precondition(lambda self: self.dialogue.saved)
    @rule()
    def the_advice_is_that_of_the_file(self):
        lang = self.dialogue.lang
        told = advice(self.dialogue.keeping, BOOK, lang, 80, False)
        assert told == render(ENGINE.consult(read_profile(self.path, BOOK)), BOOK, "text", lang, width=80)


TestInterview = Interview.TestCase
TestInterview.settings = settings(max_examples=scaled(12), stateful_step_count=25, deadline=None)


@pytest.mark.parametrize("kind", ["1", "2"])
def test_a_whole_interview_ends_with_the_advice_of_its_file(here, kind):
    """Everything asked is answered once; then it offers to stop, finishes, and only the profile is left."""
    dialogue, asked = started(kind), []
    while dialogue.state.step == "question":
        asked.append(dialogue.state.asked)
        dialogue.take(Entered(typed(turning_points(BOOK, asked[-1])[0])))
    assert len(asked) == len(set(asked))
    assert next_question(dialogue.state.session) is None
    dialogue.take(Picked(("finish",)))
    assert (dialogue.ended, [each.name for each in here.iterdir()]) == ("finished", ["acme.yaml"])
    assert (here / "acme.yaml").stat().st_mode & 0o777 == 0o600
    assert list(read_profile(here / "acme.yaml", BOOK).answers) == sorted(asked)


def test_who_is_asked_can_be_changed_until_something_is_saved(here):
    """Back leads out of the first question to the name, the id, the economy and the kind; after that it does not."""
    dialogue = started()
    for step in ("name", "id", "economy", "kind"):
        dialogue.take("back")
        assert dialogue.prompt().name == step
    for each in ("1", "twn", "acme", "back", "other", ""):
        dialogue.take(each if each == "back" else Entered(each))
    assert [each.name for each in here.iterdir()] == [".other.yaml.interview.lock"]
    assert (dialogue.state.session.economy, dialogue.state.session.id) == ("TWN", "other")
    dialogue.take("dont_know")
    dialogue.take("back")
    assert dialogue.take("back") == ["This is the beginning."]
    assert [each.name for each in here.iterdir() if not each.name.startswith(".")] == ["other.yaml"]


def test_everything_is_asked_in_the_order_of_the_form(here):
    """With nothing typed a question stays open, and comes no second time."""
    dialogue, asked = started(everything=True), []
    while dialogue.state.step == "question":
        asked.append(dialogue.state.asked)
        dialogue.take(Entered(""))
    assert asked == in_form_order(dialogue.state.session)
    assert dialogue.state.session.answers == {}


def test_going_on_asks_what_is_left(here):
    """Once nothing can change the first recommendations it offers to stop; whoever goes on is asked the rest."""
    dialogue = started()
    while dialogue.state.step == "question":
        dialogue.take("dont_know")
    assert "go_on" in {each.value for each in dialogue.prompt().options}
    dialogue.take(Picked(("go_on",)))
    while dialogue.state.step == "question":
        dialogue.take("not_applicable")
    assert set(dialogue.state.session.answers) == set(in_form_order(dialogue.state.session))
    assert {each.value for each in dialogue.prompt().options} == {"finish", "look_over"}


def test_an_economy_that_is_known_in_part_is_asked_only_what_is_open(here):
    """What is known is shown and not asked again."""
    path = ROOT / "profiles/economies/chl.yaml"
    known = set(read_profile(path, BOOK).answers)
    dialogue = continued(BOOK, path, None, Memory())
    assert len(dialogue.opening()) == len(known) + 1
    while dialogue.state.step == "question":
        assert dialogue.state.asked not in known
        dialogue.take("dont_know")
    dialogue.take(Picked(("finish",)))
    kept = read_profile(here / "chl.yaml", BOOK)
    assert {name: kept.answers[name] for name in known} == dict(read_profile(path, BOOK).answers)


def test_no_other_file_is_written_over(here):
    """Neither one that is there nor an interview that was left; a profile named twice is gone on with in place."""
    for text in ("id: acme\nkind: firm\neconomy: MEX\nnote: 'no'\n",):
        (here / "acme.yaml").write_text(text)
    dialogue = begun(BOOK, None, Memory())
    for each in ("firm", "Mexico"):
        dialogue.take(Entered(each))
    with pytest.raises(InvalidInput) as caught:
        dialogue.take(Entered("acme"))
    assert [each.code for each in caught.value.problems] == ["E-INTERVIEW-EXISTS"]
    with pytest.raises(InvalidInput):
        continued(BOOK, ROOT / "profiles/firms/mex-auto-parts.yaml", here / "acme.yaml", Memory())
    own = continued(BOOK, Path("acme.yaml"), Path("acme.yaml"), Memory())
    own.take("dont_know")
    assert read(here / "acme.yaml").data["note"] == "no"
    with pytest.raises(InvalidInput) as caught:
        continued(BOOK, Path("acme.yaml"), Path("acme.yaml"), Memory())
    assert [each.code for each in caught.value.problems] == ["E-INTERVIEW-OPEN"]


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '{"schema": 1}', '{"schema": "smeadvisor/interview/1", "lang": "fr"}']
)
def test_a_damaged_memory_is_told(here, content):
    """In one line; the profile is not touched."""
    (here / "a.yaml").write_text("id: a\nkind: firm\neconomy: MEX\n")
    with pytest.raises(InvalidInput) as caught:
        resumed(BOOK, Path("a.yaml"))
    assert [each.code for each in caught.value.problems] == ["E-NO-INTERVIEW"]
    beside(Path("a.yaml")).write_text(content)
    with pytest.raises(InvalidInput) as caught:
        remembered(Path("a.yaml"))
    assert [each.code for each in caught.value.problems] == ["E-INTERVIEW"]


def test_an_answer_that_cannot_be_kept_is_not_taken(here, monkeypatch):
    """A full disk is told, the question stays, and the answer is taken once there is room."""
    dialogue = started()
    asked = dialogue.state.asked

    def full(*_, **__):
        raise OutputError(problem("E-OUTPUT", detail="No space left on device"))

    with monkeypatch.context() as patch:
        patch.setattr(saving, "put", full)
        with pytest.raises(InvalidInput) as caught:
            dialogue.take("dont_know")
    assert ([each.code for each in caught.value.problems], dialogue.state.asked) == (["E-OUTPUT"], asked)
    dialogue.take("dont_know")
    assert asked in dialogue.state.session.answers


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("acme", "acme.yaml"),
        ("../../etc/x", "etc-x.yaml"),
        ("CON", "profile-CON.yaml"),
        ("-rf", "rf.yaml"),
        ("...", "profile.yaml"),
        ("大同公司", "大同公司.yaml"),
        ("a/b\\c:d", "a-b-c-d.yaml"),
        ("台" * 200, "台" * 33 + ".yaml"),
    ],
)
def test_a_file_is_named_for_the_id_and_stays_in_the_folder(name, file):
    """Whatever the id holds."""
    assert file_for(name) == Path(file)


@pytest.mark.parametrize(
    ("attribute", "line", "raw"),
    [
        ("exports_now", "y", True),
        ("exports_now", "否", "否"),
        ("employees", "12", "12"),
        ("employees", "~12", {"value": "12", "qualifier": "~"}),
        ("annual_sales", "250000 usd", {"amount": "250000", "currency": "USD"}),
        ("annual_sales", "TWD250000", {"amount": "250000", "currency": "TWD"}),
        ("annual_sales", "250000", {"amount": "250000"}),
        ("industry", "2", "furniture"),
        ("industry", "Furniture", "furniture"),
        ("setbacks_last_year", "1, 3", ["orders_refused_for_funds", "orders_lost_on_price"]),
        ("setbacks_last_year", "0", []),
        ("setbacks_last_year", "0 1", ["0", "orders_refused_for_funds"]),
        ("setbacks_last_year", "none of these", []),
    ],
)
def test_what_is_typed_becomes_what_a_file_would_hold(here, attribute, line, raw):
    """By key, code or words; what is none of them stays as it is, to be judged as in a file."""
    dialogue = started()
    dialogue.state = replace(dialogue.state, asked=attribute)
    assert raw_value(dialogue.prompt(), reply_of(line, dialogue.prompt())) == raw


def test_a_profile_saved_holds_names_as_texts(here):
    """Names that a careless writer would turn into something else come back as they are."""
    data = {"id": "no", "kind": "firm", "economy": "NOR", "name": "1e3", "answers": {}}
    (here / "no.yaml").write_text(as_yaml(data))
    profile = read_profile("no.yaml", BOOK)
    assert (profile.id, profile.name.en) == ("no", "1e3")
