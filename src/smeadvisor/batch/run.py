"""A whole run: planned, done part by part, published whole or not at all."""

from __future__ import annotations

import functools
import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from smeadvisor import __version__
from smeadvisor.batch import folder as folders
from smeadvisor.batch.counts import Counts
from smeadvisor.batch.folder import WorkingFolder
from smeadvisor.batch.in_words import InWords
from smeadvisor.batch.manifest import Plan, manifest, published
from smeadvisor.batch.output import Output, Written
from smeadvisor.batch.part import Advise, Part, Work, finish, finished
from smeadvisor.batch.summary import summarised
from smeadvisor.batch.target import Target
from smeadvisor.batch.workers import Crashed, in_order
from smeadvisor.engines.columns.advised import Layout
from smeadvisor.engines.columns.adviser import Adviser
from smeadvisor.files.disk import OutputError, created, put, refuse, sweep, sync_folder, unfinished, writing
from smeadvisor.files.signals import raise_if_interrupted, signals_blocked
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Lang, Place, Problem, problem
from smeadvisor.problems.filenames import database_files
from smeadvisor.tables.layout import Names
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.profile_file import together
from smeadvisor.tables.reading.source import Portion, Source, identity, own_files, refuse_changed
from smeadvisor.tables.rows import no_rows
from smeadvisor.tables.writing import SHEET_ROWS, WritingOptions

_HINT_MARGIN = 1.1
"""Hints may be estimates: what may still fit is tried."""


