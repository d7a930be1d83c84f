"""What is wrong, where, and the remedy: one form for every problem with input.

A :class:`Problem` has a stable code; its sentences stand under that code in the messages of both languages.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol, Self

from typing_extensions import TypedDict

from smeadvisor.messages import Lang, Message, is_said, message, say, texts
from smeadvisor.problems.filenames import told
from smeadvisor.problems.limits import PROBLEM_VALUE


class Told(Protocol):
    """What is put into words when the language is known."""

    def to(self, lang: Lang) -> str: ...


Said = str | Told

EXIT_DONE = 0
EXIT_SOME_REJECTED = 1
EXIT_WARNINGS = 1
EXIT_USAGE = 2
EXIT_INPUT_INVALID = 65
EXIT_INPUT_MISSING = 66
EXIT_INTERNAL = 70
EXIT_CANNOT_CREATE = 73
EXIT_OUTPUT = 74
EXIT_TRY_LATER = 75
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143

_LEVELS: dict[str, Literal["warning", "note"]] = {"W-": "warning", "N-": "note"}
_CODES = {
    EXIT_USAGE: (
        *("E-AS-OF", "E-TWICE", "E-OUT-FORMAT", "E-FLAT-FORMAT", "E-SQL-NAMES", "E-SAME-FILE", "E-SET", "E-SET-TWICE"),
        *(
            "E-LOG-DAY",
            "E-LOG-EMPTY",
            "E-LOG-KIND",
            "E-LOG-KIND-BATCH",
            "E-LOG-KIND-ROWS",
            "E-ROW-WHICH",
            "E-ROW-PROFILE",
        ),
    ),
    EXIT_INPUT_MISSING: (
        *("E-NOT-FOUND", "E-NO-FOLDER", "E-DIRECTORY", "E-UNREADABLE", "E-NO-RESUME", "E-NO-MANIFEST"),
        *("E-LOG-INPUT", "E-LOG-PROFILE", "E-LOG-RECORD", "E-NO-ROW", "E-ROW-NAME", "E-NO-INTERVIEW"),
    ),
    EXIT_INTERNAL: ("E-INTERNAL", "E-WORKER-CRASH", "E-AUDIT-CRASH"),
    EXIT_CANNOT_CREATE: (
        *("E-EXISTS", "E-LEFTOVER", "E-OUTPUT-FOLDER", "E-OUTPUT-CREATE", "E-OUTPUT-NAME"),
        *("E-WORKING-FOLDER",),
        *("E-INTERVIEW-OPEN", "E-INTERVIEW-EXISTS"),
    ),
    EXIT_OUTPUT: ("E-OUTPUT", "E-OUTPUT-IO", "E-OUTPUT-SYNC", "E-KEEP", "E-LOG-WRITE"),
    EXIT_TRY_LATER: (
        "E-BUSY",
        "E-MEMORY",
        "E-INTERVIEW-BUSY",
        "E-LOG-BUSY",
        "E-LOG-TRACES",
        "E-INPUT-ENDED",
        "E-NOTHING-SAVED",
    ),
}
_EXITS = {code: number for number, codes in _CODES.items() for code in codes}
"""Exit codes of problems; what is not here is input that cannot be used."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file; line and column count from 1, None where there is none.

    In a table ``header`` is that of the column, as it stands there, and ``cell`` the name of a sheet's cell.
    """

    file: str
    line: int | None = None
    column: int | None = None
    header: str = ""
    cell: str = ""

    def __str__(self) -> str:
        file = escaped(told(self.file))
        return ":".join(str(part) for part in (file, self.line, self.column) if part is not None)

    def told(self, lang: Lang) -> str:
        """The place for a person, in a table with the column's name."""
        if not self.header:
            return str(self)
        slots = {"place": self, "column": shown(self.header), "cell": self.cell}
        return say("errors.column_cell" if self.cell else "errors.column", lang, **slots)


