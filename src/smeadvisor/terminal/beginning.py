"""How an interview begins: anew, from a profile, or where one was left."""

from __future__ import annotations

from pathlib import Path

from smeadvisor.files.disk import writing
from smeadvisor.files.documents import read
from smeadvisor.interview import Session
from smeadvisor.interview.dialogue import Dialogue
from smeadvisor.interview.saving import Keeping, Memory, beside, file_for, locked, remembered, unlock
from smeadvisor.model.profile import profile_from
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem


def begun(rulebook: Rulebook, out: Path | None, memory: Memory) -> Dialogue:
    """An interview that begins by asking who is to be advised; kept in ``out``, or a file named for the id.

    Raises InvalidInput where there is such a file already.
    """
    if out is not None:
        _refuse_taken(out)

    def keeping_for(name: str) -> Keeping:
        path = out or file_for(name)
        _refuse_taken(path)
        return Keeping(path, lock=locked(path))

    return Dialogue(rulebook, keeping_for, memory)


def continued(rulebook: Rulebook, profile: Path, out: Path | None, memory: Memory) -> Dialogue:
    """An interview that goes on from a profile; kept in ``out``, or a file named for its id.

    That may be the profile's own file. Raises InvalidInput for a profile that cannot be used, and where another file
    is in the way.
    """
    session, note = _session(profile, rulebook)
    path = out or file_for(session.id)
    _refuse_taken(path, profile)
    return Dialogue(rulebook, lambda _: Keeping(path, note, locked(path)), memory, session)


def resumed(rulebook: Rulebook, profile: Path) -> Dialogue:
    """The interview that was left with that file, in the language and where it was.

    Raises InvalidInput with E-NO-INTERVIEW where there is none, E-INTERVIEW-BUSY where it is open elsewhere.
    """
    remembered(profile)
    lock = locked(profile)
    try:
        # Until then another may have gone on with it.
        memory = remembered(profile)
        session, note = _session(profile, rulebook)
    except BaseException:
        unlock(lock)
        raise
    dialogue = Dialogue(rulebook, lambda _: Keeping(profile, note, lock), memory, session)
    dialogue.saved = True
    return dialogue


def _session(path: Path, rulebook: Rulebook) -> tuple[Session, dict[str, str]]:
    """Where the profile stands, and what its file holds besides."""
    document = read(path)
    session = Session.of(profile_from(document, rulebook), rulebook)
    note = document.data.get("note")
    return session, {"note": note} if note else {}


def _refuse_taken(path: Path, own: Path | None = None) -> None:
    """Raises InvalidInput where the file is there and not one's own, or an interview with it was left."""
    with writing(path):
        is_open = beside(path).exists()
    if is_open:
        raise InvalidInput(Problem("E-INTERVIEW-OPEN", Place(str(path))))
    if path.exists() and not (own and path.samefile(own)):
        raise InvalidInput(Problem("E-INTERVIEW-EXISTS", Place(str(path))))
