"""An interview on the screen: each prompt is drawn in place, and what was answered stays above it."""

from __future__ import annotations

import shutil
from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, VSplit, Window
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from smeadvisor.files.signals import Interrupted, handed_to
from smeadvisor.interview.dialogue import Dialogue
from smeadvisor.interview.prompts import Command, Entered, Picked, Prompt, Reply
from smeadvisor.interview.waiting import refusal
from smeadvisor.messages import say
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.advice.lines import wrapped
from smeadvisor.terminal.drawing import CONTROLS, LETTERS, Line, Look, above, below, choices, narrowed, typed_into

_WIDEST = 88
_STYLE = Style.from_dict(
    {
        "title": "bold",
        "dim": "ansibrightblack",
        "bar": "ansicyan",
        "here": "bold ansicyan",
        "wrong": "bold ansired",
        "note": "italic",
        "said": "ansigreen",
    }
)
_PLAIN = Style.from_dict({"title": "bold", "here": "bold", "wrong": "bold"})


def show(dialogue: Dialogue, colour: bool) -> bool:
    """Hold the interview on the screen; whether it came to an end before the terminal was closed."""
    screen = _Screen(dialogue, colour)
    screen.say(dialogue.opening(), "said")
    while dialogue.ended is None:
        try:
            _Asking(screen, dialogue).ask()
        except EOFError:
            return False
    return True


class _Screen:
    """Prints what stays, in colour or without."""

    def __init__(self, dialogue: Dialogue, colour: bool) -> None:
        self.style = _STYLE if colour else _PLAIN
        self.depth = None if colour else ColorDepth.DEPTH_1_BIT

    def say(self, lines: list[str], style: str) -> None:
        width = _width()
        for text in lines:
            for each in wrapped(text, width):
                shown = FormattedText([(f"class:{style}", each)])
                print_formatted_text(shown, style=self.style, color_depth=self.depth)


