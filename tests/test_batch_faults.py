"""Whatever befalls a run, nothing half written is published, and what was finished is not lost."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.batch.folder import opened, place_of
from smeadvisor.batch.run import Job, plan_of
from smeadvisor.errors import EXIT_CANNOT_CREATE, EXIT_OUTPUT, Rejected
from support.batch_fakes import GOOD, IDS, contents, fake_job, listed, real_run, run
from support.scale import randomness, scaled

KILLS = scaled(24, most=200)
FORK: Any = multiprocessing.get_context("fork")


@pytest.fixture
def job(tmp_path) -> Job:
    """Thirty parts, for two processes."""
    ids = [f"{each}-{i}" for i in range(4) for each in IDS]
    return summarised(fake_job(listed(tmp_path / "in.txt", ids), out=tmp_path / "out.parquet", part_rows=13, jobs=2))


def summarised(job: Job) -> Job:
    """The run with a summary beside its output."""
    files = replace(job.target, summary=job.target.out.with_name("summary.txt"))
    return replace(job, target=files, summary=lambda counts: f"{counts.rows}\n".encode())


def undisturbed(job: Job) -> dict[str, str]:
    """What the run makes when nothing befalls it; taken away again."""
    run(job)
    made = contents(job)
    for each in job.target.files():
        each.unlink(missing_ok=True)
    return made


def begun(job: Job, before: Callable[[], None] = lambda: None) -> Any:
    """The run in a process of its own; its exit code is that of the command line."""

    def work() -> None:
        before()
        try:
            real_run(job)
        except Rejected as rejected:
            os._exit(rejected.exit_code)
        os._exit(0)

    process = FORK.Process(target=work)
    process.start()
    return process


def finished(job: Job) -> None:
    """Go on with the run if there is anything to go on with, else run it from the start if it is not done."""
    if place_of(job.target.out).exists():
        # Killed before it had a plan, there is nothing to go on with.
        has_plan = (place_of(job.target.out) / "plan").exists()
        run(job, resume=has_plan, overwrite=not has_plan)
    elif not job.target.out.exists():
        run(job)


def test_a_run_killed_at_any_moment_ends_in_the_same_bytes_when_resumed(job):
    """SIGKILL at random instants, up to three times in a row."""
    start = time.monotonic()
    whole = undisturbed(job)
    seconds = time.monotonic() - start
    chance = randomness(2011)
    kills = 0
    while kills < KILLS:
        for _ in range(chance.randint(1, 3)):
            folder = place_of(job.target.out)
            process = begun(
                replace(
                    job, resume=(folder / "plan").exists(), overwrite=folder.exists() and not (folder / "plan").exists()
                )
            )
            time.sleep(chance.uniform(0, seconds))
            process.kill()
            process.join()
            kills += process.exitcode == -9
            if job.target.out.exists() and not folder.exists():
                break
        finished(job)
        assert contents(job) == whole
        for each in job.target.files():
            each.unlink()


FAULTS = {"open": errno.EMFILE, "write": errno.ENOSPC, "fsync": errno.EIO, "replace": errno.EACCES}


@pytest.mark.parametrize("call", FAULTS)
@pytest.mark.parametrize("form", ["parquet", "csv", "xlsx"])
def test_a_fault_of_the_disk_at_any_call_is_told_and_can_be_resumed(tmp_path, monkeypatch, call, form):
    """Each open, write, fsync and rename in turn fails once; a second try would succeed, and is not made."""
    ids = ["!bad", *GOOD[:25]]
    job = summarised(fake_job(listed(tmp_path / "in.txt", ids), out=tmp_path / f"out.{form}"))
    whole = undisturbed(job)
    for nth in range(1000):
        with monkeypatch.context() as patch:
            counted = failing(patch, call, nth, FAULTS[call])
            if not failed(job):
                if counted() <= nth:
                    assert nth > 2
                    break
                # It befell the cleaning up: all is published, and what is left behind does no harm.
                assert contents(job) == whole
                taken_away(job)
                continue
        assert not job.target.out.exists() or contents(job) == whole
        finished(job)
        assert contents(job) == whole
        for each in job.target.files():
            each.unlink()


@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EMFILE, errno.ENOSPC])
def test_every_refusal_of_the_system_has_its_exit_code(tmp_path, monkeypatch, number):
    """73 where nothing can be created, 74 where writing fails; never a traceback."""
    job = fake_job(listed(tmp_path / "in.txt", GOOD), out=tmp_path / "out.parquet")
    failing(monkeypatch, "write", 5, number)
    with pytest.raises(Rejected) as raised:
        real_run(job)
    cannot = number in (errno.EROFS, errno.EACCES)
    assert raised.value.exit_code == (EXIT_CANNOT_CREATE if cannot else EXIT_OUTPUT)
    assert os.strerror(number) in str(raised.value)


def taken_away(job: Job) -> None:
    shutil.rmtree(place_of(job.target.out))
    for each in job.target.files():
        each.unlink()


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
    except Rejected as rejected:
        assert rejected.exit_code in (EXIT_CANNOT_CREATE, EXIT_OUTPUT)
        assert len(str(rejected).splitlines()) == 1
        return True
    return False


@pytest.mark.parametrize("most", [300, 3_000, 30_000])
def test_a_full_disk_is_survived(job, most):
    """No file may grow beyond so many bytes; with room again the run is resumed."""
    whole = undisturbed(job)
    process = begun(job, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    process.join()
    assert process.exitcode == EXIT_OUTPUT
    assert not any(each.exists() for each in job.target.files())
    finished(job)
    assert contents(job) == whole


def test_two_runs_at_once_onto_one_output_are_refused(job):
    """The second is told, and the first is left alone."""

    def hold() -> None:
        folder = opened(job.target.out, plan_of(job), resume=False, overwrite=False)
        (folder.path / "ready").touch()
        time.sleep(60)

    holder = FORK.Process(target=hold)
    holder.start()
    while not (place_of(job.target.out) / "ready").exists():
        time.sleep(0.01)
    for more in ({}, {"overwrite": True}, {"resume": True}):
        with pytest.raises(Rejected, match="E-BUSY") as raised:
            run(job, **more)
        assert raised.value.exit_code == 75
    holder.kill()
    holder.join()
    run(job, overwrite=True)


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
