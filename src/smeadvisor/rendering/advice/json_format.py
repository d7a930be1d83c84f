"""A consultation as one line of JSON: the contract, version 1, with texts in one language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NotRequired

from typing_extensions import TypedDict

from smeadvisor.engines.comparison import Move, moves
from smeadvisor.engines.consultation import Advice
from smeadvisor.model.plain import plain
from smeadvisor.rendering.advice.paragraphs import paragraph
from smeadvisor.rendering.advice.writer import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(Advice):
    """One recommendation with its headline and its paragraph."""

    title: str
    text: str


class InWords(TypedDict):
    """What is written beside the consultation or in place of its own."""

    recommendations: list[Worded]
    omitted: int
    moved: NotRequired[tuple[Move, ...]]


def as_json(writer: Writer, top: int | None) -> str:
    """One object on one line, so that several are JSON Lines."""
    result: dict[str, Any] = writer.consultation.as_dict()
    shown = [each for each in writer.consultation.recommendations if top is None or each.rank <= top]
    if writer.consultation.name is not None:
        result["profile"]["name"] = {"en": writer.consultation.name.en, "zh-Hant": writer.consultation.name.zh_hant}
    more: InWords = {
        "recommendations": [_worded(writer, advice) for advice in shown],
        "omitted": len(writer.consultation.recommendations) - len(shown),
    }
    if writer.before is not None:
        more["moved"] = moves(writer.before, writer.consultation)
    return json.dumps({**result, **plain(more)}, ensure_ascii=False) + "\n"


def _worded(writer: Writer, advice: Advice) -> Worded:
    own = {name: getattr(advice, name) for name in Advice.__dataclass_fields__}
    return Worded(**own, title=writer.headline(advice), text=paragraph(writer, advice))
