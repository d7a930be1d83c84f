"""Problems for programs: one JSON document, or SARIF 2.1.0 for editors and code reviews."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

from smeadvisor import __version__
from smeadvisor.problems import Lang, Problem, ProblemData

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class FindingData(ProblemData):
    """A problem of a rulebook, and how much it matters."""

    severity: Literal["error", "warning", "note"]


class FindingsData(TypedDict):
    """What a check of a rulebook found, in order."""

    findings: list[FindingData]


def as_json(problems: Sequence[Problem], lang: Lang) -> str:
    """One object with all of them."""
    found: FindingsData = {"findings": [{"severity": each.level, **each.as_dict(lang)} for each in problems]}
    return json.dumps(found, ensure_ascii=False, indent=1)


def as_sarif(problems: Sequence[Problem], lang: Lang) -> str:
    """One run with one result for each problem."""
    codes = sorted({each.code for each in problems})
    driver = {"name": "smeadvisor", "version": __version__, "rules": [{"id": code} for code in codes]}
    run = {"tool": {"driver": driver}, "results": [_result(each, lang) for each in problems]}
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(each: Problem, lang: Lang) -> dict[str, Any]:
    text = f"{each.message(lang)} {each.remedy(lang)}".strip()
    result: dict[str, Any] = {"ruleId": each.code, "level": each.level, "message": {"text": text}}
    if each.place is not None:
        region = {"startLine": each.place.line or 1, "startColumn": each.place.column or 1}
        where = {"artifactLocation": {"uri": each.place.file}, "region": region}
        result["locations"] = [{"physicalLocation": where}]
    return result
