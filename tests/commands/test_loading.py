"""YAML to rulebook: the shipped one is sound, and every fault is told with its place, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smeadvisor.engines.chaining import Engine
from smeadvisor.files import digest as rules_digest
from smeadvisor.files.digest import read_files
from smeadvisor.messages import is_said
from smeadvisor.problems import InvalidInput
from smeadvisor.rules import files
from smeadvisor.rules.figures import UNITS
from smeadvisor.rules.loading import load, load_finished
from smeadvisor.rules.scaffold import scaffold
from support.paths import RULES
from support.scale import randomness
from support.small_rulebook import change

CREDIT = "instruments/mex/sme-export-credit.yaml"
CAPITAL = "barriers/functional/working-capital.yaml"
FINANCE = "recommendations/export-finance.yaml"
MARKETING = "recommendations/international-marketing.yaml"
GUARANTEE = "instruments/hkg/sme-loan-guarantee.yaml"
SCHEMES = "instruments/hkg/sme-funding-schemes.yaml"
SINCE = "instruments/hkg/sme-financing-guarantee.yaml"
STANDARD = "classification/sme.yaml"
TRAIT = "strategies/financial-policy.yaml"


# Faults told at what they belong to, not at the line that was changed.
ELSEWHERE = {"E-MISSING", "E-EXAMPLE-MISSING", "E-EXAMPLE", "E-RANGE", "E-DUP-ID", "E-UNSOURCED", "E-ORDER"}


def problems(folder: Path):
    with pytest.raises(InvalidInput) as caught:
        load(folder)
    return caught.value.problems


def test_the_shipped_rulebook_is_sound(rulebook):
    """It loads, with every example of every rule giving what it says."""
    assert len(rulebook.rules) > 200


def test_every_rule_has_a_fired_a_blocked_and_an_undecided_example(rulebook):
    """Counted afresh, for every rule that stands in a file."""
    for rule in rulebook.rules:
        if rule.text is not None:
            kind, _, rest = rule.id.partition("/")
            owner, _, name = rest.partition("#")
            examples = getattr(rulebook, kind)[owner].examples
            assert {e.expect for e in examples if e.rule == name} == {"fired", "blocked", "undecided"}, rule.id


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "shown"),
    [
        (CREDIT, "support: credit", "suport: credit", "E-UNKNOWN-KEY", "support"),
        (CREDIT, "support: credit", "support: kredit", "E-CHOICE", "credit"),
        (CREDIT, "support: credit\n", "", "E-MISSING", "support"),
        (CREDIT, "status: in_force", "status: true", "E-CHOICE", "in_force"),
        (
            CREDIT,
            "loan_months_needed: {at_most: 24}",
            "loan_month_needed: {at_most: 24}",
            "E-REF",
            "loan_months_needed",
        ),
        (CREDIT, "loan_months_needed: {at_most: 24}", "loan_months_needed: {atmost: 24}", "E-OPERATOR", "at_most"),
        (CREDIT, "{at_most: 24}", "{at_most: '24 months'}", "E-NUM", "24 months"),
        (CREDIT, "{at_most: 24}", "{at_most: -1}", "E-RANGE", "-1"),
        (CREDIT, "when: {exports_now: true}", "when: exports_now", "E-EXPR", "exports_now"),
        (
            CREDIT,
            "needed for {loan_months_needed} months",
            "needed for {loan_month_needed} months",
            "E-SLOT",
            "loan_months",
        ),
        (CREDIT, "source: section-5-5", "source: section-5-9", "E-REF", "section-5-5"),
        (
            CREDIT,
            "barrier: functional/working-capital",
            "barrier: functional/working-capitol",
            "E-REF",
            "working-capital",
        ),
        (CREDIT, "recommendation: export-finance", "recommendation: export-finances", "E-REF", "export-finance"),
        (CREDIT, "economy: MEX", "economy: MEXICO", "E-REF", "MEX"),
        (
            CREDIT,
            "given: {loan_months_needed: 25}, expect: blocked",
            "given: {loan_months_needed: 24}, expect: blocked",
            "E-EXAMPLE",
            "fired",
        ),
        (CREDIT, "  - {rule: within-24-months, given: {}, expect: undecided}\n", "", "E-EXAMPLE-MISSING", "undecided"),
        (CREDIT, "rule: within-24-months, given: {}", "rule: within-25-months, given: {}", "E-REF", "within-25-months"),
        (CREDIT, "zh-Hant: 中小企業出口貸款}", "zh-Hant: SME export credit}", "E-LANG", "SME export credit"),
        (CREDIT, "en: SME export credit", "en: 出口貸款", "E-LANG", "出口貸款"),
        (CAPITAL, "severity: severe", "severity: dire", "E-CHOICE", "severe"),
        (CAPITAL, "evidence: reported-difficulty", "evidence: reported-dificulty", "E-CHOICE", "reported-difficulty"),
        (CAPITAL, "rank: 1", "rank: 11", "E-CHOICE", "11"),
        (CAPITAL, "side: internal", "side: !!str internal", "E-YAML-TAG", "tag"),
        (CAPITAL, "inference:", "inference_:", "E-UNKNOWN-KEY", "inference"),
        (
            MARKETING,
            "barrier: distribution/channel-access",
            "barrier: distribution/channel",
            "E-REF",
            "distribution/channel",
        ),
        ("priorities.yaml", "severe: 3", "severe: high", "E-TYPE", "high"),
        ("priorities.yaml", "severe: 3", "severe: 0", "E-RANGE", "0"),
        ("priorities.yaml", "severe: 3", "severe: 101", "E-RANGE", "101"),
        ("priorities.yaml", "severe: 3", "severe: .nan", "E-NUM-FINITE", ".nan"),
        ("rulebook.yaml", '"2011-12-31"', '"2024-02-30"', "E-DATE", "2024-02-30"),
        (GUARANTEE, 'since: "2021-03-31"', 'since: "2021-03-32"', "E-DATE", "2021-03-32"),
        (GUARANTEE, "source: web-hk-sgs", "source: section-5-4", "E-LATER", "section-5-4"),
        (GUARANTEE, "    source: web-hk-sgs\n", "", "E-UNSOURCED", "sme-loan-guarantee"),
        (GUARANTEE, "source: web-hk-sgs", "source: web-hk-sg", "E-REF", "web-hk-sgs"),
        (GUARANTEE, "hkg/sme-financing-guarantee]", "hkg/sme-financing-guarantees]", "E-REF", "guarantee"),
        (GUARANTEE, "hkg/sme-financing-guarantee]", "hkg/sme-loan-guarantee]", "E-CYCLE", "sme-loan-guarantee"),
        (GUARANTEE, "status: closed", "status: gone", "E-CHOICE", "closed"),
        (GUARANTEE, "status: in_force", 'begins: "2001"\nstatus: in_force', "E-ORIGIN", "since-2011"),
        (GUARANTEE, "sources: [section-5-4,", "sources: [web-hk-sgs,", "E-LATER", "web-hk-sgs"),
        (SINCE, 'begins: "', 'begins: "in ', "E-DATE", "in "),
        (SINCE, "sources: [", "sources: [section-5-4, ", "E-LATER", "section-5-4"),
        (STANDARD, 'until: "2020-06-24"', 'until: "2020"', "E-DATE", "2020"),
        (STANDARD, 'from: "2020-06-24"', 'from: "2020-06-24"\n    until: "2020-06-24"', "E-ORDER", "twn"),
        (STANDARD, "basis: since-2011", "basis: since-2012", "E-CHOICE", "since-2011"),
        (TRAIT, "economy: JPN", "economy: JAP", "E-REF", "JPN"),
        (TRAIT, "economy: JPN", "economy: APEC", "E-REF", "APEC"),
        (TRAIT, "sources: [section-6-trait-2]", "sources: []", "E-MISSING", "sources"),
        (TRAIT, "sources: [section-6-trait-2]", "sources: [web-hk-sgs]", "E-LATER", "web-hk-sgs"),
        (GUARANTEE, "status: in_force", "status: closed", "E-CHOICE", "in_force"),
        (GUARANTEE, "parent: hkg/sme-funding-schemes", "parent: hkg/sme-loan-guarantee", "E-CYCLE", "guarantee"),
        (STANDARD, '    from: "2020-06-24"\n', "", "E-MISSING", "from"),
        (STANDARD, 'from: "2020-06-24"', 'from: "2005-06-24"', "E-ORDER", "twn"),
        (CAPITAL, "sources: [table-8", "sources: [web-hk-sgs, table-8", "E-LATER", "web-hk-sgs"),
        ("errata.yaml", "id: finance-economies", "id: gifu", "E-DUP-ID", "gifu"),
        ("errata.yaml", "place: section-5-2", "place: web-hk-sgs", "E-LATER", "web-hk-sgs"),
        ("rulebook.yaml", '"2026-03-31"', '"2011-03-31"', "E-ORDER", "paper_through"),
        ("sources.yaml", 'dated: "20', 'dated: "last 20', "E-DATE", "last"),
        (MARKETING, "en: Strengthen SMEs", "en: Strengthen {sector} SMEs", "E-SLOT", "sector"),
        (TRAIT, "recommendation: export-finance", "recommendation: export-finances", "E-REF", "export-finance"),
        (TRAIT, "source: section-6-trait-2", "source: section-6-trait-9", "E-REF", "section-6-trait"),
        ("economies.yaml", "source: section-5-4", "source: section-5-9", "E-REF", "section-5"),
        ("classification/stage.yaml", "value: planning", "value: planing", "E-CHOICE", "planning"),
        ("classification/stage.yaml", "id: already", "id: not-yet", "E-DUP-ID", "not-yet"),
        (GUARANTEE, "sources: [section-5-4,", "sources: [web-hk-sgs,", "E-LATER", "add origin: since-2011"),
        (STANDARD, '    from: "2020-06-24"\n', "", "E-MISSING", "add origin: since-2011"),
        (SINCE, 'begins: "', "begins: 2011 #", "E-TYPE", "2011 is not text. Write text in quotes."),
        (CREDIT, "title: {en: SME export credit, ", "title: {en: SME export credit, cheap, ", "E-YAML-COMMA", "quotes"),
        (CREDIT, "economy: MEX", "economy: ITA", "E-REF", "in economies.yaml first"),
        (CREDIT, "source: section-5-5", "source: TODO-source", "E-TODO-NAME", "rules list sources"),
        (CREDIT, "status: in_force\n", "", "E-MISSING", "Add it: in_force or changed or closed or unknown."),
        (
            "attributes/firm/sector.yaml",
            "zh-Hant: 營造業",
            "zh-Hant: 製造業",
            "E-LABEL",
            "製造業 stands for manufacturing",
        ),
        ("attributes/firm/sector.yaml", "en: construction", "en: Trade", "E-LABEL", "stands for trade"),
        ("attributes/firm/sector.yaml", "zh-Hant: 營造業", "zh-Hant: 不適用", "E-LABEL", "stands for 不適用"),
        ("attributes/firm/strengths.yaml", "zh-Hant: 獨立經營", "zh-Hant: 無", "E-LABEL", "stands for 無"),
        ("economies.yaml", "zh-Hant: 越南", "zh-Hant: 日本", "E-LABEL", "日本 stands for JPN"),
        ("economies.yaml", "en: Australia", "en: Twn", "E-LABEL", "Twn stands for TWN"),
        ("economies.yaml", ", apec: true", "", "E-MISSING", "Add it: true or false."),
        ("priorities.yaml", "mild: 1, ", "", "E-MISSING", "copy that"),
        (
            "attributes/firm/paid_in_capital.yaml",
            "sources: [",
            "basis: inference\nsources: [",
            "E-REASON",
            "languages.",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_column_and_remedy(small_rules, file, old, new, code, shown):
    """The first problem is the fault that was put in, where it was put in."""
    line = (small_rules / file).read_text(encoding="utf-8").partition(old)[0].count("\n") + 1
    change(small_rules, file, old, new)
    found = [problem for problem in problems(small_rules) if problem.code == code]
    assert found
    problem = found[0]
    assert problem.place.file.endswith(file)
    assert problem.place.line == line or code in ELSEWHERE
    for lang in ("en", "zh-Hant"):
        assert problem.remedy(lang)
    assert shown in problem.line("en")


def test_all_faults_of_a_rulebook_are_told_at_once(small_rules):
    """Faults in three files come in one report, in order of file and line."""
    change(small_rules, CREDIT, "support: credit", "suport: credit")
    change(small_rules, CAPITAL, "severity: severe", "severity: dire")
    change(small_rules, "priorities.yaml", "mild: 1", "mild: one")
    found = problems(small_rules)
    assert {problem.place.file.rsplit("/", 1)[-1] for problem in found} >= {
        "sme-export-credit.yaml",
        "working-capital.yaml",
        "priorities.yaml",
    }
    places = [(problem.place.file, problem.place.line) for problem in found]
    assert places == sorted(places)


def test_faults_of_different_depth_are_told_at_once(small_rules):
    """A misspelt key, an unknown attribute and an unknown source; nothing that only follows from them."""
    change(small_rules, CREDIT, "support: credit", "suport: credit")
    change(small_rules, "classification/stage.yaml", "{exports_now: false}", "{exports_nuw: false}")
    change(small_rules, CAPITAL, "sources: [table-8", "sources: [tabel-8")
    codes = [problem.code for problem in problems(small_rules)]
    assert set(codes) <= {"E-UNKNOWN-KEY", "E-MISSING"}
    change(small_rules, CREDIT, "suport: credit", "support: credit")
    assert [problem.code for problem in problems(small_rules)] == ["E-REF", "E-REF"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("priorities.yaml", "mild: 1, ", "", "E-MISSING"),
        ("priorities.yaml", '"1": 10, ', "", "E-MISSING"),
        ("priorities.yaml", "mild: 1", 'mild: "1"', "E-TYPE"),
        ("priorities.yaml", "mild: 1", "mild: true", "E-TYPE"),
        (CREDIT, "title:", "id: other\ntitle:", "E-UNKNOWN-KEY"),
        (CREDIT, "loan_months_needed: {at_most: 24}", "loan_months_needed: {}", "E-OPERATOR"),
        (CREDIT, "given: {loan_months_needed: 25}", "given: {loan_month_needed: 25}", "E-REF"),
        (CREDIT, 'given: {sme: "no"}', "given: {sme: nope}", "E-CHOICE"),
        ("classification/size_class.yaml", 'when: {sme: "no"}', "when: {sme: {not_in: [no]}}", "E-CHOICE"),
        ("attributes/firm/employees.yaml", "step: 1", "step: 0", "E-RANGE"),
        ("errata.yaml", "place: section-5-5", "place: section-5-9", "E-REF"),
        ("errata.yaml", "instruments/mex/higher-exporter-credit", "instruments/mex/higher-credit", "E-REF"),
        (SCHEMES, "status: in_force", "status: in_force\nparent: hkg/sme-loan-guarantee", "E-CYCLE"),
        (CREDIT, "  - id: term\n", "  - id: amount\n", "E-DUP-ID"),
        (FINANCE, "  - barrier: economic/exchange-risk\n", "  - barrier: functional/working-capital\n", "E-DUP-ID"),
        ("attributes/firm/employees.yaml", "changeable: false", 'changeable: "off"', "E-TYPE"),
    ],
)
def test_what_would_break_or_mislead_the_advice_is_refused(small_rules, file, old, new, code):
    """Nothing that passes the check may fail or lie later."""
    change(small_rules, file, old, new)
    assert code in {problem.code for problem in problems(small_rules)}


def test_a_file_cut_in_the_middle_of_a_line_is_refused(small_rules):
    """A rule file ends with a line break."""
    path = small_rules / "errata.yaml"
    path.write_bytes(path.read_bytes()[:-20])
    assert problems(small_rules)


def test_a_folder_that_cannot_be_read_is_told(small_rules, monkeypatch):
    """Rules never vanish in silence."""

    def refused(*_: object, onerror: object, **__: object) -> None:
        onerror(PermissionError(13, "Permission denied", str(small_rules / "instruments")))  # type: ignore[operator]

    monkeypatch.setattr("os.walk", refused)
    assert [problem.code for problem in problems(small_rules)] == ["E-UNREADABLE"]


def test_an_inference_without_a_reason_is_refused(small_rules):
    """Neither of its own nor of its file."""
    path = small_rules / "classification/stage.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("inference:\n")
    path.write_text(text[:start] + text[text.index("values:") :], encoding="utf-8")
    assert {problem.code for problem in problems(small_rules)} == {"E-REASON"}


def test_a_profile_among_the_rules_is_told_to_be_elsewhere(small_rules):
    """It is no part of a rulebook."""
    (small_rules / "my-firm.yaml").write_text("id: my-firm\n", encoding="utf-8")
    (found,) = problems(small_rules)
    assert (found.code, "no profiles" in found.line("en")) == ("E-REF", True)


def test_units_of_figures_are_told_in_both_languages():
    """Each word that may be one has its phrase."""
    assert all(is_said(f"rulebook.unit_{unit}") for unit in UNITS)


def test_unfinished_files_are_left_out_where_names_are_looked_up(small_rules):
    """Each is told; a fault in a finished file is still one."""
    path = scaffold("barrier", "functional/credit-rating", small_rules)
    with pytest.raises(InvalidInput):
        load(small_rules)
    found, left_out = load_finished(read_files([small_rules]))
    assert "functional/credit-rating" not in found.barriers
    assert [(each.code, each.place and each.place.file) for each in left_out] == [("W-UNFINISHED", str(path))]
    change(small_rules, CREDIT, "support: credit", "support: kredit")
    with pytest.raises(InvalidInput) as caught:
        load_finished(read_files([small_rules]))
    assert {each.code for each in caught.value.problems} == {"E-CHOICE"}


def test_what_rests_on_the_paper_names_its_place(small_rules):
    """A rule of basis paper without any source is refused."""
    path = small_rules / "classification/routes.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sources: [section-3, note-6]\n", ""), encoding="utf-8")
    assert {problem.code for problem in problems(small_rules)} == {"E-SOURCE"}


def test_rules_that_depend_on_each_other_in_a_circle_are_refused(small_rules):
    """Two classifications that test one another."""
    change(small_rules, "classification/stage.yaml", "when: {exports_now: false}", "when: {sector_group: services}")
    change(small_rules, "classification/sector_group.yaml", "when: {sector: agriculture}", "when: {stage: planning}")
    change(small_rules, "classification/stage.yaml", "when: {exports_now: true}", "when: {sector_group: agriculture}")
    path = small_rules / "classification/sector_group.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("when: {sector: [trade,", "when: {stage: operational, sector: [trade,"), encoding="utf-8"
    )
    assert "E-CYCLE" in {problem.code for problem in problems(small_rules)}


def test_the_same_id_in_two_folders_is_refused(small_rules):
    """An attribute goes by its file name wherever it stands."""
    shutil.copy(small_rules / "attributes/firm/sector.yaml", small_rules / "attributes/economy/sector.yaml")
    assert "E-DUP-ID" in {problem.code for problem in problems(small_rules)}


@pytest.mark.parametrize("name", ["Bad Name.yaml", "__factid__.yaml", "a__b.yaml", "公司.yaml"])
def test_a_file_name_that_cannot_be_an_id_is_refused(small_rules, name):
    """Ids are lower-case letters, digits, hyphens and single underscores."""
    shutil.copy(small_rules / "attributes/firm/sector.yaml", small_rules / "attributes/firm" / name)
    assert "E-NAME" in {problem.code for problem in problems(small_rules)}


def test_only_classification_may_test_the_economy(small_rules):
    """A barrier's sign that asks for Taiwan does not load."""
    change(
        small_rules,
        CAPITAL,
        "when: {need_felt_most: export_finance}",
        "when: {economy: TWN, need_felt_most: export_finance}",
    )
    assert "E-REF" in {problem.code for problem in problems(small_rules)}


