"""One run of ``smeadvisor batch``: put together from what was asked, carried out, told."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smeadvisor.batch.counts import Counts
from smeadvisor.batch.duplicates import LIMIT
from smeadvisor.batch.folder import place_of
from smeadvisor.batch.rejects import kept_problem
from smeadvisor.batch.run import Job, Record, ended, prepared, refuse_files, run
from smeadvisor.batch.summary import as_text, files_told, law
from smeadvisor.batch.target import Target, target
from smeadvisor.cli.many import dated, processors, progress, reading_of
from smeadvisor.cli.options import Book, Log
from smeadvisor.cli.streams import Streams, drop_output
from smeadvisor.files.disk import OutputError, set_aside
from smeadvisor.files.signals import Interrupted, stoppable
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import at, read_day
from smeadvisor.problems import (
    EXIT_DONE,
    EXIT_OUTPUT,
    EXIT_SOME_REJECTED,
    InvalidInput,
    Place,
    Problem,
    problem,
)
from smeadvisor.problems.filenames import quoted
from smeadvisor.tables.reading.inputs import sources

if TYPE_CHECKING:
    from smeadvisor.log.recording import Recording


_STANDARD_OUTPUT = "<stdout>"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: inputs, options by name, and where to tell of it."""

    inputs: Sequence[str]
    book: Book
    given: Mapping[str, Any]
    streams: Streams
    log: Log

    def exit_code(self) -> int:
        """Carry it out, and say what came of it: in the exit code, and in one line for what went wrong."""
        try:
            with stoppable():
                return self._to_standard_output() if self.given["out"] == "-" else self._to_file()
        except InvalidInput as rejected:
            self._tell(map(self._resumable, rejected.problems))
            return rejected.exit_code
        except Interrupted as stopped:
            self._tell([problem("E-STOPPED-WHOLE" if self.given["out"] == "-" else "E-STOPPED")])
            return stopped.exit_code
        except Exception as error:
            return self.streams.tell_bug(error)

    def _resumable(self, found: Problem) -> Problem:
        """A fault of the disk as one after which the run can go on, where it can."""
        is_kept = found.code == "E-OUTPUT" and place_of(Path(self.given["out"])).exists()
        return replace(found, code="E-OUTPUT-IO") if is_kept else found

    def template(self, kind: Audience) -> int:
        """Write an empty table for that kind of profile, and say which files there are now."""
        from smeadvisor.forms.template import write_template

        def written() -> list[Path]:
            book, out = self.book.rulebook(), Path(self.given["out"])
            options = {name: self.given[name] for name in ("overwrite", "excel", "names")}
            return write_template(
                at(book, read_day(self.given["as_of"], book)),
                kind,
                out,
                self.streams.lang,
                read=self.book.files.paths(),
                **options,
            )

        self.streams.wrote(*self.streams.or_exit(written))
        return EXIT_DONE

    def _to_file(self) -> int:
        files = self._target(self.given["out"], self.given["rejects"])
        return self._report(*self._advised(files), files)

    def _to_standard_output(self) -> int:
        """Written when it is whole; rejected rows are told on standard error unless a file is named for them."""
        with set_aside(_STANDARD_OUTPUT) as folder:
            rejects = self.given["rejects"] or f"{folder}/rejects.jsonl"
            files = self._target(f"{folder}/out.{self.given['form']}", rejects)
            try:
                counts, rulebook = self._advised(files)
            except OutputError:
                raise
            except InvalidInput as rejected:
                raise rejected.naming(folder, _STANDARD_OUTPUT) from rejected
            self._copy(files.out)
            if not self.given["rejects"] and files.rejects.exists():
                self._tell_rejects(files.rejects)
        return self._report(counts, rulebook, None)

    def _target(self, out: str, rejects: str | None) -> Target:
        return target(out, rejects, self.given["summary"], self.log.path, self.book.files.paths())

    def _advised(self, files: Target) -> tuple[Counts, Rulebook]:
        job = self._job(files)
        before = ended(job)
        if before is not None:
            self._tell([Problem("N-RUN-ENDED", Place(str(files.out)))])
            return before, job.rulebook
        # A log is made as it is opened.
        refuse_files(job)
        with (
            self.log.recording(job.rulebook, self.book) as recording,
            progress(job.sources, self.given["quiet"]) as tell,
        ):
            recorded = replace(job, record=recording and self._recorded(recording, job))
            counts = run(recorded, lambda part: tell(part.counts.rows))
        self._tell(warning for each in job.sources for warning in each.warnings)
        return counts, job.rulebook

    def _job(self, files: Target) -> Job:
        given, reading = self.given, reading_of(self.given)
        rulebook = dated(self.book, given["as_of"], self.streams)
        return prepared(
            sources(self.inputs, reading),
            rulebook,
            files,
            reading,
            layout="flat" if given["flat"] else "lists",
            lang=self.streams.lang,
            jobs=given["jobs"] or processors(),
            **{name: given[name] for name in ("fired", "names", "raw", "excel", "resume", "overwrite")},
        )

    def _recorded(self, recording: Recording, job: Job) -> Record:
        """What records the run before its output is there for others."""
        out = None if self.given["out"] == "-" else job.target.out
        files = [each.file for each in job.sources]
        return lambda manifest, identity, rows: recording.run(manifest, files, out, identity, rows)

    def _report(self, counts: Counts, rulebook: Rulebook, files: Target | None) -> int:
        lang = self.streams.lang
        if counts.duplicates:
            self._tell([problem("W-DUP-ID", count=f"{counts.duplicates:,}")])
        elif counts.duplicates is None:
            self._tell([problem("W-DUP-UNCHECKED", limit=f"{LIMIT:,}")])
        text = law(counts, lang) + "\n" if self.given["quiet"] else as_text(counts, rulebook, lang)
        told = files_told(files, counts, lang) if files else ""
        self.streams.say(f"{text}\n{told}" if told and not self.given["quiet"] else text + told)
        return EXIT_SOME_REJECTED if counts.rejected else EXIT_DONE

    def _tell(self, problems: Iterable[Problem]) -> None:
        """Problems on standard error, with the line by which the run is resumed where they have room for it."""
        line = resume_line(sys.argv[1:])
        self.streams.tell(replace(each, details={**each.details, "resume": line}) for each in problems)

    def _tell_rejects(self, path: Path) -> None:
        with path.open(encoding="utf-8") as lines:
            self.streams.tell(kept_problem(json.loads(each)) for each in lines)

    def _copy(self, path: Path) -> None:
        """The file on standard output; ends the run where it cannot be written."""
        import shutil

        try:
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # The reader has seen enough, as in `… | head`.
            drop_output()
        except (OSError, AttributeError) as error:
            self.streams.tell([problem("E-OUTPUT", detail=getattr(error, "strerror", None) or "closed")])
            drop_output()
            sys.exit(EXIT_OUTPUT)


def resume_line(arguments: Sequence[str]) -> str:
    """The command by which a run with these arguments is resumed, ready to be pasted."""
    kept = [each for each in arguments if each not in ("--overwrite", "--resume")]
    return " ".join(map(quoted, ("smeadvisor", *kept, "--resume")))
