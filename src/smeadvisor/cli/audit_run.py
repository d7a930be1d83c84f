"""The runs of ``smeadvisor audit``: put together from what was asked, carried out, told."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from smeadvisor.audit.counting import Census
from smeadvisor.audit.coverage import Coverage, Tally
from smeadvisor.audit.coverage_text import as_text as coverage_text
from smeadvisor.audit.coverage_text import law_of
from smeadvisor.audit.finding import Finding
from smeadvisor.audit.found_forms import COLUMNS as FOUND_COLUMNS
from smeadvisor.audit.found_forms import as_data, as_line, as_row
from smeadvisor.audit.impact import SCHEMA, Case, Impact, ImpactData, Moved, SideData
from smeadvisor.audit.impact_text import COLUMNS as CASE_COLUMNS
from smeadvisor.audit.impact_text import Told, as_rows
from smeadvisor.audit.impact_text import as_text as impact_text
from smeadvisor.audit.logged import Logged, audited
from smeadvisor.audit.naming import wanted
from smeadvisor.audit.seen import Look, Seen, seen
from smeadvisor.cli.audit_output import STANDARD_OUTPUT, Records, distinct, form_of, opened, rejecting
from smeadvisor.cli.many import dated, processors, progress, reading_of
from smeadvisor.cli.options import Book
from smeadvisor.cli.streams import Streams, drop_output
from smeadvisor.files.disk import refuse
from smeadvisor.files.signals import Interrupted, stoppable
from smeadvisor.model.attributes import Audience
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import EXIT_DONE, EXIT_SOME_REJECTED, InvalidInput, problem
from smeadvisor.problems.filenames import database_files
from smeadvisor.rendering.advice.wording import number_text, phrase
from smeadvisor.rendering.rulebook.reader import Reader
from smeadvisor.tables.reading.profile_file import together
from smeadvisor.tables.reading.source import Portion, Source, identity, own_files, refuse_changed
from smeadvisor.tables.writing import WritingOptions

T = TypeVar("T")


class Run:
    """One audit: its inputs and options by name; it keeps account of the rows."""

    def __init__(
        self, streams: Streams, inputs: Sequence[str], books: Sequence[Book], given: Mapping[str, Any]
    ) -> None:
        self.streams, self.given = streams, given
        self.reading = reading_of(given)
        self.sources: Sequence[Source] = audited(inputs, self.reading)
        self.inputs = [identity(each) for each in self.sources]
        self.rows = self.audited = 0
        files = [Path(each) for each in (given["out"], given["rejects"]) if each and each != STANDARD_OUTPUT]
        read = [*own_files(self.sources), *(path for book in books for path in book.files.paths())]
        logs = [
            path for each in self.sources if isinstance(each, Logged) for path in database_files(each.file.path)[1:]
        ]
        refuse(files, read, given["overwrite"], logs)

    @property
    def rejected(self) -> int:
        """How many rows were not audited."""
        return self.rows - self.audited

    @property
    def options(self) -> WritingOptions:
        """How text in CSV is written."""
        return WritingOptions(self.given.get("raw", False), self.given.get("excel", False))

    def portions(self, rulebook: Any) -> Iterator[Portion]:
        """The rows of all inputs."""
        return together((each for own in self.sources for each in own.portions(rulebook)), self.reading.part_rows)

    def seen(self, portions: Iterable[Any], look: Look[T]) -> Iterator[tuple[int, Seen[T]]]:
        """What the look found, part after part, with the number of rows before it; rejected rows are told.

        Raises InvalidInput: as inputs do; E-INPUT-CHANGED at the end, E-NONE-AUDITED where all rows were rejected.
        """
        jobs = self.given["jobs"] or processors()
        with (
            progress(self.sources, self.given["quiet"]) as tell,
            rejecting(self.given["rejects"], self.streams) as reject,
        ):
            for each in seen(portions, look, jobs):
                before, self.rows, self.audited = self.rows, self.rows + each.rows, self.audited + each.audited
                reject(each.rejected, before)
                tell(each.rows)
                yield before, each
        warnings = [warning for each in self.sources for warning in each.warnings]
        self.streams.tell(distinct(warnings, self.streams.lang))
        refuse_changed(self.sources, self.inputs)
        if self.rows and not self.audited:
            raise InvalidInput(problem("E-NONE-AUDITED", rows=number_text(self.rows)))

    def law(self) -> str:
        """Where the rows went."""
        return law_of(self.rows, self.audited, self.rejected, self.streams.lang) + "\n"

    def exit_code(self) -> int:
        """1 where some rows were rejected."""
        return EXIT_SOME_REJECTED if self.rejected else EXIT_DONE


def _carried_out(streams: Streams, work: Callable[[], int]) -> int:
    """Do it, and say what came of it: in the exit code, and in one line for what went wrong."""
    try:
        with stoppable():
            return work()
    except BrokenPipeError:
        # The reader has seen enough, as in `… | head`.
        drop_output()
        return EXIT_DONE
    except InvalidInput as rejected:
        streams.tell(rejected.problems)
        return rejected.exit_code
    except Interrupted as stopped:
        streams.tell([problem("E-CUT-SHORT")])
        return stopped.exit_code
    except OSError as error:
        return streams.tell_refused(error)
    except Exception as error:
        return streams.tell_bug(error)


def run_coverage(streams: Streams, inputs: Sequence[str], book: Book, given: Mapping[str, Any]) -> int:
    """``audit coverage``: the exit code."""

    def work() -> int:
        form = form_of(given["out"], given["form"], ("text", "json", "html"))
        rulebook = dated(book, given["as_of"], streams)
        run = Run(streams, inputs, [book], given)
        census = Census(rulebook, given["by"])
        tallies: dict[Audience, Tally] = {}
        for _, part in run.seen(run.portions(rulebook), census.look):
            for kind, tally in part.found.items():
                tallies[kind] = tallies[kind] + tally if kind in tallies else tally
        found = Coverage(rulebook, run.inputs, run.rows, run.audited, run.rejected, tallies, given["by"])
        _write(given["out"], _coverage_in(form, found, streams))
        return max(run.exit_code(), _gate(found, given["fail_under"], streams))

    return _carried_out(streams, work)


def _coverage_in(form: str, found: Coverage, streams: Streams) -> str:
    if form == "html":
        from smeadvisor.audit.coverage_page import coverage_page

        return coverage_page(found, streams.lang)
    return _json(found.as_dict()) if form == "json" else coverage_text(found, streams.lang)


def _gate(found: Coverage, percent: Decimal | None, streams: Streams) -> int:
    """Whether enough rules fired; if not, by how much not."""
    if percent is None or found.fired.reaches(percent):
        return EXIT_DONE
    fired = found.fired
    told = phrase(
        "audit.share", streams.lang, part=number_text(fired.part), whole=number_text(fired.whole), share=fired
    )
    streams.say(phrase("audit.below", streams.lang, told=told, percent=percent) + "\n")
    return EXIT_SOME_REJECTED


def run_impact(streams: Streams, inputs: Sequence[str], given: Mapping[str, Any]) -> int:
    """``audit impact``: the exit code."""

    def work() -> int:
        form = form_of(given["out"], given["form"], ("text", "json", "jsonl", "csv"))
        books = [Book(given[side], given[f"{side}_priorities"]) for side in ("before", "after")]
        before, after = (dated(each, given["as_of"], streams) for each in books)
        run = Run(streams, inputs, books, given)
        every = form in ("jsonl", "csv")
        impact = Impact(before, after, None if every else given["cases"] if form == "text" else 0)
        told = Told(before, after, impact.differing, streams.lang)
        moved, cases = _moved(run, impact, form if every else None)
        text = impact_text(told, (run.rows, run.audited, run.rejected), moved, cases[: given["cases"]])
        if not every:
            _write(given["out"], _json(_impact_data(impact, run, moved)) if form == "json" else text)
        elif given["out"] == STANDARD_OUTPUT:
            streams.say(text)
        else:
            streams.write(text)
        return max(run.exit_code(), EXIT_SOME_REJECTED if moved.profiles else EXIT_DONE)

    return _carried_out(streams, work)


def _moved(run: Run, impact: Impact, form: str | None) -> tuple[Moved, list[Case]]:
    """How many profiles change; every case is written in that form, or the first ones are kept."""
    moved, kept = Moved(), []
    portions: Iterable[Any] = impact.portions(run.sources, run.reading.part_rows)
    with contextlib.ExitStack() as stack:
        records = None
        if form:
            file = stack.enter_context(opened(run.given["out"]))
            records = Records(file, form, CASE_COLUMNS, run.options)
        for rows_before, part in run.seen(portions, impact.look):
            more, cases = part.found
            moved += more
            for each in cases:
                each["row"] += rows_before
            if records is None:
                kept += cases[: run.given["cases"] - len(kept)]
            else:
                records.write([row for each in cases for row in as_rows(each)] if form == "csv" else cases)
        if records is not None:
            records.close()
    return moved, kept


def _impact_data(impact: Impact, run: Run, moved: Moved) -> ImpactData:
    return {
        "schema": SCHEMA,
        "before": _side(impact.before),
        "after": _side(impact.after),
        "inputs": run.inputs,
        "rows": run.rows,
        "audited": run.audited,
        "rejected": run.rejected,
        "differences": impact.differing.as_dict(),
        **moved.as_dict(),
    }


def _side(book: Rulebook) -> SideData:
    return {"version": book.about.version, "digest": book.digest, "as_of": book.as_of}


def run_fired(streams: Streams, rule: str, inputs: Sequence[str], book: Book, given: Mapping[str, Any]) -> int:
    """``audit fired``: the exit code."""

    def work() -> int:
        form = form_of(given["out"], given["form"], ("text", "jsonl", "csv"))
        rulebook = dated(book, given["as_of"], streams)
        looked_for = wanted(rulebook, rule)
        run = Run(streams, inputs, [book], given)
        finding, reader, count = Finding(rulebook, looked_for, given["state"]), Reader(rulebook, streams.lang), 0
        with opened(given["out"]) as file:
            records = None if form == "text" else Records(file, form, FOUND_COLUMNS, run.options)
            for rows_before, part in run.seen(run.portions(rulebook), finding.look):
                found = [{**each, "row": each["row"] + rows_before} for each in part.found]
                count += len(found)
                if records is None:
                    file.write("".join(as_line(each, reader) for each in found).encode())
                else:
                    records.write([(as_row if form == "csv" else as_data)(each) for each in found])
            if records is not None:
                records.close()
        blanks = {"name": looked_for.name, "state": phrase(f"audit.{given['state']}", streams.lang)}
        numbers = {"found": number_text(count), "audited": number_text(run.audited)}
        streams.say(phrase("audit.found", streams.lang, **blanks, **numbers) + "\n" + run.law())
        return run.exit_code()

    return _carried_out(streams, work)


def _write(out: str, text: str) -> None:
    with opened(out) as file:
        file.write(text.encode())


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
