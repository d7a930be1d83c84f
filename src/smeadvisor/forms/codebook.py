"""What every column of a table of profiles means and how it is filled in, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from smeadvisor.messages import say
from smeadvisor.model.attributes import Attribute, Audience
from smeadvisor.model.codes import CURRENCIES
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text
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

_STATES: Choices = {
    "dont_know": Choice(
        Text(en="dont_know", zh_hant="不知道"), Text(en="asked, but not known", zh_hant="問過，但不知道")
    ),
    "not_applicable": Choice(Text(en="not_applicable", zh_hant="不適用"), Text(en="does not apply", zh_hant="不適用")),
}
_NONE: Choices = {"none": Choice(Text(en="none", zh_hant="無"), Text(en="none of these", zh_hant="以上皆無"))}
_YES_NO = {"yes": Text(en="yes", zh_hant="是"), "no": Text(en="no", zh_hant="否")}
_QUALIFIERS = {"~": Text(en="about", zh_hant="約"), ">": Text(en="more than", zh_hant="超過")}

_FIELDS: dict[str, tuple[Text, Text]] = {
    "id": (
        Text(en="identifier", zh_hant="編號"),
        Text(
            en="A name or number of your own, each once; no rule reads it.",
            zh_hant="自訂的名稱或號碼，不可重複；不影響建議。",
        ),
    ),
    "kind": (
        Text(en="kind of profile", zh_hant="資料類型"),
        Text(en="What the row describes: choose from the list.", zh_hant="這一列描述的對象，請從清單選取。"),
    ),
    "economy": (
        Text(en="home economy", zh_hant="所在經濟體"),
        Text(
            en="Choose from the list, or write its code; any other code of ISO 3166 in three letters will do too.",
            zh_hant="請從清單選取，也可填代碼；清單以外的經濟體請填 ISO 3166 三字母代碼。",
        ),
    ),
    "name": (
        Text(en="name", zh_hant="名稱"),
        Text(en="What it is called in reports; may stay empty.", zh_hant="報告中顯示的名稱，可以留空。"),
    ),
    "note": (
        Text(en="note", zh_hant="備註"),
        Text(en="Anything that you want to remember; no rule reads it.", zh_hant="自行備註用，不影響建議。"),
    ),
}
_COMPANIONS: dict[str, tuple[Text, Text]] = {
    "currency": (
        Text(en="currency of {title}", zh_hant="{title}的幣別"),
        Text(
            en="Needed wherever there is an amount: three letters of ISO 4217, chosen from the list.",
            zh_hant="填了金額就必須填幣別：ISO 4217 三字母代碼，請從清單選取。",
        ),
    ),
    "qualifier": (
        Text(en="qualifier of {title}", zh_hant="{title}的修飾符號"),
        Text(
            en="Empty for an exact figure, ~ for about, > for more than.",
            zh_hant="確切數字請留空；約略填 ~，超過填 >。",
        ),
    ),
}
_HOW: dict[str, Text] = {
    "yes_no": Text(en="Yes or no.", zh_hant="填是或否。"),
    "number": Text(
        en="Digits and a decimal point only: no separators, no signs of percent.",
        zh_hant="只填半形數字與小數點，不加千分位或百分號。",
    ),
    "money": Text(
        en="The whole amount in digits, without separators; the currency goes into {id}.currency.",
        zh_hant="填完整金額的半形數字，不加千分位；幣別填在 {id}.currency。",
    ),
    "choice": Text(
        en="One of the answers listed, in either language, or its code.",
        zh_hant="從所列答案擇一填寫，中英文皆可，也可填代碼。",
    ),
    "list": Text(
        en="Any of the answers listed, in either language, or their codes, with ; between them; none if none of them.",
        zh_hant="可填所列答案多項，中英文皆可，也可填代碼，各項以分號（; 或 ；）分隔；都沒有請填「無」。",
    ),
}
_ALL = Text(
    en="Leave empty what was not asked; dont_know: asked, but not known; not_applicable: does not apply.",
    zh_hant="沒問到的請留空；問過但不知道填「不知道」，不適用填「不適用」。",
)
_HEADS: dict[str, Text] = {
    "column": Text(en="column", zh_hant="欄位"),
    "answer": Text(en="answer", zh_hant="答案"),
    "code": Text(en="code", zh_hant="代碼"),
    "type": Text(en="type", zh_hant="類型"),
    "unit": Text(en="unit", zh_hant="單位"),
    "range": Text(en="range", zh_hant="範圍"),
    "step": Text(en="step", zh_hant="最小間距"),
}
_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("title", "標題"),
    "question": ("question", "問題"),
    "help": ("help", "說明"),
    "how": ("how to write the answer", "填寫方式"),
}


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
        return f"*.{column.companion}", _coded({"currency": _currencies(), "qualifier": _QUALIFIERS}[column.companion])
    if column.attribute is None:
        return column.name, {}
    return _answers(column.attribute)


def _answers(attribute: Attribute) -> tuple[str, Choices]:
    if attribute.type == "yes_no":
        return "yes/no", {**_labelled(_YES_NO), **_STATES}
    if attribute.type == "choice":
        return attribute.id, {**_labelled(attribute.choices), **_STATES}
    if attribute.type == "list":
        return attribute.id, {**_labelled(attribute.choices), **_NONE, **_STATES}
    return attribute.id, {}


def _currencies() -> dict[str, Text]:
    return {code: Text(en=code, zh_hant=code) for code in (*_USUAL, *sorted(CURRENCIES - {*_USUAL}))}


def _entry(column: InputColumn) -> Entry:
    if column.attribute is None:
        title, how = _FIELDS[column.name]
        return Entry(column.name, title, how=how)
    if column.companion:
        title, how = _COMPANIONS[column.companion]
        return Entry(column.name, _filled(title, title=column.attribute.title), how=how)
    return _attribute(column.attribute)


def _attribute(said: Attribute) -> Entry:
    name = Text(en=said.id, zh_hant=said.id)
    how = _joined(_filled(_HOW[said.type], id=name), _ALL)
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
    return Text(en=say(f"rulebook.{name}", "en"), zh_hant=say(f"rulebook.{name}", "zh-Hant"))


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
    names = {"en": 0, "zh-Hant": 1}
    single = [" ".join(dict.fromkeys(text.to(each) for each in languages(lang))) for text in _HEADS.values()]
    return [*single, *(pair[names[each]] for pair in _TEXTS.values() for each in languages(lang))]


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
