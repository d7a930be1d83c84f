"""How a raw answer becomes a checked one.

An answer has a *value* (as people read it) and a *comparable* (what tests compare): a number is an
interval counted in half steps, so that both engines compare integers only and the open end of
``>98`` lies between two steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from smeadvisor.messages import Message, message
from smeadvisor.model.attributes import HALVES, MONEY_STEP, Attribute, Interval
from smeadvisor.model.codes import CURRENCIES
from smeadvisor.model.fields import ANYTHING, TEXT, WHOLE_NUMBER, field_faults
from smeadvisor.model.plain import Plain
from smeadvisor.model.texts import Text
from smeadvisor.problems import InvalidInput, Problem, near, nearest, problem
from smeadvisor.problems.limits import ITEM_PROBLEMS, MONEY, TEXT_LENGTH

_DONT_KNOW = {"dont_know", "unknown", "不知道"}
_NOT_APPLICABLE = {"not_applicable", "不適用"}
MARKS = frozenset(_DONT_KNOW | _NOT_APPLICABLE)
"""What is no value: asked but not known, does not apply."""

NONE = frozenset({"none", "無"})
"""The empty list, as a text."""

_YES_NO = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
_BLANKS = " \t\r\n\xa0\u3000"
"""What may stand around an answer: no character that a text may not hold, which is to be told."""


def trimmed(raw: Any) -> Any:
    """A text without the blanks around it, unless it is nothing else; anything else as it is."""
    return raw.strip(_BLANKS) or raw if isinstance(raw, str) else raw


_SEMICOLONS = re.compile("[;；]")
_COMMAS = re.compile("[,，、]")
_PLAIN_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217); amounts of different currencies never compare."""

    amount: int | Decimal
    currency: str


Value = bool | int | Decimal | str | Money | tuple[str, ...]


class NotApplicable(Enum):
    """The comparable of a question that does not apply: every test on it is false."""

    IT = "not_applicable"


Comparable = bool | str | Interval | tuple[str, int] | frozenset[str] | NotApplicable


class PlainMoney(TypedDict):
    """An amount as JSON holds it."""

    amount: int | float
    currency: str


PlainValue = bool | int | float | str | list[str] | PlainMoney
"""A value as JSON holds it."""


class LongAnswer(TypedDict):
    """An answer of which more is said than its value."""

    value: PlainValue
    qualifier: NotRequired[Literal["~", ">"]]
    year: NotRequired[int]
    period: NotRequired[str]
    source: NotRequired[str]
    note: NotRequired[str]


def plain_value(value: Any) -> Any:
    """A value as JSON holds it: whole numbers as integers, decimals as numbers."""
    if isinstance(value, Money):
        return {"amount": plain_value(value.amount), "currency": value.currency}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Answer(Plain):
    """One checked answer.

    ``state`` is ``known``, ``dont_know`` (no comparable: unknown to every test) or ``not_applicable``;
    ``value`` is None unless it is known. The rest is what the file adds of it.
    """

    value: Value | None
    comparable: Comparable | None
    state: Literal["known", "dont_know", "not_applicable"] = "known"
    qualifier: Literal["~", ">"] | None = None
    year: int | None = None
    period: str | None = None
    source: str | None = None
    note: str | None = None

    def written(self) -> PlainValue | LongAnswer:
        """The answer as it would stand in a profile file."""
        if self.state != "known":
            return self.state
        value = plain_value(self.value)
        extra = {name: getattr(self, name) for name in ("qualifier", "year", "period", "source", "note")}
        given: Any = {name: said for name, said in extra.items() if said is not None}
        return LongAnswer(value=value, **given) if given else value


_LONG_FORM = {
    "value": ANYTHING,
    "qualifier": ANYTHING,
    "year": WHOLE_NUMBER,
    "period": TEXT,
    "unit": TEXT,
    "source": TEXT,
    "note": TEXT,
}
_QUALIFIERS = ["~", ">"]
_YEARS = range(1900, 2201)


_UNKNOWN = Answer(None, None, "dont_know")
_INAPPLICABLE = Answer(None, NotApplicable.IT, "not_applicable")


def read_answer(attribute: Attribute, raw: Any) -> Answer | None:
    """The checked answer, or None for an empty one (not asked, unknown).

    Raises InvalidInput with problems that have no place yet; their pointers are relative to the answer.
    """
    is_money = attribute.type == "money" and isinstance(raw, Mapping) and "value" not in raw
    if isinstance(raw, Mapping) and not is_money:
        return _long_form(attribute, raw)
    return _short_form(attribute, raw)


