"""The command line: data to standard output, messages to standard error, exit codes that can be relied on."""

from __future__ import annotations

import errno
import json
import re
import shutil
import sys
from unittest.mock import Mock

import pytest

from smeadvisor.cli import main
from support.commands import process, run, shell
from support.paths import ECONOMIES, FIRMS, MEXICO, ROOT, TAIWAN

HEAD = b"id: x\nkind: firm\neconomy: MEX\nanswers:\n"


BAD = {
    "unknown field": (HEAD + b"  employes: 5\n", "E-UNKNOWN-KEY", 5),
    "unknown top field": (b"id: x\nkind: firm\neconomy: MEX\nanswrs: {}\n", "E-UNKNOWN-KEY", 4),
    "answer outside answers": (b"id: x\nkind: firm\neconomy: MEX\nemployees: 5\n", "E-ANSWERS", 4),
    "thousands in braces": (HEAD + b"  export_loan_needed: {amount: 250,000, currency: USD}\n", "E-YAML-COMMA", 5),
    "outside the choices": (HEAD + b"  sector: mining\n", "E-CHOICE", 5),
    "outside the range": (HEAD + b"  freight_insurance_share: 130\n", "E-RANGE", 5),
    "negative": (HEAD + b"  employees: -1\n", "E-RANGE", 5),
    "money without currency": (HEAD + b"  export_loan_needed: 250000\n", "E-CURRENCY", 5),
    "duplicate key": (HEAD + b"  employees: 1\n  employees: 2\n", "E-DUP-KEY", 6),
    "tag": (HEAD + b"  employees: !!int 5\n", "E-YAML-TAG", 5),
    "alias": (HEAD + b"  employees: &a 5\n  months_exporting: *a\n", "E-YAML-ALIAS", 6),
    "nesting bomb": (HEAD + b"  employees: " + b"[" * 50_000, "E-DEPTH", 5),
    "NaN": (HEAD + b"  employees: .nan\n", "E-NUM-FINITE", 5),
    "empty": (b"", "E-EMPTY", 1),
    "Big5": (HEAD + "name: 公司".encode("cp950"), "E-ENCODING", 5),
    "a list": (b"- a\n", "E-FORMAT", 1),
    "no id": (b"kind: firm\neconomy: MEX\n", "E-MISSING", 1),
    "wrong kind": (b"id: x\nkind: frim\neconomy: MEX\n", "E-CHOICE", 2),
    "economy in two letters": (b"id: x\nkind: firm\neconomy: NO\n", "E-ECONOMY", 3),
    "economy in lower case": (b"id: x\nkind: firm\neconomy: mex\n", "E-ECONOMY", 3),
    "an economy's answer": (HEAD + b"  sme_count: 5\n", "E-AUDIENCE", 5),
    "null qualifier": (
        b"id: x\nkind: economy\neconomy: MEX\nanswers:\n  sme_count: {value: 5, qualifier: ~}\n",
        "E-QUALIFIER",
        5,
    ),
    "kind a list": (b"id: x\nkind: [firm]\neconomy: MEX\nanswers: {employees: 5}\n", "E-TYPE", 2),
    "currency a list": (HEAD + b"  annual_sales: {amount: 5, currency: [USD]}\n", "E-CHOICE", 5),
    "amount missing": (HEAD + b"  annual_sales: {value: {currency: USD}}\n", "E-MISSING", 5),
    "one item of a list": (HEAD + b"  ways_to_market:\n    - direct_export\n    - mars\n", "E-CHOICE", 7),
    "answers a list": (b"id: x\nkind: firm\neconomy: MEX\nanswers: [1]\n", "E-TYPE", 4),
}


@pytest.mark.parametrize("case", BAD, ids=list(BAD))
def test_bad_input_gets_one_clear_error(case, tmp_path, run):
    """One line on standard error with place, code and remedy; exit 65; no traceback, no advice."""
    content, code, line = BAD[case]
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    for lang in ("en", "zh-Hant"):
        done = run("advise", "--lang", lang, path)
        message = done.stderr.decode()
        assert (done.returncode, done.stdout) == (65, b"")
        assert re.match(rf"{re.escape(str(path))}:{line}:\d+: {code}: ", message), message
        assert len(message.splitlines()) == 1


