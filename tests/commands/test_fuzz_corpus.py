"""Every input that was found to matter still holds what `make fuzz` demands of any."""

from __future__ import annotations

import os
import sys
import tempfile

import pytest

from fuzz.bench import Bench
from fuzz.kinds import CORPUS, KINDS


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name} {path.stem}")
def test_a_known_input_breaks_no_law(run_small, monkeypatch, tmp_path, path):
    """No fault of ours, nothing lost, left behind or told but in our words; its kind says what else."""
    # What a bench changes is put back.
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    monkeypatch.setenv("SMEADVISOR_DEBUG", "1")
    bench, kind, content = Bench(tmp_path / "bench"), KINDS[path.parent.name], path.read_bytes()
    for hold in filter(None, (kind.glance, kind.hold)):
        bench.clear()
        hold(bench, content)
    os.chdir(tmp_path)
