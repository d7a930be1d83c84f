"""Input paths: files by their content, folders, standard input, fingerprints."""

from __future__ import annotations

import io
import os
import sys

import pytest

from smeadvisor.errors import Rejected
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows, sources

HEAD = "id,kind,economy,employees\n"
GOOD = "a,firm,TWN,5\n"


@pytest.mark.parametrize("name", ["t.xlsx", "t.xls", "t.parquet"])
def test_a_csv_of_another_ending_is_refused(name, refused):
    """The content decides, and the ending must not say otherwise."""
    assert refused(HEAD + GOOD, name) == ["E-FORMAT"]


def test_a_folder_and_standard_input_are_read(tmp_path, rulebook, monkeypatch):
    """Profile files in the order of their paths, problems with line and column; - is CSV or JSON Lines by content."""
    folder = tmp_path / "f"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.yaml").write_text("id: b\nkind: firm\neconomy: TWN\nanswers:\n  employees: 5\n")
    (folder / "a.json").write_text('{"id": "a", "kind": "firm", "economy": "TWN"}')
    (folder / "sub/c.yml").write_text("id: c\nkind: firm\neconomy: TWN\nanswers:\n  employees: -5\n")
    (folder / "notes.txt").write_text("not a profile")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((HEAD + GOOD).encode())))
    parts = list(read_rows([str(folder), "-"], rulebook))
    assert [part.ids.to_pylist() for part in parts] == [["a", "b"], ["a"]]
    (remark,) = parts[0].rejected
    assert (remark.position, remark.place.file, remark.place.row) == (2, str(folder / "sub/c.yml"), 1)
    assert (remark.problem.code, remark.problem.place.line, remark.problem.place.column) == ("E-RANGE", 5, 14)


@pytest.mark.parametrize("bad", ["oops", "[1,2]", '{"id":"a",'])
@pytest.mark.parametrize("at", [0, 1])
def test_a_bad_line_on_standard_input_costs_itself_alone(bad, at, rulebook, monkeypatch):
    """It is JSON Lines all the same."""
    lines = ['{"id":"a","kind":"firm","economy":"TWN","employees":5}'] * 3
    lines.insert(at, bad)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    (rows,) = read_rows(["-"], rulebook)
    assert (rows.count, rows.positions.tolist()) == (4, [i for i in range(4) if i != at])


def test_a_header_like_yaml_is_csv_by_its_ending(told):
    """As surveys export it, though one column alone be known."""
    content = "Q1: no\na: b\n[c]\n{d}\n"
    assert told(content, mapping={"Q1: no": "id"}, kind="firm", economy="TWN") == (3, 3, [])


def test_what_is_not_there_is_refused(tmp_path):
    """With the code of a single profile."""
    with pytest.raises(Rejected) as caught:
        sources([str(tmp_path / "nothing.csv")], ReadingOptions())
    assert [each.code for each in caught.value.problems] == ["E-NOT-FOUND"]


def test_a_fingerprint_tells_a_changed_file(tmp_path):
    """Size, time and content."""
    path = tmp_path / "t.csv"
    path.write_text(HEAD)
    os.utime(path, ns=(5, 5))
    (source,) = sources([str(path)], ReadingOptions())
    before = source.fingerprint()
    path.write_text(HEAD.upper())
    os.utime(path, ns=(5, 5))
    after = source.fingerprint()
    assert (before.size, before.mtime_ns) == (after.size, after.mtime_ns) == (len(HEAD), 5)
    assert before.digest != after.digest
