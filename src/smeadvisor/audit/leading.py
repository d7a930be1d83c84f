"""Which rules can lead to what is advised: those that conclude it, those that these build on, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rule, Rulebook, requirement_finding

_STAGE = "classification/stage="


class Leading:
    """The rules of one rulebook for one kind of profile."""

    def __init__(self, rulebook: Rulebook, kind: Audience) -> None:
        self._rulebook = rulebook
        self._concluding: dict[str, list[Rule]] = {}
        for rule in rulebook.rules_for(kind):
            self._concluding.setdefault(rule.finding, []).append(rule)

    def to(self, thing: str) -> set[str]:
        """The ids of the rules that can lead to a recommendation, a barrier or an instrument, by its full name."""
        found: dict[str, Rule] = {}
        self._follow(self._findings(thing), found)
        return set(found)

    def _findings(self, thing: str) -> Iterator[str]:
        """The findings that it hangs on."""
        kind, _, name = thing.partition("/")
        if kind == "instruments":
            known = self._rulebook.instruments.get(name)
            yield from (requirement_finding(name, each.id) for each in (known.requirements if known else ()))
            return
        yield thing
        if kind == "recommendations":
            # Points go by the stage.
            yield from (each for each in self._concluding if each.startswith(_STAGE))

    def _follow(self, findings: Iterable[str], found: dict[str, Rule]) -> None:
        for finding in findings:
            for rule in self._concluding.get(finding, ()):
                if rule.id not in found:
                    found[rule.id] = rule
                    self._follow((each for test in rule.tests if test.on_finding for each in test.operand), found)
