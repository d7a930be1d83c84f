"""What differs between two rulebooks that could change advice: rules, things, figures; all matched by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from typing_extensions import TypedDict

from smeadvisor.model.attributes import Attribute
from smeadvisor.model.records import Instrument
from smeadvisor.model.rulebook import Rule, Rulebook
from smeadvisor.rules.changes import differing_figures

Difference = Literal["added", "removed", "changed"]


class DifferencesData(TypedDict):
    """What differs between two rulebooks; of figures both values."""

    rules: dict[str, Difference]
    things: dict[str, Difference]
    figures: dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Differences:
    """The ``rules`` and ``things`` that differ, by their full names, and the ``figures`` of the priorities by path.

    A rule has changed if it tests or concludes something else, a thing if something of it has that advice hangs on:
    the wording of neither counts.
    """

    rules: Mapping[str, Difference]
    things: Mapping[str, Difference]
    figures: Mapping[str, tuple[Any, Any]]

    @property
    def none(self) -> bool:
        """Whether there are none."""
        return not (self.rules or self.things or self.figures)

    def as_dict(self) -> DifferencesData:
        """The differences as plain data."""
        figures = {path: list(both) for path, both in self.figures.items()}
        return {"rules": dict(self.rules), "things": dict(self.things), "figures": figures}


def differences(before: Rulebook, after: Rulebook) -> Differences:
    """What differs; both speak of a day."""
    things = dict(_things(before, after))
    figures = differing_figures(before.priorities, after.priorities)
    return Differences(_held_against(before.by_id, after.by_id, _substance), things, figures)


def form_of(attribute: Attribute) -> tuple[Any, ...]:
    """All of an attribute that decides which answers it takes and how they are kept."""
    limits = (attribute.range.min, attribute.range.max)
    return (attribute.audience, attribute.type, attribute.unit, attribute.step, limits, (*attribute.choices,))


def _substance(rule: Rule) -> Any:
    return rule.audience, rule.tests, rule.finding, dict(rule.concluded)


def _things(before: Rulebook, after: Rulebook) -> Iterator[tuple[str, Difference]]:
    for kind, form in _FORMS.items():
        for name, how in _held_against(getattr(before, kind), getattr(after, kind), form).items():
            yield f"{kind}/{name}", how


def _instrument(each: Instrument) -> tuple[Any, ...]:
    return each.economy, each.status, each.audience, [own.id for own in each.requirements]


_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "attributes": form_of,
    "classification": lambda each: (each.many, [*each.values]),
    "barriers": lambda each: (each.rank, each.stage_group),
    "instruments": _instrument,
    "recommendations": lambda each: sorted((own.barrier, own.audience or "") for own in each.relieves),
    "economies": lambda each: each.apec,
}
"""Of each kind of thing what advice hangs on, beside its rules."""


def _held_against(
    before: Mapping[str, Any], after: Mapping[str, Any], form: Callable[[Any], Any]
) -> dict[str, Difference]:
    found: dict[str, Difference] = {}
    for name in sorted({*before, *after}):
        if name not in before:
            found[name] = "added"
        elif name not in after:
            found[name] = "removed"
        elif form(before[name]) != form(after[name]):
            found[name] = "changed"
    return found
