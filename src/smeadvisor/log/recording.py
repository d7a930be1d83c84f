"""Consultations put into a log as they are made, before anybody sees them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smeadvisor.engines.consultation import Consultation
from smeadvisor.files.digest import RuleFiles
from smeadvisor.log.archive import archived
from smeadvisor.log.profile_data import NAME, consultation_data, profile_data
from smeadvisor.log.records import CONSULTATION, PROFILE, PROFILE_ID, Draft, canonical
from smeadvisor.log.store import Store, writable
from smeadvisor.messages import message
from smeadvisor.model.profile import Profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Problem, near, nearest, problem

if TYPE_CHECKING:
    from smeadvisor.tables.reading.opening import InputFile


@dataclass(frozen=True, slots=True)
class Recording:
    """A log that is being added to. ``masked`` are attributes whose values are not stored, ``name`` among them."""

    store: Store
    masked: frozenset[str] = frozenset()

    def consultation(self, profile: Profile, found: Consultation) -> None:
        """Record what was found of a profile; it is on the disk when this returns. Raises OutputError."""
        self.store.add(consultation_draft(profile, found, self.masked))

    def run(
        self,
        manifest: bytes,
        files: Sequence[InputFile],
        out: Path | None,
        identity: str,
        rows: Iterable[tuple[int, str]],
    ) -> None:
        """Record a run over many profiles, once for that identity. Raises OutputError, InvalidInput for inputs gone."""
        from smeadvisor.log.runs import run_draft

        self.store.add(run_draft(manifest, files, out, identity, rows))


def consultation_draft(profile: Profile, found: Consultation, masked: frozenset[str] = frozenset()) -> Draft:
    """The record of a consultation."""
    hidden = sorted(masked & {*profile.answers, *([NAME] if profile.name else [])})
    parts = {
        PROFILE_ID: profile.id,
        PROFILE: canonical(profile_data(profile, hidden)),
        CONSULTATION: canonical(consultation_data(found, hidden)),
    }
    book = (found.rulebook_version, found.rulebook_digest, found.as_of)
    return Draft("consultation", {"masked": hidden} if hidden else {}, parts, (), *book)


@contextlib.contextmanager
def recording(path: Path, rulebook: Rulebook, files: RuleFiles, mask: Sequence[str] = ()) -> Iterator[Recording]:
    """The log to record in, the files that the rulebook was read from kept in it.

    Raises OutputError where it cannot be written; InvalidInput: E-LOG-FORM, E-REF for a mask of no attribute.
    """
    wrong = [each for each in mask if each != NAME and each not in rulebook.attributes]
    if wrong:
        raise InvalidInput(_no_attribute(each, rulebook) for each in wrong)
    with writable(path) as store:
        store.keep_rulebook(rulebook.digest, lambda: archived(files))
        yield Recording(store, frozenset(mask))


def _no_attribute(name: str, rulebook: Rulebook) -> Problem:
    return problem("E-REF", name, what=message("errors.what.attribute"), **near(nearest(name, rulebook.attributes)))
