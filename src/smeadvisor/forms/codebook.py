"""What every column of a table of profiles means and how it is filled in, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from smeadvisor.messages import say
from smeadvisor.model.attributes import Attribute, Audience
from smeadvisor.model.codes import CURRENCIES
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text, program_text
from smeadvisor.problems import Lang
from smeadvisor.problems.limits import MONEY
from smeadvisor.tables.layout import InputColumn


class Choice(NamedTuple):
    """What may be written in a language, and what it means."""

    answer: Text
    title: Text


Choices = Mapping[str, Choice]
"""What may be written, by its code."""

_USUAL = "TWD USD JPY CNY HKD KRW SGD AUD CAD NZD MXN MYR THB VND IDR PHP PEN CLP PGK BND RUB EUR".split()
"""The currencies of APEC's economies and the euro, offered before the others."""

_STATES = ("dont_know", "not_applicable")
_HEADS = ("column", "answer", "code", "type", "unit", "range", "step")
_TEXTS = ("title", "question", "help", "how")


@dataclass(frozen=True, slots=True)
class Entry:
    """A column and what it means, or, with a ``code``, one thing that may be written in it.

    ``answer`` is that in the language of the table. ``choices`` names the column under which its codes are listed,
    empty where none are.
    """

    column: str
    title: Text
    answer: str = ""
    code: str = ""
    type: Text | None = None
    unit: Text | None = None
    bounds: tuple[str, str] | None = None
    step: str = ""
    question: Text | None = None
    help: Text | None = None
    how: Text | None = None
    choices: str = ""


def codebook(columns: Iterable[InputColumn], rulebook: Rulebook, kind: Audience, lang: Lang) -> list[Entry]:
    """An entry for each column, each followed by its codes; codes that columns share come last, once.

    ``lang`` decides the words of the answers; the reader of tables takes those of both languages, and the codes.
    """
    entries: list[Entry] = []
    shared: dict[str, Choices] = {}
    for column in columns:
        name, choices = _choices(column, rulebook, kind)
        entries.append(replace(_entry(column), choices=name if choices else ""))
        if name == column.name:
            entries += _codes(name, choices, lang)
        else:
            shared[name] = choices
    return [*entries, *(each for name, choices in shared.items() for each in _codes(name, choices, lang))]


def _codes(column: str, choices: Choices, lang: Lang) -> Iterator[Entry]:
    return (Entry(column, each.title, each.answer.to(lang), code) for code, each in choices.items())


def _labelled(labels: Mapping[str, Text]) -> Choices:
    """Choices that are written by their labels."""
    return {code: Choice(label, label) for code, label in labels.items()}


def _coded(titles: Mapping[str, Text]) -> Choices:
    """Choices that are written by their codes alone."""
    return {code: Choice(Text(en=code, zh_hant=code), title) for code, title in titles.items()}


def _choices(column: InputColumn, rulebook: Rulebook, kind: Audience) -> tuple[str, Choices]:
    """What may be written in the column, and the name under which it is listed."""
    if column.name == "kind":
        return "kind", _coded({kind: _both(kind)})
    if column.name == "economy":
        return "economy", _labelled({code: each.name for code, each in rulebook.economies.items() if each.apec})
    if column.companion:
        return f"*.{column.companion}", _coded(
            {"currency": _currencies(), "qualifier": _qualifiers()}[column.companion]
        )
    if column.attribute is None:
        return column.name, {}
    return _answers(column.attribute)


def _answers(attribute: Attribute) -> tuple[str, Choices]:
    if attribute.type == "yes_no":
        return "yes/no", {
            **_labelled({name: program_text(f"forms.{name}") for name in ("yes", "no")}),
            **_own(*_STATES),
        }
    if attribute.type == "choice":
        return attribute.id, {**_labelled(attribute.choices), **_own(*_STATES)}
    if attribute.type == "list":
        return attribute.id, {**_labelled(attribute.choices), **_own("none", *_STATES)}
    return attribute.id, {}


