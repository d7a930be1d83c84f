"""The rulebooks that a log keeps, read again as they were."""

from __future__ import annotations

from functools import cache, lru_cache

from smeadvisor.engines.chaining import Engine
from smeadvisor.files.digest import RuleFiles, read_files
from smeadvisor.log.archive import unpacked
from smeadvisor.log.store import Store
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.rules.loading import load_from
from smeadvisor.rules.shipped import shipped_folder, shipped_rulebook

_ENGINES = 4
"""Most engines kept ready: a log goes back and forth between few rulebooks and days."""


def _read(files: RuleFiles) -> Rulebook:
    """The rulebook; where the shipped one is the very same, that one, for it is quick to read."""
    shipped = read_files([shipped_folder()])
    return shipped_rulebook(shipped) if shipped.digest() == files.digest() else load_from(files)


class Rulebooks:
    """The rulebooks of one log by digest, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rulebook = cache(self._rulebook)
        self.engine = lru_cache(_ENGINES)(self._engine)

    def _rulebook(self, digest: str, own_weights: bool = False) -> Rulebook:
        """The rulebook of that digest; with ``own_weights`` without the other priorities that it was used with.

        Raises InvalidInput: E-LOG-RULEBOOK, E-LOG-RULEBOOK-CHANGED, or what this program finds wrong with its rules.
        """
        try:
            files = unpacked(self._store.rulebook_files(digest))
        except ValueError:
            raise self._changed(digest) from None
        if files.digest() != digest:
            raise self._changed(digest)
        return _read(files.own() if own_weights else files)

    def _changed(self, digest: str) -> InvalidInput:
        return InvalidInput(Problem("E-LOG-RULEBOOK-CHANGED", Place(str(self._store.path)), value=digest[:12]))

    def _engine(self, digest: str, as_of: str, own_weights: bool = False) -> Engine:
        """An engine of that rulebook as of a day; raises as for the rulebook."""
        return Engine(self.rulebook(digest, own_weights), as_of)

    def engine_before(self, digest: str, as_of: str) -> Engine | None:
        """The engine by the rulebook's own weights, where it was used with other priorities."""
        own = self.rulebook(digest, True)
        return None if own.digest == digest else self.engine(digest, as_of, True)
