"""The handbook: whole in both languages, linked both ways, safe, and written whole or not at all."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from smeadvisor.messages import is_said
from smeadvisor.model.records import Source
from smeadvisor.model.texts import Text
from smeadvisor.model.timeline import at
from smeadvisor.problems import InvalidInput
from smeadvisor.rendering.handbook import writing
from smeadvisor.rendering.handbook.addresses import path_of, way
from smeadvisor.rendering.handbook.lines import Linker
from smeadvisor.rendering.handbook.lists import MAIN, grouped
from smeadvisor.rendering.handbook.pages import RANKING, pages, references
from smeadvisor.rendering.handbook.rendering import files_of
from smeadvisor.rendering.handbook.writing import write_handbook
from smeadvisor.rendering.rulebook import marks
from smeadvisor.rendering.rulebook.names import KINDS, things, title_of
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.rendering.rulebook.show import show
from support.commands import run
from support.small_rulebook import FOLDER

LANGUAGES = ["en", "zh-Hant"]
HOSTILE = '<script>alert(1)</script> {{7*7}} "><img src=x onerror=alert(1)> {% include "/etc/passwd" %}'


class _Page(HTMLParser):
    """What a page links to, fetches and can be linked to at, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.fetched, self.ids, self.tags, self.levels, self.lang = [], [], [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self.tags.append((tag, held))
        self.ids += [held["id"]] if "id" in held else []
        self.lang = held["lang"] if tag == "html" else self.lang
        self.levels += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        if tag == "a":
            self.links.append(held["href"])
        else:
            self.fetched += [held[name] for name in ("src", "href", "action") if name in held]


@pytest.fixture(scope="module")
def files(rulebook):
    return files_of(rulebook)


@pytest.fixture(scope="module")
def read(files):
    return {path: _Page(text) for path, text in files.items() if path.endswith(".html")}


@pytest.fixture(scope="module", params=LANGUAGES)
def linked(request, rulebook):
    """A language, and the pages in it before they are rendered."""
    return request.param, pages(Reader(rulebook, request.param, linked=True))


def target(path, href):
    """The file and the anchor that a link on a page leads to."""
    file, _, anchor = href.partition("#")
    return normpath(join(dirname(path), unquote(file))) if file else path, unquote(anchor)


def test_every_link_leads_somewhere(files, read):
    """To a file of the handbook and a place in it; only addresses of sources lead out."""
    for path, page in read.items():
        for href in page.links + page.fetched:
            if href.startswith(("http://", "https://")):
                assert href in page.links
                continue
            file, anchor = target(path, href)
            assert file in files, (path, href)
            assert not anchor or anchor in read[file].ids, (path, href)


def test_nothing_is_fetched_from_outside(files, read, rulebook):
    """Scripts and styles are files of the handbook; what leads out is an address of a source."""
    known = {url for source in rulebook.sources.values() for url in source.urls}
    for page in read.values():
        assert not [each for each in page.fetched if ":" in each or each.startswith("//")]
        assert {href for href in page.links if ":" in href} <= known
    assert not re.search(
        r"url\(|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(", files["style.css"] + files["search.js"]
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_has_its_page(files, rulebook, lang):
    """Each barrier, instrument, recommendation, economy and all else, under its title."""
    for each in things(rulebook):
        title = title_of(each, Reader(rulebook, lang))
        assert f"<h1>{Linker('', ()).inline(title)}</h1>" in files[f"{lang}/{path_of(each.name)}"]


def test_both_languages_hold_the_same_pages_and_links(read):
    """Page by page and link by link."""
    for path, page in read.items():
        if path.startswith("en/"):
            other = read[path.replace("en/", "zh-Hant/", 1)]
            here, there = ([re.sub(r"/(en|zh-Hant)/", "/", each) for each in found.links] for found in (page, other))
            assert sorted(here) == sorted(there), path
            assert sorted(page.ids) == sorted(other.ids)
            assert (page.lang, other.lang) == ("en", "zh-Hant")


def test_whatever_refers_to_a_page_is_referred_to_by_it(linked, then):
    """Links go both ways, today and for the paper's reader."""
    lang, today = linked
    for found in (today, pages(Reader(then.rulebook, lang, linked=True))):
        leads = {name: references(page) & found.keys() for name, page in found.items()}
        assert all(name in leads[each] for name in leads for each in leads[name])


def test_a_page_says_all_that_is_shown(rulebook, linked):
    """The same sections in the same order, as many lines in each; the titles of things stand for their names."""
    lang, found = linked
    for name, page in found.items():
        if name == RANKING:
            continue
        shown = show(rulebook, name, lang)[1:]
        for section, expected in zip(page.sections, shown, strict=False):
            assert marks.plain(section.heading) == expected.heading
            assert len(section.lines) == len(expected.lines)
        assert len(page.sections) - len(shown) in (0, 1)


def test_every_list_holds_every_thing_of_its_kind(rulebook):
    """Once, in groups that are named where there are several."""
    assert sorted(MAIN) == sorted(KINDS)
    for kind in MAIN:
        groups = grouped(kind, Reader(rulebook, "en", linked=True))
        names = [row.name for group in groups for row in group.rows]
        assert sorted(names) == sorted(each.name for each in things(rulebook) if each.kind == kind)
        assert len(groups) == 1 or all(group.heading for group in groups)


def test_families_and_topics_are_said_in_both_languages(rulebook):
    """No folder name stands in a page where a word belongs."""
    families = {name.partition("/")[0] for name in rulebook.barriers}
    assert all(is_said(f"rulebook.family_{each}") for each in families)
    assert all(is_said(f"rulebook.topic_{each.topic}") for each in rulebook.attributes.values())
    assert Reader(rulebook, "zh-Hant", linked=True).word("family", "price") == "市場面：價格"
    assert Reader(rulebook, "zh-Hant").word("family", "price") == "price"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_search_finds_everything(files, rulebook, lang):
    """By title in either language, by name; each entry leads to a page."""
    script = files[f"{lang}/things.js"]
    rows = json.loads("[" + script.partition("const THINGS = [")[2].rpartition("]")[0] + "]")
    held = {path: words for _, _, path, words in rows}
    assert all(f"{lang}/{path}" in files for path in held)
    for each in things(rulebook):
        words = held[path_of(each.name)]
        assert each.name.lower() in words
        assert all(title_of(each, Reader(rulebook, other)).lower() in words for other in LANGUAGES)
    assert "墨西哥" in held[path_of("instruments/mex/sme-export-credit")]
    assert "營運資金" in held[path_of("instruments/mex/sme-export-credit")]


def test_the_ranking_page_holds_the_figures(files, rulebook):
    """Those of priorities.yaml, and the barriers that they stand for."""
    page = files["en/ranking.html"]
    for rank, weight in rulebook.priorities.importance.ranked.items():
        assert f"no. {rank} of Table 9 counts {weight}" in page
    assert "barriers/functional/working-capital.html" in page
    assert f"severe: {rulebook.priorities.severity['severe']}" in page


def test_pages_are_built_for_all_readers(read):
    """A title heading, headings in order, a skip link, landmarks, no id twice."""
    for path, page in read.items():
        assert page.levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in zip(page.levels, page.levels[1:], strict=False)), path
        assert len(page.ids) == len(set(page.ids)), path
        names = [tag for tag, _ in page.tags]
        assert names.count("main") == 1
        if path != "index.html":
            assert page.links[0] == "#content"
            assert {"header", "nav", "footer"} <= set(names)


def hostile(rulebook):
    """The rulebook with a source that would do harm, cited by an erratum of a bad name."""
    text = Text(en=HOSTILE, zh_hant=HOSTILE)
    bad = Source(label=text, title=text, urls=("javascript:alert(1)", "https://example.org/?a=1&b=<i>"))
    erratum = replace(rulebook.errata[0], id="../../x<y>", place="../up", says=text, holds=text)
    return replace(rulebook, sources={**rulebook.sources, "../up": bad}, errata=(*rulebook.errata, erratum))


def test_hostile_texts_are_shown_as_text(small_rulebook):
    """Nothing of it becomes a tag, a template or a link; only http and https addresses do."""
    found = files_of(hostile(small_rulebook))
    assert all(not path.startswith(("/", "..")) and "/../" not in path for path in found)
    for path in ("en/" + path_of("sources/../up"), "zh-Hant/" + path_of("errata/../../x<y>")):
        text = found[path]
        page = _Page(text)
        assert "{{7*7}}" in text
        assert not [tag for tag, _ in page.tags if tag in ("img", "script", "i")]
        assert not [href for href in page.links if href.startswith("javascript:")]
        assert "javascript:alert(1)" in text
        assert "https://example.org/?a=1&b=<i>" in page.links


def test_no_text_can_forge_a_mark(rulebook):
    """Marks are characters that no file may hold; a page's own references are no links to itself."""
    linker = Linker("a/b", {"a/b", "c/d"})
    line = "x" + marks.reference("c/d", "<c>") + marks.reference("a/b", "own") + marks.reference("no/where", "none")
    assert linker.inline(line) == f'x<a href="{way("a/b", "c/d")}">&lt;c&gt;</a>ownnone'
    assert marks.plain(line) == "x<c>ownnone"
    assert linker.inline("若" + marks.reference("c/d", "SME")).startswith("若 <a")


@pytest.mark.long
def test_the_same_handbook_comes_out_twice(files, rulebook):
    """Byte by byte."""
    assert files_of(rulebook) == files


def holds_all_it_links_to(found):
    """Whether every link within the handbook leads to a file of it."""
    links = ((path, href) for path, text in found.items() if path.endswith(".html") for href in _Page(text).links)
    return all(href.startswith("http") or target(path, href)[0] in found for path, href in links)


def test_the_papers_reader_gets_a_handbook(small_rulebook):
    """Whose links lead somewhere, though what came later is not there."""
    found = files_of(at(small_rulebook, small_rulebook.about.paper_through))
    assert "hkg/bud-fund" in small_rulebook.instruments
    assert "en/instruments/hkg/bud-fund.html" not in found
    assert holds_all_it_links_to(found)


@pytest.mark.long
def test_the_papers_reader_gets_the_shipped_handbook(then):
    """Whose links lead somewhere, though what came later is not there."""
    found = files_of(then.rulebook)
    assert "en/instruments/usa/export-express.html" not in found
    assert holds_all_it_links_to(found)


@pytest.fixture
def small(monkeypatch):
    """A handbook of two files, to try the writing with."""
    monkeypatch.setattr(writing, "files_of", lambda rulebook: {"index.html": writing.GENERATOR, "en/x.html": "new"})


def refused(rulebook, folder, overwrite=False):
    with pytest.raises(InvalidInput) as caught:
        write_handbook(rulebook, folder, overwrite)
    return caught.value.problems[0].code


@pytest.mark.usefixtures("small")
def test_it_is_written_where_nothing_is(rulebook, tmp_path):
    """Into a new or an empty folder, and says where it begins; nothing else is left beside it."""
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "deep/new", tmp_path / "empty"):
        index = write_handbook(rulebook, folder)
        assert index.read_text() == writing.GENERATOR
        assert [each.name for each in folder.parent.iterdir() if each.name.startswith(".")] == []


