"""The printable form: every question once, in both languages, in three formats that open."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smeadvisor.forms.printable import write_form, written_form
from smeadvisor.forms.printable.content import asked_in_order, form_of
from smeadvisor.model.attributes import AUDIENCES
from smeadvisor.model.profile import Profile, read_profile
from smeadvisor.model.texts import Text
from smeadvisor.problems import InvalidInput
from support.paths import ROOT
from support.scale import scaled

FORMATS = ["markdown", "html", "docx"]
LANGUAGES = [("en",), ("zh-Hant",), ("en", "zh-Hant")]
EACH = pytest.mark.parametrize("kind", AUDIENCES)
IN_ALL = pytest.mark.parametrize("languages", LANGUAGES, ids="+".join)
AS_ALL = pytest.mark.parametrize("form", FORMATS)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<script>alert(1)</script> {{7*7}} ]]> [x](javascript:1) | `a` 𠮷"


def document(content: bytes):
    """The XML of a document's text; every part is held to be XML on the way."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        parts = {name: fromstring(archive.read(name)) for name in archive.namelist()}
    return parts["word/document.xml"]


def text_of(content: bytes, form: str) -> str:
    """All that a reader sees, one paragraph a line."""
    if form != "docx":
        return content.decode()
    paragraphs = document(content).iter(f"{WORD}p")
    return "\n".join("".join(each.text or "" for each in one.iter(f"{WORD}t")) for one in paragraphs)


@EACH
@IN_ALL
@AS_ALL
def test_every_question_of_the_kind_stands_in_it_once(rulebook, kind, languages, form):
    """Its name once in small print, its number and its question in each language; none of the other kind."""
    told = text_of(written_form(rulebook, kind, form, languages), form)
    names = {name for name, each in rulebook.attributes.items() if kind in each.audience}
    mark = {"markdown": r"^`([a-z0-9_]+)`", "html": r"<code>([a-z0-9_]+)</code>", "docx": r"^([a-z0-9_]+)   "}[form]
    assert sorted(re.findall(mark, told, re.MULTILINE)) == sorted(names)
    plain = re.sub(r"\\(?=\W)|&#39;", lambda each: "'" if each.group() == "&#39;" else "", told).replace("&#34;", '"')
    for name in names:
        for lang in languages:
            assert rulebook.attributes[name].question.to(lang) in plain.replace("&amp;", "&")


@EACH
def test_a_form_has_a_box_for_each_choice(rulebook, kind):
    """In the order of the file, numbered from 1; a list may also be none, yes and no are letters."""
    asked = {each.id: each for each in asked_in_order(rulebook, kind)}
    for question in (each for topic in form_of(rulebook, kind, ["en"]).topics for each in topic.questions):
        attribute = asked.pop(question.attribute)
        keys = [each.key for each in question.boxes]
        numbers = [str(number) for number in range(1, len(attribute.choices) + 1)]
        expected = {"yes_no": ["y", "n"], "choice": numbers, "list": [*numbers, "0"]}.get(attribute.type, [])
        assert (keys, len(question.states)) == (expected, 2)
        assert len(question.lines) == {"number": 1, "money": 2}.get(attribute.type, 0)
    assert not asked


@AS_ALL
def test_the_same_form_has_the_same_bytes(rulebook, form):
    """Twice the same, also where a zip holds dates."""
    one, other = (written_form(rulebook, "firm", form, ["zh-Hant", "en"]) for _ in range(2))
    assert one == other


@IN_ALL
def test_a_document_opens_where_others_read_it(rulebook, languages):
    """A package that knows DOCX finds its paragraphs, styles and title."""
    docx = pytest.importorskip("docx")
    opened = docx.Document(io.BytesIO(written_form(rulebook, "firm", "docx", languages)))
    headings = [each for each in opened.paragraphs if each.style.name == "Heading 1"]
    assert len(headings) == len(form_of(rulebook, "firm", languages).topics)
    assert opened.core_properties.title.startswith(form_of(rulebook, "firm", languages).title[0])


@AS_ALL
def test_a_profile_is_filled_in(rulebook, form):
    """Boxes that hold are ticked, amounts stand on their lines, and nothing else is filled in."""
    profile = read_profile(ROOT / "profiles/firms/mex-auto-parts.yaml", rulebook)
    content = written_form(rulebook, "firm", form, ["en"], profile)
    told = text_of(content, form)
    ticked = told.count({"markdown": "- [x]", "html": " checked>", "docx": "☒"}[form])
    values = [each.value for each in profile.answers.values() if isinstance(each.value, bool | str | tuple)]
    assert ticked == sum(max(1, len(each)) if isinstance(each, tuple) else 1 for each in values)
    assert "250000" in told
    assert "mex" + ("\\-" if form == "markdown" and "mex\\-" in told else "-") + "auto-parts" in told


@AS_ALL
@settings(max_examples=scaled(5))
@example(name=HOSTILE)
@given(name=st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1, max_size=40))
def test_a_name_is_text_and_nothing_else(rulebook, form, name):
    """Whatever it holds, a form shows it as text: no markup in a page, XML that can be read with the name in it."""
    profile = Profile("x", "firm", "TWN", Text(en=name, zh_hant=name), {})
    told = text_of(written_form(rulebook, "firm", form, ["en"], profile), form)
    if form == "docx":
        assert name in told
    else:
        assert "<script>" not in told.replace("\\<", "&lt;")


def test_a_form_is_not_written_over_a_file(tmp_path):
    """Unless that is asked for; nobody else may read it."""
    path = tmp_path / "form.md"
    write_form(b"1", path)
    with pytest.raises(InvalidInput) as caught:
        write_form(b"2", path)
    assert ([each.code for each in caught.value.problems], path.read_bytes()) == (["E-EXISTS"], b"1")
    write_form(b"3", path, overwrite=True)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"3", 0o600)


def test_the_command_writes_a_form_and_says_where(tmp_path, run):
    """One line on standard output; wrong usage where nobody says who is asked."""
    command = ["form", "--format", "html", "-o"]
    done = run(*command, tmp_path / "f.html", "--kind", "firm")
    assert (done.returncode, done.out, done.told) == (0, f"{tmp_path / 'f.html'}\n", "")
    assert (tmp_path / "f.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert run(*command, "-").returncode == 2