@pytest.mark.parametrize("name", ["priorities", "sources", "rulebook", "economies", "errata"])
def test_a_missing_part_is_named(small_rules, name):
    """Each of the single files is needed."""
    (small_rules / f"{name}.yaml").unlink()
    assert {problem.code for problem in problems(small_rules)} <= {"E-MISSING", "E-RULES"}


def test_a_folder_without_rules_is_told_so(tmp_path):
    """Not a pile of missing files, but one sentence."""
    assert [problem.code for problem in problems(tmp_path)] == ["E-RULES"]


def test_a_rule_file_cut_short_anywhere_is_refused_or_sound(small_rules, tmp_path):
    """Every prefix of a rule file is refused by name, or is a sound smaller file; never a traceback."""
    path, alone = small_rules / "classification/stage.yaml", tmp_path / "alone/classification/stage.yaml"
    alone.parent.mkdir(parents=True)
    content = path.read_bytes()
    for end in range(len(content)):
        alone.write_bytes(content[:end])
        refused = [
            each
            for each in files.read_shelf(read_files([tmp_path / "alone"]).folders[0]).problems
            if each.place.file == str(alone)
        ]
        if not refused:
            path.write_bytes(content[:end])
            assert all(each.code == "E-EXAMPLE-MISSING" for each in problems(small_rules))


