"""Rules that rest on rules that rest on rules: as deep and as wide as they may be, and no further."""

from __future__ import annotations

from pathlib import Path

import pytest

from smeadvisor.problems.limits import RULE_CASES, RULE_DEPTH
from support.commands import run
from support.small_rulebook import FOLDER

BARRIER = """\
title: {{en: Barrier {name}, zh-Hant: 障礙 {name}}}
side: internal
stage_group: market_access
sources: [table-8]
inference: {{en: Invented., zh-Hant: 虛構。}}
signs:
"""
SIGN = """\
  - id: s{number}
    for: firm
    when: {{{when}}}
    severity: mild
    evidence: observed-fact
    basis: inference
    because: {{en: "sign {number} of {name}", zh-Hant: "{name} 的跡象 {number}"}}
"""
EXAMPLES = """\
examples:
  - {{rule: s0, given: {{{yes}}}, expect: fired}}
  - {{rule: s0, given: {{{no}}}, expect: blocked}}
  - {{rule: s0, given: {{}}, expect: undecided}}
"""


def write(folder: Path, name: str, conditions: list[str], opposite: str) -> None:
    """A barrier of that name with a sign for each condition."""
    signs = "".join(SIGN.format(number=i, when=when, name=name) for i, when in enumerate(conditions))
    path = folder / f"barriers/functional/{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = BARRIER.format(name=name) + signs + EXAMPLES.format(yes=conditions[0], no=opposite)
    path.write_text(text, encoding="utf-8")


def chain(folder: Path, length: int) -> None:
    """Barriers of which each is there where the one before it is."""
    write(folder, "c00", ["exports_now: true"], "exports_now: false")
    for i in range(1, length):
        before = f"functional/c{i - 1:02d}"
        write(folder, f"c{i:02d}", [f"{before}: present"], f"{before}: absent")


@pytest.fixture
def firm(tmp_path) -> Path:
    path = tmp_path / "firm.yaml"
    path.write_text("id: f\nkind: firm\neconomy: MEX\nanswers: {exports_now: true}\n", encoding="utf-8")
    return path


def test_the_deepest_chain_that_is_allowed_is_advised_and_explained(tmp_path, firm):
    """Every question about its end has an answer, whether it is there or not."""
    chain(tmp_path / "mine", RULE_DEPTH)
    rules, end = ("--rules", FOLDER, "--rules", tmp_path / "mine"), f"functional/c{RULE_DEPTH - 1:02d}"
    asked = [["advise", firm], ["explain", firm, end], ["explain", "how", firm, end], ["explain", "picture", firm, end]]
    for command in (*asked, ["explain", "what-if", firm, "--set", "exports_now=false"]):
        assert run(*command, *rules).returncode == 0, command
    firm.write_text(firm.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")
    assert run("explain", "why-not", firm, end, *rules).returncode == 0


def test_a_deeper_chain_is_refused(tmp_path):
    """With the finding that goes too far."""
    chain(tmp_path / "mine", RULE_DEPTH + 40)
    done = run("rules", "check", "--rules", FOLDER, "--rules", tmp_path / "mine")
    assert done.returncode == 65
    assert f"E-RULE-DEPTH: barriers/functional/c{RULE_DEPTH} " in done.told


def test_a_rule_of_more_combinations_than_can_be_checked_is_refused(tmp_path):
    """Ten signs of each of four barriers that all have to be there."""
    for i in range(4):
        write(tmp_path / "mine", f"w{i}", [f"employees: {{above: {n}}}" for n in range(10)], "employees: 0")
    every = ", ".join(f"functional/w{i}: present" for i in range(4))
    write(tmp_path / "mine", "w4", [every], "functional/w0: absent")
    done = run("rules", "check", "--rules", FOLDER, "--rules", tmp_path / "mine")
    assert done.returncode == 65
    assert "E-RULE-CASES: 10,000 combinations" in done.told
    assert f"at most {RULE_CASES:,}" in done.told
