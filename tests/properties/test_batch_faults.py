"""Whatever befalls a run, nothing half written is published, and what was finished is not lost."""

from __future__ import annotations

import errno
import itertools
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.batch.folder import opened, place_of
from smeadvisor.batch.run import Job, ended, plan_of
from smeadvisor.files.disk import writing
from smeadvisor.problems import EXIT_CANNOT_CREATE, EXIT_OUTPUT, InvalidInput
from support.batch_fakes import GOOD, IDS, contents, fake_job, listed, real_run, run
from support.killed import begun, killed_at, moments, noted
from support.scale import is_long, randomness, sample, scaled

KILLS = scaled(10)


@pytest.fixture
def job(tmp_path) -> Job:
    """Thirty parts, for two processes."""
    return in_parts(30, tmp_path)


@pytest.fixture
def small(tmp_path) -> Job:
    """Few parts, where a test makes very many runs; thirty in the long run."""
    return in_parts(30 if is_long() else 4, tmp_path)


def in_parts(count: int, folder: Path) -> Job:
    """A run of so many parts with a summary, for two processes."""
    ids = [f"{each}-{i}" for i in range(4) for each in IDS][: 13 * count]
    return summarised(fake_job(listed(folder / "in.txt", ids), out=folder / "out.parquet", part_rows=13, jobs=2))


def summarised(job: Job) -> Job:
    """The run with a summary beside its output."""
    files = replace(job.target, summary=job.target.out.with_name("summary.txt"))
    return replace(job, target=files, summary=lambda counts: f"{counts.rows}\n".encode())


def signals_blocked(job: Job) -> dict[str, str]:
    """What the run makes when nothing befalls it; taken away again."""
    run(job)
    return taken_away(job)


def taken_away(job: Job) -> dict[str, str]:
    """What was made, which is there no longer."""
    made = contents(job)
    for path in job.target.files():
        path.unlink(missing_ok=True)
    return made


def done(job: Job) -> None:
    """The run in a process that ends with it; its exit code is that of the command line."""
    try:
        real_run(job)
    except InvalidInput as rejected:
        os._exit(rejected.exit_code)
    os._exit(0)


def again(job: Job) -> Job:
    """The run resumed, also where all is published; not where it was killed before it had a plan."""
    return replace(job, resume=job.target.out.exists() or (place_of(job.target.out) / "plan").exists())


def made_after_all(job: Job) -> dict[str, str]:
    """What there is after a kill and a run that goes on; nothing else is left."""
    run(again(job))
    made = taken_away(job)
    assert [each.name for each in job.target.out.parent.iterdir()] == ["in.txt"]
    return made


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_killed_at_any_call_ends_in_the_same_bytes_when_resumed(small, jobs):
    """SIGKILL as it opens, writes, syncs, renames, removes: in the suite any sort of file, in the long run any."""
    job = replace(small, jobs=jobs)
    with noted() as calls:
        run(job)
    whole = taken_away(job)
    # What the first of two processes does itself, one alone does as well.
    for nth in sample(moments(calls), every=1 if jobs == 1 else 3):
        assert killed_at(nth, lambda: done(job))
        assert made_after_all(job) == whole


def test_a_run_killed_again_and_again_ends_in_the_same_bytes(small):
    """Each that goes on is killed some calls later than the one before, until one publishes all."""
    whole = signals_blocked(small)
    later = itertools.count(0, 1 if is_long() else 3)
    while not small.target.out.exists():
        killed_at(next(later), lambda: done(again(small)))
    assert made_after_all(small) == whole


def test_a_run_killed_as_it_cleans_up_stands_in_the_way_of_none(small):
    """It had published all: --resume only says so, and another run is refused for the output alone."""
    job = replace(small, jobs=1)
    with noted() as calls:
        counts = run(job)
    whole = taken_away(job)
    for nth in range(calls.index("replace out") + 1, len(calls)):
        assert killed_at(nth, lambda: done(job))
        is_removing = not (place_of(job.target.out) / "plan").exists()
        assert (ended(replace(job, resume=True)) is not None) == is_removing
        with pytest.raises(InvalidInput, match="E-EXISTS"):
            run(job)
        assert place_of(job.target.out).exists() != is_removing
        found = run(job, resume=True)
        assert (found.rows, found.advised, found.rejected) == (counts.rows, counts.advised, counts.rejected)
        assert contents(job) == whole
        made_after_all(job)


def test_what_was_published_is_told_as_published(small, monkeypatch):
    """Where the disk does not confirm that it keeps the names; a run that goes on publishes once more."""
    whole = signals_blocked(small)
    with monkeypatch.context() as patch:
        patch.setattr("smeadvisor.batch.run.sync_folder", refusing)
        with pytest.raises(InvalidInput, match=r"out\.parquet: E-OUTPUT-SYNC: The output was published") as raised:
            real_run(small)
    assert raised.value.exit_code == EXIT_OUTPUT
    assert contents(small) == whole
    assert made_after_all(small) == whole


def refusing(folder: Path) -> None:
    with writing(folder):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.long
def test_a_run_killed_at_any_moment_ends_in_the_same_bytes_when_resumed(job):
    """SIGKILL at random instants, up to three times in a row."""
    start = time.monotonic()
    whole = signals_blocked(job)
    seconds = time.monotonic() - start
    chance = randomness(2011)
    kills = 0
    while kills < KILLS:
        for _ in range(chance.randint(1, 3)):
            process = begun(lambda: done(again(job)))
            time.sleep(chance.uniform(0, seconds))
            process.kill()
            process.join()
            kills += process.exitcode == -9
            if job.target.out.exists():
                break
        assert made_after_all(job) == whole


