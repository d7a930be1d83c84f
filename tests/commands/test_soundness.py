"""The check of a rulebook: forty seeded faults of every kind are found, and the shipped rulebook has none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from smeadvisor.files.digest import read_files
from smeadvisor.problems import InvalidInput
from smeadvisor.problems.formats import as_json, as_sarif
from smeadvisor.rules.files import FOLDERS
from smeadvisor.rules.loading import review
from support.paths import RULES
from support.small_rulebook import change

CAPITAL = "barriers/functional/working-capital.yaml"
PRICES = "barriers/price/match-competitors-prices.yaml"
RISK = "barriers/economic/exchange-risk.yaml"
MICRO = "barriers/functional/managerial-time.yaml"
STAGE, SIZE, STANDARD = (f"classification/{name}.yaml" for name in ("stage", "size_class", "sme"))
CREDIT = "instruments/mex/sme-export-credit.yaml"
EXCELLENCE = "instruments/twn/taiwan-excellence.yaml"
BUD = "instruments/hkg/bud-fund.yaml"
GUARANTEE = "instruments/hkg/sme-loan-guarantee.yaml"
DIGITAL = "recommendations/digital-capability.yaml"
ACCEPTED = "accepted.yaml"
GAP = "attributes/firm/price_gap.yaml"
GROWTH = "      - attributes/sme_growth\n"
LEAD = "price_gap: {at_least: 10}, strengths: {lacks: [technology_lead"
WIDE = "price_gap: {at_least: 20}, strengths: {lacks: [technology_lead"

WITHIN_24 = "given: {loan_months_needed: 24}, expect: "
WITHIN_25 = "given: {loan_months_needed: 25}, expect: "
WITHIN_0 = "  - {rule: within-24-months, given: {}, expect: undecided}\n"
SME_5 = 'sme: "yes", employees: {below: 5}'
UNHEDGED = "payment_protection: {lacks: currency_hedge}, days"
IN_FULL = "of: [barriers/functional/managerial-time#mostly-micro-enterprises-in-full]"
GIFU = "of: [instruments/jpn/sme-ministerial-gifu]"

SEEDED = {
    "form": [
        (CREDIT, "support: credit", "suport: credit", "E-UNKNOWN-KEY"),
        (CAPITAL, "severity: severe", "severity: dire", "E-CHOICE"),
        (CREDIT, "economy: MEX\n", "", "E-MISSING"),
    ],
    "examples": [
        (CREDIT, WITHIN_25 + "blocked", WITHIN_25 + "fired", "E-EXAMPLE"),
        (CREDIT, WITHIN_0, "", "E-EXAMPLE-MISSING"),
    ],
    "references": [
        (CREDIT, "barrier: functional/working-capital", "barrier: functional/capital", "E-REF"),
        (CREDIT, "when: {exports_now: true}", "when: {exports_soon: true}", "E-REF"),
        (EXCELLENCE, "recommendation: international-marketing", "recommendation: marketing", "E-REF"),
    ],
    "both languages": [
        (EXCELLENCE, "zh-Hant: 台灣精品}", "zh-Hant: Taiwan Excellence}", "E-LANG"),
        (EXCELLENCE, "en: Taiwan Excellence", "en: 台灣精品", "E-LANG"),
        (GAP, "  zh-Hant: ", "  zh: ", "E-UNKNOWN-KEY"),
    ],
    "sources": [
        (EXCELLENCE, "sources: [section-6-rec-3]", "sources: [section-7]", "E-REF"),
        (EXCELLENCE, "source: web-tw-excellence", "source: web-tw-excellent", "E-REF"),
        (GUARANTEE, "source: web-hk-sgs", "source: note-23", "E-LATER"),
    ],
    "slots": [
        (PRICES, "is {price_gap} above", "is {price} above", "E-SLOT"),
        (DIGITAL, "headline:\n    en: Build", "headline:\n    en: Build {sector}", "E-SLOT"),
    ],
    "reasons that are sentences": [
        (CAPITAL, "en: finance for exporting is", "en: The finance for exporting is", "E-CLAUSE"),
        (CAPITAL, "need that you feel most, zh", "need that you feel most., zh", "E-CLAUSE"),
        (CAPITAL, "貴公司目前最需要的是出口融資}", "貴公司目前最需要的是出口融資。}", "E-CLAUSE"),
    ],
    "figures": [
        (BUD, "value: 70, unit: count", "value: 70, unit: seats", "E-FIGURE-UNIT"),
        (BUD, "value: 7000000, unit: HKD", "value: 7000000, unit: HK$", "E-FIGURE-UNIT"),
        (BUD, "value: 7000000, unit: HKD", "value: HKD7000000, unit: HKD", "E-NUM"),
        (BUD, "value: 7000000, unit: HKD", "value: 7,000,000, unit: HKD", "E-YAML-COMMA"),
        (BUD, 'value: "1:3"', 'value: "1 to 3"', "E-TYPE"),
        (BUD, "value: 70, unit: count", "value: 70, unit: date", "E-TYPE"),
        (BUD, "value: 70, unit: count", "value: 70.5, unit: year", "E-TYPE"),
        (BUD, "id: max_projects", "id: max projects", "E-NAME"),
    ],
    "examples at the edge": [
        (CREDIT, WITHIN_25 + "blocked", WITHIN_25.replace("25", "26") + "blocked", "E-EDGE"),
        (CREDIT, WITHIN_24 + "fired", WITHIN_24.replace("24", "23") + "fired", "E-EDGE"),
        (CREDIT, "{amount: 600001, ", "{amount: 600002, ", "E-EDGE"),
        (PRICES, "{price_gap: 4.99, ", "{price_gap: 4.98, ", "E-EDGE"),
        (PRICES, "{price_gap: 5, ", "{price_gap: 5.01, ", "E-EDGE"),
    ],
    "ids": [
        (CAPITAL, "  - id: ", "  - id: a ", "E-NAME"),
        (CREDIT, "  - id: term", "  - id: The term", "E-NAME"),
    ],
    "requirements without text": [
        (CREDIT, "    title: {en: ", "    titel: {en: ", "E-UNKNOWN-KEY"),
        (GUARANTEE, "    title: {en: the firm is an SME, zh-Hant: 公司屬於中小企業}\n", "", "E-MISSING"),
    ],
    "rules that can never fire": [
        (SIZE, SME_5, SME_5 + ", exports_now: true, stage: planning", "E-NEVER"),
        (RISK, UNHEDGED, "stage: planning, exports_now: true, days", "E-NEVER"),
    ],
    "contradictions": [
        (PRICES, LEAD, LEAD.replace("10}", "10, below: 10}"), "E-CONTRADICTION"),
        (PRICES, "{at_least: 15}", "{above: 15, at_most: 12}", "E-CONTRADICTION"),
        (PRICES, WIDE, WIDE.replace("{lacks", "{includes: technology_lead, lacks"), "E-CONTRADICTION"),
        (MICRO, "micro_share: {at_least: 90}", "micro_share: {above: 100}", "E-CONTRADICTION"),
        (SIZE, "employees: {below: 5}", "employees: {below: 0}", "E-CONTRADICTION"),
    ],
    "one thing, two values": [
        (STAGE, "when: {exports_now: true}", "when: {export_plan: true}", "E-CONFLICT"),
        (SIZE, "employees: {at_least: 5}", "employees: {at_least: 4}", "E-CONFLICT"),
        (STANDARD, 'from: "2020-06-24"', 'from: "2020-06-23"', "E-CONFLICT"),
    ],
    "redundant rules": [
        (PRICES, "severity: severe", "severity: moderate", "W-REDUNDANT"),
        (RISK, "severity: moderate", "severity: mild", "W-REDUNDANT"),
        (ACCEPTED, IN_FULL, "of: [a#b]", "W-REDUNDANT"),
    ],
    "tests that test nothing": [
        (MICRO, "micro_share: {at_least: 90}", "micro_share: {at_least: 90, at_most: 100}", "W-IDLE-TEST"),
        (SIZE, "employees: {below: 5}", "employees: {below: 5, at_least: 0}", "W-IDLE-TEST"),
    ],
    "things that nothing uses": [
        (ACCEPTED, GROWTH, "", "W-UNREAD"),
        (ACCEPTED, "      - attributes/export_plan\n", "", "W-UNREAD"),
        (ACCEPTED, "      - barriers/task/customer-habits\n", "", "W-NO-INSTRUMENT"),
        (ACCEPTED, "      - barriers/price/match-competitors-prices\n", "", "W-NO-INSTRUMENT"),
        (ACCEPTED, GIFU, "of: [a]", "W-NO-RELIEF"),
        (ACCEPTED, "- attributes/sme_growth", "- attributes/sme_growth\n      - attributes/sector", "W-ACCEPTED"),
    ],
}
FAULTS = [fault for faults in SEEDED.values() for fault in faults]


def codes(folder: Path) -> set[str]:
    try:
        return {each.code for each in review(read_files([folder]))[1]}
    except InvalidInput as rejected:
        return {each.code for each in rejected.problems}


def test_the_shipped_rulebook_has_no_fault_and_no_unanswered_warning():
    """What stands is justified one by one in accepted.yaml."""
    assert review(read_files([RULES]))[1] == []


def test_the_small_rulebook_has_neither_and_is_of_every_kind(small_rules):
    """What the tests seed is the only fault there, and there is something of each kind to seed it in."""
    rulebook, warnings, _ = review(read_files([small_rules]))
    assert warnings == []
    assert all(getattr(rulebook, kind) for kind in (*FOLDERS, "sources", "economies", "errata"))


@pytest.mark.parametrize(("file", "old", "new", "code"), FAULTS)
def test_a_seeded_fault_is_found(small_rules, file, old, new, code):
    """Its code is among those told."""
    change(small_rules, file, old, new)
    assert code in codes(small_rules)


def emptied(folder: Path, file: str, *keys: str) -> None:
    """The file with these lists emptied."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for key in keys:
        text = re.sub(rf"^{key}:\n(?:[ -].*\n)+", f"{key}: []\n", text, flags=re.M)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["task/customer-habits", "economic/exchange-risk"])
