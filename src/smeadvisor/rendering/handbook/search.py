"""What the search of a handbook looks through, as a script: a page opened from disk may fetch nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from smeadvisor.messages import say
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.handbook.addresses import path_of
from smeadvisor.rendering.handbook.lists import MAIN
from smeadvisor.rendering.rulebook.names import Thing, economy_name, things, title_of
from smeadvisor.rendering.rulebook.reader import Reader

LANGUAGES: tuple[Lang, Lang] = ("en", "zh-Hant")


def search_script(rulebook: Rulebook, lang: Lang) -> str:
    """The script that holds, for each thing, its title, kind, address, and everything that it can be found by."""
    rows = ",\n".join(json.dumps(_entry(each, rulebook, lang), ensure_ascii=False) for each in _in_order(rulebook))
    said = {
        name: say(f"handbook.{name}", lang, count="#", shown="%") for name in ("found", "found_shown", "found_none")
    }
    return f"const PHRASES = {json.dumps(said, ensure_ascii=False)};\nconst THINGS = [\n{rows}\n];\n"


def _in_order(rulebook: Rulebook) -> list[Thing]:
    """The things in the order of the handbook's parts, in which results are shown."""
    return sorted(things(rulebook), key=lambda each: MAIN.index(each.kind))


def _entry(thing: Thing, rulebook: Rulebook, lang: Lang) -> list[str]:
    title = title_of(thing, Reader(rulebook, lang))
    words = [thing.name, *_unique(each for other in LANGUAGES for each in _words(thing, Reader(rulebook, other, True)))]
    return [title, say(f"handbook.{thing.kind}", lang), path_of(thing.name), " ".join(words).lower()]


def _unique(words: Iterable[str]) -> list[str]:
    return [*dict.fromkeys(words)]


def _words(thing: Thing, reader: Reader) -> Iterator[str]:
    """What the thing can be found by in the language of the reader."""
    yield title_of(thing, reader)
    yield say(f"handbook.{thing.kind}", reader.lang)
    said, plain = thing.said, Reader(reader.rulebook, reader.lang)
    if thing.kind == "barriers":
        yield reader.word("family", thing.id.partition("/")[0])
    if thing.kind == "instruments":
        yield from (plain.to(said.summary), plain.to(said.agency), economy_name(said.economy, plain))
    if thing.kind == "strategies":
        yield plain.to(said.summary)
        yield from (economy_name(each.economy, plain) for each in said.economies)
    if thing.kind == "recommendations":
        yield from (plain.to(each) for each in (said.economy.headline, said.firm.headline))
    if thing.kind == "attributes":
        yield plain.to(said.question)
    if thing.kind == "errata":
        yield plain.to(said.holds)
    if thing.kind == "sources":
        yield plain.to(said.label)
