"""The end of an interview: the advice as it stands, where the profile is, how to go on."""

from __future__ import annotations

import shlex

from smeadvisor.errors import Lang, Problem, problem
from smeadvisor.inference import engine_for
from smeadvisor.profile import read_profile
from smeadvisor.report import render
from smeadvisor.rulebook import Rulebook
from smeadvisor.terminal.dialogue import Dialogue
from smeadvisor.terminal.saving import Keeping
from smeadvisor.terminal.words import say


def advice(keeping: Keeping, rulebook: Rulebook, lang: Lang, width: int, colour: bool) -> str:
    """What ``advise`` prints for the profile that was saved."""
    profile = read_profile(keeping.path, rulebook)
    found = engine_for(rulebook, rulebook.as_of).consult(profile)
    return render(found, rulebook, "text", lang, width=width, colour=colour)


def told(dialogue: Dialogue, rulebook: Rulebook, width: int, colour: bool) -> tuple[str, str]:
    """The advice, and the message that goes with it: where the profile is and how to go on."""
    lang = dialogue.lang
    if not dialogue.saved or dialogue.keeping is None:
        return "", say("nothing_yet", lang)
    path = shlex.quote(str(dialogue.keeping.path))
    text = advice(dialogue.keeping, rulebook, lang, width, colour)
    if dialogue.ended == "finished":
        return text, say("saved", lang, path=path)
    return f"{say('so_far', lang)}\n\n{text}", say("open", lang, path=path)


def broken_off(dialogue: Dialogue, code: str) -> Problem:
    """The message of an interview that something else ended: what is saved and how to go on."""
    if not dialogue.saved or dialogue.keeping is None:
        return problem("E-NOTHING-SAVED")
    resume = f"smeadvisor interview {shlex.quote(str(dialogue.keeping.path))} --resume"
    return problem(code, resume=resume)