def test_several_problems_of_a_profile_are_told_at_once(tmp_path, run):
    """Each with its own line, in order."""
    path = tmp_path / "bad.yaml"
    path.write_bytes(HEAD + b"  employes: 5\n  sector: mining\n  export_loan_needed: 1\n")
    lines = run("advise", path).stderr.decode().splitlines()
    assert [re.search(r"E-[A-Z-]+", line).group() for line in lines] == ["E-UNKNOWN-KEY", "E-CHOICE", "E-CURRENCY"]
    assert "did you mean employees?" in lines[0]


@pytest.mark.parametrize(("name", "code"), [("no-such.yaml", "E-NOT-FOUND"), (".", "E-DIRECTORY")])
def test_what_is_not_there_exits_with_66(tmp_path, name, code, run):
    """A missing file, a folder."""
    done = run("advise", tmp_path / name)
    assert (done.returncode, done.stdout) == (66, b"")
    assert code in done.stderr.decode()


def test_errors_as_json(tmp_path, run):
    """One object a line, with the fields a program needs."""
    path = tmp_path / "bad.yaml"
    path.write_bytes(HEAD + b"  employes: 5\n")
    (line,) = run("advise", "--errors", "json", path).stderr.splitlines()
    found = json.loads(line)
    assert (found["code"], found["file"], found["line"], found["column"]) == ("E-UNKNOWN-KEY", str(path), 5, 3)
    assert (found["pointer"], found["value"]) == ("/answers/employes", "employes")
    assert found["message"]
    assert found["remedy"]


def test_good_files_are_advised_beside_bad_ones(tmp_path, run):
    """The exit code says that some were not."""
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"")
    done = run("advise", "--format", "json", TAIWAN, path, tmp_path / "none.yaml", MEXICO)
    assert done.returncode == 1
    assert [json.loads(line)["profile"]["id"] for line in done.stdout.splitlines()] == ["twn", "mex-auto-parts"]
    assert len(done.stderr.splitlines()) == 2


def test_standard_input_as_yaml_and_as_json(run):
    """- reads either form, with the same result."""
    yaml_text = HEAD + b"  need_felt_most: export_finance\n"
    json_text = b'{"id": "x", "kind": "firm", "economy": "MEX", "answers": {"need_felt_most": "export_finance"}}'
    found = [run("advise", "--format", "json", "-", stdin=text) for text in (yaml_text, json_text)]
    assert found[0].returncode == 0
    assert found[0].stdout == found[1].stdout


def test_a_suspicious_amount_is_advised_with_a_warning(tmp_path, run):
    """Sales of NT$3.2 billion with five employees are likely in the wrong unit."""
    path = tmp_path / "firm.yaml"
    path.write_bytes(HEAD + b"  employees: 5\n  annual_sales: {amount: 3200000000, currency: TWD}\n")
    done = run("advise", path)
    assert done.returncode == 0
    assert b"W-UNIT-SUSPECT" in done.stderr
    assert "annual_sales" in done.stdout.decode()


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C"}, {"LC_ALL": "zh_TW.Big5", "PYTHONIOENCODING": "big5"}, {"HOME": "", "TERM": "dumb"}]
)
def test_the_locale_changes_no_byte(env, run):
    """UTF-8 whatever the environment says; a process, since an environment is read at its start."""
    plain = run("advise", "--lang", "zh-Hant", MEXICO)
    assert process("advise", "--lang", "zh-Hant", MEXICO, **env).stdout == plain.stdout
    assert plain.stdout.decode()


@pytest.mark.parametrize("name", ["cp1252", "cp950", "ascii"])
def test_help_is_shown_in_any_code_page(name):
    """It holds Chinese, which a code page of Windows may lack."""
    done = process("batch", "--help", PYTHONIOENCODING=name)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"--encoding cp950" in done.stdout


