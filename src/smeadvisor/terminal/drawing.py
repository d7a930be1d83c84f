"""How a prompt looks on a screen of a given width: lines of styled text, and nothing of where they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from smeadvisor.interview.prompts import Command, Option, Prompt
from smeadvisor.messages import say
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.lines import width_of, wrapped

Line = tuple[str, str]
"""A style (title, dim, choice, here, wrong …) and a text."""

LETTERS: dict[Command, str] = {
    "help": "?",
    "why": "w",
    "dont_know": "s",
    "not_applicable": "x",
    "leave": "-",
    "back": "b",
    "review": "r",
    "language": "l",
    "stop": "q",
}
"""What is pressed for a command; with Ctrl before it where letters are part of the answer."""

CONTROLS: dict[Command, str] = {**LETTERS, "help": "o", "leave": "n"}
_BAR = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a person has done to a prompt so far: the row they are on, the boxes ticked, what is shown besides."""

    row: int = 0
    ticked: frozenset[str] = field(default_factory=frozenset)
    filter: str = ""
    shown: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def typed_into(prompt: Prompt) -> bool:
    """Whether letters go into a field, so that commands take Ctrl: also where a digit alone does not choose."""
    return prompt.entry in ("text", "code", "number", "money") or any(len(each.key) > 1 for each in prompt.options)


def narrowed(prompt: Prompt, filter: str) -> list[Option]:
    """The options that hold what was typed, in their key, code or words."""
    wanted = filter.strip().casefold()
    exact = [each for each in prompt.options if wanted and wanted == each.key.casefold()]
    if exact and wanted.isdecimal():
        return exact
    return [each for each in prompt.options if wanted in f"{each.value} {each.text}".casefold()]


def above(prompt: Prompt, look: Look, width: int) -> list[Line]:
    """What stands over the answer: how far it is, the question, its help and reason where asked for."""
    lines = _head(prompt, width)
    lines += [("title", each) for each in wrapped(prompt.text, width)]
    if prompt.hint:
        lines += [("dim", each) for each in wrapped(prompt.hint, width)]
    for text in look.shown:
        lines += [("", ""), *(("note", each) for each in wrapped(text, width))]
    return [("", ""), *lines, *([("", "")] if prompt.options else [])]


def _head(prompt: Prompt, width: int) -> list[Line]:
    lines = [("dim", each) for each in wrapped(prompt.head, width)] if prompt.head else []
    if prompt.decided is not None:
        done = round(_BAR * prompt.decided / 100)
        lines.append(("bar", "█" * done + "░" * (_BAR - done)))
    return lines


def choices(prompt: Prompt, look: Look, lang: Lang, width: int, height: int) -> list[Line]:
    """The options that fit into the height, around the row one is on."""
    options = narrowed(prompt, look.filter)
    if not options:
        return [("dim", f"  {say('interview.no_match', lang)}")]
    blocks = [_choice(prompt, each, i == look.row, look, width) for i, each in enumerate(options)]
    first, last = _window([len(each) for each in blocks], look.row, height)
    lines = [line for block in blocks[first:last] for line in block]
    above_mark = [("dim", "  ↑")] if first else []
    return [*above_mark, *lines, *([("dim", "  ↓")] if last < len(blocks) else [])]


def _choice(prompt: Prompt, option: Option, here: bool, look: Look, width: int) -> list[Line]:
    mark = ""
    if prompt.entry == "list":
        mark = "[x] " if option.value in look.ticked else "[ ] "
    key = f"{option.key:>2} " if prompt.entry != "code" else f"{option.key} "
    front = f"{'> ' if here else '  '}{mark}{key}"
    rows = wrapped(option.text, max(width - width_of(front), 8))
    style = "here" if here else "choice"
    return [(style, (front if i == 0 else " " * width_of(front)) + each) for i, each in enumerate(rows)]


def _window(heights: Sequence[int], row: int, height: int) -> tuple[int, int]:
    """The rows from and to which there is room, the row one is on among them."""
    if sum(heights) <= height:
        return 0, len(heights)
    room, first, last = max(height - 2, 1), row, min(row + 1, len(heights))
    used = sum(heights[first:last])
    while True:
        if first > 0 and used + heights[first - 1] <= room:
            first -= 1
            used += heights[first]
        elif last < len(heights) and used + heights[last] <= room:
            used += heights[last]
            last += 1
        else:
            return first, last


def below(prompt: Prompt, look: Look, lang: Lang, width: int) -> list[Line]:
    """What stands under the answer: why an entry will not do, and the keys."""
    wrong = [("wrong", each) for text in look.wrong for each in wrapped(text, width)]
    return [*wrong, ("", ""), *(("dim", each) for each in _keys(prompt, lang, width))]


def _keys(prompt: Prompt, lang: Lang, width: int) -> list[str]:
    named = [f"{_key(each, prompt)} {_named(each, prompt, lang)}" for each in prompt.commands]
    return _flowing([*_moves(prompt, lang), *named], width)


def _named(command: Command, prompt: Prompt, lang: Lang) -> str:
    return (
        say("interview.left_open", lang)
        if command == "leave" and not prompt.current
        else say(f"interview.commands.{command}", lang)
    )


def _key(command: Command, prompt: Prompt) -> str:
    if not typed_into(prompt) or (command == "help" and prompt.entry != "text"):
        return LETTERS[command]
    return f"^{CONTROLS[command].upper()}"


def _moves(prompt: Prompt, lang: Lang) -> list[str]:
    if not prompt.options:
        return [f"⏎ {say('interview.enter', lang)}"]
    ways = [f"↑↓ {say('interview.moved', lang)}"]
    if prompt.entry == "list":
        ways.append(f"␣ {say('interview.tick', lang)}")
    ways.append(f"⏎ {say('interview.enter' if prompt.entry == 'list' else 'interview.choose', lang)}")
    return [*ways, say("interview.filter", lang)] if typed_into(prompt) else ways


def _flowing(items: Sequence[str], width: int) -> list[str]:
    """The items one after the other, none broken where a line ends."""
    lines: list[str] = []
    for each in items:
        if lines and width_of(lines[-1]) + 3 + width_of(each) <= width:
            lines[-1] += f"   {each}"
        else:
            lines.append(each)
    return lines
