"""The engine that people read: experta chains one profile forward and every firing is recorded."""

from __future__ import annotations

from functools import cached_property

from smeadvisor.attributes import Audience
from smeadvisor.consultation import Consultation
from smeadvisor.inference.assembly import assemble
from smeadvisor.inference.network import Network
from smeadvisor.profile import Profile
from smeadvisor.rulebook import Rulebook


class Engine:
    """A rulebook ready to advise any number of profiles; networks are built when first needed."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

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

        Raises Rejected with E-LOOP when the rules fire without end.
        """
        measures = {**profile.measures(), "economy": profile.economy}
        fired = self._network(profile.kind).run(measures)
        return assemble(self.rulebook, profile, measures, fired)


_engines: dict[str, Engine] = {}


def engine_for(rulebook: Rulebook) -> Engine:
    """The engine of a rulebook; one is kept, since building its network takes longest."""
    if rulebook.digest not in _engines:
        _engines.clear()
        _engines[rulebook.digest] = Engine(rulebook)
    return _engines[rulebook.digest]
