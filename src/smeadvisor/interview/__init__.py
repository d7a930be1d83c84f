"""Interviews without a screen: what to ask a firm or an economy next, why, how far it is, and when it may stop.

>>> session = Session.begin(rulebook, "firm", "MEX")          # the rulebook speaks of a day (timeline.at)
>>> while question := next_question(session):
...     session = session.answer(question.attribute.id, raw)  # raises InvalidInput as a profile file would
>>> session.profile()                                         # what ``advise`` advises
>>> session.as_data()                                         # the same, to be written as a profile file

``session.skip(name)`` and ``session.not_applicable(name)`` settle a question without an answer; ``take_back(name)``
opens it again; ``session.order`` tells what was answered in this session, the last one last. ``Session.of(profile,
rulebook)`` goes on from a profile. ``may_stop(session)`` is true, with its reason, where nothing left can change the
first three recommendations or their order; ``progress(session)`` tells what is decided and how many questions are left
at most.
"""

from smeadvisor.interview.asking import TOP, Progress, Question, Verdict, may_stop, next_question, progress
from smeadvisor.interview.session import Session

__all__ = ["TOP", "Progress", "Question", "Session", "Verdict", "may_stop", "next_question", "progress"]
