"""Schemas for editors: what is sound passes, what is not is marked, and each key is explained."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from smeadvisor.files.digest import rule_files
from smeadvisor.files.documents import parse, read
from smeadvisor.outputs import output_schemas
from smeadvisor.rules.files import FOLDERS, SINGLES
from smeadvisor.rules.loading import load
from smeadvisor.rules.schema import add_modelines, as_text, kind_of, modeline, schemas, without_modeline, write_schemas
from smeadvisor.rules.schema.modelines import KINDS
from support.paths import ECONOMIES, FIRMS, ROOT, RULES

FILES = [*rule_files(RULES), *ECONOMIES, *FIRMS]
BARRIER = "rules/barriers/functional/working-capital.yaml"
CREDIT = "rules/instruments/mex/sme-export-credit.yaml"
MARKETING = "rules/recommendations/international-marketing.yaml"
TRAIT = "rules/strategies/financial-policy.yaml"
EMPLOYEES = "rules/attributes/firm/employees.yaml"
STAGE = "rules/classification/stage.yaml"
FIRM = "profiles/firms/mex-auto-parts.yaml"
ECONOMY = "profiles/economies/twn.yaml"


@pytest.fixture(scope="module")
def made(whole_rulebook) -> dict[str, dict[str, Any]]:
    return schemas(whole_rulebook)


@pytest.fixture(scope="module")
def validators(made) -> dict[str, Draft202012Validator]:
    """A validator of each schema as its file holds it."""
    return {kind: Draft202012Validator(json.loads(as_text(schema))) for kind, schema in made.items()}


def plain(data: Any) -> Any:
    """The data as JSON has them."""
    return json.loads(json.dumps(data, default=float))


def faults(validators: dict[str, Draft202012Validator], file: str, text: str) -> list[str]:
    """The places that a schema marks in a file of that name."""
    data = plain(parse(text.encode(), file).data)
    return [error.json_path for error in validators[kind_of(Path(file))].iter_errors(data)]


def test_there_is_a_schema_for_every_kind_of_file(made):
    """One for each folder of rules, for each single file, and for profiles."""
    assert KINDS.keys() == FOLDERS.keys()
    assert made.keys() == {*KINDS.values(), *SINGLES, "profile"}


def test_every_schema_is_one_of_draft_2020_12(made):
    """Each names its dialect and follows it; of what several hold alike, one is checked."""
    parts = set()
    for schema in made.values():
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        for part in ({**schema, "$defs": dict.fromkeys(schema["$defs"], True)}, *schema["$defs"].values()):
            parts.add(json.dumps(part, default=float))
    for text in parts:
        Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_shipped_file_follows_its_schema(validators, path):
    """No editor marks anything in a file that is sound."""
    validator = validators[kind_of(path.relative_to(ROOT))]
    assert [*validator.iter_errors(plain(read(path).data))] == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (BARRIER, "side: internal", "side: inside"),
        (BARRIER, "rank: 1", "rank: 11"),
        (BARRIER, "title:", "id: working-capital\ntitle:"),
        (BARRIER, "inference:", "inference_:"),
        (BARRIER, "sources: [table-8", "sources: [tabel-8"),
        (BARRIER, "evidence: stated-need", "evidence: stated-neds"),
        (BARRIER, "for: firm", "audience: firm"),
        (BARRIER, "when: {need_felt_most: export_finance}", "when: {need_felt: export_finance}"),
        (BARRIER, "when: {need_felt_most: export_finance}", "when: {need_felt_most: finance}"),
        (BARRIER, "when: {need_felt_most: export_finance}", "when: {need_felt_most: {at_least: 3}}"),
        (BARRIER, "when: {need_felt_most: export_finance}", "when: {economy: TWN}"),
        (BARRIER, "when: {need_felt_most: export_finance}", "when: {}"),
        (BARRIER, "{includes: orders_refused_for_funds}", "orders_refused_for_funds"),
        (BARRIER, "days_to_payment: {at_least: 60}", "days_to_payment: {at_least: sixty}"),
        (BARRIER, "export_loan_needed: {known: true}", "export_loan_needed: {known: false}"),
        (BARRIER, "given: {need_felt_most: export_finance}", "given: {need_felt_most: finance}"),
        (BARRIER, "zh-Hant: 缺乏", "zh_hant: 缺乏"),
        (CREDIT, "economy: MEX", "economy: Mexico"),
        (CREDIT, "support: credit\n", ""),
        (CREDIT, "barrier: functional/working-capital", "barrier: working-capital"),
        (CREDIT, "recommendation: export-finance", "recommendation: finance"),
        (CREDIT, "{amount: 600000, currency: USD}", "600000"),
        (CREDIT, "source: web-mx-bancomext", "source: web-mx"),
        (CREDIT, "status: in_force", "status: in_force\nparent: mex/nothing"),
        (MARKETING, "barrier: distribution/channel-access", "barrier: distribution/channel"),
        (TRAIT, "economy: JPN", "economy: JAP"),
        (EMPLOYEES, "step: 1", 'step: "1"'),
        (EMPLOYEES, "unit: count", "unit: people"),
        (STAGE, "{exports_now: false}", "{exports_nuw: false}"),
        ("rules/priorities.yaml", "severe: 3", "severe: high"),
        ("rules/rulebook.yaml", '"2011-12-31"', '"2011"'),
        (FIRM, "kind: firm", "kind: economy"),
        (FIRM, "economy: MEX", "economy: MEXICO"),
        (FIRM, "employees: 84", "employees: -1"),
        (FIRM, "employees: 84", "employees: 8.4"),
        (FIRM, "employees: 84", "employes: 84"),
        (FIRM, "employees: 84", "employees: {value: 84, unit: months}"),
        (FIRM, "employees: 84", "employees: {qualifier: '~'}"),
        (FIRM, "strengths: [independent]", "strengths: [independant]"),
        (FIRM, "strengths: [independent]", "strengths: {value: [independent], qualifier: '~'}"),
        (FIRM, "{amount: 250000, currency: USD}", "{amount: 250000, currency: US$}"),
        (ECONOMY, "year: 2008", "year: last"),
        (ECONOMY, "name: {en: Chinese Taipei, ", "name: {"),
    ],
)
def test_a_fault_is_marked(validators, file, old, new):
    """What one file shows to be wrong, an editor shows at once."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert old in text
    assert faults(validators, file, text.replace(old, new, 1))


