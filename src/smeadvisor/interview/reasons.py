"""Why a question is asked and why an interview may end, in words of both languages."""

from __future__ import annotations

from collections.abc import Sequence

from smeadvisor.messages import say
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.texts import Text, program_text
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import listing, quoted

_SHOWN = 3


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
    count = say("interview.why.rule_waits" if len(rules) == 1 else "interview.why.rules_wait", lang, count=len(rules))
    titles = _named([rulebook.recommendations[each].title for each in moved], lang)
    text = say("interview.why.stage", lang) if stage else ""
    if moved:
        text += say("interview.why.ask", lang, rules=count, recommendations=titles)
    if barriers:
        named = _named([rulebook.barriers[each].title for each in barriers], lang)
        text += say("interview.why.signs", lang, barriers=named)
    return text.strip()


def _named(titles: Sequence[Text], lang: Lang) -> str:
    items = listing([quoted(each.to(lang), lang) for each in titles[:_SHOWN]], lang)
    if len(titles) <= _SHOWN:
        return items
    count = len(titles) - _SHOWN if lang == "en" else len(titles)
    return say("interview.why.more", lang, items=items, count=count)


def why_stop(stop: bool, nothing_left: bool) -> Text:
    """Why an interview may end, or may not yet."""
    ended = "nothing_left" if nothing_left else "stop"
    return program_text(f"interview.why.{ended if stop else 'go_on'}")