def _long_form(attribute: Attribute, raw: Mapping[str, Any]) -> Answer | None:
    faults = [*_long_form_faults(attribute, raw)]
    if faults:
        raise InvalidInput(faults)
    try:
        plain = _short_form(attribute, raw["value"])
    except InvalidInput as rejected:
        raise InvalidInput(each.at(None, "/value" + each.pointer) for each in rejected.problems) from None
    if plain is None:
        return None
    comparable = plain.comparable
    if raw.get("qualifier") == ">" and isinstance(comparable, tuple):
        comparable = _above(attribute, int(comparable[1]), raw["value"])
    added = {name: raw.get(name) for name in ("qualifier", "year", "period", "source", "note")}
    return Answer(plain.value, comparable, plain.state, **added)


def _long_form_faults(attribute: Attribute, raw: Mapping[str, Any]) -> Iterator[Problem]:
    yield from field_faults(raw, _LONG_FORM, ("value",) if "value" not in raw else ())
    if "qualifier" in raw and (raw["qualifier"] not in _QUALIFIERS or attribute.type != "number"):
        given = "~ (null)" if raw["qualifier"] is None else raw["qualifier"]
        yield problem("E-QUALIFIER", given, quoted=message("errors.also_quoted")).at(None, "/qualifier")
    if isinstance(raw.get("year"), int) and raw["year"] not in _YEARS:
        yield problem("E-RANGE", str(raw["year"]), range="1900 … 2200").at(None, "/year")
    unit = raw.get("unit")
    if isinstance(unit, str) and unit != attribute.unit:
        yield problem("E-TYPE", unit, expected=attribute.unit or message("errors.expected.no_unit")).at(None, "/unit")


def _above(attribute: Attribute, end: int, raw: Any) -> Interval:
    """The open interval above a number, in half steps."""
    top = HALVES * attribute.bounds()[1]
    if end >= top:
        raise InvalidInput(problem("E-RANGE", f">{raw}", range=_range_text(attribute)))
    return end + 1, top


def _short_form(attribute: Attribute, raw: Any) -> Answer | None:
    if raw is None or raw == "":
        return None
    raw = trimmed(raw)
    if isinstance(raw, str) and raw in MARKS:
        return _UNKNOWN if raw in _DONT_KNOW else _INAPPLICABLE
    value, comparable = _READERS[attribute.type](attribute, raw)
    return Answer(value, comparable)


def _read_yes_no(_: Attribute, raw: Any) -> tuple[bool, bool]:
    value = raw if isinstance(raw, bool) else _YES_NO.get(raw.lower()) if isinstance(raw, str) else None
    if value is None:
        raise InvalidInput(problem("E-TYPE", raw, expected=message("errors.expected.yes_no")))
    return value, value


def read_number(raw: Any) -> int | Decimal:
    """The number as written: a number of the file format, a float by its shortest decimal, or plain ASCII digits."""
    if isinstance(raw, float):
        raw = Decimal(float.__repr__(raw))
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        if not Decimal(raw).is_finite():
            raise InvalidInput(problem("E-NUM-FINITE", str(raw)))
        return raw
    if not isinstance(raw, str):
        raise InvalidInput(problem("E-TYPE", raw, expected=message("errors.expected.number")))
    raw = trimmed(raw)
    if not _PLAIN_NUMBER.match(raw) or len(raw) > 40:
        raise InvalidInput(problem("E-NUM", raw))
    return Decimal(raw) if "." in raw else int(raw)


def _read_number(attribute: Attribute, raw: Any) -> tuple[int | Decimal, Interval]:
    value = read_number(raw)
    low, high = attribute.range.min, attribute.range.max
    if (low is not None and value < low) or (high is not None and value > high) or abs(value) > MONEY:
        raise InvalidInput(problem("E-RANGE", str(raw), range=_range_text(attribute)))
    steps = attribute.steps(value)
    if steps is None:
        raise InvalidInput(problem("E-STEP", str(raw), step=str(attribute.step)))
    return value, (HALVES * steps, HALVES * steps)


def _range_text(attribute: Attribute) -> str:
    low, high = attribute.range.min, attribute.range.max
    return f"{'-∞' if low is None else low} … {MONEY if high is None else high}"


