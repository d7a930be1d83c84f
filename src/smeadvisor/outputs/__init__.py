"""JSON Schemas (draft 2020-12) of everything that programs read, made from the types that the output is made from."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple, NotRequired, get_type_hints

import pyarrow as pa
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import TypedDict

from smeadvisor.audit import coverage, impact
from smeadvisor.audit.found_forms import FoundData
from smeadvisor.batch import counts, manifest, rejects
from smeadvisor.engines.columns import advised
from smeadvisor.engines.columns.adviser import Adviser
from smeadvisor.engines.consultation import SCHEMA as CONSULTATION
from smeadvisor.engines.consultation import ConsultationData
from smeadvisor.explanation.differences import Differences
from smeadvisor.explanation.graph import Graph
from smeadvisor.explanation.how import HowData
from smeadvisor.explanation.rank import RankedData
from smeadvisor.explanation.why_not import WhyNotData
from smeadvisor.log.exporting import EventData
from smeadvisor.log.listing import LineData
from smeadvisor.log.showing import Overridden, RecordData
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.outputs.keys import BITS, explain
from smeadvisor.problems import ProblemData
from smeadvisor.problems.formats import FindingsData
from smeadvisor.rendering.advice.json_format import InWords
from smeadvisor.rendering.explanation.data import SCHEMA as EXPLANATION
from smeadvisor.rendering.explanation.data import InSections, OfOne, OfTwo
from smeadvisor.rendering.rulebook.listing import Row
from smeadvisor.rendering.rulebook.matrix_formats import MatrixData
from smeadvisor.rendering.rulebook.sections import Section
from smeadvisor.rules.schema import finished
from smeadvisor.tables.layout import REQUIRED
from smeadvisor.tables.rows import no_rows

FOLDER = "outputs"
Schema = dict[str, Any]


class Form(NamedTuple):
    """One output: what it is, its version as it names itself, and the types whose keys it has, later ones first.

    The keys of what ``may`` be there are not required. ``part`` is what an explanation calls itself.
    """

    what: str
    version: str
    types: tuple[Any, ...]
    may: tuple[Any, ...] = ()
    part: str | None = None


def _explained(part: str, what: str, *types: Any) -> Form:
    return Form(f"{what}: explain {part} --format json.", EXPLANATION, types, part=part)


FORMS: Mapping[str, Form] = {
    "consultation": Form(
        "The advice for one profile: a line of advise --format json, or a record of log show --format json.",
        CONSULTATION,
        (ConsultationData, InWords),
        (Overridden,),
    ),
    "explain-how": _explained("how", "How a conclusion came out", OfOne, HowData),
    "explain-why-not": _explained("why-not", "Why a thing did not come out", OfOne, WhyNotData, InSections),
    "explain-rank": _explained(
        "rank", "What separates a recommendation from its neighbours", OfOne, RankedData, InSections
    ),
    "explain-what-if": _explained("what-if", "What other answers would change", OfTwo, Differences),
    "explain-compare": _explained("compare", "What differs between two profiles", OfTwo, Differences),
    "explain-picture": _explained("picture", "How advice follows from the answers, as a graph", OfOne, Graph),
    "batch-manifest": Form("The manifest beside the output of a batch.", manifest.SCHEMA, (manifest.Manifest,)),
    "batch-summary": Form(
        "The summary of a batch: --summary FILE.json.", counts.SCHEMA, (counts.Counts, counts.Summary)
    ),
    "audit-coverage": Form("audit coverage --format json.", coverage.SCHEMA, (coverage.CoverageData,)),
    "audit-impact": Form("audit impact --format json.", impact.SCHEMA, (impact.ImpactData,)),
    "audit-impact-case": Form(
        "One line of audit impact --format jsonl.", "smeadvisor/impact-case/1", (impact.CaseData,)
    ),
    "audit-fired": Form("One line of audit fired --format jsonl.", "smeadvisor/fired/1", (FoundData,)),
    "error": Form("One problem: a line on standard error with --errors json.", "smeadvisor/error/1", (ProblemData,)),
    "rules-check": Form("rules check --format json.", "smeadvisor/findings/1", (FindingsData,)),
    "rules-list": Form("rules list --format json.", "smeadvisor/rules-list/1", (list[Row],)),
    "rules-show": Form("rules show --format json.", "smeadvisor/rules-show/1", (list[Section],)),
    "rules-matrix": Form("rules matrix --format json.", "smeadvisor/rules-matrix/1", (MatrixData,)),
    "log-list": Form("One line of log list --format json.", "smeadvisor/log-list/1", (LineData,)),
    "log-show": Form("One record: log show.", "smeadvisor/log-show/1", (RecordData,)),
    "log-export": Form("One line of log export.", "smeadvisor/log-export/1", (EventData,)),
}
"""What is written as JSON, by the name of its schema. A version that no output names is that of the schema alone."""

_ROWS: Mapping[str, tuple[str, advised.Layout]] = {
    "batch-row": ("One row of batch: a line of JSON Lines.", "lists"),
    "batch-row-flat": ("One row of batch --flat, as JSON would hold it; bits count from the lowest.", "flat"),
}
_REJECT = "One row that was rejected, as JSON Lines: one line for each problem of it."
_THERE = frozenset({"row", *REQUIRED})
"""Columns that have something in every row of a batch."""
_TOLD = frozenset({"row", "file", "code", "reason", "remedy"})
"""Columns that have something in every row of rejects."""


def output_schemas(rulebook: Rulebook) -> dict[str, Schema]:
    """The schema of each output by its name; the columns of a batch are those that this rulebook gives."""
    made = {name: (_of_form(form), form.what, form.version) for name, form in FORMS.items()}
    for name, (what, layout) in _ROWS.items():
        table = Adviser(rulebook, layout, fired=True).advised(no_rows())
        made[name] = _of_columns(table.schema, _THERE), what, advised.SCHEMA
    made["reject"] = _of_columns(rejects.SCHEMA, _TOLD), _REJECT, "smeadvisor/reject/1"
    return {f"{FOLDER}/{name}": _whole(name, *made[name], rulebook) for name in sorted(made)}


def _whole(name: str, schema: Schema, what: str, version: str, rulebook: Rulebook) -> Schema:
    """The schema as a file of its own, with every key explained."""
    head = {"$id": f"urn:smeadvisor:{name}:{version.rpartition('/')[2]}", "title": version, "description": what}
    return finished(head, explain(name, schema, rulebook), {})


class _Written(GenerateJsonSchema):
    """Schemas of what is written: every field is there, and no other."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return super().field_is_required(field, total) if field["type"] == "typed-dict-field" else True

    def dataclass_schema(self, schema: Any) -> Schema:
        return {**super().dataclass_schema(schema), "additionalProperties": False}

    def typed_dict_schema(self, schema: Any) -> Schema:
        return {**super().typed_dict_schema(schema), "additionalProperties": False}

    def default_schema(self, schema: Any) -> Schema:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _of_form(form: Form) -> Schema:
    schema = TypeAdapter(_joined(form)).json_schema(schema_generator=_Written, mode="serialization")
    own = schema.get("properties", {})
    own |= {"schema": {"const": form.version}} if "schema" in own else {}
    own |= {"part": {"const": form.part}} if "part" in own else {}
    return schema


