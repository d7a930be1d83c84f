"""What Python programs use: ``import smeadvisor as sa``. The package names all of it; everything else may change.

A rulebook speaks of a day, and every function takes the rulebook that it is to go by, so that none keeps anything.
All may be called from several threads at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from smeadvisor.engines.consultation import Consultation
from smeadvisor.explanation.subject import Subject, subject_of
from smeadvisor.files.digest import read_files
from smeadvisor.files.disk import OutputError
from smeadvisor.files.documents import Document
from smeadvisor.interview import Session, may_stop, next_question
from smeadvisor.model.profile import Profile, answered_otherwise, read_profile
from smeadvisor.model.profile import profile_from as profile_from_document
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import at, read_day
from smeadvisor.problems import InvalidInput, Lang, Place, Problem
from smeadvisor.rendering.advice import PLAIN_WIDTH, Format
from smeadvisor.rendering.advice import render as rendered
from smeadvisor.rendering.explanation import explained
from smeadvisor.rendering.explanation.explained import Explanation
from smeadvisor.rules.shipped import layers, rulebook_of

if TYPE_CHECKING:
    import pyarrow as pa

    from smeadvisor.batch.in_memory import AdvisedTable
    from smeadvisor.engines.columns.advised import Layout
    from smeadvisor.tables.layout import Names

__all__ = [
    "Explanation",
    "InvalidInput",
    "OutputError",
    "Problem",
    "Profile",
    "Rulebook",
    "may_stop",
    "next_question",
    "read_profile",
]

Interview = Session


def load_rulebook(*folders: str | Path, priorities: str | Path | None = None, as_of: str | None = None) -> Rulebook:
    """The shipped rulebook, or what folders laid over it make of it, as of a day.

    A first folder that is a whole rulebook takes the place of the shipped one. ``priorities`` is a file of other
    weights. ``as_of`` is a day, month or year of ISO 8601, by default the day of the last review.
    Raises InvalidInput with every problem of every file.
    """
    files = read_files(layers([Path(each) for each in folders]), None if priorities is None else Path(priorities))
    rulebook = rulebook_of(files)
    return at(rulebook, read_day(as_of, rulebook))


def check_rulebook(*folders: str | Path) -> list[Problem]:
    """Every problem and warning of a rulebook, each with file, line, column and remedy; none for a sound one."""
    from smeadvisor.rules.loading import review

    try:
        return review(read_files(layers([Path(each) for each in folders]))).warnings
    except InvalidInput as rejected:
        return [*rejected.problems]


def profile_from(data: Mapping[str, Any], rulebook: Rulebook) -> Profile:
    """The profile that a mapping holds, in the form of a profile file: id, kind, economy, name, answers.

    Raises InvalidInput with every problem found, its pointer in the mapping.
    """
    try:
        return profile_from_document(Document("", dict(data)), rulebook)
    except InvalidInput as rejected:
        raise InvalidInput(
            each.at(Place(f"profile{each.pointer}"), each.pointer) for each in rejected.problems
        ) from None


def advise(profile: Profile, rulebook: Rulebook) -> Consultation:
    """All that follows from the profile: what kind of firm it is, barriers, instruments, recommendations in order."""
    return _subject(profile, rulebook).consultation


def render(
    consultation: Consultation, rulebook: Rulebook, form: Format = "text", lang: Lang = "en", width: int = PLAIN_WIDTH
) -> str:
    """The advice as text, Markdown or one line of JSON; ``width`` is the most columns of a line of text."""
    return rendered(consultation, rulebook, form, lang, width=width)


def explain(profile: Profile, name: str, rulebook: Rulebook) -> Explanation:
    """How a conclusion came out, rule by rule to the sentence of the source, or why it did not.

    ``name`` is an id of the rulebook, or the number of a recommendation in the advice. Raises InvalidInput for what
    the rulebook does not have.
    """
    return explained.explain(_subject(profile, rulebook), name)


def why_not(profile: Profile, name: str, rulebook: Rulebook) -> Explanation:
    """What failed, what is missing, and the least other answers that would bring it about; raises as ``explain``."""
    return explained.why_not(_subject(profile, rulebook), name)


def rank(profile: Profile, name: str, rulebook: Rulebook) -> Explanation:
    """What separates a recommendation from its neighbours, and what would swap them; raises as ``explain``."""
    return explained.rank(_subject(profile, rulebook), name)


def what_if(profile: Profile, answers: Mapping[str, Any], rulebook: Rulebook) -> Explanation:
    """What these answers in place of the profile's own would change; None takes an answer back.

    Raises InvalidInput with every problem of the answers.
    """
    otherwise = answered_otherwise(profile, answers, rulebook)
    return explained.what_if(_subject(profile, rulebook), _subject(otherwise, rulebook))


def compare(before: Profile, after: Profile, rulebook: Rulebook) -> Explanation:
    """What differs between two profiles of one kind; raises InvalidInput for a firm and an economy."""
    return explained.compare(_subject(before, rulebook), _subject(after, rulebook))


def advise_table(
    table: pa.Table,
    rulebook: Rulebook,
    layout: Layout = "lists",
    fired: bool = False,
    lang: Lang = "en",
    names: Names = "plain",
) -> AdvisedTable:
    """Advice for every profile in an Arrow table: ``advice`` a row each, ``rejects`` a row for each problem.

    Columns are those of an input file: ``id``, ``kind``, ``economy``, attributes and their companions; ``row`` counts
    the rows of the table from 1 in both results. ``layout`` is ``lists`` or ``flat``; ``fired`` adds the rules that
    fired; reasons are in ``lang``. ``names`` is ``plain``, or ``sql`` for columns that need no quoting. Raises
    InvalidInput for faults of the header.
    """
    # What one profile does not need is not imported for it.
    from smeadvisor.batch import in_memory

    return in_memory.advise_table(table, rulebook, layout, fired, lang, names)


def run_batch(  # noqa: PLR0913 - options are named, never counted
    inputs: Sequence[str | Path],
    out: str | Path,
    rulebook: Rulebook,
    *,
    rejects: str | Path | None = None,
    layout: Layout = "lists",
    fired: bool = False,
    names: Names = "plain",
    jobs: int = 1,
    overwrite: bool = False,
    lang: Lang = "en",
) -> BatchRun:
    """Advise all profiles in files and folders, as ``smeadvisor batch`` does, and write one file by its ending.

    The files appear whole or not at all: ``out``, the rejects (by default ``OUT.rejects.csv``), the manifest.
    ``jobs`` is the number of processes. Raises InvalidInput for input that cannot be used, OutputError where a file
    cannot be written.
    """
    from smeadvisor.batch.run import prepared, run
    from smeadvisor.batch.target import target
    from smeadvisor.tables.reading.inputs import ReadingOptions, sources

    files = target(str(out), None if rejects is None else str(rejects))
    reading = ReadingOptions()
    job = prepared(
        sources([str(path) for path in inputs], reading),
        rulebook,
        files,
        reading,
        layout=layout,
        fired=fired,
        names=names,
        jobs=jobs,
        overwrite=overwrite,
        lang=lang,
    )
    counts = run(job)
    made = files.rejects if counts.rejected else None
    return BatchRun(counts.rows, counts.advised, counts.rejected, files.out, made, files.manifest)


class BatchRun(NamedTuple):
    """What came of a run over files: rows in = advised + rejected; where the files are, None where there is none."""

    rows: int
    advised: int
    rejected: int
    out: Path
    rejects: Path | None
    manifest: Path


def _subject(profile: Profile, rulebook: Rulebook) -> Subject:
    return subject_of(profile, rulebook, rulebook.as_of)
