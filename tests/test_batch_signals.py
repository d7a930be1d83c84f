"""Signals that ask a run to stop."""

from __future__ import annotations

import contextlib
import os
import signal

import pytest

from smeadvisor.batch.signals import Stopped, heed, stoppable


def test_a_signal_whose_exception_was_lost_is_heeded_at_the_next_part():
    """As where the handler runs inside C code that clears errors; and the next run begins with none."""
    with stoppable():
        heed()
        with contextlib.suppress(Stopped):
            os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Stopped) as stopped:
            heed()
    assert stopped.value.exit_code == 143
    heed()
