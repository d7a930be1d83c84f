"""Portions looked at by several processes."""

from __future__ import annotations

import os
import signal

import pytest

from smeadvisor.audit.seen import Seen, seen
from smeadvisor.problems import InvalidInput
from smeadvisor.tables.rows import RowPlace
from support.batch_fakes import FakePortion

PORTIONS = [FakePortion(RowPlace("x", None, row), (f"a{row}",)) for row in (1, 2, 3)]


def killed(portion, was_read) -> Seen[int]:
    if portion.first_row == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    was_read()
    return Seen(1, 1, (), portion.first_row)


def killed_later(portion, was_read) -> Seen[int]:
    was_read()
    return killed(portion, lambda: None)


@pytest.mark.parametrize(
    ("look", "code", "exit_code"), [(killed, "E-READER-CRASH", 65), (killed_later, "E-AUDIT-CRASH", 70)]
)
def test_a_process_that_dies_is_told_with_what_can_be_done(look, code, exit_code):
    """On which rows; nothing is said of resuming, for an audit keeps nothing."""
    with pytest.raises(InvalidInput) as rejected:
        list(seen(PORTIONS, look, 2))
    (problem,) = rejected.value.problems
    assert (problem.code, problem.exit_code, problem.details["row"]) == (code, exit_code, "2")
    assert "resume" not in problem.line("en")
