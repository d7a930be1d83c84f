"""The end of an interview: the advice as it stands, where the profile is, how to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from smeadvisor.engines.chaining import engine_for
from smeadvisor.engines.consultation import Consultation
from smeadvisor.interview.dialogue import Dialogue
from smeadvisor.interview.saving import Keeping
from smeadvisor.messages import say
from smeadvisor.model.profile import Profile, read_profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import EXIT_DONE, Lang, Problem, problem
from smeadvisor.problems.filenames import quoted
from smeadvisor.rendering.advice import render

Record = Callable[[Profile, Consultation], None]
"""Records a consultation before anybody sees its advice; raises InvalidInput where it cannot."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is told at the end: advice on standard output, a message or a problem apart from it."""

    exit_code: int
    advice: str = ""
    message: str = ""
    problem: Problem | None = None


def ended(dialogue: Dialogue, rulebook: Rulebook, width: int, colour: bool, record: Record | None = None) -> Ending:
    """The ending of an interview that the person ended: the advice, recorded where asked, and where the profile is."""
    lang = dialogue.lang
    if not dialogue.saved or dialogue.keeping is None:
        return Ending(EXIT_DONE, message=say("interview.nothing_yet", lang))
    path = quoted(dialogue.keeping.path)
    text = advice(dialogue.keeping, rulebook, lang, width, colour, record)
    if dialogue.ended == "finished":
        return Ending(EXIT_DONE, text, say("interview.saved", lang, path=path))
    return Ending(EXIT_DONE, f"{say('interview.so_far', lang)}\n\n{text}", say("interview.open", lang, path=path))


def advice(
    keeping: Keeping, rulebook: Rulebook, lang: Lang, width: int, colour: bool, record: Record | None = None
) -> str:
    """What ``advise`` prints for the profile that was saved; raises InvalidInput where it cannot be recorded."""
    profile = read_profile(keeping.path, rulebook)
    found = engine_for(rulebook, rulebook.as_of).consult(profile)
    if record is not None:
        record(profile, found)
    return render(found, rulebook, "text", lang, width=width, colour=colour)


def broken_off(dialogue: Dialogue, code: str, exit_code: int | None = None) -> Ending:
    """The ending of an interview that something else ended: what is saved and how to go on."""
    told = problem("E-NOTHING-SAVED")
    if dialogue.saved and dialogue.keeping is not None:
        told = problem(code, resume=f"smeadvisor interview {quoted(dialogue.keeping.path)} --resume")
    return Ending(exit_code or told.exit_code, problem=told)
