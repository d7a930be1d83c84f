"""What stands on a form, whatever it is written as: topics, questions, boxes to tick and lines to write on.

A text is said once in each language that the form is in, the first language first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from smeadvisor.forms.template import template_columns
from smeadvisor.messages import is_said, say
from smeadvisor.model.answers import Answer, Money
from smeadvisor.model.attributes import Attribute, Audience
from smeadvisor.model.profile import Profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text, program_text
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import joined
from smeadvisor.rendering.rulebook.page import imprint
from smeadvisor.rendering.rulebook.reader import Reader

Said = tuple[str, ...]
"""One text in each language of the form."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick; ``key`` is what is typed for it, empty where it is one of the two states."""

    key: str
    text: Said
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line to write on: what stands before it, what is known already, and the unit after it."""

    label: Said
    value: str = ""
    unit: Said = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form; ``attribute`` is its name in the files."""

    number: int
    attribute: str
    text: Said
    help: Said
    hint: Said
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    states: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions that belong together."""

    title: Said
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form; ``languages`` says in which order texts are said."""

    languages: tuple[Lang, ...]
    title: Said
    how: tuple[Said, ...]
    head: tuple[Line, ...]
    economies: Said
    topics: tuple[Topic, ...] = field(default=())
    imprint: Said = ()


def asked_in_order(rulebook: Rulebook, kind: Audience) -> list[Attribute]:
    """What a form asks of that kind of profile, topic by topic, in the order in which it does."""
    columns = template_columns(rulebook, kind)
    return [each.attribute for each in columns if each.attribute and not each.companion]


def form_of(rulebook: Rulebook, kind: Audience, languages: Sequence[Lang], profile: Profile | None = None) -> Form:
    """The form for that kind of profile, in those languages; filled in with what the profile knows."""
    return _Maker(rulebook, tuple(languages), profile).form(kind)


class _Maker:
    def __init__(self, rulebook: Rulebook, languages: tuple[Lang, ...], profile: Profile | None) -> None:
        self._rulebook, self._languages, self._profile = rulebook, languages, profile
        self._answers: Mapping[str, Answer] = profile.answers if profile else {}

    def form(self, kind: Audience) -> Form:
        return Form(
            self._languages,
            self._own(f"title.{kind}"),
            tuple(map(self._own, (f"how.{kind}", "marking", "states", "typing"))),
            tuple(self._head()),
            tuple(self._economies(each) for each in self._languages),
            tuple(self._topics(kind)),
            tuple(imprint(Reader(self._rulebook, each)) for each in self._languages),
        )

    def _say(self, text: Text) -> Said:
        """The text in each language; once where they do not differ."""
        return tuple(dict.fromkeys(text.to(each) for each in self._languages))

    def _own(self, name: str) -> Said:
        return self._say(program_text(f"forms.{name}"))

    def _head(self) -> Iterator[Line]:
        profile = self._profile
        known = {"id": profile.id, "economy": profile.economy} if profile else {}
        if profile and profile.name:
            known["name"] = " / ".join(self._say(profile.name))
        return (Line(self._own(f"head.{name}"), known.get(name, "")) for name in ("id", "name", "economy", "date"))

    def _economies(self, lang: Lang) -> str:
        members = [f"{code} {each.name.to(lang)}" for code, each in self._rulebook.economies.items() if each.apec]
        between = "、" if lang == "zh-Hant" else ", "
        return say("forms.economies", lang) + (" " if lang == "en" else "") + between.join(members)

    def _topics(self, kind: Audience) -> Iterator[Topic]:
        numbered = enumerate(asked_in_order(self._rulebook, kind), 1)
        for topic, group in groupby(numbered, key=lambda each: each[1].topic):
            title = tuple(_capital(say(f"rulebook.topic_{topic}", each)) for each in self._languages)
            yield Topic(title, tuple(self._question(number, attribute) for number, attribute in group))

    def _question(self, number: int, asked: Attribute) -> Question:
        answer = self._answers.get(asked.id)
        known = answer if answer and answer.state == "known" else None
        return Question(
            number,
            asked.id,
            self._say(asked.question),
            self._say(asked.help),
            tuple(joined([each.to(lang) for each in hints(asked)], lang) for lang in self._languages),
            tuple(self._boxes(asked, known)),
            tuple(self._lines(asked, known)),
            tuple(self._states(answer)),
        )

    def _boxes(self, asked: Attribute, known: Answer | None) -> Iterator[Box]:
        chosen = ticked(known)
        for key, (value, text) in zip(keys(asked), boxes(asked).items(), strict=True):
            yield Box(key, self._say(text), value in chosen)

    def _lines(self, asked: Attribute, known: Answer | None) -> Iterator[Line]:
        value = known.value if known else None
        if asked.type == "number":
            unit = unit_of(asked)
            written = f"{known.qualifier or ''}{value}" if known else ""
            yield Line(self._own("answer"), written, self._say(unit) if unit else ())
        elif asked.type == "money":
            amount, currency = (str(value.amount), value.currency) if isinstance(value, Money) else ("", "")
            yield Line(self._own("amount"), amount)
            yield Line(self._own("currency"), currency)

    def _states(self, answer: Answer | None) -> Iterator[Box]:
        state = answer.state if answer else ""
        yield Box("", self._own("dont_know"), state == "dont_know")
        yield Box("", self._own("not_applicable"), state == "not_applicable")


def unit_of(asked: Attribute) -> Text | None:
    """The unit as it stands after a line to write on; most need no word."""
    name = f"forms.unit.{asked.unit}"
    return program_text(name) if is_said(name) else None


def boxes(asked: Attribute) -> dict[str, Text]:
    """The boxes of a question by the value that each stands for; ``none`` is a list that holds nothing."""
    if asked.type == "yes_no":
        return {name: program_text(f"forms.{name}") for name in ("yes", "no")}
    return {**asked.choices, "": program_text("forms.none")} if asked.type == "list" else dict(asked.choices)


def keys(asked: Attribute) -> Iterable[str]:
    """What is typed for each box of a question."""
    if asked.type == "yes_no":
        return ("y", "n")
    numbers = [str(number) for number in range(1, len(asked.choices) + 1)]
    return [*numbers, "0"] if asked.type == "list" else numbers


def ticked(known: Answer | None) -> tuple[str, ...]:
    """The values whose boxes are ticked."""
    value = known.value if known else None
    if isinstance(value, bool):
        return ("yes",) if value else ("no",)
    if isinstance(value, tuple):
        return value or ("",)
    return (value,) if isinstance(value, str) else ()


def hints(asked: Attribute) -> list[Text]:
    """How the question is answered, in short sentences: how many boxes, or which numbers."""
    if asked.type == "list":
        return [program_text("forms.several")]
    if asked.type in ("yes_no", "choice"):
        return [program_text("forms.one")]
    return [] if asked.type == "money" else [each for each in (_range(asked), _step(asked)) if each]


def _range(asked: Attribute) -> Text | None:
    low, high = (None if end is None else f"{end:,}" for end in (asked.range.min, asked.range.max))
    if low is None and high is None:
        return None
    form = "up_to" if low is None else "from" if high is None else "between"
    return program_text(f"forms.{form}", low=low or "", high=high or "")


def _step(asked: Attribute) -> Text:
    if Decimal(asked.step) == 1:
        return program_text("forms.whole")
    return program_text("forms.step", step=str(asked.step))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
