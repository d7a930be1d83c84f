"""Why any question is asked, whether or not it is the one that matters most."""

from __future__ import annotations

from smeadvisor.engines.chaining import engine_for
from smeadvisor.interview import Session, next_question
from smeadvisor.messages import is_said, say
from smeadvisor.problems import Lang, Problem
from smeadvisor.rendering.advice.wording import listing

_SHOWN = 3


def reason_for(session: Session, asked: str, lang: Lang) -> str:
    """What hangs on the answer: of the next question the questionnaire knows it, of others the rules that wait."""
    question = next_question(session)
    if question is not None and question.attribute.id == asked:
        return question.why.to(lang)
    rulebook = session.rulebook
    waiting = engine_for(rulebook, rulebook.as_of).consult(session.profile()).undecided
    moved = next((each.could_change for each in waiting if each.attribute == asked), ())
    titles = [rulebook.recommendations[each].title.to(lang) for each in moved][:_SHOWN]
    return say("interview.waited_for", lang, titles=listing(titles, lang)) if titles else say("interview.no_why", lang)


def refusal(problem: Problem, lang: Lang) -> str:
    """Why an entry will not do, as a file would be told, and the remedy that fits an interview."""
    own = f"interview.remedy_{problem.code}"
    remedy = say(own, lang) if is_said(own) else problem.remedy(lang)
    message = problem.message(lang)
    asks = message.endswith(("?", "？"))
    stop = ("" if asks else "。") if lang == "zh-Hant" else (" " if asks else ". ")
    return f"{message}{stop}{remedy}".strip()
