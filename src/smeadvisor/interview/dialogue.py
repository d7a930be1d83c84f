"""The course of an interview, without a screen: it puts prompts and takes replies, and keeps every answer at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from smeadvisor.files.documents.scalars import checked
from smeadvisor.interview import Session
from smeadvisor.interview.course import State, Step, answered, left, onward, passed
from smeadvisor.interview.entries import raw_value
from smeadvisor.interview.prompts import Command, Entered, Picked, Prompt, Reply
from smeadvisor.interview.saving import Keeping, Memory
from smeadvisor.interview.steps import (
    Draft,
    economy_prompt,
    in_form_order,
    kind_prompt,
    known_line,
    offer_prompt,
    question_prompt,
    review_prompt,
    sentence_start,
    text_prompt,
)
from smeadvisor.interview.waiting import reason_for
from smeadvisor.messages import say
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text
from smeadvisor.problems import InvalidInput, Lang, Place, Problem, pointer, problem

_BEGINNING: tuple[Step, ...] = ("kind", "economy", "id", "name")


class Dialogue:
    """One interview. ``keeping_for`` says where a profile of that id is kept, or raises InvalidInput.

    With a session it goes on from there, else it begins by asking who is to be advised.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        keeping_for: Callable[[str], Keeping],
        memory: Memory,
        session: Session | None = None,
    ) -> None:
        self._rulebook, self._keeping_for = rulebook, keeping_for
        self.keeping = keeping_for(session.id) if session else None
        self.saved = False
        self.state = State("kind", memory)
        if session:
            # Other rules than those that it was begun by may ask other questions.
            asked = in_form_order(session) if memory.everything else session.answers
            trail = tuple(name for name in memory.trail if name in asked)
            self.state = onward(replace(self.state, session=session, memory=replace(memory, trail=trail)))

    @property
    def lang(self) -> Lang:
        """The language in which it is held."""
        return self.state.memory.lang

    @property
    def ended(self) -> Literal["finished", "stopped"] | None:
        """How it ended; None while it goes on."""
        return self.state.ended

    def opening(self) -> list[str]:
        """What is known already, a line an answer; nothing for a new profile."""
        session = self.state.session
        if session is None or not session.answers:
            return []
        lines = self._known_lines(session)
        return [say("interview.known", self.lang, count=len(lines)), *(f"- {each}" for each in lines)]

    def _known_lines(self, session: Session) -> list[str]:
        attributes = session.rulebook.attributes
        return [known_line(attributes[name], session.answers[name], self.lang) for name in answered(self.state)]

    def prompt(self) -> Prompt:
        """What is put to the person now."""
        state, lang = self.state, self.lang
        if state.session is None:
            return self._beginning(state.step, lang)
        if state.step == "offer":
            return offer_prompt(state.session, len(left(state)), lang)
        if state.step == "review":
            return review_prompt(state.session, answered(state), lang)
        everything = state.memory.everything
        leave = everything or state.memory.went_on or state.asked in state.session.answers
        trail = state.memory.trail
        number = (trail.index(state.asked) if state.asked in trail else len(trail)) + 1
        return question_prompt(state.session, state.asked, number, lang, everything=everything, leave=leave)

    def _beginning(self, step: Step, lang: Lang) -> Prompt:
        if step == "kind":
            return kind_prompt(lang)
        return economy_prompt(self._rulebook, lang) if step == "economy" else text_prompt(step, lang)

    def why(self) -> str:
        """Why what is asked is asked."""
        session = self.state.session
        if session is None or self.state.step != "question":
            return self.prompt().help or say("interview.no_help", self.lang)
        return reason_for(session, self.state.asked, self.lang)

    def take(self, reply: Reply) -> list[str]:
        """Go on with a reply; what there is to say to it, line by line.

        Raises InvalidInput for an entry that will not do, OutputError where it cannot be kept: then nothing has
        changed.
        """
        if isinstance(reply, Entered | Picked):
            return self._entered(reply)
        if reply not in self.prompt().commands:
            return [say("interview.not_here", self.lang)]
        return _TAKEN[reply](self)

    def _entered(self, reply: Entered | Picked) -> list[str]:
        prompt = self.prompt()
        value = raw_value(prompt, reply)
        if value == "" and prompt.name != "name":
            return self._nothing(prompt)
        if self.state.session is None:
            return self._begun(value)
        if self.state.step != "question":
            return self._chosen(prompt, value)
        return self._accept(lambda session: session.answer(self.state.asked, value))

    def _nothing(self, prompt: Prompt) -> list[str]:
        """Nothing typed: on a form typed in that is a question left open, else nothing at all."""
        if self.state.memory.everything and "leave" in prompt.commands:
            return self._leave()
        if prompt.name == "review":
            return self._back()
        return [say("interview.answer_first", self.lang)]

    def _begun(self, value: str) -> list[str]:
        state = self.state
        if state.step == "kind":
            if value not in ("firm", "economy"):
                raise InvalidInput(_no_option(value))
            self.state = replace(state, step="economy", draft=replace(state.draft, kind=value))
        elif state.step == "economy":
            code = value.upper() if len(value) == 3 else value
            Session.begin(self._rulebook, state.draft.kind, code)
            self.state = replace(state, step="id", draft=replace(state.draft, economy=code))
        elif state.step == "id":
            self._begin(replace(state.draft, id=checked(value, Place(""))), None)
            # It may be the second id, or the same once more.
            self.release()
            self.keeping = self._keeping_for(value)
            self.state = replace(state, step="name", draft=replace(state.draft, id=value))
        else:
            name = Text(en=value, zh_hant=value) if checked(value, Place("")) else None
            session = self._begin(state.draft, name)
            self.state = onward(replace(state, session=session))
        return []

    def release(self) -> None:
        """Let another interview go on with the file of this one."""
        if self.keeping:
            self.keeping.release()

    def _begin(self, draft: Draft, name: Text | None) -> Session:
        return Session.begin(self._rulebook, draft.kind, draft.economy, id=draft.id, name=name)

    def _chosen(self, prompt: Prompt, value: str) -> list[str]:
        """One of the things that can be done next, or one of the answers to be changed."""
        state = self.state
        if value not in {each.value for each in prompt.options}:
            raise InvalidInput(_no_option(value))
        if state.step == "review":
            self.state = replace(state, step="question", asked=value, editing=True)
        elif value == "finish":
            self._end("finished")
        elif value == "go_on":
            self.state = onward(replace(state, memory=replace(state.memory, went_on=True)))
        else:
            self.state = replace(state, step="review")
        return []

    def _accept(self, change: Callable[[Session], Session]) -> list[str]:
        """Take an answer, keep it, then go on; what is unusual in it is told."""
        state = self.state
        assert state.session is not None  # noqa: S101 - questions are put within a session only
        session = change(state.session)
        after = passed(replace(state, session=session))
        self._keep(after)
        self.state = onward(after)
        attribute, answer = session.rulebook.attributes[state.asked], session.answers[state.asked]
        told = ["✓ " + known_line(attribute, answer, self.lang)]
        return [*told, *self._warned(session, state.asked)]

    def _warned(self, session: Session, asked: str) -> list[str]:
        here = pointer(("answers", asked))
        return [each.message(self.lang) + "; " + each.remedy(self.lang) for each in _warnings(session, here)]

    def _keep(self, state: State) -> None:
        if self.keeping and state.session:
            self.keeping.save(state.session.as_data(), state.memory)
            self.saved = True

    def _dont_know(self) -> list[str]:
        return self._accept(lambda session: session.skip(self.state.asked))

    def _not_applicable(self) -> list[str]:
        return self._accept(lambda session: session.not_applicable(self.state.asked))

    def _leave(self) -> list[str]:
        """Leave what is asked as it is: open, or with the answer that it has."""
        session, asked = self.state.session, self.state.asked
        after = passed(self.state)
        if self.saved and self.keeping:
            self.keeping.remember(after.memory)
        self.state = onward(after)
        if session is None or asked in session.answers:
            return []
        title = sentence_start(session.rulebook.attributes[asked].title.to(self.lang))
        return ["○ " + say("interview.is_open", self.lang, title=title)]

    def _back(self) -> list[str]:
        state = self.state
        if state.session is None:
            return self._back_at_beginning()
        if state.step == "review" or state.editing:
            step: Step = "review" if state.step == "question" else "question"
            back = replace(state, step=step, editing=False)
            self.state = back if step == "review" else onward(back)
        elif state.memory.trail:
            *before, last = state.memory.trail
            memory = replace(state.memory, trail=tuple(before))
            self.state = replace(state, step="question", asked=last, memory=memory)
        elif not self.saved and state.draft.id:
            self.state = replace(state, step="name", session=None)
        else:
            return [say("interview.at_begin", self.lang)]
        return []

    def _back_at_beginning(self) -> list[str]:
        at = _BEGINNING.index(self.state.step)
        self.state = replace(self.state, step=_BEGINNING[max(at - 1, 0)])
        return [] if at else [say("interview.at_begin", self.lang)]

    def _language(self) -> list[str]:
        lang: Lang = "en" if self.lang == "zh-Hant" else "zh-Hant"
        memory = replace(self.state.memory, lang=lang)
        if self.saved and self.keeping:
            self.keeping.remember(memory)
        self.state = replace(self.state, memory=memory)
        return [say("interview.switched", lang)]

    def _review(self) -> list[str]:
        self.state = replace(self.state, step="review", editing=False)
        return []

    def _stop(self) -> list[str]:
        self._end("stopped")
        return []

    def _end(self, how: Literal["finished", "stopped"]) -> None:
        session = self.state.session
        if self.keeping and session and (session.answers or how == "finished"):
            self._keep(self.state)
            if how == "finished":
                self.keeping.end()
        self.state = replace(self.state, ended=how)

    def _help(self) -> list[str]:
        return [self.prompt().help or say("interview.no_help", self.lang)]

    def _why(self) -> list[str]:
        return [self.why()]


_TAKEN: dict[Command, Callable[[Dialogue], list[str]]] = {
    "help": Dialogue._help,
    "why": Dialogue._why,
    "dont_know": Dialogue._dont_know,
    "not_applicable": Dialogue._not_applicable,
    "leave": Dialogue._leave,
    "back": Dialogue._back,
    "language": Dialogue._language,
    "review": Dialogue._review,
    "stop": Dialogue._stop,
}


def _warnings(session: Session, here: str) -> list[Problem]:
    return [each for each in session.profile().warnings if each.pointer == here]


def _no_option(value: str) -> Problem:
    return problem("E-CHOICE", value, choices="")
