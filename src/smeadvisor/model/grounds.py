"""On what ground a rule stands: the paper, a later source, or an inference of ours."""

from __future__ import annotations

from typing import Any, NamedTuple

from smeadvisor.model.records import Basis, Relief
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.model.texts import Text


class Ground(NamedTuple):
    """What a rule rests on: its basis, the places that say so, and why we infer it, where we do.

    An inference has the place that it leans on, if it names one; its reason is None where one is given for the
    whole file.
    """

    basis: Basis
    sources: tuple[str, ...]
    reason: Text | None


def ground_of(rule: Rule, rulebook: Rulebook) -> Ground:
    """The ground of a rule; of one that follows from a relief, that of the relief."""
    owner = owner_of(rule, rulebook)
    if rule.text is None:
        relief = relief_of(rule, rulebook)
        return Ground(relief.basis, owner.sources if relief.basis == "paper" else (), relief.reason)
    if rule.text.basis == "inference":
        return Ground("inference", (rule.text.source,) if rule.text.source else (), rule.text.reason)
    return Ground(rule.text.basis, _places(rule, owner), rule.text.reason)


def owner_of(rule: Rule, rulebook: Rulebook) -> Any:
    """What the file says in which the rule stands."""
    kind, _, name = rule.id.partition("#")[0].partition("/")
    return getattr(rulebook, kind)[name]


def relief_of(rule: Rule, rulebook: Rulebook) -> Relief:
    """The relief that a rule of a recommendation follows from."""
    (test,) = rule.tests
    reliefs = owner_of(rule, rulebook).relieves
    return next(each for each in reliefs if each.barrier == test.subject and each.audience in (None, rule.audience))


def _places(rule: Rule, owner: Any) -> tuple[str, ...]:
    """Where the rule is from: its own source, that of its requirement, or those of its file."""
    if rule.text is not None and rule.text.source:
        return (rule.text.source,)
    wanted = rule.concluded.get("requirement", "").partition("#")[2]
    for each in owner.requirements if wanted else ():
        if each.id == wanted:
            return (each.source,)
    return owner.sources