class _Asking:
    """One prompt until it is answered; what is typed goes to the dialogue, what it refuses is told beside the field."""

    def __init__(self, screen: _Screen, dialogue: Dialogue) -> None:
        self._screen, self._dialogue = screen, dialogue
        self._prompt = dialogue.prompt()
        self._look = _first_look(self._prompt)
        self._field = Buffer(multiline=False, on_text_changed=lambda _: self._narrow())
        self._said: list[str] = []
        self._app = self._application()

    def ask(self) -> None:
        """Until there is a next prompt; then what was noted stays above it."""
        with handed_to(self._stop):
            self._app.run(pre_run=self._heed_faults, set_exception_handler=False, handle_sigint=False)
        self._screen.say(self._said, "said")

    def _heed_faults(self) -> None:
        """A fault of ours ends the run and is told in one line; left alone, it would be printed as a traceback."""

        def fault(loop: AbstractEventLoop, context: dict[str, Any]) -> None:
            if self._app.is_running:
                self._app.exit(exception=context.get("exception") or RuntimeError(context["message"]))

        get_running_loop().set_exception_handler(fault)

    def _stop(self, stopped: Interrupted) -> None:
        loop = self._app.loop
        if loop is None or not self._app.is_running:
            raise stopped
        loop.call_soon_threadsafe(lambda: self._app.exit(exception=stopped))

    def _application(self) -> Application[None]:
        return Application(
            layout=Layout(HSplit(self._parts())),
            key_bindings=self._bindings(),
            style=self._screen.style,
            color_depth=self._screen.depth,
            erase_when_done=True,
        )

    def _parts(self) -> list[Any]:
        parts: list[Any] = [_drawn(lambda: above(self._prompt, self._look, _width()))]
        if typed_into(self._prompt):
            mark = Window(FormattedTextControl(self._mark), dont_extend_width=True, height=1)
            parts.append(VSplit([mark, Window(BufferControl(self._field), height=1)]))
        if self._prompt.options:
            parts.append(_drawn(self._choices))
        parts.append(_drawn(lambda: below(self._prompt, self._look, self._dialogue.lang, _width())))
        return parts

    def _mark(self) -> str:
        return say("interview.find", self._dialogue.lang) if self._prompt.options else "> "

    def _choices(self) -> list[Line]:
        width = _width()
        taken = len(above(self._prompt, self._look, width)) + 1
        taken += len(below(self._prompt, self._look, self._dialogue.lang, width))
        room = shutil.get_terminal_size().lines - taken - 1
        return choices(self._prompt, self._look, self._dialogue.lang, width, max(room, 3))

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        field = typed_into(self._prompt)
        for command in self._prompt.commands:
            self._bind(keys, command, field)
        keys.add("c-c")(lambda event: event.app.exit(exception=Interrupted(2)))
        keys.add("enter")(lambda event: self._enter())
        if self._prompt.options:
            self._bind_choosing(keys, field)
        return keys

    def _bind(self, keys: KeyBindings, command: Command, field: bool) -> None:
        def pressed(event: KeyPressEvent) -> None:
            self._command(command)

        if field:
            keys.add(f"c-{CONTROLS[command]}", eager=True)(pressed)
        else:
            keys.add(LETTERS[command])(pressed)
        if command == "help" and self._prompt.entry != "text":
            keys.add("?", eager=True)(pressed)

    def _bind_choosing(self, keys: KeyBindings, field: bool) -> None:
        keys.add("up", eager=True)(lambda event: self._move(-1))
        keys.add("down", eager=True)(lambda event: self._move(1))
        if self._prompt.entry == "list":
            keys.add("space", eager=True)(lambda event: self._tick())
        for option in () if field else self._prompt.options:
            keys.add(option.key)(self._chooser(option.value))

    def _chooser(self, value: str) -> Callable[[KeyPressEvent], None]:
        def pressed(event: KeyPressEvent) -> None:
            values = [each.value for each in self._prompt.options]
            self._look = replace(self._look, row=values.index(value), wrong=())
            self._tick() if self._prompt.entry == "list" else self._reply(Picked((value,)))

        return pressed

    def _move(self, by: int) -> None:
        count = len(narrowed(self._prompt, self._look.filter))
        self._look = replace(self._look, row=(self._look.row + by) % max(count, 1))

    def _narrow(self) -> None:
        self._look = replace(self._look, filter=self._field.text if self._prompt.options else "", row=0, wrong=())

    def _here(self) -> str | None:
        options = narrowed(self._prompt, self._look.filter)
        return options[self._look.row].value if self._look.row < len(options) else None

    def _tick(self) -> None:
        value = self._here()
        if value is None:
            return
        others = frozenset() if value == "" else self._look.ticked - {""}
        ticked = self._look.ticked - {value} if value in self._look.ticked else others | {value}
        if self._field.text:
            self._field.reset()
        row = [each.value for each in self._prompt.options].index(value)
        self._look = replace(self._look, ticked=ticked, wrong=(), filter="", row=row)

    def _enter(self) -> None:
        prompt = self._prompt
        if prompt.entry == "list" and self._field.text:
            return self._tick()
        if prompt.entry == "list":
            ticked = tuple(each.value for each in prompt.options if each.value in self._look.ticked)
            if ticked:
                return self._reply(Picked(ticked))
            self._look = replace(self._look, wrong=(say("interview.tick_first", self._dialogue.lang),))
            return None
        here = self._here() if prompt.options else None
        typed_code = prompt.entry == "code" and (here is None or not self._field.text)
        return self._reply(Entered(self._field.text) if here is None or typed_code else Picked((here,)))

    def _command(self, command: Command) -> None:
        if command in ("help", "why"):
            text = self._dialogue.prompt().help if command == "help" else self._dialogue.why()
            shown = self._look.shown
            toggled = tuple(each for each in shown if each != text) if text in shown else (*shown, text)
            self._look = replace(self._look, shown=toggled)
        elif command == "language":
            self._switch()
        else:
            self._reply(command)

    def _switch(self) -> None:
        """All texts in the other language; what was typed and ticked stays."""
        self._dialogue.take("language")
        self._prompt = self._dialogue.prompt()
        self._look = replace(self._look, shown=(), wrong=())

    def _reply(self, reply: Reply) -> None:
        try:
            said = self._dialogue.take(reply)
        except InvalidInput as rejected:
            wrong = tuple(refusal(each, self._dialogue.lang) for each in rejected.problems)
            self._look = replace(self._look, wrong=wrong)
            return
        if self._dialogue.ended is None and self._dialogue.prompt() == self._prompt:
            self._look = replace(self._look, wrong=tuple(said))
            return
        self._said = said
        self._app.exit()


def _first_look(prompt: Prompt) -> Look:
    """On the answer that there is, or the first row; boxes ticked as they were."""
    values = [each.value for each in prompt.options]
    row = values.index(prompt.chosen[0]) if prompt.chosen and prompt.chosen[0] in values else 0
    shown = (prompt.current,) if prompt.current and not prompt.chosen else ()
    return Look(row, frozenset(prompt.chosen), shown=shown)


def _drawn(lines: Callable[[], list[Line]]) -> Window:
    def text() -> FormattedText:
        found = lines()
        ends = ["\n"] * (len(found) - 1) + [""] * bool(found)
        styled = zip(found, ends, strict=True)
        return FormattedText([(f"class:{style}" if style else "", each + end) for (style, each), end in styled])

    return Window(FormattedTextControl(text), dont_extend_height=True, wrap_lines=False)


def _width() -> int:
    return max(min(shutil.get_terminal_size().columns - 1, _WIDEST), 20)
