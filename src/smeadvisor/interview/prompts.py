"""What a dialogue puts to a person, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Entry = Literal["yes_no", "number", "money", "choice", "list", "code", "text"]
"""How an answer is entered; ``code`` is one of very many choices, of which only some are named."""

Command = Literal["help", "why", "dont_know", "not_applicable", "leave", "back", "language", "review", "stop"]
"""What may be said in place of an answer."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices: what is typed for it, what it stands for, and how it reads."""

    key: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing put to a person, in words of their language.

    ``name`` is the attribute asked, or a step of the dialogue; ``head`` says how far it is. ``current`` is the answer
    there is, as it reads; ``chosen`` the values of options that it holds; ``decided`` is a share in percent.
    """

    name: str
    entry: Entry
    head: str
    text: str
    commands: tuple[Command, ...]
    options: tuple[Option, ...] = ()
    help: str = ""
    hint: str = ""
    current: str = ""
    chosen: tuple[str, ...] = ()
    decided: int | None = None

    @property
    def free(self) -> bool:
        """Whether any text may be the answer, so that no letter of it can be a command."""
        return self.entry in ("text", "code")


@dataclass(frozen=True, slots=True)
class Entered:
    """An answer as it was typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Picked:
    """An answer picked from the options, by their values."""

    values: tuple[str, ...]


Reply = Entered | Picked | Command
