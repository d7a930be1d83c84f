"""The public names: those that the package lists, as the documentation uses them, with their signatures."""

from __future__ import annotations

import csv
import doctest
import inspect
import io
import json
import re
import subprocess
import sys

import pyarrow as pa
import pytest

import smeadvisor as sa
from smeadvisor.tables.layout import sql_name
from support.paths import ROOT


def test_the_documentation_runs_as_printed():
    """Every example of the page gives what is printed below it."""
    found = doctest.testfile(
        str(ROOT / "docs/python-api.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert (found.failed, found.attempted > 20) == (0, True)


def test_the_public_names_and_signatures_are_these(snapshot):
    """What changes here, changes for everybody who uses it."""
    functions = {name: str(inspect.signature(getattr(sa, name))) for name in sa.__all__ if name[0].islower()}
    assert functions == snapshot
    assert [name for name in sa.__all__ if name[0].isupper()] == sorted(
        name for name in sa.__all__ if name[0].isupper()
    )
    assert set(dir(sa)) == {*sa.__all__, "__version__"}


def test_a_name_that_is_not_public_is_no_attribute():
    """As of any module."""
    with pytest.raises(AttributeError, match="advice"):
        sa.advice  # noqa: B018


def test_the_package_itself_imports_nothing():
    """The command line starts as fast as without the public names."""
    program = "import sys, smeadvisor; print(*[each for each in sys.modules if each.startswith('smeadvisor.')])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"\n"


def test_every_public_function_has_a_docstring_and_types():
    """What comes in, what comes out, what is raised."""
    for name in sa.__all__:
        assert inspect.getdoc(getattr(sa, name)), name
        if name[0].islower():
            signature = inspect.signature(getattr(sa, name))
            assert signature.return_annotation is not signature.empty, name


FIRMS = """id,kind,economy,annual_sales,annual_sales.currency,name.en,name.zh-Hant
a,firm,MEX,250000,USD,A,甲
b,firm,Mexiko,1,USD,B,乙
"""


@pytest.fixture(scope="module")
def book():
    return sa.load_rulebook()


def test_a_run_over_files_is_that_of_the_command(tmp_path, run, book):
    """The same bytes of advice, rejects and manifest; rows in = advised + rejected; a file that is there is kept."""
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    done = sa.run_batch([tmp_path / "firms.csv"], tmp_path / "one.jsonl", book)
    assert (done.rows, done.advised, done.rejected) == (2, 1, 1)
    run("batch", tmp_path / "firms.csv", "-o", tmp_path / "two.jsonl", "--jobs", "1", "--quiet")
    for end in ("", ".rejects.csv"):
        assert (tmp_path / f"one.jsonl{end}").read_bytes() == (tmp_path / f"two.jsonl{end}").read_bytes()
    assert run("verify", done.out).returncode == 0
    with pytest.raises(sa.InvalidInput, match="E-EXISTS"):
        sa.run_batch([tmp_path / "firms.csv"], done.out, book)
    with pytest.raises(sa.InvalidInput, match="E-OUTPUT-FOLDER"):
        sa.run_batch([tmp_path / "firms.csv"], tmp_path / "none/out.csv", book)


@pytest.mark.parametrize("layout", ["lists", "flat"])
def test_names_for_sql_need_no_quotation_marks(book, layout):
    """Each column has letters, digits and underscores alone, no two the same; the values stay what they are."""
    firms = pa.table({"id": ["a"], "kind": ["firm"], "economy": ["MEX"]})
    plain, sql = (sa.advise_table(firms, book, layout, fired=True, names=names).advice for names in ("plain", "sql"))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) for name in sql.column_names)
    assert len(set(sql.column_names)) == len(plain.column_names)
    assert sql.columns == plain.columns


@pytest.mark.parametrize("form", ["csv", "jsonl", "arrow"])
def test_companions_may_be_named_without_dots(tmp_path, book, form):
    """In every form; the advice is the same as with dots."""
    dotted = list(csv.DictReader(io.StringIO(FIRMS)))[:1]
    bare = [{sql_name(name): value for name, value in row.items()} for row in dotted]
    assert "name__zh_Hant" in bare[0]

    def advised(rows: list[dict[str, str]]) -> object:
        if form == "arrow":
            return sa.advise_table(pa.Table.from_pylist(rows), book).advice.to_pylist()
        path = tmp_path / f"firms.{form}"
        lines = (
            [",".join(rows[0]), *(",".join(row.values()) for row in rows)] if form == "csv" else map(json.dumps, rows)
        )
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return sa.run_batch([path], tmp_path / "out.jsonl", book, overwrite=True).out.read_bytes()

    assert advised(bare) == advised(dotted) != b""


def test_two_things_that_would_have_one_column_are_refused(tmp_path, run):
    """Ids of rules of one's own may differ in a hyphen alone."""
    for name in ("a-b", "a_b"):
        path = tmp_path / f"rules/barriers/price/{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((ROOT / "rules/barriers/price/customer-credit.yaml").read_text(encoding="utf-8"))
    done = run(
        "batch",
        ROOT / "profiles/firms/mex-auto-parts.yaml",
        "-o",
        tmp_path / "o.parquet",
        "--flat",
        "--names",
        "sql",
        "--rules",
        tmp_path / "rules",
    )
    assert (done.returncode, b"E-SQL-NAMES" in done.stderr) == (2, True)
    assert not (tmp_path / "o.parquet").exists()
