"""An interview line by line: each prompt is one line, each answer one line; for pipes, scripts and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from smeadvisor.interview.dialogue import Dialogue
from smeadvisor.interview.prompts import Command, Entered, Prompt, Reply
from smeadvisor.interview.waiting import refusal
from smeadvisor.messages import say
from smeadvisor.problems import InvalidInput, Lang
from smeadvisor.rendering.advice.wording import bracketed, clauses, one_line

WORDS: dict[str, Command] = {
    "?": "help",
    "w": "why",
    "why": "why",
    "s": "dont_know",
    "skip": "dont_know",
    "n/a": "not_applicable",
    "x": "not_applicable",
    "-": "leave",
    "b": "back",
    "back": "back",
    "lang": "language",
    "review": "review",
    "quit": "stop",
}
"""What is typed for a command; where any text may be the answer, a / stands before it."""

_SHOWN = ("?", "w", "s", "n/a", "-", "b", "lang", "review", "quit")


def hold(dialogue: Dialogue, lines: Iterator[str], write: Callable[[str], None]) -> bool:
    """Hold the interview over lines of text; whether it came to an end before the lines did."""
    _write_all(write, [*dialogue.opening(), keys_line(dialogue)])
    reply: Reply | None = None
    while dialogue.ended is None:
        if reply not in ("help", "why"):
            write(prompt_line(dialogue.prompt(), dialogue.lang) + "\n")
        line = next(lines, None)
        if line is None:
            return False
        reply = reply_of(line.strip(), dialogue.prompt())
        _write_all(write, replied(dialogue, reply))
    return True


def replied(dialogue: Dialogue, reply: Reply) -> list[str]:
    """What the dialogue says to a reply; of an entry that will not do, why."""
    try:
        return dialogue.take(reply)
    except InvalidInput as rejected:
        return [refusal(each, dialogue.lang) for each in rejected.problems]


def _write_all(write: Callable[[str], None], told: list[str]) -> None:
    for each in told:
        write(one_line(each) + "\n")


def reply_of(line: str, prompt: Prompt) -> Reply:
    """What a line says: a command, or an answer as it was typed."""
    word = line.removeprefix("/").lower()
    if word in WORDS and (not prompt.free or line.startswith("/") or word == "?"):
        return WORDS[word]
    return Entered(line)


def prompt_line(prompt: Prompt, lang: Lang) -> str:
    """The prompt on one line: how far it is, the question, the choices with their keys, the answer there is."""
    head = f"[{prompt.head}] " if prompt.head else ""
    options = "" if prompt.free else clauses([f"{each.key} {each.text}" for each in prompt.options], lang)
    hint = say("interview.several", lang) if prompt.entry == "list" else prompt.hint
    asides = [hint, say("interview.now", lang, answer=prompt.current) if prompt.current else ""]
    aside = bracketed(clauses([each.rstrip(".。") for each in asides if each], lang), lang)
    return one_line(f"{head}{prompt.text}{aside} {options}")


def keys_line(dialogue: Dialogue) -> str:
    """The words that can be typed in place of an answer."""
    lang = dialogue.lang
    named = [f"{word} {say(f'interview.commands.{WORDS[word]}', lang)}" for word in _SHOWN]
    return say("interview.words", lang, named=clauses(named, lang))