@pytest.mark.parametrize(
    "answer",
    [
        "84",
        "dont_know",
        "not_applicable",
        "",
        "{value: 84, qualifier: '>', year: 2010, unit: count, source: our books, note: by hand}",
        "{value: dont_know, period: '2003-08', source: table-1}",
    ],
)
def test_every_form_of_an_answer_is_let_pass(validators, answer):
    """The value, that it is not known, nothing, and the long form."""
    text = (ROOT / FIRM).read_text(encoding="utf-8")
    assert faults(validators, FIRM, text.replace("employees: 84", f"employees: {answer}")) == []


@pytest.mark.parametrize(
    "test",
    [
        "{employees: [1, 2]}",
        "{employees: {at_least: 1, below: 9}}",
        "{sector: {not_in: [trade]}}",
        "{sector: trade}",
        "{strengths: {lacks: [independent]}}",
        "{annual_sales: {above: {amount: 1, currency: TWD}}}",
        "{stage: planning, sme: 'yes'}",
        "{functional/personnel: present}",
    ],
)
def test_every_form_of_a_test_is_let_pass(validators, test):
    """Those that docs/rulebook.md lists."""
    text = (ROOT / BARRIER).read_text(encoding="utf-8")
    assert faults(validators, BARRIER, text.replace("{need_felt_most: export_finance}", test, 1)) == []


