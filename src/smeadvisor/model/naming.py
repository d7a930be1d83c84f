"""Which thing a name means, among those that can be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from smeadvisor.messages import Message, message
from smeadvisor.problems import InvalidInput, near, nearest, problem

T = TypeVar("T")


def the_one_named(name: str, known: Iterable[T], forms: Callable[[T], Sequence[str]], what: Message) -> T:
    """The thing that the name means. ``forms`` gives the names a thing goes by: the full one, then ever looser ones.

    A stricter reading that fits goes before a looser one. Raises InvalidInput: E-REF with the nearest name and ``what``
    was looked for if there is none, E-CHOICE with the full names if there are several.
    """
    named = [(thing, forms(thing)) for thing in known]
    for looseness in range(max((len(names) for _, names in named), default=0)):
        found = [(thing, names[0]) for thing, names in named if names[looseness] == name]
        if len(found) == 1:
            return found[0][0]
        if found:
            choices = ", ".join(full for _, full in found)
            raise InvalidInput(problem("E-CHOICE", name, choices=choices, nearest=message("errors.several_things")))
    close = near(nearest(name, {form for _, names in named for form in names}))
    raise InvalidInput(problem("E-REF", name, what=what, **close))