def _joined(form: Form) -> Any:
    """One type with the keys of all that the form is made of."""
    if len(form.types) == 1:
        return form.types[0]
    hints = {name: hint for kind in form.types for name, hint in get_type_hints(kind, include_extras=True).items()}
    more = {name: NotRequired[hint] for kind in form.may for name, hint in get_type_hints(kind).items()}
    made: Any = TypedDict
    return made("Joined", {**hints, **more})


def _of_columns(columns: pa.Schema, always: Container[str]) -> Schema:
    """The schema of a row with these columns; ``fired`` is there only where it is asked for."""
    kinds = {column.name: _of_type(column.type, column.name not in always) for column in columns}
    # How many words of bits there are hangs on the day.
    named = {name: kind for name, kind in kinds.items() if not BITS.match(name)}
    bits = {"patternProperties": {BITS.pattern: {"type": "integer"}}} if len(named) < len(kinds) else {}
    required = [name for name in named if name != "fired"]
    return {"type": "object", "properties": named, **bits, "required": required, "additionalProperties": False}


def _of_type(kind: Any, or_null: bool) -> Schema:
    if pa.types.is_list(kind):
        return {"type": "array", "items": _of_type(kind.value_type, or_null=False)}
    if pa.types.is_struct(kind):
        fields = {field.name: _of_type(field.type, field.name == "under") for field in kind}
        return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}
    name = "integer" if pa.types.is_integer(kind) else "string"
    return {"type": [name, "null"] if or_null else name}
