"""Signals that ask a run to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import threading

import pytest

from smeadvisor.files import signals
from smeadvisor.files.signals import Interrupted, raise_if_interrupted, signals_blocked, stoppable


@pytest.fixture
def lives_on(monkeypatch):
    """Being asked to stop is not the end of this process."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    monkeypatch.setattr(signals, "_asked", [])
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("lives_on")
def test_a_signal_whose_exception_was_lost_is_heeded_at_the_next_part():
    """As where the handler runs inside C code that clears errors."""
    with stoppable():
        raise_if_interrupted()
        with contextlib.suppress(Interrupted):
            os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted) as stopped:
            raise_if_interrupted()
    assert stopped.value.exit_code == 143


@pytest.mark.usefixtures("lives_on")
def test_what_follows_the_first_signal_disturbs_nothing():
    """Neither the stopping nor what is said of it."""
    with contextlib.suppress(Interrupted), stoppable():
        try:
            os.kill(os.getpid(), signal.SIGINT)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(Interrupted) as stopped:
        raise_if_interrupted()
    assert stopped.value.exit_code == 130


@pytest.mark.usefixtures("lives_on")
def test_a_closed_terminal_stops_nothing_under_nohup(monkeypatch):
    """SIGHUP that is ignored from the start stays ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            os.kill(os.getpid(), signal.SIGHUP)
            raise_if_interrupted()
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("lives_on")
@pytest.mark.parametrize("masked", [True, False])
def test_what_belongs_together_is_not_torn_apart(monkeypatch, masked):
    """A signal that comes meanwhile is heeded after, also where signals cannot be held back, as on Windows."""
    monkeypatch.setattr(signals, "_CAN_MASK", masked)
    together, ended = [], threading.Event()
    # The system may hand a signal to this thread, which does not hold it back.
    other = threading.Thread(target=ended.wait)
    other.start()
    with stoppable():
        with signals_blocked():
            os.kill(os.getpid(), signal.SIGTERM)
            together.append(1)
        with pytest.raises(Interrupted) as stopped:
            raise_if_interrupted()
    ended.set()
    assert (together, stopped.value.exit_code) == ([1], 143)


def test_a_run_that_is_not_asked_to_stop_leaves_signals_as_they_were():
    """For whoever calls it from Python."""
    before = signal.getsignal(signal.SIGTERM)
    with stoppable():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
