"""One row of a recorded run, advised again by the engine that explains, and held against the run's output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import pyarrow as pa

from smeadvisor.engines.columns.adviser import Adviser
from smeadvisor.engines.consultation import Consultation
from smeadvisor.files.disk import created, set_aside
from smeadvisor.log.output_row import row_in
from smeadvisor.log.profile_data import profile_data
from smeadvisor.log.records import RUN, Record, canonical
from smeadvisor.log.rulebooks import Rulebooks
from smeadvisor.log.runs import sha256_of
from smeadvisor.log.store import Store, digest_in
from smeadvisor.model.profile import Profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import InvalidInput, Place, Problem
from smeadvisor.problems.filenames import path_told
from smeadvisor.tables.reading.inputs import ReadingOptions, Source, source_of
from smeadvisor.tables.reading.one_row import profile_in_row
from smeadvisor.tables.reading.opening import InputFile
from smeadvisor.tables.reading.profile_file import ProfilePortion
from smeadvisor.tables.rows import Rows
from smeadvisor.tables.writing import ENDINGS, WritingOptions, writer

_OF_READING = ("row", "warnings")
"""Columns that are not the engines': the number of the row, and warnings that a workbook or a column gave too."""


@dataclass(frozen=True, slots=True)
class RowReplayed:
    """The profile of the row, and whether its output was there to be compared."""

    profile_id: str
    has_output: bool


def replay_row(store: Store, record: Record, row: int) -> RowReplayed:
    """Advise one row of a recorded run again.

    Raises InvalidInput: E-LOG-KIND for another record; E-LOG-INPUT where an input is not there or not what it was;
    E-NO-ROW, or what was wrong with the row; E-LOG-ROW where engines or output differ.
    """
    found = advised_row(store, record, row)
    profile, rulebook, place = found.profile, found.rulebook, Place(f"{store.path}#{record.number}", row)
    rows = Adviser(rulebook, "lists", fired=True).advised(_rows(profile, rulebook))
    _hold(_said(found.consultation), rows.to_pylist()[0], place)
    return RowReplayed(profile.id, _hold_output(found.run, profile, rulebook, row, place))


class AdvisedRow(NamedTuple):
    """A row of a recorded run, advised again by the rulebook of then."""

    run: Mapping[str, Any]
    rulebook: Rulebook
    profile: Profile
    consultation: Consultation


def advised_row(store: Store, record: Record, row: int) -> AdvisedRow:
    """What a row of a recorded run was advised.

    Raises InvalidInput: E-LOG-KIND-BATCH for another record; E-LOG-INPUT, E-LOG-INPUT-CHANGED where an input is not
    there or not what it was; E-NO-ROW, or what was wrong with the row.
    """
    if record.kind != "batch":
        raise InvalidInput(Problem("E-LOG-KIND-BATCH", Place(str(store.path)), details={"number": str(record.number)}))
    run = _run_of(store, record)
    engine = Rulebooks(store).engine(record.rulebook_digest or "", record.as_of or "")
    profile = profile_in_row(_sources(run), row, engine.rulebook)
    return AdvisedRow(run, engine.rulebook, profile, engine.consult(profile))


def _run_of(store: Store, record: Record) -> Mapping[str, Any]:
    """What the run says of itself; raises InvalidInput (E-LOG-DAMAGED) where that is not what was written."""
    run = store.part_data(record.number, RUN)
    salted = store.parts(record.number).get(RUN)
    # Files are opened and compared by what it says, so nothing of it is believed that was changed.
    if run is None or salted is None or digest_in(*salted) != record.digests.get(RUN):
        raise store.damage(record.number, RUN)
    return run


def _sources(run: Mapping[str, Any]) -> Iterator[Source]:
    """The inputs of the run, each only if it is what it was."""
    options = {name: run["options"][name] for name in (each.name for each in fields(ReadingOptions))}
    for each in run["inputs"]:
        if each["place"] is None:
            raise _not_there(each)
        file = InputFile(each["place"], path_told(each["place"]), in_folder=each["in_folder"])
        try:
            same = sha256_of(file) == each["sha256"]
        except InvalidInput:
            raise _not_there(each) from None
        if not same:
            raise InvalidInput(Problem("E-LOG-INPUT-CHANGED", Place(each["name"])))
        yield source_of(file, ReadingOptions(**options))


def _not_there(given: Mapping[str, Any]) -> InvalidInput:
    return InvalidInput(Problem("E-LOG-INPUT", Place(given["name"])))


def _rows(profile: Profile, rulebook: Rulebook) -> Rows:
    """The profile as one row."""
    content = canonical(profile_data(profile)).encode()
    return ProfilePortion(((profile.id, content),)).read(rulebook)


def _said(found: Consultation) -> dict[str, Any]:
    """A consultation in the words of a row of output."""
    given = found.recommendations
    return {
        "id": found.profile_id,
        "name": found.name.en if found.name else None,
        "kind": found.kind,
        "economy": found.economy,
        **found.classification,
        "barriers": [{"id": each.id, "severity": each.severity, "weight": each.weight} for each in found.barriers],
        "recommendations": [
            {name: getattr(each, name) for name in ("rank", "id", "evidence", "points", "under")} for each in given
        ],
        "measures": sorted({name for each in given for name in each.measures}),
        "undecided": sorted(each.attribute for each in found.undecided),
        "fired": sorted(each.rule for each in found.firings),
    }


def _hold_output(run: Mapping[str, Any], profile: Profile, rulebook: Rulebook, row: int, place: Place) -> bool:
    """Hold the row against the output, written anew in its form; False where the output is not there."""
    out = path_told(run["out"]) if run["out"] else None
    if out is None or not out.is_file():
        return False
    options, form = run["options"], ENDINGS[out.suffix.lower()]
    adviser = Adviser(rulebook, options["layout"], options["fired"], options.get("names", "plain"))
    table = adviser.advised(_rows(profile, rulebook))
    with set_aside(str(place)) as folder:
        again = folder / f"row{out.suffix}"
        table = table.set_column(0, "row", pa.array([row], pa.int64()))
        with created(again) as (file, _):
            how = WritingOptions(options["raw"], options["excel"], folder)
            sink = writer(form, file, table.schema, how)
            sink.write(table)
            sink.close()
        expected = row_in(again, form, row)
    found = row_in(out, form, row)
    if found is None:
        raise InvalidInput(_differs(place, "row"))
    _hold(expected or {}, found, place)
    return True


def _hold(expected: Mapping[str, Any], found: Mapping[str, Any], place: Place) -> None:
    """Raise InvalidInput with the first column that differs."""
    for name, value in expected.items():
        if name not in _OF_READING and _plain(value) != _plain(found.get(name)):
            raise InvalidInput(_differs(place, name))


def _plain(value: Any) -> Any:
    """Lists of names compare as sets do: the engines give them in orders of their own."""
    is_names = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return sorted(value) if is_names else value


def _differs(place: Place, name: str) -> Problem:
    return Problem("E-LOG-ROW", place, details={"column": name})
