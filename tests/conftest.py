"""What all tests share: the shipped rulebook, an engine for it, and profiles from plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from smeadvisor.engines.chaining import Engine
from smeadvisor.model.profile import Profile
from smeadvisor.model.rulebook import Rulebook
from smeadvisor.model.timeline import at
from smeadvisor.problems import InvalidInput
from smeadvisor.rules import shipped
from smeadvisor.rules.loading import load
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows
from support import commands, scale
from support.both_engines import profile_of
from support.paths import ROOT
from support.small_rulebook import FOLDER as SMALL
from support.small_rulebook import written
from support.whole import whole


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--scale", type=int, default=1, help="how much to try: 1 for the suite, 20 for a long run")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Set the scale before any test module is imported. A long run draws anew each time, all its processes alike."""
    if config.option.scale > 1 and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(SystemRandom().randrange(2**31))
    scale.choose(config.option.scale, config.option.hypothesis_seed)
    settings.register_profile(
        "chosen",
        deadline=None,
        derandomize=not scale.is_long(),
        print_blob=True,
        max_examples=scale.scaled(100),
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    settings.load_profile("chosen")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if scale.is_long():
        options = f"--scale {config.option.scale} --hypothesis-seed {config.option.hypothesis_seed}"
        terminalreporter.write_line(f"repeat with: pytest {options}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that only a long run makes."""
    if not scale.is_long():
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def whole_rulebook() -> Rulebook:
    """The rulebook with all that was and became."""
    return whole()


@pytest.fixture(scope="session")
def rulebook(whole_rulebook: Rulebook) -> Rulebook:
    """The rulebook as of the day through which it is reviewed."""
    return at(whole_rulebook, whole_rulebook.about.reviewed_through)


@pytest.fixture
def small_rules(tmp_path: Path) -> Path:
    """A folder with the small rulebook, to be changed at will."""
    return written(tmp_path / "rules")


@pytest.fixture(scope="session")
def small_rulebook() -> Rulebook:
    """The small rulebook, read."""
    return load(SMALL)


@pytest.fixture(scope="session")
def engine(rulebook: Rulebook) -> Engine:
    return Engine(rulebook)


@pytest.fixture(scope="session")
def then(whole_rulebook: Rulebook) -> Engine:
    """The engine as of the end of the paper."""
    return Engine(whole_rulebook, whole_rulebook.about.paper_through)


@pytest.fixture(scope="session")
def make(rulebook: Rulebook) -> Callable[..., Profile]:
    """A profile from plain data, as a file would give it."""
    return partial(profile_of, rulebook)


@pytest.fixture
def run(monkeypatch, whole_rulebook):
    """A command in this process, on the rulebook that all tests share, from the project's folder."""
    monkeypatch.setattr(shipped, "shipped_rulebook", lambda *_: whole_rulebook)
    monkeypatch.chdir(ROOT)
    return commands.run


@pytest.fixture
def run_small(monkeypatch, small_rulebook):
    """The same with the small rulebook in the place of the shipped one."""
    monkeypatch.setattr(shipped, "shipped_folder", lambda: SMALL)
    monkeypatch.setattr(shipped, "shipped_rulebook", lambda *_: small_rulebook)
    monkeypatch.chdir(ROOT)
    return commands.run


@pytest.fixture
def told(tmp_path, rulebook):
    """What is told of a file with this content: rows, good rows, and (file row, code) of each remark."""

    def read(content: bytes | str, name: str = "t.csv", **options: Any):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        parts = list(read_rows([str(path)], rulebook, ReadingOptions(**options)))
        remarks = [(each.place.row, each.problem.code) for part in parts for each in (*part.rejected, *part.warned)]
        count, good = sum(part.count for part in parts), sum(len(part.positions) for part in parts)
        assert count == good + len({(i, r.position) for i, part in enumerate(parts) for r in part.rejected})
        return count, good, remarks

    return read


@pytest.fixture
def refused(tmp_path, rulebook):
    """The codes with which a whole file is refused."""

    def read(content: bytes | str, name: str = "t.csv", **options: Any) -> list[str]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with pytest.raises(InvalidInput) as caught:
            list(read_rows([str(path)], rulebook, ReadingOptions(**options)))
        for problem in caught.value.problems:
            assert problem.line("en")
            assert problem.line("zh-Hant")
        return [each.code for each in caught.value.problems]

    return read