FAULTS = {"open": errno.EMFILE, "write": errno.ENOSPC, "fsync": errno.EIO, "replace": errno.EACCES}


@pytest.mark.parametrize("call", FAULTS)
@pytest.mark.parametrize("form", ["parquet", "csv", "xlsx"])
def test_a_fault_of_the_disk_at_any_call_is_told_and_can_be_resumed(tmp_path, monkeypatch, call, form):
    """Each open, write, fsync and rename in turn fails once; a second try would succeed, and is not made."""
    ids = ["!bad", *GOOD[:25]]
    job = summarised(fake_job(listed(tmp_path / "in.txt", ids), out=tmp_path / f"out.{form}"))
    whole = signals_blocked(job)
    for nth in range(0, 1000, 1 if form == "csv" or is_long() else 3):
        with monkeypatch.context() as patch:
            counted = failing(patch, call, nth, FAULTS[call])
            if not failed(job) and counted() <= nth:
                assert nth > 2
                break
        assert not job.target.out.exists() or contents(job) == whole
        assert made_after_all(job) == whole


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EMFILE, errno.ENOSPC])
def test_every_refusal_of_the_system_has_its_exit_code(tmp_path, monkeypatch, number):
    """73 where nothing can be created, 74 where writing fails; never a traceback."""
    job = fake_job(listed(tmp_path / "in.txt", GOOD), out=tmp_path / "out.parquet")
    failing(monkeypatch, "write", 5, number)
    with pytest.raises(InvalidInput) as raised:
        real_run(job)
    cannot = number in (errno.EROFS, errno.EACCES)
    assert raised.value.exit_code == (EXIT_CANNOT_CREATE if cannot else EXIT_OUTPUT)
    assert os.strerror(number) in str(raised.value)


def failing(patch: pytest.MonkeyPatch, call: str, nth: int, number: int) -> Callable[[], int]:
    """Make one call of that function of the system fail; how often it was called."""
    real, calls = getattr(os, call), 0

    def fail_once(*arguments: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth + 1:
            raise OSError(number, os.strerror(number))
        return real(*arguments, **more)

    patch.setattr(os, call, fail_once)
    return lambda: calls


def failed(job: Job) -> bool:
    """Whether the run was refused, with one line and the exit code for it."""
    try:
        real_run(job)
    except InvalidInput as rejected:
        assert rejected.exit_code in (EXIT_CANNOT_CREATE, EXIT_OUTPUT)
        assert len(str(rejected).splitlines()) == 1
        assert job.target.out.exists() == ("E-OUTPUT-SYNC" in str(rejected))
        return True
    return False


@pytest.mark.parametrize("most", [300, 3_000, 30_000])
def test_a_full_disk_is_survived(job, most):
    """No file may grow beyond so many bytes; with room again the run is resumed."""
    whole = signals_blocked(job)

    def on_a_full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        done(job)

    process = begun(on_a_full_disk)
    process.join()
    assert process.exitcode == EXIT_OUTPUT
    assert not any(each.exists() for each in job.target.files())
    assert made_after_all(job) == whole


def test_two_runs_at_once_onto_one_output_are_refused(job, tmp_path):
    """The second is told, and the first is left alone."""
    ready = tmp_path / "ready"

    def hold() -> None:
        _ = opened(job.target.out, plan_of(job), resume=False, overwrite=False)
        ready.touch()
        time.sleep(60)

    holder = begun(hold)
    while not ready.exists():
        time.sleep(0.01)
    for more in ({}, {"overwrite": True}, {"resume": True}):
        with pytest.raises(InvalidInput, match="E-BUSY") as raised:
            run(job, **more)
        assert raised.value.exit_code == 75
    holder.kill()
    holder.join()
    run(job, overwrite=True)


def test_a_run_that_was_killed_lets_go_at_once(job, tmp_path):
    """Though a worker of its lives a moment longer."""

    def hold() -> None:
        folder = opened(job.target.out, plan_of(job), resume=False, overwrite=False)
        worker = begun(partial(time.sleep, 60))
        (folder.path / "unready").write_text(str(worker.pid))
        (folder.path / "unready").rename(tmp_path / "worker")
        time.sleep(60)

    holder = begun(hold)
    while not (tmp_path / "worker").exists():
        assert holder.is_alive()
        time.sleep(0.01)
    holder.kill()
    holder.join()
    worker = int((tmp_path / "worker").read_text())
    try:
        run(job, resume=True)
    finally:
        os.kill(worker, signal.SIGKILL)


def test_a_lock_that_is_about_to_be_let_go_is_waited_for(job, tmp_path, monkeypatch):
    """A worker that a killed run was just beginning has it for a moment."""
    monkeypatch.setattr("smeadvisor.batch.folder._WAIT", 60)

    def hold() -> None:
        folder = opened(job.target.out, plan_of(job), resume=False, overwrite=False)
        (tmp_path / "ready").touch()
        time.sleep(0.1)
        folder.leave()

    holder = begun(hold)
    while not (tmp_path / "ready").exists():
        time.sleep(0.001)
    run(job, resume=True)
    holder.join()


def leftovers(folder: Path) -> Iterator[str]:
    return (each.name for each in folder.iterdir())


def test_nothing_is_left_behind(job, tmp_path):
    """After a run there are its files and the input."""
    run(job)
    assert sorted(leftovers(tmp_path)) == [
        "in.txt",
        "out.parquet",
        "out.parquet.manifest.json",
        "out.parquet.rejects.csv",
        "summary.txt",
    ]
