"""Why a question is asked and why an interview may end, in words of both languages."""

from __future__ import annotations

from collections.abc import Sequence

from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import listing, phrased, pick

_SHOWN = 3
_ASK = (
    "{rules} for this answer; it could bring in or move: {recommendations}.",
    "有 {rules} 條規則要靠這項答案判定，可能帶出或影響的建議：{recommendations}。",
)
_SIGNS = (
    " It may show an obstacle: {barriers}.",
    "也可能看出下列障礙：{barriers}。",
)
_STAGE = (
    "Whether the firm is still planning or exports already shifts what every obstacle counts for. ",
    "尚在籌備或已經出口，會改變各項障礙的輕重。",
)
_MORE = ("{items} and {count} more", "{items}等 {count} 項")
_STOP = (
    "Whatever else is answered, the first recommendations and their order stay as they are.",
    "其餘問題不論如何回答，前幾項建議及其次序都不會改變。",
)
_NOTHING_LEFT = (
    "No rule that bears on the recommendations waits for an answer any more.",
    "與建議有關的規則都已判定，不需要更多答案。",
)
_GO_ON = (
    "Answers that are still open could change the first recommendations or their order.",
    "尚未回答的問題仍可能改變前幾項建議或其次序。",
)


def why_asked(
    rulebook: Rulebook, rules: Sequence[str], recommendations: Sequence[str], barriers: Sequence[str], stage: bool
) -> Text:
    """Which rules wait for an answer and what they could move."""
    return Text(
        en=_why(rulebook, rules, recommendations, barriers, stage, "en"),
        zh_hant=_why(rulebook, rules, recommendations, barriers, stage, "zh-Hant"),
    )


def _why(
    rulebook: Rulebook, rules: Sequence[str], moved: Sequence[str], barriers: Sequence[str], stage: bool, lang: Lang
) -> str:
    count = f"{len(rules)} rule{' waits' if len(rules) == 1 else 's wait'}" if lang == "en" else str(len(rules))
    titles = _named([rulebook.recommendations[each].title for each in moved], lang)
    text = pick(_STAGE, lang) if stage else ""
    if moved:
        text += phrased(_ASK, lang, rules=count, recommendations=titles)
    if barriers:
        text += phrased(_SIGNS, lang, barriers=_named([rulebook.barriers[each].title for each in barriers], lang))
    return text.strip()


def _named(titles: Sequence[Text], lang: Lang) -> str:
    marks = ("“{}”", "「{}」")
    items = listing([pick(marks, lang).format(each.to(lang)) for each in titles[:_SHOWN]], lang)
    if len(titles) <= _SHOWN:
        return items
    count = len(titles) - _SHOWN if lang == "en" else len(titles)
    return phrased(_MORE, lang, items=items, count=count)


def why_stop(stop: bool, nothing_left: bool) -> Text:
    """Why an interview may end, or may not yet."""
    en, zh = (_NOTHING_LEFT if nothing_left else _STOP) if stop else _GO_ON
    return Text(en=en, zh_hant=zh)
