"""From input paths to rows: the files, what each of them is by its content, and all their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from smeadvisor.model.codes import CURRENCIES
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem, problem
from smeadvisor.tables.reading.csv_encoding import codec
from smeadvisor.tables.reading.opening import InputFile, input_files
from smeadvisor.tables.reading.options import ReadingOptions
from smeadvisor.tables.reading.profile_file import ProfileFile, together
from smeadvisor.tables.reading.recognising import HEAD, OLE, PARQUET, ZIP, form_of
from smeadvisor.tables.reading.source import Portion, Source
from smeadvisor.tables.reading.workbook_guard import not_readable
from smeadvisor.tables.rows import Rows

__all__ = ["Portion", "ReadingOptions", "Source", "read_rows", "source_of", "sources"]

_MUST_BE = {".xlsx": ZIP, ".xlsm": ZIP, ".xls": ZIP, ".parquet": PARQUET}


def sources(
    paths: Sequence[str],
    options: ReadingOptions,
    as_source: Callable[[InputFile, ReadingOptions], Source] | None = None,
) -> list[Source]:
    """The files in the order given, folders taken apart; raises InvalidInput for those that cannot be read at all.

    ``as_source`` makes a source of each, in place of ``source_of``.
    """
    wrong = [unit for unit in options.units.values() if unit not in CURRENCIES]
    if wrong:
        raise InvalidInput(
            problem("E-CHOICE", unit, choices="TWD, USD, MXN, HKD, JPY, SGD … (ISO 4217)") for unit in wrong
        )
    if options.encoding:
        codec(options.encoding)
    found: list[Source] = []
    problems: list[Problem] = []
    for file in input_files(paths):
        try:
            found.append((as_source or source_of)(file, options))
        except InvalidInput as rejected:
            problems += rejected.problems
    if problems:
        raise InvalidInput(problems)
    return found


def read_rows(paths: Sequence[str], rulebook: Rulebook, options: ReadingOptions | None = None) -> Iterator[Rows]:
    """All rows of all inputs, portion after portion in this process; raises InvalidInput as sources and portions do."""
    given = options or ReadingOptions()
    portions = (portion for source in sources(paths, given) for portion in source.portions(rulebook))
    for portion in together(portions, given.part_rows):
        yield portion.read(rulebook)


def source_of(file: InputFile, options: ReadingOptions) -> Source:
    """One file as what its ending and its content say it is; raises InvalidInput for one that cannot be read at all."""
    if file.in_folder or file.name.lower().endswith((".yaml", ".yml")):
        return ProfileFile(file)
    with file.open() as opened:
        head = opened.read(HEAD)
    for ending, magic in _MUST_BE.items():
        if file.name.lower().endswith(ending) and head and not head.startswith((magic, OLE)):
            raise InvalidInput(not_readable(file.name, "unlike_ending"))
    return _reader_of(head, file.name, options)(file, options)


def _reader_of(head: bytes, name: str, options: ReadingOptions) -> Callable[[InputFile, ReadingOptions], Source]:
    """What reads a file that begins so; what one file does not need is not imported for it."""
    form = form_of(head, name, options)
    if form == "empty":
        raise InvalidInput(Problem("E-EMPTY", Place(name)))
    if form in ("old workbook", "other"):
        raise InvalidInput(not_readable(name, form.replace(" ", "_")))
    if form == "parquet":
        from smeadvisor.tables.reading.parquet_file import ParquetSource

        return ParquetSource
    if form == "workbook":
        from smeadvisor.tables.reading.workbook_file import Workbook

        return Workbook
    if form == "jsonl":
        from smeadvisor.tables.reading.jsonl_file import JsonLines

        return JsonLines
    if form == "profile":
        return lambda file, _: ProfileFile(file)
    from smeadvisor.tables.reading.csv_file import CsvFile

    return CsvFile
