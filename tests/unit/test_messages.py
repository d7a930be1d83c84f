"""The program's own words: whole, in both languages, with the same slots, each used, none missing."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import smeadvisor
from smeadvisor.files.documents import read
from smeadvisor.messages import LANGUAGES, Message, is_said, message, say, texts

SOURCE = Path(smeadvisor.__file__).parent
FILES = sorted(each.stem for each in (SOURCE / "messages").glob("*.yaml"))
SLOT = re.compile(r"\{(\w*)\}")
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_sound(file):
    """No key twice, no plain word that YAML takes for another value, nothing but texts in two languages."""
    found = read(SOURCE / "messages" / f"{file}.yaml").data

    def hold(group):
        for key, value in group.items():
            assert isinstance(key, str)
            if value.keys() == set(LANGUAGES):
                assert all(isinstance(each, str) for each in value.values()), key
            else:
                hold(value)

    hold(found)


@pytest.mark.parametrize("file", FILES)
def test_a_text_is_in_both_languages(file):
    """English in Latin letters; the same slots in both; none is empty in one language alone."""
    for key, text in texts(file).items():
        assert sorted(set(SLOT.findall(text["en"]))) == sorted(set(SLOT.findall(text["zh-Hant"]))), key
        assert bool(text["en"].strip()) == bool(text["zh-Hant"].strip()), key
        assert not HAN.search(text["en"]) or key == "commands.language", key


@cache
def _named() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Texts in the code that may be names of messages, and patterns for those that are put together."""
    constants, patterns = set(), set()
    for path in SOURCE.rglob("*.py"):
        nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        joined = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
        parts = {id(part) for values in joined for part in values}
        constants |= {node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in parts}
        patterns |= {
            "".join(re.escape(str(each.value)) if isinstance(each, ast.Constant) else ".+" for each in values)
            for values in joined
        }
    for path in SOURCE.rglob("*.html"):
        constants |= set(re.findall(r'say\("(\w+)"', path.read_text(encoding="utf-8")))
        patterns |= {f"{each}.+" for each in re.findall(r'say\("(\w+)" ~', path.read_text(encoding="utf-8"))}
    # What says no more than a slot, or a file and a slot, names nothing.
    telling = [each for each in patterns if len(re.sub(rf"\.\+|\\\\|^({'|'.join(FILES)})\b|\W", "", each)) > 1]
    return frozenset(each for each in constants if isinstance(each, str)), tuple(map(re.compile, telling))


@pytest.mark.parametrize("file", [each for each in FILES if each != "errors"])
def test_no_text_is_unused(file):
    """Each is named in the code or a template, in whole, by its own key, or by a pattern that says more than a slot."""
    constants, patterns = _named()
    for key in texts(file):
        own = key.rpartition(".")[2]
        names = {f"{file}.{key}", key, own}
        assert names & constants or any(each.fullmatch(name) for each in patterns for name in names), f"{file}.{key}"


def test_every_code_has_a_sentence_and_a_remedy_and_is_used():
    """A problem that the code names is in the file, and the other way round."""
    constants, _ = _named()
    used = {each for each in constants if re.fullmatch(r"[EWN]-[A-Z][A-Z0-9-]*[A-Z0-9]", each)}
    said = {key.partition(".")[0] for key in texts("errors") if re.match(r"[EWN]-", key)}
    assert said == used
    assert all(is_said(f"errors.{code}.{part}") for code in said for part in ("message", "remedy"))


def test_every_message_that_is_named_in_full_is_there():
    """A name with its file that no file has is a slip of the pen."""
    constants, _ = _named()
    full = {each for each in constants if re.fullmatch(rf"({'|'.join(FILES)})(\.[\w-]+)+", each)}
    assert {each for each in full if not is_said(each) and not each.endswith((".yaml", ".checked"))} == set()


def test_a_message_is_put_into_words_later():
    """With messages that fill its slots."""
    about = message("log.about", number=message("log.batch"))
    assert about == Message("log.about", {"number": Message("log.batch")})
    assert {lang: about.to(lang) for lang in LANGUAGES} == {
        "en": say("log.about", "en", number="batch run"),
        "zh-Hant": say("log.about", "zh-Hant", number="批次"),
    }


WORDS_OF_ANSWERS = {"model/answers.py"}
"""What people write for an answer is read, not said."""
GRAMMAR = {"rendering/advice/wording.py", "rendering/advice/lines.py"}
"""Dates, numerals, ordinals and the ends of lines follow rules of a language, not a text."""
IN_ENGLISH = ("cli/", "outputs/", "rules/schema/", "rules/scaffold.py", "files/documents/yaml_writer.py")
"""Help of commands, as the library of the command line takes it; schemas and comments of files; words of YAML."""


def _literals(path: Path):
    """The texts of a file but for docstrings, what exceptions say to programmers, and SQL."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    apart = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    apart |= {id(each) for node in nodes if isinstance(node, ast.Raise) for each in ast.walk(node)}
    for node in nodes:
        text = node.value if isinstance(node, ast.Constant) and id(node) not in apart else None
        if isinstance(text, str) and not text.startswith(("SELECT ", "CREATE ")):
            yield text


def _is_said_to_people(name: str, text: str) -> bool:
    if re.search(r"[\u4e00-\u9fff]", text):
        return name not in WORDS_OF_ANSWERS | GRAMMAR | {"cli/batch.py"}
    return bool(re.search(r"(?:[A-Za-z’']+,? ){6}[a-z]", text)) and not name.startswith(IN_ENGLISH)


def test_no_sentence_for_people_stands_in_the_code():
    """No Chinese, and no English of seven words or more: they belong into a file of messages."""
    found = [
        (name, text)
        for path in SOURCE.rglob("*.py")
        for text in _literals(path)
        if _is_said_to_people(name := path.relative_to(SOURCE).as_posix(), text)
    ]
    assert found == []
