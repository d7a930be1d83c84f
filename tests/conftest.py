"""What all tests share: the shipped rulebook, an engine for it, and profiles from plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from both_engines import profile_of
from smeadvisor.errors import Rejected
from smeadvisor.inference import Engine
from smeadvisor.loading import load
from smeadvisor.profile import Profile
from smeadvisor.rulebook import Rulebook
from smeadvisor.tables.reading.inputs import ReadingOptions, read_rows
from smeadvisor.timeline import at

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
ECONOMIES = sorted((ROOT / "profiles/economies").glob("*.yaml"))
FIRMS = sorted((ROOT / "profiles/firms").glob("*.yaml"))

settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("default")


@pytest.fixture(scope="session")
def whole_rulebook() -> Rulebook:
    """The rulebook with all that was and became."""
    return load(RULES)


@pytest.fixture(scope="session")
def rulebook(whole_rulebook: Rulebook) -> Rulebook:
    """The rulebook as of the day through which it is reviewed."""
    return at(whole_rulebook, whole_rulebook.about.reviewed_through)


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
        with pytest.raises(Rejected) as caught:
            list(read_rows([str(path)], rulebook, ReadingOptions(**options)))
        for problem in caught.value.problems:
            assert problem.line("en")
            assert problem.line("zh-Hant")
        return [each.code for each in caught.value.problems]

    return read
