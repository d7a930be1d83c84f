"""The examples of a file in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from smeadvisor.model.answers import read_answer
from smeadvisor.model.records import Example
from smeadvisor.rendering.advice.wording import clauses
from smeadvisor.rendering.rulebook.names import Thing, economy_name, titled
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.words import value_in_words


def examples_in_words(thing: Thing, reader: Reader) -> Iterator[str]:
    """How many there are of each outcome, then each: what is given, and what its rule makes of it."""
    found = [each for each in thing.said.examples if f"{thing.name}#{each.rule}" in reader.rulebook.by_id]
    if not found:
        return
    yield reader.say("counts", **_counted(found))
    for each in found:
        given = clauses([_given(name, raw, reader) for name, raw in each.given.items()], reader.lang)
        rule = reader.reference(f"{thing.name}#{each.rule}", each.rule)
        yield f"{rule}{reader.colon}{given or reader.say('nothing')} → {reader.say(each.expect)}"


def _counted(examples: Iterable[Example]) -> dict[str, int]:
    found = Counter(each.expect for each in examples)
    return {state: found[state] for state in ("fired", "blocked", "undecided")}


def _given(name: str, raw: Any, reader: Reader) -> str:
    attribute = reader.rulebook.attributes.get(name)
    if attribute is not None:
        answer = read_answer(attribute, raw)
        value = value_in_words(attribute, answer, reader) if answer else reader.say("dont_know")
        return titled(f"attributes/{name}", reader) + reader.colon + value
    if name in reader.rulebook.classification:
        named = reader.rulebook.classification[name]
        return titled(f"classification/{name}", reader) + reader.colon + reader.to(named.values[raw])
    if name in reader.rulebook.barriers:
        return reader.say("present", title=titled(f"barriers/{name}", reader))
    return reader.say("economy") + reader.colon + economy_name(raw, reader)
