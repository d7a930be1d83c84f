"""Faulty profiles, and which forms of file can hold each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from smeadvisor.files.documents import Document
from smeadvisor.model.profile import profile_from
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput
from smeadvisor.tables.reading.assembly import strictly
from support.rendered import Data

TABLES = {"csv", "xlsx", "text.parquet", "typed.parquet"}
LINES = {"jsonl", "flat.jsonl"}
TYPED = {"xlsx", "jsonl", "flat.jsonl"}
CHARACTERS = TABLES - {"xlsx"} | LINES


def firm(answers: Data, **fields: Any) -> Data:
    return {"id": "f", "kind": "firm", "economy": "TWN", "answers": answers, **fields}


FAULTS: dict[str, tuple[Data, set[str]]] = {
    "wrong choice": (firm({"sector": "servicess"}), TABLES | LINES),
    "number for a choice": (firm({"sector": 5}), TYPED),
    "number for yes or no": (firm({"exports_now": 1}), TYPED | {"typed.parquet"}),
    "truth value for a number": (firm({"employees": True}), TYPED | {"typed.parquet"}),
    "truth value for a list": (firm({"strengths": True}), TYPED | {"typed.parquet"}),
    "out of range": (firm({"employees": -1}), TABLES | LINES),
    "beyond any number": (firm({"employees": 10**14}), TABLES | LINES),
    "share above all": (firm({"tariff_rate": Decimal("100001")}), TABLES | LINES),
    "too fine a step": (firm({"tariff_rate": Decimal("2.505")}), TABLES | LINES),
    "half a person": (firm({"employees": Decimal("2.5")}), TABLES | LINES),
    "amount too fine": (firm({"annual_sales": {"amount": Decimal("1.005"), "currency": "USD"}}), TABLES | LINES),
    "unknown currency": (firm({"annual_sales": {"amount": 5, "currency": "NTD"}}), TABLES | LINES),
    "missing currency": (firm({"annual_sales": {"amount": 5}}), TABLES | LINES),
    "amount in two currencies": (firm({"annual_sales": {"amount": "5 USD", "currency": "TWD"}}), TABLES | LINES),
    "amount without a space in no currency": (firm({"annual_sales": "5NTD"}), TABLES | LINES),
    "simplified label": (firm({"sector": "制造业"}), TABLES | LINES),
    "label of another attribute": (firm({"strengths": ["製造業"]}), TABLES | LINES),
    "label among a wrong one": (firm({"strengths": "獨立經營、大"}), TABLES | LINES),
    "name of an economy that is not the rulebook's": (firm({}, economy="台灣"), TABLES | LINES),
    "plain amount": (firm({"annual_sales": 5}), TABLES | LINES),
    "negative amount": (firm({"annual_sales": {"amount": -5, "currency": "TWD"}}), TABLES | LINES),
    "list with a wrong member": (firm({"strengths": ["independent", "big"]}), TABLES | LINES),
    "list with two wrong members": (firm({"strengths": ["bigger", "big"]}), TABLES | LINES),
    "list with many wrong members": (firm({"strengths": [f"x{i}" for i in range(60)]}), TABLES | LINES),
    "one text with many wrong members": (firm({"strengths": ";".join("abcdefgh") + ";independent"}), TABLES | LINES),
    "full-width digits": (firm({"employees": "１２３"}), TABLES | LINES),
    "Arabic digits": (firm({"employees": "٣"}), TABLES | LINES),
    "Chinese number": (firm({"employees": "十二"}), TABLES | LINES),
    "thousands separators": (firm({"employees": "1,200"}), TABLES | LINES),
    "decimal comma": (firm({"tariff_rate": "2,5"}), TABLES | LINES),
    "percent sign": (firm({"tariff_rate": "5%"}), TABLES | LINES),
    "currency sign": (firm({"annual_sales": {"amount": "NT$5", "currency": "TWD"}}), TABLES | LINES),
    "exponent in a text": (firm({"employees": "1e3"}), TABLES | LINES),
    "leading zero": (firm({"employees": "0113"}), TABLES | LINES),
    "nothing but blanks": (firm({"employees": "  "}), TABLES | LINES),
    "blank within a number": (firm({"employees": "1 200"}), TABLES | LINES),
    "blank of another script around a number": (firm({"employees": "\u20035"}), TABLES | LINES),
    "no token": (firm({"exports_now": "off"}), TABLES | LINES),
    "N": (firm({"exports_now": "N"}), TABLES | LINES),
    "NaN in a text": (firm({"employees": "nan"}), TABLES | LINES),
    "NUL": (firm({"sector": "A\0B"}), {"csv", "text.parquet", "typed.parquet"} | LINES),
    "control character after a label": (firm({"sector": "製造業\x1f"}), CHARACTERS),
    "control character after an item": (firm({"strengths": ["獨立經營\x1f"]}), CHARACTERS),
    "control character after an amount": (firm({"annual_sales": "5 USD\x1f"}), CHARACTERS),
    "control character in an amount": (firm({"annual_sales": "5\x1f USD"}), CHARACTERS),
    "too long an amount": (firm({"annual_sales": "5" + " " * 10_001 + "USD"}), TABLES | LINES),
    "control character after an economy": (firm({}, economy="中華台北\x1f"), CHARACTERS),
    "too long a list in one text": (firm({"strengths": ";".join(["independent"] * 1000)}), TABLES | LINES),
    "control character in the name": (firm({}, name="a\x85b"), TABLES | LINES),
    "turn of direction in the name": (firm({}, name="a\u202eb"), TABLES | LINES),
    "mark of direction in the id": (firm({}, id="a\u200eb"), TABLES | LINES),
    "isolate in a note": (firm({}, note="a\u2066b"), TABLES | LINES),
    "line separator in a source": (firm({"employees": {"value": 5, "source": "a\u2028b"}}), TABLES | LINES),
    "unseen blank after a label": (firm({"sector": "製造業\u200b"}), TABLES | LINES),
    "tag in the name of an economy": (firm({}, economy="中華台北\U000e0041"), TABLES | LINES),
    "mark of byte order after a yes": (firm({"exports_now": "yes\ufeff"}), TABLES | LINES),
    "noncharacter in the id": (firm({}, id="a\uffffb"), TABLES - {"xlsx"} | LINES),
    "turn of direction in the id": (firm({}, id="a\u2067b"), TABLES | LINES),
    "mark of direction after an answer": (firm({"sector": "services\u200f"}), TABLES | LINES),
    "separator of lines in the name": (firm({}, name="a\u2028b"), TABLES | LINES),
    "turn of direction in a note": (firm({"employees": {"value": 5, "note": "\u2066x"}}), TABLES | LINES),
    "too long a text": (firm({}, name="x" * 10_001), TABLES | LINES),
    "too long an answer": (firm({"sector": "x" * 10_001}), TABLES | LINES),
    "bad economy": (firm({}, economy="TW"), TABLES | LINES),
    "bad kind": (firm({}, kind="company"), TABLES | LINES),
    "missing id": (firm({}, id=""), TABLES | LINES),
    "missing kind": (firm({}, kind=""), TABLES | LINES),
    "missing economy": (firm({}, economy=None), TABLES | LINES),
    "id too long": (firm({}, id="i" * 201), TABLES | LINES),
    "id that is a number": (firm({}, id=5), TYPED),
    "id that is a list": (firm({}, id=["a"]), LINES),
    "unknown attribute": (firm({"employes": 5}), LINES),
    "unknown field": ({**firm({}), "ids": 5}, {"jsonl"}),
    "of the other audience": (firm({"sme_count": 5}), TABLES | LINES),
    "of the other audience, not known": (firm({"sme_count": "dont_know"}), TABLES | LINES),
    "of the other audience, empty": (firm({"sme_count": None}), LINES),
    "qualifier on a choice": (firm({"sector": {"value": "services", "qualifier": "~"}}), TABLES | LINES),
    "bad qualifier": (firm({"employees": {"value": 5, "qualifier": "<"}}), TABLES | LINES),
    "bad year": (firm({"employees": {"value": 5, "year": 1}}), TABLES | LINES),
    "year that is text": (firm({"employees": {"value": 5, "year": "ROC 113"}}), TABLES | LINES),
    "year with a needless zero": (firm({"employees": {"value": 5, "year": "02008"}}), TABLES | LINES),
    "too long a note": (firm({"employees": {"value": 5, "note": "x" * 10_001}}), TABLES | LINES),
    "bad unit": (firm({"employees": {"value": 5, "unit": "percent"}}), TABLES | LINES),
    "two faults": (firm({"employees": -1, "sector": "x"}, economy="TW"), TABLES | LINES),
    "lone surrogate": (firm({}, name="\ud800"), LINES),
    "answers that are a list": ({**firm({}), "answers": [1]}, {"jsonl"}),
    "name in one language": (firm({}, name={"en": "A"}), LINES),
}


def single(data: Data, rulebook: Rulebook) -> set[str] | Any:
    """The profile, or the codes of what is wrong with it."""
    try:
        strictly(data)
        return profile_from(Document("x", data), rulebook)
    except InvalidInput as rejected:
        return {each.code for each in rejected.problems}
