"""A run over many profiles as one record, from which any of its rows can be advised again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from smeadvisor.log.records import RUN, Draft, canonical
from smeadvisor.log.rows import block_parts
from smeadvisor.problems.filenames import told
from smeadvisor.tables.reading.opening import InputFile
from smeadvisor.tables.reading.source import Identity


class RunInput(Identity):
    """A file of a run: where it was, None for standard input, and the SHA-256 of it."""

    place: str | None
    in_folder: bool
    sha256: str


class RunData(TypedDict):
    """A recorded run: its manifest but for the rulebook, and where its inputs and its output are."""

    schema: str
    advice: str
    program: str
    as_of: str
    inputs: list[RunInput]
    options: dict[str, Any]
    part_rows: int
    counts: dict[str, int | None]
    files: dict[str, Any]
    out: str | None


def run_draft(
    manifest: bytes, files: Sequence[InputFile], out: Path | None, identity: str, rows: Iterable[tuple[int, str]]
) -> Draft:
    """The record of a run: its manifest, where its inputs and its output are, and the SHA-256 of the inputs.

    ``rows`` are the numbers and ids of the rows that were advised. ``out`` is None for what goes to standard output;
    ``identity`` is the id by which the run is recorded but once.
    """
    said = json.loads(manifest)
    names = {each["name"]: each for each in said["inputs"]}
    said["inputs"] = [{**names[each.name], **_input(each)} for each in files]
    said["out"] = None if out is None else told(out.absolute())
    book = said.pop("rulebook")
    parts = {RUN: canonical(_cleaned(said))}
    of_rulebook = (book["version"], book["digest"], said["as_of"])
    return Draft("batch", {}, parts, block_parts(rows), *of_rulebook, id=identity)


def _input(file: InputFile) -> dict[str, Any]:
    place = told(file.path.absolute()) if file.kept is None else None
    return {"place": place, "in_folder": file.in_folder, "sha256": sha256_of(file)}


def sha256_of(file: InputFile) -> str:
    """The SHA-256 of an input as it is now; raises InvalidInput where it cannot be read."""
    digest = hashlib.sha256()
    with file.open() as opened:
        while block := opened.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _cleaned(data: Any) -> Any:
    """The data with texts of the command line that are not UTF-8 as text that is."""
    if isinstance(data, Mapping):
        return {_cleaned(key): _cleaned(each) for key, each in data.items()}
    if isinstance(data, list):
        return [_cleaned(each) for each in data]
    return told(data) if isinstance(data, str) else data
