"""README and docs are true: commands run as printed, what is shown is what is printed, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from support.commands import run
from support.paths import ROOT

PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "README.zh-Hant.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md"))
)
CHINESE = "README.zh-Hant.md"
FOLDERS = ("profiles", "rules", "overlays", "benchmarks", "schemas")
"""What a reader has at hand in the project's folder."""

NOT_RUN = {
    "make": "sets up or runs the tests themselves",
    "pipx": "installs",
    "uvx": "installs",
    "winget": "Windows alone has it",
    "brew": "macOS alone has it",
    "sudo": "installs",
    "git": "changes the reader's own copy",
    "pre-commit": "installs itself into the reader's own copy",
    "python": "benchmarks take minutes",
    ".venv/bin/python": "runs the tests themselves",
    ".venv/bin/smeadvisor": "needs the environment that make sets up",
}
"""How a line of a console block may begin, and why no test runs it."""

NAMES = {CHINESE: "台中機械廠"}
ANSWERS = "firm\nTWN\nfirst-client\n{name}\n3\n3\n1,14\nquit\n"
"""What is typed in an interview that a page shows."""


class Block(NamedTuple):
    """A fence of a page: its language, its line, its text."""

    language: str
    line: int
    text: str


def tokens(page: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse((ROOT / page).read_text(encoding="utf-8"))


def blocks(page: str) -> list[Block]:
    fences = [token for token in tokens(page) if token.type == "fence"]
    return [Block(token.info, (token.map or [0])[0] + 2, token.content) for token in fences]


def commands(page: str) -> list[str]:
    """The lines that a reader types, without remarks."""
    found = [line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()]
    return [re.sub(r"\s+# .*", "", line) for line in found]


def prose(page: str) -> Iterator[Token]:
    """The running text of a page, piece by piece, code left out."""
    for token in tokens(page):
        yield from (child for child in token.children or () if child.type in ("text", "link_open"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that holds what the project's folder holds, and the command on the path."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def typed(line: str, folder: Path, answers: bytes) -> tuple[int, str]:
    """Exit code and standard output of a line as a shell runs it; of our own commands in this process."""
    words = shlex.split(line, comments=True)
    simple = words[0] == "smeadvisor" and not {"|", "<", ";", "&&"} & {*words}
    if not simple:
        done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, cwd=folder, input=answers)
        return done.returncode, done.stdout.decode()
    to = words[words.index(">") + 1] if ">" in words else None
    done = run(*words[1 : words.index(">") if to else None], stdin=answers if "interview" in words else b"")
    if to:
        (folder / to).write_bytes(done.stdout)
    return done.returncode, done.out


def shown_in(sample: str, printed: str) -> bool:
    """Whether the sample is what was printed, apart from lines left out at a line with an ellipsis."""
    rest = printed.splitlines()
    for part in re.split(r"^ *…$\n?", sample, flags=re.MULTILINE):
        lines = part.splitlines()
        at = next((i for i in range(len(rest) + 1) if rest[i : i + len(lines)] == lines), None)
        if at is None:
            return False
        rest = rest[at + len(lines) :]
    return True


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)])
def test_every_command_runs_as_printed(page, folder):
    """From top to bottom, with the exit code and the output that the page shows."""
    answers = ANSWERS.format(name=NAMES.get(page, "Machine maker in Taichung")).encode()
    printed = ""
    for block in blocks(page):
        if block.language == "text":
            assert shown_in(block.text, printed), f"{page}:{block.line}: this is printed now:\n{printed}"
        for number, line in enumerate(block.text.splitlines(), block.line) if block.language == "sh" else ():
            code, printed = typed(line, folder, answers)
            expected = re.search(r"# exits with (\d+)", line)
            assert code == (int(expected[1]) if expected else 0), f"{page}:{number}: {line}"


def test_both_readmes_show_the_same_commands():
    """So that what holds of the one holds of the other."""
    without_language = [re.sub(r" --lang \S+", "", line) for line in commands(CHINESE)]
    assert without_language == [re.sub(r" --lang \S+", "", line) for line in commands("README.md")]


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_run_could_not_be(page):
    """A console block holds only what installs, runs the tests or takes minutes; what it names is there."""
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for block in blocks(page):
        assert block.language in {"sh", "text", "console", "yaml", "python", "toml", "mermaid"}, f"{page}:{block.line}"
        for line in block.text.splitlines() if block.language == "console" else ():
            words = shlex.split(line, comments=True)
            assert not words or words[0] in NOT_RUN, f"{page}: {line}"
            assert words[:1] != ["make"] or set(words[1:2]) <= targets, f"{page}: {line}"
            for word in words:
                assert not re.fullmatch(r"(tests|benchmarks)/\w+\.py", word) or (ROOT / word).exists(), line


def anchors(page: str) -> set[str]:
    """The names of a page's headings in links, as GitHub makes them."""
    found = tokens(page)
    titles = [found[i + 1].content for i, token in enumerate(found) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES)
def test_every_internal_link_leads_somewhere(page):
    """To a file that is there, and to a heading that it has."""
    for token in prose(page):
        target = str(token.attrs.get("href", ""))
        if target and "://" not in target:
            name, _, anchor = target.partition("#")
            path = (ROOT / page).parent / name if name else ROOT / page
            assert path.exists(), f"{page}: {target}"
            if anchor:
                assert anchor in anchors(path.resolve().relative_to(ROOT).as_posix()), f"{page}: {target}"


def shunned() -> set[str]:
    """The words that docs/naming.md asks not to use."""
    rows = [line.split("|") for line in (ROOT / "docs/naming.md").read_text(encoding="utf-8").splitlines()]
    last = [row[4] for row in rows if len(row) == 6 and row[4].strip(" -") not in ("", "do not say")]
    return {word.strip() for cell in last for word in cell.split(",")}


@pytest.mark.parametrize("page", [page for page in PAGES if page not in (CHINESE, "docs/naming.md", "docs/cli.md")])
def test_documentation_uses_the_names_that_are_agreed(page):
    """One name for one thing; docs/naming.md lists them."""
    words = shunned()
    assert {"obstacle", "knowledge base"} <= words
    for token in prose(page):
        for word in words:
            assert not re.search(rf"\b{word}s?\b", token.content, re.IGNORECASE), f"{page}: {word}: {token.content}"


def test_the_readme_is_a_page_to_read():
    """At most eight kilobytes, in either language."""
    for page in ("README.md", CHINESE):
        assert len((ROOT / page).read_bytes()) <= 8_192


def test_every_test_that_a_page_names_is_there():
    """By its file and its name."""
    texts = [(ROOT / page).read_text("utf-8") for page in PAGES]
    named = [each for text in texts for each in re.findall(r"`([a-z/_]+\.py)::(\w+)`", text)]
    assert len(named) > 50
    for file, name in named:
        assert f"def test_{name}(" in (ROOT / "tests" / file).read_text("utf-8"), (file, name)
