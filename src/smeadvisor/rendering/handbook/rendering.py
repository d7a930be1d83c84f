"""The pages of a handbook as files of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment

from smeadvisor.messages import say
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rendering.advice.wording import phrase
from smeadvisor.rendering.handbook.addresses import path_of, relative, way
from smeadvisor.rendering.handbook.lines import Linker
from smeadvisor.rendering.handbook.lists import MAIN, grouped
from smeadvisor.rendering.handbook.pages import RANKING, Page, pages
from smeadvisor.rendering.handbook.search import LANGUAGES, search_script
from smeadvisor.rendering.rulebook.marks import plain
from smeadvisor.rendering.rulebook.matrix import barrier_matrix, trait_matrix
from smeadvisor.rendering.rulebook.matrix_formats import NOTHING
from smeadvisor.rendering.rulebook.page import COLOURS, imprint, shade
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.templating import TEMPLATES as SHARED
from smeadvisor.rendering.rulebook.templating import templates

GENERATOR = "smeadvisor rules docs"
"""What every page says it was made by."""

PARTS = (*MAIN, "matrix", RANKING)
"""The pages that every page leads to."""

_TEMPLATES = Path(__file__).parent / "templates"


def files_of(rulebook: Rulebook) -> dict[str, str]:
    """All files of the handbook by their paths, in both languages."""
    environment = templates(_TEMPLATES)
    shared = {"style.css": _text("style.css"), "search.js": _text("search.js")}
    shared["style.css"] += (SHARED / "matrix.css").read_text(encoding="utf-8") + COLOURS
    chooser = environment.get_template("chooser.html")
    say = {lang: partial(_say, lang) for lang in LANGUAGES}
    shared["index.html"] = chooser.render(say=say, generator=GENERATOR, about=rulebook.about)
    for lang in LANGUAGES:
        shared |= {f"{lang}/{name}": text for name, text in _Edition(rulebook, lang, environment).files()}
    return shared


def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _say(lang: Lang, name: str, /, **blanks: object) -> str:
    return phrase(f"handbook.{name}", lang, **blanks)


class _Edition:
    """The handbook in one language."""

    def __init__(self, rulebook: Rulebook, lang: Lang, environment: Environment) -> None:
        self.reader = Reader(rulebook, lang, linked=True)
        self.plain = Reader(rulebook, lang)
        self.environment = environment
        self.pages = pages(self.reader)
        self.groups = {kind: grouped(kind, self.reader) for kind in MAIN}
        self.names = {*self.pages, *PARTS, "index", "search"}
        self.say = partial(_say, lang)

    def files(self) -> Iterator[tuple[str, str]]:
        yield "things.js", search_script(self.reader.rulebook, self.reader.lang)
        yield self._file("index", "index.html", self.say("handbook"), groups=self.groups)
        yield self._file("search", "search.html", self.say("search"))
        both = [barrier_matrix(self.reader.rulebook), trait_matrix(self.reader.rulebook)]
        yield self._file("matrix", "matrix.html", self.plain.say("page"), matrices=both, shade=shade, nothing=NOTHING)
        for kind, groups in self.groups.items():
            yield self._file(kind, "list.html", self.say(kind), groups=groups)
        for page in self.pages.values():
            yield self._thing(page)

    def _thing(self, page: Page) -> tuple[str, str]:
        linker = Linker(page.name, self.names)
        sections = [
            {
                "heading": linker.inline(each.heading),
                "short": plain(each.heading),
                "lines": [linker.line(line) for line in each.lines],
                "folded": each.heading == self.reader.say("h_examples"),
            }
            for each in page.sections
        ]
        return self._file(page.name, "thing.html", page.title, kind=page.kind, sections=sections)

    def _file(self, name: str, template: str, title: str, **told: Any) -> tuple[str, str]:
        """The path of a page below the folder of its language, and the page."""
        path = path_of(name)
        shown = {
            "name": name,
            "title": title,
            "kind": told.pop("kind", ""),
            "parts": PARTS,
            "way": partial(way, name),
            "file": partial(relative, f"{self.reader.lang}/{path}"),
            "path": path,
            "link": Linker(name, self.names).link,
            "others": [each for each in LANGUAGES if each != self.reader.lang],
            "generator": GENERATOR,
            "imprint": imprint(self.plain),
        }
        page = self.environment.get_template(template)
        return path, page.render(reader=self.plain, say=self.say, name_of=_name_of, **shown, **told)


def _name_of(lang: Lang) -> str:
    return say("handbook.language", lang)