def test_the_order_of_files_does_not_matter(whole_rulebook, monkeypatch, make):
    """Rules read in a shuffled order give the same rules and the same advice."""
    in_order = rules_digest.rule_files

    def shuffled(folder: Path) -> list[Path]:
        paths = in_order(folder)
        randomness(7).shuffle(paths)
        return paths

    monkeypatch.setattr(rules_digest, "rule_files", shuffled)
    other = load(RULES)
    assert [rule.id for rule in other.rules] == [rule.id for rule in whole_rulebook.rules]
    profile = make("firm", "MEX", {"need_felt_most": "export_finance", "exports_now": True})
    assert Engine(other).consult(profile).as_dict() == Engine(whole_rulebook).consult(profile).as_dict()


def test_a_file_edited_while_a_rulebook_is_read_changes_nothing_of_it(small_rules, monkeypatch):
    """Each file is read once, so the digest is of the bytes that were parsed."""
    before, parse = load(small_rules), files.parse

    def edited(content: bytes, name: str) -> object:
        path = Path(name)
        path.write_bytes(path.read_bytes() + b"# edited\n")
        return parse(content, name)

    monkeypatch.setattr(files, "parse", edited)
    assert load(small_rules) == before
    monkeypatch.undo()
    assert load(small_rules).digest != before.digest


def test_the_digest_changes_with_any_file(small_rules):
    """Content and path of every rule file are part of the identity."""
    before = read_files([small_rules]).digest()
    change(small_rules, CAPITAL, "severity: severe", "severity: mild")
    middle = read_files([small_rules]).digest()
    (small_rules / CAPITAL).rename(small_rules / "barriers/functional/other.yaml")
    assert len({before, middle, read_files([small_rules]).digest()}) == 3


def test_rule_files_stay_readable(rulebook):
    """Apart from its examples no rule file outgrows two screens; lists of references may."""
    for path in RULES.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        body = text.partition("\nexamples:")[0]
        assert len(body.splitlines()) <= 140 or path.name in ("sources.yaml", "errata.yaml"), path