def test_an_answer_is_explained_by_its_question(made, whole_rulebook):
    """In both languages, with its type; and each choice with its text."""
    parts, attribute = made["profile"]["$defs"], whole_rulebook.attributes["sector"]
    for text in (attribute.question.en, attribute.question.zh_hant, "choice"):
        assert text in parts["answer.sector"]["description"]
    assert parts["plain.sector"]["enum"] == [*attribute.choices]
    assert attribute.choices["trade"].zh_hant in " ".join(parts["plain.sector"]["enumDescriptions"])


def test_every_key_of_every_file_is_explained(made):
    """In its own words or by the record that it holds; what can be answered explains itself."""
    for kind, schema in made.items():
        for form in (schema, *(each for each in schema["$defs"].values() if "title" in each)):
            for key, each in form.get("properties", {}).items():
                assert "description" in each, (kind, key)


def test_a_schema_holds_all_that_it_refers_to_and_nothing_else(made):
    """Each file stands alone."""
    for schema in made.values():
        text = json.dumps(schema)
        assert {f"#/$defs/{name}" for name in schema["$defs"]} == {
            each.partition('"')[0] for each in text.split('"$ref": "')[1:]
        }


def test_schemas_are_written_one_file_a_kind(made, tmp_path):
    """Into a folder that is made, the same bytes each time."""
    written = write_schemas(made, tmp_path / "schemas")
    before = [path.read_bytes() for path in written]
    assert {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in written} == plain(made)
    assert before == [path.read_bytes() for path in write_schemas(made, tmp_path / "schemas")]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (BARRIER, "# yaml-language-server: $schema=../../../schemas/barrier.json"),
        (MARKETING, "# yaml-language-server: $schema=../../schemas/recommendation.json"),
        ("rules/sources.yaml", "# yaml-language-server: $schema=../schemas/sources.json"),
        (FIRM, "# yaml-language-server: $schema=../../schemas/profile.json"),
    ],
)
def test_a_file_names_its_schema_by_the_way_there(path, line):
    """Relative to the file, up to the folder that holds them all."""
    assert modeline(Path(path)) == line


def test_modelines_are_put_first_once_and_change_nothing_else(small_rules, tmp_path, small_rulebook):
    """A second time nothing changes, a wrong line is replaced, and the rulebook is the same but for its digest."""
    shutil.copytree(ROOT / "profiles", tmp_path / "profiles")
    before = (tmp_path / BARRIER).read_text(encoding="utf-8")
    (tmp_path / FIRM).write_text("# yaml-language-server: $schema=old.json\nid: x\n", encoding="utf-8")
    add_modelines(tmp_path)
    assert (tmp_path / FIRM).read_text(encoding="utf-8") == f"{modeline(Path(FIRM))}\nid: x\n"
    assert (tmp_path / BARRIER).read_text(encoding="utf-8") == f"{modeline(Path(BARRIER))}\n{before}"
    assert add_modelines(tmp_path) == []
    assert [rule.id for rule in load(small_rules).rules] == [rule.id for rule in small_rulebook.rules]


SHIPPED = pytest.mark.skipif(not (ROOT / "schemas").is_dir(), reason="the schemas are not in the checkout")


@SHIPPED
def test_every_shipped_file_names_its_schema():
    """In its first line."""
    assert [*without_modeline(ROOT)] == []


@SHIPPED
def test_the_shipped_schemas_are_those_of_the_rulebook_and_the_code(made, whole_rulebook):
    """No file is missing, out of date or left over, of those for editors and of those of outputs."""
    folder = ROOT / "schemas"
    paths = (path for path in folder.rglob("*") if path.is_file())
    held = {path.relative_to(folder).with_suffix("").as_posix(): path.read_text(encoding="utf-8") for path in paths}
    assert held == {kind: as_text(schema) for kind, schema in {**made, **output_schemas(whole_rulebook)}.items()}
