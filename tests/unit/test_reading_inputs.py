"""Input paths: files by their content, folders, standard input, fingerprints."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import threading
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smeadvisor.problems import InvalidInput
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
    with pytest.raises(InvalidInput) as caught:
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


COLUMNS = {"id": ["a", "b", "c"], "kind": ["firm"] * 3, "economy": ["TWN"] * 3, "employees": [5, -5, 6]}
FORMS = ("csv", "jsonl", "parquet", "xlsx")


def table(form: str, path: Path) -> bytes:
    """The same three rows in any form, the second of them bad."""
    rows = [dict(zip(COLUMNS, each, strict=True)) for each in zip(*COLUMNS.values(), strict=True)]
    if form == "csv":
        path.write_text("".join(",".join(map(str, each)) + "\n" for each in (COLUMNS, *(row.values() for row in rows))))
    elif form == "jsonl":
        path.write_text("".join(f"{each}\n".replace("'", '"') for each in rows))
    elif form == "parquet":
        pq.write_table(pa.table(COLUMNS), path)
    else:
        book = openpyxl.Workbook()
        for each in (list(COLUMNS), *(list(row.values()) for row in rows)):
            book.worksheets[0].append(each)
        book.save(path)
    return path.read_bytes()


def ids(path, rulebook):
    """The good rows, the bad ones and the file as it is called."""
    parts = list(read_rows([str(path)], rulebook, ReadingOptions(part_rows=2)))
    bad = [(each.place.file, each.problem.pointer) for part in parts for each in part.rejected]
    return [each for part in parts for each in part.ids.to_pylist()], bad


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("reachable", [True, False])
def test_standard_input_may_have_any_form(tmp_path, rulebook, monkeypatch, form, reachable):
    """Also where open files cannot be reached through the process; nothing of it is left behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = table(form, tmp_path / f"t.{form}")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    if not reachable:
        monkeypatch.setattr(os, "getpid", lambda: -1)
    assert ids("-", rulebook) == (["a", "c"], [("<stdin>", "/answers/employees")])
    assert [each.name for each in tmp_path.iterdir()] == [f"t.{form}"]


@pytest.mark.parametrize("form", FORMS)
def test_a_named_pipe_is_read_like_a_file(tmp_path, rulebook, form):
    """Whatever comes through it."""
    pipe, content = tmp_path / "pipe", table(form, tmp_path / f"t.{form}")
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    assert ids(pipe, rulebook) == (["a", "c"], [(str(pipe), "/answers/employees")])
    writer.join()


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/urandom"])
def test_what_has_no_end_is_refused(monkeypatch, rulebook, name):
    """At once where it can be no table, and beyond a limit whatever it is; nothing of it is kept."""
    monkeypatch.setattr("smeadvisor.tables.reading.opening.KEPT_BYTES", 3 << 20)
    with pytest.raises(InvalidInput, match="E-KEPT"):
        list(read_rows([name], rulebook))


def test_what_cannot_be_set_aside_is_told(tmp_path, monkeypatch):
    """With the folder that has no room for it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x")))
    with pytest.raises(InvalidInput, match=f"<stdin>: E-KEEP: .*{tmp_path}/none"):
        sources(["-"], ReadingOptions())


@pytest.mark.parametrize("form", FORMS)
def test_a_name_that_is_not_utf8_is_told_escaped(tmp_path, rulebook, form):
    """And the file is read as any other, alone or in a folder."""
    path = tmp_path / os.fsdecode(b"\xa4\xa4.") / os.fsdecode(b"\xa4." + form.encode())
    path.parent.mkdir()
    path.write_bytes(table(form, tmp_path / "t"))
    path.with_suffix(".yaml").write_text("id: y\nkind: firm\neconomy: TWN\n")
    assert ids(path, rulebook) == (["a", "c"], [(f"{tmp_path}/\\xa4\\xa4./\\xa4.{form}", "/answers/employees")])
    assert ids(path.parent, rulebook) == (["y"], [])


def test_what_is_no_profile_is_left_out_of_a_folder(tmp_path, rulebook):
    """What smeadvisor saved there, and pipes; a folder below is read once, whatever links lead to it and back."""
    for name in ("interview", "consultation", "batch-manifest", "batch-summary", "coverage"):
        (tmp_path / f".{name}.json").write_text(f'{{"schema": "smeadvisor/{name}/1"}}')
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "below").mkdir()
    (tmp_path / "below/back").symlink_to(tmp_path)
    (tmp_path / "below/a.yaml").write_text("id: a\nkind: firm\neconomy: TWN\n")
    (tmp_path / "again").symlink_to(tmp_path / "below")
    (tmp_path / "link").mkdir()
    other = tmp_path.with_name(f"{tmp_path.name}-other")
    other.mkdir()
    (other / "b.yaml").write_text("id: b\nkind: firm\neconomy: TWN\n")
    (tmp_path / "link/other").symlink_to(other)
    assert ids(tmp_path, rulebook) == (["a", "b"], [])


def test_a_folder_without_profiles_is_refused(tmp_path):
    """And tables in it are spoken of."""
    for cure in ("Name the files", "such as .*/t.csv"):
        with pytest.raises(InvalidInput, match=f"{tmp_path}: E-NO-PROFILES: .*{cure}"):
            sources([str(tmp_path)], ReadingOptions())
        (tmp_path / "t.csv").write_text(HEAD + GOOD)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.jsonl", "t.txt", "t"])
def test_a_table_in_a_wide_encoding_without_its_mark_is_told_as_one(encoding, name, tmp_path, rulebook):
    """Whatever its name; where that helps, with the option that names the encoding, which then is read."""
    path = tmp_path / name
    text = '{"id":"a","kind":"firm","economy":"TWN"}\n' if name == "t.jsonl" else "id,kind,economy\na,firm,TWN\n"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(InvalidInput) as caught:
        list(read_rows([str(path)], rulebook))
    (fault,) = caught.value.problems
    assert (fault.code, fault.details["detail"]) == ("E-ENCODING", encoding)
    if name != "t.jsonl":
        assert f"--encoding {encoding}" in fault.remedy("en")
        (rows,) = read_rows([str(path)], rulebook, ReadingOptions(encoding=encoding))
        assert len(rows.positions) == 1