def _own(*names: str) -> Choices:
    """What may be written in place of an answer of the attribute's own."""
    return {name: Choice(*(program_text(f"forms.{part}.{name}") for part in ("answers", "meaning"))) for name in names}


def _qualifiers() -> dict[str, Text]:
    return {sign: program_text(f"forms.qualifier.{name}") for sign, name in (("~", "about"), (">", "more_than"))}


def _currencies() -> dict[str, Text]:
    return {code: Text(en=code, zh_hant=code) for code in (*_USUAL, *sorted(CURRENCIES - {*_USUAL}))}


def _entry(column: InputColumn) -> Entry:
    if column.attribute is None:
        title, how = (program_text(f"forms.column.{column.name}.{part}") for part in ("title", "how"))
        return Entry(column.name, title, how=how)
    if column.companion:
        own = f"forms.column.{column.companion}"
        title = _filled(program_text(f"{own}.title"), title=column.attribute.title)
        return Entry(column.name, title, how=program_text(f"{own}.how"))
    return _attribute(column.attribute)


def _attribute(said: Attribute) -> Entry:
    name = Text(en=said.id, zh_hant=said.id)
    how = _joined(_filled(program_text(f"forms.type.{said.type}"), id=name), program_text("forms.all_types"))
    entry = Entry(said.id, said.title, type=_both(said.type), question=said.question, help=said.help, how=how)
    if said.type not in {"number", "money"}:
        return entry
    step = "0.01" if said.type == "money" else str(said.step)
    return replace(entry, unit=_both(said.unit) if said.unit else None, bounds=_bounds(said), step=step)


def _bounds(attribute: Attribute) -> tuple[str, str]:
    """The least and the greatest number that may be written."""
    least = 0 if attribute.type == "money" else -MONEY
    ends = ((attribute.range.min, least), (attribute.range.max, MONEY))
    low, high = (str(default if end is None else end) for end, default in ends)
    return low, high


def _both(name: str) -> Text:
    return program_text(f"rulebook.{name}")


def _filled(text: Text, **blanks: Text) -> Text:
    return Text(
        en=text.en.format(**{name: each.en for name, each in blanks.items()}),
        zh_hant=text.zh_hant.format(**{name: each.zh_hant for name, each in blanks.items()}),
    )


def _joined(first: Text, second: Text) -> Text:
    return Text(en=f"{first.en} {second.en}", zh_hant=first.zh_hant + second.zh_hant)


def languages(lang: Lang) -> tuple[Lang, Lang]:
    """Both languages, that one first."""
    return (lang, "en" if lang == "zh-Hant" else "zh-Hant")


def codebook_table(entries: Sequence[Entry], lang: Lang) -> list[list[str]]:
    """The codebook as rows of text under a row of heads; of each text that language comes first."""
    return [_heads(lang), *(_row(each, lang) for each in entries)]


def _heads(lang: Lang) -> list[str]:
    single = [both_in_one(program_text(f"forms.codebook.{name}"), lang, " ") for name in _HEADS]
    return [*single, *(say(f"forms.codebook.{name}", each) for name in _TEXTS for each in languages(lang))]


def _row(entry: Entry, lang: Lang) -> list[str]:
    kinds = [both_in_one(each, lang) for each in (entry.type, entry.unit)]
    texts = [getattr(entry, name) for name in _TEXTS]
    said = ["" if text is None else text.to(each) for text in texts for each in languages(lang)]
    # With a hyphen at its start a spreadsheet would try to compute it.
    span = " … ".join(entry.bounds or ()).replace("-", "−")
    return [entry.column, entry.answer, entry.code, *kinds, span, entry.step, *said]


def both_in_one(text: Text | None, lang: Lang, between: str = " / ") -> str:
    """A text in both languages, once where they do not differ; nothing for none."""
    return "" if text is None else between.join(dict.fromkeys(text.to(each) for each in languages(lang)))