def test_it_runs_from_any_folder(tmp_path):
    """The rulebook is found wherever the process is begun."""
    assert process("advise", MEXICO, cwd=tmp_path).returncode == 0


def test_a_reader_that_stops_early_is_no_error():
    """As in `advise … | head -1`: a pipe between processes."""
    assert shell(f"smeadvisor advise {' '.join(map(str, ECONOMIES + FIRMS))} | head -1").stderr == b""


def test_an_early_end_of_the_reader_is_success():
    """The exit code says nothing of rejected rows when none was; a pipe between processes."""
    done = shell(f"(smeadvisor advise {TAIWAN} {MEXICO}; echo $? >&2) | true")
    assert done.stderr.strip() in (b"0", b"141")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"advise {TAIWAN} >&-", 74),
        (f"audit fired export-finance {TAIWAN} >&-", 74),
        ("advise - <&-", 66),
        ("interview <&-", 75),
    ],
)
def test_closed_streams_are_told(command, code):
    """A process with no standard output to write to, no standard input to read from; a bug is never told of it."""
    assert shell(f"smeadvisor {command}").returncode == code


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (MemoryError(), 75),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), 75),
        (ImportError("x.so: failed to map segment from shared object"), 75),
        (OSError(errno.EIO, "Input/output error"), 70),
        (KeyError("x"), 70),
    ],
)
def test_a_lack_of_memory_is_no_bug(fault, code, run, monkeypatch):
    """It has a code and a remedy of its own, however it shows itself."""
    monkeypatch.setattr("smeadvisor.model.profile.read_profile", Mock(side_effect=fault))
    done = run("advise", TAIWAN)
    assert (done.returncode, ("E-MEMORY" if code == 75 else "E-INTERNAL") in done.told) == (code, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("advise", TAIWAN, "--top"),
        ("log", "list", "x.log", "--last"),
        ("log", "replay", "x.log", "1", "--row"),
        ("batch", TAIWAN, "-o", "x.csv", "--jobs"),
        ("batch", TAIWAN, "-o", "x.csv", "--part-rows"),
        ("audit", "impact", TAIWAN, "--after", "x", "--cases"),
    ],
)
def test_a_number_that_nobody_means_is_wrong_usage(arguments, run):
    """Huge, negative, of very many digits, none at all; where there may be none, nought is fine."""
    for number in (10**30, -1, "9" * 5000, 1.5, "", *([] if "--cases" in arguments else [0])):
        assert run(*arguments, f"{number}").returncode == 2


def test_wrong_usage_is_told_without_what_a_terminal_obeys(monkeypatch, capfdbinary):
    """The message quotes what was given."""
    for given in ("--\x1b[31m", "\x1b[31m\u202e"):
        monkeypatch.setattr("sys.argv", ["smeadvisor", given])
        with pytest.raises(SystemExit, match="2"):
            main()
        told = capfdbinary.readouterr().err
        assert b"\\x1b[31m" in told
        assert b"\x1b" not in told


def test_a_full_disk_exits_with_74():
    """What cannot be written is said in one line, and nothing more as the process exits."""
    done = shell(f"smeadvisor advise {TAIWAN} > /dev/full")
    assert done.returncode == 74
    assert done.stderr.startswith(b"E-OUTPUT")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["a\x1b[5m", "a\x85\u202e", "a\r\nb", "\x7f", "\U000e0001"])
def test_no_message_holds_what_a_terminal_obeys(name, run, tmp_path, monkeypatch):
    """Wherever a name turns up: as a sentence its codes stand there, as JSON it reads back as it was."""
    monkeypatch.chdir(tmp_path)
    profile = tmp_path / "p.json"
    profile.write_text(json.dumps({"id": "f", "kind": "firm", "economy": "MEX", "answers": {}, "\x85\u202e": 1}))
    for arguments in (["verify", name], ["advise", name], ["advise", profile]):
        told = run(*arguments).told
        assert told.rstrip("\n").isprintable(), ascii(told)
        line = run(*arguments, "--errors", "json").told.rstrip("\n")
        assert line.isprintable(), ascii(line)
        assert json.loads(line)["file"] == str(arguments[1])


