"""A consultation as one line of JSON: the contract, version 1, with texts in one language."""

from __future__ import annotations

import json

from smeadvisor.rendering.advice.paragraphs import paragraph
from smeadvisor.rendering.advice.writer import Writer


def as_json(writer: Writer, top: int | None) -> str:
    """One object on one line, so that several are JSON Lines."""
    result = writer.consultation.as_dict()
    shown = [each for each in writer.consultation.recommendations if top is None or each.rank <= top]
    result["recommendations"] = [
        {**entry, "title": writer.headline(advice), "text": paragraph(writer, advice)}
        for entry, advice in zip(result["recommendations"], shown, strict=False)
    ]
    if writer.consultation.name is not None:
        result["profile"]["name"] = {"en": writer.consultation.name.en, "zh-Hant": writer.consultation.name.zh_hant}
    result["omitted"] = len(writer.consultation.recommendations) - len(shown)
    if writer.before is not None:
        from smeadvisor.engines.comparison import moves

        result["moved"] = [each.as_dict() for each in moves(writer.before, writer.consultation)]
    return json.dumps(result, ensure_ascii=False) + "\n"