@pytest.mark.usefixtures("small")
def test_what_is_there_is_not_written_over(rulebook, tmp_path):
    """Unless it is a handbook and that is asked for; other files are never removed."""
    book, other, file = tmp_path / "book", tmp_path / "other", tmp_path / "file"
    write_handbook(rulebook, book)
    (book / "old.txt").write_text("old")
    assert refused(rulebook, book) == "E-EXISTS"
    assert (book / "old.txt").exists()
    write_handbook(rulebook, book, overwrite=True)
    assert sorted(each.name for each in book.iterdir()) == ["en", "index.html"]
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    file.write_text("mine")
    assert refused(rulebook, other, overwrite=True) == refused(rulebook, file, overwrite=True) == "E-EXISTS"
    assert (other / "mine.txt").read_text() == file.read_text() == "mine"


@pytest.mark.usefixtures("small")
def test_a_handbook_appears_whole_or_not_at_all(rulebook, tmp_path, monkeypatch):
    """A full disk leaves what was there, and nothing beside it."""
    book = tmp_path / "book"
    write_handbook(rulebook, book)
    before = (book / "en/x.html").read_text()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert refused(rulebook, book, overwrite=True) == "E-OUTPUT"
    assert refused(rulebook, tmp_path / "new") == "E-OUTPUT"
    assert (book / "en/x.html").read_text() == before
    assert [each.name for each in tmp_path.iterdir()] == ["book"]


def test_the_command_writes_a_handbook(tmp_path, small_rulebook):
    """It prints the path of the first page, writes the same each time, and refuses to write over it with a line."""
    command = ["rules", "docs", "--rules", FOLDER, tmp_path / "book"]
    first = run(*command)
    assert (first.returncode, first.out, first.told) == (0, f"{tmp_path / 'book' / 'index.html'}\n", "")
    written = [path for path in (tmp_path / "book").rglob("*") if path.is_file()]
    found = {path.relative_to(tmp_path / "book").as_posix(): path.read_bytes().decode() for path in written}
    assert found == files_of(at(small_rulebook, small_rulebook.about.reviewed_through))
    again = run(*command, "--lang", "zh-Hant")
    assert (again.returncode, again.out, again.told.count("\n")) == (73, "", 1)
    assert "E-EXISTS" in again.told
