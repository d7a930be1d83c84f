"""The rulebook as of a day: which instruments there are, in what state, and which rules are in force.

Days are texts of ISO 8601, which sort as the days do. A year or a month stands for its last day.
"""

from __future__ import annotations

import re
from dataclasses import replace

from smeadvisor.model.records import Event, Instrument, Requirement, RuleText
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.problems import InvalidInput, problem

_YEAR = len("2011")
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z", re.ASCII)


def is_day(text: str) -> bool:
    """Whether the text is a day, a month or a year."""
    return bool(_DAY.match(text)) and last_day(text) <= last_day(text[: len("2011-12")])


def last_day(text: str) -> str:
    """The day itself, or the last one of the month or year: ``2011-12-31`` of ``2011``."""
    if len(text) == _YEAR:
        return f"{text}-12-31"
    year, month, *day = text.split("-")
    if day:
        return text
    from calendar import monthrange

    return f"{text}-{monthrange(int(year), int(month))[1]}"


def read_day(text: str | None, rulebook: Rulebook) -> str:
    """The day asked for, by default that of the review; raises InvalidInput (E-AS-OF) for one it cannot speak of."""
    if text is None:
        return rulebook.about.reviewed_through
    first = rulebook.about.paper_through[:_YEAR]
    if not is_day(text) or text < first:
        raise InvalidInput(problem("E-AS-OF", text, first=first))
    return last_day(text)


def at(rulebook: Rulebook, day: str) -> Rulebook:
    """The rulebook as of that day, month or year; raises ValueError for what is none.

    Up to the day on which the paper ends it is the paper's own: what became known later is not in it.
    """
    day = last_day(day)
    instruments = {
        name: _as_of(each, day, rulebook) for name, each in rulebook.instruments.items() if _exists(each, day, rulebook)
    }
    rules = tuple(each for each in rulebook.rules if _in_force(each.text, day) and _owner_exists(each, instruments))
    return replace(rulebook, as_of=day, instruments=instruments, rules=rules)


def has_happened(event: Event, day: str, reviewed: str) -> bool:
    """Whether the event is past by that day; one of unknown date is so from the day of the review on."""
    return last_day(event.since or reviewed) <= day


def _exists(instrument: Instrument, day: str, rulebook: Rulebook) -> bool:
    if instrument.begins is None:
        return True
    return day > rulebook.about.paper_through and last_day(instrument.begins) <= day


def _as_of(instrument: Instrument, day: str, rulebook: Rulebook) -> Instrument:
    """The instrument on that day: its status, its requirements, the part of its history that is known then."""
    requirements = tuple(each for each in instrument.requirements if _holds(each, day))
    if day <= rulebook.about.paper_through:
        return replace(instrument, requirements=requirements, history=())
    reviewed = rulebook.about.reviewed_through
    past = tuple(each for each in instrument.history if has_happened(each, day, reviewed))
    status = past[-1].status if past else instrument.status
    # What is announced is known to those alone who read today's rulebook as of today.
    known = instrument.history if day >= reviewed else past
    return replace(instrument, requirements=requirements, status=status, history=known)


def _in_force(text: RuleText | None, day: str) -> bool:
    return text is None or ((text.starts is None or text.starts <= day) and (text.ends is None or day < text.ends))


def _holds(requirement: Requirement, day: str) -> bool:
    return not requirement.rules or any(_in_force(each, day) for each in requirement.rules)


def _owner_exists(rule: Rule, instruments: dict[str, Instrument]) -> bool:
    requirement = rule.concluded.get("requirement")
    return requirement is None or requirement.partition("#")[0] in instruments
