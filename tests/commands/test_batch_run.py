"""A run: nothing lost, nothing half written, the same bytes however it is done."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from smeadvisor.batch import workers
from smeadvisor.batch.folder import place_of
from smeadvisor.batch.manifest import verify
from smeadvisor.batch.run import Job, ended
from smeadvisor.problems import InvalidInput
from support.batch_fakes import (
    GOOD,
    IDS,
    FakeSource,
    advise,
    advise_flat,
    contents,
    fake_job,
    listed,
    real_run,
    rows,
    run,
)


@pytest.fixture
def given(tmp_path) -> Path:
    return listed(tmp_path / "in.txt", IDS)


def test_every_row_comes_out_advised_or_rejected_in_order(given, tmp_path):
    """Numbered through the run, whatever the parts."""
    job = fake_job(given, given, out=tmp_path / "out.parquet")
    counts = run(job)
    assert (counts.rows, counts.advised, counts.duplicates) == (190, 2 * len(GOOD), len(GOOD))
    table = pq.read_table(tmp_path / "out.parquet")
    assert table["id"].to_pylist() == GOOD * 2
    assert [(IDS * 2)[row - 1] for row in table["row"].to_pylist()] == GOOD * 2
    lines = [line.split(",") for line in (tmp_path / "out.parquet.rejects.csv").read_text().splitlines()]
    assert lines[0][:4] == ['"row"', '"file"', '"sheet"', '"file_row"']
    assert [int(line[0]) for line in lines[1:]] == [i + 1 for i, each in enumerate(IDS * 2) if each[0] == "!"]


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv", "xlsx"])
def test_any_number_of_processes_gives_the_same_bytes(given, tmp_path, form):
    """Output, rejects and manifest."""
    made = []
    for jobs in (1, 2, 8):
        (tmp_path / str(jobs)).mkdir()
        job = fake_job(given, out=tmp_path / str(jobs) / f"out.{form}", jobs=jobs)
        run(job)
        made.append(contents(job))
    assert made[0] == made[1] == made[2]
    assert len(made[0]) == 3


def test_workers_begun_anew_give_the_same_bytes(given, tmp_path, monkeypatch):
    """Where processes cannot be forked, as on Windows, they are handed all that they need."""
    asked = []

    def context(method: str) -> Any:
        asked.append(method)
        return get_context(method)

    monkeypatch.setattr(workers, "get_context", context)
    monkeypatch.setattr(workers, "sys", SimpleNamespace(platform="win32"))
    made = []
    for name, number in (("one", 1), ("two", 2)):
        (tmp_path / name).mkdir()
        job = fake_job(given, out=tmp_path / name / "out.csv", jobs=number)
        run(job)
        made.append([*contents(job).values()])
    assert made[0] == made[1]
    assert asked == ["spawn", "spawn"]


def test_counts_are_those_of_the_table(given, tmp_path):
    """Barriers by severity, recommendations at the first rank and at any, by group; rejects by code."""
    counts = run(fake_job(given, out=tmp_path / "out.parquet", jobs=2))
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()
    for name, severities in counts.barriers.items():
        for severity, number in severities.items():
            assert number == sum(
                {"id": name, "severity": severity} == _two(each) for row in found for each in row["barriers"]
            )
    for name, ranks in counts.recommendations.items():
        assert ranks["any"] == sum(each["id"] == name for row in found for each in row["recommendations"])
        assert ranks.get("first", 0) == sum(
            (each["id"], each["rank"]) == (name, 1) for row in found for each in row["recommendations"]
        )
    for size in ("micro", "small", "medium"):
        mine = [row for row in found if row["size_class"] == size]
        group = counts.groups["size_class"][size]
        assert group["profiles"] == {"all": len(mine)}
        for name in counts.barriers:
            assert group["barriers"].get(name, 0) == sum(each["id"] == name for row in mine for each in row["barriers"])
        for name in counts.recommendations:
            assert group["any"].get(name, 0) == sum(
                each["id"] == name for row in mine for each in row["recommendations"]
            )
    assert counts.undecided["employees"] == sum("employees" in row["undecided"] for row in found)
    assert counts.warnings == {"W-UNIT-SUSPECT": sum(bool(row["warnings"]) for row in found)}
    assert counts.rejects == {"E-CHAR": len(IDS) - len(GOOD)}


def _two(barrier: dict[str, Any]) -> dict[str, Any]:
    return {"id": barrier["id"], "severity": barrier["severity"]}


@pytest.mark.parametrize("ids", [[], ["!bad"], ["good"]])
def test_few_rows_make_a_whole_output(tmp_path, ids):
    """Also none at all: columns and no rows."""
    job = fake_job(listed(tmp_path / "in.txt", ids), out=tmp_path / "out.parquet")
    run(job)
    assert pq.read_schema(tmp_path / "out.parquet").names == advise(rows(())).column_names


def test_what_exists_is_left_alone_unless_it_may_be_replaced(given, tmp_path):
    """Output, rejects, manifest and summary alike; rejects of an earlier run go when this one has none."""
    out = tmp_path / "out.parquet"
    job = fake_job(given, out=out)
    for path in replace(job.target, summary=tmp_path / "summary.txt").files():
        path.write_text("old")
        with pytest.raises(InvalidInput, match="E-EXISTS"):
            run(replace(job, target=replace(job.target, summary=tmp_path / "summary.txt")))
        assert path.read_text() == "old"
        path.unlink()
    job.target.rejects.write_text("old")
    run(fake_job(listed(tmp_path / "good.txt", GOOD), out=out, overwrite=True))


def named_twice(folder: Path, given: Path) -> dict[str, tuple[dict[str, Any], Path]]:
    """Ways to name one file twice, and the other name of it."""
    (folder / "soft").symlink_to(given)
    (folder / "hard").hardlink_to(given)
    out = folder / "out.jsonl"
    return {
        "summary onto the output": ({"summary": out}, out),
        "summary onto the manifest": (
            {"summary": folder / "out.jsonl.manifest.json"},
            folder / "out.jsonl.manifest.json",
        ),
        "summary onto an input by a link": ({"summary": folder / "soft"}, given),
        "summary onto an input by a hard link": ({"summary": folder / "hard"}, given),
        "log onto the output": ({"log": out}, out),
        "log onto the rejects": ({"log": folder / "out.jsonl.rejects.csv"}, folder / "out.jsonl.rejects.csv"),
        "log onto the summary": ({"log": folder / "s", "summary": folder / "." / "s"}, folder / "s"),
        "log onto an input": ({"log": given}, given),
    }


def test_no_two_files_of_a_run_are_the_same(given, tmp_path):
    """Told before any work with both names, whether they may be overwritten or not."""
    job = fake_job(given, out=tmp_path / "out.jsonl")
    ways = named_twice(tmp_path, given)
    before = sorted(tmp_path.iterdir())
    for how, (more, other) in ways.items():
        with pytest.raises(InvalidInput) as caught:
            run(replace(job, target=replace(job.target, **more)), overwrite=True)
        (fault,) = caught.value.problems
        assert (how, fault.code, fault.details["other"]) == (how, "E-SAME-FILE", str(other))
    assert sorted(tmp_path.iterdir()) == before


def test_a_device_is_not_replaced(given, tmp_path):
    """Nor is a pipe, also where files may be overwritten."""
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InvalidInput, match="E-OUTPUT-CREATE"):
        run(fake_job(given, out=tmp_path / "out.csv", rejects=tmp_path / "pipe.csv", overwrite=True))


@pytest.mark.parametrize("form", ["in.parquet", "link.parquet"])
def test_an_input_is_not_written_to(tmp_path, form):
    """Not by another name either."""
    given = listed(tmp_path / "in.parquet", IDS)
    (tmp_path / "link.parquet").symlink_to(given)
    with pytest.raises(InvalidInput, match="E-SAME-FILE"):
        run(fake_job(given, out=tmp_path / form, overwrite=True))
    assert given.read_text().splitlines() == IDS


def test_a_place_that_is_not_there_is_told_before_any_work(given, tmp_path):
    """So is an ending that says nothing."""
    with pytest.raises(InvalidInput, match="E-OUTPUT-FOLDER"):
        run(fake_job(given, out=tmp_path / "none/out.parquet"))
    with pytest.raises(InvalidInput, match=r"E-OUT-FORMAT.*\.parquet \.jsonl \.csv \.xlsx"):
        fake_job(given, out=tmp_path / "out.txt")


def test_files_are_private_whatever_the_umask(given, tmp_path):
    """The working folder too, and all in it."""
    before = os.umask(0)
    seen: set[tuple[bool, int]] = set()

    def look(_: Any) -> None:
        folder = place_of(tmp_path / "out.parquet")
        seen.update((each.is_dir(), stat.S_IMODE(each.stat().st_mode)) for each in (folder, *folder.iterdir()))

    try:
        job = fake_job(given, out=tmp_path / "out.parquet")
        real_run(job, look)
    finally:
        os.umask(before)
    assert seen == {(True, 0o700), (False, 0o600)}
    assert {stat.S_IMODE(each.stat().st_mode) for each in job.target.files()} == {0o600}


def test_an_input_that_changes_publishes_nothing(given, tmp_path):
    """And nothing of it is kept."""
    job = fake_job(given, out=tmp_path / "out.parquet")
    with pytest.raises(InvalidInput, match="E-INPUT-CHANGED"):
        real_run(job, lambda part: given.write_text("firm\n"))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.txt"]


@pytest.mark.parametrize("jobs", [2, 4])
@pytest.mark.parametrize(
    ("last", "code", "exit_code"), [("crash", "E-READER-CRASH", 65), ("crash later", "E-WORKER-CRASH", 70)]
)
def test_a_worker_that_dies_is_told_by_its_rows(tmp_path, jobs, last, code, exit_code):
    """The process that began it lives on; nothing is published."""
    given = listed(tmp_path / "in.txt", [*GOOD[:45], last])
    with pytest.raises(InvalidInput, match=f"{given}: {code}: .*rows from 41 on.*SIGKILL") as raised:
        run(fake_job(given, out=tmp_path / "out.parquet", jobs=jobs))
    assert raised.value.exit_code == exit_code
    assert not (tmp_path / "out.parquet").exists()


def stopped(job: Job, after: int) -> None:
    """A run that comes to an end after so many parts, as a bug of ours would end it."""
    told: list[Any] = []

    def count(part: Any) -> None:
        told.append(part)
        if len(told) == after:
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        real_run(job, count)
    assert not any(each.exists() for each in job.target.files())


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl", "xlsx"])
def test_a_run_that_is_resumed_ends_in_the_same_bytes(given, tmp_path, form):
    """Wherever it was stopped; parts that are finished are not done again."""
    job = fake_job(given, out=tmp_path / f"out.{form}", jobs=2)
    run(job)
    whole = contents(job)
    for after in (1, 5, 10):
        for path in job.target.files():
            path.unlink(missing_ok=True)
        stopped(job, after)
        run(job, resume=True, jobs=1)
        assert contents(job) == whole


def test_finished_parts_are_not_done_again(given, tmp_path):
    """Only what is missing is advised."""
    done: list[int] = []

    def noted(read: Any) -> pa.Table:
        done.append(read.count)
        return advise(read)

    job = replace(fake_job(given, out=tmp_path / "out.parquet"), advise=noted)
    stopped(job, 6)
    assert len(done) == 6
    run(job, resume=True)
    assert len(done) == 10


def _other_input(job: Job, given: Path) -> Job:
    given.write_text("firm\n")
    return job


DIFFERING = {
    "input \\(.*in.txt\\)": _other_input,
    "rulebook \\(then .* now .* 0{12}\\)": lambda job, _: replace(job, rulebook=replace(job.rulebook, digest="0" * 64)),
    "--as-of \\(then .*, now 2011-12-31\\)": lambda job, _: replace(
        job, rulebook=replace(job.rulebook, as_of="2011-12-31")
    ),
    "--flat \\(then not given, now given\\)": lambda job, _: replace(job, options={"flat": True}),
    "--part-rows \\(then 10, now 11\\)": lambda job, _: replace(job, part_rows=11),
}


@pytest.mark.parametrize("what", DIFFERING)
def test_a_resume_with_something_else_is_refused_by_name(given, tmp_path, what):
    """The work done is kept for the right one."""
    job = fake_job(given, out=tmp_path / "out.parquet")
    stopped(job, 5)
    with pytest.raises(InvalidInput, match=f"E-RESUME-MISMATCH: .*: {what}\\. Give"):
        run(replace(DIFFERING[what](job, given), resume=True))
    listed(given, IDS)
    run(job, resume=True)


def test_a_resume_by_another_version_is_refused(given, tmp_path, monkeypatch):
    """It may count otherwise."""
    job = fake_job(given, out=tmp_path / "out.parquet")
    stopped(job, 5)
    monkeypatch.setattr("smeadvisor.batch.run.__version__", "99")
    with pytest.raises(InvalidInput, match=r"E-RESUME-MISMATCH: .*version of smeadvisor \(then .*, now 99\)"):
        run(job, resume=True)


def kept_files(job: Job) -> Iterator[Path]:
    return (
        each for each in sorted(place_of(job.target.out).iterdir()) if each.name[:7].isdigit() or each.name == "plan"
    )


def test_what_was_kept_and_is_damaged_is_refused(given, tmp_path):
    """Truncated or edited, whichever file of whichever part; a run begun anew is whole."""
    job = fake_job(given, out=tmp_path / "out.parquet")
    stopped(job, 3)
    for path in kept_files(job):
        content = path.read_bytes()
        flipped = bytearray(content)
        flipped[len(content) // 2] ^= 1
        for damaged in (content[:-1], content[: len(content) // 2], b"", bytes(flipped)):
            path.write_bytes(damaged)
            with pytest.raises(InvalidInput, match=r"E-CHECKPOINT.*--overwrite"):
                run(job, resume=True)
        path.write_bytes(content)
    run(job, resume=True)
    run(job, overwrite=True)


def test_a_run_left_over_is_neither_lost_nor_taken_up_unasked(given, tmp_path):
    """--resume goes on with it, --overwrite begins anew; where there is none, --resume is refused."""
    job = fake_job(given, out=tmp_path / "out.parquet")
    with pytest.raises(InvalidInput, match="E-NO-RESUME"):
        run(job, resume=True)
    stopped(job, 5)
    with pytest.raises(InvalidInput, match="E-LEFTOVER"):
        run(job)
    run(job, overwrite=True)


@pytest.mark.parametrize("name", ["out.csv", "out.csv.rejects.csv", "out.csv.manifest.json"])
def test_a_run_that_had_ended_is_known_by_its_files_alone(given, tmp_path, name):
    """All as written, of the same plan and under the same names; else there is nothing to resume."""
    job = fake_job(given, out=tmp_path / "out.csv")
    counts = run(job)
    again = run(job, resume=True)
    assert (again.rows, again.duplicates) == (counts.rows, counts.duplicates)
    for other in (
        replace(job, part_rows=11),
        replace(job, target=replace(job.target, rejects=tmp_path / "other.csv")),
        replace(job, target=replace(job.target, summary=tmp_path / "summary.txt")),
    ):
        assert ended(replace(other, resume=True)) is None
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-2])
    with pytest.raises(InvalidInput, match="E-EXISTS"):
        run(job, resume=True)
    (tmp_path / name).unlink()
    with pytest.raises(InvalidInput, match="E-EXISTS"):
        run(job, resume=True)
    for path in job.target.files():
        path.unlink(missing_ok=True)
    with pytest.raises(InvalidInput, match="E-NO-RESUME"):
        run(job, resume=True)


def test_a_file_that_came_between_is_not_replaced_by_a_resume(given, tmp_path):
    """Unless the run was begun with --overwrite."""
    job = fake_job(given, out=tmp_path / "out.parquet")
    stopped(job, 5)
    job.target.out.write_text("mine")
    with pytest.raises(InvalidInput, match="E-EXISTS"):
        run(job, resume=True)
    assert job.target.out.read_text() == "mine"


def test_rejects_can_be_json_lines_elsewhere(given, tmp_path):
    """By their ending, in another folder."""
    (tmp_path / "bad").mkdir()
    rejects = tmp_path / "bad/rows.jsonl"
    job = fake_job(given, out=tmp_path / "out.parquet", rejects=rejects)
    counts = real_run(job)
    lines = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert len(lines) == counts.rejected
    assert {line["code"] for line in lines} == {"E-CHAR"}
    assert json.loads(job.target.manifest.read_bytes())["files"]["rejects"]["name"] == "bad/rows.jsonl"


def test_what_is_on_another_drive_is_verified_as_well(given, tmp_path, monkeypatch):
    """Between drives of Windows there is no relative path."""

    def no_way(path: Path, start: Path) -> str:
        raise ValueError(f"path is on mount {path}, start on mount {start}")

    monkeypatch.setattr(os.path, "relpath", no_way)
    job = fake_job(given, out=tmp_path / "out.csv")
    run(job)
    found = verify(job.target.out)
    assert [(each.path, each.problem) for each in found] == [(job.target.out, None), (job.target.rejects, None)]


def test_a_summary_is_published_with_the_output_and_listed(given, tmp_path):
    """What is written of the counts; one that is there already is not written over, nor one in a missing folder."""
    files = replace(fake_job(given, out=tmp_path / "out.parquet").target, summary=tmp_path / "sum.txt")
    job = replace(fake_job(given, out=files.out), target=files, summary=lambda counts: str(counts.rows).encode())
    real_run(job)
    assert files.summary.read_bytes() == b"95"
    listed = json.loads(files.manifest.read_bytes())["files"]["summary"]
    assert listed == {"name": "sum.txt", "sha256": hashlib.sha256(b"95").hexdigest(), "size": 2}
    for each in (files.out, files.rejects, files.manifest):
        each.unlink()
    with pytest.raises(InvalidInput, match=r"sum.txt: E-EXISTS"):
        run(job)
    run(replace(job, overwrite=True))
    with pytest.raises(InvalidInput, match="E-OUTPUT-FOLDER"):
        run(
            replace(
                job, target=replace(files, out=tmp_path / "b.csv", summary=tmp_path / "none/sum.txt"), overwrite=True
            )
        )


def test_too_many_rows_for_a_workbook_are_told_before_any_work(given, tmp_path, monkeypatch):
    """Where their number is known."""
    monkeypatch.setattr(FakeSource, "rows_hint", lambda self: 2_000_000)
    with pytest.raises(InvalidInput, match=r"E-ROWS.*\.parquet or \.csv"):
        run(fake_job(given, out=tmp_path / "out.xlsx"))
    assert [each.name for each in tmp_path.iterdir()] == ["in.txt"]


def test_flat_columns_count_the_same(given, tmp_path):
    """Severities, ranks and bits in place of lists."""
    job = fake_job(given, out=tmp_path / "out.parquet")
    counts = run(job)
    flat = fake_job(given, out=tmp_path / "flat.parquet")
    assert run(replace(flat, advise=advise_flat)).as_dict() == counts.as_dict()
