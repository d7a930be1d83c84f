"""Where one input is tried: a folder with nothing else in it, commands in this process, and what must hold of each."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from click.testing import CliRunner

from smeadvisor.cli import cli
from smeadvisor.problems import InvalidInput
from support.commands import Done, counts, lines, table

T = TypeVar("T")

OUT = ("out.jsonl", "out.jsonl.manifest.json", "out.jsonl.rejects.csv")
CODES = frozenset({0, 1, 2, 65, 66})
_OURS = re.compile(r'(.*: )?[EWN]-[A-Z0-9-]+: |\{"code": ?"[EWN]-')
"""How a line on standard error begins where a command is refused."""


class Broken(Exception):
    """A law that an input breaks; the same law in the same place has the same name."""


class Bench:
    """The folder, and what came of the commands that were run there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.codes, self.seen, self.accepted = folder, Counter[Any](), set[str](), False
        self._noise: list[str] = []
        sys.unraisablehook = lambda ignored: self._noise.append(repr(ignored.exc_value))
        os.environ["SMEADVISOR_DEBUG"] = "1"

    def clear(self) -> None:
        """Begin with the next input."""
        self.codes.clear()
        self.seen.clear()
        self.accepted = False
        os.chdir(self.folder.parent)
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "tmp").mkdir(parents=True)
        tempfile.tempdir = str(self.folder / "tmp")
        os.chdir(self.folder)

    def run(
        self, *arguments: str | Path, stdin: bytes = b"", makes: tuple[str, ...] | None = (), codes: Any = CODES
    ) -> Done:
        """What comes of a command, which may make or change these files alone (None: any). Raises Broken."""
        before = self.files()
        result = CliRunner().invoke(cli, [*map(str, arguments)], input=stdin)
        done = Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)
        name = " ".join(str(each) for each in arguments[:2] if re.fullmatch(r"[a-z-]+", str(each)))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise Broken(f"{name}: {where(result.exception)}") from result.exception
        if done.returncode not in codes:
            raise Broken(f"{name}: exit code {done.returncode}", done)
        self._hold_messages(name, done)
        if makes is not None and self.changed(before) - set(makes):
            # A process would let go of it at its end.
            del result
            gc.collect()
            if left := self.changed(before) - set(makes):
                raise Broken(f"{name}: files made, changed or left", sorted(left), done)
        self.codes[done.returncode] += 1
        self.accepted |= done.returncode in (0, 1)
        self.seen |= {f"{name} {done.returncode}", *re.findall(r"\b[EW]-[A-Z0-9-]+", done.told)}
        return done

    def files(self) -> set[tuple[str, Any]]:
        """What is in the folder, each with what changes when it is written."""
        found = set()
        for path in self.folder.rglob("*"):
            stat = path.lstat()
            is_file = path.is_file()
            found.add((str(path.relative_to(self.folder)), is_file and (stat.st_mtime_ns, stat.st_size, stat.st_ino)))
        return found

    def changed(self, before: set[tuple[str, Any]]) -> set[str]:
        """The names of what is there and was not, or is not what it was."""
        return {each for each, _ in before ^ self.files()}

    def _hold_messages(self, name: str, done: Done) -> None:
        try:
            texts = done.out + done.told
        except UnicodeDecodeError:
            raise Broken(f"{name}: output that is not UTF-8", done) from None
        if self._noise:
            raise Broken(f"{name}: an exception that is ignored", self._noise.pop())
        if "Traceback" in texts:
            raise Broken(f"{name}: a traceback", done)
        told = [each for each in done.told.split("\n") if each]
        if done.returncode == 2 and done.told.startswith(("Usage: ", "Error: ")):
            return
        if any(not line.isprintable() for line in told if line[0] != "{"):
            raise Broken(f"{name}: signs on standard error that a terminal obeys", done)
        in_words = name.startswith("audit") or (done.returncode in (0, 1) and re.match("interview|batch", name))
        if not (in_words and "Error" not in done.told) and not all(map(_OURS.match, told)):
            raise Broken(f"{name}: something on standard error that is no message of ours", done)
        if done.returncode not in (0, 2) and not texts:
            raise Broken(f"{name}: refused without a word", done)

    def hold_batch(self, path: str, *options: str) -> list[dict[str, Any]]:
        """Advise all rows of a file, and hold that none is lost and that each alone is advised alike; those advised."""
        done = self.run("batch", path, "-o", OUT[0], "--quiet", "--jobs", "1", *options, makes=OUT)
        if done.returncode not in (0, 1):
            return []
        rows, refused = lines(self.folder / OUT[0]), self.folder / OUT[2]
        numbers = {int(each["row"]) for each in table(refused)} if refused.exists() else set()
        told, given = counts(self.folder / OUT[0]), [each["row"] for each in rows]
        all_of_them = list(range(1, told["rows"] + 1))
        if sorted([*given, *numbers]) != all_of_them or (told["rejected"] > 0) != done.returncode:
            raise Broken("batch: rows in = advised + rejected", told, given, sorted(numbers))
        is_table = not path.endswith((".yaml", ".json"))
        for row in rows[:2]:
            chosen = ["--row", str(row["row"])] if is_table else []
            one = self.run("advise", "--format", "json", path, *chosen, *options)
            if one.returncode or alike(json.loads(one.out)) != alike(row):
                raise Broken("batch: advised, and otherwise alone", row, one)
        for number in sorted(numbers)[:2]:
            one = self.run("advise", path, *(["--row", str(number)] if is_table else []), *options)
            if one.returncode not in (2, 65):
                raise Broken("batch: rejected, and advised alone", number, one)
        self.run("verify", OUT[0])
        return rows

    def allowed(self, make: Callable[[], T]) -> T | None:
        """What a function for programs makes, None where it refuses its input; it may raise nothing else."""
        try:
            made = make()
        except InvalidInput as rejected:
            self.seen |= {each.code for each in rejected.problems}
            if not all(each.line(lang) for each in rejected.problems for lang in ("en", "zh-Hant")):
                raise Broken("a refusal without words", rejected) from None
            return None
        except Exception as error:
            raise Broken(f"function: {where(error)}") from error
        self.accepted = True
        return made

    def hold_piped(self, content: bytes, *arguments: str | Path, makes: tuple[str, ...] = ()) -> None:
        """The same bytes by standard input, and where the system has it by a pipe with a name."""
        self.run(*["-" if each == "INPUT" else each for each in arguments], stdin=content, makes=makes)
        if len(content) < 60_000 and Path("/dev/fd").is_dir():
            ours, theirs = os.pipe()
            os.write(theirs, content)
            os.close(theirs)
            try:
                named = [f"/dev/fd/{ours}" if each == "INPUT" else each for each in arguments]
                self.run(*named, makes=makes)
            finally:
                os.close(ours)


def alike(told: dict[str, Any]) -> Any:
    """What a consultation and a row of a batch both say."""
    told = told | told.get("classification", {})
    classes = {name: told.get(name) for name in ("sme", "size_class", "stage", "sector_group", "routes")}
    given = [[each[name] for name in ("rank", "id", "evidence", "points")] for each in told["recommendations"]]
    return classes, given, sorted((each["id"], each["severity"], each["weight"]) for each in told["barriers"])


def where(error: BaseException) -> str:
    """The kind of an exception and the innermost place of ours that it went through."""
    own = [each for each in traceback.extract_tb(error.__traceback__) if "smeadvisor" in each.filename]
    place = f"{Path(own[-1].filename).name} {own[-1].name}" if own else "somewhere"
    return f"{type(error).__name__} in {place}"