def test_a_barrier_without_a_sign_is_found(small_rules, name):
    """Nothing could ever reveal it."""
    emptied(small_rules, f"barriers/{name}.yaml", "signs", "examples")
    assert "W-NO-SIGN" in codes(small_rules)


@pytest.mark.parametrize("name", ["digital-capability", "export-finance"])
def test_a_recommendation_that_nothing_brings_about_is_found(small_rules, name):
    """Neither a barrier nor evidence of its own."""
    emptied(small_rules, f"recommendations/{name}.yaml", "relieves", "evidence", "examples")
    assert "W-UNREACHED" in codes(small_rules)


@pytest.mark.parametrize("name", ["twn/taiwan-excellence", "mex/higher-exporter-credit"])
def test_a_measure_that_relieves_nothing_is_found(small_rules, name):
    """It would be carried by its recommendation alone."""
    emptied(small_rules, f"instruments/{name}.yaml", "relieves")
    assert "W-NO-RELIEF" in codes(small_rules)


def test_forty_faults_are_seeded():
    """Counting those that need more than one line."""
    assert len(FAULTS) + 6 >= 40
    assert min(map(len, SEEDED.values())) >= 2


def test_findings_for_programs(small_rules):
    """JSON and SARIF hold the same findings with severity, code and place."""
    change(small_rules, ACCEPTED, GROWTH, "")
    found = review(read_files([small_rules]))[1]
    plain = json.loads(as_json(found, "zh-Hant"))["findings"]
    assert [(each["severity"], each["code"], each["line"]) for each in plain] == [("warning", "W-UNREAD", 2)]
    run = json.loads(as_sarif(found, "en"))["runs"][0]
    assert [each["ruleId"] for each in run["results"]] == ["W-UNREAD"]
    assert run["results"][0]["level"] == "warning"
    where = run["results"][0]["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"].endswith("attributes/economy/sme_growth.yaml")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("", "", 0), (GROWTH, "", 1), ("accepted:", "acepted:", 65)],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_the_exit_code_goes_by_severity(run, small_rules, old, new, code, form):
    """0 sound, 1 warnings, 65 faults, whatever the form."""
    change(small_rules, ACCEPTED, old, new)
    assert run("rules", "check", "--rules", small_rules, "--format", form).returncode == code