def test_nothing_is_coloured_that_does_not_go_to_a_terminal():
    """No escape sequences in a pipe, which only a process has."""
    assert b"\x1b" not in process("advise", TAIWAN).stdout


@pytest.mark.parametrize("arguments", [["advise"], ["advise", "--format", "xml", "x"], ["nonsense"], ["--nonsense"]])
def test_wrong_usage_exits_with_2(arguments, run):
    """And says what is wrong."""
    done = run(*arguments)
    assert done.returncode == 2
    assert b"Error" in done.stderr


def test_a_process_says_what_is_wrong_and_exits_with_2():
    """Outside these tests the program itself tells of wrong usage."""
    done = process("nonsense")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Error" in done.stderr


@pytest.mark.parametrize("day", ["yesterday", "2010", "2011-13", ""])
def test_a_day_that_cannot_be_meant_is_refused(day, run):
    """In the language asked for, with what to write instead."""
    done = run("advise", "--lang", "zh-Hant", "--as-of", day, TAIWAN)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "E-AS-OF" in done.stderr.decode()
    assert "2011" in done.stderr.decode()


def test_advice_as_of_the_paper_and_as_of_a_day_to_come(run):
    """The day is in the advice; beyond what is reviewed there is a warning."""
    then = run("advise", "--as-of", "2011", "--format", "json", TAIWAN)
    assert (json.loads(then.stdout)["as_of"], then.returncode, then.stderr) == ("2011-12-31", 0, b"")
    later = run("advise", "--as-of", "2099", "--format", "json", TAIWAN)
    assert (json.loads(later.stdout)["as_of"], later.returncode) == ("2099-12-31", 0)
    assert b"W-AS-OF" in later.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["advise", "--help"], ["rules", "check", "--help"]])
def test_help_has_examples(arguments, run):
    """Every command explains itself."""
    done = run(*arguments)
    assert done.returncode == 0
    assert b"Usage" in done.stdout


def test_rules_check_passes_the_shipped_rulebook_and_fails_a_faulty_one(tmp_path, run):
    """With the counts, or with every fault."""
    done = run("rules", "check")
    assert done.returncode == 0
    assert re.search(rb"sound: \d+ rules", done.stdout)
    failed = run("rules", "check", "--rules", tmp_path)
    assert failed.returncode == 65
    assert b"E-RULES" in failed.stderr