Record = Callable[[bytes, str, Iterator[tuple[int, str]]], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done. ``options`` are plain data: all of the options that shape the result.

    ``summary`` makes of the counts what is written as the summary, where the target has one.
    ``record``, if there is one, is called with the manifest, an id of the run, and the numbers and ids of the advised
    rows before the output is published: what it raises keeps that from happening. A run that is resumed has the id of
    before.
    """

    sources: Sequence[Source]
    rulebook: Rulebook
    advise: Advise
    target: Target
    part_rows: int
    options: Mapping[str, Any] = field(default_factory=dict)
    writing: WritingOptions = field(default_factory=WritingOptions)
    jobs: int = 1
    resume: bool = False
    overwrite: bool = False
    lang: Lang = "en"
    summary: Callable[[Counts], bytes] = lambda counts: b""
    record: Record | None = None


def prepared(  # noqa: PLR0913 - options are named, never counted
    inputs: Sequence[Source],
    rulebook: Rulebook,
    target: Target,
    reading: ReadingOptions,
    *,
    layout: Layout = "lists",
    fired: bool = False,
    names: Names = "plain",
    raw: bool = False,
    excel: bool = False,
    lang: Lang = "en",
    jobs: int = 1,
    resume: bool = False,
    overwrite: bool = False,
) -> Job:
    """A run over these inputs, read as ``reading`` says, by a rulebook as of a day.

    Raises InvalidInput (E-FLAT-FORMAT) for flat columns in anything but Parquet, E-SQL-NAMES.
    """
    if layout == "flat" and target.form != "parquet":
        raise InvalidInput(Problem("E-FLAT-FORMAT", Place(str(target.out))))
    shaping = {"fired": fired, "raw": raw, "excel": excel, "layout": layout, "lang": lang}
    return Job(
        sources=inputs,
        rulebook=rulebook,
        advise=Adviser(rulebook, layout, fired, names).advised,
        target=target,
        part_rows=reading.part_rows,
        # Runs from before columns could be named otherwise are resumed too.
        options={**asdict(reading), **shaping, **({} if names == "plain" else {"names": names})},
        writing=WritingOptions(raw, excel, beside=InWords(rulebook, lang) if target.form == "xlsx" else None),
        jobs=jobs,
        resume=resume,
        overwrite=overwrite,
        lang=lang,
        summary=lambda counts: summarised(target.summary, counts, rulebook, lang).encode(),
    )


def run(job: Job, tell: Callable[[Part], None] = lambda part: None) -> Counts:
    """Do it, and count it; ``tell`` hears of every part as it is added.

    Of a run that had ended, the numbers of rows alone are known. Raises InvalidInput with the first thing that keeps it
    from being done, OutputError if that is the disk; Interrupted. Whatever is raised but E-OUTPUT-SYNC, nothing is
    published; what is finished is kept where the run can be resumed.
    """
    before = ended(job)
    if before is not None:
        return before
    plan = plan_of(job)
    refuse_files(job)
    _refuse_too_many(job)
    folder = folders.opened(job.target.out, plan, job.resume, job.overwrite)
    try:
        counts = _done(job, plan, folder, tell)
    except BaseException as error:
        (folder.leave if _can_go_on(error) else folder.remove)()
        if isinstance(error, InvalidInput):
            raise error.naming(folder.path, str(job.target.out)) from error
        raise
    return counts


def ended(job: Job) -> Counts | None:
    """What a run that is to be resumed counted, if all of it is published and nothing is left to go on with."""
    if not job.resume or folders.has_plan(job.target.out):
        return None
    counts = published(plan_of(job), job.target)
    if counts is not None:
        folders.tidy(job.target.out)
    return counts


def refuse_files(job: Job) -> None:
    """Refuse files that cannot be written or would be written twice. Raises InvalidInput, OutputError as ``refuse``.

    What was left of a run that is published, or had not begun, is taken away.
    """
    may_replace = job.overwrite or (job.resume and folders.may_replace(job.target.out))
    read = [*own_files(job.sources), *job.target.read]
    written_to = [folders.place_of(job.target.out), *database_files(job.target.log)]
    try:
        refuse(job.target.files(), read, may_replace, written_to)
    except InvalidInput as refused:
        if all(each.code == "E-EXISTS" for each in refused.problems):
            folders.tidy(job.target.out)
        raise
    folders.tidy(job.target.out)


def plan_of(job: Job) -> Plan:
    """What decides the bytes of the output, as plain data."""
    return {
        "program": __version__,
        "rulebook": {"version": job.rulebook.about.version, "digest": job.rulebook.digest},
        "as_of": job.rulebook.as_of,
        "inputs": [identity(each) for each in job.sources],
        "options": dict(job.options),
        "part_rows": job.part_rows,
    }


def _can_go_on(error: BaseException) -> bool:
    """Whether the run could end well another time, with the same input and options."""
    if not isinstance(error, InvalidInput):
        return True
    kept = {"E-CHECKPOINT", "E-WORKER-CRASH"}
    return isinstance(error, OutputError) or any(each.code in kept for each in error.problems)


def _refuse_too_many(job: Job) -> None:
    if job.target.form == "xlsx":
        known = sum(each.rows_hint() or 0 for each in job.sources)
        if known > SHEET_ROWS * _HINT_MARGIN:
            too_many = problem("E-ROWS", limit=f"{SHEET_ROWS + 1:,}")
            raise InvalidInput(replace(too_many, place=Place(str(job.target.out))))


def _done(job: Job, plan: Plan, folder: WorkingFolder, tell: Callable[[Part], None]) -> Counts:
    options = replace(job.writing, folder=folder.path)
    with Output(folder.path, job.target.form, job.target.rejects_form, options) as output:
        for part in _parts(job, folder):
            output.add(part)
            tell(part)
            raise_if_interrupted()
        out, rejects = output.finish(lambda: job.advise(no_rows()))
    refuse_changed(job.sources, plan["inputs"])
    raise_if_interrupted()
    counts = replace(output.counts, duplicates=output.duplicates())
    if counts.rows != counts.advised + counts.rejected:
        raise AssertionError(f"{counts.rows} rows in, {counts.advised} advised, {counts.rejected} rejected")
    written = {"out": out, "rejects": rejects, "summary": _summarised(job, counts, folder)}
    text = manifest(plan, counts, job.target, written)
    if job.record is not None:
        job.record(text, folder.identity(), output.ids())
    _publish(job.target, text, written, folder)
    return counts


def _summarised(job: Job, counts: Counts, folder: WorkingFolder) -> Written | None:
    """The summary, if one was asked for, on the disk."""
    if job.target.summary is None:
        return None
    path = folder.path / "summary"
    sums = put(path, job.summary(counts), hashlib.sha256, sync=True)
    return Written(path, sums.digest.hexdigest(), sums.size)


def _parts(job: Job, folder: WorkingFolder) -> Iterator[Part]:
    task = functools.partial(finish, Work(job.rulebook, job.advise, folder.path, job.lang))
    try:
        yield from in_order(_portions(job), lambda number: finished(folder.path, number), task, job.jobs)
    except Crashed as crash:
        raise InvalidInput(crash.problem) from None


def _portions(job: Job) -> Iterator[Portion]:
    return together((portion for each in job.sources for portion in each.portions(job.rulebook)), job.part_rows)


def _publish(target: Target, text: bytes, written: Mapping[str, Written | None], folder: WorkingFolder) -> None:
    """Give the files their names, the output last: once it is there, all is there; then take the folder away."""
    listed = folder.path / "manifest"
    put(listed, text, sync=True)
    ready = [(_near(each.path, getattr(target, name)), getattr(target, name)) for name, each in written.items() if each]
    folder.mark_replacing()
    # A signal to stop that comes now comes too late.
    with signals_blocked():
        with writing(target.out):
            if written["rejects"] is None:
                # Rejects of an earlier run would be taken for this one's.
                target.rejects.unlink(missing_ok=True)
            (out, *beside) = ready
            for made, wanted in (*beside, (listed, target.manifest), out):
                made.replace(wanted)
        _sync(target)
        folder.remove()


def _sync(target: Target) -> None:
    """Wait until the disk has the names; raises OutputError (E-OUTPUT-SYNC), with everything published all the same."""
    try:
        for each in {path.parent for path in target.files()}:
            sync_folder(each)
    except OutputError as error:
        details = error.problems[0].details
        raise OutputError(Problem("E-OUTPUT-SYNC", Place(str(target.out)), details=details)) from error


def _near(path: Path, wanted: Path) -> Path:
    """The file where it can be given the name that is wanted: itself, or a copy on that disk."""
    with writing(wanted):
        if path.parent.stat().st_dev == wanted.parent.stat().st_dev:
            return path
    sweep(wanted)
    copy = unfinished(wanted)
    with created(copy, sync=True, wanted=wanted) as (file, _), path.open("rb") as whole:
        shutil.copyfileobj(whole, file)
    return copy
