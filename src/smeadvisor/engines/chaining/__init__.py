"""The engine that people read: experta chains one profile forward and every firing is recorded."""

from __future__ import annotations

from functools import cached_property

from smeadvisor.engines.chaining.assembly import assemble
from smeadvisor.engines.chaining.network import Network
from smeadvisor.engines.consultation import Consultation
from smeadvisor.model.attributes import Audience
from smeadvisor.model.profile import Profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import at


class Engine:
    """A rulebook ready to advise any number of profiles as of a day; networks are built when first needed.

    ``as_of`` is a day of ISO 8601; by default the one through which the rulebook is reviewed.
    """

    def __init__(self, rulebook: Rulebook, as_of: str | None = None) -> None:
        self.rulebook = at(rulebook, as_of or rulebook.about.reviewed_through)

    @cached_property
    def _firm(self) -> Network:
        return Network(self.rulebook.rules_for("firm"))

    @cached_property
    def _economy(self) -> Network:
        return Network(self.rulebook.rules_for("economy"))

    def _network(self, kind: Audience) -> Network:
        return self._firm if kind == "firm" else self._economy

    def consult(self, profile: Profile) -> Consultation:
        """All that follows from the profile.

        Raises InvalidInput with E-LOOP when the rules fire without end.
        """
        comparables = {**profile.comparables(), "economy": profile.economy}
        fired = self._network(profile.kind).run(comparables)
        return assemble(self.rulebook, profile, comparables, fired)


_engines: dict[tuple[str, str | None], Engine] = {}


def engine_for(rulebook: Rulebook, as_of: str | None = None) -> Engine:
    """The engine of a rulebook as of a day; one is kept, since building its network takes longest."""
    key = (rulebook.digest, as_of)
    # Another thread may put another engine in its place at any moment.
    engine = _engines.get(key)
    if engine is None:
        engine = Engine(rulebook, as_of)
        _engines.clear()
        _engines[key] = engine
    return engine