def amount_of(raw: Any) -> Any:
    """A text such as ``250000 USD`` or ``USD 250000`` as the mapping of a profile file; anything else as it is."""
    if not isinstance(raw, str) or len(raw) > TEXT_LENGTH:
        return raw
    text = raw.strip(_BLANKS)
    for currency, amount in ((text[-3:], text[:-3]), (text[:3], text[3:])):
        if currency.isascii() and currency.isalpha() and any(char.isdecimal() for char in amount):
            return {"amount": amount.strip(_BLANKS), "currency": currency}
    return raw


def _without(currency: str, amount: Any) -> Any:
    """The amount alone, where its text repeats the currency."""
    read = amount_of(amount)
    return read["amount"] if isinstance(read, Mapping) and read.get("currency") == currency else amount


def _read_money(attribute: Attribute, raw: Any) -> tuple[Money, tuple[str, int]]:
    raw = amount_of(raw)
    if not isinstance(raw, Mapping):
        raise InvalidInput(problem("E-CURRENCY", raw))
    faults = [*field_faults(raw, {"amount": ANYTHING, "currency": ANYTHING}, () if "amount" in raw else ("amount",))]
    if faults:
        raise InvalidInput(faults)
    currency = trimmed(raw.get("currency"))
    if currency is None:
        raise InvalidInput(problem("E-CURRENCY", raw["amount"]))
    if not isinstance(currency, str) or currency not in CURRENCIES:
        known = "TWD, USD, MXN, HKD, JPY, SGD … (ISO 4217)"
        raise InvalidInput(problem("E-CHOICE", currency, choices=known).at(None, "/currency"))
    try:
        amount = read_number(_without(currency, raw["amount"]))
    except InvalidInput as rejected:
        raise InvalidInput(each.at(None, "/amount") for each in rejected.problems) from None
    if amount < 0 or amount > MONEY:
        raise InvalidInput(problem("E-RANGE", amount, range=f"0 … {MONEY}").at(None, "/amount"))
    steps = attribute.steps(amount)
    if steps is None:
        raise InvalidInput(problem("E-STEP", amount, step=str(MONEY_STEP)).at(None, "/amount"))
    return Money(amount, currency), (currency, steps)


def choice_problem(attribute: Attribute, raw: Any, **slots: Message) -> Problem:
    """The problem of what is no choice of the attribute; English remedies name the ids, Chinese ones the labels."""
    labels = attribute.choices.values()
    names = [*attribute.choices, *(name for each in labels for name in (each.en, each.zh_hant))]
    close = near(nearest(raw, names)) if isinstance(raw, str) else near("")
    choices = Text(en=", ".join(attribute.choices), zh_hant="；".join(each.zh_hant for each in labels))
    return problem("E-CHOICE", "null" if raw is None else raw or '""', choices=choices, **close, **slots)


def _choice(attribute: Attribute, raw: Any) -> str | None:
    return attribute.choice_named(raw) if isinstance(raw, str) else None


def _read_choice(attribute: Attribute, raw: Any) -> tuple[str, str]:
    choice = _choice(attribute, raw)
    if choice is None:
        raise InvalidInput(choice_problem(attribute, raw))
    return choice, choice


def _read_list(attribute: Attribute, raw: Any) -> tuple[tuple[str, ...], frozenset[str]]:
    slots = {"several": message("errors.several")} if isinstance(raw, str) else {}
    if isinstance(raw, str):
        raw = [] if raw in NONE else [*_items(attribute, raw)]
    if not isinstance(raw, list):
        raise InvalidInput(problem("E-TYPE", raw, expected=message("errors.expected.list")))
    found = [_choice(attribute, item) for item in raw]
    if wrong := [i for i, each in enumerate(found) if each is None]:
        told, more = wrong[:ITEM_PROBLEMS], wrong[ITEM_PROBLEMS:]
        faults = [choice_problem(attribute, raw[i], **slots).at(None, f"/{i}") for i in told]
        raise InvalidInput([*faults, *([_more(len(more)).at(None, f"/{more[0]}")] if more else ())])
    items = tuple(dict.fromkeys(each for each in found if each is not None))
    return items, frozenset(items)


def _more(count: int) -> Problem:
    return problem("E-MORE", what=message("errors.more_items", count=f"{count:,}"))


def _items(attribute: Attribute, text: str) -> Iterator[str]:
    """The items of a list in one text: between semicolons or, where a label does not hold them itself, commas."""
    for part in _SEMICOLONS.split(text):
        pieces = [part] if attribute.choice_named(part) is not None else _COMMAS.split(part)
        yield from (each.strip() for each in pieces)


_READERS = {
    "yes_no": _read_yes_no,
    "number": _read_number,
    "money": _read_money,
    "choice": _read_choice,
    "list": _read_list,
}