class ProblemData(TypedDict):
    """A problem as a program reads it."""

    code: str
    file: str
    line: int | None
    column: int | None
    header: str | None
    cell: str | None
    pointer: str
    value: str | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the input.

    ``pointer`` is the JSON pointer of the field, ``value`` the offending value as shown,
    ``details`` fill the slots of its sentences.
    """

    code: str
    place: Place | None = None
    pointer: str = ""
    value: str | None = None
    details: Mapping[str, Said] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        """Whether it keeps nothing from being used."""
        return self.level != "error"

    @property
    def level(self) -> Literal["error", "warning", "note"]:
        """How much it matters; a note is worth knowing, nothing more."""
        return _LEVELS.get(self.code[:2], "error")

    @property
    def exit_code(self) -> int:
        return _EXITS.get(self.code, EXIT_INPUT_INVALID)

    def message(self, lang: Lang) -> str:
        """The fault in one sentence."""
        return self._sentence(lang, "message")

    def remedy(self, lang: Lang) -> str:
        """What to do about it, in one sentence."""
        return self._sentence(lang, "remedy")

    def _sentence(self, lang: Lang, part: str) -> str:
        details = {name: value if isinstance(value, str) else value.to(lang) for name, value in self.details.items()}
        slots = _Slots({"value": self.value or "", "field": self.pointer.rsplit("/", 1)[-1], **details})
        # Names of files and words of others stand in it.
        return escaped(told(texts("errors")[f"{self.code}.{part}"][lang].format_map(slots).strip()))

    def line(self, lang: Lang) -> str:
        """One line for a person: place, code, message, remedy."""
        where = f"{self.place.told(lang)}: " if self.place else ""
        message = self.message(lang)
        asks = message.endswith(("?", "？"))
        stop = ("" if asks else "。") if lang == "zh-Hant" else (" " if asks else ". ")
        return f"{where}{self.code}: {message}{stop}{self.remedy(lang)}".rstrip()

    def as_dict(self, lang: Lang) -> ProblemData:
        """The same for a program (``--errors json``)."""
        place = self.place or Place("")
        return {
            "code": self.code,
            "file": told(place.file),
            "line": place.line,
            "column": place.column,
            "header": place.header or None,
            "cell": place.cell or None,
            "pointer": self.pointer,
            "value": self.value,
            "message": self.message(lang),
            "remedy": self.remedy(lang),
        }

    def at(self, place: Place | None, pointer: str) -> Problem:
        """The same problem, put at a place."""
        return replace(self, place=place, pointer=pointer)

    def named(self, folder: Path, name: str) -> Problem:
        """The same problem, told of that name if it is at a file in the folder."""
        within = self.place is not None and Path(self.place.file).is_relative_to(folder)
        return replace(self, place=Place(name)) if within else self


class _Slots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def title_of(code: str, lang: Lang) -> str:
    """What many problems of a code are counted under: its title, else its sentence with dots in place of values."""
    if is_said(f"errors.{code}.title"):
        return say(f"errors.{code}.title", lang)
    return texts("errors")[f"{code}.message"][lang].format_map(_Dots()) if is_said(f"errors.{code}.message") else ""


class _Dots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "" if key.startswith(("nearest", "first")) else "…"


class InvalidInput(Exception):
    """Input that cannot be used, with every problem found in it."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(problem.line("en") for problem in self.problems))

    @property
    def exit_code(self) -> int:
        return max(problem.exit_code for problem in self.problems)

    def naming(self, folder: Path, name: str) -> Self:
        """The same with files in that folder, which nobody knows of, told under the name."""
        return type(self)(each.named(folder, name) for each in self.problems)


def problem(code: str, value: Any = None, **details: Said) -> Problem:
    """A problem of the given code that is not at a place yet."""
    return Problem(code, value=None if value is None else shown(value), details=details)


def shown(value: Any) -> str:
    """An offending value as it may be printed: one line, at most 40 characters, controls escaped.

    One with blanks at an end, which nobody would see there, stands in quotes.
    """
    text = value if isinstance(value, str) else _plain(value)
    line = escaped(text[: PROBLEM_VALUE + 1])
    line = f'"{line}"' if text.strip(" ") != text else line
    return line if len(line) <= PROBLEM_VALUE else line[: PROBLEM_VALUE - 1] + "…"


def escaped(text: str) -> str:
    """A text on one line without anything that a terminal would obey: controls and turns of direction as codes."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _plain(value: Any) -> str:
    """A value as the file would have it, not as Python would."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_plain(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return str(value)


def nearest(name: str, names: Iterable[str]) -> str:
    """The valid name that is most like the given one, or an empty text when none is."""
    known = sorted(names)
    found = difflib.get_close_matches(name[:100], known, n=1, cutoff=0.6)
    return found[0] if found else next((each for each in known if each.lower() == name.lower()), "")


def near(name: str) -> dict[str, Message]:
    """The slot that suggests the nearest valid name; none without one."""
    return {"nearest": message("errors.nearest", name=name)} if name else {}


QUOTED = {"quoted": message("errors.quoted")}
"""The slot of the remedy where text is wanted: what looks like a number is text in quotes only."""


OR_STANDARD_INPUT = {"or": message("errors.or_standard_input")}
"""The slot of the remedy where a file is not there that may be standard input as well."""


def together(parts: Sequence[Message | str], form: str = "errors.in_list") -> Message | str:
    """Parts of a sentence as one: an enumeration, or clauses."""
    whole: Message | str = parts[0] if parts else ""
    for part in parts[1:]:
        whole = message(form, first=whole, second=part)
    return whole


def pointer(path: Iterable[str | int]) -> str:
    """A path of keys and positions as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
