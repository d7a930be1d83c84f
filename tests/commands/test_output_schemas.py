"""Schemas of outputs: what the program writes follows them, and they let nothing else pass."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq
import pytest
from jsonschema import Draft202012Validator

from smeadvisor import problems
from smeadvisor.messages import LANGUAGES
from smeadvisor.outputs import output_schemas
from smeadvisor.outputs.keys import EXPLAINED
from smeadvisor.problems import Place, Problem
from smeadvisor.rules.schema import as_text
from support.commands import lines
from support.paths import ECONOMIES, FIRMS, MEXICO, ROOT, TAIWAN
from support.scale import sample

PROFILES = [*ECONOMIES, *FIRMS]
BAD_ROWS = """id,kind,economy,employees,sector
good,firm,MEX,84,manufacturing
few,firm,MEX,-1,manufacturing
nowhere,firm,XXX,84,nothing
"""


@pytest.fixture(scope="module")
def made(whole_rulebook) -> dict[str, dict[str, Any]]:
    """Each schema as its file holds it."""
    schemas = output_schemas(whole_rulebook)
    return {name.partition("/")[2]: json.loads(as_text(schema)) for name, schema in schemas.items()}


@pytest.fixture(scope="module")
def follows(made):
    """Holds that data follow the schema of that name, and once that it marks a key added and any key taken away."""
    validators = {name: Draft202012Validator(schema) for name, schema in made.items()}
    seen = set()

    def check(name: str, data: Any) -> Any:
        validator = validators[name]
        assert [f"{each.json_path}: {each.message[:200]}" for each in validator.iter_errors(data)] == []
        if isinstance(data, dict) and name not in seen:
            seen.add(name)
            assert not validator.is_valid({**data, "more": 1})
            for key in made[name]["required"]:
                assert not validator.is_valid({own: each for own, each in data.items() if own != key})
        return data

    return check


def forms(schema: Any) -> Iterator[dict[str, Any]]:
    """Every object that a schema describes."""
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from forms(part)


def test_every_schema_is_closed_and_explained(made):
    """Draft 2020-12, an id and a version of its own, no unknown keys, a sentence for each key, and no sentence idle."""
    said = set()
    for schema in made.values():
        Draft202012Validator.check_schema(schema)
        assert schema["title"].startswith("smeadvisor/")
        assert schema["$id"].rpartition(":")[2] == schema["title"].rpartition("/")[2]
        for form in forms(schema):
            assert form["additionalProperties"] is False
            said |= {own["description"] for own in form["properties"].values()}
    assert len({schema["$id"] for schema in made.values()}) == len(made)
    assert set(EXPLAINED.values()) - said == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_advice_follows_its_schema(run, follows, lang):
    """Of every shipped profile, then and now, and with other weights."""
    for more in ([], ["--as-of", "2011", "--top", "2"], ["--priorities", ROOT / "rules/priorities.yaml"]):
        paths = sample(PROFILES, every=9)
        done = run("advise", "--format", "json", "--lang", lang, *more, *paths)
        found = [follows("consultation", json.loads(line)) for line in done.out.splitlines()]
        assert len(found) == len(paths)
        assert all(("moved" in each) == ("--priorities" in more) for each in found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", sample([MEXICO, TAIWAN, *PROFILES], every=19), ids=lambda path: path.stem)
def test_explanations_follow_their_schemas(run, follows, path, lang):
    """How, why not and rank of a conclusion of every kind, and the picture."""
    names = ["1", "export-talent", "barriers/functional/working-capital", "sme", "mex/sme-export-credit"]
    for name in (*names, "mex/sme-export-credit#term", "hkg/bud-fund"):
        for part in ("how", "why-not", "rank"):
            done = run("explain", part, path, name, "--format", "json", "--lang", lang)
            if done.returncode == 0:
                follows(f"explain-{part}", json.loads(done.out))
    follows("explain-picture", json.loads(run("explain", "picture", path, "--format", "json", "--measures").out))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_differs_follows_its_schemas(run, follows, lang):
    """Another answer, one taken back, and two firms that differ in everything."""
    settings = ("--set", "days_to_payment=30", "--set", "employees=dont_know", "--set", "exports_now=")
    done = run("explain", "what-if", MEXICO, *settings, "--format", "json", "--lang", lang)
    assert follows("explain-what-if", json.loads(done.out))["barriers"]
    for one, other in [(FIRMS[0], MEXICO), (TAIWAN, ECONOMIES[0])]:
        done = run("explain", "compare", one, other, "--format", "json", "--lang", lang)
        assert follows("explain-compare", json.loads(done.out))["recommendations"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_batch_follows_its_schemas(run, follows, tmp_path, lang):
    """Its rows in both layouts, with and without the rules that fired, its rejects, manifest and summary."""
    rows = tmp_path / "rows.csv"
    rows.write_text(BAD_ROWS, encoding="utf-8")
    out, flat, summary = (tmp_path / name for name in ("out.jsonl", "flat.parquet", "summary.json"))
    bad = ("--rejects", tmp_path / "bad.jsonl")
    done = run("batch", rows, ROOT / "profiles/firms", "-o", out, *bad, "--summary", summary, "--lang", lang)
    assert done.returncode == 1
    assert all(follows("batch-row", row) for row in sample(lines(out), every=4))
    assert {follows("reject", row)["code"] for row in lines(tmp_path / "bad.jsonl")} >= {"E-RANGE", "E-ECONOMY"}
    follows("batch-manifest", json.loads((tmp_path / "out.jsonl.manifest.json").read_bytes()))
    assert follows("batch-summary", json.loads(summary.read_bytes()))["rejects"]
    assert run("batch", ROOT / "profiles/economies", "-o", flat, "--flat", "--fired", "--jobs", "1").returncode == 0
    assert all(follows("batch-row-flat", row) for row in sample(pq.read_table(flat).to_pylist(), every=9))
    done = run("batch", ROOT / "profiles/economies", "-o", "-", "--fired", "--jobs", "1")
    assert all(follows("batch-row", json.loads(row))["fired"] for row in done.out.splitlines()[::9])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_log_follows_its_schemas(run, follows, tmp_path, lang):
    """A list, records and an export of a log with advice, a run, an override, a masked answer and a purged profile."""
    log = tmp_path / "log.db"
    run("advise", MEXICO, FIRMS[0], "--log", log, "--mask", "employees", "--mask", "name")
    run("batch", ECONOMIES[0], "-o", tmp_path / "out.jsonl", "--log", log, "--jobs", "1")
    given = json.loads(run("advise", MEXICO, "--format", "json").out)["recommendations"][0]["id"]
    assert run("log", "override", log, "1", given, "--reason", "已有銀行", "--by", "Lin Mei").returncode == 0
    run("advise", TAIWAN, "--log", log)
    assert run("log", "purge", log, "--profile", FIRMS[0].stem).returncode == 0
    listed = [json.loads(line) for line in run("log", "list", log, "--format", "json").out.splitlines()]
    assert {each["kind"] for each in listed} == {"consultation", "batch", "override", "tombstone"}
    assert all(follows("log-list", each) for each in listed)
    for each in listed:
        follows("log-show", json.loads(run("log", "show", log, each["number"]).out))
    taiwan = max(each["number"] for each in listed if each["kind"] == "consultation")
    follows("consultation", json.loads(run("log", "show", log, taiwan, "--format", "json", "--lang", lang).out))
    for line in run("log", "export", log).out.splitlines():
        follows("log-export", json.loads(line))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_audits_follow_their_schemas(run, follows, tmp_path, lang):
    """Coverage with and without groups, impact and its cases, and where something fired."""
    firms, form = ROOT / "profiles/firms", ("--jobs", "1", "--lang", lang, "--format")
    for more in ([], ["--by", "economy"]):
        follows("audit-coverage", json.loads(run("audit", "coverage", firms, *more, *form, "json").out))
    weights = tmp_path / "weights.yaml"
    weights.write_text((ROOT / "rules/priorities.yaml").read_text("utf-8").replace("severe: 3", "severe: 9"), "utf-8")
    sides = ("--before", ROOT / "rules", "--after", ROOT / "rules", "--after-priorities", weights)
    assert follows("audit-impact", json.loads(run("audit", "impact", firms, *sides, *form, "json").out))["causes"]
    cases = [json.loads(line) for line in run("audit", "impact", firms, *sides, *form, "jsonl").out.splitlines()]
    assert all(follows("audit-impact-case", case) for case in cases)
    for state in ("fired", "blocked", "undecided"):
        name = "barriers/functional/working-capital"
        done = run("audit", "fired", name, firms, "--state", state, *form, "jsonl")
        assert all(follows("audit-fired", json.loads(line)) for line in done.out.splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rulebook_as_data_follows_its_schemas(run, follows, small_rules, lang):
    """Lists, things, both matrices, and what a check finds in a rulebook with a fault."""
    form = ("--format", "json", "--lang", lang)
    follows("rules-list", json.loads(run("rules", "list", *form).out))
    follows("rules-show", json.loads(run("rules", "show", "mex/sme-export-credit", *form).out))
    for what in ("barriers", "traits"):
        follows("rules-matrix", json.loads(run("rules", "matrix", what, *form).out))
    (small_rules / "priorities.yaml").write_text("severity: 3\n", encoding="utf-8")
    done = run("rules", "check", "--rules", small_rules, *form)
    assert follows("rules-check", json.loads(done.out))["findings"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_errors_follow_their_schema(run, follows, tmp_path, lang):
    """One problem a line, whatever the exit code; those that no command meets here as they would be told."""

    def told(code: int, *arguments: Any) -> None:
        done = run(*arguments, "--errors", "json", "--lang", lang)
        assert done.returncode == code
        assert all(follows("error", json.loads(line)) for line in done.told.splitlines())
        assert done.told

    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\nkind: firm\neconomy: MEX\nanswers: {employees: -1}\n", encoding="utf-8")
    told(2, "advise", MEXICO, "--as-of", "soon")
    told(65, "advise", bad)
    told(66, "advise", tmp_path / "none.yaml")
    told(73, "explain", "picture", MEXICO, "-o", bad)
    told(74, "advise", MEXICO, "--log", tmp_path / "none/log.db")
    for code in (code for codes in problems._CODES.values() for code in codes):
        follows("error", Problem(code, Place("a.csv", 2, header="id", cell="B2"), "/id", "x").as_dict(lang))
