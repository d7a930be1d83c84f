"""How values, places in the paper and lists read in each language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from smeadvisor.messages import say
from smeadvisor.model.answers import Answer, Money
from smeadvisor.model.attributes import Attribute
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import fill
from smeadvisor.problems import Lang

_CURRENCIES: dict[str, tuple[str, str]] = {
    "USD": ("US${}", "{} 美元"),
    "TWD": ("NT${}", "新台幣 {} 元"),
    "HKD": ("HK${}", "{} 港元"),
    "SGD": ("S${}", "{} 新幣"),
    "JPY": ("JPY {}", "{} 日圓"),
    "MXN": ("MXN {}", "{} 墨西哥披索"),
    "CNY": ("CNY {}", "人民幣 {} 元"),
    "NZD": ("NZ${}", "{} 紐元"),
    "AUD": ("A${}", "{} 澳元"),
    "CAD": ("C${}", "{} 加元"),
    "MYR": ("RM{}", "{} 馬來西亞令吉"),
    "KRW": ("KRW {}", "{} 韓元"),
    "VND": ("VND {}", "{} 越南盾"),
    "THB": ("THB {}", "{} 泰銖"),
    "EUR": ("EUR {}", "{} 歐元"),
}
_SENTENCE_END = re.compile(r"(?<=[.!?]) |(?<=[。！？])")
_SPACE_IN_HAN = re.compile(r"(?<=[\u3400-\u9fff，：；]) (?=[\u3400-\u9fff])")
_SEAM = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u3400-\u9fff])")
_MONTHS = "January February March April May June July August September October November December".split()
_QUALIFIERS = {"~": ("about ", "約 "), ">": ("more than ", "超過 ")}
_YES_NO = {True: ("yes", "是"), False: ("no", "否")}


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


def pick(pair: tuple[str, str], lang: Lang) -> str:
    """The English or the Chinese of a pair."""
    return pair[0] if lang == "en" else pair[1]


def phrased(form: tuple[str, str], lang: Lang, **blanks: object) -> str:
    """The English or the Chinese of a phrase, its blanks filled."""
    text = pick(form, lang)
    return text.format(**blanks) if blanks else text


def phrase(name: str, lang: Lang, /, **slots: object) -> str:
    """A text of the program's own, with a space wherever Chinese meets Latin letters or digits that fill its slots."""
    return spaced(say(name, lang, **slots))


def colon(lang: Lang) -> str:
    """What stands between a name and what is said of it."""
    return pick((": ", "："), lang)


def number_text(value: int | Decimal) -> str:
    """A number with thousands separators and the decimals it was given with."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def answer_text(attribute: Attribute, answer: Answer, lang: Lang) -> str:
    """The answer as it reads in a sentence: percent with its sign, money with its currency."""
    value = answer.value
    if isinstance(value, bool):
        return pick(_YES_NO[value], lang)
    if isinstance(value, Money):
        form = _CURRENCIES.get(value.currency, (f"{value.currency} {{}}", f"{{}} {value.currency}"))
        return pick(form, lang).format(number_text(value.amount))
    if isinstance(value, str):
        return attribute.choices[value].to(lang)
    if isinstance(value, tuple):
        return listing([attribute.choices[each].to(lang) for each in value], lang)
    qualifier = pick(_QUALIFIERS[answer.qualifier], lang) if answer.qualifier else ""
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


def listing(items: Sequence[str], lang: Lang) -> str:
    """The items as an enumeration inside a sentence."""
    if lang == "zh-Hant":
        return "、".join(items)
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def clauses(items: Sequence[str], lang: Lang) -> str:
    """Clauses joined by semicolons."""
    return ("；" if lang == "zh-Hant" else "; ").join(items)


def bracketed(text: str, lang: Lang) -> str:
    """The text in parentheses, to be put after a word; nothing for nothing."""
    if not text:
        return ""
    return f"（{text}）" if lang == "zh-Hant" else f" ({text})"


def sentence(text: str, lang: Lang) -> str:
    """The text as a sentence: a capital at the start in English, a full stop at the end."""
    stop = "。" if lang == "zh-Hant" else "."
    ended = text if text.endswith((".", "。", "!", "！", "?", "？")) else text + stop
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
    return ("" if lang == "zh-Hant" else " ").join(each for each in sentences if each)


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
