"""``smeadvisor audit``: exit codes for CI, files, pipes, rejected rows; processes and parts do not matter."""

from __future__ import annotations

import json
import shutil
import stat
from functools import cache

import pytest

from smeadvisor.engines.chaining import Engine
from smeadvisor.model.profile import read_profile
from smeadvisor.rules import loading
from support import small_rulebook
from support.commands import lines, run, table
from support.paths import FIRMS, ROOT, RULES

PROFILES = ROOT / "profiles"

pytestmark = pytest.mark.usefixtures("run")


def audit(*arguments, stdin=b""):
    return run("audit", *arguments, "--quiet", stdin=stdin)


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    """Rulebooks that runs have in common are read once: reading one takes longer than an audit of these firms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "load", cache(loading.load))
        yield


@pytest.fixture(scope="module")
def priorities(tmp_path_factory):
    """Other weights in a file: the first rank of Table 9 counts for less."""
    text = (RULES / "priorities.yaml").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("weighed") / "other.yaml"
    path.write_text(text.replace('{"1": 10,', '{"1": 5,'), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """The shipped firms as lines of JSON, one of them with a name of evil intent, one row that is rejected."""
    import yaml

    path = tmp_path_factory.mktemp("audited") / "firms.jsonl"
    firms = [yaml.safe_load(each.read_text(encoding="utf-8")) for each in FIRMS]
    firms[6]["name"] = '=HYPERLINK("http://x")'
    rows = [json.dumps(each, ensure_ascii=False, default=str) for each in firms]
    rows.insert(2, json.dumps({"id": "bad", "kind": "firm", "economy": "XXX", "answers": {}}))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_coverage_passes_a_bar_that_it_reaches_and_no_other():
    """0 at the share that is shown, 1 just above it, with a line that says so."""
    done = audit("coverage", PROFILES / "firms", PROFILES / "economies", "--format", "json")
    data = json.loads(done.stdout)
    assert (done.returncode, data["rows"], data["rejected"]) == (0, 38, 0)
    share = data["fired"]
    assert share["rules"] < share["of"]
    assert audit("coverage", PROFILES, "--fail-under", share["percent"]).returncode == 0
    below = audit("coverage", PROFILES, "--fail-under", "99.999")
    assert below.returncode == 1
    assert f"{share['percent']}%): below the 99.999% asked for" in below.told
    for wrong in ("101", "-1", "nan", "many"):
        assert audit("coverage", PROFILES, "--fail-under", wrong).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("coverage", "--format", "json"),
        ("coverage", "--format", "html", "--by", "economy", "--lang", "zh-Hant"),
        ("impact", "--after-priorities", "PRIORITIES", "--format", "jsonl"),
        ("impact", "--after-priorities", "PRIORITIES", "--format", "json"),
        ("fired", "customer-credit", "--format", "csv"),
        ("fired", "customer-credit", "--state", "undecided"),
    ],
)
def test_parts_and_processes_do_not_matter(listed, priorities, arguments):
    """The same bytes from one part and from many, by one process and by two."""
    command, *rest = (str(priorities) if each == "PRIORITIES" else each for each in arguments)
    whole = audit(command, *_with(listed, rest))
    for more in (("--part-rows", "3"), ("--part-rows", "2", "--jobs", "2")):
        assert audit(command, *_with(listed, rest), *more) == whole
    assert whole.stdout


def _with(listed, rest):
    """The rule to look for goes before the input."""
    return [*rest[:1], listed, *rest[1:]] if not rest[0].startswith("--") else [listed, *rest]


def test_rejected_rows_are_told_and_counted(listed, tmp_path):
    """With their place on standard error, or all of them in a file; the exit code says that there were some."""
    done = audit("coverage", listed)
    assert done.returncode == 1
    assert "18 rows in = 17 audited + 1 rejected" in done.out
    assert "firms.jsonl:3" in done.told
    assert "E-ECONOMY" in done.told
    kept = tmp_path / "rejects.csv"
    done = audit("fired", "customer-credit", listed, "--rejects", kept)
    assert "E-ECONOMY" not in done.told
    assert [(each["row"], each["code"]) for each in table(kept)] == [("3", "E-ECONOMY")]
    none = tmp_path / "none.jsonl"
    none.write_bytes(listed.read_bytes().splitlines()[2] + b"\n" + listed.read_bytes().splitlines()[2] + b"\n")
    assert audit("coverage", none).returncode == 65


def test_many_rejected_rows_are_told_up_to_a_limit(tmp_path):
    """And how many more there are."""
    path = tmp_path / "many.csv"
    path.write_text("id,kind,economy\n" + "x,firm,XXX\n" * 50 + "good,firm,TWN\n", encoding="utf-8")
    done = audit("coverage", path)
    assert done.told.count("E-ECONOMY") == 20
    assert "30" in done.told.splitlines()[-1]


def test_impact_says_by_its_exit_code_whether_advice_changes(priorities):
    """0 where nothing does, though the rulebook grew; 1 where some does; 2 where nothing is held against anything."""
    grown = audit("impact", PROFILES / "firms", "--after", ROOT / "overlays/germany/rules")
    assert (grown.returncode, "0 of 17" in grown.out) == (0, True)
    changed = audit("impact", PROFILES, "--after-priorities", priorities, "--cases", "1")
    text = changed.out
    assert changed.returncode == 1
    assert "importance.ranked.1: 10 → 5" in text
    assert text.count("because of the figures of priorities.yaml") >= 1
    assert "and 2 more" in text
    assert audit("impact", PROFILES).returncode == 2


def test_impact_of_an_overlay_holds_every_case(tmp_path):
    """A file laid over the shipped rules that takes one sign for less severe: every case, as advice has it."""
    rules = tmp_path / "rules/barriers/price"
    rules.mkdir(parents=True)
    shutil.copy(RULES / "barriers/price/customer-credit.yaml", rules)
    path = rules / "customer-credit.yaml"
    text = path.read_text(encoding="utf-8")
    assert "severity: severe" in text
    path.write_text(text.replace("severity: severe", "severity: mild"), encoding="utf-8")
    out = tmp_path / "cases.jsonl"
    done = audit("impact", PROFILES / "firms", "--after", tmp_path / "rules", "-o", out)
    cases = lines(out)
    assert done.returncode == (1 if cases else 0)
    assert cases
    for case in cases:
        profile = next(each for each in FIRMS if each.stem == case["id"])
        before, after = (advised(profile, *each) for each in ((), ("--rules", str(tmp_path / "rules"))))
        assert before["recommendations"] != after["recommendations"]
        for each in case["changes"]:
            assert all(cause.startswith("barriers/price/customer-credit#") for cause in each["because"])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def advised(path, *options):
    return json.loads(run("advise", path, "--format", "json", *options).stdout)


def test_fired_lists_the_profiles_of_consultations(whole_rulebook, listed):
    """In JSON and CSV; what a spreadsheet would take for a formula is defused, unless it is wanted raw."""
    engine = Engine(whole_rulebook)
    wanted = {"barriers/price/customer-credit"}
    expected = [
        each.stem
        for each in FIRMS
        if wanted & {f"barriers/{b.id}" for b in engine.consult(read_profile(each, engine.rulebook)).barriers}
    ]
    done = audit("fired", "customer-credit", listed, "--format", "jsonl")
    assert [json.loads(each)["id"] for each in done.stdout.splitlines()] == expected
    assert f"{len(expected)} of 17" in done.told
    assert b"\"'=HYPERLINK" in audit("fired", "customer-credit", listed, "--format", "csv").stdout
    assert b'"=HYPERLINK' in audit("fired", "customer-credit", listed, "--format", "csv", "--raw").stdout


def test_outputs_are_not_overwritten_unasked(listed, tmp_path):
    """Nor is the input, nor is a form guessed that the ending does not say."""
    out = tmp_path / "coverage.json"
    assert audit("coverage", PROFILES, "-o", out).returncode == 0
    before = out.read_bytes()
    assert (audit("coverage", PROFILES, "-o", out).returncode, out.read_bytes()) == (73, before)
    assert audit("coverage", PROFILES, "-o", out, "--overwrite").returncode == 0
    assert out.read_bytes() == before
    assert audit("fired", "customer-credit", listed, "-o", listed, "--overwrite").returncode == 2
    assert audit("coverage", PROFILES, "-o", tmp_path / "coverage.docx").returncode == 2
    assert audit("coverage", tmp_path / "nothing.csv").returncode == 66
    assert audit("fired", "no-such-thing", listed).returncode == 65


def test_standard_input_is_read(listed):
    """As the file would be."""
    piped = audit("fired", "customer-credit", "-", "--format", "jsonl", stdin=listed.read_bytes())
    assert piped.stdout == audit("fired", "customer-credit", listed, "--format", "jsonl").stdout


def test_attributes_that_one_rulebook_alone_knows_are_no_strange_columns(tmp_path):
    """A question that comes with the overlay may stand in the input, answered or not."""
    folder = tmp_path / "rules/attributes/firm"
    folder.mkdir(parents=True)
    text = (RULES / "attributes/firm/has_credit_line.yaml").read_text(encoding="utf-8")
    (folder / "has_overdraft.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "firms.csv"
    path.write_text("id,kind,economy,has_overdraft\na,firm,TWN,true\nb,firm,TWN,\n", encoding="utf-8")
    done = audit("impact", path, "--after", tmp_path / "rules")
    assert (done.returncode, done.told) == (0, "")
    assert "2 rows in = 2 audited + 0 rejected" in done.out
    assert "attributes/has_overdraft (added)" in done.out


@pytest.mark.parametrize("by", ["size_class", "sector_group"])
def test_a_breakdown_that_the_rulebook_does_not_have_is_refused_by_name(by, small_rules):
    """A rulebook of others may classify otherwise."""
    (small_rules / f"classification/{by}.yaml").unlink()
    done = audit("coverage", small_rulebook.PROFILES, "--rules", small_rules, "--by", by)
    assert (done.returncode, "E-NO-CLASSIFICATION" in done.told, by in done.told) == (65, True, True)
    assert audit("coverage", small_rulebook.PROFILES, "--rules", small_rules).returncode == 0
