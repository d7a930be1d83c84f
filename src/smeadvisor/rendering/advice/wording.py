"""How values, places in the paper and lists read in each language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from smeadvisor.messages import is_said, say
from smeadvisor.model.answers import Answer, Money
from smeadvisor.model.attributes import Attribute
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import fill
from smeadvisor.problems import Lang

_SENTENCE_END = re.compile(r"(?<=[.!?]) |(?<=[。！？])")
_SPACE_IN_HAN = re.compile(r"(?<=[\u3400-\u9fff，：；]) (?=[\u3400-\u9fff])")
_SEAM = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u3400-\u9fff])")
_MONTHS = "January February March April May June July August September October November December".split()
_QUALIFIERS = {"~": "wording.about", ">": "wording.more_than"}


def spaced(text: str) -> str:
    """The text with a space wherever Chinese and Latin letters or digits meet."""
    return _SEAM.sub(" ", text)


def day_text(day: str, lang: Lang) -> str:
    """A day, month or year of ISO 8601 as it reads in a sentence."""
    year, *rest = (int(part) for part in day.split("-"))
    if lang == "zh-Hant":
        return " ".join(f"{number} {unit}" for number, unit in zip((year, *rest), "年月日", strict=False))
    names = [_MONTHS[rest[0] - 1], str(year)] if rest else [str(year)]
    return " ".join([str(rest[1]), *names] if len(rest) > 1 else names)


def phrase(name: str, lang: Lang, /, **slots: object) -> str:
    """A text of the program's own, with a space wherever Chinese meets Latin letters or digits that fill its slots."""
    return spaced(say(name, lang, **slots))


def colon(lang: Lang) -> str:
    """What stands between a name and what is said of it."""
    return say("wording.colon", lang)


def number_text(value: int | Decimal) -> str:
    """A number with thousands separators and the decimals it was given with."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def answer_text(attribute: Attribute, answer: Answer, lang: Lang) -> str:
    """The answer as it reads in a sentence: percent with its sign, money with its currency."""
    value = answer.value
    if isinstance(value, bool):
        return say("wording.yes" if value else "wording.no", lang)
    if isinstance(value, Money):
        form = f"wording.amount.{value.currency}"
        slots = {"amount": number_text(value.amount), "currency": value.currency}
        return say(form if is_said(form) else "wording.amount.other", lang, **slots)
    if isinstance(value, str):
        return attribute.choices[value].to(lang)
    if isinstance(value, tuple):
        return listing([attribute.choices[each].to(lang) for each in value], lang)
    qualifier = say(_QUALIFIERS[answer.qualifier], lang) if answer.qualifier else ""
    return f"{qualifier}{number_text(value or 0)}{'%' if attribute.unit == 'percent' else ''}"


def filled(text: str, answers: dict[str, Answer], rulebook: Rulebook, lang: Lang) -> str:
    """The text with its ``{slots}`` filled from the answers."""
    values = {
        name: answer_text(rulebook.attributes[name], answer, lang)
        for name, answer in answers.items()
        if answer.value is not None and f"{{{name}}}" in text
    }
    # "僅 {share}" reads "僅 35%" but "僅約 35%".
    return _SPACE_IN_HAN.sub("", fill(text, values))


def listing(items: Sequence[str], lang: Lang, last: Literal["and", "or"] = "and") -> str:
    """The items as an enumeration inside a sentence: a, b and c; or as alternatives."""
    if len(items) < 2:
        return "".join(items)
    first = say("wording.between_items", lang).join(items[:-1])
    return say(f"wording.{last}", lang, first=first, last=items[-1])


def clauses(items: Sequence[str], lang: Lang) -> str:
    """Clauses joined by semicolons."""
    return say("wording.between_clauses", lang).join(items)


def bracketed(text: str, lang: Lang) -> str:
    """The text in parentheses, to be put after a word; nothing for nothing."""
    return say("wording.bracketed", lang, text=text) if text else ""


def quoted(text: str, lang: Lang) -> str:
    """The text in quotation marks."""
    return say("wording.quoted", lang, text=text)


def in_year(date: str, lang: Lang) -> str:
    """A year or period as it reads in a sentence."""
    return say("wording.in_year", lang, year=date) if date[-1:].isdigit() else date


def sentence(text: str, lang: Lang) -> str:
    """The text as a sentence: a capital at the start in English, a full stop at the end."""
    ended = text if text.endswith((".", "。", "!", "！", "?", "？")) else text + say("wording.stop", lang)
    # A name such as iPhone keeps its own spelling.
    return ended[:1].upper() + ended[1:] if lang == "en" and not ended[1:2].isupper() else ended


def uncapitalised(title: str) -> str:
    """A title as part of a sentence; an abbreviation at its start keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def joined(sentences: Sequence[str], lang: Lang) -> str:
    """Sentences as one paragraph."""
    return say("wording.between_sentences", lang).join(each for each in sentences if each)


def source_label(source: str, rulebook: Rulebook, lang: Lang) -> str:
    """The short name of a place in the paper; a source of the profile's own is shown as it is, on one line."""
    known = rulebook.sources.get(source)
    return known.label.to(lang) if known else one_line(source)


def one_line(text: str) -> str:
    """A text of the profile's own without line breaks and tabs."""
    return re.sub(r"\s+", " ", text).strip()


def ordinals(count: int, lang: Lang) -> list[str]:
    """What stands before each recommendation: 1. 2. 3. in English, 首先， … 最後， in Chinese."""
    if lang == "en":
        return [f"{i}. " for i in range(1, count + 1)]
    if count <= 1:
        return ["建議："] * count
    if count == 2:
        return ["首先，", "其次，"]
    middle = {3: [], 4: ["再者，"]}.get(count, [*(f"第{_han(i)}，" for i in range(3, count - 1)), "再者，"])
    return ["首先，", "其次，", *middle, "最後，"]


def _han(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