def test_a_rulebook_with_unanswered_warnings_is_not_called_sound(tmp_path, run):
    """What is written agrees with the exit code, in either language."""
    folder = shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (folder / "accepted.yaml").write_text("accepted: []\n", encoding="utf-8")
    for lang, sound, said in (("en", "sound", "warnings not answered ("), ("zh-Hant", "無誤", "項警告尚未回應")):
        done = run("rules", "check", "--rules", folder, "--lang", lang)
        assert done.returncode == 1
        assert sound not in done.stdout.decode()
        assert said in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "mex/sme-export-credit"], "US$600,000"),
        (["show", "days_to_payment", "--lang", "zh-Hant"], "出貨到收款"),
        (["list", "barriers", "--family", "product"], "product/packaging-labelling"),
        (["list", "instruments", "--economy", "HKG", "--status", "closed"], "hkg/sme-loan-guarantee"),
        (["matrix"], "none"),
        (["matrix", "traits", "--lang", "zh-Hant"], "香港"),
        (["matrix", "--format", "html"], "<table"),
    ],
)
def test_the_rulebook_can_be_read_without_yaml(arguments, says, run):
    """Shown, listed and drawn up; as JSON where asked for."""
    done = run("rules", *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    assert says in done.stdout.decode()
    if "html" not in arguments:
        assert json.loads(run("rules", *arguments, "--format", "json").stdout)


def test_a_name_that_nothing_has_is_told_with_the_nearest(run):
    """And nothing is written."""
    done = run("rules", "show", "mex/sme-export-kredit")
    assert (done.returncode, done.stdout) == (65, b"")
    assert b"mex/sme-export-credit" in done.stderr


def test_a_file_that_was_begun_is_refused_until_it_is_filled_in(tmp_path, run):
    """The scaffold is where it belongs, and the check names what is still to be written."""
    folder = shutil.copytree(ROOT / "rules", tmp_path / "rules")
    begun = run("rules", "new", "barrier", "product/spare-parts", "--rules", folder)
    assert begun.stdout.decode().strip().endswith("barriers/product/spare-parts.yaml")
    failed = run("rules", "check", "--rules", folder)
    assert failed.returncode == 65
    assert b"E-TODO" in failed.stderr


@pytest.mark.parametrize("arguments", [["list", "barriers"], ["show", "functional/working-capital"]])
def test_names_can_be_looked_up_beside_a_file_that_was_begun(tmp_path, arguments, run):
    """It is left out, and told of on standard error."""
    run("rules", "new", "instrument", "mex/new-fund", "--rules", tmp_path)
    done = run("rules", *arguments, "--rules", tmp_path)
    assert (done.returncode, done.stdout) == (0, run("rules", *arguments).stdout)
    assert b"W-UNFINISHED" in done.stderr


def test_a_bug_of_ours_ends_in_one_line():
    """The process ends without a traceback; exit 70."""
    code = """if True:
        from smeadvisor import cli
        from smeadvisor.rules import shipped
        shipped.shipped_rulebook = lambda files: 1 / 0
        cli.main()
    """
    done = process("advise", TAIWAN, program=(sys.executable, "-c", code))
    assert done.returncode == 70
    assert done.stderr.startswith(b"E-INTERNAL")
    assert len(done.stderr.splitlines()) == 1


EMPTY = {
    "out": ("batch", FIRMS[0], "-o", ""),
    "rejects": ("batch", FIRMS[0], "-o", "out.csv", "--rejects", ""),
    "rejects in one": ("batch", FIRMS[0], "-o", "out.csv", "--rejects="),
    "summary": ("batch", FIRMS[0], "-o", "out.csv", "--summary", ""),
    "log": ("advise", FIRMS[0], "--log", ""),
    "rules": ("advise", FIRMS[0], "--rules", ""),
    "profile": ("advise", ""),
    "form": ("form", "--kind", "firm", "-o", ""),
    "schemas": ("rules", "schema", ""),
    "new file": ("rules", "new", "barrier", "product/x", "--rules", ""),
    "interview": ("interview", "--plain", "-o", ""),
    "audit": ("audit", "coverage", FIRMS[0], "--rejects", ""),
    "verify": ("verify", ""),
}


@pytest.mark.parametrize("case", EMPTY)
def test_an_empty_name_is_wrong_usage(case, tmp_path, monkeypatch):
    """Not the folder that one is in; nothing is made."""
    monkeypatch.chdir(tmp_path)
    done = run(*EMPTY[case])
    assert (done.returncode, done.stdout) == (2, b"")
    assert "is empty" in done.told
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("count", [100, 101, 5_000])
def test_no_more_faults_are_told_of_a_profile_than_can_be_read(count, tmp_path, run):
    """A hundred, and that there are more; of a list, whatever its length, the first few."""
    path = tmp_path / "p.yaml"
    path.write_bytes(HEAD + b"".join(b"  x%d: 1\n" % i for i in range(count)))
    told = run("advise", path).told.splitlines()
    assert [": E-MORE: " in line for line in told] == [False] * 100 + [True] * (count > 100)
    path.write_bytes(HEAD + b"  strengths: [" + b"x, " * count + b"]\n")
    told = run("advise", path, "--lang", "zh-Hant").told.splitlines()
    assert len(told) == 4
    assert f"這份清單還有 {count - 3:,} 項有誤" in told[3]
